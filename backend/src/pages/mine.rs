//! The page behind a client's personal link: the session as its client reads it, and what the
//! client could do about it, each with what would follow.

use super::line::{first, moved_from};
use super::session::{covered, words};
use crate::Backend;
use crate::fault::Fault;
use crate::personal_link::Opened;
use crate::store::case::{self, Case};
use crate::store::event;
use crate::zones::{self, Zone};
use domain::actor::Role;
use domain::commitment::Commitment;
use domain::consequence::Consequence;
use domain::event::{Event, Recorded};
use domain::ids::ActId;
use domain::permission::Denied;
use domain::policy::notice;
use domain::refusal::Refusal;
use domain::sentences::{client, mine};
use domain::session::Session;
use domain::session::cancel::Cancel;
use domain::session::object::Object;
use domain::session::offer::{Answer, OfferedTime};
use domain::session::undo;
use domain::time::{Instant, iso};
use domain::view::mine::{MinePage, OnOffer, Prospect, TimeOnOffer};
use domain::view::session::{UndoLine, Whose, Words};
use domain::{Command, decide};

/// `refused` is why what was sent last was not done; it comes back in the words of the page.
///
/// # Errors
/// Of the store.
pub async fn page(
    backend: &Backend,
    opened: Opened,
    refused: &[Refusal],
) -> Result<(MinePage, Vec<String>), Fault> {
    let (case, log, now) = read(backend, opened).await?;
    let scene = Scene::of(&case, now)?;
    let said = |why: &Refusal| client::refusal(*why, &scene.words);
    Ok((scene.page(&log), refused.iter().map(said).collect()))
}

async fn read(backend: &Backend, opened: Opened) -> Result<(Case, Vec<Recorded>, Instant), Fault> {
    let (session, now) = (opened.session, backend.clock.now());
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let case = case::load(tx, session, now).await?;
            let case = case.ok_or(Denied::Hidden)?;
            Ok((case, event::of(tx, session).await?))
        })
    });
    let (case, log) = read.await?;
    Ok((case, log, now))
}

struct Scene<'a> {
    case: &'a Case,
    yours: Zone,
    theirs: Zone,
    words: Words,
    now: Instant,
}

impl<'a> Scene<'a> {
    fn of(case: &'a Case, now: Instant) -> Result<Scene<'a>, Fault> {
        let yours = Zone::named(&case.pair.client.zone, &case.pair.client.city)?;
        let theirs = Zone::named(&case.pair.therapist.zone, &case.pair.therapist.city)?;
        let mut words = words(case, &yours, &yours, now);
        if case.pair.discreet {
            words.therapist_name = case.pair.therapist.first_name().into();
        }
        Ok(Scene {
            case,
            yours,
            theirs,
            words,
            now,
        })
    }

    fn page(&self, log: &[Recorded]) -> MinePage {
        let Scene { case, now, .. } = *self;
        let facts = &case.facts;
        let session = &facts.session;
        let old = case.moved_from;
        let (noun, kind) = match case.pair.discreet {
            true => ("appointment", "Appointment"),
            false => ("session", session.kind.label()),
        };
        MinePage {
            noun: noun.into(),
            therapist: self.words.therapist_name.clone(),
            kind: kind.into(),
            state: session.state,
            when: zones::when(session.span, &self.yours, &self.theirs, now),
            moved_from: old.map(|at| moved_from(at, session.span.start(), &self.yours, now)),
            place: case.place.clone(),
            money: self.money(log),
            notice: mine::notice(facts, &self.words, now),
            news: mine::news(log, &self.words),
            undo: self.undo(log),
            offer: self.offer(),
            objection: self.objection(),
            cancel: self.cancel(),
        }
    }

    /// With each date that a payment was for.
    fn money(&self, log: &[Recorded]) -> String {
        let facts = &self.case.facts;
        let days = covered(log, facts.session.span, &self.yours, self.now);
        mine::money(facts, &self.words, days.as_deref())
    }

    /// What a command would do, where it may be given.
    fn would(&self, command: &Command) -> Option<Consequence> {
        decide(&self.case.facts, command, self.now).ok()
    }

    fn label(&self, at: Instant) -> String {
        self.yours.moment(at, self.now).label
    }

    fn offer(&self) -> Option<OnOffer> {
        let open = self.case.facts.times.offer.as_ref()?;
        let none = self.would(&Command::AnswerOffer(Answer::Decline))?;
        let times = open.times.iter().filter_map(|time| self.on_offer(time));
        Some(OnOffer {
            until: self.label(open.until),
            times: times.collect(),
            none: commitment(&none),
        })
    }

    fn on_offer(&self, time: &OfferedTime) -> Option<TimeOnOffer> {
        let start = time.span.start();
        let taken = self.would(&Command::AnswerOffer(Answer::Take(start)))?;
        let when = zones::when(time.span, &self.yours, &self.theirs, self.now);
        let theirs = |label: domain::view::SpanLabel| format!("{} in {}", label.times, label.place);
        Some(TimeOnOffer {
            start: iso(start),
            label: self.label(start),
            theirs: when.theirs.map(theirs),
            lines: self.goes_along(time, &taken),
            commitment: commitment(&taken),
        })
    }

    /// With the payment, and the policy as it stands for that time.
    fn goes_along(&self, time: &OfferedTime, taken: &Consequence) -> Vec<String> {
        let mut lines = client::goes_along(taken);
        let late = taken
            .moved
            .as_ref()
            .is_some_and(|moved| moved.late_since.is_some());
        if !late {
            let there = Session {
                span: time.span,
                ..self.case.facts.session.clone()
            };
            let until = notice::free_until(&there, self.case.facts.policy);
            let until = (self.now <= until).then(|| self.label(until));
            lines.push(client::free_until(until.as_deref()));
        }
        lines
    }

    fn objection(&self) -> Option<Prospect> {
        let facts = &self.case.facts;
        let objected = self.would(&Command::Object(Object { note: None }))?;
        let last = facts.times.last_move.as_ref()?;
        Some(self.prospect(&objected, last.until(facts.session.span.start())))
    }

    fn cancel(&self) -> Option<Prospect> {
        let gone = self.would(&Command::Cancel(Cancel::by_client(None)))?;
        Some(self.prospect(&gone, self.case.facts.session.span.start()))
    }

    fn prospect(&self, done: &Consequence, until: Instant) -> Prospect {
        Prospect {
            until: self.label(until),
            lines: client::lines(done, &self.words),
            button: client::button(done, &self.words),
            commitment: commitment(done),
        }
    }

    /// While a cancel can be undone; the reader is the client.
    fn undo(&self, log: &[Recorded]) -> Option<UndoLine> {
        let (until, by) = undo::open(&self.case.facts.session, self.now)?;
        let whose = match by {
            Role::Client => Whose::Yours,
            Role::Therapist => Whose::Of(first(&self.words.therapist_name).into()),
            Role::Staff => Whose::Of("our team".into()),
        };
        Some(UndoLine {
            act: last_cancel(log)?,
            until,
            label: self.yours.clock(until),
            whose,
        })
    }
}

fn last_cancel(log: &[Recorded]) -> Option<ActId> {
    log.iter().rev().find_map(|recorded| match &recorded.event {
        Event::Decided { act, consequence } => consequence.cancellation.as_ref().map(|_| *act),
        _ => None,
    })
}

fn commitment(done: &Consequence) -> String {
    Commitment::to(done).to_text()
}
