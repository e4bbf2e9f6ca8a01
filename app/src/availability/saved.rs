//! After an edit of the hours: what was saved, who was cancelled, and what is to be done next. A
//! block is taken back here by one press.

pub mod api;

use crate::fault::PageFault;
use crate::routes;
use crate::ui::coming::Coming;
use crate::ui::faulted::Faulted;
use crate::ui::form::{Form as ThinForm, FormAnswer};
use crate::ui::note::{Note, NoteTone};
use crate::ui::refresh::use_refresh;
use crate::ui::title::Title;
use crate::ui::{answer, icon::Glyph, icon::Icon};
use crate::wire;
use api::{Unblocked, load_saved};
use domain::session::State;
use domain::view::availability as view;
use domain::view::availability::{SavedBlock, SavedLine};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn SavedPage() -> impl IntoView {
    let query = use_query_map();
    let act = Memo::new(move |_| query.read().get("act").unwrap_or_default());
    let page = wire::load(move || act.get(), load_saved);
    let back = move || {
        let back = query.read_untracked().get("back").unwrap_or_default();
        match routes::is_own(&back) {
            true => back,
            false => routes::AVAILABILITY.into(),
        }
    };
    let show = move || async move {
        match page.await {
            Err(fault) => view! { <Faulted fault /> }.into_any(),
            Ok(Some(page)) => view! { <Saved page back=back() /> }.into_any(),
            Ok(None) => view! { <Nothing /> }.into_any(),
        }
    };
    view! {
        <Title text="Saved" />
        <Coming waiting="Loading what was saved…" show />
    }
}

#[component]
fn Saved(page: view::SavedPage, back: String) -> impl IntoView {
    let view::SavedPage {
        at,
        place,
        said,
        blocked,
        kept,
        to_move,
        cancelled,
        withdrawn,
    } = page;
    let place = place.map(|place| format!("Your clock is {place}’s now. No session has moved."));
    let said = place.into_iter().chain(said);
    let said = said.map(|text| view! { <li>{text}</li> }).collect_view();
    view! {
        <section class="sheet saved">
            <header class="sheet-head">
                <h1>"Saved"</h1>
                <p class="soft">{at.label} ". Clients see your new times at once."</p>
            </header>
            <section aria-labelledby="what-changed">
                <h2 id="what-changed">"What changed"</h2>
                <ul class="changes">{said}</ul>
                {blocked.into_iter().map(|of| view! { <TakeBack of /> }).collect_view()}
            </section>
            <ToMove lines=to_move />
            <Cancelled lines=cancelled />
            <AsBooked
                id="withdrawn"
                title="Offers withdrawn: the session stays as booked"
                lines=withdrawn
            />
            <AsBooked id="kept" title="Kept as booked" lines=kept />
            <footer class="actions">
                <div>
                    <a class="button primary" href=back>
                        "Done"
                    </a>
                </div>
            </footer>
        </section>
    }
    .into_any()
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <section class="sheet saved">
            <header class="sheet-head">
                <h1>"Nothing was saved under this address"</h1>
                <p class="soft">"Your hours stand as the editor shows them."</p>
            </header>
            <footer class="actions">
                <div>
                    <a class="button primary" href=routes::AVAILABILITY>
                        "To your hours"
                    </a>
                </div>
            </footer>
        </section>
    }
    .into_any()
}

#[component]
fn TakeBack(of: SavedBlock) -> impl IntoView {
    let said = RwSignal::new(None::<Result<Unblocked, PageFault>>);
    let refresh = use_refresh();
    let answered = move |sent: FormAnswer| {
        said.set(answer::read(sent));
        refresh.now();
    };
    let block = wire::text(&of.block);
    let note = move || {
        let (tone, title, text) = match said.get()? {
            Ok(Unblocked::Yes) => (
                NoteTone::Fine,
                "Taken back.",
                "Those times can be booked again. What was cancelled stays cancelled.",
            ),
            Ok(Unblocked::WasNot) => (NoteTone::Plain, "That is not blocked any more.", ""),
            Err(fault) => (NoteTone::Danger, fault.title(), fault.remedy()),
        };
        Some(view! { <Note tone title text alert=true /> })
    };
    let done = move || matches!(*said.read(), Some(Ok(_)));
    view! {
        <ThinForm
            action=routes::DO_UNBLOCK
            of=block.clone()
            on_answer=answered
            class="take-back"
        >
            <input type="hidden" name="block" value=block />
            <button class="button" hidden=done>
                "Take it back: "
                {of.label}
            </button>
            {note}
        </ThinForm>
    }
    .into_any()
}

#[component]
fn ToMove(lines: Vec<SavedLine>) -> impl IntoView {
    let rows = |line: &SavedLine| {
        let to = routes::time(line.client, line.session);
        let open = line.state != State::Cancelled;
        view! {
            <li>
                <Named line=line.clone() />
                {match open {
                    true => view! {
                        <a class="button" href=to>
                            "Edit date and time"
                        </a>
                    }
                    .into_any(),
                    false => view! { <span class="chip">"Cancelled since"</span> }.into_any(),
                }}
            </li>
        }
    };
    (!lines.is_empty()).then(|| {
        view! {
            <section aria-labelledby="to-move">
                <h2 id="to-move">"To do: find another time"</h2>
                <p class="small soft">"Each stays as booked until another time is taken."</p>
                <ul class="concerned">{lines.iter().map(rows).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Cancelled(lines: Vec<SavedLine>) -> impl IntoView {
    let rows = |line: &SavedLine| {
        let to = routes::session(line.client, line.session);
        view! {
            <li>
                <Named line=line.clone() />
                <a class="button quiet" href=to>
                    "Look at it"
                    <Icon glyph=Glyph::Forward small=true />
                </a>
            </li>
        }
    };
    (!lines.is_empty()).then(|| {
        view! {
            <section aria-labelledby="cancelled">
                <h2 id="cancelled">"Cancelled: what was paid goes back in full"</h2>
                <p class="small soft">
                    "Until 30 seconds after the save each can be undone, on its own page."
                </p>
                <ul class="concerned">{lines.iter().map(rows).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn AsBooked(id: &'static str, title: &'static str, lines: Vec<SavedLine>) -> impl IntoView {
    let rows = |line: &SavedLine| view! { <li><Named line=line.clone() /></li> };
    (!lines.is_empty()).then(|| {
        view! {
            <section aria-labelledby=id>
                <h2 id=id>{title}</h2>
                <ul class="concerned">{lines.iter().map(rows).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Named(line: SavedLine) -> impl IntoView {
    let when = line.when;
    let theirs = when
        .theirs
        .map(|theirs| format!(" · {} for them", theirs.times));
    view! {
        <span>
            <a href=routes::session(line.client, line.session)>{line.name}</a>
            <br />
            <span class="small soft">
                {format!("{}, {}", when.yours.short_date, when.yours.times)} {theirs}
            </span>
        </span>
    }
    .into_any()
}
