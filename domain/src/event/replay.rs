//! Replays a session's log: all that its rows have to say, table by table. What becomes of the
//! sessions' letters is not in it, nor is the provider's word for a refund tied to one act: where
//! several are of one amount, the log says how many of them were sent, arrived and failed. What the
//! team makes of a request or a dispute is no event so far. What a therapist offers no longer, or a
//! pause, is the account's and not the session's.

mod decided;

use super::{Event, Recorded};
use crate::actor::Role;
use crate::consequence::TaskKind;
use crate::ids::ActId;
use crate::money::Money;
use crate::payment::ledger::{Account, Books, Entry};
use crate::request::Filed;
use crate::session::object::Dispute;
use crate::session::offer::OpenOffer;
use crate::session::undo::Undoing;
use crate::session::{Cancellation, Cause, State, confirm};
use crate::time::{Instant, interval::Interval};
use std::collections::BTreeMap;

/// Everything that is written about a session, as its log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    pub session: Stands,
    pub charge: Option<Charge>,
    /// Of its payment; all zero where nothing was paid.
    pub books: Books,
    /// By the act that decided them, as the next four.
    pub refunds: BTreeMap<ActId, Intent>,
    pub blocks: BTreeMap<ActId, Interval>,
    pub incidents: BTreeMap<ActId, Incident>,
    pub requests: BTreeMap<ActId, Request>,
    pub disputes: BTreeMap<ActId, Dispute>,
    /// Other times that wait for the client's answer.
    pub offer: Option<OpenOffer>,
    /// By the amount, in minor units.
    pub became: BTreeMap<i64, Became>,
    /// By kind and subject. *A refund failed* has the refund as its subject, which the log does
    /// not name: there are as many as have failed.
    pub tasks: BTreeMap<About, Asks>,
}

/// What a task asks, in a word, and about which act or row.
pub type About = (&'static str, String);

/// The session's own row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    pub state: State,
    pub span: Interval,
    /// The start before the last move.
    pub moved_from: Option<Instant>,
    pub revision: u32,
    pub late_since: Option<Instant>,
    pub cancellation: Option<Cancellation>,
    /// Until when it can be confirmed, where it awaits that.
    pub confirm_by: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    pub due: Instant,
    pub plan: Plan,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    Scheduled,
    Withdrawn,
}

/// A refund as it was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intent {
    pub amount: Money,
    pub requested_at: Instant,
    pub kind: IntentKind,
    pub withdrawn_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntentKind {
    ByPolicy,
    Exception,
}

/// How many refunds were sent, and how many of them stand arrived or failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Became {
    pub sent: u32,
    pub arrived: u32,
    pub failed: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incident {
    pub cause: Cause,
    pub at: Instant,
}

/// What somebody was asked in writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub filed: Filed,
    /// The decision that made it needless.
    pub voided_by: Option<ActId>,
}

/// Whether a task still asks for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    Open,
    Done,
}

/// `None` where the log begins neither with a booking nor with the end of a checkout.
pub fn replay(log: &[Recorded]) -> Option<Replayed> {
    let (first, rest) = log.split_first()?;
    let mut all = rest.iter().fold(born(first)?, step);
    // Kept until here, since an undo may give it back.
    if all.session.state != State::AwaitingConfirmation {
        all.session.confirm_by = None;
    }
    Some(all)
}

/// The times that a session's payment covered, one after the other, up to the one that it has.
pub fn covered(log: &[Recorded], now: Interval) -> Vec<Interval> {
    let before = log.iter().filter_map(Recorded::moved_from);
    before.chain([now]).collect()
}

/// A therapist's booking starts confirmed; a client's waits for the therapist. What was paid in
/// checkout and never booked begins with its end.
fn born(first: &Recorded) -> Option<Replayed> {
    let at = first.received_at;
    let (state, span, confirm_by, due) = match &first.event {
        Event::Booked {
            by, span, charge, ..
        } if *by == Role::Client => {
            let until = confirm::deadline(at, span.start());
            (State::AwaitingConfirmation, *span, Some(until), *charge)
        }
        Event::Booked { span, charge, .. } => (State::Confirmed, *span, None, *charge),
        Event::Decided { consequence, .. } if consequence.to == State::Expired => {
            (State::Held, consequence.span, None, None)
        }
        Event::Decided { consequence, .. } => {
            let booked = consequence.booked.as_ref()?;
            let due = booked.charge.map(|due| due.instant(booked.at));
            (consequence.to, consequence.span, booked.confirm_by, due)
        }
        _ => return None,
    };
    let session = Stands {
        state,
        span,
        moved_from: None,
        revision: first.revision,
        late_since: None,
        cancellation: None,
        confirm_by,
    };
    let mut all = Replayed::with(session, due.map(Charge::scheduled));
    if let (State::Held, Event::Decided { act, consequence }) = (state, &first.event) {
        all.decided(*act, consequence, at);
    }
    Some(all)
}

