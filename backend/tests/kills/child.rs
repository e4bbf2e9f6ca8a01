//! A process of its own that carries out one command, and dies of it where it is told to.

use crate::send::{Answer, Form, send, subject};
use backend::Backend;
use backend::clock::Clock;
use backend::crash::Point;
use backend::mail::Letterhead;
use backend::mail::file::FileMailer;
use backend::store::Store;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use std::os::unix::process::ExitStatusExt;
use std::process;
use std::sync::Arc;
use tempfile::TempDir;

const SIGKILL: i32 = 9;
const ERRAND: &str = "KEPT_TEST_ERRAND";

/// A command on its way to a process of its own.
#[derive(Serialize, Deserialize)]
pub struct Errand {
    pub url: String,
    pub now: Instant,
    pub task: Task,
}

#[derive(Serialize, Deserialize)]
pub enum Task {
    Send(Box<Form>),
    /// Whatever is due by the clock.
    Strike,
}

impl Errand {
    /// Whether it came to the point, and so to its end there.
    pub fn dies_at(&self, point: Point) -> bool {
        let errand = serde_json::to_string(self).expect("plain data");
        let ended = process::Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "child::carries_out_one_command", "--ignored"])
            .env(ERRAND, errand)
            .env("KEPT_CRASH_AT", point.name())
            .stdout(process::Stdio::null())
            .stderr(process::Stdio::null())
            .status();
        ended.expect("a process").signal() == Some(SIGKILL)
    }
}

/// `None` of the clock, whom nobody answers.
pub async fn does(backend: &Backend, task: &Task) -> Option<Answer> {
    match task {
        Task::Send(form) => {
            let subject = subject(backend, form).await;
            let sent = send(backend, (**form).clone(), subject).await;
            Some(sent.unwrap())
        }
        Task::Strike => {
            backend.worker().drain().await.unwrap();
            None
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a process of its own, begun by the test that watches it die"]
async fn carries_out_one_command() {
    let errand = std::env::var(ERRAND).expect("an errand");
    let errand: Errand = serde_json::from_str(&errand).expect("an errand");
    let store = Store::open(&errand.url).await.unwrap();
    let nowhere = TempDir::new().unwrap();
    let mailer = Arc::new(FileMailer::new(Letterhead::demo(), nowhere.path()));
    let clock = Clock::frozen(errand.now);
    let backend = Backend::with(store, clock, mailer, "https://kept.example");
    does(&backend, &errand.task).await;
}
