//! A statement with what is bound to it. Only text and 64-bit integers can be bound, each with
//! its NULL typed: PostgreSQL keeps one type per statement text, and both databases take these.
//! Anything else finds its text or number in a `From<…> for Value`.

use super::dialect::Dialect;
use sqlx::any::AnyArguments;
use sqlx::{Arguments, AssertSqlSafe, SqlSafeStr, SqlStr};

/// One statement, its placeholders written `$1`, `$2`, ….
#[derive(Clone)]
#[must_use = "a statement does nothing until a Tx runs it"]
pub struct Sql {
    text: SqlStr,
    values: Vec<Value>,
    locks: bool,
}

/// What a placeholder stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

/// Begins a statement: `sql("SELECT name FROM account WHERE id = $1").bind(id)`.
pub fn sql(text: impl SqlSafeStr) -> Sql {
    Sql {
        text: text.into_sql_str(),
        values: Vec::new(),
        locks: false,
    }
}

/// `count` placeholders from `$first` on, for an IN list: `places(2, 3)` is `$2, $3, $4`.
pub fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    places.join(", ")
}

impl Sql {
    /// Binds the next placeholder.
    pub fn bind(mut self, value: impl Into<Value>) -> Sql {
        self.values.push(value.into());
        self
    }

    /// Binds the next placeholders, one to each value.
    pub fn bind_all<V: Into<Value>>(mut self, values: impl IntoIterator<Item = V>) -> Sql {
        self.values.extend(values.into_iter().map(Into::into));
        self
    }

    /// Keeps the rows that a SELECT finds from being changed by others until the commit.
    /// It stands at the end of the statement.
    pub fn for_update(mut self) -> Sql {
        self.locks = true;
        self
    }

    /// The same placeholders in a statement that is made of this one's text.
    pub(super) fn within(self, outer: impl FnOnce(&str) -> String) -> Sql {
        let text = AssertSqlSafe(outer(self.text.as_str())).into_sql_str();
        Sql { text, ..self }
    }

    pub(super) fn into_parts(
        self,
        dialect: Dialect,
    ) -> Result<(SqlStr, AnyArguments), sqlx::Error> {
        let mut arguments = AnyArguments::default();
        for value in self.values {
            match value {
                Value::Text(text) => arguments.add(text),
                Value::Number(number) => arguments.add(number),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        let suffix = if self.locks { dialect.for_update() } else { "" };
        let text = match suffix {
            "" => self.text,
            suffix => AssertSqlSafe(format!("{}{suffix}", self.text.as_str())).into_sql_str(),
        };
        Ok((text, arguments))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(Some(text.to_owned()))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Value::Text(Some(text.clone()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(Some(text))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Value::Text(text.map(str::to_owned))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Number(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Value::Number(number)
    }
}
