//! What the forms of a page have sent, and what they have to say of it. It is kept by name and for
//! as long as the reader stays on the page: a form that is made anew is told again.

use leptos::prelude::*;
use std::sync::Arc;

/// Of each form that has sent something: its words, or none yet while the answer is on the way.
#[derive(Clone, Copy, Debug)]
struct Sent {
    forms: RwSignal<Vec<(Arc<str>, Option<String>)>>,
    /// Grows with every page that the reader goes to.
    visits: RwSignal<u32>,
}

/// For the whole app, once.
pub fn provide() {
    provide_context(Sent {
        forms: RwSignal::new(Vec::new()),
        visits: RwSignal::new(0),
    });
}

/// Whoever leaves a page is not told again, when they come back, what was said on it.
pub fn follow(path: Memo<String>) {
    let Sent { forms, visits } = expect_context();
    Effect::new(move |before: Option<()>| {
        path.track();
        if before.is_some() {
            visits.update(|visits| *visits += 1);
            forms.update(|forms| forms.retain(|(_, words)| words.is_none()));
        }
    });
}

/// One form of the page, by its name.
#[derive(Clone)]
pub struct Sending {
    name: Arc<str>,
    sent: Sent,
}

impl Sending {
    pub fn of(action: &str, of: &str) -> Self {
        Sending {
            name: [action, of].join(" ").into(),
            sent: expect_context(),
        }
    }

    pub fn is_under_way(&self) -> bool {
        self.found() == Some(None)
    }

    pub fn words(&self) -> Option<String> {
        self.found().flatten()
    }

    /// `None` while what was sent before is under way.
    #[cfg_attr(not(any(test, target_arch = "wasm32")), expect(dead_code))]
    pub fn begin(&self) -> Option<Visit> {
        if untrack(|| self.is_under_way()) {
            return None;
        }
        self.put(Some(None));
        let Sent { visits, .. } = self.sent;
        let of = visits.get_untracked();
        Some(Visit { visits, of })
    }

    /// The answer is there, and these are the form's words for it.
    pub fn end(&self, words: Option<String>) {
        self.put(words.map(Some));
    }

    fn found(&self) -> Option<Option<String>> {
        let forms = self.sent.forms.read();
        let found = forms.iter().find(|(name, _)| *name == self.name);
        found.map(|(_, words)| words.clone())
    }

    fn put(&self, words: Option<Option<String>>) {
        self.sent.forms.update(|forms| {
            forms.retain(|(name, _)| *name != self.name);
            forms.extend(words.map(|words| (self.name.clone(), words)));
        });
    }
}

/// From coming to a page to leaving it.
#[derive(Clone, Copy)]
pub struct Visit {
    visits: RwSignal<u32>,
    of: u32,
}

impl Visit {
    #[cfg_attr(not(any(test, target_arch = "wasm32")), expect(dead_code))]
    pub fn is_now(self) -> bool {
        self.visits.get_untracked() == self.of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNDO: &str = "/do/undo_cancel";

    fn page() -> Owner {
        let owner = Owner::new();
        owner.set();
        provide();
        owner
    }

    #[test]
    fn a_form_that_is_made_anew_is_still_being_sent_and_is_sent_once() {
        let _page = page();
        let before = Sending::of(UNDO, "");
        let visit = before.begin();
        assert!(visit.is_some_and(Visit::is_now));
        let anew = Sending::of(UNDO, "");
        assert!(anew.is_under_way());
        assert!(anew.begin().is_none());
        before.end(Some("No answer.".into()));
        assert!(!anew.is_under_way());
        assert_eq!(anew.words().as_deref(), Some("No answer."));
    }

    #[test]
    fn what_one_of_several_forms_was_told_is_said_by_that_one() {
        let _page = page();
        let [lena, priya] = ["lena", "priya"].map(|of| Sending::of("/do/confirm_session", of));
        assert!(lena.begin().is_some());
        assert!(priya.begin().is_some());
        lena.end(Some("No answer.".into()));
        assert_eq!(priya.words(), None);
        assert!(priya.is_under_way());
        priya.end(None);
        assert_eq!(lena.words().as_deref(), Some("No answer."));
    }
}
