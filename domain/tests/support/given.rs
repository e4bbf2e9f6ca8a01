//! From the cells of an example that say what is given to facts, a command and an instant.
//! A cell that is missing or `–` means what the preface of docs/POLICIES.md says.

use crate::cast::{at, cancel, captured, facts, paid, span, zone};
use crate::doc::Example;
use domain::actor::Role;
use domain::consequence::Consequence;
use domain::facts::Facts;
use domain::money::{Currency, Money};
use domain::payment::Payment;
use domain::payment::ledger::{Account, Books, Entry};
use domain::payment::refund::{Choice, GiveBack};
use domain::policy::Policy;
use domain::session::attend::{Attend, Attendance};
use domain::session::cancel::{Cancel, Why};
use domain::session::object::Object;
use domain::session::offer::OfferEffect;
use domain::session::waive::WaiveLate;
use domain::session::{SessionKind, State};
use domain::time::{Instant, TimeDelta};
use domain::times::OldTime;
use domain::{Command, decide};

/// Everything that a column on the left of the arrows can be about.
pub const HEADS: [&str; 65] = [
    "away until",
    "first day",
    "last day",
    "ending",
    "zone",
    "starts",
    "booked",
    "received",
    "asked",
    "moved late",
    "policy",
    "kind",
    "state",
    "price",
    "rate",
    "paid",
    "exceptions",
    "incidents",
    "who",
    "does",
    "cause",
    "choice",
    "reason",
    "block",
    "ended",
    "first",
    "then",
    "meanwhile",
    "pressed",
    "undone",
    "by",
    "since",
    "next",
    "to",
    "there",
    "her account",
    "old time",
    "times",
    "held",
    "moved because",
    "told",
    "account",
    "sessions",
    "answers",
    "back",
    "paused",
    "reviewed",
    "clashes",
    "asked before",
    "disputed",
    "asked the team",
    "aware",
    "offered",
    "day",
    "hours",
    "own hours",
    "taken",
    "held until",
    "rules",
    "asked at",
    "outside",
    "for all",
    "changes",
    "dragged from",
    "dragged to",
];

pub fn given<'e>(example: &'e Example, head: &str) -> Option<&'e str> {
    assert!(HEADS.contains(&head), "no such column: {head}");
    let cell = example.cells.iter().find(|(name, _)| name == head);
    cell.map(|(_, text)| text.as_str())
        .filter(|text| *text != "–")
}

/// A time of the example, in its zone.
pub fn time(example: &Example, head: &str) -> Option<Instant> {
    let zone = zone(given(example, "zone").unwrap_or("Europe/London"));
    given(example, head).map(|text| at(text, &zone))
}

pub fn money(text: &str) -> Money {
    let known = |c: &Currency| text.starts_with(c.prefix().trim());
    let currency = Currency::ALL.into_iter().find(known).expect("a currency");
    Money::parse(text, currency).expect("an amount")
}

pub fn case(example: &Example) -> (Facts, Command, Instant) {
    let before = before(example);
    let before = crate::moves::with_offer(example, before);
    match given(example, "ended") {
        None => {
            let received = time(example, "received").unwrap_or(free_until(&before) - DAY);
            (before, command(example), received)
        }
        Some(ended) => {
            let after = ended_facts(before, ended, example);
            let received = after.session.span.end() + DAY;
            (after, command(example), received)
        }
    }
}

const DAY: TimeDelta = TimeDelta::days(1);

fn free_until(facts: &Facts) -> Instant {
    domain::policy::notice::free_until(&facts.session, facts.policy)
}

