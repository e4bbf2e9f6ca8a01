//! What the server answers, whole: every request here goes through the real router, on the demo,
//! over a front end of three small files.

#[path = "answers/booking.rs"]
mod booking;
#[path = "answers/compressed.rs"]
mod compressed;
#[path = "support/form.rs"]
mod form;
#[path = "answers/forms.rs"]
mod forms;
#[path = "answers/fullest.rs"]
mod fullest;
#[path = "answers/gate.rs"]
mod gate;
#[path = "answers/headers.rs"]
mod headers;
#[path = "answers/health.rs"]
mod health;
#[path = "answers/hours.rs"]
mod hours;
#[path = "answers/limits.rs"]
mod limits;
#[path = "answers/live.rs"]
mod live;
#[path = "answers/mine.rs"]
mod mine;
#[path = "support/page.rs"]
mod page;
#[path = "support/rows.rs"]
mod rows;
#[path = "answers/signing_in.rs"]
mod signing_in;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/subjects.rs"]
mod subjects;
#[path = "answers/together.rs"]
mod together;
#[path = "answers/undoing.rs"]
mod undoing;
#[path = "answers/unknown.rs"]
mod unknown;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/visitor.rs"]
mod visitor;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/world.rs"]
mod world;
