//! The demonstration's payment provider: what the next refunds will meet, and its own books.

use crate::fault::PageFault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Choices that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MishapGroup {
    pub title: String,
    pub choices: Vec<MishapChoice>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MishapChoice {
    pub value: String,
    pub title: String,
    pub hint: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderBooks {
    /// What the next refunds will meet, the next one first.
    pub planned: Vec<String>,
    /// The last refunds, the latest first.
    pub refunds: Vec<ProviderLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderLine {
    pub name: String,
    pub amount: String,
    pub state: String,
    pub at: String,
}

#[server(prefix = "/do", endpoint = "load_mishaps", output = crate::wire::Json)]
pub async fn load_mishaps() -> Result<Vec<MishapGroup>, PageFault> {
    crate::context::Services::here()?.demo()?;
    Ok(super::choices::groups())
}

#[server(prefix = "/do", endpoint = "load_provider", output = crate::wire::Json)]
pub async fn load_provider() -> Result<ProviderBooks, PageFault> {
    use crate::access::failed;
    use backend::payments::sandbox;

    const MOST: i64 = 10;

    let services = crate::context::Services::here()?;
    services.demo()?;
    let backend = &services.backend;
    let (zone, _) = crate::demo::api::wall().await?;
    let now = backend.clock.now();
    let planned = sandbox::planned(&backend.store).await.map_err(failed)?;
    let latest = sandbox::latest(&backend.store, MOST)
        .await
        .map_err(failed)?;
    let line = |(refund, at): (backend::payments::ProviderRefund, _)| ProviderLine {
        name: refund.id,
        amount: refund.amount.to_string(),
        state: super::choices::state(&refund.state),
        at: zone.stamp(at, now),
    };
    Ok(ProviderBooks {
        planned: planned.into_iter().map(super::choices::title).collect(),
        refunds: latest.into_iter().map(line).collect(),
    })
}

/// One more refund is to meet this. The answer says why it will not.
#[server(prefix = "/do", endpoint = "plan_mishap", output = crate::wire::Json)]
pub async fn plan_mishap(#[server(default)] mishap: String) -> Result<Option<String>, PageFault> {
    use backend::payments::sandbox::{self, Mishap};

    let services = crate::context::Services::here()?;
    services.demo()?;
    crate::context::send_plain_form_to(crate::routes::DEMO_PROVIDER);
    let Some(mishap) = Mishap::parse(&mishap) else {
        return Ok(Some("Choose what the refund will meet.".into()));
    };
    let planned = sandbox::plan(&services.backend.store, mishap).await;
    let full = || format!("{} are planned already: forget them first.", sandbox::MOST);
    let planned = planned.map_err(crate::access::failed)?;
    Ok((!planned).then(full))
}

/// The next refunds are to meet nothing.
#[server(prefix = "/do", endpoint = "forget_mishaps", output = crate::wire::Json)]
pub async fn forget_mishaps() -> Result<Option<String>, PageFault> {
    let services = crate::context::Services::here()?;
    services.demo()?;
    crate::context::send_plain_form_to(crate::routes::DEMO_PROVIDER);
    let forgotten = backend::payments::sandbox::forget(&services.backend.store).await;
    forgotten.map(|()| None).map_err(crate::access::failed)
}
