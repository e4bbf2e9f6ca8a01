//! A process of its own that carries out one task, and dies of it where it is told to.

use crate::acts::Acting;
use crate::send::{Answer, Form, send, subject};
use backend::clock::Clock;
use backend::crash::Point;
use backend::login::invite::{self, Newcomer};
use backend::login::{self, Secrets, Token};
use backend::mail::Letterhead;
use backend::mail::file::FileMailer;
use backend::outbox::again::try_again;
use backend::seed::cast::{MAYA, NOOR};
use backend::store::{Store, StoreFault, sql};
use backend::{Backend, drafts};
use domain::permission::{Subject, permit};
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use std::os::unix::process::ExitStatusExt;
use std::process;
use std::sync::Arc;
use tempfile::TempDir;

const SIGKILL: i32 = 9;
const ERRAND: &str = "KEPT_TEST_ERRAND";
const PASSWORD: &str = "a quiet room in March";

/// A task on its way to a process of its own.
#[derive(Serialize, Deserialize)]
pub struct Errand {
    pub url: String,
    pub now: Instant,
    pub task: Task,
}

#[derive(Debug, Serialize, Deserialize)]
pub enum Task {
    Send(Box<Form>),
    /// What the outbox gave up, by the team.
    TryAgain(String),
    Access(Access),
    /// What a refused form keeps.
    Draft,
    /// Whatever is due by the clock.
    Strike,
}

/// Maya's, all of it.
#[derive(Debug, Serialize, Deserialize)]
pub enum Access {
    SignIn,
    /// By the token of a cookie.
    SignOut(String),
    SignOutEverywhere,
    Invite,
    /// By the token of a link.
    Accept(String),
}

impl Access {
    /// Each time something of its own: a sign-in, or a link.
    pub fn begins_something(&self) -> bool {
        matches!(self, Access::SignIn | Access::Invite)
    }
}

impl Errand {
    /// Whether it came to the point, and so to its end there.
    pub fn dies_at(&self, point: Point) -> bool {
        let errand = serde_json::to_string(self).expect("plain data");
        let ended = process::Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "child::carries_out_one_task", "--ignored"])
            .env(ERRAND, errand)
            .env("KEPT_CRASH_AT", point.name())
            .stdout(process::Stdio::null())
            .stderr(process::Stdio::null())
            .status();
        ended.expect("a process").signal() == Some(SIGKILL)
    }
}

/// `None` where nobody is answered by an act.
pub async fn does(backend: &Backend, task: &Task) -> Option<Answer> {
    match task {
        Task::Send(form) => {
            let subject = subject(backend, form).await;
            let sent = send(backend, (**form).clone(), subject).await;
            return Some(sent.unwrap());
        }
        Task::TryAgain(task) => presses(backend, task).await,
        Task::Access(access) => comes_in(backend, access).await,
        Task::Draft => {
            let kept = drafts::keep(backend, MAYA.actor(), "/today", &"I am so sorry.").await;
            kept.unwrap();
        }
        Task::Strike => backend.worker().drain().await.unwrap(),
    }
    None
}

async fn comes_in(backend: &Backend, access: &Access) {
    let (store, clock) = (&backend.store, &backend.clock);
    match access {
        Access::SignIn => drop(login::sign_in_as(store, clock, MAYA.id()).await.unwrap()),
        Access::SignOut(token) => {
            let token = Token::parse(token).expect("a token");
            login::sign_out(store, &token).await.unwrap();
        }
        Access::SignOutEverywhere => {
            login::sign_out_everywhere(store, MAYA.id()).await.unwrap();
        }
        Access::Invite => drop(invites(backend).await),
        Access::Accept(link) => {
            let secrets = Secrets::new(b"nobody knows it");
            // Used already, the second time.
            let _ = invite::accept(store, clock, &secrets, link, PASSWORD).await;
        }
    }
}

/// The link's token.
pub async fn invites(backend: &Backend) -> String {
    let newcomer = Newcomer {
        email: MAYA.email,
        name: MAYA.name,
        zone: MAYA.zone,
        city: MAYA.city,
        role: MAYA.role,
    };
    let path = invite::invite(&backend.store, &backend.clock, newcomer).await;
    path.unwrap().replace("/welcome/", "")
}

/// Whatever was given up, by the team.
pub async fn tries_again(backend: &Backend) {
    let given_up = sql("SELECT id FROM task WHERE done_at IS NULL AND kind = 'letter_undelivered'");
    let read = backend.store.read::<_, StoreFault, _>(|tx| {
        Box::pin(async move { tx.all::<(String,)>(given_up).await })
    });
    for (task,) in read.await.unwrap() {
        presses(backend, &task).await;
    }
}

async fn presses(backend: &Backend, task: &str) {
    let leave = permit(Some(NOOR.actor()), Subject::Nothing).unwrap();
    try_again(backend, leave, task).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a process of its own, begun by the test that watches it die"]
async fn carries_out_one_task() {
    let errand = std::env::var(ERRAND).expect("an errand");
    let errand: Errand = serde_json::from_str(&errand).expect("an errand");
    let store = Store::open(&errand.url).await.unwrap();
    let nowhere = TempDir::new().unwrap();
    let mailer = Arc::new(FileMailer::new(Letterhead::demo(), nowhere.path()));
    let clock = Clock::frozen(errand.now);
    let backend = Backend::with(store, clock, mailer, "https://kept.example");
    does(&backend, &errand.task).await;
}
