//! Signing in by password, and in the demonstration without one.

use super::typed::Wrong;
use crate::fault::PageFault;
use domain::view::pages::CastMember;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignedIn {
    Yes { go: String },
    No(Wrong),
}

/// The demonstration's cast; outside of it there is none.
#[server(prefix = "/do", endpoint = "load_cast", output = crate::wire::Json)]
pub async fn load_cast() -> Result<Vec<CastMember>, PageFault> {
    use backend::seed::cast::{CAST, Member};

    let services = crate::context::Services::here()?;
    if services.demo_post.is_none() {
        return Ok(Vec::new());
    }
    let member = |member: &Member| CastMember {
        id: member.id(),
        name: member.name.into(),
        role: member.role,
        city: member.city.into(),
    };
    Ok(CAST.iter().map(member).collect())
}

#[server(prefix = "/do", endpoint = "sign_in", output = crate::wire::Json)]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<SignedIn, PageFault> {
    use crate::access::{failed, too_often};
    use crate::context::{Caller, Services, is_plain_form, send_plain_form_to};
    use backend::limits::TooOften;
    use backend::login::{self, SignInRefusal, address};

    let services = Services::here()?;
    let refuse = |wrong| {
        super::typed::keep(&services, &email, wrong);
        send_plain_form_to(&crate::routes::sign_in(Some(&next)));
        Ok(SignedIn::No(wrong))
    };
    let fields = (address::read(&email).is_err(), password.is_empty());
    if fields != (false, false) {
        return refuse(Wrong::Fields {
            email: fields.0,
            password: fields.1,
        });
    }
    let backend = &services.backend;
    let (store, clock) = (&backend.store, &backend.clock);
    let (from, now) = (Caller::here().address, clock.machine_now());
    if let Err(TooOften { wait }) = services.limits.password(from, &email, now) {
        // The page that a plain form is led to says it; what was fetched is told at once.
        return match is_plain_form() {
            true => refuse(Wrong::too_often(wait)),
            false => Err(too_often(wait)),
        };
    }
    match login::sign_in(store, clock, &services.secrets, &email, &password).await {
        Ok(signed_in) => {
            let go = super::enter::enter(&services, &signed_in, &next).await?;
            Ok(SignedIn::Yes { go })
        }
        Err(SignInRefusal::WrongAddressOrPassword) => refuse(Wrong::Together),
        Err(SignInRefusal::Fault(fault)) => Err(failed(fault)),
    }
}

/// Signs in as someone of the cast, and answers where to go.
#[server(prefix = "/do", endpoint = "sign_in_as", output = crate::wire::Json)]
pub async fn sign_in_as(
    person: String,
    #[server(default)] next: String,
) -> Result<String, PageFault> {
    use crate::access::{failed, not_found};
    use backend::seed::cast::{CAST, Member};

    let services = crate::context::Services::here()?;
    services.demo()?;
    // People whom someone invited have passwords, in the demonstration too.
    let of_cast = |member: &&Member| member.id().to_string() == person;
    let id = CAST.iter().find(of_cast).ok_or_else(not_found)?.id();
    let backend = &services.backend;
    let signed_in = backend::login::sign_in_as(&backend.store, &backend.clock, id).await;
    super::enter::enter(&services, &signed_in.map_err(failed)?, &next).await
}
