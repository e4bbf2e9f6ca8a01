//! What is blocked, whatever the hours say, and the ways to block more.

use super::new_block::NewBlock;
use super::state::Editing;
use domain::availability::Block;
use domain::availability::editor::Step;
use domain::form::hours::{Typed, unblock_name};
use domain::sentences::hours as words;
use domain::time::NaiveDateTime;
use domain::time::zone::ZoneTable;
use leptos::prelude::*;

#[component]
pub fn Blocks(
    editing: Editing,
    alive: ReadSignal<bool>,
    typed: StoredValue<Typed>,
) -> impl IntoView {
    let all = Memo::new(move |_| listed(editing, alive.get()));
    let rows = move || {
        let all = all.get().into_iter().enumerate();
        all.map(|(number, block)| view! { <OfBlock editing number block alive typed /> })
            .collect_view()
    };
    view! {
        <section class="card" aria-labelledby="blocks">
            <h2 id="blocks">"Blocked"</h2>
            <p class="small soft">
                {move || all.read().is_empty().then_some("Nothing is blocked.")}
            </p>
            <ul class="blocks">{rows}</ul>
            <NewBlock editing alive typed />
            <div class="row">
                <a class="button" href="/availability/day-off">
                    "Take days off"
                </a>
                <a class="button" href="/availability/away">
                    "Unavailable from now on"
                </a>
            </div>
        </section>
    }
    .into_any()
}

/// A block that is removed stays on the list until that is saved; one that is added stands there
/// at once, where it is no field of the plain form.
fn listed(editing: Editing, alive: bool) -> Vec<Block> {
    let (editor, week) = (editing.editor.read(), editing.week.read());
    let mut all: Vec<Block> = editor.saved().blocks.iter().copied().collect();
    let there = all.clone();
    let added = editor.schedule().blocks.iter().filter(|_| alive);
    all.extend(added.filter(|block| !there.contains(block)));
    all.sort_by_key(|block| begins(block, &week.table));
    all
}

/// Those of every week come first, by their weekday.
fn begins(block: &Block, zone: &ZoneTable) -> (Option<NaiveDateTime>, u32) {
    match block {
        Block::Weekly { weekday, .. } => (None, weekday.num_days_from_monday()),
        Block::Once(span) => (Some(zone.wall(span.start())), 0),
        Block::Days(days) => (Some(days.first().and_time(Default::default())), 0),
    }
}

#[component]
fn OfBlock(
    editing: Editing,
    number: usize,
    block: Block,
    alive: ReadSignal<bool>,
    typed: StoredValue<Typed>,
) -> impl IntoView {
    let label = untrack(|| {
        let week = editing.week.read();
        words::block(&block, &week.table, week.today())
    });
    let gone = Memo::new(move |_| {
        !editing
            .draft
            .read()
            .blocks
            .iter()
            .any(|other| *other == block)
    });
    let new = Memo::new(move |_| {
        let editor = editing.editor.read();
        let mut saved = editor.saved().blocks.iter();
        !saved.any(|other| *other == block)
    });
    let name = unblock_name(number);
    let was = typed.with_value(|typed| typed.contains_key(&name));
    let toggle = move |checked: bool| {
        editing.act(&match checked {
            true => Step::Unblock(block),
            false => Step::Block(block),
        });
    };
    view! {
        <li class:gone=gone>
            <span>
                {label.clone()} " "
                {move || new.get().then(|| view! { <span class="chip brand">"Not saved yet"</span> })}
            </span>
            <label class="pick">
                <input
                    type="checkbox"
                    name=format!("f[{name}]")
                    value=serde_json::to_string(&block).unwrap_or_default()
                    checked=was
                    prop:checked=move || gone.get() || was && !alive.get()
                    aria-label=format!("Remove: {label}")
                    on:change:target=move |event| toggle(event.target().checked())
                />
                "Remove"
            </label>
        </li>
    }
    .into_any()
}
