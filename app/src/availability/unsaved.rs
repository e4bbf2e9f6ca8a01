//! What is edited and not yet saved stays in the tab, whichever way somebody leaves the page: the
//! browser's *Back* asks nobody. Whoever comes back finds it on top of what is saved by then, and
//! can undo it as one step.

use super::new_block;
use super::state::{Editing, News};
use crate::wire;
use domain::availability::edit::Change;
use domain::availability::editor::Scope;
use domain::form::hours::Typed;
use domain::ids::AccountId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Unsaved {
    /// The next one in this tab may be somebody else.
    whose: AccountId,
    changes: Vec<Change>,
    new_block: Typed,
    rough: Typed,
    /// What the fields of a day are for.
    scope: Scope,
}

/// Takes up what was left, and keeps what is done from now on.
pub fn keep(editing: Editing, whose: AccountId) {
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            untrack(|| take_up(editing, whose));
        }
        let unsaved = Unsaved {
            whose,
            changes: editing.editor.read().changes(),
            new_block: editing.new_block.get(),
            rough: editing.rough.get(),
            scope: editing.scope.get(),
        };
        let typed = !unsaved.new_block.is_empty() || !unsaved.rough.is_empty();
        write((typed || !unsaved.changes.is_empty()).then(|| wire::text(&unsaved)));
    });
}

/// It was saved, or is to be lost.
pub fn forget() {
    write(None);
}

fn take_up(editing: Editing, whose: AccountId) {
    let Some(unsaved) = read().filter(|unsaved| unsaved.whose == whose) else {
        return;
    };
    if !unsaved.new_block.is_empty() {
        editing.new_block.set(unsaved.new_block);
    }
    editing.rough.update(|rough| rough.extend(unsaved.rough));
    editing.scope.set(unsaved.scope);
    let before = editing.editor.read().changes().len();
    let mut draft = editing.editor.read().schedule().clone();
    let made = unsaved
        .changes
        .iter()
        .try_for_each(|one| one.make(&mut draft));
    match made {
        Ok(()) => editing.editor.update(|editor| editor.put(draft)),
        Err(why) => return editing.no_room(why),
    }
    let after = editing.editor.read().changes().len();
    let typed = new_block::is_typed(editing) || !editing.rough.read().is_empty();
    if after > before || typed {
        editing.news.set(Some(News::Back(after)));
    }
}

const KEY: &str = "hours-not-saved";

fn read() -> Option<Unsaved> {
    #[cfg(target_arch = "wasm32")]
    {
        let kept = storage()?.get_item(KEY).ok()??;
        wire::from_str(&kept).ok()
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = (wire::from_str::<Unsaved>, KEY);
        None
    }
}

/// A browser that keeps nothing for pages is no reason to stop.
#[cfg_attr(not(target_arch = "wasm32"), allow(unused_variables))]
fn write(text: Option<String>) {
    #[cfg(target_arch = "wasm32")]
    if let Some(storage) = storage() {
        let _ = match text {
            Some(text) => storage.set_item(KEY, &text),
            None => storage.remove_item(KEY),
        };
    }
}

#[cfg(target_arch = "wasm32")]
fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok()?
}
