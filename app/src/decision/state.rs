//! What a person has decided so far, and what it would do. The consequence is worked out anew
//! whenever an answer or the time changes, by the function that the server will run.

use super::typed;
use crate::fault::PageFault;
use crate::routes;
use crate::session_detail::api::SessionView;
use crate::ui::now::use_now;
use domain::commitment::{Commitment, Difference};
use domain::consequence::Consequence;
use domain::facts::Facts;
use domain::form::{Fields, Form, Reading};
use domain::refusal::{Field, Refusal};
use domain::sentences::{self, dates};
use domain::session::cancel;
use domain::time::Instant;
use domain::times::Times;
use domain::view::pausing::StoppedHour;
use domain::view::session::{KnownTime, SessionDetail, Words};
use leptos::prelude::*;

/// The signals of one form; a copy is a handle.
#[derive(Clone, Copy)]
pub struct Deciding {
    pub form: Form,
    pub detail: RwSignal<SessionDetail>,
    pub fields: RwSignal<Fields>,
    /// What the server found wrong with what it was sent.
    pub faults: RwSignal<Vec<Refusal>>,
    /// Why the server did not hear the form at all.
    pub stopped: RwSignal<Option<PageFault>>,
    /// The commitment that no longer held.
    pub shown: RwSignal<Option<String>>,
    pub key: RwSignal<String>,
    pub preview: Memo<Result<Consequence, Vec<Refusal>>>,
    pub now: Signal<Instant>,
    /// The times that the session could have, where the form is about one.
    pub times: RwSignal<Vec<KnownTime>>,
    /// What stopping the hour of the session takes with it.
    pub stopping: RwSignal<Option<StoppedHour>>,
}

impl Deciding {
    pub fn open(form: Form, view: SessionView) -> Deciding {
        let detail = RwSignal::new(view.detail);
        let now = use_now(Memo::new(move |_| detail.read().now).into());
        let fields = RwSignal::new(fitting(form, &detail.read_untracked(), view.draft.fields));
        let times = RwSignal::new(view.times);
        typed::put_back(fields, typed::before_alive(action(form)));
        let preview = Memo::new(move |_| {
            let (detail, fields) = (detail.read(), fields.read());
            let preview = |facts: &Facts| fields.preview(form, facts, reading(&detail), now.get());
            match form {
                Form::Move | Form::Book => preview(&with_times(&detail.facts, &times.read())),
                _ => preview(&detail.facts),
            }
        });
        Deciding {
            form,
            detail,
            fields,
            faults: RwSignal::new(view.draft.faults),
            stopped: RwSignal::new(None),
            shown: RwSignal::new(view.draft.shown),
            key: RwSignal::new(view.key),
            preview,
            now,
            times,
            stopping: RwSignal::new(view.stopping),
        }
    }

    /// The words for what would happen, with the times in it by name.
    pub fn words(&self) -> Words {
        let words = self.detail.with(|detail| detail.words.clone());
        let times = self.times.read();
        let words = match (self.form, self.chosen_time(&times)) {
            (Form::Book, Some(time)) => time.name_in(words),
            _ => words,
        };
        let label = |span| {
            let known = times.iter().find(|known| known.candidate.span == span);
            known.map(KnownTime::label)
        };
        match self.preview.read().as_ref() {
            Ok(shown) => words.naming(shown, label, |at| self.moment(at)),
            Err(_) => words,
        }
    }

    /// `Tue 24 Nov, 14:00` on the therapist's wall.
    fn moment(&self, at: Instant) -> String {
        let zone = &self.detail.read().zone;
        dates::moment(zone.wall(at), zone.wall(self.now.get()).date())
    }

