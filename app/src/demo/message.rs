//! One message: who was told what, and the calendar entry that came with it.

use crate::ui::icon::{Glyph, Icon};
use domain::view::pages::PostMessage;
use leptos::prelude::*;

/// What an entry says that people ask about; the whole of it stands below.
const LINES: [(&str, &str); 5] = [
    ("METHOD", "Method"),
    ("UID", "UID"),
    ("SEQUENCE", "Sequence"),
    ("DTSTART", "Start"),
    ("STATUS", "Status"),
];

#[component]
pub fn Message(message: PostMessage) -> impl IntoView {
    let PostMessage {
        line,
        from,
        text,
        calendar,
    } = message;
    view! {
        <article class="card mail" aria-labelledby="subject">
            <h2 id="subject">{line.subject}</h2>
            <dl class="facts small">
                <dt>"From"</dt>
                <dd>{from}</dd>
                <dt>"To"</dt>
                <dd>{line.to}</dd>
                <dt>"Sent"</dt>
                <dd>{line.at}</dd>
            </dl>
            <pre class="mail-body">{text}</pre>
            {calendar.map(|entry| view! { <CalendarPart entry /> })}
        </article>
    }
}

#[component]
fn CalendarPart(entry: String) -> impl IntoView {
    let facts = LINES.iter().filter_map(|(name, label)| {
        let value = value(&entry, name)?.to_owned();
        Some(view! {
            <dt>{*label}</dt>
            <dd>{value}</dd>
        })
    });
    let facts = facts.collect_view();
    view! {
        <section class="calendar-part" aria-labelledby="entry">
            <h3 id="entry">
                <Icon glyph=Glyph::Today />
                " Calendar entry"
            </h3>
            <dl class="facts">{facts}</dl>
            <details>
                <summary>"As it was sent"</summary>
                <pre class="mail-body">{entry}</pre>
            </details>
        </section>
    }
}

/// The first line of this name, whatever parameters stand behind it.
fn value<'a>(entry: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = entry.lines().filter_map(|line| line.split_once(':'));
    lines
        .find(|(key, _)| key.split(';').next() == Some(name))
        .map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn a_line_is_found_by_its_name_and_not_by_its_beginning() {
        let entry = "METHOD:CANCEL\r\nUID-NOT:x\r\nUID:K-1@kept\r\nDTSTART;VALUE=DATE:20261124\r\n";
        assert_eq!(value(entry, "UID"), Some("K-1@kept"));
        assert_eq!(value(entry, "DTSTART"), Some("20261124"));
        assert_eq!(value(entry, "SEQUENCE"), None);
    }
}
