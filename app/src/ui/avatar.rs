//! A person's initials in a circle; the name stands beside it.

use leptos::prelude::*;

#[component]
pub fn Avatar(#[prop(into)] name: String) -> impl IntoView {
    view! {
        <span class="avatar" aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let (first, last) = (words.next(), words.next_back());
    let letters = [first, last]
        .into_iter()
        .flatten()
        .filter_map(|word| word.chars().next());
    letters.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Maya Okafor"), "MO");
        assert_eq!(initials("maria del mar Ruiz"), "MR");
        assert_eq!(initials("Ángel"), "Á");
        assert_eq!(initials(" "), "");
    }
}
