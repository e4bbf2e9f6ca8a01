//! Leads the demo through its past: each booking's fate, in the order of time, by the use
//! cases that a person would have pressed, with the worker paying and mailing behind them.

use super::bookings::{Booking, Fate};
use crate::Backend;
use crate::deciding::{self, Asked};
use crate::fault::Fault;
use domain::Command;
use domain::actor::{Actor, Role};
use domain::payment::refund::Choice;
use domain::session::attend::{Attend, Attendance};
use domain::session::cancel::{Cancel, Why};
use domain::session::undo;
use domain::time::{Instant, TimeDelta};
use domain::times::OldTime;

/// How long the provider takes to settle, with room to spare.
const SETTLED: TimeDelta = TimeDelta::days(2);

pub(super) async fn live_through(led: &Backend, plan: &[Booking]) -> Result<(), Fault> {
    let now = led.clock.now();
    let mut acts: Vec<_> = plan.iter().filter_map(act).collect();
    acts.sort_by_key(|act| act.at);
    for act in acts {
        led.clock.move_to(act.at);
        let asked = Asked {
            session: act.booking.id,
            command: act.command,
            commitment: None,
            key: format!("demo-{}", act.booking.id),
            received_at: act.at,
        };
        deciding::execute(led, act.actor, asked).await?;
        // Nobody undid it: what it has caused leaves.
        led.clock.move_to((act.at + undo::WINDOW).min(now));
        led.worker().drain().await?;
        led.clock.move_to((act.at + SETTLED).min(now));
        led.worker().drain().await?;
    }
    led.clock.move_to(now);
    Ok(())
}

struct Act<'p> {
    booking: &'p Booking,
    actor: Actor,
    at: Instant,
    command: Command,
}

fn act(booking: &Booking) -> Option<Act<'_>> {
    let therapist = Actor {
        id: booking.therapist.id(),
        role: Role::Therapist,
    };
    let client = Actor {
        id: booking.client.id(),
        role: Role::Client,
    };
    let before = |hours| booking.span.start() - TimeDelta::hours(hours);
    let after = booking.span.end() + TimeDelta::minutes(10);
    let attend = |attendance| {
        Command::Attend(Attend {
            attendance,
            money: Choice::Policy,
            note: None,
        })
    };
    let cancel = |why, money, old_time| {
        let by = Role::Therapist;
        Command::Cancel(Cancel {
            by,
            why,
            money,
            old_time,
            reason: None,
            note: None,
        })
    };
    let asked = Why::ClientAsked { asked_at: None };
    let (actor, at, command) = match booking.fate {
        Fate::ToCome | Fate::Open | Fate::Awaits(_) => return None,
        Fate::TookPlace => (therapist, after, attend(Attendance::TookPlace)),
        Fate::ClientNoShow => (therapist, after, attend(Attendance::ClientNoShow)),
        Fate::ClientCancels(hours) => (
            client,
            before(hours),
            Command::Cancel(Cancel::by_client(None)),
        ),
        Fate::Exception(hours) => (
            therapist,
            before(hours),
            cancel(asked, Choice::All, OldTime::Open),
        ),
        Fate::Unavailable(hours) => (
            therapist,
            before(hours),
            cancel(Why::TherapistUnavailable, Choice::Policy, OldTime::Block),
        ),
    };
    Some(Act {
        booking,
        actor,
        at,
        command,
    })
}
