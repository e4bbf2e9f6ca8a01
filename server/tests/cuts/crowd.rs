//! Three therapists, each with many sessions, and a form filled in for each of them before the
//! first round: to cancel what is to come, to say that it took place, to give a payment back.

use crate::running::{Filled, House, filled, follow_up, now};
use crate::wire::Browser;
use backend::deciding::{Asked, Outcome};
use backend::seed::bookings::Booking;
use backend::seed::cast::{DANIEL, LENA, MAYA, Member, PRIYA, RUTH, TOMAS};
use backend::store::Store;
use backend::{Backend, attendance, pages};
use domain::Command;
use domain::actor::Actor;
use domain::form::{Fields, Form};
use domain::payment::refund::Choice;
use domain::permission::permit;
use domain::session::attend::{Attend, Attendance};
use domain::time::TimeDelta;
use std::collections::VecDeque;
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
    to_send: VecDeque<Filled>,
    /// Sent, and no answer came.
    cut_off: Option<Filled>,
    pub answered: Vec<Filled>,
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
                to_send: forms(&backend, plan).await,
                cut_off: None,
                answered: Vec::new(),
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
            let Some(form) = self.cut_off.take().or_else(|| self.to_send.pop_front()) else {
                return;
            };
            if !self.sends(address, form) {
                return;
            }
            answers.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub fn sends_what_was_cut_off(&mut self, address: &str) {
        if let Some(form) = self.cut_off.take() {
            assert!(self.sends(address, form), "nothing cuts it off any more");
        }
    }

    fn sends(&mut self, address: &str, form: Filled) -> bool {
        let mut browser = Browser::at(address);
        browser.cookie = self.cookie.clone();
        match browser.send(form.to, &form.pairs()) {
            Ok(reply) => {
                assert!(reply.is_done(), "{} {}", reply.status, reply.text);
                self.answered.push(form);
                true
            }
            Err(_) => {
                self.cut_off = Some(form);
                false
            }
        }
    }
}

impl Filled {
    pub fn key(&self) -> &str {
        let key = self.fields.iter().find(|(name, _)| *name == "key");
        key.map_or("", |(_, key)| key)
    }

    /// Whether money goes back, and a letter says so.
    pub fn is_told(&self) -> bool {
        self.to != "/do/record_attendance"
    }

    /// On its session, the ones before the first round among them.
    pub fn decisions(&self) -> i64 {
        if self.to == "/do/give_back" { 2 } else { 1 }
    }
}
