//! What the team does: it reads its tasks, and has tried again what was given up.

use super::dice::Dice;
use super::forms::actor;
use super::judge;
use super::look::TaskRow;
use super::run::Run;
use super::steps::Stepped;
use backend::fault::Fault;
use backend::outbox::again::{Again, try_again};
use backend::pages;
use backend::pages::today::JustDone;
use backend::people::Person;
use backend::seed::cast::{MAYA, Member, NOOR};
use backend::store::Dies;
use domain::permission::{SeeTasks, SeeToday, Subject, permit};
use futures::future::join_all;

impl Run {
    /// The team and a therapist read; reading changes nothing.
    pub fn look_on(&mut self) -> Stepped {
        self.say("looks on".into());
        let read: Result<usize, Fault> = self.house.ask(|backend| async move {
            let leave = permit::<SeeTasks>(Some(actor(NOOR)), Subject::Nothing)?;
            let tasks = pages::tasks::page(&backend, leave, &person(NOOR)).await?;
            let leave = permit::<SeeToday>(Some(actor(MAYA)), Subject::Nothing)?;
            pages::today::page(&backend, leave, &person(MAYA), JustDone::default()).await?;
            Ok(tasks.len())
        });
        let tasks = read.map_err(|fault| fault.to_string())?;
        let open = self.seen.tasks.iter().filter(|task| task.done_at.is_none());
        let open = open.count().min(100);
        if tasks != open {
            return Err(format!("the team sees {tasks} tasks of {open}"));
        }
        self.met.note("the team reads its tasks");
        let seen = self.look();
        judge::unchanged(&self.seen, &seen)?;
        self.settle(seen)
    }

    /// Mostly what can be tried again; now and then what is done, or about no row.
    pub fn try_again(&mut self, dice: &mut Dice) -> Stepped {
        let given_up: Vec<TaskRow> = self.given_up();
        let tasks = match given_up.is_empty() || dice.upto(4) == 0 {
            true => self.seen.tasks.clone(),
            false => given_up,
        };
        if tasks.is_empty() {
            return self.work(dice);
        }
        let (task, times) = (dice.pick(&tasks), 1 + dice.upto(3) / 3);
        self.has_tried_again(&task, times as usize, Self::dies(dice, 6, 20))
    }

    /// In the end nothing stays given up: the weather is fair.
    pub fn tries_all_again(&mut self) -> Stepped {
        for task in self.given_up() {
            self.has_tried_again(&task, 1, Dies::Never)?;
        }
        Ok(())
    }

    fn given_up(&self) -> Vec<TaskRow> {
        let open = self.seen.tasks.iter().filter(|task| is_given_up(task));
        open.cloned().collect()
    }

    /// So many presses at once: the first of them opens the row, where there is one to open.
    fn has_tried_again(&mut self, task: &TaskRow, times: usize, dies: Dies) -> Stepped {
        self.say(format!(
            "tries again {} {}, {times} times, {dies:?}",
            task.kind, task.subject
        ));
        let id = task.id.clone();
        let ended = self.house.run(dies, |backend, _| async move {
            let press = || async {
                let leave = permit(Some(actor(NOOR)), Subject::Nothing)?;
                try_again(&backend, leave, &id).await
            };
            join_all((0..times).map(|_| press())).await
        });
        let seen = self.look();
        let (opens, now) = (is_given_up(task), seen.tasks.iter());
        let closed = now
            .filter(|row| is_given_up(row))
            .all(|row| row.id != task.id);
        let opened = match ended.answer {
            Some(answers) => {
                heard(&answers, opens)?;
                opens
            }
            None => {
                self.met.note("died: the team tries again");
                opens && closed
            }
        };
        match opened {
            true => {
                self.met.note(format!("done: try again {}", task.kind));
                self.model.tried_again.push(task.subject.clone());
            }
            false => judge::unchanged(&self.seen, &seen)?,
        }
        self.settle(seen)
    }
}

pub fn is_given_up(task: &TaskRow) -> bool {
    let kinds = ["refund_unanswered", "letter_undelivered"];
    task.done_at.is_none() && kinds.contains(&task.kind.as_str())
}

fn heard(answers: &[Result<Again, Fault>], opens: bool) -> Stepped {
    for (number, answer) in answers.iter().enumerate() {
        let wanted = match opens && number == 0 {
            true => Again::Opened,
            false => Again::NothingToDo,
        };
        if !matches!(answer, Ok(again) if *again == wanted) {
            return Err(format!("{wanted:?} was due, but {answer:?}"));
        }
    }
    Ok(())
}

fn person(member: Member) -> Person {
    Person {
        id: member.id(),
        role: member.role,
        name: member.name.into(),
        email: member.email.into(),
        zone: member.zone.into(),
        city: member.city.into(),
    }
}
