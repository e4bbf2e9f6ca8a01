//! Takes out of the wasm what no page ever calls, but the linker cannot know it.
//!
//! Every erased view of leptos carries a second way of coming alive, for code that arrives while
//! it does; ours arrives before (`app/src/hydrate.rs`). Every erased attribute carries one for
//! templates, which we have none of. The functions become a trap of the same length, and what
//! only they called is no longer reached, so that the splitter leaves it out: an eighth of all
//! code. A build in which there is nothing to take out fails, since then a new leptos calls it by
//! another name.

use crate::leb128;
use crate::weigh::demangled;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::ops::Range;
use wasmparser::{BinaryReader, KnownCustom, Name, Parser, Payload, RelocSectionReader, TypeRef};

const NEVER_CALLED: [&str; 2] = [
    "IntoAny>::into_any::hydrate_async",
    "IntoAnyAttribute>::into_any_attr::hydrate_from_template",
];

const NO_LOCALS: u8 = 0x00;
const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;
const END: u8 = 0x0b;

#[derive(Default)]
struct Found {
    bodies: Vec<(u32, Range<usize>)>,
    never_called: [BTreeSet<u32>; NEVER_CALLED.len()],
    code: Range<usize>,
    /// The section that says where the code refers to something: whole, and its content.
    relocations: Range<usize>,
    entries: Range<usize>,
}

pub fn out(mut wasm: Vec<u8>) -> Result<Vec<u8>> {
    let found = look(&wasm)?;
    let stubs: Vec<_> = found
        .bodies
        .iter()
        .filter(|(index, _)| found.never_called.iter().any(|of| of.contains(index)))
        .map(|(_, body)| body.clone())
        .collect();
    for (name, found) in NEVER_CALLED.iter().zip(&found.never_called) {
        ensure!(!found.is_empty(), "no function is called {name}");
    }

    for body in &stubs {
        let body = &mut wasm[body.clone()];
        body.fill(NOP);
        body[0] = NO_LOCALS;
        body[1] = UNREACHABLE;
        *body.last_mut().context("an empty function")? = END;
    }
    let left = relocations(&wasm, &found, &stubs)?;
    wasm.splice(found.relocations, left);
    Ok(wasm)
}

fn look(wasm: &[u8]) -> Result<Found> {
    let mut found = Found::default();
    let mut next = 0;
    let mut end = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let begin = end;
        if let Some((_, range)) = payload.as_section() {
            end = span(range).end;
        }
        match payload {
            Payload::Version { range, .. } => end = span(range).end,
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    next += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionStart { range, .. } => {
                found.code = span(range);
                end = found.code.end;
            }
            Payload::CodeSectionEntry(body) => {
                found.bodies.push((next, span(body.range())));
                next += 1;
            }
            Payload::CustomSection(section) if section.name() == "reloc.CODE" => {
                found.relocations = begin..end;
                found.entries = span(section.data_range());
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for name in names {
                        if let Name::Function(functions) = name? {
                            for named in functions {
                                let named = named?;
                                let name = demangled(named.name);
                                for (part, found) in
                                    NEVER_CALLED.iter().zip(&mut found.never_called)
                                {
                                    if name.ends_with(part) {
                                        found.insert(named.index);
                                    }
                                }
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    ensure!(!found.relocations.is_empty(), "the wasm has no relocations");
    Ok(found)
}

fn span(range: Range<u64>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// The section of relocations anew, without those within the stubs.
fn relocations(wasm: &[u8], found: &Found, stubs: &[Range<usize>]) -> Result<Vec<u8>> {
    let content = &wasm[found.entries.clone()];
    let section = RelocSectionReader::new(BinaryReader::new(content, 0))?;
    let target = section.section_index();
    let mut count = 0;
    let mut entries = Vec::new();
    for entry in section.entries() {
        let entry = entry?;
        let at = found.code.start + entry.offset as usize;
        if stubs.iter().any(|stub| stub.contains(&at)) {
            continue;
        }
        count += 1;
        entries.push(entry.ty as u8);
        leb128::unsigned(entry.offset.into(), &mut entries);
        leb128::unsigned(entry.index.into(), &mut entries);
        if entry.ty.addend_kind() != wasmparser::RelocAddendKind::None {
            leb128::signed(entry.addend, &mut entries);
        }
    }

    const CUSTOM: u8 = 0;
    const NAME: &[u8] = b"reloc.CODE";
    let mut body = vec![NAME.len() as u8];
    body.extend_from_slice(NAME);
    leb128::unsigned(target.into(), &mut body);
    leb128::unsigned(count, &mut body);
    body.append(&mut entries);
    let mut whole = vec![CUSTOM];
    leb128::unsigned(body.len() as u64, &mut whole);
    whole.append(&mut body);
    Ok(whole)
}
