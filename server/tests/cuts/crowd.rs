//! Three therapists, each with many sessions, and a form filled in for each of them before the
//! first round: to cancel what is to come, to say that it took place, to give a payment back. Of
//! some cancels they think better as soon as they are answered.

use crate::page;
use crate::running::{Filled, House, filled, follow_up, now};
use crate::wire::Browser;
use app::routes;
use backend::deciding::{Asked, Outcome};
use backend::seed::bookings::Booking;
use backend::seed::cast::{DANIEL, LENA, MAYA, Member, PRIYA, RUTH, TOMAS};
use backend::store::Store;
use backend::{Backend, attendance, pages};
use domain::Command;
use domain::actor::Actor;
use domain::form::{Fields, Form};
use domain::ids::{ClientId, SessionId};
use domain::payment::refund::Choice;
use domain::permission::permit;
use domain::session::attend::{Attend, Attendance};
use domain::time::TimeDelta;
use std::collections::VecDeque;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicU64, Ordering};

const PAIRS: [(Member, Member); 3] = [(MAYA, DANIEL), (TOMAS, LENA), (RUTH, PRIYA)];
/// Of each pair: sessions to come, sessions that are over, and of those the attended ones.
const TO_COME: i64 = 160;
const OVER: i64 = 80;
const OF_THEM_ATTENDED: i64 = 40;
pub const ATTENDED: i64 = OF_THEM_ATTENDED * PAIRS.len() as i64;
/// So that there are enough for all rounds.
const MOST_A_ROUND: usize = 4;

pub struct Crowd {
    pub house: House,
    pub clients: Vec<Client>,
}

/// Somebody who sends one form after the other.
pub struct Client {
    pub person: String,
    pub cookie: Option<String>,
    client: ClientId,
    to_send: VecDeque<Filled>,
    pub cut_off: Option<CutOff>,
    pub answered: Vec<Filled>,
    /// Undos that could only be sent again when the time for it was over.
    pub too_late: Vec<SessionId>,
}

/// No answer came.
pub struct CutOff {
    pub form: Filled,
    pub sent: Sent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    Wholly,
    /// There was nobody any more who could have heard it to its end.
    Hardly,
}

/// Whether a form was sent before, without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Try {
    First,
    Again,
}

impl Crowd {
    pub async fn new() -> Crowd {
        let mut plan = Vec::new();
        for pair in PAIRS {
            let at = |hours| follow_up(pair, now() + TimeDelta::hours(hours), "4242");
            plan.extend((0..TO_COME).map(|n| at(80 + n)));
            plan.extend((0..OVER).map(|n| at(-2 - n)));
        }
        let house = House::with(plan.clone()).await;
        let backend = house.backend(now()).await;
        let mut clients = Vec::new();
        for (pair, plan) in PAIRS
            .into_iter()
            .zip(plan.chunks((TO_COME + OVER) as usize))
        {
            clients.push(Client {
                person: pair.0.id().to_string(),
                cookie: None,
                client: ClientId(pair.1.id().0),
                to_send: forms(&backend, plan).await,
                cut_off: None,
                answered: Vec::new(),
                too_late: Vec::new(),
            });
        }
        backend.store.close().await;
        Crowd { house, clients }
    }
}

async fn forms(backend: &Backend, plan: &[Booking]) -> VecDeque<Filled> {
    let (to_come, over) = plan.split_at(TO_COME as usize);
    let (open, attended) = over.split_at((OVER - OF_THEM_ATTENDED) as usize);
    let mut kinds = [Vec::new(), Vec::new(), Vec::new()];
    for booking in to_come {
        kinds[0].push(fill(&backend.store, booking, Form::Cancel).await);
    }
    for booking in open {
        kinds[1].push(fill(&backend.store, booking, Form::Attend).await);
    }
    for booking in attended {
        took_place(backend, booking).await;
        kinds[2].push(fill(&backend.store, booking, Form::GiveBack).await);
    }
    // Four cancels, then one of each of the others.
    let [cancels, attends, gives] = kinds;
    let mut mixed = VecDeque::new();
    for ((four, attend), give) in cancels.chunks(4).zip(attends).zip(gives) {
        mixed.extend(four.iter().cloned().chain([attend, give]));
    }
    mixed
}

