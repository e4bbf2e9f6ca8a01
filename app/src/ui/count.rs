//! How many there are, in words as far as people write them so.

const WORDS: [&str; 11] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];

/// `Three sessions`, `One session`, `14 sessions`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    let what = if count == 1 { one } else { many };
    match WORDS.get(count) {
        Some(word) => format!("{}{} {what}", word[..1].to_ascii_uppercase(), &word[1..]),
        None => format!("{count} {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn small_numbers_are_words() {
        assert_eq!(counted(0, "task", "tasks"), "No tasks");
        assert_eq!(counted(1, "task", "tasks"), "One task");
        assert_eq!(counted(10, "task", "tasks"), "Ten tasks");
        assert_eq!(counted(11, "task", "tasks"), "11 tasks");
    }
}
