//! What may happen next: each step is drawn from a number of its own, so that a run without some
//! of its steps is a run again, and a failing one can be made short.

use super::checkout::pay;
use super::dice::Dice;
use super::holds;
use super::judge;
use super::look::{Seen, SessionRow};
use super::reminders;
use super::run::{self, Run};
use super::send::{self, Answer, Form, Member, Wish};
use super::time;
use super::wishes;
use super::world;
use backend::fault::Fault;
use backend::seed::bookings::{self, Booking, Fate, Paid};
use backend::seed::cast::{ANNA, DANIEL, LENA, MAYA, PRIYA, RUTH, TOMAS};
use backend::store::{Constraint, Dies, StoreFault};
use domain::ids::SessionId;
use domain::money::{Currency, Money};
use domain::session::SessionKind;
use domain::time::{Instant, TimeDelta};
use futures::future::join_all;

pub type Stepped = Result<(), String>;

const PAIRS: [(Member, Member); 7] = [
    (MAYA, DANIEL),
    (MAYA, LENA),
    (MAYA, PRIYA),
    (MAYA, ANNA),
    (TOMAS, LENA),
    (TOMAS, ANNA),
    (RUTH, PRIYA),
];
/// More sessions than this are not made in one run.
const MOST: usize = 19;

/// Daniel, Lena and Anna have been there before: what they book is a follow-up.
pub fn have_met() -> Vec<Booking> {
    let pairs = [(MAYA, DANIEL), (TOMAS, LENA), (TOMAS, ANNA)];
    let days = (1..).map(|day| run::begin() - TimeDelta::days(day));
    let pairs = pairs.into_iter().zip(days);
    let met = pairs.map(|(pair, start)| Booking {
        fate: Fate::TookPlace,
        ..paid_follow_up(pair, start, start - TimeDelta::days(12))
    });
    met.collect()
}

fn paid_follow_up(
    (therapist, client): (Member, Member),
    start: Instant,
    booked_at: Instant,
) -> Booking {
    Booking {
        id: SessionId(backend::chance::id(booked_at)),
        therapist,
        client,
        booked_at,
        agreed_at: booked_at,
        ..world::follow_up(start)
    }
}

impl Run {
    pub fn step(&mut self, dice: &mut Dice) -> Stepped {
        match dice.upto(52) {
            _ if self.seen.sessions.len() < 6 => self.book(dice),
            0..=2 => self.book(dice),
            3..=7 => self.hold(dice),
            8..=17 => self.go_on(dice),
            18..=29 => self.press(dice),
            30..=33 => self.edit(dice),
            34 => self.pause(dice),
            35..=37 => self.undo(dice),
            38..=39 => self.again(dice),
            40..=42 => self.at_once(dice),
            43 => self.open(dice),
            44 => self.send_opened(dice),
            45 => self.restart(),
            46 => self.follow_up(dice),
            47 => self.review(dice),
            _ => self.pass_time(dice),
        }
    }

    pub fn dies(dice: &mut Dice) -> Dies {
        match (dice.upto(5), dice.upto(2)) {
            (0, 0) => Dies::AtCommit,
            (0, _) => Dies::After(dice.upto(70) as u64),
            _ => Dies::Never,
        }
    }

    pub fn is_full(&self) -> bool {
        self.seen.sessions.len() >= MOST
    }

    /// By the seed's own writing, paid and confirmed: it has taken place, or is to come.
    fn book(&mut self, dice: &mut Dice) -> Stepped {
        if self.is_full() {
            return self.pass_time(dice);
        }
        let (booking, now) = (self.booking(dice), self.house.now());
        let (row, id) = (booking.clone(), booking.id);
        self.say(format!(
            "books {} {}",
            booking.span.start(),
            booking.client.name
        ));
        let ended = self.house.run(Dies::Never, |backend, _| async move {
            let rows = [row];
            let write = backend.store.write::<_, Fault, _>("book", move |tx| {
                Box::pin(async move { bookings::write(tx, &rows).await })
            });
            write.await
        });
        let pair = (
            booking.therapist.id().to_string(),
            booking.client.id().to_string(),
        );
        let pair = (pair.0.as_str(), pair.1.as_str());
        // What has expired is still there: this writing does not sweep it.
        let since = booking.booked_at.min(now);
        let met = !self
            .seen
            .in_the_way(pair, &id.to_string(), booking.span, since)
            .is_empty();
        let seen = self.look();
        match ended.answer {
            Some(Ok(())) if !met => self.met.note("booked"),
            Some(Err(Fault::Store(StoreFault::Conflict {
                constraint: Constraint::Slot,
            }))) if seen.session(id).is_none() => self.met.note("booking: taken"),
            answer => return Err(format!("in the way: {met}, answered {answer:?}")),
        }
        self.settle(seen)
    }

