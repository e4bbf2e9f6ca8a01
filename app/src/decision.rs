//! Deciding something about a session: cancelling it, moving it, saying whether it took place, refunding
//! later; answering a booking, booking a follow-up, asking the team. Each is a page with one form, and shows every consequence before anything happens:
//! `domain` works it out here as it will on the server.

pub mod answer;
pub mod api;
mod booking;
mod cause;
mod fresh;
mod happens;
mod loading;
mod money;
mod moving;
mod old_time;
mod state;
mod typed;
mod words;

use crate::fault::PageFault;
use crate::routes;
use crate::session_detail::api::SessionView;
use crate::ui::coming::Coming;
use crate::ui::faulted::Faulted;
use crate::ui::form::Form as ThinForm;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::note::{Note, NoteTone};
use crate::ui::now::use_alive;
use crate::ui::refresh::use_refresh;
use crate::ui::title::Title;
use crate::wire;
use booking::{CarryQuestions, Deadline, DeclineQuestions};
use cause::{AttendanceQuestion, CauseQuestion};
use domain::actor::Role;
use domain::form::Form;
use domain::payment::refund;
use domain::refusal::Refusal;
use domain::request;
use domain::sentences;
use domain::session::{SessionKind, attend, book, cancel, confirm, moving as moves, offer, waive};
use domain::view::session::SessionDetail;
use happens::{Actions, Happens};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use money::MoneyQuestion;
use moving::{BookQuestions, MoveQuestions};
use state::Deciding;
use words::{NoteField, ReasonField};

#[component]
pub fn CancelPage() -> impl IntoView {
    view! { <DecisionPage form=Form::Cancel /> }
}

#[component]
pub fn RefundPage() -> impl IntoView {
    view! { <DecisionPage form=Form::GiveBack /> }
}

#[component]
pub fn AttendancePage() -> impl IntoView {
    view! { <DecisionPage form=Form::Attend /> }
}

#[component]
pub fn TimePage() -> impl IntoView {
    view! { <DecisionPage form=Form::Move /> }
}

#[component]
pub fn ConfirmPage() -> impl IntoView {
    view! { <DecisionPage form=Form::Confirm /> }
}

#[component]
pub fn DeclinePage() -> impl IntoView {
    view! { <DecisionPage form=Form::Decline /> }
}

#[component]
pub fn CarryPage() -> impl IntoView {
    view! { <DecisionPage form=Form::Carry /> }
}

#[component]
pub fn BookPage() -> impl IntoView {
    view! { <DecisionPage form=Form::Book /> }
}

#[component]
pub fn WithdrawPage() -> impl IntoView {
    view! { <DecisionPage form=Form::Withdraw /> }
}

#[component]
pub fn WaivePage() -> impl IntoView {
    view! { <DecisionPage form=Form::Waive /> }
}

#[component]
fn DecisionPage(form: Form) -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let param = |name: &str| params.read().get(name).unwrap_or_default();
        (param("client"), param("session"), query.read().get("draft"))
    });
    let view = wire::load(
        move || asked.get(),
        move |(client, session, draft)| loading::open(form, client, session, draft),
    );
    let refresh = use_refresh();
    // An open form keeps itself fresh; here is asked again where there is none.
    Effect::new(move |before: Option<u32>| {
        let version = refresh.version();
        let open = |view: &SessionView| may(form, &view.detail).is_ok();
        let shown = view.get_untracked();
        if before.is_some_and(|before| before != version)
            && shown.is_some_and(|shown| !shown.as_ref().is_ok_and(open))
        {
            view.refetch();
        }
        version
    });
    let show = move || async move {
        let view = match view.await {
            Err(fault) => return view! { <Faulted fault /> }.into_any(),
            Ok(view) => view,
        };
        match may(form, &view.detail) {
            Ok(()) => view! { <Decision form view /> }.into_any(),
            Err(refusal) => view! { <Refused form detail=view.detail refusal /> }.into_any(),
        }
    };
    view! { <Coming waiting="Loading the session…" show /> }
}

