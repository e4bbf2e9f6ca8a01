//! A world for one test: the demo on the morning of Monday 23 November 2026, 06:40 in London,
//! behind the real router, over a front end of three small files. The clock stands still until
//! it is moved.
//!
//! The demo is led through its past once, and every world begins with a copy of it.

use super::visitor::Visitor;
use app::Services;
use axum::Router;
use backend::Backend;
use backend::clock::Clock;
use backend::limits::{Limits, Rate, Rates};
use backend::login::cookie::Cookie;
use backend::login::{self, Secrets};
use backend::mail::Letterhead;
use backend::mail::file::FileMailer;
use backend::seed;
use backend::seed::cast::Member;
use backend::store::{Sql, Store, StoreFault, sql};
use domain::ids::SessionId;
use domain::time::Instant;
use server::config::Config;
use server::{Proxies, Stop};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, FromRow};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::OnceCell;

pub const NOW: &str = "2026-11-23T06:40:00Z";
pub const ORIGIN: &str = "http://127.0.0.1:3000";

pub struct World {
    pub backend: Backend,
    pub router: Router,
    pub stop: Stop,
    _house: TempDir,
}

/// Whether the cast can be played and the clock be moved.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Demo,
    /// The same people and sessions, served as they are outside of the demo.
    Real,
}

impl World {
    pub async fn demo() -> World {
        World::of(Kind::Demo).await
    }

    pub async fn of(kind: Kind) -> World {
        let none = Rates {
            passwords: Rate::NONE,
            guesses: Rate::NONE,
            commands: Rate::NONE,
        };
        World::limited(kind, none).await
    }

    /// Where nobody may be too quick.
    pub async fn limited(kind: Kind, rates: Rates) -> World {
        let house = TempDir::new().unwrap();
        let (database, mail) = (house.path().join("kept.sqlite"), house.path().join("mail"));
        let demo = demo().await;
        fs::write(&database, &demo.database).unwrap();
        fs::create_dir(&mail).unwrap();
        for (name, letter) in &demo.letters {
            fs::write(mail.join(name), letter).unwrap();
        }
        let backend = open(&database, &mail).await;
        let services = Services {
            backend: backend.clone(),
            secrets: Arc::new(Secrets::new(b"the demo keeps no secrets")),
            cookie: Cookie::Loopback,
            limits: Arc::new(Limits::new(rates)),
            demo_post: (kind == Kind::Demo).then(|| Arc::new(mail)),
        };
        let config = Config {
            address: String::new(),
            origin: None,
            site: site(house.path()),
            proxies: Proxies::default(),
        };
        let (stop, stopping) = server::stop();
        let router = server::router(&config, services, stopping).expect("a router");
        World {
            backend,
            router,
            stop,
            _house: house,
        }
    }

    pub fn stranger(&self) -> Visitor {
        Visitor::new(&self.router, None)
    }

    /// Whoever has this in the browser: `name=value`.
    pub fn with_cookie(&self, cookie: &str) -> Visitor {
        Visitor::new(&self.router, Some(cookie.into()))
    }

    pub async fn sign_in(&self, member: Member) -> Visitor {
        let Backend { store, clock, .. } = &self.backend;
        let signed_in = login::sign_in_as(store, clock, member.id()).await.unwrap();
        let header = Cookie::Loopback.set(&signed_in.token);
        let (cookie, _) = header.split_once(';').expect("attributes");
        Visitor::new(&self.router, Some(cookie.to_owned()))
    }

    /// The first of the pair's sessions that `so` (a part of a WHERE) holds for.
    pub async fn session(&self, pair: (Member, Member), so: &str) -> SessionId {
        let find = format!(
            "SELECT id FROM session WHERE therapist_id = $1 AND client_id = $2 AND {so} \
             ORDER BY starts_at LIMIT 1"
        );
        let find = sql(AssertSqlSafe(find));
        let find = find.bind(pair.0.id()).bind(pair.1.id());
        let (id,): (String,) = self.one(find).await;
        id.parse().expect("an id")
    }

    /// The pair's next session; Maya's and Daniel's is a paid follow-up, within 48 hours.
    pub async fn next_session(&self, pair: (Member, Member)) -> SessionId {
        let now = self.backend.clock.now().timestamp_millis();
        let so = format!("state = 'confirmed' AND starts_at > {now}");
        self.session(pair, &so).await
    }

    /// The number that a question such as `SELECT COUNT(*) …` answers.
    pub async fn number(&self, question: &'static str) -> i64 {
        self.one::<(i64,)>(sql(question)).await.0
    }

    pub async fn one<R>(&self, question: Sql) -> R
    where
        R: for<'r> FromRow<'r, AnyRow> + Send + Unpin + 'static,
    {
        let read = self
            .backend
            .store
            .read::<_, StoreFault, _>(|tx| Box::pin(async move { tx.one::<R>(question).await }));
        read.await.unwrap()
    }
}

/// The demo after its past, as files.
struct Demo {
    database: Vec<u8>,
    letters: Vec<(String, Vec<u8>)>,
}

async fn demo() -> &'static Demo {
    static DEMO: OnceCell<Demo> = OnceCell::const_new();
    let make = || async {
        let house = TempDir::new().unwrap();
        let (database, mail) = (house.path().join("kept.sqlite"), house.path().join("mail"));
        let backend = open(&database, &mail).await;
        seed::if_empty(&backend).await.unwrap();
        backend.store.close().await;
        let letter = |entry: std::io::Result<fs::DirEntry>| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        };
        Demo {
            database: fs::read(&database).unwrap(),
            letters: fs::read_dir(&mail).unwrap().map(letter).collect(),
        }
    };
    DEMO.get_or_init(make).await
}

async fn open(database: &Path, mail: &Path) -> Backend {
    let url = format!("sqlite:{}", database.display());
    let now: Instant = NOW.parse().expect("an instant");
    let store = Store::open(&url).await.unwrap();
    let mailer = Arc::new(FileMailer::new(Letterhead::demo(), mail));
    Backend::with(store, Clock::frozen(now), mailer, ORIGIN)
}

fn site(house: &Path) -> std::path::PathBuf {
    let site = house.join("site");
    build_site(&site);
    site
}

/// What `xtask` would have listed.
const ASSETS: &str = r#"{
    "style": "/pkg/kept.1a.css", "script": "/pkg/kept.2b.js", "wasm": "/pkg/kept.3c.wasm",
    "imports": ["/pkg/kept.split.2b.js"],
    "areas": {"decisions": ["/pkg/kept.split_decisions.4d.wasm"]}
}"#;

/// What `cargo xtask build` would have made, as far as the server looks at it.
pub fn build_site(site: &Path) {
    fs::create_dir_all(site.join("pkg")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(site.join(name), text).expect(name);
    write("assets.json", ASSETS);
    write("favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    write("pkg/kept.2b.js", "plain");
    write("pkg/kept.2b.js.br", "squeezed");
}
