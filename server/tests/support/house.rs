//! The cast, as many of Maya's sessions with Daniel as asked for, and the real router, on either
//! database. Nobody is limited, and the clock stands still on the morning of 23 November 2026.

use super::place::Place;
use app::Services;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::response::Response;
use backend::Backend;
use backend::clock::Clock;
use backend::fault::Fault;
use backend::limits::{Limits, Rate, Rates};
use backend::login::cookie::Cookie;
use backend::login::{self, Secrets};
use backend::mail::Letterhead;
use backend::mail::file::FileMailer;
use backend::seed::bookings::{self, Booking, Fate, Paid};
use backend::seed::cast::{self, DANIEL, MAYA, Member};
use backend::store::{Store, StoreFault, sql};
use domain::ids::SessionId;
use domain::money::{Currency, Money};
use domain::session::SessionKind;
use domain::time::{Instant, TimeDelta, interval::Interval};
use http::Request;
use server::config::Config;
use server::{Proxies, Stop};
use sqlx::any::AnyRow;
use std::fs;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

const NOW: &str = "2026-11-23T06:40:00Z";

pub struct House {
    pub backend: Backend,
    pub router: Router,
    place: Place,
    folder: TempDir,
    _stop: Stop,
}

impl House {
    /// Half of them over, the others to come, the first in three days; all paid.
    pub async fn with_sessions(place: Place, count: i64) -> House {
        let folder = TempDir::new().unwrap();
        let now: Instant = NOW.parse().expect("an instant");
        let store = Store::open(&place.url).await.unwrap();
        let mail = folder.path().join("mail");
        let mailer = Arc::new(FileMailer::new(Letterhead::demo(), &mail));
        let backend = Backend::with(store, Clock::frozen(now), mailer, "http://kept");
        let booked: Vec<Booking> = (0..count).map(|n| follow_up(now, n)).collect();
        let write = backend.store.write::<_, Fault, _>("people", move |tx| {
            Box::pin(async move {
                cast::write(tx, now).await?;
                bookings::write(tx, &booked).await
            })
        });
        write.await.unwrap();
        let services = Services {
            backend: backend.clone(),
            secrets: Arc::new(Secrets::new(b"the demo keeps no secrets")),
            cookie: Cookie::Loopback,
            limits: Arc::new(Limits::new(Rates {
                passwords: Rate::NONE,
                guesses: Rate::NONE,
                commands: Rate::NONE,
            })),
            demo_post: Some(Arc::new(mail)),
        };
        fs::create_dir(folder.path().join("pkg")).unwrap();
        let assets =
            r#"{"style":"/a.css","script":"/b.js","wasm":"/c.wasm","imports":[],"areas":{}}"#;
        fs::write(folder.path().join("assets.json"), assets).unwrap();
        let config = Config {
            address: String::new(),
            origin: None,
            site: folder.path().into(),
            proxies: Proxies::default(),
        };
        let (stop, stopping) = server::stop();
        let router = server::router(&config, services, stopping).expect("a router");
        House {
            backend,
            router,
            place,
            folder,
            _stop: stop,
        }
    }

    /// `name=value` of the cookie.
    pub async fn sign_in(&self, member: Member) -> String {
        let Backend { store, clock, .. } = &self.backend;
        let signed_in = login::sign_in_as(store, clock, member.id()).await.unwrap();
        let header = Cookie::Loopback.set(&signed_in.token);
        header.split(';').next().unwrap_or_default().to_owned()
    }

    pub async fn get(&self, path: &str, cookie: &str) -> String {
        let request = Request::get(path).header("accept", "text/html");
        let request = request.header("cookie", cookie).body(Body::empty());
        let answer = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        let bytes = to_bytes(answer.into_body(), 1 << 24).await.unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// As a browser without JavaScript does.
    pub async fn post(&self, to: &str, cookie: &str, body: &str) -> Response {
        let request = Request::post(to)
            .header("accept", "text/html")
            .header("cookie", cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()));
        self.router.clone().oneshot(request.unwrap()).await.unwrap()
    }

    pub async fn number(&self, question: &'static str) -> i64 {
        self.one::<(i64,)>(question).await.0
    }

    pub async fn text(&self, question: &'static str) -> String {
        self.one::<(String,)>(question).await.0
    }

    async fn one<R>(&self, question: &'static str) -> R
    where
        R: for<'r> sqlx::FromRow<'r, AnyRow> + Send + Unpin + 'static,
    {
        let store = &self.backend.store;
        let read = store.read::<_, StoreFault, _>(|tx| Box::pin(tx.one::<R>(sql(question))));
        read.await.unwrap()
    }

    pub async fn leave(self) {
        self.backend.store.close().await;
        self.place.leave().await;
        drop(self.folder);
    }
}

pub fn encoded(text: &str) -> String {
    let quote = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(quote).collect()
}

fn follow_up(now: Instant, n: i64) -> Booking {
    let hours = TimeDelta::hours(72 + 2 * (n / 2));
    let start = if n % 2 == 0 { now + hours } else { now - hours };
    let booked_at = start - TimeDelta::days(12);
    Booking {
        id: SessionId(backend::chance::id(booked_at)),
        therapist: MAYA,
        client: DANIEL,
        kind: SessionKind::FollowUp,
        span: Interval::new(start, start + TimeDelta::minutes(50)).expect("fifty minutes"),
        booked_at,
        agreed_at: booked_at,
        price: Money::new(6500, Currency::Gbp),
        paid: Paid::Card("4242"),
        moved_from: None,
        fate: Fate::ToCome,
    }
}
