//! A therapist moves to another zone: where to, and whether the hours stay on the wall or at their
//! instants, each with what it comes to. Booked sessions stay where they are in both cases.

pub mod api;

use crate::fault::PageFault;
use crate::routes;
use crate::ui::answer;
use crate::ui::coming::Coming;
use crate::ui::faulted::Faulted;
use crate::ui::form::{Ear, Form as ThinForm, FormAnswer};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::lead::lead_to;
use crate::ui::note::{Note, NoteTone};
use crate::ui::refresh::use_refresh;
use crate::ui::title::Title;
use crate::wire;
use api::{ZoneAnswer, ZoneView, load_zone};
use domain::availability::edit::Keeping;
use domain::sentences::editing as words;
use domain::view::availability::{NewZone, ZonePage as View, ZoneRegion, ZoneWay};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};

#[component]
pub fn ZonePage() -> impl IntoView {
    let query = use_query_map();
    let to = Memo::new(move |_| query.read().get("to").unwrap_or_default());
    let refused = Memo::new(move |_| query.read().get("refused").is_some());
    let view = wire::load(move || to.get(), load_zone);
    let show = move || async move {
        match view.await {
            Err(fault) => view! { <Faulted fault /> }.into_any(),
            Ok(view) => view! { <Zone view refused=refused.get_untracked() /> }.into_any(),
        }
    };
    view! {
        <Title text="Your time zone" />
        <Coming waiting="Loading the cities…" show />
    }
}

#[component]
fn Zone(view: ZoneView, refused: bool) -> impl IntoView {
    let ZoneView { page, key } = view;
    let View {
        place,
        zone,
        zones,
        to,
    } = page;
    let chosen = to.as_ref().map_or(zone, |to| to.zone.clone());
    view! {
        <section class="sheet zone">
            <header class="sheet-head">
                <a class="back" href=routes::AVAILABILITY>
                    <Icon glyph=Glyph::Back small=true />
                    " Back to your hours"
                </a>
                <h1 id="zone-title">"Your time zone"</h1>
                <p class="soft">
                    "Your hours are kept on the clock of "
                    <b>{place.clone()}</b>
                    ". Booked sessions never move: only the clock that you read them on does."
                </p>
            </header>
            {refused
                .then(|| {
                    view! {
                        <Note
                            tone=NoteTone::Warn
                            title="Nothing was saved."
                            text="Your zone or hours were changed elsewhere. Look at it again."
                        />
                    }
                })}
            <Choose zones chosen />
            {to.map(|to| view! { <Ways to place key /> })}
        </section>
    }
    .into_any()
}

/// It changes nothing, so it is asked for as a page.
#[component]
fn Choose(zones: Vec<ZoneRegion>, chosen: String) -> impl IntoView {
    let navigate = use_navigate();
    let select = NodeRef::<leptos::html::Select>::new();
    let go = move |event: SubmitEvent| {
        if let Some(select) = select.get_untracked() {
            event.prevent_default();
            navigate(&routes::zone_to(&select.value()), Default::default());
        }
    };
    let city = |of: domain::view::availability::ZoneCity| {
        let selected = of.zone == chosen;
        view! {
            <option value=of.zone selected=selected>
                {of.city}
            </option>
        }
    };
    let groups = zones.into_iter().map(|region| {
        let cities = region.zones.into_iter().map(city).collect_view();
        view! { <optgroup label=region.name>{cities}</optgroup> }
    });
    view! {
        <form method="get" action=routes::ZONE class="choose-zone" on:submit=go>
            <div class="field">
                <label for="to">"City whose clock you live by"</label>
                <select class="input" id="to" name="to" node_ref=select>
                    {groups.collect_view()}
                </select>
            </div>
            <button class="button">"Show what it means"</button>
        </form>
    }
    .into_any()
}

#[component]
fn Ways(to: NewZone, place: String, key: String) -> impl IntoView {
    let fault = RwSignal::new(None::<(String, String)>);
    let answered = hear(fault);
    let NewZone {
        zone,
        city,
        ahead,
        ways,
    } = to;
    let clocks = match ahead {
        Some(ahead) => format!("{city} is {ahead} today."),
        None => format!("{city} and {place} show the same time today."),
    };
    let way = |way| view! { <Way way place=place.clone() city=city.clone() /> };
    let ways = ways.into_iter().map(way).collect_view();
    view! {
        <ThinForm
            action=routes::DO_CHANGE_ZONE
            on_answer=answered
            class="zone-ways"
            labelled_by="ways"
        >
            <h2 id="ways">"What becomes of your hours?"</h2>
            <p class="soft">{clocks}</p>
            <input type="hidden" name="to" value=zone />
            <input type="hidden" name="key" value=key />
            {move || {
                fault
                    .get()
                    .map(|(title, text)| view! { <Note tone=NoteTone::Danger title text alert=true /> })
            }}
            {ways}
        </ThinForm>
    }
    .into_any()
}

#[component]
fn Way(way: ZoneWay, place: String, city: String) -> impl IntoView {
    let (title, value) = match way.keep {
        Keeping::Hours => ("Keep the hours on the wall", "hours"),
        Keeping::Instants => ("Keep the instants", "instants"),
    };
    let outside = words::zone_strands(way.stranded);
    let rows = way.days.into_iter().map(|day| {
        let here = (day.after != day.here).then_some(day.here);
        view! {
            <tr>
                <th scope="row">{day.days}</th>
                <td>{day.before}</td>
                <td>
                    {day.after}
                    {here.map(|here| view! { <span class="small soft">{format!("{here} in {place}")}</span> })}
                </td>
            </tr>
        }
    });
    let said = words::zone_way(way.keep, &place, &city);
    view! {
        <section class="card way">
            <h3>{title}</h3>
            <p>{said}</p>
            <table class="zone-table">
                <thead>
                    <tr>
                        <th scope="col">"Day"</th>
                        <th scope="col">{format!("Now, {place}")}</th>
                        <th scope="col">{format!("Then, {city}")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            <p class="small soft">{outside}</p>
            <button class="button" name="keep" value=value>
                {title}
            </button>
        </section>
    }
    .into_any()
}

fn hear(fault: RwSignal<Option<(String, String)>>) -> Ear {
    let (navigate, refresh) = (use_navigate(), use_refresh());
    Ear::from(move |sent: FormAnswer| {
        let wrong = match answer::read::<ZoneAnswer>(sent) {
            None => return,
            Some(Ok(ZoneAnswer::Next { to })) => {
                refresh.now();
                return navigate(&to, Default::default());
            }
            Some(Ok(ZoneAnswer::Not(why))) => (
                "Nothing was saved.".to_owned(),
                words::not_saved(&why, None),
            ),
            Some(Err(wrong)) => told(&wrong),
        };
        fault.set(Some(wrong));
        lead_to(&[".zone .note[role=alert]"]);
    })
}

fn told(fault: &PageFault) -> (String, String) {
    (fault.title().into(), fault.remedy().into())
}
