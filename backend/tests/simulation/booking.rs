//! Booking, as far as there is booking: by the seed's own writing, often upon time that is taken.

use super::dice::Dice;
use super::judge;
use super::model::Case;
use super::run::Run;
use super::steps::Stepped;
use backend::fault::Fault;
use backend::seed::bookings::{self, Booking, Fate, Paid};
use backend::seed::cast::{ANNA, DANIEL, LENA, MAYA, Member, PRIYA, RUTH, TOMAS};
use backend::store::{Constraint, StoreFault};
use domain::ids::SessionId;
use domain::money::{Currency, Money};
use domain::session::SessionKind;
use domain::time::{TimeDelta, interval::Interval};

pub const PAIRS: [(Member, Member); 7] = [
    (MAYA, DANIEL),
    (MAYA, LENA),
    (MAYA, PRIYA),
    (MAYA, ANNA),
    (TOMAS, LENA),
    (TOMAS, ANNA),
    (RUTH, PRIYA),
];
/// More sessions than this are not booked in one run.
const MOST: usize = 14;

impl Run {
    pub fn book(&mut self, dice: &mut Dice) -> Stepped {
        if self.model.cases.len() >= MOST {
            return self.pass_time(dice);
        }
        let booking = self.booking(dice);
        let (dies, row) = (Self::dies(dice, 8, 40), booking.clone());
        self.say(format!(
            "book {} {:?} {:?}",
            booking.span.start(),
            booking.paid,
            dies
        ));
        let ended = self.house.run(dies, |backend, _| async move {
            let rows = [row];
            let write = backend.store.write::<_, Fault, _>("book", move |tx| {
                Box::pin(async move { bookings::write(tx, &rows).await })
            });
            write.await
        });
        let seen = self.look();
        let (id, free) = (booking.id.to_string(), self.is_free(&booking));
        let there = seen.sessions.iter().any(|row| row.id == id);
        match ended.answer {
            Some(Ok(())) if free && there => self.met.note("booked"),
            Some(Err(Fault::Store(StoreFault::Conflict {
                constraint: Constraint::Slot,
            }))) if !free && !there => self.met.note("booking: the slot is taken"),
            None if free || !there => self.met.note("booking: died"),
            answer => return Err(format!("free: {free}, there: {there}, answered {answer:?}")),
        }
        if there {
            self.model.cases.push(Case::new(&booking));
        } else {
            judge::unchanged(&self.seen, &seen)?;
        }
        self.settle(seen)
    }

    /// By the oracle's sessions, and by what is held: that ends by itself.
    fn is_free(&self, booking: &Booking) -> bool {
        let (start, end) = (booking.span.start(), booking.span.end());
        let (start, end) = (start.timestamp_millis(), end.timestamp_millis());
        let since = booking.booked_at.timestamp_millis();
        let (therapist, client) = (booking.therapist.id(), booking.client.id());
        let held = self.seen.spans.iter().any(|span| {
            let theirs = span.therapist_id == therapist.to_string()
                || span.client_id == Some(client.to_string());
            let open = span.expires_at.is_some_and(|at| at > since);
            theirs && open && span.starts_at < end && start < span.ends_at
        });
        !held && self.model.is_free(booking)
    }

    /// Often beside or upon another one.
    fn booking(&self, dice: &mut Dice) -> Booking {
        let now = self.house.now();
        let (therapist, client) = dice.pick(&PAIRS);
        let mut start = now + TimeDelta::minutes(10 * (1 + dice.upto(900)));
        if dice.upto(3) == 0 {
            start = now + TimeDelta::hours(dice.pick(&[1, 47, 48, 49, 72]));
        }
        if !self.model.cases.is_empty() && dice.upto(2) == 0 {
            let other = dice.pick(&self.model.cases).start;
            let beside = other + TimeDelta::minutes(dice.pick(&[0, 0, 50, -50, 49, -49]));
            start = if beside > now { beside } else { start };
        }
        let booked_at = now - TimeDelta::minutes(dice.pick(&[0, 0, 1, 15, 16, 600, 20_000]));
        let card = [Paid::Card("4242"), Paid::Card("4242"), Paid::Card("0341")];
        let (paid, price) = match dice.upto(7) {
            0 => (Paid::Free, 0),
            1 => (Paid::Later, 6500),
            _ => (
                dice.pick(&card),
                dice.pick(&[6500, 6500, 7000, 6555, 19, 1]),
            ),
        };
        let kind = match dice.upto(6) {
            0 => SessionKind::Initial,
            _ => SessionKind::FollowUp,
        };
        Booking {
            id: SessionId(backend::chance::id(booked_at)),
            therapist,
            client,
            kind,
            span: Interval::new(start, start + TimeDelta::minutes(50)).unwrap(),
            booked_at,
            agreed_at: booked_at,
            price: Money::new(price, Currency::Gbp),
            paid,
            moved_from: None,
            fate: Fate::ToCome,
        }
    }
}
