//! Every write of the product by the name that it is given (`Store::write`), and the two points
//! around its commit. A write that is not here fails the test below.

use super::Point::{self, *};

/// The point before the commit, and the one after it.
pub(super) fn around(write: &str) -> Option<(Point, Point)> {
    Some(match write {
        "decide" => (DecisionBeforeCommit, DecisionAfterCommit),
        "undo" => (UndoBeforeCommit, UndoAfterCommit),
        "hold" => (HoldBeforeCommit, HoldAfterCommit),
        "extend" => (ExtendBeforeCommit, ExtendAfterCommit),
        "let go" => (LetGoBeforeCommit, LetGoAfterCommit),
        "save hours" => (HoursBeforeCommit, HoursAfterCommit),
        "review hours" => (ReviewBeforeCommit, ReviewAfterCommit),
        "remind" => (RemindBeforeCommit, RemindAfterCommit),
        "pause" => (PauseBeforeCommit, PauseAfterCommit),
        "ask to return" => (ReturnBeforeCommit, ReturnAfterCommit),
        "claim" => (ClaimBeforeCommit, ClaimAfterCommit),
        "sandbox refund" => (ProviderBeforeCommit, ProviderAfterCommit),
        "settle" => (AnswerBeforeCommit, AnswerAfterCommit),
        "sandbox settle" => (SettlingBeforeCommit, SettlingAfterCommit),
        "settle event" => (EventBeforeCommit, EventAfterCommit),
        "sandbox event heard" => (HeardBeforeCommit, HeardAfterCommit),
        "personal link" => (LinkBeforeCommit, LinkAfterCommit),
        "note" => (LetterBeforeCommit, LetterAfterCommit),
        "give up" => (GivenUpBeforeCommit, GivenUpAfterCommit),
        "try again" => (AgainBeforeCommit, AgainAfterCommit),
        "keep draft" => (DraftBeforeCommit, DraftAfterCommit),
        "sign in"
        | "sign in as"
        | "sign out"
        | "sign out everywhere"
        | "invite"
        | "accept an invitation" => (AccessBeforeCommit, AccessAfterCommit),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::around;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// Nobody dies around these, and why that is no loss.
    const SPARED: [(&str, &str); 7] = [
        ("take over", "one statement, made again by the next start"),
        (
            "note a sign-in",
            "one statement: lost, somebody is signed out sooner",
        ),
        (
            "keep next free",
            "one statement: lost, it is computed again",
        ),
        ("seed", "before the demonstration serves anybody"),
        ("are you there?", "it writes nothing"),
        ("plan a mishap", "one row of the demonstration's own"),
        (
            "forget mishaps",
            "one statement about the demonstration's own",
        ),
    ];

    #[test]
    fn every_write_of_the_product_can_be_died_at_or_says_why_not() {
        let mut names = BTreeSet::new();
        collect(
            concat!(env!("CARGO_MANIFEST_DIR"), "/src").as_ref(),
            &mut names,
        );
        assert!(
            names.contains("decide") && names.contains("seed"),
            "{names:?}"
        );
        for name in &names {
            let spared = SPARED.iter().any(|(spared, _)| spared == name);
            assert_ne!(around(name).is_some(), spared, "{name}");
        }
        for (spared, _) in SPARED {
            assert!(names.contains(spared), "there is no write called {spared}");
        }
    }

    /// The names after `.write(` and `.write::<…>(`.
    fn collect(path: &Path, names: &mut BTreeSet<String>) {
        if path.is_dir() {
            for entry in fs::read_dir(path).expect("a folder") {
                collect(&entry.expect("an entry").path(), names);
            }
            return;
        }
        let text = fs::read_to_string(path).expect("text");
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let code: String = code.map(str::trim).collect();
        for after in code.split(".write").skip(1) {
            let typed = after
                .strip_prefix("::<")
                .and_then(|rest| rest.split_once(">("));
            let call = typed.map_or_else(|| after.strip_prefix('('), |(_, call)| Some(call));
            let name = call.and_then(|call| call.strip_prefix('"')?.split('"').next());
            names.extend(name.map(String::from));
        }
    }
}
