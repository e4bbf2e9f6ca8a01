//! The strip above every page of the demonstration. Moving its clock is like waiting: all that
//! the page shows is asked for again.

use super::api::{DemoClock, demo_now};
use crate::routes;
use crate::ui::field_error::FieldError;
use crate::ui::form::{Form, FormAnswer};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::{answer, refresh::use_refresh};
use crate::wire;
use leptos::prelude::*;

#[component]
pub fn DemoBar() -> impl IntoView {
    let refresh = use_refresh();
    let now = wire::load(move || refresh.version(), |_| demo_now());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let now = now.await.ok().flatten();
                now.map(|now| view! { <Bar now /> })
            })}
        </Transition>
    }
}

#[component]
fn Bar(now: DemoClock) -> impl IntoView {
    let refresh = use_refresh();
    let wrong = RwSignal::new(None::<String>);
    let answered = move |sent: FormAnswer| match answer::read::<Option<String>>(sent) {
        Some(Ok(None)) => refresh.now(),
        Some(Ok(words)) => wrong.set(words),
        Some(Err(fault)) => wrong.set(Some(fault.title().into())),
        None => wrong.set(None),
    };
    view! {
        <aside class="demo-bar" aria-label="Demonstration">
            <span>
                <b>"Demo."</b>
                " It is "
                <time datetime=now.field.clone()>{now.label}</time>
                " here."
            </span>
            <details>
                <summary>"Move the clock"</summary>
                <Form action=routes::DO_MOVE_CLOCK on_answer=answered>
                    <div class="field">
                        <label for="clock-to">{format!("To ({})", now.city)}</label>
                        <input
                            class="input"
                            id="clock-to"
                            name="to"
                            type="datetime-local"
                            value=now.field
                            aria-invalid=move || wrong.read().is_some().then_some("true")
                            aria-describedby="clock-error"
                        />
                    </div>
                    <button class="button">"Move"</button>
                    <button class="button" name="by" value="3600">
                        "+ 1 hour"
                    </button>
                    <button class="button" name="by" value="86400">
                        "+ 1 day"
                    </button>
                    <FieldError id="clock-error" words=wrong />
                </Form>
            </details>
            <nav aria-label="Demonstration">
                <a href=routes::DEMO_PROVIDER>
                    <Icon glyph=Glyph::Card small=true />
                    " Provider"
                </a>
                <a href=routes::DEMO_MAIL>
                    <Icon glyph=Glyph::Mail small=true />
                    " Mail"
                </a>
            </nav>
        </aside>
    }
}
