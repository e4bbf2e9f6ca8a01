//! What was typed into a sign-in that was refused. Without JavaScript the refusal is another
//! page: the mail address and what was wrong come back to it in a cookie of one minute that no
//! script reads. Nobody is signed in yet, so that no draft could be bound to anyone, and a mail
//! address has no place in an address bar or a log. A password never comes back.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub email: String,
    pub wrong: Option<Wrong>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wrong {
    Fields {
        email: bool,
        password: bool,
    },
    Together,
    TooOften {
        /// Until the next try.
        seconds: u32,
    },
    Broken,
}

impl Wrong {
    #[cfg(feature = "ssr")]
    pub fn too_often(wait: domain::time::TimeDelta) -> Wrong {
        let seconds = u32::try_from(wait.num_seconds()).unwrap_or(u32::MAX);
        Wrong::TooOften { seconds }
    }

    pub fn email(self) -> Option<&'static str> {
        let wrong = matches!(self, Wrong::Fields { email: true, .. });
        wrong.then_some("This is not a whole e-mail address.")
    }

    pub fn password(self) -> Option<&'static str> {
        let wrong = matches!(self, Wrong::Fields { password: true, .. });
        wrong.then_some("Enter your password.")
    }

    pub fn together(self) -> Option<&'static str> {
        match self {
            Wrong::Fields { .. } => None,
            Wrong::Together => Some("That e-mail and password do not belong together."),
            Wrong::TooOften { .. } => {
                Some("There were too many tries. Wait a few minutes, then try again.")
            }
            Wrong::Broken => Some("Something went wrong on our side. Try again in a moment."),
        }
    }
}

/// What came back, once: reading it spends it. The browser itself has nothing to take.
#[cfg(not(feature = "ssr"))]
pub async fn take() -> Option<Typed> {
    None
}

#[cfg(feature = "ssr")]
pub use on_server::{keep, take};

#[cfg(feature = "ssr")]
mod on_server {
    use super::{Typed, Wrong};
    use crate::access::{page_status, say_when_again};
    use crate::context::{Services, is_plain_form, set_cookie};
    use backend::login::cookie::Cookie;
    use domain::time::TimeDelta;
    use http::StatusCode;
    use http::header::COOKIE;
    use http::request::Parts;
    use leptos::prelude::use_context;
    use leptos_router::location::Url;

    const LONGEST: usize = 254;

    /// The thin form keeps its fields itself.
    pub fn keep(services: &Services, email: &str, wrong: Wrong) {
        if is_plain_form() {
            let email: String = email.trim().chars().take(LONGEST).collect();
            let value = format!("{}.{}", code(wrong), Url::escape(&email));
            set_cookie(&header(services.cookie, &value, 60));
        }
    }

    pub async fn take() -> Option<Typed> {
        let services = Services::here().ok()?;
        let parts = use_context::<Parts>()?;
        let headers = parts
            .headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok());
        let pairs = headers.flat_map(|header| header.split(';'));
        let mut values = pairs.filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = values.find(|(name, _)| *name == self::name(services.cookie))?;
        set_cookie(&header(services.cookie, "", 0));
        let (letter, email) = value.split_once('.')?;
        let wrong = read(letter);
        if let Some(Wrong::TooOften { seconds }) = wrong {
            page_status(StatusCode::TOO_MANY_REQUESTS);
            say_when_again(TimeDelta::seconds(seconds.into()));
        }
        Some(Typed {
            email: Url::unescape(email),
            wrong,
        })
    }

    fn name(cookie: Cookie) -> &'static str {
        match cookie {
            Cookie::Secure => "__Host-kept-typed",
            Cookie::Loopback => "kept-typed",
        }
    }

    fn header(cookie: Cookie, value: &str, seconds: u32) -> String {
        let secure = if cookie == Cookie::Secure {
            " Secure;"
        } else {
            ""
        };
        let name = name(cookie);
        format!("{name}={value}; Path=/;{secure} HttpOnly; SameSite=Strict; Max-Age={seconds}")
    }

    fn code(wrong: Wrong) -> String {
        let letters = match wrong {
            Wrong::Fields {
                email: true,
                password: true,
            } => "ep",
            Wrong::Fields { email: true, .. } => "e",
            Wrong::Fields { .. } => "p",
            Wrong::Together => "t",
            Wrong::TooOften { seconds } => return seconds.to_string(),
            Wrong::Broken => "b",
        };
        letters.into()
    }

    fn read(code: &str) -> Option<Wrong> {
        let fields = |email, password| Some(Wrong::Fields { email, password });
        match code {
            "ep" => fields(true, true),
            "e" => fields(true, false),
            "p" => fields(false, true),
            "t" => Some(Wrong::Together),
            "b" => Some(Wrong::Broken),
            wait => wait.parse().ok().map(|seconds| Wrong::TooOften { seconds }),
        }
    }
}
