//! The cast: Maya Okafor's follow-up with Daniel Reyes, £65.00, Tuesday 24 November 2026,
//! 14:00 to 14:50 in London, booked and paid on 10 November. Tests change what they are about.

use chrono::NaiveDateTime;
use domain::actor::Role;
use domain::facts::Facts;
use domain::ids::{ClientId, PaymentId, SessionId, TherapistId};
use domain::money::{Currency, Money};
use domain::payment::ledger::{Account, Books, Entry};
use domain::payment::refund::Choice;
use domain::payment::{Paid, Payment};
use domain::policy::Policy;
use domain::policy::commission::Rates;
use domain::session::cancel::{Cancel, Why};
use domain::session::{Session, SessionKind, State};
use domain::time::zone::{Resolved, Transition, ZoneTable};
use domain::time::{Instant, TimeDelta, interval::Interval};
use domain::times::{Candidate, Nearest, OldTime, Times};
use domain::view::session::Words;
use uuid::Uuid;

pub const MAYA: TherapistId = TherapistId(Uuid::from_u128(1));
pub const DANIEL: ClientId = ClientId(Uuid::from_u128(2));

/// What wall clocks in 2026 show, from `Europe/London` or `Europe/Madrid`.
pub fn zone(name: &str) -> ZoneTable {
    let winter = match name {
        "Europe/London" => 0,
        "Europe/Madrid" => 3600,
        _ => panic!("no table for {name}"),
    };
    let row = |from: &str, offset| Transition {
        from: from.parse().expect("an instant"),
        offset,
    };
    let rows = vec![
        row("2026-01-01T00:00:00Z", winter),
        row("2026-03-29T01:00:00Z", winter + 3600),
        row("2026-10-25T01:00:00Z", winter),
    ];
    ZoneTable::new(rows).expect("rows")
}

/// `22 Nov 14:00`, `22 Nov 14:00:01` or `22 Nov 14:00:01.999` on a wall clock of 2026.
pub fn at(text: &str, zone: &ZoneTable) -> Instant {
    let wall = format!("2026 {text}");
    let read = |form| NaiveDateTime::parse_from_str(&wall, form).ok();
    let wall = read("%Y %d %b %H:%M:%S%.f")
        .or_else(|| read("%Y %d %b %H:%M"))
        .unwrap_or_else(|| panic!("not a time: {text}"));
    match zone.resolve(wall) {
        Resolved::One(at) | Resolved::Fold(at, _) => at,
        Resolved::Gap => panic!("{text} was skipped"),
    }
}

/// The same in London.
pub fn london(text: &str) -> Instant {
    at(text, &zone("Europe/London"))
}

/// Fifty minutes.
pub fn span(start: Instant) -> Interval {
    Interval::new(start, start + TimeDelta::minutes(50)).expect("fifty minutes")
}

pub fn pounds(minor: i64) -> Money {
    Money::new(minor, Currency::Gbp)
}

pub fn captured(minor: i64) -> Books {
    Books::default().after(Entry::new(Account::Provider, Account::Held, minor))
}

pub fn paid(books: Books) -> Payment {
    Payment::Paid(Paid {
        id: PaymentId(Uuid::from_u128(4)),
        card: "card ending 4242".into(),
        captured_at: london("10 Nov 14:52"),
        books,
    })
}

pub fn session() -> Session {
    Session {
        id: SessionId(Uuid::from_u128(3)),
        therapist: MAYA,
        client: DANIEL,
        kind: SessionKind::FollowUp,
        state: State::Confirmed,
        span: span(london("24 Nov 14:00")),
        booked_at: london("10 Nov 14:52"),
        price: pounds(6500),
        revision: 3,
        late_since: None,
        cancellation: None,
        confirm_by: None,
    }
}

pub fn facts() -> Facts {
    Facts {
        session: session(),
        payment: paid(captured(6500)),
        policy: Policy::in_force(),
        policy_agreed_at: london("3 Mar 10:00"),
        rates: Rates::DEFAULT,
        exceptions: 0,
        incidents: 0,
        times: Times::default(),
        requests: Vec::new(),
    }
}

pub fn unpaid(charge_due: Option<Instant>) -> Facts {
    Facts {
        payment: Payment::Unpaid { charge_due },
        ..facts()
    }
}

pub const JUST_NOW: Why = Why::ClientAsked { asked_at: None };

/// An open slot.
pub fn open_at(start: Instant) -> Candidate {
    Candidate {
        span: span(start),
        against: std::collections::BTreeSet::new(),
        taken: Vec::new(),
        nearest: Nearest::default(),
    }
}

/// Maya cancels; she blocks the time where it is she who is unavailable.
pub fn cancel(why: Why, money: Choice) -> Cancel {
    Cancel {
        by: Role::Therapist,
        old_time: match why {
            Why::TherapistUnavailable => OldTime::Block,
            _ => OldTime::Open,
        },
        why,
        money,
        reason: None,
        note: None,
    }
}

pub fn words() -> Words {
    Words {
        client: "Daniel".into(),
        client_name: "Daniel Reyes".into(),
        therapist_name: "Maya Okafor".into(),
        client_day: "Tuesday 24 November".into(),
        discreet: false,
        when: "Tuesday 24 November, 14:00 – 14:50".into(),
        short_when: "Tue 24 Nov, 14:00 – 14:50".into(),
        free_until: "Sun 22 Nov, 14:00".into(),
        agreed: "3 Mar 2026".into(),
        booked: "10 Nov, 14:52".into(),
        charge_due: None,
        undo_until: None,
        new_when: None,
        offered: Vec::new(),
        offer_until: None,
        confirm_by: None,
    }
}