fn before(example: &Example) -> Facts {
    let mut facts = facts();
    let session = &mut facts.session;
    if let Some(start) = time(example, "starts") {
        session.span = span(start);
    }
    session.booked_at = time(example, "booked").unwrap_or(session.booked_at);
    session.late_since = time(example, "moved late");
    if let Some(kind) = given(example, "kind") {
        session.kind = SessionKind::parse(&kind.replace('-', "_")).expect("a kind");
    }
    if let Some(state) = given(example, "state") {
        let named = |s: &State| s.label() == state;
        session.state = State::ALL.into_iter().find(named).expect("a state");
    }
    session.price = given(example, "price").map_or(session.price, money);
    facts.payment = payment(example, facts.session.price);
    if let Some(rate) = given(example, "rate") {
        let percent = rate.strip_suffix(" %").expect("a rate in %");
        facts.rates.follow_up = money(&format!("£{percent}")).minor as u32;
    }
    let count = |head| given(example, head).map_or(0, |n| n.parse().expect("a count"));
    facts.exceptions = count("exceptions");
    facts.incidents = count("incidents");
    crate::bookings::complete(example, &mut facts);
    facts.times.last_move = crate::objections::last_move(example);
    facts.times.restricted = given(example, "her account").is_some();
    facts.times.frozen_since = time(example, "disputed");
    facts.times.candidates = crate::moves::candidates(example, &facts);
    if let Some(version) = given(example, "policy") {
        facts.policy = Policy::version(version.parse().expect("a version")).expect("known");
    }
    facts
}

fn payment(example: &Example, price: Money) -> Payment {
    if price.is_zero() {
        return Payment::Free;
    }
    let books = captured(price.minor);
    match given(example, "paid") {
        None | Some("in full") => paid(books),
        Some("no") => Payment::Unpaid { charge_due: None },
        Some("chargeback open" | "frozen") => {
            paid(books.after(Entry::new(Account::Held, Account::Disputed, price.minor)))
        }
        Some(charge) => {
            let due = charge.strip_prefix("no, charge ").expect("paid or not");
            let charge_due = Some(at(due, &zone("Europe/London")));
            Payment::Unpaid { charge_due }
        }
    }
}

fn choice(text: Option<&str>) -> Choice {
    match text {
        None => Choice::Policy,
        Some("keep") => Choice::Keep,
        Some("all") => Choice::All,
        Some(part) => Choice::Part(money(part).minor),
    }
}

fn why(cause: &str, asked_at: Option<Instant>) -> Why {
    match cause {
        "client asked" => Why::ClientAsked { asked_at },
        "therapist unavailable" => Why::TherapistUnavailable,
        "not the best fit" => Why::NotBestFit,
        "other" => Why::Other {
            words: "The room is flooded".into(),
        },
        "other, no words" => Why::Other { words: " ".into() },
        cause => panic!("no one can give this cause: {cause}"),
    }
}

fn command(example: &Example) -> Command {
    let money = choice(given(example, "choice"));
    let attend = |attendance| {
        Command::Attend(Attend {
            attendance,
            money,
            note: None,
        })
    };
    match given(example, "does") {
        Some("took place") => attend(Attendance::TookPlace),
        Some("no-show") => attend(Attendance::ClientNoShow),
        Some("refunds") => Command::GiveBack(GiveBack {
            choice: money,
            note: None,
        }),
        Some(
            "confirms" | "declines it" | "expires" | "books" | "asks to carry" | "asks to move",
        ) => crate::bookings::command(example),
        Some("objects") => Command::Object(Object { note: None }),
        Some("waives") => Command::WaiveLate(WaiveLate { note: None }),
        Some("moves") => crate::moves::moves(example),
        Some("offers" | "takes" | "declines" | "withdraws" | "lapses") => {
            crate::moves::offers(example)
        }
        None if given(example, "ended").is_some() => Command::GiveBack(GiveBack {
            choice: money,
            note: None,
        }),
        None | Some("cancels") => Command::Cancel(cancelling(example, money)),
        Some(other) => panic!("no such act: {other}"),
    }
}

