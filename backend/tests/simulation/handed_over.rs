//! What holds of what was handed over to the team and back: each row that was given up is in its
//! session's log, as often as it was; and each time that the team had it tried again, with who.

use super::check;
use super::look::{EventRow, Seen, TaskRow};
use super::model::Model;
use backend::seed::cast::NOOR;
use domain::event::Event;
use std::collections::BTreeMap;

pub fn holds(model: &Model, seen: &Seen) -> Result<(), String> {
    let (mut given_up, mut tried) = (BTreeMap::new(), BTreeMap::new());
    for event in &seen.events {
        let (counts, row) = match read(event)? {
            Some(Event::GivenUp { row, .. }) => (&mut given_up, row),
            Some(Event::TriedAgain { row, .. }) => {
                let by = event.actor_id.as_deref();
                check(by == Some(&NOOR.id().to_string()), || {
                    format!("{row} was tried again by {by:?}")
                })?;
                (&mut tried, row)
            }
            _ => continue,
        };
        *counts.entry(row).or_default() += 1;
    }
    let mut wanted: BTreeMap<String, i64> = BTreeMap::new();
    for row in &model.tried_again {
        *wanted.entry(row.clone()).or_default() += 1;
    }
    check(tried == wanted, || {
        format!("tried again: {wanted:?}, in the log {tried:?}")
    })?;
    let tasks = seen.tasks.iter().filter(|task| is_about_a_row(task));
    let tasks: BTreeMap<String, i64> = tasks
        .map(|task| {
            let back = tried.get(&task.subject).copied().unwrap_or_default();
            (
                task.subject.clone(),
                back + i64::from(task.done_by.is_none()),
            )
        })
        .collect();
    check(given_up == tasks, || {
        format!("given up: {tasks:?}, in the log {given_up:?}")
    })
}

fn is_about_a_row(task: &TaskRow) -> bool {
    task.kind == "refund_unanswered" || task.kind == "letter_undelivered"
}

fn read(event: &EventRow) -> Result<Option<Event>, String> {
    let about_a_row = event.kind == "given_up" || event.kind == "tried_again";
    let read = about_a_row.then(|| serde_json::from_str(&event.body));
    read.transpose().map_err(|fault| fault.to_string())
}
