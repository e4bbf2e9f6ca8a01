//! When it is, on the reader's clock first, and on the other's where it shows something else. What
//! has moved is told with the time that it left.

use super::Scene;
use crate::zones;
use domain::time::interval::Interval;
use domain::told::Template;

pub(super) fn of(template: Template, scene: &Scene<'_>) -> String {
    let own = scene.about.session.span;
    match (scene.moved(), template) {
        (Some(moved), _) => {
            let (new, old) = (on_both(scene, moved.to), on_both(scene, own));
            format!("Now:\n{new}\n\nBefore:\n{old}")
        }
        (None, Template::TimesOffered) => format!("As it stands:\n{}", on_both(scene, own)),
        (None, _) => on_both(scene, own),
    }
}

/// A span on both walls.
pub(super) fn on_both(scene: &Scene<'_>, span: Interval) -> String {
    let when = zones::when(span, &scene.yours, &scene.theirs, scene.about.now);
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

/// `Tuesday 24 November`, for the reader: the day by which they know it.
pub(super) fn day(scene: &Scene<'_>) -> String {
    scene
        .yours
        .span(scene.about.session.span, scene.about.now)
        .date
}
