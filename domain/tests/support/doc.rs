//! Reads the numbered examples out of docs/POLICIES.md: a row of a table whose first column
//! is headed `No.` is an example, and its other cells are named by the table's head.

/// One numbered example.
#[derive(Clone, Debug)]
pub struct Example {
    /// `P3`
    pub rule: String,
    /// `7` of `P3.7`
    pub place: usize,
    /// Head and cell, in the table's order.
    pub cells: Vec<(String, String)>,
}

impl Example {
    pub fn number(&self) -> String {
        format!("{}.{}", self.rule, self.place)
    }
}

pub fn policies() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/POLICIES.md");
    std::fs::read_to_string(path).expect("docs/POLICIES.md is there")
}

/// Every example of the document, in its order.
pub fn examples(text: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut head: Option<Vec<String>> = None;
    for line in text.lines() {
        let Some(cells) = row(line) else {
            head = None;
            continue;
        };
        match &head {
            None => head = Some(cells),
            Some(head) if head[0] == "No." && !cells[0].starts_with("--") => {
                examples.push(example(head, &cells, line));
            }
            Some(_) => {}
        }
    }
    examples
}

fn row(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(|cell| cell.trim().into()).collect())
}

fn example(head: &[String], cells: &[String], line: &str) -> Example {
    assert_eq!(head.len(), cells.len(), "cells and columns: {line}");
    let (rule, place) = cells[0].split_once('.').expect("a number such as P1.1");
    let named = head.iter().cloned().zip(cells.iter().cloned());
    Example {
        rule: rule.into(),
        place: place.parse().expect("a number such as P1.1"),
        cells: named.skip(1).collect(),
    }
}
