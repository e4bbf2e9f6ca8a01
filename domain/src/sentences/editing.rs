//! Saving hours, in words: what it does to whom, and why it is not done.

use super::dates;
use super::happens::Mark;
use super::hours::block;
use crate::availability::edit::{Keeping, NotSaved, Saving, StrandedBy, What};
use crate::form::time_off::Fault;
use crate::ids::{SessionId, SpanId};
use crate::money::{Currency, Money};
use crate::session::SessionKind;
use crate::time::zone::ZoneTable;
use crate::view::availability::StrandedLine;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What saving does, line by line. `lines` are those whom it leaves outside.
pub fn saving(saving: &Saving, lines: &[StrandedLine]) -> Vec<(Mark, String)> {
    let mut said = Vec::new();
    let mut say = |mark, text: Option<String>| said.extend(text.map(|text| (mark, text)));
    say(Mark::Done, changes(saving.changes.len()));
    let zone = saving.zone.as_ref();
    let zone = zone.map(|zone| format!("Your clock is the one of {zone}; no session moves."));
    say(Mark::Done, zone);
    let named = |ids: &[SpanId]| names(lines, ids);
    let own = |ids: &[SessionId]| named(&ids.iter().map(|id| SpanId(id.0)).collect::<Vec<_>>());
    let kept = counted(saving.kept.len(), "booking stays", "bookings stay");
    let kept = kept.map(|kept| format!("{kept} as booked: {}.", named(&saving.kept)));
    say(Mark::Quiet, kept);
    let to_move = counted(saving.to_move.len(), "session stays", "sessions stay");
    let to_move = to_move.map(|stay| {
        let who = own(&saving.to_move);
        format!("{stay} until another time is found: {who}. You offer times next.")
    });
    say(Mark::Careful, to_move);
    say(Mark::Mail, withdrawn(saving, lines));
    if !saving.cancelled.is_empty() {
        let gone = counted(saving.cancelled.len(), "session is", "sessions are");
        let gone = gone.map(|gone| format!("{gone} cancelled: {}.", own(&saving.cancelled)));
        say(Mark::Done, gone);
        let back = refunds(saving, lines);
        let back = back.map_or("Nothing was paid, so nothing goes back.".into(), |sum| {
            format!("{sum} goes back in full.")
        });
        say(Mark::Money, Some(back));
        let letter = match saving.note {
            Some(_) => {
                "Whose session is cancelled gets an e-mail, with your words, once it can no longer be undone."
            }
            None => "Whose session is cancelled gets an e-mail once it can no longer be undone.",
        };
        say(Mark::Mail, Some(letter.into()));
        let incident = "It counts as one incident towards your standing, however many they are.";
        say(Mark::Careful, Some(incident.into()));
    }
    said
}

/// Whose offer is taken back; its client is told.
fn withdrawn(saving: &Saving, lines: &[StrandedLine]) -> Option<String> {
    let ids = saving.withdrawn.iter().filter_map(|id| {
        let of = |line: &&StrandedLine| matches!(line.what, What::Offered { session, .. } if session == *id);
        lines.iter().find(of).map(|line| line.id)
    });
    let ids: Vec<SpanId> = ids.collect();
    let gone = counted(ids.len(), "offer is withdrawn", "offers are withdrawn")?;
    let who = names(lines, &ids);
    Some(format!(
        "{gone}, with all its times: {who}. The session stays as booked, and the client gets an e-mail."
    ))
}

fn changes(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("One change to your hours, at once.".into()),
        many => Some(format!("{many} changes to your hours, at once.")),
    }
}

/// `Save`, `Save and cancel 2 sessions`
pub fn button(saving: &Saving) -> String {
    match saving.cancelled.len() {
        0 => match saving.withdrawn.len() {
            0 => "Save".into(),
            1 => "Save and withdraw 1 offer".into(),
            many => format!("Save and withdraw {many} offers"),
        },
        1 => "Save and cancel 1 session".into(),
        many => format!("Save and cancel {many} sessions"),
    }
}

/// `Daniel Reyes (Tue 24 Nov), Priya Singh (Wed 25 Nov)`
fn names(lines: &[StrandedLine], ids: &[SpanId]) -> String {
    let of = |line: &StrandedLine| {
        let client = line.client.as_deref().unwrap_or("a time kept for a client");
        format!("{client} ({})", line.when.yours.short_date)
    };
    let lines = lines.iter().filter(|line| ids.contains(&line.id));
    lines.map(of).collect::<Vec<_>>().join(", ")
}

