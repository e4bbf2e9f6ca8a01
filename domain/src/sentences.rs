//! Decisions in words: what stands beside a choice, what will happen, what the button says,
//! and why something is refused. Warm and plain, and the same in browser, page and mail.

pub mod account;
pub mod bookings;
pub mod client;
pub mod dates;
pub mod disputed;
pub mod editing;
pub mod happens;
pub mod history;
pub mod hours;
pub mod letter;
mod letters;
pub mod mine;
pub mod moves;
pub mod offers;
pub mod policy;
pub mod refusal;
pub mod requests;
pub mod returned;
pub mod since;
pub mod stopping;
pub mod was;
pub mod weekly;
pub mod why;

/// A count as people say it: `first`, `second`, then `11th`.
pub fn ordinal(count: u32) -> String {
    const WORDS: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ];
    match WORDS.get(count.saturating_sub(1) as usize) {
        Some(word) if count > 0 => (*word).into(),
        _ => {
            let ending = match (count % 10, count % 100) {
                (_, 11..=13) => "th",
                (1, _) => "st",
                (2, _) => "nd",
                (3, _) => "rd",
                _ => "th",
            };
            format!("{count}{ending}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn counts_are_said_as_people_say_them() {
        let said: Vec<String> = [1, 2, 10, 11, 12, 21, 22, 113].map(ordinal).into();
        assert_eq!(
            said,
            [
                "first", "second", "tenth", "11th", "12th", "21st", "22nd", "113th"
            ]
        );
    }
}