/// Whether the form has anything to ask at all.
fn may(form: Form, detail: &SessionDetail) -> Result<(), Refusal> {
    let session = &detail.facts.session;
    match form {
        Form::Cancel => cancel::may(session, Role::Therapist, detail.now),
        Form::Attend => attend::may(session, detail.now),
        Form::GiveBack => refund::may(&detail.facts, detail.now),
        Form::Move => moves::may(session, detail.now),
        Form::Confirm => confirm::may(session, detail.now),
        Form::Decline => confirm::may_decline(&detail.facts, detail.now),
        Form::Carry => request::may_carry(&detail.facts, detail.now),
        Form::Book => book::may(session),
        Form::Withdraw => offer::may_withdraw(&detail.facts, detail.now),
        Form::Waive => waive::may(session, detail.now).map(drop),
    }
}

fn title(form: Form, detail: &SessionDetail) -> String {
    match form {
        Form::Cancel => "Cancel this session?".into(),
        Form::Attend => "Did it take place?".into(),
        Form::GiveBack => format!("Refund {}?", detail.words.client),
        Form::Move => "Edit date and time".into(),
        Form::Confirm => "Confirm this booking?".into(),
        Form::Decline => match detail.facts.session.kind {
            SessionKind::Initial => "Ask the team to cancel this booking?".into(),
            SessionKind::FollowUp => "Decline this booking?".into(),
        },
        Form::Carry => "Carry the payment to a new session?".into(),
        Form::Book => "Book a follow-up".into(),
        Form::Withdraw => "Take back the other times?".into(),
        Form::Waive => "Waive the late mark?".into(),
    }
}

/// Where the form leads back to.
fn back(form: Form, detail: &SessionDetail) -> String {
    let session = &detail.facts.session;
    match form {
        Form::Book => routes::client(session.client),
        _ => routes::session(session.client, session.id),
    }
}

fn back_words(form: Form) -> &'static str {
    match form {
        Form::Book => " Back to the client",
        _ => " Back to the session",
    }
}

#[component]
fn Decision(form: Form, view: SessionView) -> impl IntoView {
    let deciding = Deciding::open(form, view);
    let detail = deciding.detail;
    fresh::keep(deciding);
    let alive = use_alive();
    let back = Memo::new(move |_| detail.with(|detail| back(form, detail)));
    let answered = answer::hear(deciding);
    let hidden = move |name: &'static str, value: Signal<String>| {
        view! { <input type="hidden" name=name prop:value=value value=value.get_untracked() /> }
            .into_any()
    };
    let session = Signal::derive(move || detail.with(|detail| detail.facts.session.id.to_string()));
    view! {
        <Title text=Signal::derive(move || detail.with(|detail| title(form, detail))) />
        <ThinForm
            action=state::action(form)
            on_answer=answered
            class="sheet"
            labelled_by="sheet-title"
            novalidate=true
        >
            <Head deciding back />
            {hidden("session", session)}
            {(form == Form::Book)
                .then(|| {
                    let client = move || {
                        detail.with(|detail| detail.facts.session.client.to_string())
                    };
                    hidden("client", Signal::derive(client))
                })}
            {hidden("key", deciding.key.into())}
            {hidden("commitment", deciding.commitment())}
            {hidden("under", deciding.under())}
            <Problem deciding />
            {match form {
                Form::Cancel => view! { <CauseQuestion deciding /> }.into_any(),
                Form::Attend => view! { <AttendanceQuestion deciding /> }.into_any(),
                Form::GiveBack | Form::Withdraw | Form::Waive => ().into_any(),
                Form::Move => view! { <MoveQuestions deciding /> }.into_any(),
                Form::Confirm => view! { <Deadline deciding /> }.into_any(),
                Form::Decline => view! { <DeclineQuestions deciding /> }.into_any(),
                Form::Carry => view! { <CarryQuestions deciding /> }.into_any(),
                Form::Book => view! { <BookQuestions deciding /> }.into_any(),
            }}
            <MoneyQuestion deciding />
            <ReasonField deciding />
            <NoteField deciding />
            <Happens deciding alive />
            <Actions deciding back alive />
        </ThinForm>
    }
}

