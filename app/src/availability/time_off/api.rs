//! Days off and *unavailable now until …*, as the browser asks for them.

use crate::fault::PageFault;
use domain::form::time_off::{Fault, Fields};
use domain::view::availability::TimeOffPage;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeOffView {
    pub page: TimeOffPage,
    pub key: String,
    /// What was typed before, and what was wrong with it.
    pub typed: Fields,
    pub fault: Option<Fault>,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeOffAnswer {
    /// To what was saved, or to whom it concerns.
    Next {
        to: String,
    },
    Again(Fault),
}

#[server(prefix = "/do", endpoint = "load_time_off", output = crate::wire::Json)]
pub async fn load_time_off(#[server(default)] draft: String) -> Result<TimeOffView, PageFault> {
    sent::view(&draft).await
}

/// `when` is `today`, `two` or `dates`.
#[server(prefix = "/do", endpoint = "take_days", output = crate::wire::Json)]
pub async fn take_days(
    #[server(default)] key: String,
    #[server(default)] when: String,
    #[server(default)] first: String,
    #[server(default)] last: String,
) -> Result<TimeOffAnswer, PageFault> {
    let fields = Fields {
        when,
        first,
        last,
        ..Fields::default()
    };
    sent::answer(sent::Which::DaysOff, fields, &key).await
}

/// `until` is an instant, `typed`, or nothing for the rest of today: that is the one press that
/// every page has.
#[server(prefix = "/do", endpoint = "go_away", output = crate::wire::Json)]
pub async fn go_away(
    #[server(default)] key: String,
    #[server(default)] until: String,
    #[server(default)] typed: String,
) -> Result<TimeOffAnswer, PageFault> {
    let fields = Fields {
        until,
        typed,
        ..Fields::default()
    };
    sent::answer(sent::Which::Away, fields, &key).await
}

#[cfg(feature = "ssr")]
mod sent;
