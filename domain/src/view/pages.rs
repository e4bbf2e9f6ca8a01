//! One value a page.

use super::session::{SessionLine, ToConfirm};
use crate::actor::Role;
use crate::ids::ClientId;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Who is signed in, for the rail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub role: Role,
    pub name: String,
    pub email: String,
    /// `London`
    pub city: String,
    /// `GMT`
    pub zone: String,
    /// Sessions today, or open tasks.
    pub count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayPage {
    /// `Sunday 22 November`
    pub date: String,
    /// The server's *now* when this was made; the browser counts on from it.
    pub now: Instant,
    /// What clients have booked, the shortest deadline first.
    pub waiting: Vec<WaitingLine>,
    /// Where it is time to ask whether they are right.
    pub hours: Option<HoursCard>,
    /// What was just done on this page.
    pub done: Option<String>,
    /// Started, and nobody has said whether it took place.
    pub attendance: Vec<SessionLine>,
    pub today: Vec<SessionLine>,
    /// The next days' sessions, up to a handful.
    pub next: Vec<SessionLine>,
}

/// A booking that waits for the therapist's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingLine {
    pub line: SessionLine,
    /// `£65.00 is paid, and held until you answer`
    pub money: String,
    pub to: ToConfirm,
    /// A fresh idempotency key for its form.
    pub key: String,
}

/// "Are your hours still right?"
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursCard {
    /// `Monday to Friday: 09:00 – 13:00 and 14:00 – 18:00`
    pub lines: Vec<String>,
    /// `Sun 8 Nov, 06:40`: when they were last said to be.
    pub last: Option<String>,
    /// What *yes* is said of.
    pub revision: u32,
    /// They have changed since they were shown.
    pub changed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientLine {
    pub id: ClientId,
    pub name: String,
    /// `Madrid, one hour ahead of you`
    pub city: String,
    /// `Tue 24 Nov, 14:00`
    pub next: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientPage {
    pub id: ClientId,
    pub name: String,
    pub first_name: String,
    /// `Client since March 2026 · Madrid, one hour ahead of you · agreed to the 48-hour
    /// policy on 3 Mar 2026`
    pub about: String,
    pub upcoming: Vec<SessionLine>,
    /// One page of the past, the latest first.
    pub past: Vec<SessionLine>,
    /// Pages count from 1.
    pub past_page: u32,
    pub past_pages: u32,
}

/// A client's own sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSessionsPage {
    pub upcoming: Vec<SessionLine>,
    pub past: Vec<SessionLine>,
}

/// Something that waits for the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLine {
    /// The task's id, where what it is about can be tried again.
    pub again: Option<String>,
    pub title: String,
    pub about: String,
    pub note: Option<String>,
    pub at: String,
    /// While the cancel that it is about can be undone.
    pub undo: Option<TaskUndo>,
}

/// Who can take back what a task is about, and the task with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskUndo {
    /// `Maya`
    pub by: String,
    pub until: Instant,
    /// `14:00:30`
    pub label: String,
    /// The server's *now* when this was made; the browser counts on from it.
    pub now: Instant,
}

/// Someone of the demo cast, on the sign-in page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CastMember {
    pub id: crate::ids::AccountId,
    pub name: String,
    pub role: Role,
    pub city: String,
}

/// A message that the demo's post holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostLine {
    pub file: String,
    pub to: String,
    pub subject: String,
    pub at: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostMessage {
    pub line: PostLine,
    pub from: String,
    pub text: String,
    /// The calendar part, as it stands in the message.
    pub calendar: Option<String>,
}
