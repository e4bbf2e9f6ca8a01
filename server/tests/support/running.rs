//! A house on a folder of its own, in which the real program runs and is killed: the demo's cast
//! on the morning of Monday 23 November 2026, with the sessions that a test books.

use backend::Backend;
use backend::clock::Clock;
use backend::fault::Fault;
use backend::mail::Letterhead;
use backend::mail::file::FileMailer;
use backend::seed::bookings::{self, Booking, Fate, Paid};
use backend::seed::cast::{self, Member};
use backend::store::{Sql, Store, StoreFault, case, sql};
use backend::zones::Zone;
use domain::commitment::Commitment;
use domain::decide;
use domain::form::{Fields, Form, Reading};
use domain::ids::SessionId;
use domain::money::{Currency, Money};
use domain::session::SessionKind;
use domain::time::{Instant, TimeDelta, interval::Interval};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

pub const NOW: &str = "2026-11-23T06:40:00Z";

pub fn now() -> Instant {
    NOW.parse().expect("an instant")
}

/// A paid follow-up for 65.00, booked long enough ago.
pub fn follow_up(pair: (Member, Member), start: Instant, card: &'static str) -> Booking {
    let booked_at = now().min(start) - TimeDelta::days(12);
    Booking {
        id: SessionId(backend::chance::id(booked_at)),
        therapist: pair.0,
        client: pair.1,
        kind: SessionKind::FollowUp,
        span: Interval::new(start, start + TimeDelta::minutes(50)).expect("fifty minutes"),
        booked_at,
        agreed_at: booked_at,
        price: Money::new(6500, Currency::Gbp),
        paid: Paid::Card(card),
        moved_from: None,
        fate: Fate::ToCome,
    }
}

pub struct House {
    folder: TempDir,
}

impl House {
    /// With the cast, and with these bookings.
    pub async fn with(bookings: Vec<Booking>) -> House {
        let folder = TempDir::new().unwrap();
        fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
        let assets =
            r#"{"style":"/a.css","script":"/b.js","wasm":"/c.wasm","imports":[],"areas":{}}"#;
        fs::write(folder.path().join("site/assets.json"), assets).unwrap();
        let house = House { folder };
        let store = house.store().await;
        let write = store.write::<_, Fault, _>("seed", move |tx| {
            Box::pin(async move {
                cast::write(tx, now()).await?;
                bookings::write(tx, &bookings).await
            })
        });
        write.await.unwrap();
        store.close().await;
        house
    }

    /// Another one that is the same. Nothing may have this one open.
    pub fn copy(&self) -> House {
        let folder = TempDir::new().unwrap();
        for file in ["site/assets.json", "data/kept.sqlite"] {
            let to = folder.path().join(file);
            fs::create_dir_all(to.parent().expect("a folder")).unwrap();
            fs::copy(self.path(file), to).unwrap();
        }
        House { folder }
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn url(&self) -> String {
        format!("sqlite:{}", self.path("data/kept.sqlite").display())
    }

    pub async fn store(&self) -> Store {
        Store::open(&self.url()).await.unwrap()
    }

    /// A backend on it, whose clock stands at `at`.
    pub async fn backend(&self, at: Instant) -> Backend {
        let mailer = FileMailer::new(Letterhead::demo(), self.path("data/mail"));
        let store = self.store().await;
        Backend::with(
            store,
            Clock::frozen(at),
            Arc::new(mailer),
            "http://127.0.0.1",
        )
    }

    /// Serves the demo at `at`, and answers once it listens.
    pub fn serve(&self, at: Instant, settings: &[(&str, &str)]) -> Serving {
        let mut kept = self.kept(at, settings);
        self.started(kept.arg("serve"))
    }

    pub fn kept(&self, at: Instant, settings: &[(&str, &str)]) -> Command {
        self.kept_at(Path::new(env!("CARGO_BIN_EXE_kept")), at, settings)
    }

    /// The program where it has been put.
    pub fn kept_at(&self, program: &Path, at: Instant, settings: &[(&str, &str)]) -> Command {
        let mut kept = Command::new(program);
        kept.env_clear()
            .current_dir(self.folder.path())
            .env("KEPT_DEMO", "1")
            .env("KEPT_CLOCK", format!("{at:?}"))
            .env("KEPT_SITE", self.path("site"))
            .env("KEPT_DATA", self.path("data"))
            .env("KEPT_ADDR", "127.0.0.1:0")
            .env("KEPT_LOG", "warn")
            .envs(settings.iter().copied());
        kept
    }

    pub fn started(&self, kept: &mut Command) -> Serving {
        let mut log = File::options();
        let log = log.create(true).append(true).open(self.path("log.txt"));
        let mut child = kept
            .stdout(Stdio::piped())
            .stderr(log.unwrap())
            .spawn()
            .unwrap();
        let out = child.stdout.take().expect("piped");
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Kept is listening on ");
        let address = address.unwrap_or_else(|| panic!("it says {line}, {}", self.log()));
        Serving {
            address: address.to_owned(),
            child,
        }
    }

    /// What it said on the way.
    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log.txt")).unwrap_or_default()
    }

