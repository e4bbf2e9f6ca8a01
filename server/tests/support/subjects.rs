//! What is sent to each server function, and opened of each page: real ids of Maya's and
//! Daniel's, and forms that would be carried out if Maya sent them.

mod prepared;
mod time_off;

use super::form::Form;
use super::page;
use super::world::World;
use app::routes;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::{StoreFault, sql};
use domain::ids::{ClientId, SessionId};
use domain::time::TimeDelta;
use prepared::{hours, letter, link, task, token, waiting};

pub type Fields = Vec<(String, String)>;

pub struct Subjects {
    pub client: ClientId,
    /// To come, and paid.
    pub next: SessionId,
    /// Started, and nobody has said whether it took place.
    pub open: SessionId,
    /// Over, and paid.
    pub over: SessionId,
    /// A booking of Daniel's that Maya has not answered.
    pub waiting: SessionId,
    pub token: String,
    /// Daniel's own way to the next session.
    pub link: String,
    pub letter: String,
    /// About a letter that was given up.
    pub task: String,
}

impl Subjects {
    pub async fn of(world: &World) -> Subjects {
        let pair = (MAYA, DANIEL);
        let now = world.backend.clock.now().timestamp_millis();
        let open = format!("state = 'confirmed' AND starts_at < {now}");
        let next = world.next_session(pair).await;
        Subjects {
            client: ClientId(DANIEL.id().0),
            next,
            link: link(world, next).await,
            open: world.session(pair, &open).await,
            over: world.session(pair, "state = 'completed'").await,
            waiting: waiting(world).await,
            token: token(world).await,
            letter: letter(world).await,
            task: task(world).await,
        }
    }

    /// The page at the pattern of the table.
    pub fn path(&self, pattern: &str) -> String {
        if pattern == "/mine/:token" {
            return routes::mine(&self.link);
        }
        let session = match pattern.rsplit('/').next() {
            Some("refund") => self.over,
            Some("attendance" | "carry") => self.open,
            Some("confirm" | "decline") => self.waiting,
            _ => self.next,
        };
        pattern
            .replace(":client", &self.client.to_string())
            .replace(":session", &session.to_string())
            .replace(":token", &self.token)
            .replace(":file", &self.letter)
    }

    /// The same text about a client and sessions that do not exist.
    pub fn elsewhere(&self, text: &str) -> String {
        let text = text.replace(
            &self.client.to_string(),
            "01900000-0000-7000-8000-00000000dead",
        );
        let sessions = [self.next, self.open, self.over, self.waiting];
        sessions.iter().fold(text, |text, id| {
            text.replace(&id.to_string(), "01900000-0000-7000-8000-00000000beef")
        })
    }