    fn booking(&self, dice: &mut Dice) -> Booking {
        let now = self.house.now();
        let (therapist, client) = dice.pick(&PAIRS);
        let minutes = match dice.upto(3) {
            0 => -60 * (1 + dice.upto(40)),
            _ => 10 * (1 + dice.upto(900)),
        };
        let start = now + TimeDelta::minutes(minutes);
        let booked_at = now.min(start) - TimeDelta::minutes(dice.pick(&[0, 1, 16, 600, 20_000]));
        let (paid, price) = match dice.upto(7) {
            0 => (Paid::Free, 0),
            1 => (Paid::Later, 6500),
            _ => (Paid::Card("4242"), 6500),
        };
        Booking {
            kind: match dice.upto(5) {
                0 => SessionKind::Initial,
                _ => SessionKind::FollowUp,
            },
            price: Money::new(price, Currency::Gbp),
            paid,
            ..paid_follow_up((therapist, client), start, booked_at)
        }
    }

    /// Whoever has a price with a therapist wants a slot, mostly an open one.
    fn hold(&mut self, dice: &mut Dice) -> Stepped {
        if self.is_full() {
            return self.press(dice);
        }
        let row = dice.pick(&self.seen.sessions);
        let start = wishes::time(dice, &self.seen, &row, self.house.now());
        let form = Form {
            who: wishes::member(&row.client_id),
            session: SessionId(backend::chance::id(self.house.now())),
            wish: Wish::Hold(row.therapist_id.parse().expect("an id"), start),
            shown: String::new(),
            key: self.new_key(),
        };
        self.send(vec![form], Self::dies(dice))
    }

    /// What is in checkout is paid, booked or extended; or answered, once it is booked or offered.
    fn go_on(&mut self, dice: &mut Dice) -> Stepped {
        let begun = ["held", "awaiting_confirmation"];
        let offered = |row: &SessionRow| self.seen.open_offer(&row.id).is_some();
        let waits = |row: &&SessionRow| begun.contains(&row.state.as_str()) || offered(row);
        let rows: Vec<SessionRow> = self.seen.sessions.iter().filter(waits).cloned().collect();
        if rows.is_empty() {
            return self.hold(dice);
        }
        let row = dice.pick(&rows);
        if row.state == "held" && dice.upto(4) == 0 {
            let form = Form {
                who: wishes::member(&row.client_id),
                session: row.id(),
                wish: Wish::Extend,
                shown: String::new(),
                key: self.new_key(),
            };
            return self.send(vec![form], Self::dies(dice));
        }
        if row.state == "held" && dice.upto(4) > 0 && !self.is_paid(&row) {
            self.say(format!("pays {}", row.id));
            self.house
                .ask(|backend| async move { pay(&backend, row.id()).await });
            let seen = self.look();
            return self.settle(seen);
        }
        let form = self.about(dice, &row);
        self.send(vec![form], Self::dies(dice))
    }

    fn is_paid(&self, row: &SessionRow) -> bool {
        let payments = &self.seen.everything["payment"];
        row.price == 0 || payments.iter().any(|payment| payment.contains(&row.id))
    }

    /// Filled in now, as the page shows it.
    fn about(&mut self, dice: &mut Dice, row: &SessionRow) -> Form {
        let (who, command) = wishes::about(dice, &self.seen, row, self.house.now());
        self.form(who, row.id(), Wish::Decide(command))
    }

    pub fn form(&mut self, who: Member, session: SessionId, wish: Wish) -> Form {
        let key = self.new_key();
        let asked = wish.clone();
        let shown = self
            .house
            .ask(|backend| async move { send::shown(&backend, who, session, &asked).await });
        Form {
            who,
            session,
            wish,
            shown,
            key,
        }
    }

    /// Mostly about what can still be changed.
    fn any(&mut self, dice: &mut Dice) -> Form {
        let mut row = dice.pick(&self.seen.sessions);
        for _ in 0..3 {
            if !row.is_booked() {
                row = dice.pick(&self.seen.sessions);
            }
        }
        self.about(dice, &row)
    }

    pub fn press(&mut self, dice: &mut Dice) -> Stepped {
        let form = self.any(dice);
        self.send(vec![form], Self::dies(dice))
    }

