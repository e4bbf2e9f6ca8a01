//! Days off and *unavailable now until …*: two small pages, made for a phone in one hand. No reason
//! is asked. Whom it leaves outside is asked next, and all that is cancelled is one incident.

pub mod api;

use crate::fault::PageFault;
use crate::routes;
use crate::ui::answer;
use crate::ui::coming::Coming;
use crate::ui::faulted::Faulted;
use crate::ui::field::Field;
use crate::ui::form::{Ear, Form as ThinForm, FormAnswer};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::lead::lead_to;
use crate::ui::note::{Note, NoteTone};
use crate::ui::refresh::use_refresh;
use crate::ui::title::Title;
use crate::wire;
use api::{TimeOffAnswer, TimeOffView, load_time_off};
use domain::form::time_off::Fault;
use domain::sentences::editing::time_off as words;
use domain::view::availability::AwayEnd;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};

#[component]
pub fn DayOffPage() -> impl IntoView {
    page("Take days off", |form| {
        view! { <DaysOff form /> }.into_any()
    })
}

#[component]
pub fn AwayPage() -> impl IntoView {
    page("Unavailable from now on", |form| {
        view! { <Away form /> }.into_any()
    })
}

/// A form that is open.
#[derive(Clone, Copy)]
struct Open {
    view: StoredValue<TimeOffView>,
    fault: RwSignal<Option<Fault>>,
    stopped: RwSignal<Option<PageFault>>,
}

impl Open {
    fn words(self, of: fn(&Fault) -> bool) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.fault
                .read()
                .as_ref()
                .filter(|fault| of(fault))
                .map(words)
        })
    }
}

fn page(title: &'static str, form: fn(Open) -> AnyView) -> impl IntoView {
    let query = use_query_map();
    let draft = Memo::new(move |_| query.read().get("draft").unwrap_or_default());
    let view = wire::load(move || draft.get(), load_time_off);
    let show = move || async move {
        match view.await {
            Err(fault) => view! { <Faulted fault /> }.into_any(),
            Ok(view) => form(Open {
                fault: RwSignal::new(view.fault.clone()),
                stopped: RwSignal::new(None),
                view: StoredValue::new(view),
            }),
        }
    };
    view! {
        <Title text=title />
        <Coming waiting="Loading…" show />
    }
}

fn hear(form: Open) -> Ear {
    let (navigate, refresh) = (use_navigate(), use_refresh());
    Ear::from(move |sent: FormAnswer| {
        match answer::read::<TimeOffAnswer>(sent) {
            None => return,
            Some(Ok(TimeOffAnswer::Next { to })) => {
                refresh.now();
                return navigate(&to, Default::default());
            }
            Some(Ok(TimeOffAnswer::Again(fault))) => form.fault.set(Some(fault)),
            Some(Err(fault)) => form.stopped.set(Some(fault)),
        }
        lead_to(&[
            ".time-off [aria-invalid=true]",
            ".time-off .note[role=alert]",
        ]);
    })
}

#[component]
fn Head(title: &'static str, text: String) -> impl IntoView {
    view! {
        <header class="sheet-head">
            <a class="back" href=routes::AVAILABILITY>
                <Icon glyph=Glyph::Back small=true />
                " Back to your hours"
            </a>
            <h1 id="time-off">{title}</h1>
            <p class="soft">{text}</p>
        </header>
    }
    .into_any()
}

/// What is about no field.
#[component]
fn Problem(form: Open) -> impl IntoView {
    let note = move || {
        if let Some(fault) = form.stopped.get() {
            return Some((NoteTone::Danger, fault.title(), fault.remedy().to_owned()));
        }
        match form.fault.get()? {
            fault @ Fault::NotSaved(_) => {
                Some((NoteTone::Warn, "Nothing was saved.", words(&fault)))
            }
            _ => None,
        }
    };
    move || note().map(|(tone, title, text)| view! { <Note tone title text alert=true /> })
}

#[component]
fn DaysOff(form: Open) -> impl IntoView {
    let answered = hear(form);
    let TimeOffView {
        page, key, typed, ..
    } = form.view.get_value();
    let first = form.words(|fault| matches!(fault, Fault::FirstMissing | Fault::DaysOver));
    let last = form.words(|fault| matches!(fault, Fault::LastUnreadable | Fault::Backwards));
    let today = page.today.to_string();
    view! {
        <ThinForm
            action=routes::DO_TAKE_DAYS
            on_answer=answered
            class="sheet time-off"
            labelled_by="time-off"
            novalidate=true
        >
            <Head
                title="Take days off"
                text=format!("Nobody can book you then. Today is {} in {}.", page.today_label, page.place)
            />
            <input type="hidden" name="key" value=key />
            <Problem form />
            <section aria-labelledby="at-once" class="presses">
                <h2 id="at-once">"Ill?"</h2>
                <button class="button primary wide" name="when" value="today">
                    "I’m ill today"
                </button>
                <button class="button wide" name="when" value="two">
                    "Today and tomorrow"
                </button>
            </section>
            <section aria-labelledby="dates">
                <h2 id="dates">"Or choose the days"</h2>
                <div class="two-fields">
                    <Field id="first" name="first" label="First day" kind="date" begun=typed.first least=today.clone() fault=first />
                    <Field id="last" name="last" label="Last day (optional)" kind="date" begun=typed.last least=today fault=last />
                </div>
                <button class="button wide" name="when" value="dates">
                    "Take these days off"
                </button>
            </section>
            <p class="small soft after">
                "If sessions are booked then, you say next what becomes of each. Nothing is saved before that."
            </p>
        </ThinForm>
    }
    .into_any()
}

#[component]
fn Away(form: Open) -> impl IntoView {
    let answered = hear(form);
    let TimeOffView {
        page, key, typed, ..
    } = form.view.get_value();
    let fault = form.words(|fault| {
        matches!(
            fault,
            Fault::TimeMissing | Fault::TimeInGap | Fault::TimeOver | Fault::TimeTooFar
        )
    });
    view! {
        <ThinForm
            action=routes::DO_GO_AWAY
            on_answer=answered
            class="sheet time-off"
            labelled_by="time-off"
            novalidate=true
        >
            <Head
                title="Unavailable from now on"
                text=format!("From this moment nobody can book you. The times are those of {}.", page.place)
            />
            <input type="hidden" name="key" value=key />
            <Problem form />
            <section aria-labelledby="until" class="presses">
                <h2 id="until">"Until when?"</h2>
                {page.ends.into_iter().map(press).collect_view()}
            </section>
            <section aria-labelledby="another">
                <h2 id="another">"Or until another time"</h2>
                <Field
                    id="typed"
                    name="typed"
                    label=format!("Day and time, in {}", page.place)
                    kind="datetime-local"
                    begun=typed.typed
                    fault
                />
                <button class="button wide" name="until" value="typed">
                    "Unavailable until then"
                </button>
            </section>
            <p class="small soft after">
                "If sessions are booked in that time, you say next what becomes of each."
            </p>
        </ThinForm>
    }
    .into_any()
}

fn press(end: AwayEnd) -> impl IntoView {
    view! {
        <button class="button wide press" name="until" value=end.value>
            <span>{end.name}</span>
            <span class="soft num">{end.until}</span>
        </button>
    }
}
