//! What a link is good for, and setting the password by it.

use crate::fault::PageFault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A link, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Invite {
    Good { email: String },
    Used,
    Expired,
    Unknown,
}

impl Invite {
    /// What is the matter, and what to do.
    pub fn of_no_use(&self) -> (&'static str, &'static str) {
        match self {
            Invite::Used => (
                "This link was used",
                "It set a password and works only once. Sign in with that password, or ask the \
                 team for a new link if you have forgotten it.",
            ),
            Invite::Expired => (
                "This link is too old",
                "Links work for seven days. Ask the team for a new one.",
            ),
            Invite::Good { .. } | Invite::Unknown => (
                "This link does not work",
                "It may be incomplete, or a newer link took its place. Open the newest one you \
                 were sent, or ask the team for another.",
            ),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordSet {
    Yes { go: String },
    No(Weak),
    LinkOfNoUse,
}

/// What is the matter with a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Weak {
    TooShort,
    TooLong,
}

impl Weak {
    pub fn words(self) -> &'static str {
        match self {
            Weak::TooShort => "That is too short: 10 characters are needed.",
            Weak::TooLong => "That is too long: 200 characters are the most.",
        }
    }

    /// As it stands in the address of the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Weak::TooShort => "short",
            Weak::TooLong => "long",
        }
    }

    pub fn parse(text: &str) -> Option<Weak> {
        [Weak::TooShort, Weak::TooLong]
            .into_iter()
            .find(|weak| weak.as_str() == text)
    }
}

/// Changes nothing.
#[server(prefix = "/do", endpoint = "peek_invite", output = crate::wire::Json)]
pub async fn peek_invite(token: String) -> Result<Invite, PageFault> {
    use crate::access::{failed, page_status};
    use backend::login::invite::{LinkRefusal, look};
    use http::StatusCode;

    let backend = crate::context::Services::here()?.backend;
    let now = backend.clock.machine_now();
    let (status, invite) = match look(&backend.store, &token, now).await.map_err(failed)? {
        Ok(person) => (
            StatusCode::OK,
            Invite::Good {
                email: person.email,
            },
        ),
        Err(LinkRefusal::Used { .. }) => (StatusCode::GONE, Invite::Used),
        Err(LinkRefusal::Expired { .. }) => (StatusCode::GONE, Invite::Expired),
        Err(LinkRefusal::Unknown) => (StatusCode::NOT_FOUND, Invite::Unknown),
    };
    page_status(status);
    Ok(invite)
}

#[server(prefix = "/do", endpoint = "set_password", output = crate::wire::Json)]
pub async fn set_password(
    token: String,
    #[server(default)] password: String,
) -> Result<PasswordSet, PageFault> {
    use crate::access::failed;
    use crate::context::{Services, send_plain_form_to};
    use crate::routes;
    use backend::login::invite::{AcceptRefusal, accept};
    use backend::login::password::PasswordRefusal;

    let services = Services::here()?;
    let backend = &services.backend;
    let (store, clock) = (&backend.store, &backend.clock);
    match accept(store, clock, &services.secrets, &token, &password).await {
        Ok(signed_in) => {
            let go = crate::sign_in::enter::enter(&services, &signed_in, "").await?;
            Ok(PasswordSet::Yes { go })
        }
        Err(AcceptRefusal::Password(why)) => {
            let weak = match why {
                PasswordRefusal::TooShort { .. } => Weak::TooShort,
                PasswordRefusal::TooLong { .. } => Weak::TooLong,
            };
            send_plain_form_to(&routes::welcome(&token, Some(weak.as_str())));
            Ok(PasswordSet::No(weak))
        }
        Err(AcceptRefusal::Link(_)) => {
            send_plain_form_to(&routes::welcome(&token, None));
            Ok(PasswordSet::LinkOfNoUse)
        }
        Err(AcceptRefusal::Fault(fault)) => Err(failed(fault)),
    }
}