/// Why a booking is left outside: `You are away: Tue 24 Nov`.
pub fn because(by: StrandedBy, zone: &ZoneTable, today: NaiveDate) -> String {
    match by {
        StrandedBy::Block(by) => format!("You are away: {}", block(&by, zone, today)),
        StrandedBy::Hours { lost } => {
            let [from, to] = [lost.start(), lost.end()].map(|at| dates::clock(zone.wall(at)));
            format!("{from} – {to} is outside the new hours")
        }
    }
}

/// What a booking is, beside its client's name.
pub fn what(line: &StrandedLine) -> String {
    let until = line.until.as_ref().map_or("", |until| until.label.as_str());
    match line.what {
        What::Session { kind, paid } => {
            let kind = match kind {
                SessionKind::Initial => "Initial session",
                SessionKind::FollowUp => "Follow-up session",
            };
            match paid {
                Some(paid) => format!("{kind}, paid {paid}"),
                None => format!("{kind}, nothing paid"),
            }
        }
        What::Checkout { .. } => format!("Being paid for; kept until {until}"),
        What::Offered { .. } => format!("On offer to them; kept until {until}"),
        What::Kept { .. } => format!("Kept for them until {until}"),
    }
}

/// What would go back in all: `£130.00`; nothing where nothing was paid.
pub fn refunds(saving: &Saving, lines: &[StrandedLine]) -> Option<String> {
    let mut sums: BTreeMap<&str, (i64, Currency)> = BTreeMap::new();
    for line in lines {
        let gone = saving.cancelled.iter().any(|id| line.id.0 == id.0);
        if let (
            true,
            What::Session {
                paid: Some(paid), ..
            },
        ) = (gone, line.what)
        {
            sums.entry(paid.currency.code())
                .or_insert((0, paid.currency))
                .0 += paid.minor;
        }
    }
    let said: Vec<String> = sums
        .into_values()
        .map(|(minor, currency)| Money::new(minor, currency).to_string())
        .collect();
    (!said.is_empty()).then(|| said.join(" and "))
}

/// `One stays`, `4 stay`.
fn counted(count: usize, one: &str, more: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("One {one}")),
        count => Some(format!("{count} {more}")),
    }
}

/// What one of the two ways of changing the zone does.
pub fn zone_way(keep: Keeping, from: &str, to: &str) -> String {
    match keep {
        Keeping::Hours => format!(
            "Your hours read the same, now on the clock of {to}: clients are offered other times \
             than before."
        ),
        Keeping::Instants => format!(
            "Clients are offered the same times as before. On the clock of {to} they read \
             otherwise than they did in {from}."
        ),
    }
}

/// Whom that leaves outside of the hours.
pub fn zone_strands(count: u32) -> String {
    match count {
        0 => "No booking falls outside of them.".into(),
        1 => "One booking falls outside of them: you say next what becomes of it.".into(),
        many => format!("{many} bookings fall outside of them: you say next what becomes of each."),
    }
}

/// Why a form for time off is not heard.
pub fn time_off(fault: &Fault) -> String {
    match fault {
        Fault::FirstMissing => "Give the first day.".into(),
        Fault::LastUnreadable => "That is no date. Leave it empty for one day.".into(),
        Fault::Backwards => "The last day is before the first.".into(),
        Fault::DaysOver => "Those days are over.".into(),
        Fault::TimeMissing => "Give a day and a time.".into(),
        Fault::TimeInGap => "The clocks go forward over that time. Choose another.".into(),
        Fault::TimeOver => "That time is over. Choose one that is still to come.".into(),
        Fault::TimeTooFar => "Choose a time within the next two years.".into(),
        Fault::NotSaved(NotSaved::NothingToSave) => "You are off then already.".into(),
        Fault::NotSaved(why) => not_saved(why, None),
    }
}

