//! When it was, on the reader's clock first, and on the other's where it shows something else.

use super::Scene;
use crate::zones;

pub(super) fn of(scene: &Scene<'_>) -> String {
    let (span, now) = (scene.about.session.span, scene.about.now);
    let when = zones::when(span, &scene.yours, &scene.theirs, now);
    let own = &when.yours;
    let line = format!("{}, {} ({}, {})", own.date, own.times, own.place, own.zone);
    let Some(theirs) = when.theirs else {
        return line;
    };
    let date = match theirs.date == own.date {
        true => String::new(),
        false => format!("{}, ", theirs.date),
    };
    let name = scene.other().first_name();
    format!(
        "{line};\n{date}{} for {name} in {}, {}",
        theirs.times, theirs.place, theirs.zone
    )
}

/// `Tuesday 24 November`, for the reader.
pub(super) fn day(scene: &Scene<'_>) -> String {
    scene
        .yours
        .span(scene.about.session.span, scene.about.now)
        .date
}
