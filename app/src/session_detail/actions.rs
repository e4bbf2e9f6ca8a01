//! What can be done with a session now, and, for what cannot, why and what to do instead. The
//! answers are `domain`'s.

use crate::routes;
use crate::ui::icon::{Glyph, Icon};
use domain::actor::Role;
use domain::payment::refund;
use domain::refusal::Refusal;
use domain::request;
use domain::sentences;
use domain::session::{SessionKind, State, attend, cancel, moving, offer, waive};
use domain::time::Instant;
use domain::view::chip::RefundState;
use domain::view::session::SessionDetail;
use leptos::prelude::*;

struct Action {
    name: &'static str,
    class: &'static str,
    href: String,
    allowed: Result<(), Refusal>,
}

#[component]
pub fn Actions(detail: SessionDetail, now: Instant) -> impl IntoView {
    let (can, cannot): (Vec<Action>, Vec<Action>) = actions(&detail, now)
        .into_iter()
        .partition(|action| action.allowed.is_ok());
    let words = detail.words;
    let button = |action: Action| {
        view! {
            <a class=action.class href=action.href>
                {action.name}
            </a>
        }
    };
    let refused = move |action: Action| {
        let why = action
            .allowed
            .err()
            .map(|why| sentences::refusal::refusal(why, &words));
        view! {
            <li>
                <Icon glyph=Glyph::Lock />
                <span>
                    <b>{action.name}</b>
                    {why}
                </span>
            </li>
        }
    };
    let none = cannot.is_empty();
    view! {
        {(!can.is_empty())
            .then(|| view! { <div class="row">{can.into_iter().map(button).collect_view()}</div> })}
        {(!none)
            .then(|| {
                view! {
                    <section class="refusals" aria-labelledby="cannot">
                        <h3 id="cannot">"Not possible now"</h3>
                        <ul>{cannot.into_iter().map(refused).collect_view()}</ul>
                    </section>
                }
            })}
    }
}

/// Those that mean something for this session; one that is over is no longer *not cancelled*.
fn actions(detail: &SessionDetail, now: Instant) -> Vec<Action> {
    let session = &detail.facts.session;
    let (client, id) = (session.client, session.id);
    let mut actions = Vec::new();
    if session.state == State::AwaitingConfirmation {
        // It is answered first; declining it is the way to cancel it.
        actions.push(Action {
            name: "Edit date and time",
            class: "button",
            href: routes::time(client, id),
            allowed: moving::may(session, now),
        });
    }
    if session.state == State::Confirmed {
        actions.push(Action {
            name: "Record attendance",
            class: "button primary",
            href: routes::attendance(client, id),
            allowed: attend::may(session, now),
        });
        actions.push(Action {
            name: "Edit date and time",
            class: "button",
            href: routes::time(client, id),
            allowed: moving::may(session, now),
        });
        actions.push(Action {
            name: "Cancel session",
            class: "button danger",
            href: routes::cancel(client, id),
            allowed: cancel::may(session, Role::Therapist, now),
        });
    }
    if offer::may_withdraw(&detail.facts, now).is_ok() {
        actions.push(Action {
            name: "Take the other times back",
            class: "button",
            href: routes::withdraw_offer(client, id),
            allowed: Ok(()),
        });
    }
    if waive::may(session, now).is_ok() {
        actions.push(Action {
            name: "Waive the late mark",
            class: "button",
            href: routes::waive_late(client, id),
            allowed: Ok(()),
        });
    }
    if request::may_carry(&detail.facts, now).is_ok() {
        actions.push(Action {
            name: "Carry the payment …",
            class: "button",
            href: routes::carry(client, id),
            allowed: Ok(()),
        });
    }
    if session.state.is_over() && detail.facts.payment.paid().is_some() {
        actions.push(Action {
            name: refund_name(detail),
            class: "button",
            href: routes::refund(client, id),
            allowed: refund::may(&detail.facts, now),
        });
    }
    // What is still to come is no refusal worth telling, unless it is the answer to a wish.
    let initial = session.kind == SessionKind::Initial;
    actions.retain(|action| match action.allowed {
        Err(Refusal::NotStarted) => initial,
        Err(Refusal::NothingLeft) => false,
        // Nor would anything be left to wait for.
        Err(Refusal::CanStillBeUndone { .. }) => detail.facts.payment.refundable() > 0,
        _ => true,
    });
    actions
}

fn refund_name(detail: &SessionDetail) -> &'static str {
    match detail.refunds.last().map(|refund| refund.state) {
        None => "Refund",
        Some(RefundState::Failed) => "Refund again",
        Some(_) => "Refund the rest",
    }
}
