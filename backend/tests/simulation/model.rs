//! The oracle: what a session and its payment are, told naively. It shares no code with the
//! rules but their words, and knows nothing of rows, workers or retries; what the provider made
//! of a refund it is told (`observe`).

use super::look::{RefundRow, Seen};
use super::predict::{Effect, Second};
use backend::seed::bookings::{Booking, Paid};
use backend::seed::cast::Member;
use domain::actor::Role;
use domain::ids::{ActId, SessionId};
use domain::session::SessionKind;
use domain::time::{Instant, TimeDelta};
use std::collections::{BTreeMap, BTreeSet};

pub const COMPETING: &str = "competing_cancel";

/// One session.
#[derive(Clone, Debug)]
pub struct Case {
    pub id: SessionId,
    pub therapist: Member,
    pub client: Member,
    pub initial: bool,
    pub booked_at: Instant,
    pub start: Instant,
    pub end: Instant,
    pub price: i64,
    pub paid: Paid,
    pub state: &'static str,
    pub revision: i64,
    pub held: i64,
    pub kept: i64,
    pub refunding: i64,
    pub refunded: i64,
    pub clause: &'static str,
    pub charge: &'static str,
    pub blocked: bool,
    pub decisions: i64,
    pub letters: i64,
    pub refunds: Vec<Refund>,
    pub won: Option<Box<Won>>,
    /// Cancels that came second and are in the log.
    pub seconds: i64,
}

#[derive(Clone, Debug)]
pub struct Refund {
    pub act: ActId,
    pub amount: i64,
    pub state: String,
}

/// A cancel that came first, and the session as it stood before.
#[derive(Clone, Debug)]
pub struct Won {
    pub act: ActId,
    pub by: Role,
    pub refund: i64,
    /// From then on it stands for good.
    pub final_at: Instant,
    pub before: Case,
    /// What the log has of the other party's cancel.
    pub second: Option<Second>,
}

#[derive(Default)]
pub struct Model {
    pub cases: Vec<Case>,
    /// Whose, when, and by which act.
    pub incidents: Vec<(u128, Instant, ActId)>,
    /// Actor and key, to content and answer.
    pub keys: BTreeMap<(u128, String), (String, ActId)>,
    /// Kind and subject.
    pub tasks: BTreeSet<(String, String)>,
    /// Rows of the outbox that the team had tried again, as often as it did.
    pub tried_again: Vec<String>,
    /// Acts that were undone: what was asked about them is asked no more.
    pub undone: BTreeSet<String>,
    /// Those of them that somebody else wanted to stand: that is what the team asks now.
    pub regretted: BTreeSet<String>,
}

impl Case {
    pub fn new(booking: &Booking) -> Case {
        let card = matches!(booking.paid, Paid::Card(_));
        Case {
            id: booking.id,
            therapist: booking.therapist,
            client: booking.client,
            initial: booking.kind == SessionKind::Initial,
            booked_at: booking.booked_at,
            start: booking.span.start(),
            end: booking.span.end(),
            price: booking.price.minor,
            paid: booking.paid,
            state: "confirmed",
            // A client's booking is confirmed afterwards, and that counts.
            revision: i64::from(booking.paid != Paid::Later),
            held: if card { booking.price.minor } else { 0 },
            kept: 0,
            refunding: 0,
            refunded: 0,
            clause: "",
            charge: if booking.paid == Paid::Later {
                "scheduled"
            } else {
                ""
            },
            blocked: false,
            decisions: 0,
            letters: 0,
            refunds: Vec::new(),
            won: None,
            seconds: 0,
        }
    }

    pub fn is_paid(&self) -> bool {
        matches!(self.paid, Paid::Card(_))
    }

    pub fn takes_time(&self) -> bool {
        self.state != "cancelled"
    }

    /// As it stood before the cancel, but for what has been said and counted since.
    fn go_back(&mut self) -> Option<(ActId, Option<Second>)> {
        let won = self.won.take()?;
        let mut refunds = self.refunds.clone();
        for refund in refunds.iter_mut().filter(|refund| refund.act == won.act) {
            refund.state = "withdrawn".into();
        }
        *self = Case {
            revision: self.revision + 1,
            decisions: self.decisions + 1,
            seconds: self.seconds,
            refunds,
            ..won.before
        };
        Some((won.act, won.second))
    }

    /// Of what is kept: therapist and platform.
    pub fn shares(&self, kept: i64) -> (i64, i64) {
        let percent = if self.initial { 100 } else { 10 };
        let platform = kept * percent / 100;
        (kept - platform, platform)
    }
}

impl Model {
    pub fn case(&self, id: SessionId) -> &Case {
        self.cases.iter().find(|case| case.id == id).unwrap()
    }

