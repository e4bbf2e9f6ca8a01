//! What may happen next: each step is drawn from a number of its own, so that a run without
//! some of its steps is a run again, and a failing one can be made short.

use super::booking::PAIRS;
use super::dice::Dice;
use super::forms::{self, Form, Wish};
use super::judge::{self, Answers};
use super::look::Seen;
use super::model::Case;
use super::run::Run;
use super::time;
use backend::fault::Fault;
use backend::pages;
use backend::seed::cast::{Member, NOOR};
use backend::store::{Dies, StoreFault, sql};
use domain::actor::Role;
use domain::ids::{ClientId, TherapistId};
use domain::permission::{Denied, Subject};
use domain::time::TimeDelta;
use futures::FutureExt;
use futures::future::join_all;

pub type Stepped = Result<(), String>;

/// Whether those who sent wait for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stay {
    Waits,
    Leaves,
}

impl Run {
    /// One step. A verb that is new gets its line here, and its judgement in `judge`.
    pub fn step(&mut self, dice: &mut Dice) -> Stepped {
        match dice.upto(40) {
            _ if self.model.cases.len() < 2 => self.book(dice),
            0..=3 => self.book(dice),
            4..=9 => self.press(dice),
            10 => self.open(dice),
            11..=12 => self.hesitate(dice),
            13..=14 => self.send_opened(dice),
            15..=16 => self.send_again(dice),
            17..=18 => self.at_once(dice),
            19 => self.trespass(dice),
            20 => self.look_on(),
            21 => self.webhook(dice),
            22 => self.restart(),
            23..=28 => self.work(dice),
            29..=31 => self.undo(dice),
            32..=34 => self.compete(dice),
            35..=36 => self.try_again(dice),
            _ => self.pass_time(dice),
        }
    }

    pub fn dies(dice: &mut Dice, one_in: i64, longest: i64) -> Dies {
        match (dice.upto(one_in - 1), dice.upto(2)) {
            (0, 0) => Dies::AtCommit,
            (0, _) => Dies::After(dice.upto(longest) as u64),
            _ => Dies::Never,
        }
    }

    /// Mostly where something can still be done.
    fn fill_in(&mut self, dice: &mut Dice) -> Result<Form, String> {
        let mut case = dice.pick(&self.model.cases);
        for _ in 0..3 {
            if case.state != "confirmed" && case.held + case.kept == 0 {
                case = dice.pick(&self.model.cases);
            }
        }
        let (who, command) = forms::command(dice, &case, self.house.now());
        let (key, model) = (self.new_key(), &self.model);
        self.house.ask(|backend| async move {
            forms::open(&backend, model, who, case.id, command, key).await
        })
    }

    pub fn press(&mut self, dice: &mut Dice) -> Stepped {
        let form = self.fill_in(dice)?;
        if dice.upto(9) == 0 {
            self.met.note("left before the answer");
            return self.send_and(vec![form], Dies::Never, Stay::Leaves);
        }
        self.send(vec![form], Self::dies(dice, 5, 60))
    }

    /// Mostly by whoever cancelled, and mostly in time.
    fn undo(&mut self, dice: &mut Dice) -> Stepped {
        let Some(form) = self.undoable(dice) else {
            return self.press(dice);
        };
        let again = Form {
            key: self.new_key(),
            ..form.clone()
        };
        let forms = match dice.upto(3) {
            0 => vec![form.clone(), form],
            1 => vec![form, again],
            _ => vec![form],
        };
        self.send(forms, Self::dies(dice, 5, 60))
    }

    fn undoable(&mut self, dice: &mut Dice) -> Option<Form> {
        let now = self.house.now();
        let won = |case: &Case| case.won.clone().map(|won| (case.clone(), won));
        let cancelled: Vec<_> = self.model.cases.iter().filter_map(won).collect();
        let in_time = cancelled.iter().filter(|(_, won)| now < won.final_at);
        let in_time: Vec<_> = in_time.cloned().collect();
        let from = if in_time.is_empty() || dice.upto(9) == 0 {
            cancelled
        } else {
            in_time
        };
        if from.is_empty() {
            return None;
        }
        let (case, won) = dice.pick(&from);
        let by_client = (won.by == Role::Client) != (dice.upto(7) == 0);
        Some(Form {
            actor: if by_client {
                case.client
            } else {
                case.therapist
            },
            session: case.id,
            wish: Wish::Undo(won.act),
            commitment: None,
            shown: None,
            key: self.new_key(),
        })
    }

