//! A process of its own that carries out one command, and dies of it where it is told to.

use crate::acts::Acting;
use crate::world::{NOW, at};
use backend::Backend;
use backend::clock::Clock;
use backend::crash::Point;
use backend::deciding::{Asked, Outcome};
use backend::mail::Letterhead;
use backend::mail::file::FileMailer;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::Store;
use domain::Command;
use domain::actor::Role;
use domain::ids::SessionId;
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
    url: String,
    session: SessionId,
    command: Command,
    commitment: Option<String>,
    key: String,
    received_at: Instant,
}

impl Errand {
    pub fn of(url: String, asked: &Asked) -> Errand {
        let asked = asked.clone();
        Errand {
            url,
            session: asked.session,
            command: asked.command,
            commitment: asked.commitment,
            key: asked.key,
            received_at: asked.received_at,
        }
    }

    /// # Panics
    /// Where it never comes to the point.
    pub fn dies_at(&self, point: Point, what: &str) {
        let errand = serde_json::to_string(self).expect("plain data");
        let ended = process::Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "child::carries_out_one_command", "--ignored"])
            .env(ERRAND, errand)
            .env("KEPT_CRASH_AT", point.name())
            .stdout(process::Stdio::null())
            .stderr(process::Stdio::null())
            .status();
        let ended = ended.expect("a process");
        assert_eq!(ended.signal(), Some(SIGKILL), "{what}: it never came there");
    }
}

/// By whoever of the two the command is for.
pub async fn sends(backend: &Backend, asked: Asked) -> Outcome {
    let who = match asked.command.by() {
        Role::Client => DANIEL,
        _ => MAYA,
    };
    who.sends(backend, asked).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a process of its own, begun by the test that watches it die"]
async fn carries_out_one_command() {
    let errand = std::env::var(ERRAND).expect("an errand");
    let errand: Errand = serde_json::from_str(&errand).expect("an errand");
    let store = Store::open(&errand.url).await.unwrap();
    let nowhere = TempDir::new().unwrap();
    let mailer = Arc::new(FileMailer::new(Letterhead::demo(), nowhere.path()));
    let clock = Clock::frozen(at(NOW));
    let backend = Backend::with(store, clock, mailer, "https://kept.example");
    let asked = Asked {
        session: errand.session,
        command: errand.command,
        commitment: errand.commitment,
        key: errand.key,
        received_at: errand.received_at,
    };
    sends(&backend, asked).await;
}