    pub async fn fields(&self, world: &World, endpoint: &str) -> Fields {
        let plain = |fields: &[(&str, String)]| -> Fields {
            fields
                .iter()
                .map(|(n, v)| ((*n).into(), v.clone()))
                .collect()
        };
        match endpoint {
            routes::DO_CANCEL_SESSION => {
                let typed = [("cause", "client_asked")];
                self.decision(world, routes::DO_CANCEL_SESSION, &typed)
                    .await
            }
            routes::DO_UNDO_CANCEL => self.undo(world).await,
            routes::DO_RECORD_ATTENDANCE => {
                let typed = [("cause", "took_place")];
                self.decision(world, routes::DO_RECORD_ATTENDANCE, &typed)
                    .await
            }
            routes::DO_GIVE_BACK => {
                let typed = [("outcome", "all")];
                self.decision(world, routes::DO_GIVE_BACK, &typed).await
            }
            routes::DO_MOVE_SESSION => {
                let early = early(world, 10);
                let typed = [
                    ("cause", "client_asked"),
                    ("to", "typed"),
                    ("to_typed", &early),
                ];
                self.decision(world, routes::DO_MOVE_SESSION, &typed).await
            }
            routes::DO_CONFIRM_SESSION | routes::DO_DECLINE_BOOKING => {
                self.decision(world, endpoint, &[]).await
            }
            routes::DO_ASK_TO_CARRY => {
                let typed = [("words", "He was in hospital.")];
                self.decision(world, endpoint, &typed).await
            }
            routes::DO_BOOK_FOLLOW_UP => {
                let early = early(world, 10);
                let typed = [("to", "typed"), ("to_typed", &*early)];
                self.decision(world, endpoint, &typed).await
            }
            routes::DO_HOURS_ARE_RIGHT => plain(&[("revision", hours(world).await)]),
            routes::DO_ANSWER_OFFER => {
                self.offer(world).await;
                self.on_the_link(world, "").await
            }
            routes::DO_OBJECT => {
                self.move_it(world).await;
                self.on_the_link(world, "?step=object").await
            }
            routes::DO_CANCEL_OWN => self.on_the_link(world, "?step=cancel").await,
            routes::DO_UNDO_OWN => {
                let cancel = self.on_the_link(world, "?step=cancel").await;
                world.stranger().send(routes::DO_CANCEL_OWN, &cancel).await;
                self.on_the_link(world, "").await
            }
            "/do/load_slots" => plain(&[
                ("therapist", MAYA.id().to_string()),
                ("date", "2026-12-01".into()),
                ("span", "day".into()),
                ("zone", "Europe/London".into()),
            ]),
            routes::DO_SAVE_HOURS => self.hours(world).await,
            routes::DO_TAKE_DAYS => time_off::day_off(world),
            routes::DO_GO_AWAY => time_off::away(world),
            routes::DO_CHANGE_ZONE => time_off::zone(),
            routes::DO_UNBLOCK => time_off::unblock(world).await,
            routes::DO_SAVE_ANSWERS => time_off::answers(world).await,
            "/do/load_mine" => plain(&[("token", self.link.clone())]),
            routes::DO_WITHDRAW_OFFER => {
                self.offer(world).await;
                self.decision(world, routes::DO_WITHDRAW_OFFER, &[]).await
            }
            routes::DO_WAIVE_LATE => {
                self.is_late(world).await;
                self.decision(world, routes::DO_WAIVE_LATE, &[]).await
            }
            "/do/load_follow_up" => plain(&[
                ("client", self.client.to_string()),
                ("entered", String::new()),
            ]),
            "/do/load_times" => plain(&[
                ("session", self.next.to_string()),
                ("entered", String::new()),
            ]),
            "/do/load_client" => {
                plain(&[("client", self.client.to_string()), ("past", "1".into())])
            }
            "/do/load_session" => plain(&[
                ("client", self.client.to_string()),
                ("session", self.next.to_string()),
                ("form", "cancel".into()),
            ]),
            "/do/peek_invite" => plain(&[("token", self.token.clone())]),
            "/do/load_message" => plain(&[("file", self.letter.clone())]),
            routes::DO_SIGN_IN => plain(&[
                ("email", MAYA.email.into()),
                ("password", "not the password".into()),
            ]),
            routes::DO_SIGN_IN_AS => plain(&[("person", MAYA.id().to_string())]),
            routes::DO_SET_PASSWORD => plain(&[
                ("token", self.token.clone()),
                ("password", "a long enough password".into()),
            ]),
            routes::DO_TRY_AGAIN => plain(&[("task", self.task.clone())]),
            routes::DO_PLAN_MISHAP => plain(&[("mishap", "too_many".into())]),
            routes::DO_FORGET_MISHAPS => Fields::new(),
            routes::DO_MOVE_CLOCK => plain(&[("by", "1".into())]),
            routes::DO_SIGN_OUT | routes::DO_SIGN_OUT_EVERYWHERE => Fields::new(),
            routes::DO_PAUSE => self.pause(world).await,
            routes::DO_ASK_TO_RETURN => {
                self.paused(world).await;
                plain(&[("words", "I am well again.".into())])
            }
            read if is_read(read) => Fields::new(),
            unknown => panic!("say what is to be sent to {unknown}"),
        }
    }

    /// What Maya's browser would send to pause: every session stays.
    async fn pause(&self, world: &World) -> Fields {
        let typed = [("reason", "illness"), ("rest", "keep")];
        let maya = world.sign_in(MAYA).await;
        let to = routes::DO_PAUSE;
        let form = Form::open(&maya, to, routes::PAUSE).await.typing(&typed);
        let form = form.look(&maya).await.typing(&typed);
        assert_ne!(form.value("shown"), "", "{to}");
        form.with_intent("do")
    }

    /// Maya has paused.
    async fn paused(&self, world: &World) {
        let fields = self.pause(world).await;
        let maya = world.sign_in(MAYA).await;
        let answer = maya.send(routes::DO_PAUSE, &fields).await;
        assert!(answer.text.starts_with("{\"Done\""), "nothing was done");
    }

