//! What people fill in: a form as its page was shown, kept until it is sent, and sent again.

use super::dice::Dice;
use super::model::{Case, Model};
use super::predict::{self, Effect};
use backend::deciding::{Asked, Outcome};
use backend::fault::Fault;
use backend::seed::cast::Member;
use backend::{Backend, attendance, cancellation, pages, refunding, undoing};
use domain::actor::{Actor, Role};
use domain::commitment::Commitment;
use domain::ids::{ActId, SessionId};
use domain::payment::refund::{Choice, GiveBack};
use domain::permission::{SeeSession, Subject, permit};
use domain::session::attend::{Attend, Attendance};
use domain::session::cancel::{Cancel, Why};
use domain::time::{Instant, TimeDelta};
use domain::times::OldTime;
use domain::{Command, decide};

/// What is sent.
#[derive(Clone, Debug)]
pub enum Wish {
    Decide(Command),
    /// Take back this cancel.
    Undo(ActId),
}

#[derive(Clone, Debug)]
pub struct Form {
    pub actor: Member,
    pub session: SessionId,
    pub wish: Wish,
    /// A client's own cancel shows nothing, an undo neither.
    pub commitment: Option<String>,
    /// What the oracle says that was shown.
    pub shown: Option<Effect>,
    pub key: String,
}

impl Form {
    /// What makes two sendings the same.
    pub fn content(&self) -> String {
        format!("{} {:?} {:?}", self.session, self.wish, self.commitment)
    }

    pub fn title(&self) -> String {
        let who = self.actor.name.split(' ').next().unwrap_or_default();
        let what = match &self.wish {
            Wish::Undo(act) => format!("undo {act}"),
            Wish::Decide(Command::Cancel(c)) => {
                format!("cancel {:?} {:?} left={:?}", c.why, c.money, c.old_time)
            }
            Wish::Decide(Command::Attend(a)) => format!("attend {:?} {:?}", a.attendance, a.money),
            Wish::Decide(Command::GiveBack(g)) => format!("give back {:?}", g.choice),
            Wish::Decide(other) => unreachable!("nobody wishes {other:?}"),
        };
        let what: String = what.chars().take(90).collect();
        format!(
            "{who}: {what} [{} {}]",
            &self.session.to_string()[28..],
            self.key
        )
    }

    /// For the coverage.
    pub fn verb(&self) -> String {
        match &self.wish {
            Wish::Undo(_) => format!("undo {}", self.actor.role.as_str()),
            Wish::Decide(Command::Cancel(cancel)) => {
                format!(
                    "cancel {} {}",
                    cancel.by.as_str(),
                    cancel.why.cause().as_str()
                )
            }
            Wish::Decide(Command::Attend(attend)) => format!("attend {:?}", attend.attendance),
            Wish::Decide(Command::GiveBack(_)) => "give back".into(),
            Wish::Decide(other) => unreachable!("nobody wishes {other:?}"),
        }
    }
}

pub fn actor(member: Member) -> Actor {
    Actor {
        id: member.id(),
        role: member.role,
    }
}

/// Something that a person of the session's pair may want, sensible or not.
pub fn command(dice: &mut Dice, case: &Case, now: Instant) -> (Member, Command) {
    let over = now >= case.start || case.state != "confirmed";
    let sensible = dice.upto(9) > 0;
    if dice.upto(3) == 0 && (!over || !sensible) {
        let note = words(dice);
        return (case.client, Command::Cancel(Cancel::by_client(note)));
    }
    let what = match (sensible, case.state) {
        (true, "confirmed") if now < case.start => 0,
        (true, "confirmed") => 1,
        (true, _) => 2,
        (false, _) => dice.upto(2),
    };
    let command = match what {
        0 => Command::Cancel(cancel(dice, case, now)),
        1 => Command::Attend(Attend {
            attendance: dice.pick(&[Attendance::TookPlace, Attendance::ClientNoShow]),
            money: money(dice, case),
            note: words(dice),
        }),
        _ => Command::GiveBack(GiveBack {
            choice: match dice.upto(3) {
                0 => money(dice, case),
                1 => Choice::Part((case.held + case.kept) / 3),
                _ => Choice::All,
            },
            note: words(dice),
        }),
    };
    (case.therapist, command)
}

/// The other party cancels as well.
pub fn by_other(dice: &mut Dice, first: &Form, case: &Case, now: Instant) -> (Member, Command) {
    match first.actor.number == case.client.number {
        true => of_therapist(dice, case, now),
        false => of_client(dice, case),
    }
}

pub fn of_therapist(dice: &mut Dice, case: &Case, now: Instant) -> (Member, Command) {
    (case.therapist, Command::Cancel(cancel(dice, case, now)))
}

pub fn of_client(dice: &mut Dice, case: &Case) -> (Member, Command) {
    let note = words(dice);
    (case.client, Command::Cancel(Cancel::by_client(note)))
}