#[component]
fn Head(deciding: Deciding, #[prop(into)] back: Signal<String>) -> impl IntoView {
    let Deciding { form, detail, .. } = deciding;
    view! {
        <header class="sheet-head">
            <a class="back" href=back>
                <Icon glyph=Glyph::Back small=true />
                {back_words(form)}
            </a>
            <h1 id="sheet-title">{move || detail.with(|detail| title(form, detail))}</h1>
            <p class="soft">{move || detail.with(|detail| about(form, detail))}</p>
            {(form == Form::Cancel)
                .then(|| {
                    let instead = move || detail.with(|detail| {
                        let session = &detail.facts.session;
                        routes::time(session.client, session.id)
                    });
                    view! {
                        <p class="small">
                            <a href=instead>"Move it instead"</a>
                            ", and the payment goes with it"
                        </p>
                    }
                })}
        </header>
    }
    .into_any()
}

/// `Daniel Reyes · Tuesday 24 November, 14:00 – 14:50 · paid £65.00`
fn about(form: Form, detail: &SessionDetail) -> String {
    if form == Form::Book {
        return booking::about(detail);
    }
    let left = detail.facts.payment.refundable();
    let price = detail.facts.session.price;
    let money = match detail.facts.payment.paid() {
        Some(_) if left == price.minor => format!(" · paid {price}"),
        Some(_) => format!(" · {} of {price} is left to refund", price.with(left)),
        None => String::new(),
    };
    format!(
        "{} · {}{money}",
        detail.words.client_name, detail.words.when
    )
}

/// What went wrong with the form as a whole.
#[component]
fn Problem(deciding: Deciding) -> impl IntoView {
    let problem = move || {
        match deciding.stopped.get() {
            Some(PageFault::SignInFirst) => {
                return Some((
                    NoteTone::Danger,
                    "You were signed out. Nothing has been done.".to_string(),
                    "Sign in again in another tab, then press the button here once more: what \
                     you entered is still here."
                        .to_string(),
                ));
            }
            Some(fault) => {
                let (title, remedy) = (fault.title().into(), fault.remedy().into());
                return Some((NoteTone::Danger, title, remedy));
            }
            None => {}
        }
        if !deciding.differences().is_empty() {
            return Some((
                NoteTone::Warn,
                "Something changed since you looked. Nothing has been done.".to_string(),
                "The marked lines are new. Read them, then decide again.".to_string(),
            ));
        }
        let faults = deciding.faults.get();
        let whole = faults.iter().find(|fault| fault.field().is_none());
        match (whole, faults.len()) {
            (Some(refusal), _) => {
                let words = deciding
                    .detail
                    .with(|detail| sentences::refusal::refusal(*refusal, &detail.words));
                Some((NoteTone::Danger, "Nothing has been done.".into(), words))
            }
            (None, 0) => None,
            (None, 1) => Some((
                NoteTone::Danger,
                "Look at one answer again.".into(),
                "Nothing has been done.".into(),
            )),
            (None, count) => Some((
                NoteTone::Danger,
                format!("Look at {count} answers again."),
                "Nothing has been done.".into(),
            )),
        }
    };
    move || problem().map(|(tone, title, text)| view! { <Note tone title text alert=true /> })
}

#[component]
fn Refused(form: Form, detail: SessionDetail, refusal: Refusal) -> impl IntoView {
    let session = &detail.facts.session;
    let back = back(form, &detail);
    let why = sentences::refusal::refusal(refusal, &detail.words);
    // A session that has started does not move, but its payment can.
    let carry = (form == Form::Move && request::may_carry(&detail.facts, detail.now).is_ok())
        .then(|| routes::carry(session.client, session.id));
    view! {
        <Title text=title(form, &detail) />
        <section class="sheet">
            <header class="sheet-head">
                <a class="back" href=back.clone()>
                    <Icon glyph=Glyph::Back small=true />
                    {back_words(form)}
                </a>
                <h1>{title(form, &detail)}</h1>
                <p class="soft">{about(form, &detail)}</p>
            </header>
            <Note tone=NoteTone::Warn title="Not possible now." text=why />
            <footer class="actions">
                <div>
                    <a class=if carry.is_some() { "button" } else { "button primary" } href=back>
                        {back_words(form)}
                    </a>
                    {carry
                        .map(|carry| {
                            view! {
                                <a class="button primary" href=carry>
                                    "Ask the team"
                                </a>
                            }
                        })}
                </div>
            </footer>
        </section>
    }
}
