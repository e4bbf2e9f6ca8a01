//! What the front end consists of, by part and by crate: `cargo xtask bytes`.
//!
//! Reads the parts as the splitter left them, which still have the names of their functions.
//! The bytes are those of the code before compression, good for comparing; what a page really
//! loads is told by `bench/bytes`. A function counts for the crate of the type that it is of, or
//! else of the trait that it carries out, so that derived code is found where it was derived.

use crate::split;
use anyhow::{Context, Result};
use std::{collections::BTreeMap, fs, path::Path};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// Below this share a crate goes into the rest.
const WORTH_A_LINE: f64 = 0.01;

#[derive(Default)]
struct Weights {
    /// Size of each defined function's code, by its index.
    code: BTreeMap<u32, u64>,
    names: BTreeMap<u32, String>,
    data: u64,
}

impl Weights {
    fn functions(&self) -> impl Iterator<Item = (&str, u64)> {
        let name = |index| self.names.get(index).map_or("", String::as_str);
        self.code
            .iter()
            .map(move |(index, size)| (name(index), *size))
    }

    fn all(&self) -> u64 {
        self.code.values().sum()
    }
}

/// Lists the parts in `folder`, and of each the `functions` largest functions.
pub fn parts(folder: &Path, functions: usize) -> Result<()> {
    let main = split::main_part(folder);
    report("the part that every page loads", &main, functions)?;
    let mut others = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "wasm") && path != main {
            others.push(path);
        }
    }
    others.sort();
    for part in others {
        let name = part.file_stem().unwrap_or_default().to_string_lossy();
        report(&name, &part, functions)?;
    }
    Ok(())
}

fn report(what: &str, wasm: &Path, functions: usize) -> Result<()> {
    let wasm = fs::read(wasm)
        .with_context(|| format!("{}: run `cargo xtask build --release`", wasm.display()))?;
    let weights = read(&wasm)?;
    let all = weights.all();
    println!(
        "{what}: {} kB of code, {} kB of data",
        all / 1000,
        weights.data / 1000
    );

    let mut crates: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, size) in weights.functions() {
        *crates.entry(crate_of(name)).or_default() += size;
    }
    let mut rest = all;
    for (name, size) in heaviest(crates) {
        if size >= 1000 && size as f64 >= all as f64 * WORTH_A_LINE {
            rest -= size;
            line(name, size, all);
        }
    }
    line("others", rest, all);
    for (name, size) in heaviest(weights.functions()).into_iter().take(functions) {
        println!("{size:>8}  {name}");
    }
    Ok(())
}

fn read(wasm: &[u8]) -> Result<Weights> {
    let mut weights = Weights::default();
    let mut next = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    next += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                let range = body.range();
                weights.code.insert(next, range.end - range.start);
                next += 1;
            }
            Payload::DataSection(data) => {
                weights.data = data.range().end - data.range().start;
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for name in names {
                        if let Name::Function(functions) = name? {
                            for named in functions {
                                let named = named?;
                                weights.names.insert(named.index, demangled(named.name));
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Ok(weights)
}

/// A function's name as it is written in the source, without its hash.
pub fn demangled(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}

/// `<domain::ids::ClientId as serde_core::de::Deserialize>::deserialize` → `domain`, but
/// `<core::option::Option<T> as tachys::view::Render>::build` → `tachys`
fn crate_of(name: &str) -> &str {
    let (of, does) = name.split_once(" as ").unwrap_or((name, ""));
    let first = first_path(of);
    match first {
        None | Some("core" | "alloc" | "std") => first_path(does).or(first),
        named => named,
    }
    .unwrap_or("no crate")
}

/// The word before the first `::`.
fn first_path(text: &str) -> Option<&str> {
    let (before, _) = text.split_once("::")?;
    let begin = before
        .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .map_or(0, |at| at + 1);
    Some(&before[begin..]).filter(|word| !word.is_empty())
}

fn heaviest<'a>(sizes: impl IntoIterator<Item = (&'a str, u64)>) -> Vec<(&'a str, u64)> {
    let mut sizes: Vec<_> = sizes.into_iter().collect();
    sizes.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    sizes
}

fn line(name: &str, size: u64, all: u64) {
    let share = size as f64 * 100.0 / all.max(1) as f64;
    println!("{:>8} kB {share:>5.1} %  {name}", size / 1000);
}

#[cfg(test)]
mod tests {
    use super::crate_of;

    #[test]
    fn a_function_is_its_types_or_its_traits() {
        for (name, of) in [
            (
                "<domain::ids::Id as serde_core::de::Deserialize>::deserialize",
                "domain",
            ),
            (
                "<core::option::Option<T> as tachys::view::Render>::build",
                "tachys",
            ),
            ("<T as tachys::view::any_view::IntoAny>::into_any", "tachys"),
            ("alloc::sync::Arc<T>::drop_slow", "alloc"),
            ("__rust_alloc", "no crate"),
        ] {
            assert_eq!(crate_of(name), of, "{name}");
        }
    }
}
