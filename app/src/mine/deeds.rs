//! What a client can do by the link: choose among other times, object to a move, cancel. The last
//! two are shown with what follows before there is a button for them.

use super::api::Answered;
use crate::routes;
use crate::ui::answer;
use crate::ui::form::{Ear, Form, FormAnswer};
use crate::ui::go::leave_for;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refresh::use_refresh;
use domain::view::mine::{MinePage, OnOffer, Prospect, TimeOnOffer};
use leptos::prelude::*;

/// What somebody is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Object,
    Cancel,
}

impl Step {
    /// As it stands in the address of the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Object => "object",
            Step::Cancel => "cancel",
        }
    }

    pub fn parse(text: &str) -> Option<Step> {
        [Step::Object, Step::Cancel]
            .into_iter()
            .find(|step| step.as_str() == text)
    }

    fn action(self) -> &'static str {
        match self {
            Step::Object => routes::DO_OBJECT,
            Step::Cancel => routes::DO_CANCEL_OWN,
        }
    }

    fn of(self, page: &MinePage) -> Option<Prospect> {
        match self {
            Step::Object => page.objection.clone(),
            Step::Cancel => page.cancel.clone(),
        }
    }
}

/// Whatever was answered, a page shows it: the reader is taken there.
pub fn hear() -> Ear {
    let refresh = use_refresh();
    Ear::from(move |sent: FormAnswer| match answer::read(sent) {
        Some(Ok(Answered { go })) => leave_for(&go),
        // The form says why, and the page that is fetched anew what can be done.
        Some(Err(_)) => refresh.now(),
        None => {}
    })
}

#[component]
pub fn Deeds(
    page: MinePage,
    token: String,
    key: String,
    note: String,
    step: Option<Step>,
) -> impl IntoView {
    if let Some(step) = step
        && let Some(prospect) = step.of(&page)
    {
        return view! { <Confirm step prospect token key note noun=page.noun /> }.into_any();
    }
    let to = |step: Step| {
        format!(
            "{}?{}={}",
            routes::mine(&token),
            routes::MINE_STEP,
            step.as_str()
        )
    };
    let objection = page.objection.map(|objection| {
        view! { <Objection until=objection.until href=to(Step::Object) /> }
    });
    let cancel = page.cancel.map(|_| {
        view! {
            // A page of its own by a full load, with JavaScript as without.
            <p>
                <a class="button quiet" href=to(Step::Cancel) rel="external">
                    {format!("Cancel this {} …", page.noun)}
                </a>
            </p>
        }
    });
    let offer = page
        .offer
        .map(|offer| view! { <Offer offer token=token.clone() key=key.clone() /> });
    view! {
        {offer}
        {objection}
        {cancel}
    }
    .into_any()
}

#[component]
fn Offer(offer: OnOffer, token: String, key: String) -> impl IntoView {
    let OnOffer { until, times, none } = offer;
    let times = times
        .into_iter()
        .map(|time| view! { <Take time token=token.clone() key=key.clone() /> })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="offer">
            <div>
                <h2 id="offer">"Other times to choose from"</h2>
                <p class="small soft">
                    {format!("Kept for you until {until}. Until you take one, nothing moves.")}
                </p>
            </div>
            <ul class="offered">{times}</ul>
            <Form action=routes::DO_ANSWER_OFFER of="none" on_answer=hear() explains=true>
                <input type="hidden" name="token" value=token />
                <input type="hidden" name="key" value=key />
                <input type="hidden" name="choice" value="none" />
                <input type="hidden" name="commitment" value=none />
                <button class="button wide">"None of these"</button>
            </Form>
        </section>
    }
}

#[component]
fn Take(time: TimeOnOffer, token: String, key: String) -> impl IntoView {
    let mut small = time.lines;
    small.splice(0..0, time.theirs);
    view! {
        <li>
            <Form action=routes::DO_ANSWER_OFFER of=time.start.clone() on_answer=hear() explains=true>
                <input type="hidden" name="token" value=token />
                <input type="hidden" name="key" value=key />
                <input type="hidden" name="choice" value=time.start />
                <input type="hidden" name="commitment" value=time.commitment />
                <button class="button primary wide">{format!("Take {}", time.label)}</button>
            </Form>
            <p class="small soft">{small.join(" · ")}</p>
        </li>
    }
}

#[component]
fn Objection(until: String, href: String) -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="objection">
            <h2 id="objection">"Is the new time not right?"</h2>
            <p>{format!("You can object until {until}. You see first what follows from it.")}</p>
            <p>
                <a class="button" href=href rel="external">
                    "I do not agree …"
                </a>
            </p>
        </section>
    }
}

/// What follows, and the button that does it.
#[component]
fn Confirm(
    step: Step,
    prospect: Prospect,
    token: String,
    key: String,
    note: String,
    noun: String,
) -> impl IntoView {
    let title = match step {
        Step::Object => "Object to the new time?".to_owned(),
        Step::Cancel => format!("Cancel this {noun}?"),
    };
    let line = |text: String| {
        view! {
            <li>
                <Icon glyph=Glyph::Forward small=true />
                <span>{text}</span>
            </li>
        }
    };
    let back = routes::mine(&token);
    view! {
        <section class="card stack" aria-labelledby="confirm">
            <h2 id="confirm">{title}</h2>
            <div class="consequence">
                <p>
                    <b>"This is what will happen"</b>
                </p>
                <ul>{prospect.lines.into_iter().map(line).collect_view()}</ul>
            </div>
            <Form
                action=step.action()
                on_answer=hear()
                explains=true
                class="stack"
                labelled_by="confirm"
            >
                <input type="hidden" name="token" value=token />
                <input type="hidden" name="key" value=key />
                <input type="hidden" name="commitment" value=prospect.commitment />
                <div class="field">
                    <label for="note">"A few words (optional)"</label>
                    <textarea class="input" id="note" name="note" rows="3">
                        {note}
                    </textarea>
                </div>
                <div class="row">
                    <button class="button danger solid">{prospect.button}</button>
                    <a class="button" href=back rel="external">
                        "Back"
                    </a>
                </div>
            </Form>
        </section>
    }
}
