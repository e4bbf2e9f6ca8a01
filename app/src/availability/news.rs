//! What is said above the week: who would be left outside, what was saved, and why something was
//! not.

use super::api::Why;
use super::state::{Editing, News};
use crate::ui::note::{Note, NoteTone};
use domain::availability::edit::NotSaved;
use domain::sentences;
use domain::sentences::dates;
use domain::view::availability::NextBooking;
use leptos::prelude::*;

/// So many are named.
const NAMED: usize = 4;

/// The place of the page that says whom.
pub const OUTSIDE: &str = "outside";

/// Whom the hours would leave outside, as they are now.
#[component]
pub fn Outside(editing: Editing) -> impl IntoView {
    let note = move || {
        let all = editing.outside.get();
        let count = all.len();
        if count == 0 {
            return None;
        }
        let mut names: Vec<String> = all
            .iter()
            .take(NAMED)
            .map(|one| named(editing, one))
            .collect();
        if count > NAMED {
            names.push(format!("and {} more", count - NAMED));
        }
        let title = match count {
            1 => "1 booked time falls outside the new hours.".to_owned(),
            many => format!("{many} booked times fall outside the new hours."),
        };
        let text = format!(
            "{}. When you save, you say what becomes of {}: keep, move or cancel.",
            names.join("; "),
            if count == 1 { "it" } else { "each" }
        );
        Some(view! { <Note tone=NoteTone::Danger title text /> })
    };
    // Read aloud when it comes and goes.
    view! { <div class="editor-outside" id=OUTSIDE role="status">{note}</div> }.into_any()
}

/// `Priya Singh, Wed 25 Nov, 15:00`
fn named(editing: Editing, one: &NextBooking) -> String {
    let week = editing.week.read();
    let when = dates::moment(week.table.wall(one.span.start()), week.today());
    match &one.client {
        Some(name) => format!("{name}, {when}"),
        None => format!("A time that is kept for a client, {when}"),
    }
}

#[component]
pub fn Said(editing: Editing) -> impl IntoView {
    let note = move || {
        let (tone, title, text) = words(editing.news.get()?);
        Some(view! { <Note tone title text alert=tone == NoteTone::Danger /> })
    };
    view! {
        <div class="editor-news" tabindex="-1" role="status">
            {note}
        </div>
    }
    .into_any()
}

fn words(news: News) -> (NoteTone, String, String) {
    let danger = |text: String| (NoteTone::Danger, "Nothing was saved.".into(), text);
    match news {
        News::Saved(changes) => (
            NoteTone::Fine,
            sentences::hours::saved(changes),
            "Clients see the new times at once.".into(),
        ),
        News::Back(changes) => (
            NoteTone::Plain,
            "What you had not saved is here again.".into(),
            sentences::hours::back(changes),
        ),
        News::Wrong { fields: 1 } => danger("One field cannot be read; it says why.".into()),
        News::Wrong { fields } => danger(format!("{fields} fields cannot be read; each says why.")),
        News::NotSaved(why) => danger(reason(&why)),
        News::Fault(fault) => (
            NoteTone::Danger,
            fault.title().into(),
            fault.remedy().into(),
        ),
        News::NoRoom(text) => (NoteTone::Danger, text, String::new()),
    }
}

fn reason(why: &Why) -> String {
    match why {
        Why::Newer => {
            "Your hours were changed elsewhere since you opened them. Look again at what \
                       you changed, then save."
                .into()
        }
        Why::KeySpent => "This form was sent before with something else in it. Look at it again, \
                          then save."
            .into(),
        Why::Refused(NotSaved::Unanswered { left }) => match left.len() {
            1 => "A booked time would fall outside the new hours.".into(),
            many => format!("{many} booked times would fall outside the new hours."),
        },
        Why::Refused(why) => sentences::editing::not_saved(why, None),
    }
}