/// Why nothing was saved, and the way out. `until` is the label of the instant that it names.
pub fn not_saved(why: &NotSaved, until: Option<&str>) -> String {
    let until = until.unwrap_or("it ends");
    match why {
        NotSaved::Unanswered { left } if left.len() == 1 => {
            "One booking falls outside the new hours: say what becomes of it first.".into()
        }
        NotSaved::Unanswered { left } => format!(
            "{} bookings fall outside the new hours: say what becomes of each first.",
            left.len()
        ),
        NotSaved::NotStranded { .. } => {
            "One of the answers is for a booking that the new hours leave alone. Look again.".into()
        }
        NotSaved::ThroughTheTeam { .. } => {
            "An initial session is cancelled through the team. Keep it for now, and ask them from \
             the session’s own page."
                .into()
        }
        NotSaved::HoldWins { .. } => {
            format!("That time is kept for somebody until {until}. Keep it until then.")
        }
        NotSaved::NothingToSave => "Your hours are so already: there is nothing to save.".into(),
        NotSaved::AlreadyOver => "That time is over. Choose an end that is still to come.".into(),
        NotSaved::UnknownZone => "There is no such time zone. Choose one from the list.".into(),
        NotSaved::TooManyBlocks { most } => {
            format!("There is room for {most} blocks. Take an old one away first.")
        }
        NotSaved::TooManyDates { most } => {
            format!("There is room for {most} dates with hours of their own. Take one away first.")
        }
        NotSaved::NoteTooLong { most } => format!("That is more than {most} characters."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::answers::tests::line;
    use crate::view::Moment;

    fn saves(kept: &[StrandedLine], cancelled: &[StrandedLine]) -> Saving {
        Saving {
            changes: Vec::new(),
            zone: None,
            kept: kept.iter().map(|line| line.id).collect(),
            to_move: Vec::new(),
            cancelled: cancelled.iter().map(|line| SessionId(line.id.0)).collect(),
            withdrawn: Vec::new(),
            note: None,
        }
    }

    fn paid(number: u128, minor: i64, currency: Currency) -> StrandedLine {
        let mut line = line(number, SessionKind::FollowUp, "2026-11-24T14:00:00Z");
        line.what = What::Session {
            kind: SessionKind::FollowUp,
            paid: (minor > 0).then(|| Money::new(minor, currency)),
        };
        line
    }

    #[test]
    fn a_save_says_what_becomes_of_whom() {
        let lines = [1, 2, 3].map(|number| paid(number, 6500, Currency::Gbp));
        let mut saves = saves(&lines[..1], &lines[1..]);
        saves.zone = Some("Madrid".into());
        let said: Vec<String> = saving(&saves, &lines).into_iter().map(|(_, t)| t).collect();
        let expected = [
            "Your clock is the one of Madrid; no session moves.",
            "One booking stays as booked: Daniel Reyes (Tue 24 Nov).",
            "2 sessions are cancelled: Daniel Reyes (Tue 24 Nov), Daniel Reyes (Tue 24 Nov).",
            "£130.00 goes back in full.",
            "Whose session is cancelled gets an e-mail once it can no longer be undone.",
            "It counts as one incident towards your standing, however many they are.",
        ];
        assert_eq!(said, expected);
        assert_eq!(button(&saves), "Save and cancel 2 sessions");
    }

    #[test]
    fn a_withdrawn_offer_is_told_once_however_many_times_it_has() {
        let (session, until) = (SessionId(uuid::Uuid::from_u128(9)), Default::default());
        let lines = [1, 2].map(|number| StrandedLine {
            what: What::Offered { session, until },
            ..paid(number, 0, Currency::Gbp)
        });
        let mut saves = saves(&[], &[]);
        saves.withdrawn = vec![session];
        let said: Vec<String> = saving(&saves, &lines).into_iter().map(|(_, t)| t).collect();
        let expected = "One offer is withdrawn, with all its times: Daniel Reyes (Tue 24 Nov). The \
                        session stays as booked, and the client gets an e-mail.";
        assert_eq!(said, [expected]);
        assert_eq!(button(&saves), "Save and withdraw 1 offer");
    }

    #[test]
    fn what_goes_back_is_summed_by_currency_and_left_out_where_nothing_was_paid() {
        let lines = [
            paid(1, 6500, Currency::Gbp),
            paid(2, 4000, Currency::Eur),
            paid(3, 0, Currency::Eur),
        ];
        let all = refunds(&saves(&[], &lines), &lines);
        assert_eq!(all.as_deref(), Some("€40.00 and £65.00"));
        assert_eq!(refunds(&saves(&[], &lines[2..]), &lines), None);
        assert_eq!(
            refunds(&saves(&lines, &[]), &lines),
            None,
            "nobody is cancelled"
        );
    }

    #[test]
    fn a_booking_is_named_by_what_it_is() {
        let mut line = paid(1, 6500, Currency::Gbp);
        assert_eq!(what(&line), "Follow-up session, paid £65.00");
        let until = line.span.start();
        line.what = What::Checkout { until };
        line.until = Some(Moment {
            at: until,
            label: "Mon 23 Nov, 07:10".into(),
            date: "23 Nov 2026".into(),
        });
        assert_eq!(what(&line), "Being paid for; kept until Mon 23 Nov, 07:10");
    }

    #[test]
    fn whoever_has_no_answer_is_counted() {
        let left = [1, 2, 3]
            .map(|number| paid(number, 0, Currency::Gbp).id)
            .into();
        assert_eq!(
            not_saved(&NotSaved::Unanswered { left }, None),
            "3 bookings fall outside the new hours: say what becomes of each first."
        );
    }
}
