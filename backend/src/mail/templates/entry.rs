//! The entry for the reader's calendar: taken out, put in, or put at its new time. One UID for the
//! session's whole life, and its revision counts on.

use super::super::CalendarPart;
use super::{About, Scene};
use crate::ical::{self, Entry, Method, Party};
use domain::told::Template;

pub(super) fn of(template: Template, scene: &Scene<'_>) -> Option<CalendarPart> {
    let method = match template {
        template if template.withdraws_entry() => Method::Cancel,
        template if template.renews_entry() => Method::Request,
        _ => return None,
    };
    let About { session, place, .. } = scene.about;
    let (reader, other) = (scene.reader(), scene.other());
    let discreet = scene.is_discreet();
    let title = match discreet {
        true => "Appointment".to_owned(),
        false => format!("Session with {}", other.name),
    };
    let entry = Entry {
        method,
        session: session.id,
        sequence: scene.about.revision,
        span: scene.moved().map_or(session.span, |moved| moved.to),
        stamp: scene.about.now,
        title: &title,
        place: (!discreet).then_some(place),
        organizer: scene.sender().name(),
        attendee: Party {
            name: &reader.name,
            address: &reader.email,
        },
    };
    Some(CalendarPart {
        method,
        text: ical::text(&entry),
    })
}
