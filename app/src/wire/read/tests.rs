//! What a reader makes of JSON as the server writes it, and of what is none.

use super::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Debug;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Whole {
    id: uuid_like::Id,
    name: String,
    left: Option<i64>,
    small: u8,
    yes: bool,
    pair: (i32, String),
    names: BTreeMap<String, Vec<Kind>>,
}

mod uuid_like {
    use serde::{Deserialize, Serialize};
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Id(pub String);
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    Bare,
    One(i64),
    Two(i64, String),
    Named { at: Option<String> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Tagged {
    Moved { by: u32 },
    Stayed,
}

fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    let text = serde_json::to_string(&value).expect("JSON");
    assert_eq!(from_str::<T>(&text), Ok(value), "{text}");
    assert_eq!(
        parse::tree(&text[..text.len() - 1]),
        None,
        "cut off: {text}"
    );
}

#[test]
fn what_serde_json_writes_is_read_as_it_was() {
    let kinds = vec![
        Kind::Bare,
        Kind::One(i64::MIN),
        Kind::Two(0, "\u{1}\"\\/\n“é”🙂".into()),
        Kind::Named { at: None },
    ];
    check(Whole {
        id: uuid_like::Id("0190".into()),
        name: "Daniel Reyes".into(),
        left: Some(-6500),
        small: 255,
        yes: true,
        pair: (1, "a".into()),
        names: BTreeMap::from([("".into(), kinds), ("b".into(), vec![])]),
    });
    check(vec![Tagged::Moved { by: 3 }, Tagged::Stayed]);
    check::<Result<Option<String>, String>>(Ok(None));
    check(" spaced ".to_string());
}

#[test]
fn spaces_and_escapes_of_any_kind_are_read() {
    let text = " { \"name\" : [ \"\\u00e9\\ud83d\\ude42\\/\" , \"\" ] } ";
    let read = from_str::<BTreeMap<String, Vec<String>>>(text);
    assert_eq!(
        read,
        Ok(BTreeMap::from([(
            "name".into(),
            vec!["é🙂/".into(), String::new()]
        )]))
    );
}

#[test]
fn what_is_not_json_or_of_another_type_is_refused() {
    for text in [
        "",
        "{",
        "[1,]",
        "1.5",
        "nul",
        "\"\\x\"",
        "\"\\ud83d\"",
        "1 2",
        "{\"a\" 1}",
    ] {
        assert_eq!(parse::tree(text), None, "{text}");
    }
    assert_eq!(from_str::<u8>("256"), Err(Unreadable));
    assert_eq!(from_str::<String>("1"), Err(Unreadable));
    assert_eq!(from_str::<Tagged>("{\"kind\":\"Gone\"}"), Err(Unreadable));
}