    pub fn is_free(&self, booking: &Booking) -> bool {
        let (start, end) = (booking.span.start(), booking.span.end());
        !self.cases.iter().any(|case| {
            let someone = case.therapist.number == booking.therapist.number
                || case.client.number == booking.client.number;
            someone && case.takes_time() && case.start < end && start < case.end
        })
    }

    /// Incidents within 90 days.
    pub fn incidents_of(&self, therapist: Member, now: Instant) -> usize {
        let counts = |(who, at, _): &&(u128, Instant, ActId)| {
            *who == therapist.number && *at > now - TimeDelta::days(90) && *at <= now
        };
        self.incidents.iter().filter(counts).count()
    }

    /// The decision was carried out.
    pub fn undergo(&mut self, id: SessionId, by: Role, act: ActId, effect: &Effect, at: Instant) {
        let Some(case) = self.cases.iter_mut().find(|case| case.id == id) else {
            return;
        };
        if effect.undoes {
            if let Some((of, second)) = case.go_back() {
                self.take_back(of, second);
            }
            return;
        }
        let before = case.clone();
        case.state = effect.to;
        case.revision += 1;
        case.decisions += 1;
        case.letters += effect.letters.len() as i64;
        case.held += effect.held;
        case.kept += effect.therapist + effect.platform;
        case.refunding += effect.refund;
        case.blocked |= effect.slot == "blocked";
        if effect.charge_goes {
            case.charge = "withdrawn";
        }
        if effect.to != effect.from {
            case.clause = effect.clause;
        }
        if effect.refund > 0 {
            case.refunds.push(Refund {
                act,
                amount: effect.refund,
                state: "requested".into(),
            });
        }
        if effect.to == "cancelled" && effect.from != "cancelled" {
            let refund = effect.refund;
            case.won = Some(Box::new(Won {
                act,
                by,
                refund,
                final_at: (at + TimeDelta::seconds(30)).min(before.start),
                before,
                second: None,
            }));
        }
        if effect.incident.is_some() {
            self.incidents.push((case.therapist.number, at, act));
        }
        for kind in &effect.tasks {
            self.tasks.insert(((*kind).into(), act.to_string()));
        }
    }

    fn take_back(&mut self, of: ActId, second: Option<Second>) {
        self.incidents.retain(|(_, _, act)| *act != of);
        self.undone.insert(of.to_string());
        if second.is_some() {
            self.regretted.insert(of.to_string());
            self.tasks.insert((COMPETING.into(), of.to_string()));
        }
    }

    /// A cancel came second, and the log has it.
    pub fn keep(&mut self, id: SessionId, second: Second) {
        let case = self.cases.iter_mut().find(|case| case.id == id);
        let Some(case) = case else { return };
        case.seconds += 1;
        let Some(won) = &mut case.won else { return };
        won.second = Some(second);
        if second == Second::GivesMore {
            self.tasks.insert((COMPETING.into(), won.act.to_string()));
        }
    }

    /// What the provider made of the refunds, as far as the house has heard.
    ///
    /// # Errors
    /// A step that cannot be.
    pub fn observe(&mut self, seen: &Seen) -> Result<(), String> {
        for case in &mut self.cases {
            for refund in &mut case.refunds {
                let row = seen
                    .refunds
                    .iter()
                    .find(|row| row.act == refund.act.to_string());
                let row = row.ok_or(format!("the refund of {} is gone", refund.act))?;
                if row.withdrawn_at.is_some() != (refund.state == "withdrawn") {
                    return Err(format!(
                        "refund {} is {}, or withdrawn",
                        row.id, refund.state
                    ));
                }
                if refund.state == "withdrawn" {
                    continue;
                }
                step(
                    &mut case.held,
                    &mut case.refunding,
                    &mut case.refunded,
                    refund,
                    row,
                )?;
                if refund.state != row.state {
                    refund.state.clone_from(&row.state);
                    if row.state == "failed" {
                        case.letters += 2;
                        self.tasks.insert(("refund_failed".into(), row.id.clone()));
                    }
                }
            }
        }
        Ok(())
    }
}

fn step(
    held: &mut i64,
    refunding: &mut i64,
    refunded: &mut i64,
    refund: &Refund,
    row: &RefundRow,
) -> Result<(), String> {
    match (refund.state.as_str(), row.state.as_str()) {
        (before, after) if before == after => {}
        ("requested", "sent") => {}
        ("requested" | "sent", "arrived") => {
            *refunding -= refund.amount;
            *refunded += refund.amount;
        }
        ("requested" | "sent", "failed") => {
            *refunding -= refund.amount;
            *held += refund.amount;
        }
        ("arrived", "failed") => {
            *refunded -= refund.amount;
            *held += refund.amount;
        }
        (before, after) => return Err(format!("refund {} went from {before} to {after}", row.id)),
    }
    Ok(())
}