fn step(mut all: Replayed, recorded: &Recorded) -> Replayed {
    let at = recorded.received_at;
    all.session.revision = recorded.revision;
    match &recorded.event {
        Event::Confirmed => all.session.state = State::Confirmed,
        Event::Moved { from, to, by, late } => {
            all.session.span = *to;
            all.session.moved_from = Some(from.start());
            if *late && *by == Role::Client {
                all.session.late_since = Some(at);
            }
        }
        Event::Paid { amount, .. } => all.moves(Account::Provider, Account::Held, *amount),
        Event::Decided { act, consequence } => all.decided(*act, consequence, at),
        Event::Undone { undoing, .. } => all.undone(undoing, at),
        Event::CameSecond { of, tasks, .. } => all.asks(tasks, *of),
        Event::RefundSent { amount } => all.became(*amount).sent += 1,
        Event::RefundArrived { amount } => {
            all.became(*amount).arrived += 1;
            all.moves(Account::Refunding, Account::Provider, *amount);
        }
        Event::RefundFailed {
            amount,
            had_arrived,
            ..
        } => {
            if *had_arrived {
                all.became(*amount).arrived -= 1;
                all.moves(Account::Provider, Account::Refunding, *amount);
            }
            all.became(*amount).failed += 1;
            all.moves(Account::Refunding, Account::Held, *amount);
        }
        Event::GivenUp { task, row } => all.ask(*task, row, Asks::Open),
        Event::TriedAgain { task, row } => all.ask(*task, row, Asks::Done),
        Event::Booked { .. } | Event::ReminderSent => {}
    }
    all
}

impl Charge {
    fn scheduled(due: Instant) -> Charge {
        let plan = Plan::Scheduled;
        Charge { due, plan }
    }
}

impl Replayed {
    fn with(session: Stands, charge: Option<Charge>) -> Replayed {
        Replayed {
            session,
            charge,
            books: Books::default(),
            refunds: BTreeMap::new(),
            blocks: BTreeMap::new(),
            incidents: BTreeMap::new(),
            requests: BTreeMap::new(),
            disputes: BTreeMap::new(),
            offer: None,
            became: BTreeMap::new(),
            tasks: BTreeMap::new(),
        }
    }

    fn undone(&mut self, undoing: &Undoing, at: Instant) {
        let of = undoing.of;
        self.session.state = undoing.to;
        self.session.cancellation = None;
        if let Some(due) = undoing.charge {
            self.charge = Some(Charge::scheduled(due));
        }
        self.books = flow(self.books, &undoing.legs);
        if let Some(refund) = self.refunds.get_mut(&of) {
            refund.withdrawn_at = Some(at);
        }
        self.blocks.remove(&of);
        self.incidents.remove(&of);
        self.offer = undoing.offer.clone();
        for request in self.requests.values_mut() {
            request.voided_by.take_if(|act| *act == of);
        }
        let subject = of.to_string();
        for ((_, about), asks) in &mut self.tasks {
            if *about == subject {
                *asks = Asks::Done;
            }
        }
        self.asks(&undoing.raises(), of);
    }

    fn moves(&mut self, from: Account, to: Account, amount: Money) {
        self.books = self.books.after(Entry::new(from, to, amount.minor));
    }

    fn became(&mut self, amount: Money) -> &mut Became {
        self.became.entry(amount.minor).or_default()
    }

    fn asks(&mut self, kinds: &[TaskKind], about: ActId) {
        for kind in kinds {
            self.ask(*kind, &about.to_string(), Asks::Open);
        }
    }

    fn ask(&mut self, kind: TaskKind, about: &str, asks: Asks) {
        self.tasks.insert((kind.as_str(), about.to_owned()), asks);
    }
}

fn flow(books: Books, legs: &[Entry]) -> Books {
    legs.iter().fold(books, |books, leg| books.after(*leg))
}