    /// Maya's schedule as her editor has it, with a longer gap.
    async fn hours(&self, world: &World) -> Fields {
        let none: [(&str, &str); 0] = [];
        let maya = world.sign_in(MAYA).await;
        let view = maya.send("/do/load_availability", &none).await.text;
        let mut view: serde_json::Value = serde_json::from_str(&view).expect("JSON");
        let page = view["page"].take();
        let mut schedule = page["schedule"].clone();
        schedule["rules"]["gap_minutes"] = 15.into();
        let text = |value: &serde_json::Value| value.to_string();
        [
            ("revision", text(&page["revision"])),
            ("schedule", text(&schedule)),
            ("key", view["key"].as_str().unwrap_or_default().to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// Maya offers two other times for the next session.
    pub async fn offer(&self, world: &World) {
        let [first, second] = [10, 11].map(|days| early(world, days));
        let typed = [
            ("cause", "client_asked"),
            ("way", "offer"),
            ("offer_1", &*first),
            ("offer_2", &*second),
        ];
        self.decide(world, &typed).await;
    }

    /// Maya moves the next session, being unavailable.
    pub async fn move_it(&self, world: &World) {
        let early = early(world, 10);
        let typed = [
            ("cause", "unavailable"),
            ("to", "typed"),
            ("to_typed", &*early),
            ("old_time", "block"),
        ];
        self.decide(world, &typed).await;
    }

    /// As if the client had asked late for where the next session is now.
    async fn is_late(&self, world: &World) {
        let (now, session) = (world.backend.clock.now(), self.next);
        let late = sql("UPDATE session SET late_since = $1 WHERE id = $2");
        let late = late.bind(now).bind(session);
        let write = world
            .backend
            .store
            .write::<_, StoreFault, _>("late", move |tx| {
                Box::pin(async move { tx.run(late).await })
            });
        write.await.unwrap();
    }

    async fn decide(&self, world: &World, typed: &[(&str, &str)]) {
        let to = routes::DO_MOVE_SESSION;
        let fields = self.decision(world, to, typed).await;
        let answer = world.sign_in(MAYA).await.send(to, &fields).await;
        assert!(answer.text.starts_with("{\"Done\""), "nothing was done");
    }

    /// What stands in the first form on the page of the link.
    pub async fn on_the_link(&self, world: &World, query: &str) -> Fields {
        let page = format!("{}{query}", routes::mine(&self.link));
        let page = world.stranger().get(&page).await;
        let value = |name: &str| Some((name.to_owned(), page::field(&page.text, name)?));
        ["token", "key", "choice", "act", "commitment"]
            .into_iter()
            .filter_map(value)
            .collect()
    }

    /// Maya has just cancelled, and has the button before her.
    async fn undo(&self, world: &World) -> Fields {
        let to = routes::DO_CANCEL_SESSION;
        let cancel = self.decision(world, to, &[("cause", "client_asked")]).await;
        let maya = world.sign_in(MAYA).await;
        maya.send(to, &cancel).await;
        let page = maya.get(&routes::session(self.client, self.next)).await;
        let value = |name: &str| page::field(&page.text, name).expect("the button");
        ["session", "act", "key"]
            .map(|name| (name.to_owned(), value(name)))
            .into()
    }

    /// What Maya's browser would send to carry it out.
    async fn decision(&self, world: &World, to: &str, typed: &[(&str, &str)]) -> Fields {
        let to = endpoint(to);
        let page = match to {
            routes::DO_CONFIRM_SESSION => routes::confirm(self.client, self.waiting),
            routes::DO_DECLINE_BOOKING => routes::decline(self.client, self.waiting),
            routes::DO_ASK_TO_CARRY => routes::carry(self.client, self.open),
            routes::DO_BOOK_FOLLOW_UP => routes::book(self.client),
            routes::DO_CANCEL_SESSION => routes::cancel(self.client, self.next),
            routes::DO_RECORD_ATTENDANCE => routes::attendance(self.client, self.open),
            routes::DO_MOVE_SESSION => routes::time(self.client, self.next),
            routes::DO_WITHDRAW_OFFER => routes::withdraw_offer(self.client, self.next),
            routes::DO_WAIVE_LATE => routes::waive_late(self.client, self.next),
            _ => routes::refund(self.client, self.over),
        };
        let maya = world.sign_in(MAYA).await;
        let form = Form::open(&maya, to, &page).await.typing(typed);
        // The new time is typed into fields that the page of the look is not read for.
        let form = form.look(&maya).await.typing(typed);
        assert_ne!(form.value("commitment"), "", "{to}");
        form.with_intent("do")
    }
}

/// As the table has it.
fn endpoint(of: &str) -> &'static str {
    let mut known = routes::ENDPOINTS.iter().map(|(path, _)| *path);
    known.find(|path| *path == of).expect("an address")
}

/// What only answers; everything else may change something for whom it serves.
pub fn is_read(endpoint: &str) -> bool {
    routes::only_reads(endpoint)
}

/// At five in the morning, so many days ahead.
fn early(world: &World, days: i64) -> String {
    let day = world.backend.clock.now() + TimeDelta::days(days);
    format!("{:?}T05:00", day.date_naive())
}
