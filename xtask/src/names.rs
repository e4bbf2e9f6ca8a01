//! Short names for what the wasm imports from its script. wasm-bindgen tells those apart by a hash
//! each, which nothing can compress and which stands in both files: five kilobytes of what a
//! first page loads.

use crate::leb128;
use anyhow::{Context, Result, ensure};
use std::ops::Range;
use wasmparser::{Parser, Payload};

const IMPORTS: u8 = 2;

/// Both files anew, with names that they agree on.
pub fn shorten(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let (section, names) = imports(wasm)?;
    let mut script = script.to_owned();
    let mut content = Vec::new();
    let mut copied = section.start;
    for (index, name) in names.iter().enumerate() {
        let at = name.as_ptr().addr() - wasm.as_ptr().addr();
        let short = format!("w{index}");
        // A name that only one of the two knows would load nothing, and only a browser shows it.
        ensure!(script.contains(name), "the script has no {name}");
        script = script.replace(name, &short);
        content.extend_from_slice(&wasm[copied..at - leb128::width(name.len())]);
        leb128::text(&short, &mut content);
        copied = at + name.len();
    }
    content.extend_from_slice(&wasm[copied..section.end]);

    let head = section.start - leb128::width(section.len());
    ensure!(
        wasm[head - 1] == IMPORTS,
        "a length that is written otherwise"
    );
    let mut short = wasm[..head].to_vec();
    leb128::unsigned(content.len() as u64, &mut short);
    short.append(&mut content);
    short.extend_from_slice(&wasm[section.end..]);
    Ok((short, script))
}

/// Where the imports stand, and those of their names that carry a hash.
fn imports(wasm: &[u8]) -> Result<(Range<usize>, Vec<&str>)> {
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(section) = payload? {
            let range = section.range();
            let mut names = Vec::new();
            for import in section.into_imports() {
                let name = import?.name;
                names.extend(is_hashed(name).then_some(name));
            }
            return Ok((range.start as usize..range.end as usize, names));
        }
    }
    None.context("the wasm imports nothing")
}

/// `__wbg_now_4f1baf9a00be3c74`
fn is_hashed(name: &str) -> bool {
    let hash = name.starts_with("__wb").then(|| name.rsplit('_').next());
    let digits = |hash: &str| hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    hash.flatten().is_some_and(digits)
}