    /// Left open, until the world has changed.
    fn open(&mut self, dice: &mut Dice) -> Stepped {
        let form = self.fill_in(dice)?;
        self.say(format!("opens {}", form.title()));
        self.opened.push(form);
        Ok(())
    }

    /// Fills in, and sends when the line at 48 hours, or the start, has just been crossed.
    fn hesitate(&mut self, dice: &mut Dice) -> Stepped {
        let form = self.fill_in(dice)?;
        let start = self.model.case(form.session).start;
        let lines = [start - TimeDelta::hours(48), start];
        let beside = TimeDelta::milliseconds(dice.pick(&[0, 1]));
        let next = lines.into_iter().find(|line| *line >= self.house.now());
        if let Some(line) = next {
            self.house.clock.move_to(line + beside);
        }
        self.say(format!("hesitates until {}", self.house.now()));
        self.send(vec![form], Dies::Never)
    }

    fn send_opened(&mut self, dice: &mut Dice) -> Stepped {
        if self.opened.is_empty() {
            return self.press(dice);
        }
        let form = self
            .opened
            .remove(dice.upto(self.opened.len() as i64 - 1) as usize);
        self.send(vec![form], Self::dies(dice, 6, 60))
    }

    /// The same form again, or under the same key another one.
    fn send_again(&mut self, dice: &mut Dice) -> Stepped {
        if self.sent.is_empty() {
            return self.press(dice);
        }
        let mut form = dice.pick(&self.sent);
        if dice.yes() {
            let other = self.fill_in(dice)?;
            if other.actor.number == form.actor.number {
                form = Form {
                    key: form.key,
                    ..other
                };
            }
        }
        self.send(vec![form], Self::dies(dice, 6, 60))
    }

    /// Therapist and client in one instant, or one of them in two tabs, or a double click.
    fn at_once(&mut self, dice: &mut Dice) -> Stepped {
        let first = self.fill_in(dice)?;
        let case = self.model.case(first.session).clone();
        let mut forms = vec![first.clone()];
        for _ in 0..=dice.upto(1) {
            if dice.upto(3) == 0 {
                forms.push(first.clone());
                continue;
            }
            let now = self.house.now();
            let (who, command) = match dice.yes() {
                true => forms::by_other(dice, &first, &case, now),
                false => forms::command(dice, &case, now),
            };
            let (key, model) = (self.new_key(), &self.model);
            let form = self.house.ask(|backend| async move {
                forms::open(&backend, model, who, case.id, command, key).await
            });
            forms.push(form?);
        }
        self.met.note("several at once");
        self.send(forms, Self::dies(dice, 4, 120))
    }

    /// All of them wait for the writer together, in this order.
    pub fn send(&mut self, forms: Vec<Form>, dies: Dies) -> Stepped {
        self.send_and(forms, dies, Stay::Waits)
    }

    fn send_and(&mut self, forms: Vec<Form>, dies: Dies, stay: Stay) -> Stepped {
        for form in &forms {
            self.say(format!("sends {} {dies:?} {stay:?}", form.title()));
        }
        let sent = forms.clone();
        let ended = self.house.run(dies, |backend, _| async move {
            let mut ready = Vec::new();
            for form in sent {
                let subject = pages::session::subject(&backend, form.session).await;
                ready.push((form, subject.unwrap_or(Subject::Nothing)));
            }
            let ready = ready.into_iter();
            let all = join_all(ready.map(|(form, subject)| forms::send(&backend, form, subject)));
            if stay == Stay::Waits {
                return Some(all.await);
            }
            let _ = all.now_or_never();
            // What comes after waits for what came before.
            let after = backend.store.write::<_, StoreFault, _>("after", |tx| {
                Box::pin(async move { tx.run(sql("DELETE FROM draft")).await })
            });
            after.await.map(|_| None).unwrap_or_default()
        });
        if ended.died {
            self.met.note("died: in a command");
        }
        let (seen, now) = (self.look(), self.house.now());
        let answers = ended.answer.flatten();
        let answers = match (&answers, ended.died) {
            (Some(answers), _) => Answers::Heard(answers),
            (None, true) => Answers::Died,
            (None, false) => Answers::Unheard,
        };
        self.say(format!("  {answers:?}"));
        let (model, met) = (&mut self.model, &mut self.met);
        let changed = judge::commands(model, met, &forms, answers, &seen, now)?;
        if !changed {
            judge::unchanged(&self.seen, &seen)?;
        }
        self.sent.extend(forms);
        self.settle(seen)
    }