    /// Whatever stands in the folder of mail, half letters too.
    pub fn letters(&self) -> Vec<(String, String)> {
        let Ok(folder) = fs::read_dir(self.path("data/mail")) else {
            return Vec::new();
        };
        let letter = |entry: std::io::Result<fs::DirEntry>| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        };
        folder.map(letter).collect()
    }
}

/// Killed when the test is over, whatever came of it.
pub struct Serving {
    pub address: String,
    child: Child,
}

impl Serving {
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A form that is filled in and about to be sent.
#[derive(Clone, Debug)]
pub struct Filled {
    pub to: &'static str,
    pub session: SessionId,
    pub fields: Vec<(&'static str, String)>,
}

impl Filled {
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        let pairs = self.fields.iter();
        pairs.map(|(name, value)| (*name, value.as_str())).collect()
    }
}

/// The form with `typed` in it, and with the commitment to what it would do at `at`.
pub async fn filled(
    store: &Store,
    session: SessionId,
    form: Form,
    typed: Fields,
    key: &str,
    at: Instant,
) -> Filled {
    let read = store.read::<_, Fault, _>(|tx| Box::pin(case::load(tx, session, at)));
    let facts = read.await.unwrap().expect("a session").facts;
    let zone = Zone::named("Europe/London", "London").unwrap();
    let zone = zone.table(at, at);
    let reading = Reading {
        currency: facts.session.price.currency,
        zone: &zone,
    };
    let command = typed.command(form, reading).unwrap();
    let shown = decide(&facts, &command, at).unwrap();
    let to = match form {
        Form::Cancel => "/do/cancel_session",
        Form::Attend => "/do/record_attendance",
        Form::GiveBack => "/do/give_back",
        Form::Move => "/do/move_session",
        other => unreachable!("nobody here fills {other:?} in"),
    };
    let fields = vec![
        ("session", session.to_string()),
        ("key", key.to_owned()),
        ("commitment", Commitment::to(&shown).to_text()),
        ("intent", "do".into()),
        ("cause", typed.cause),
        ("asked", typed.asked),
        ("outcome", typed.outcome),
        ("amount", typed.amount),
        ("reason", typed.reason),
        ("note", typed.note),
        ("block", typed.block),
    ];
    let known = |(name, _): &(&str, String)| match form {
        Form::Attend => !["asked", "reason", "block"].contains(name),
        Form::GiveBack => !["cause", "asked", "reason", "block"].contains(name),
        _ => true,
    };
    Filled {
        to,
        session,
        fields: fields.into_iter().filter(known).collect(),
    }
}

/// The number that a question such as `SELECT COUNT(*) …` answers.
pub async fn number(store: &Store, question: impl Into<Question>) -> i64 {
    let Question(question) = question.into();
    let read = store
        .read::<_, StoreFault, _>(|tx| Box::pin(async move { tx.one::<(i64,)>(question).await }));
    read.await.unwrap().0
}

pub struct Question(Sql);

impl From<&'static str> for Question {
    fn from(text: &'static str) -> Question {
        Question(sql(text))
    }
}

impl From<Sql> for Question {
    fn from(sql: Sql) -> Question {
        Question(sql)
    }
}
