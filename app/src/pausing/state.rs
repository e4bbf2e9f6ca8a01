//! What somebody has answered so far, and what a pause would do with it: worked out here as it
//! will be on the server.

use super::api::{Answer, PauseView};
use super::typed;
use crate::fault::PageFault;
use crate::routes;
use crate::ui::answer;
use crate::ui::form::{Ear, FormAnswer};
use crate::ui::go::leave_for;
use crate::ui::lead::lead_to;
use crate::ui::note::NoteTone;
use crate::ui::now::use_now;
use domain::account::pause::{Answer as Of, Pausing as Does, ToCome};
use domain::form::answers::name;
use domain::form::pausing::{Pausable, PauseFault, PauseField, PauseFields, can_have, key};
use domain::sentences::account as words;
use domain::sentences::dates;
use domain::time::Instant;
use domain::view::pausing::{CameBack, PausePage};
use leptos::prelude::*;

/// The signals of the form; a copy is a handle.
#[derive(Clone, Copy)]
pub struct Pausing {
    pub page: RwSignal<PausePage>,
    pub fields: RwSignal<PauseFields>,
    /// What the server found wrong.
    pub faults: RwSignal<Vec<PauseFault>>,
    pub came_back: RwSignal<CameBack>,
    /// Why the server did not hear the form at all.
    pub stopped: RwSignal<Option<PageFault>>,
    pub key: RwSignal<String>,
    /// The day of return was typed to its end: while it is typed, it is one long past at first.
    pub back_typed: RwSignal<bool>,
    pub preview: Memo<Result<Does, Vec<PauseFault>>>,
}

impl Pausing {
    pub fn open(view: PauseView) -> Pausing {
        let page = RwSignal::new(view.page);
        let fields = RwSignal::new(view.draft.fields);
        let now = use_now(Memo::new(move |_| page.read().now).into());
        typed::put_back(fields, typed::before_alive());
        let preview = Memo::new(move |_| preview(&page.read(), &fields.read(), now.get()));
        Pausing {
            page,
            fields,
            faults: RwSignal::new(view.draft.faults),
            came_back: RwSignal::new(view.draft.came_back),
            stopped: RwSignal::new(None),
            key: RwSignal::new(view.key),
            back_typed: RwSignal::new(false),
            preview,
        }
    }

    fn reopen(self, view: PauseView) {
        self.page.set(view.page);
        self.fields.set(view.draft.fields);
        self.faults.set(view.draft.faults);
        self.came_back.set(view.draft.came_back);
        self.stopped.set(None);
        self.key.set(view.key);
    }

    /// Takes an answer, and with it goes what was said of the old one.
    pub fn answer(&self, change: impl FnOnce(&mut PauseFields)) {
        self.fields.update(change);
        self.faults.update(|faults| faults.clear());
        self.came_back.set(CameBack::ToLook);
    }

    /// One answer for every session that can have it, whatever was answered before.
    pub fn answer_all(&self, answer: Of) {
        self.answer(|fields| {
            fields.rest = name(answer).into();
            let page = self.page.read_untracked();
            for line in &page.to_come {
                if can_have(&line.to_come(), answer) {
                    fields.answers.remove(&key(line.session));
                }
            }
        });
    }

    /// What is shown, as the form carries it; empty while nothing can be shown.
    pub fn digest(&self) -> String {
        let preview = self.preview.read();
        preview.as_ref().map(Does::digest).unwrap_or_default()
    }

    /// `Tue 1 Dec`, of the day that was typed.
    pub fn back(&self) -> Option<String> {
        let page = self.page.read();
        let back = self.preview.read().as_ref().ok()?.back?;
        let [day, today] = [back, page.now].map(|at| page.zone.wall(at).date());
        Some(dates::short_date(day, today))
    }

    pub fn fault(&self, field: PauseField) -> Signal<Option<String>> {
        let pausing = *self;
        Signal::derive(move || {
            let faults = pausing.faults.read();
            let found = faults.iter().find(|fault| fault.field() == Some(field));
            found.map(|fault| words::not_paused(*fault))
        })
    }

    /// The same of the day of return, which need not be sent to be known as wrong.
    pub fn fault_of_back(&self) -> Signal<Option<String>> {
        let (pausing, sent) = (*self, self.fault(PauseField::Back));
        Signal::derive(move || {
            sent.get().or_else(|| {
                let preview = pausing.preview.read();
                let mut faults = preview.as_ref().err()?.iter();
                let found = faults.find(|fault| fault.field() == Some(PauseField::Back));
                let found = found.filter(|_| pausing.back_typed.get());
                found.map(|fault| words::not_paused(*fault))
            })
        })
    }

    /// What is wrong with the form as a whole.
    pub fn problem(&self) -> Option<(NoteTone, String, String)> {
        const NOTHING: &str = "Nothing has been done.";
        match self.stopped.get() {
            Some(PageFault::SignInFirst) => {
                let text = "Sign in again in another tab, then press the button here once more: \
                            what you entered is still here.";
                let title = "You were signed out. Nothing has been done.";
                return Some((NoteTone::Danger, title.into(), text.into()));
            }
            Some(fault) => {
                return Some((
                    NoteTone::Danger,
                    fault.title().into(),
                    fault.remedy().into(),
                ));
            }
            None => {}
        }
        if self.came_back.get() == CameBack::Changed {
            let text = "Look through the sessions once more, then decide again.";
            let title = "Something changed since you looked. Nothing has been done.";
            return Some((NoteTone::Warn, title.into(), text.into()));
        }
        let faults = self.faults.read();
        let whole = faults.iter().find(|fault| fault.field().is_none());
        match (whole, faults.len()) {
            (Some(fault), _) => {
                let text = words::not_paused(*fault);
                Some((NoteTone::Danger, NOTHING.into(), text))
            }
            (None, 0) => None,
            (None, 1) => {
                let title = "One thing is missing.";
                Some((NoteTone::Danger, title.into(), NOTHING.into()))
            }
            (None, count) => {
                let title = format!("{count} things are missing.");
                Some((NoteTone::Danger, title, NOTHING.into()))
            }
        }
    }
}

fn preview(page: &PausePage, fields: &PauseFields, now: Instant) -> Result<Does, Vec<PauseFault>> {
    let to_come: Vec<ToCome> = page.to_come.iter().map(|line| line.to_come()).collect();
    let of = Pausable {
        account: &page.account,
        to_come: &to_come,
        zone: &page.zone,
    };
    fields.preview(of, now)
}

/// Takes the reader to what became of the form.
pub fn hear(pausing: Pausing) -> Ear {
    Ear::from(move |sent: FormAnswer| {
        match answer::read::<Answer<PauseView>>(sent) {
            None => return,
            Some(Ok(Answer::Done { .. })) => return leave_for(routes::PAUSE),
            Some(Ok(Answer::Again(view))) => pausing.reopen(*view),
            Some(Err(fault)) => pausing.stopped.set(Some(fault)),
        }
        lead_to(&[
            ".sheet [aria-invalid=true]",
            ".sheet .field-error:not([hidden])",
            ".sheet [role=alert][tabindex]",
        ]);
    })
}
