//! A form as a browser without JavaScript handles it: reads what stands in it, lets somebody
//! type, and sends all of it.

use super::page;
use super::visitor::{Answer, Visitor};

/// Every field that one of the decisions has.
const FIELDS: [&str; 21] = [
    "session",
    "client",
    "stood",
    "way",
    "to_typed",
    "old_time",
    "aware",
    "aware_words",
    "key",
    "commitment",
    "under",
    "cause",
    "asked",
    "asked_at",
    "words",
    "outcome",
    "amount",
    "reason",
    "note",
    "block",
    // Of a pause, what it was shown to do.
    "shown",
];

pub type Fields = Vec<(String, String)>;

/// A form on a page.
pub struct Form {
    /// The server function that it posts to.
    pub to: &'static str,
    /// The address that the browser shows.
    pub page: String,
    pub fields: Fields,
}

impl Form {
    pub async fn open(visitor: &Visitor, to: &'static str, page: &str) -> Form {
        let answer = visitor.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        let found = |name: &str| Some((name.to_owned(), page::field(&answer.text, name)?));
        let fields: Fields = FIELDS.into_iter().filter_map(found).collect();
        assert!(!fields.is_empty(), "no form on {page}");
        Form {
            to,
            page: page.into(),
            fields,
        }
    }

    pub fn typing(mut self, typed: &[(&str, &str)]) -> Form {
        for (name, value) in typed {
            self.fields.retain(|(known, _)| known != name);
            self.fields.push(((*name).into(), (*value).into()));
        }
        self
    }

    pub fn value(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// Presses the button with this `intent`.
    pub async fn press(&self, visitor: &Visitor, intent: &str) -> Answer {
        visitor
            .submit(self.to, &self.page, &self.with_intent(intent))
            .await
    }

    pub fn with_intent(&self, intent: &str) -> Fields {
        let button = ("intent".to_owned(), intent.to_owned());
        self.fields.iter().cloned().chain([button]).collect()
    }

    /// Presses *Show what will happen*, and answers the form on the page that follows.
    pub async fn look(&self, visitor: &Visitor) -> Form {
        let answer = self.press(visitor, "preview").await;
        assert_eq!(answer.status, 302, "{}", answer.text);
        Form::open(visitor, self.to, answer.location()).await
    }
}