    /// The time that is chosen or typed, where it is known.
    fn chosen_time<'t>(&self, times: &'t [KnownTime]) -> Option<&'t KnownTime> {
        let detail = self.detail.read();
        let start = self.fields.read().start(&detail.zone).ok()?;
        times
            .iter()
            .find(|time| time.candidate.span.start() == start)
    }

    /// What is chosen was refused, and these are the open times nearest to it.
    pub fn nearest(&self) -> Vec<Instant> {
        let faults = self.faults.read();
        let found = faults
            .iter()
            .find(|fault| fault.field() == Some(Field::NewTime));
        let found = found.copied().or_else(|| self.live_fault(Field::NewTime));
        found.map_or(Vec::new(), |refusal| refusal.nearest().starts().collect())
    }

    /// Takes a choice about the money, made on the policy's answer as it stands now.
    pub fn choose_outcome(&self, outcome: String) {
        let under = self.under().get_untracked();
        self.answer(|fields| {
            fields.outcome = outcome;
            fields.under = under;
        });
    }

    /// The same form on facts that were read anew.
    pub fn reopen(&self, view: SessionView) {
        let fields = fitting(self.form, &view.detail, view.draft.fields);
        self.detail.set(view.detail);
        self.times.set(view.times);
        self.stopping.set(view.stopping);
        self.fields.set(fields);
        self.faults.set(view.draft.faults);
        self.stopped.set(None);
        self.shown.set(view.draft.shown);
        self.key.set(view.key);
    }

    /// Takes an answer, and with it goes what was said of the old one.
    pub fn answer(&self, change: impl FnOnce(&mut Fields)) {
        self.fields.update(change);
        self.faults.update(|faults| faults.clear());
    }

    /// What is shown, as the form carries it; empty while nothing can be shown.
    pub fn commitment(&self) -> Signal<String> {
        let preview = self.preview;
        Signal::derive(move || {
            let preview = preview.read();
            preview
                .as_ref()
                .map(|shown| Commitment::to(shown).to_text())
                .unwrap_or_default()
        })
    }

    /// The clause that the money question is asked under.
    pub fn under(&self) -> Signal<String> {
        let deciding = *self;
        Signal::derive(move || {
            let preview = deciding.preview.read();
            let first = preview
                .as_ref()
                .ok()
                .and_then(|shown| shown.clauses.first().copied());
            let asked = || deciding.clause().map(|clause| clause.id().to_string());
            first
                .map(|clause| clause.id.id().to_string())
                .or_else(asked)
                .unwrap_or_default()
        })
    }

    /// The clause of the cause alone, where the rest cannot be shown yet.
    fn clause(&self) -> Option<domain::policy::Clause> {
        if self.form != Form::Cancel {
            return None;
        }
        let (detail, fields) = (self.detail.read(), self.fields.read());
        let why = fields.why(reading(&detail)).ok()?;
        cancel::clause(&detail.facts, &why, self.now.get()).ok()
    }

    /// The parts that are no longer as they were shown; gone once an answer changes.
    pub fn differences(&self) -> Vec<Difference> {
        let (shown, preview) = (self.shown.read(), self.preview.read());
        let shown = shown.as_deref().and_then(Commitment::parse);
        match (shown, preview.as_ref()) {
            (Some(shown), Ok(now)) => shown.differences(&Commitment::to(now)),
            _ => Vec::new(),
        }
    }

    /// What a changed part was.
    pub fn was(&self, part: Difference) -> Option<String> {
        if !self.differences().contains(&part) {
            return None;
        }
        let shown = self.shown.read();
        let shown = shown.as_deref().and_then(Commitment::parse)?;
        Some(sentences::was::was(
            &shown,
            part,
            self.detail.read().facts.session.price,
        ))
    }

    /// The words beside a field: what the server found, else what shows while filling in.
    pub fn fault(&self, field: Field) -> Signal<Option<String>> {
        let deciding = *self;
        Signal::derive(move || {
            let faults = deciding.faults.read();
            let found = faults
                .iter()
                .find(|fault| fault.field() == Some(field))
                .copied();
            found.or_else(|| deciding.live_fault(field)).map(|refusal| {
                let detail = deciding.detail.read();
                sentences::refusal::refusal(refusal, &detail.words)
            })
        })
    }

    /// Whether something that is there is marked as wrong.
    pub fn is_marked(&self) -> bool {
        let preview = self.preview.read();
        let faults = preview.as_ref().err().into_iter().flatten();
        let mut fields = faults.filter_map(|fault| fault.field());
        fields.any(|field| self.live_fault(field).is_some())
    }

    /// What is wrong with a value that is there; what is still to come is no fault yet.
    fn live_fault(&self, field: Field) -> Option<Refusal> {
        let preview = self.preview.read();
        let faults = preview.as_ref().err()?;
        let fault = faults
            .iter()
            .find(|fault| fault.field() == Some(field))
            .copied()?;
        let fields = self.fields.read();
        let filled = match field {
            Field::Amount => !fields.amount.trim().is_empty(),
            Field::Asked => !fields.asked_at.trim().is_empty(),
            Field::NewTime if fields.way == "offer" => fault != Refusal::NewTimeMissing,
            Field::NewTime if matches!(fields.to.as_str(), "" | "typed") => {
                !fields.to_typed.trim().is_empty()
            }
            Field::NewTime => true,
            Field::Words | Field::Reason | Field::Note => true,
            Field::Aware => !fields.aware.is_empty(),
            Field::Cause | Field::Outcome | Field::Block => false,
        };
        filled.then_some(fault)
    }
}

/// The facts, with what is known of other times.
fn with_times(facts: &Facts, known: &[KnownTime]) -> Facts {
    let candidates = known.iter().map(|known| known.candidate.clone());
    let times = Times {
        candidates: candidates.collect(),
        ..facts.times.clone()
    };
    Facts {
        times,
        ..facts.clone()
    }
}

/// An initial booking is declined through the team.
fn fitting(form: Form, detail: &SessionDetail, fields: Fields) -> Fields {
    match form {
        Form::Decline => fields.asking_whom(detail.facts.session.kind),
        _ => fields,
    }
}

/// The server function that a form posts to.
pub fn action(form: Form) -> &'static str {
    match form {
        Form::Cancel => routes::DO_CANCEL_SESSION,
        Form::Attend => routes::DO_RECORD_ATTENDANCE,
        Form::GiveBack => routes::DO_GIVE_BACK,
        Form::Move => routes::DO_MOVE_SESSION,
        Form::Confirm => routes::DO_CONFIRM_SESSION,
        Form::Decline => routes::DO_DECLINE_BOOKING,
        Form::Carry => routes::DO_ASK_TO_CARRY,
        Form::Book => routes::DO_BOOK_FOLLOW_UP,
        Form::Withdraw => routes::DO_WITHDRAW_OFFER,
        Form::Waive => routes::DO_WAIVE_LATE,
    }
}

pub fn reading(detail: &SessionDetail) -> Reading<'_> {
    Reading {
        currency: detail.facts.session.price.currency,
        zone: &detail.zone,
    }
}