    fn undo(&mut self, dice: &mut Dice) -> Stepped {
        if self.cancels.is_empty() {
            return self.press(dice);
        }
        let recent = self
            .cancels
            .len()
            .saturating_sub(1 + dice.upto(3) as usize / 2);
        let (who, session, act) = self.cancels[recent];
        let form = self.form(who, session, Wish::Undo(act));
        self.send(vec![form], Self::dies(dice))
    }

    /// The same form once more, or under the same key another one.
    fn again(&mut self, dice: &mut Dice) -> Stepped {
        if self.sent.is_empty() {
            return self.press(dice);
        }
        let mut form = dice.pick(&self.sent);
        if dice.yes() {
            let other = self.any(dice);
            if other.who.number == form.who.number {
                let key = form.key;
                form = Form { key, ..other };
            }
        }
        self.send(vec![form], Self::dies(dice))
    }

    /// Two or three people in one instant, often about one session or one slot; or a double click.
    fn at_once(&mut self, dice: &mut Dice) -> Stepped {
        let first = self.any(dice);
        let (mut forms, mut about_time) = (vec![first.clone()], false);
        for _ in 0..=dice.upto(1) {
            let row = self.seen.session(first.session).cloned();
            let form = match (dice.upto(3), row) {
                (0, _) => first.clone(),
                (1, Some(row)) => self.about(dice, &row),
                (2, _) if !about_time => {
                    about_time = true;
                    self.about_time(dice)
                }
                _ => self.any(dice),
            };
            forms.push(form);
        }
        self.met.note("several at once");
        self.send(forms, Self::dies(dice))
    }

    /// Left open, until the world has changed.
    fn open(&mut self, dice: &mut Dice) -> Stepped {
        let form = match dice.upto(3) {
            0 => self.about_time(dice),
            _ => self.any(dice),
        };
        self.say(format!("opens {}", form.title()));
        self.opened.push(form);
        Ok(())
    }

    fn send_opened(&mut self, dice: &mut Dice) -> Stepped {
        if self.opened.is_empty() {
            return self.press(dice);
        }
        let which = dice.upto(self.opened.len() as i64 - 1) as usize;
        let form = self.opened.remove(which);
        self.send(vec![form], Self::dies(dice))
    }

    /// All of them wait for the writer together, in this order.
    pub fn send(&mut self, forms: Vec<Form>, dies: Dies) -> Stepped {
        for form in &forms {
            self.say(format!("sends {} {dies:?}", form.title()));
        }
        let sent = forms.clone();
        let ended = self.house.run(dies, |backend, _| async move {
            let mut ready = Vec::new();
            for form in sent {
                let subject = send::subject(&backend, &form).await;
                ready.push(send::send(&backend, form, subject));
            }
            let all: Vec<Result<Answer, Fault>> = join_all(ready).await;
            all
        });
        if let Some(answers) = &ended.answer {
            self.say(format!("  {answers:?}").chars().take(300).collect());
        }
        let after = self.look();
        judge::answered(self, &forms, ended.answer.as_deref(), &after)?;
        self.sent.extend(forms);
        self.settle(after)
    }

    fn restart(&mut self) -> Stepped {
        self.say("starts anew".into());
        self.house.die();
        let seen = self.look();
        self.settle(seen)
    }

    fn pass_time(&mut self, dice: &mut Dice) -> Stepped {
        let to = time::next(dice, &self.seen, self.house.now());
        self.say(format!("it is {to}"));
        self.house.clock.move_to(to);
        self.work(Self::dies(dice))
    }

    /// What is due by the clock, and what waits in the outbox.
    pub fn work(&mut self, dies: Dies) -> Stepped {
        let ended = self
            .house
            .run(dies, |_, worker| async move { worker.drain().await });
        if let Some(Err(fault)) = &ended.answer {
            return Err(format!("the worker: {fault}"));
        }
        let seen = self.look();
        let (before, now) = (&self.seen, self.house.now());
        for row in &before.sessions {
            let after = seen.session(row.id()).map(|row| row.state.as_str());
            match (row.state.as_str(), after) {
                ("awaiting_confirmation", Some("cancelled")) => self.met.note("the clock: expired"),
                ("held", Some("expired")) => self.met.note("the clock: let go"),
                (before, Some(after)) if before == after => {}
                other => return Err(format!("the clock made of {row:?} {other:?}")),
            }
        }
        let whole = ended.answer.is_some();
        reminders::sent(&mut self.met, before, &seen, now, whole)?;
        let open = |seen: &Seen| seen.offers.iter().filter(|o| o.ended_at.is_none()).count();
        if open(&seen) < open(before) {
            self.met.note("the clock: lapsed");
        }
        if whole {
            holds::nothing_is_due(&seen, now)?;
        }
        self.settle(seen)
    }
}
