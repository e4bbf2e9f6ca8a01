//! The zones that somebody can live in, by the names of their cities. The zone database knows
//! others, too: of countries, of offsets, and old names; those are nobody's home.

use domain::view::availability::{ZoneCity, ZoneRegion};
use jiff::tz;
use std::collections::BTreeMap;

const REGIONS: [&str; 9] = [
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// By region, by city.
pub fn regions() -> Vec<ZoneRegion> {
    let mut regions: BTreeMap<&str, Vec<ZoneCity>> = BTreeMap::new();
    for name in tz::db().available() {
        let name = name.as_str();
        let (Some(region), Some(city)) = (region(name), city(name)) else {
            continue;
        };
        let zone = name.to_owned();
        regions
            .entry(region)
            .or_default()
            .push(ZoneCity { zone, city });
    }
    let sorted = regions.into_iter().map(|(name, mut zones)| {
        zones.sort_by(|one, other| one.city.cmp(&other.city));
        ZoneRegion {
            name: name.to_owned(),
            zones,
        }
    });
    sorted.collect()
}

fn region(zone: &str) -> Option<&'static str> {
    let region = zone.split('/').next()?;
    REGIONS.into_iter().find(|known| *known == region)
}

/// `New York`, `Knox (Indiana)`; nothing for what is no city's zone, or none at all.
pub fn city(zone: &str) -> Option<String> {
    region(zone)?;
    let mut parts = zone.split('/').skip(1);
    let (first, second) = (parts.next()?, parts.next());
    jiff::tz::TimeZone::get(zone).ok()?;
    let words = |text: &str| text.replace('_', " ");
    Some(match second {
        Some(city) => format!("{} ({})", words(city), words(first)),
        None => words(first),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_named_by_its_city() {
        let named = |zone| city(zone).unwrap_or_default();
        assert_eq!(named("Europe/Madrid"), "Madrid");
        assert_eq!(named("America/New_York"), "New York");
        assert_eq!(named("America/Indiana/Knox"), "Knox (Indiana)");
        for none in [
            "Europe/Nowhere",
            "UTC",
            "Etc/GMT+1",
            "Europe",
            "../etc/passwd",
            "",
        ] {
            assert_eq!(city(none), None, "{none}");
        }
    }

    #[test]
    fn every_home_of_the_cast_is_among_the_cities() {
        let all: Vec<String> = regions()
            .into_iter()
            .flat_map(|region| region.zones)
            .map(|city| city.zone)
            .collect();
        for zone in [
            "Europe/London",
            "Europe/Lisbon",
            "Europe/Berlin",
            "Europe/Madrid",
        ] {
            assert!(all.iter().any(|known| known == zone), "{zone}");
        }
        assert!(all.len() > 300, "{}", all.len());
    }
}