fn cancel(dice: &mut Dice, case: &Case, now: Instant) -> Cancel {
    let asked = [
        now,
        now - TimeDelta::minutes(dice.upto(3000)),
        case.start - TimeDelta::hours(48),
        case.start - TimeDelta::hours(48) + TimeDelta::milliseconds(1),
        case.booked_at,
        case.booked_at + TimeDelta::minutes(15),
        case.booked_at - TimeDelta::milliseconds(1),
        now + TimeDelta::milliseconds(1),
    ];
    let why = match dice.upto(5) {
        0 | 1 => Why::ClientAsked { asked_at: None },
        2 => Why::ClientAsked {
            asked_at: Some(dice.pick(&asked)),
        },
        3 => Why::TherapistUnavailable,
        4 => Why::NotBestFit,
        _ => Why::Other {
            words: words(dice).unwrap_or("The room is gone".into()),
        },
    };
    let unavailable = why == Why::TherapistUnavailable;
    Cancel {
        by: Role::Therapist,
        why,
        money: money(dice, case),
        old_time: match (unavailable && dice.upto(5) > 0) || dice.upto(9) == 0 {
            true => OldTime::Block,
            false => OldTime::Open,
        },
        reason: words(dice),
        note: words(dice),
    }
}

fn money(dice: &mut Dice, case: &Case) -> Choice {
    let left = case.held + case.kept;
    let parts = [1, left / 2, left / 3, left - 1, left, left + 1, 0, -1];
    match dice.upto(5) {
        0 | 1 => Choice::Policy,
        2 => Choice::Keep,
        3 => Choice::All,
        _ => Choice::Part(dice.pick(&parts)),
    }
}

fn words(dice: &mut Dice) -> Option<String> {
    match dice.upto(11) {
        0..=5 => None,
        6..=8 => Some("The boiler burst.\nSorry, ünd bis bald".into()),
        9 => Some("  ".into()),
        10 => Some("x".repeat(500)),
        _ => dice.yes().then(|| "ö".repeat(501)),
    }
}

/// Looks at the page and fills the form in; what the rules show has to be what the oracle says.
pub async fn open(
    backend: &Backend,
    model: &Model,
    who: Member,
    session: SessionId,
    command: Command,
    key: String,
) -> Result<Form, String> {
    let now = backend.clock.now();
    let wish = Wish::Decide(command);
    let predicted = predict::predict(model, model.case(session), &wish, who.role, now);
    let mut form = Form {
        actor: who,
        session,
        wish,
        commitment: None,
        shown: predicted.clone().ok(),
        key,
    };
    if who.role == Role::Client {
        return Ok(form);
    }
    let words = |fault: Fault| fault.to_string();
    let subject = pages::session::subject(backend, session)
        .await
        .map_err(words)?;
    let leave = permit::<SeeSession>(Some(actor(who)), subject).map_err(|d| d.to_string())?;
    let page = pages::session::page(backend, leave, session)
        .await
        .map_err(words)?;
    let Wish::Decide(command) = &form.wish else {
        return Ok(form);
    };
    let shown = decide(&page.facts, command, now);
    let told = shown.as_ref().map(|shown| {
        let refund = shown.money.as_ref().map_or(0, |money| money.refund.minor);
        (shown.to.as_str(), refund)
    });
    let oracle = predicted.as_ref().map(|effect| (effect.to, effect.refund));
    match (&told, &oracle) {
        (Ok(told), Ok(oracle)) if told == oracle => {}
        (Err(_), Err(_)) => {}
        _ => {
            return Err(format!(
                "{} is shown as {told:?}, and should be {oracle:?}",
                form.title()
            ));
        }
    }
    // Whoever sends what cannot be shown made the form by hand.
    let text = shown.map_or_else(
        |why| why.to_string(),
        |shown| Commitment::to(&shown).to_text(),
    );
    form.commitment = Some(text);
    Ok(form)
}

/// Through the permission table and the use cases, as the server would.
///
/// # Errors
/// Who may not is denied.
pub async fn send(backend: &Backend, form: Form, subject: Subject) -> Result<Outcome, Fault> {
    let (who, received_at) = (Some(actor(form.actor)), backend.clock.now());
    let command = match form.wish {
        Wish::Decide(command) => command,
        Wish::Undo(act) => {
            let asked = undoing::Asked {
                session: form.session,
                act,
                key: form.key,
                received_at,
            };
            return match form.actor.role {
                Role::Client => undoing::by_client(backend, permit(who, subject)?, asked).await,
                _ => undoing::by_therapist(backend, permit(who, subject)?, asked).await,
            };
        }
    };
    if let Command::Cancel(
        cancel @ Cancel {
            by: Role::Client, ..
        },
    ) = &command
    {
        let (leave, note) = (permit(who, subject)?, cancel.note.clone());
        let (session, key) = (form.session, form.key);
        return cancellation::by_client(backend, leave, session, note, None, key, received_at)
            .await;
    }
    let asked = Asked {
        session: form.session,
        command,
        commitment: form.commitment,
        key: form.key,
        received_at,
    };
    match asked.command {
        Command::Cancel(_) => {
            cancellation::by_therapist(backend, permit(who, subject)?, asked).await
        }
        Command::Attend(_) => attendance::record(backend, permit(who, subject)?, asked).await,
        Command::GiveBack(_) => refunding::give_back(backend, permit(who, subject)?, asked).await,
        other => unreachable!("no use case takes {other:?}"),
    }
}
