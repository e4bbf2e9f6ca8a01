//! What Maya's browser would send to be off, to come back, and to move to another zone.

use super::{Fields, early, page};
use crate::world::World;
use app::routes;
use backend::seed::cast::MAYA;
use domain::time::{TimeDelta, iso};

pub fn of(fields: &[(&str, String)]) -> Fields {
    let owned = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()));
    owned.collect()
}

/// A day on which nobody is booked.
pub fn day_off(world: &World) -> Fields {
    of(&[("when", "dates".into()), ("first", date(world, 300))])
}

/// A minute: nothing begins in it.
pub fn away(world: &World) -> Fields {
    let until = world.backend.clock.now() + TimeDelta::minutes(1);
    of(&[("until", iso(until))])
}

pub fn zone() -> Fields {
    of(&[("to", "Europe/Lisbon".into()), ("keep", "hours".into())])
}

/// That same day, which she has taken off.
pub async fn unblock(world: &World) -> Fields {
    let maya = world.sign_in(MAYA).await;
    maya.send(routes::DO_TAKE_DAYS, &day_off(world)).await;
    let day = date(world, 300);
    of(&[("block", format!(r#"{{"days":["{day}","{day}"]}}"#))])
}

/// A month off, and everyone in it stays.
pub async fn answers(world: &World) -> Fields {
    let maya = world.sign_in(MAYA).await;
    let month = [
        ("when", "dates".to_owned()),
        ("first", date(world, 0)),
        ("last", date(world, 30)),
    ];
    let answer = maya
        .submit(routes::DO_TAKE_DAYS, routes::DAY_OFF, &of(&month))
        .await;
    let form = maya.get(answer.location()).await.text;
    let value = |name: &str| (name.to_owned(), page::field(&form, name).expect("the form"));
    let mut fields: Fields = ["pending", "seen", "shown", "key"].map(value).into();
    fields.extend(of(&[("rest", "keep".into())]));
    fields
}

fn date(world: &World, days: i64) -> String {
    early(world, days)
        .split('T')
        .next()
        .unwrap_or_default()
        .to_owned()
}
