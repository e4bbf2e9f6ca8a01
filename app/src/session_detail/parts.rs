//! The parts of a session's details that only tell.

use super::api::SessionView;
use super::undo::Undo;
use crate::decision::answer::{Built, was_just_made};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::lead::{Whom, focus_on};
use crate::ui::note::{Note, NoteTone};
use domain::money::Money;
use domain::payment::Payment;
use domain::time::Instant;
use domain::view::chip::RefundState;
use domain::view::session::{HistoryLine, OutcomeLine, RefundLine, SessionDetail};
use leptos::prelude::*;

/// Found in the document: what was built may be gone by the time it is drawn.
pub const RESULT: &str = ".result";

/// What the last decision did; it stands on the page for good.
#[component]
pub fn Outcome(outcome: OutcomeLine, view: SessionView, now: Signal<Instant>) -> impl IntoView {
    // What was built first may have been built again since. Whoever has gone on to something else
    // meanwhile is left there.
    Effect::new(|_| match was_just_made() {
        Some(Built::First) => focus_on(RESULT, Whom::Everybody),
        Some(Built::Again) => focus_on(RESULT, Whom::Lost),
        None => {}
    });
    let line = |text: String| {
        view! {
            <li>
                <Icon glyph=Glyph::Check small=true />
                {text}
            </li>
        }
    };
    view! {
        <section class="result" role="status" tabindex="-1" aria-labelledby="result">
            <h2 id="result">
                <Icon glyph=Glyph::Check />
                " "
                {outcome.title}
            </h2>
            <p class="small">
                "Reference " <span class="reference">{outcome.reference}</span>
                " · " {outcome.at}
            </p>
            <ul>
                {outcome
                    .broken
                    .map(|text| {
                        view! {
                            <li class="broken">
                                <Icon glyph=Glyph::Cross small=true />
                                {text}
                            </li>
                        }
                    })}
                {outcome.lines.into_iter().map(line).collect_view()}
            </ul>
            {outcome.undo.map(|line| view! { <Undo view line now /> })}
        </section>
    }
    .into_any()
}

/// The times that wait for the client's word, while they do.
#[component]
pub fn OnOffer(detail: SessionDetail) -> impl IntoView {
    let words = detail.words;
    words.offer_until.map(|until| {
        let title = format!("{} can choose until {until}.", words.client);
        let text = format!("Kept meanwhile: {}.", words.offered.join("; "));
        view! { <Note tone=NoteTone::Plain title text /> }
    })
}

#[component]
pub fn Refunds(detail: SessionDetail, waits: Memo<bool>) -> impl IntoView {
    let client = detail.words.client.clone();
    detail
        .refunds
        .into_iter()
        .map(|refund| view! { <Refund refund client=client.clone() waits /> })
        .collect_view()
}

#[component]
fn Refund(refund: RefundLine, client: String, waits: Memo<bool>) -> impl IntoView {
    let RefundLine {
        reference,
        amount,
        state,
        requested,
        sent,
        settled,
        failure,
        held,
    } = refund;
    let heading = format!("refund-{reference}");
    let failed = state == RefundState::Failed;
    let last = match (failed, settled) {
        (true, settled) => {
            let at = settled.unwrap_or_default();
            let why = failure.map(|why| format!(": {why}")).unwrap_or_default();
            step(Step::Failed, "Failed", format!("{at}{why}"))
        }
        (false, Some(at)) => step(Step::Done, "Arrived", at),
        (false, None) => step(Step::Open, "Arrives", "5 to 10 days"),
    };
    let sent = match (sent, state) {
        (Some(at), RefundState::Sent) => step(Step::Current, "Sent", format!("{at}, to the bank")),
        (Some(at), _) => step(Step::Done, "Sent", at),
        (None, _) => {
            let soon = move || match waits.get() {
                true => "once it can no longer be undone",
                false => "in a moment",
            };
            step(Step::Open, "Sent", soon)
        }
    };
    view! {
        <section aria-labelledby=heading.clone()>
            <h3 id=heading.clone()>{format!("Refund of {amount}")}</h3>
            <ol class="steps">{step(Step::Done, "Requested", requested)} {sent} {last}</ol>
            {failed.then(|| came_back(amount, held, &client))}
        </section>
    }
}

/// `held` is what was not sent again since.
fn came_back(amount: Money, held: Option<Money>, client: &str) -> impl IntoView + use<> {
    let (tone, text) = match held {
        None => (
            NoteTone::Plain,
            format!("{client}’s bank sent it back, and it has been sent again since."),
        ),
        Some(held) => {
            let since = match amount.minor - held.minor {
                0 => ", and".into(),
                sent => format!(". {} has been sent again since;", amount.with(sent)),
            };
            let text = format!(
                "{client}’s bank sent it back{since} {held} is held safely with us. The team has \
                 been told and asks {client} for another way. You can also try again.",
            );
            (NoteTone::Danger, text)
        }
    };
    view! { <Note tone title="The refund came back." text /> }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Done,
    Current,
    Open,
    Failed,
}

fn step(step: Step, name: &'static str, text: impl IntoView + 'static) -> AnyView {
    let (class, glyph) = match step {
        Step::Done => (Some("done"), Glyph::Check),
        Step::Current => (None, Glyph::Forward),
        Step::Open => (None, Glyph::Opens),
        Step::Failed => (Some("failed"), Glyph::Cross),
    };
    view! {
        <li class=class aria-current=(step == Step::Current).then_some("step")>
            <Icon glyph />
            <b>{name}</b>
            " "
            {text}
        </li>
    }
    .into_any()
}

#[component]
pub fn Facts(detail: SessionDetail) -> impl IntoView {
    let price = detail.facts.session.price;
    let amount = (!matches!(detail.facts.payment, Payment::Free)).then(|| price.to_string());
    let policy = format!(
        "48-hour, version {}, agreed {}",
        detail.facts.policy.version, detail.words.agreed
    );
    view! {
        <dl class="facts">
            <dt>"Payment"</dt>
            <dd>
                {amount
                    .map(|amount| {
                        view! {
                            <b>
                                <span class="money">{amount}</span>
                            </b>
                            " "
                        }
                    })} {detail.payment}
            </dd>
            <dt>"Where"</dt>
            <dd>{detail.place}</dd>
            <dt>"Policy"</dt>
            <dd>{policy}</dd>
        </dl>
    }
}

#[component]
pub fn History(lines: Vec<HistoryLine>) -> impl IntoView {
    let line = |line: HistoryLine| {
        view! {
            <li>
                {line.text} " " <time>{line.at}</time>
                {line.detail.map(|detail| view! { <div class="soft">{detail}</div> })}
            </li>
        }
    };
    view! {
        <section aria-labelledby="history">
            <h3 id="history">"History"</h3>
            <ol class="trail">{lines.into_iter().map(line).collect_view()}</ol>
        </section>
    }
}