async fn fill(store: &Store, booking: &Booking, form: Form) -> Filled {
    let typed = match form {
        Form::Cancel => Fields {
            cause: "client_asked".into(),
            asked: "now".into(),
            ..Fields::default()
        },
        Form::Attend => Fields {
            cause: "took_place".into(),
            ..Fields::default()
        },
        Form::GiveBack => Fields {
            outcome: "part".into(),
            amount: "40.00".into(),
            ..Fields::default()
        },
        other => unreachable!("nobody in the crowd fills {other:?} in"),
    };
    let key = format!("key-{}", booking.id);
    filled(store, booking.id, form, typed, &key, now()).await
}

async fn took_place(backend: &Backend, booking: &Booking) {
    let command = Command::Attend(Attend {
        attendance: Attendance::TookPlace,
        money: Choice::Policy,
        note: None,
    });
    let read = backend.store.read::<_, backend::fault::Fault, _>(|tx| {
        Box::pin(backend::store::case::load(tx, booking.id, now()))
    });
    let facts = read.await.unwrap().expect("a session").facts;
    let shown = domain::decide(&facts, &command, now()).unwrap();
    let asked = Asked {
        session: booking.id,
        command,
        commitment: Some(domain::commitment::Commitment::to(&shown).to_text()),
        key: format!("before-{}", booking.id),
        received_at: now(),
    };
    let subject = pages::session::subject(backend, booking.id).await.unwrap();
    let therapist = Actor {
        id: booking.therapist.id(),
        role: booking.therapist.role,
    };
    let permit = permit(Some(therapist), subject).unwrap();
    let outcome = attendance::record(backend, permit, asked).await.unwrap();
    assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
}

impl Client {
    /// First the form that got no answer the last time.
    pub fn sends_until_cut_off(&mut self, address: &str, answers: &AtomicU64) {
        for _ in 0..MOST_A_ROUND {
            let again = self.cut_off.take().map(|cut| (cut.form, Try::Again));
            let next = || self.to_send.pop_front().map(|form| (form, Try::First));
            let Some((form, which)) = again.or_else(next) else {
                return;
            };
            let cancelled = (form.to == "/do/cancel_session").then_some(form.session);
            if !self.sends(address, form, which) {
                return;
            }
            answers.fetch_add(1, Ordering::Relaxed);
            let regretted = cancelled.filter(|_| self.answered.len().is_multiple_of(2));
            let undo = regretted.and_then(|session| self.undo(address, session));
            if let Some(undo) = undo {
                if !self.sends(address, undo, Try::First) {
                    return;
                }
                answers.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    pub fn sends_what_was_cut_off(&mut self, address: &str) {
        if let Some(cut) = self.cut_off.take() {
            assert!(
                self.sends(address, cut.form, Try::Again),
                "nothing cuts it off any more"
            );
        }
    }

    fn sends(&mut self, address: &str, form: Filled, which: Try) -> bool {
        match self.browser(address).send(form.to, &form.pairs()) {
            Ok(reply) if reply.is_done() => self.answered.push(form),
            Ok(reply) => {
                let late = form.is_undo() && which == Try::Again && reply.text.contains("UndoOver");
                assert!(late, "{form:?}: {} {}", reply.status, reply.text);
                self.too_late.push(form.session);
            }
            Err(fault) => {
                let sent = match fault.kind() {
                    ErrorKind::NotConnected => Sent::Hardly,
                    _ => Sent::Wholly,
                };
                self.cut_off = Some(CutOff { form, sent });
                return false;
            }
        }
        true
    }

    /// The button on the session's page; there is none once the time is over, and no page where
    /// it has been cut off.
    fn undo(&self, address: &str, session: SessionId) -> Option<Filled> {
        let path = routes::session(self.client, session);
        let page = self.browser(address).get(&path).ok()?.text;
        let act = page::field(&page, "act")?;
        Some(Filled {
            to: "/do/undo_cancel",
            session,
            fields: vec![
                ("session", session.to_string()),
                ("act", act),
                ("key", format!("undo-{session}")),
            ],
        })
    }

    fn browser(&self, address: &str) -> Browser {
        let mut browser = Browser::at(address);
        browser.cookie = self.cookie.clone();
        browser
    }
}

impl Filled {
    pub fn key(&self) -> &str {
        let key = self.fields.iter().find(|(name, _)| *name == "key");
        key.map_or("", |(_, key)| key)
    }

    pub fn is_undo(&self) -> bool {
        self.to == "/do/undo_cancel"
    }

    /// Whether money goes back, and a letter says so, unless it is undone.
    pub fn is_told(&self) -> bool {
        ["/do/cancel_session", "/do/give_back"].contains(&self.to)
    }

    /// On its session, the ones before the first round among them.
    pub fn decisions(&self) -> i64 {
        if self.to == "/do/give_back" { 2 } else { 1 }
    }
}
