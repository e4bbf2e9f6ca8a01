//! The examples about a therapist's account: pausing it, and asking to return.

use crate::cast::london;
use crate::doc::Example;
use crate::follows::{NOTHING, answer, spaced};
use crate::given::{given, time};
use domain::account::pause::{self, Answer, Pause, Pausing, Reason, ToCome};
use domain::account::reactivate::{self, AskToReturn, Asked, Hours, Paused};
use domain::account::{Account, Restriction};
use domain::ids::SessionId;
use domain::refusal::Refusal;
use domain::session::SessionKind;
use domain::time::TimeDelta;
use uuid::Uuid;

pub fn follows(example: &Example, head: &str) -> String {
    let account = account(given(example, "account").expect("an account"));
    match given(example, "does") {
        Some("pauses") => of_pause(pauses(example, &account), head),
        Some("asks to return") => of_return(asks(example, &account), head),
        None if head == "bookable" && account.is_bookable() => "yes".into(),
        None if head == "bookable" => "no".into(),
        None if account.charges_go_on() => "go on".into(),
        None => "stop".into(),
        Some(other) => panic!("no such act: {other}"),
    }
}

fn account(cell: &str) -> Account {
    let mut account = Account::default();
    match cell {
        "active" => {}
        "closed" => account.closed_at = Some(london("1 Nov 09:00")),
        cell => {
            let named = |text| {
                Restriction::ALL
                    .into_iter()
                    .find(|r| spaced(r.as_str()) == text)
            };
            let restrictions = cell
                .split(", ")
                .map(|text| named(text).expect("a restriction"));
            account.restrictions = restrictions.collect();
        }
    }
    account
}

fn pauses(example: &Example, account: &Account) -> Result<Pausing, Refusal> {
    let start = london("24 Nov 14:00");
    let id = |place: usize| SessionId(Uuid::from_u128(place as u128 + 1));
    let kinds = given(example, "sessions")
        .into_iter()
        .flat_map(|cell| cell.split(", "));
    let to_come = kinds.enumerate().map(|(place, kind)| ToCome {
        session: id(place),
        kind: SessionKind::parse(&kind.replace('-', "_")).expect("a kind"),
        start: start + TimeDelta::days(place as i64),
    });
    let to_come: Vec<ToCome> = to_come.collect();
    let cells = given(example, "answers")
        .into_iter()
        .flat_map(|cell| cell.split(", "));
    let answers = cells.enumerate().filter_map(|(place, cell)| {
        let answer = match cell {
            "keep" => Answer::Keep,
            "move" => Answer::Move,
            "cancel" => Answer::Cancel,
            _ => return None,
        };
        Some((id(place), answer))
    });
    let command = Pause {
        reason: reason(given(example, "reason").expect("a reason")),
        back: time(example, "back"),
        answers: answers.collect(),
        note: None,
    };
    pause::decide(account, &to_come, &command, london("20 Nov 12:00"))
}

fn reason(cell: &str) -> Reason {
    match cell {
        "illness" => Reason::Illness,
        "leave" => Reason::Leave,
        words => Reason::Other {
            words: words.trim_matches(['“', '”']).into(),
        },
    }
}

fn of_pause(decided: Result<Pausing, Refusal>, head: &str) -> String {
    let pausing = match (head, decided) {
        ("answer", decided) => return answer(decided.err()),
        (_, Err(_)) => return NOTHING.into(),
        (_, Ok(pausing)) => pausing,
    };
    let sessions = match head {
        "keeps" => pausing.kept,
        "moves" => pausing.to_move,
        "cancels" => pausing.cancelled,
        other => panic!("no such column: → {other}"),
    };
    sessions.len().to_string()
}

fn asks(example: &Example, account: &Account) -> Result<Asked, Refusal> {
    let paused = time(example, "paused").map(|since| Paused {
        since,
        hours_reviewed_at: time(example, "reviewed"),
        clashes: given(example, "clashes").map_or(0, |count| count.parse().expect("a count")),
        asked_at: time(example, "asked before"),
    });
    let words = "I am well again".into();
    reactivate::decide(
        account,
        paused.as_ref(),
        &AskToReturn { words },
        london("20 Nov 12:00"),
    )
}

fn of_return(decided: Result<Asked, Refusal>, head: &str) -> String {
    let readiness = match (head, decided) {
        ("answer", decided) => return answer(decided.err()),
        (_, Err(_)) => return NOTHING.into(),
        (_, Ok(asked)) => asked.readiness,
    };
    match (head, readiness.hours) {
        ("hours", Hours::ReviewedSince) => "reviewed since".into(),
        ("hours", Hours::NotReviewedSince) => "not reviewed since".into(),
        ("ready", _) if readiness.is_ready() => "yes".into(),
        ("ready", _) => "no".into(),
        (other, _) => panic!("no such column: → {other}"),
    }
}
