//! The editor of hours, as it sends.

use super::world::World;
use app::routes;
use backend::seed::cast::MAYA;
use backend::store::sql;
use domain::availability::block::Days;
use domain::availability::{Block, Blocks, DayHours, Overrides, Schedule};
use domain::time::wall::WallRange;
use domain::time::{Instant, TimeDelta};
use http::StatusCode;

/// As many dates and blocks as a therapist can have, of the longest kinds.
fn full() -> Schedule {
    let first: Instant = "2030-01-01T00:00:00Z".parse().expect("an instant");
    let ranges = [("08:00", "09:05"), ("11:30", "12:20"), ("17:15", "18:40")];
    let ranges = ranges.map(|(from, to)| WallRange::parse(from, to).expect("hours"));
    let day: DayHours = ranges.into_iter().collect();
    let mut schedule = Schedule::default();
    for number in (0..).take(Overrides::MOST) {
        let date = (first + TimeDelta::days(number)).date_naive();
        let last = date + TimeDelta::days(number % 7);
        schedule.overrides.set(date, day.clone()).expect("room");
        let days = Days::new(date, last).expect("in order");
        schedule.blocks.add(Block::Days(days)).expect("room");
    }
    assert_eq!(schedule.blocks.iter().count(), Blocks::MOST);
    schedule
}

#[tokio::test]
async fn a_schedule_as_full_as_it_can_be_is_saved() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let revision = sql("SELECT revision FROM schedule WHERE therapist_id = $1").bind(MAYA.id());
    let (revision,): (i64,) = world.one(revision).await;
    let read = "SELECT hours FROM schedule WHERE therapist_id = $1";
    let (hours,): (String,) = world.one(sql(read).bind(MAYA.id())).await;
    let schedule = Schedule {
        hours: serde_json::from_str(&hours).expect("hours"),
        ..full()
    };
    let schedule = serde_json::to_string(&schedule).expect("plain data");
    let fields = [
        ("revision", revision.to_string()),
        ("key", "as-full-as-can-be".into()),
        ("schedule", schedule),
    ];
    let answer = maya.send(routes::DO_SAVE_HOURS, &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let dates = "SELECT overrides FROM schedule WHERE therapist_id = $1";
    let (dates,): (String,) = world.one(sql(dates).bind(MAYA.id())).await;
    assert!(dates.contains("2031-02-04"), "{}", answer.text);
}
