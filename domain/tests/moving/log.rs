//! What a log says of a session that has moved: its new time, and all that goes with it.

use crate::{Case, check};
use domain::actor::Role;
use domain::consequence::SlotEffect;
use domain::event::replay::{covered, replay};
use domain::event::{Event, Recorded};
use domain::ids::ActId;
use domain::standing::StandingEffect;
use uuid::Uuid;

#[test]
fn replaying_a_move_gives_the_new_time_its_mark_and_all_that_goes_with_it() {
    check(|case| {
        let session = &case.facts.session;
        let log = logged(case);
        let all = replay(&log).expect("a booking");
        let due = case.moved.charge.map(|due| due.instant(case.now));
        assert_eq!(all.charge.map(|charge| charge.due), due);
        let blocked = (case.done.slot == SlotEffect::Blocked).then_some(case.moved.freed);
        assert_eq!(all.blocks.into_values().next(), blocked);
        let counts = matches!(case.done.standing, StandingEffect::Incident { .. });
        let cause = all.incidents.into_values().next().map(|line| line.cause);
        assert_eq!(cause, counts.then_some(case.moved.cause));
        let now = all.session;
        assert_eq!(
            (now.moved_from, now.confirm_by),
            (Some(session.span.start()), case.moved.confirm_by)
        );
        assert_eq!(
            (now.span, now.late_since),
            (case.moved.to, case.moved.late_since)
        );
        assert_eq!(
            (now.state, now.revision),
            (case.done.to, session.revision + 1)
        );
        assert_eq!(covered(&log, now.span), [session.span, case.moved.to]);
        let stored = serde_json::to_string(&log).expect("plain data");
        assert_eq!(
            serde_json::from_str::<Vec<Recorded>>(&stored).ok(),
            Some(log)
        );
    });
}

/// The session's log up to the move, and the move.
fn logged(case: &Case) -> Vec<Recorded> {
    let session = &case.facts.session;
    let recorded = |event, revision| Recorded {
        event,
        revision,
        actor: Some(case.command.by),
        received_at: case.now,
    };
    let booked = Event::Booked {
        by: Role::Client,
        span: session.span,
        price: session.price,
        charge: case.facts.payment.charge_due(),
    };
    let decided = Event::Decided {
        act: ActId(Uuid::from_u128(5)),
        consequence: Box::new(case.done.clone()),
    };
    let (before, after) = (session.revision, case.done.revision);
    vec![recorded(booked, before), recorded(decided, after)]
}
