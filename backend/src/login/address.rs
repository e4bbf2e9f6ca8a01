//! Mail addresses as people type them, and as they are kept: trimmed and in lower case, so
//! that one mailbox is one account. Whether a mailbox exists only a message can tell.

/// Characters; more cannot be delivered (RFC 5321).
pub const LONGEST: usize = 254;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressRefusal {
    #[error("a mail address has something on both sides of one @")]
    Incomplete,
    #[error("a mail address has no {found:?} in it")]
    Strange { found: char },
    #[error("a mail address of {length} characters is longer than {LONGEST}")]
    TooLong { length: usize },
}

/// The address as it is kept.
///
/// # Errors
/// It cannot be one, and why.
pub fn read(typed: &str) -> Result<String, AddressRefusal> {
    let address = typed.trim().to_lowercase();
    let length = address.chars().count();
    if length > LONGEST {
        return Err(AddressRefusal::TooLong { length });
    }
    if let Some(found) = address
        .chars()
        .find(|c| c.is_whitespace() || c.is_control())
    {
        return Err(AddressRefusal::Strange { found });
    }
    match address.split_once('@') {
        Some((name, host)) if !name.is_empty() && !host.is_empty() && !host.contains('@') => {
            Ok(address)
        }
        _ => Err(AddressRefusal::Incomplete),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: Result<&str, AddressRefusal>) {
        assert_eq!(read(typed), expected.map(str::to_owned), "{typed:?}");
    }

    #[test]
    fn an_address_is_kept_trimmed_and_in_lower_case() {
        check("  Maya@Kept.Example\n", Ok("maya@kept.example"));
        check("tomás@kept.example", Ok("tomás@kept.example"));
        check("TOMÁS@kept.example", Ok("tomás@kept.example"));
    }

    #[test]
    fn what_has_not_one_at_with_something_on_both_sides_is_no_address() {
        for typed in ["", " ", "maya", "@", "maya@", "@kept", "maya@kept@example"] {
            check(typed, Err(AddressRefusal::Incomplete));
        }
    }

    #[test]
    fn spaces_and_control_characters_are_named() {
        check(
            "maya okafor@kept",
            Err(AddressRefusal::Strange { found: ' ' }),
        );
        check(
            "maya\r\n@kept",
            Err(AddressRefusal::Strange { found: '\r' }),
        );
        check("maya\0@kept", Err(AddressRefusal::Strange { found: '\0' }));
    }

    #[test]
    fn two_hundred_and_fifty_four_characters_are_the_most() {
        let most = format!("{}@kept", "m".repeat(249));
        check(&most, Ok(&most));
        let more = format!("m{most}");
        check(&more, Err(AddressRefusal::TooLong { length: 255 }));
    }
}