fn cancelling(example: &Example, money: Choice) -> Cancel {
    let cause = given(example, "cause").unwrap_or("client asked");
    let usual = cancel(why(cause, time(example, "asked")), money);
    Cancel {
        by: role(given(example, "who")),
        old_time: given(example, "block").map_or(usual.old_time, left_time),
        reason: given(example, "reason")
            .map(|reason| reason.trim_matches('“').trim_matches('”').into()),
        ..usual
    }
}

/// What the column of the freed time says: blocked or not, or one of the other ways.
fn left_time(block: &str) -> OldTime {
    match block {
        "yes" => OldTime::Block,
        "no" => OldTime::Open,
        "stop hour" => OldTime::StopHour,
        "pause" => OldTime::Pause,
        other => panic!("nothing becomes of a time so: {other}"),
    }
}

pub fn role(who: Option<&str>) -> Role {
    match who {
        None | Some("therapist") => Role::Therapist,
        Some("client") => Role::Client,
        Some("the team") => Role::Staff,
        Some(other) => panic!("nobody: {other}"),
    }
}

/// The facts after the session ended as told, and after what became of its refund.
fn ended_facts(before: Facts, ended: &str, example: &Example) -> Facts {
    let first = choice(given(example, "first"));
    let start = before.session.span.start();
    let cancelled = |cause, now| {
        let reason = Some("Agreed between us".into());
        let cancel = Cancel {
            reason,
            ..cancel(why(cause, None), first)
        };
        (Command::Cancel(cancel), now)
    };
    let attended = |attendance| {
        (
            Command::Attend(Attend {
                attendance,
                money: first,
                note: None,
            }),
            start,
        )
    };
    let (command, now) = match ended {
        "asked in time" => cancelled("client asked", start - DAY * 3),
        "asked late" => cancelled("client asked", start - DAY),
        "unavailable" => cancelled("therapist unavailable", start - DAY),
        "took place" => attended(Attendance::TookPlace),
        "no-show" => attended(Attendance::ClientNoShow),
        other => panic!("no such end: {other}"),
    };
    let consequence = decide(&before, &command, now).expect("the first decision holds");
    let mut after = applied(before, &consequence);
    if let (Some(then), Payment::Paid(paid)) = (given(example, "then"), &mut after.payment) {
        paid.books = settled(paid.books, then);
    }
    after
}

/// The facts that a decision leaves behind.
pub fn applied(mut facts: Facts, done: &Consequence) -> Facts {
    facts.session.state = done.to;
    facts.session.revision = done.revision;
    if let Some(moved) = &done.moved {
        facts.session.span = moved.to;
        facts.session.late_since = moved.late_since;
    }
    match &done.offer {
        Some(OfferEffect::Made(offer)) => facts.times.offer = Some(offer.clone()),
        Some(OfferEffect::Ended { .. }) => facts.times.offer = None,
        None => {}
    }
    if done.cancellation.is_some() {
        facts.session.cancellation = done.cancellation.clone();
    }
    if let (Payment::Paid(paid), Some(money)) = (&mut facts.payment, &done.money) {
        paid.books = money
            .legs
            .iter()
            .fold(paid.books, |books, leg| books.after(*leg));
        facts.exceptions = money.exception.unwrap_or(facts.exceptions);
    }
    facts
}

fn settled(books: Books, then: &str) -> Books {
    let all = |from, to, amount| books.after(Entry::new(from, to, amount));
    match then {
        "on its way" => books,
        "arrived" => all(Account::Refunding, Account::Provider, books.refunding),
        "failed" => all(Account::Refunding, Account::Held, books.refunding),
        "came back" => {
            let amount = books.refunding;
            all(Account::Refunding, Account::Provider, amount)
                .after(Entry::new(Account::Provider, Account::Refunding, amount))
                .after(Entry::new(Account::Refunding, Account::Held, amount))
        }
        "chargeback opened" => all(Account::TherapistPayable, Account::Disputed, books.payable)
            .after(Entry::new(
                Account::Commission,
                Account::Disputed,
                books.commission,
            )),
        other => panic!("nothing that becomes of a refund: {other}"),
    }
}
