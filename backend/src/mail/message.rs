//! A letter as an RFC 5322 message: plain text, and beside it the calendar part as its
//! alternative, which is where Outlook, Gmail and Apple's Mail look for it.

use super::{CalendarPart, Envelope, Letterhead, MailFault};
use crate::ical;
use domain::time::Instant;
use lettre::Address;
use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// # Errors
/// `Refused` where an address is none.
pub(super) fn message(head: &Letterhead, envelope: &Envelope) -> Result<Message, MailFault> {
    let letter = &envelope.letter;
    let domain = head.address.rsplit('@').next().unwrap_or("kept");
    let automatic = HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".into(),
    );
    let builder = Message::builder()
        .from(mailbox(letter.sender.name(), &head.address)?)
        .reply_to(mailbox(letter.sender.name(), &head.reply_to)?)
        .to(mailbox(&letter.to_name, &letter.to)?)
        .subject(one_line(&letter.subject))
        .date(system_time(envelope.written_at))
        .message_id(Some(format!("<{}@{domain}>", envelope.id)))
        .raw_header(automatic);
    let text = SinglePart::plain(letter.text.clone());
    let message = match &letter.calendar {
        None => builder.singlepart(text),
        Some(calendar) => builder.multipart(
            MultiPart::alternative()
                .singlepart(text)
                .singlepart(part(head, calendar)?),
        ),
    };
    message.map_err(|fault| MailFault::Refused(fault.to_string()))
}

fn part(head: &Letterhead, calendar: &CalendarPart) -> Result<SinglePart, MailFault> {
    let method = calendar.method.as_str();
    let kind = format!("text/calendar; charset=utf-8; method={method}");
    let kind = ContentType::parse(&kind).map_err(|fault| MailFault::Refused(fault.to_string()))?;
    Ok(SinglePart::builder()
        .content_type(kind)
        .body(ical::organized_by(&calendar.text, &head.address)))
}

fn mailbox(name: &str, address: &str) -> Result<Mailbox, MailFault> {
    let address: Address = address
        .parse()
        .map_err(|_| MailFault::Refused(format!("'{address}' is not an address")))?;
    Ok(Mailbox::new(Some(one_line(name)), address))
}

/// Nothing that a person typed ever begins a new header.
fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

fn system_time(at: Instant) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(at.timestamp_millis()).unwrap_or(0))
}
