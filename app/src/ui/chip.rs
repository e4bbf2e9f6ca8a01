//! A chip: a few words about a state, in its tone.

use domain::view::chip::{Chip as ChipData, Tone};
use leptos::prelude::*;

#[component]
pub fn Chip(chip: ChipData) -> impl IntoView {
    view! { <span class=class(chip.tone)>{chip.text}</span> }
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Paid => "chip ok",
        Tone::Due => "chip warn",
        Tone::Cancelled => "chip danger",
        Tone::Moved => "chip info",
        Tone::Brand => "chip brand",
        Tone::Quiet => "chip",
    }
}