    /// What is not one's own is hidden, what is not of one's role forbidden, and no row changes.
    fn trespass(&mut self, dice: &mut Dice) -> Stepped {
        let mut form = self.fill_in(dice)?;
        let case = self.model.case(form.session).clone();
        let is_other = |other: &&(Member, Member)| other.0.number != case.therapist.number;
        let others: Vec<_> = PAIRS.iter().filter(is_other).copied().collect();
        let (other, client) = dice.pick(&others);
        let own = Subject::Pair {
            therapist: TherapistId(case.therapist.id().0),
            client: ClientId(case.client.id().0),
        };
        let theirs = Subject::Pair {
            therapist: TherapistId(other.id().0),
            client: ClientId(client.id().0),
        };
        let by_client = form.actor.number == case.client.number;
        let (who, subject, wanted) = match dice.upto(3) {
            0 => (NOOR, own, Denied::Forbidden),
            1 if by_client => (case.therapist, own, Denied::Forbidden),
            1 => (case.client, own, Denied::Forbidden),
            // A permit of one's own pair opens no other.
            2 if !by_client => (other, theirs, Denied::Hidden),
            _ if by_client => (NOOR, own, Denied::Forbidden),
            _ => (other, own, Denied::Hidden),
        };
        form.actor = who;
        self.say(format!("trespasses {}", form.title()));
        let denied = self
            .house
            .ask(|backend| async move { forms::send(&backend, form, subject).await });
        match denied {
            Err(Fault::Denied(denied)) if denied == wanted => {}
            other => return Err(format!("{wanted:?} was due, but {other:?}")),
        }
        self.met.note(format!("denied: {wanted:?}"));
        let seen = self.look();
        judge::unchanged(&self.seen, &seen)?;
        self.settle(seen)
    }

    /// The worker, in whatever weather, and now and then it dies.
    pub fn work(&mut self, dice: &mut Dice) -> Stepped {
        let one_in = dice.pick(&[0, 2, 2, 3, 5]);
        let dies = Self::dies(dice, 4, 150);
        self.house
            .outside
            .set(dice.upto(i64::MAX - 1) as u64, one_in);
        self.say(format!("works, one call in {one_in} fails, {dies:?}"));
        let ended = self
            .house
            .run(dies, |_, worker| async move { worker.drain().await });
        self.house.outside.set(0, 0);
        if ended.died {
            self.met.note("died: at work");
        }
        if let Some(Err(fault)) = ended.answer {
            return Err(format!("the worker: {fault}"));
        }
        let seen = self.look();
        self.settle(seen)
    }

    /// An event that was heard long ago comes once more.
    fn webhook(&mut self, dice: &mut Dice) -> Stepped {
        let events = self.house.outside.notes().events.clone();
        if events.is_empty() {
            return self.work(dice);
        }
        let event = dice.pick(&events);
        self.say(format!("hears {} again", event.refund));
        let heard = self.house.run(
            Dies::Never,
            |_, worker| async move { worker.hear(&event).await },
        );
        if let Some(Err(fault)) = heard.answer {
            return Err(format!("the worker: {fault}"));
        }
        self.met.note("events: an old one by itself");
        let seen = self.look();
        self.settle(seen)
    }

    fn restart(&mut self) -> Stepped {
        self.say("dies and starts again".into());
        self.house.die();
        self.met.note("died: at rest");
        let seen = self.look();
        judge::unchanged(&self.seen, &seen)?;
        self.settle(seen)
    }

    pub fn pass_time(&mut self, dice: &mut Dice) -> Stepped {
        let next = time::next(dice, &self.model, &self.seen, self.house.now());
        self.house.clock.move_to(next);
        self.say(format!("it is {next}"));
        Ok(())
    }

    pub fn look(&mut self) -> Seen {
        self.house.ask(Seen::of)
    }
}
