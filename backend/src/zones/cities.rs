//! The zones that somebody can live in, by the names of their cities. The zone database knows
//! others, too: of countries, of offsets, and old names; those are nobody's home, but whoever has
//! an old name keeps it.

mod old;

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

/// By region, by city: each place once, and those of `had` also by an old name.
pub fn regions(had: &[&str]) -> Vec<ZoneRegion> {
    let mut regions: BTreeMap<&str, Vec<ZoneCity>> = BTreeMap::new();
    for name in tz::db().available() {
        let name = name.as_str();
        let (Some(region), Some(city)) = (region(name), city(name)) else {
            continue;
        };
        if old::is_old(name) && !had.contains(&name) {
            continue;
        }
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

    fn listed(had: &[&str]) -> Vec<String> {
        let regions = regions(had).into_iter();
        let zones = regions.flat_map(|region| region.zones);
        zones.map(|city| city.zone).collect()
    }

    #[test]
    fn a_place_is_listed_once_and_an_old_name_for_whoever_has_it() {
        let is_there = |all: &[String], zone: &str| all.iter().any(|known| known == zone);
        let all = listed(&["Asia/Katmandu"]);
        for zone in [
            "Asia/Kolkata",
            "Europe/Kyiv",
            "Europe/Amsterdam",
            "Asia/Katmandu",
        ] {
            assert!(is_there(&all, zone), "{zone}");
        }
        for old in ["Asia/Calcutta", "Europe/Kiev", "America/Buenos_Aires"] {
            assert!(!is_there(&all, old), "{old}");
            assert!(city(old).is_some(), "{old} is still understood");
        }
        assert!(!is_there(&listed(&[]), "Asia/Katmandu"));
    }

    #[test]
    fn every_home_of_the_cast_is_among_the_cities() {
        let all = listed(&[]);
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
