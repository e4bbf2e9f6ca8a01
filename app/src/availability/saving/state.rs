//! The form while it is filled in: what was shown, what is answered, and what that would do.

use super::api::{SavingView, Stopped};
use crate::availability::{api::Why, unsaved};
use crate::fault::PageFault;
use domain::account::pause::Answer;
use domain::availability::edit::{Edit, NotSaved, Saving, What, saving};
use domain::form::answers::Typed;
use domain::ids::SpanId;
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Answering {
    pub view: RwSignal<SavingView>,
    pub typed: RwSignal<Typed>,
    /// The server did not hear the form.
    pub fault: RwSignal<Option<PageFault>>,
    pub would: Memo<Result<Saving, NotSaved>>,
}

impl Answering {
    pub fn open(view: SavingView) -> Answering {
        let typed = RwSignal::new(view.typed.clone());
        let view = RwSignal::new(view);
        let would = move || {
            let (view, answers) = (view.read(), typed.read().answers());
            let changes = view.preview.changes.clone();
            saving::decide(
                &view.pending.edit,
                changes,
                &view.preview.parties(),
                &answers,
            )
        };
        Answering {
            view,
            typed,
            fault: RwSignal::new(None),
            would: Memo::new(move |_| would()),
        }
    }

    /// As the server shows it anew.
    pub fn reopen(self, view: SavingView) {
        self.fault.set(None);
        self.typed.set(view.typed.clone());
        self.view.set(view);
    }

    /// What the editor keeps of this edit is saved; of another edit it is not.
    pub fn forget_the_editors(self) {
        let of_it = |view: &SavingView| matches!(view.pending.edit, Edit::Schedule { .. });
        if self.view.with_untracked(of_it) {
            unsaved::forget();
        }
    }

    /// Whether any session is cancelled by the answers that there are.
    pub fn cancels(self) -> bool {
        let (view, answers) = (self.view.read(), self.typed.read().answers());
        let sessions = view.preview.stranded.iter();
        let mut sessions = sessions.filter(|line| matches!(line.what, What::Session { .. }));
        sessions.any(|line| answers.to(line.party()) == Some(Answer::Cancel))
    }

    /// Whose answer is still to come, once some are there.
    pub fn missing(self) -> String {
        let (view, would) = (self.view.read(), self.would.read());
        let Err(NotSaved::Unanswered { left }) = &*would else {
            return "Answer for each first.".into();
        };
        let all = &view.preview.stranded;
        let open = all.iter().filter(|line| left.contains(&line.id));
        let names: Vec<&str> = open.filter_map(|line| line.client.as_deref()).collect();
        match left.len() < all.len() && !names.is_empty() {
            true => format!("Still without an answer: {}.", names.join(", ")),
            false => "Answer for each first.".into(),
        }
    }

    /// Whether it is marked as the one whose answer is missing, and still is.
    pub fn is_left(self, id: SpanId) -> bool {
        let was_left = self.view.with(|view| match &view.why {
            Some(Stopped::Edit(Why::Refused(NotSaved::Unanswered { left }))) => left.contains(&id),
            _ => false,
        });
        was_left
            && matches!(&*self.would.read(), Err(NotSaved::Unanswered { left }) if left.contains(&id))
    }
}

impl SavingView {
    /// What changes, in words: the clock first.
    pub fn said(&self) -> Vec<String> {
        let zone = match &self.pending.edit {
            Edit::Rezone { city, .. } => Some(format!("Your clock: {city}")),
            _ => None,
        };
        zone.into_iter().chain(self.preview.said.clone()).collect()
    }
}
