//! The areas of the front end (`app/src/areas.rs`) as files of their own.
//!
//! Their names carry their content, and the script that loads them is told those names: a page of
//! an older release asks for files of that release, and never mixes two. The scripts import each
//! other, so they share one hash, of all together.

mod bundle;

use crate::{OUTPUT_NAME, leb128, site::Site, site::hash_of};
use anyhow::{Context, Result, anyhow, ensure};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use wasm_split_cli_support::{Options, transform};

/// The script that loads the parts, as the splitter and wasm-bindgen call it.
const LOADER: &str = "./__wasm_split.js";

/// Which parts each area needs.
type Needs = BTreeMap<String, Vec<String>>;

/// Takes `wasm`, linked with its relocations, apart into `folder`; the way to the main part.
pub fn take_apart(wasm: &[u8], folder: &Path) -> Result<PathBuf> {
    let main = main_part(folder);
    let main_module = format!("./{OUTPUT_NAME}.js");
    let mut options = Options::new(wasm);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = LOADER;
    options.main_module = &main_module;
    let split = transform(options).map_err(|fault| anyhow!("splitting the wasm: {fault:?}"))?;

    let needs: Needs = split.prefetch_map.into_iter().collect();
    fs::write(folder.join("needs.json"), serde_json::to_vec(&needs)?)?;
    Ok(main)
}

pub fn main_part(folder: &Path) -> PathBuf {
    folder.join("main.wasm")
}

/// Puts the parts in `folder` and the scripts into the site.
pub fn put(folder: &Path, script: &str, site: &mut Site) -> Result<()> {
    let needs = fs::read(folder.join("needs.json"))?;
    let bundles = bundle::put(folder, serde_json::from_slice(&needs)?, site)?;
    let mut script = terse(script)?;
    let mut asking = terse(&bundles.asking())?;
    let mut loader = terse(&bundles.loader(folder)?)?;
    let hash = hash_of([&*script, &asking, &loader].concat().as_bytes());
    let from = |path: &str| format!("from \"{path}\"");
    let main = format!("./{OUTPUT_NAME}.{hash}.js");
    replace(
        &mut script,
        &from(LOADER),
        &from(&format!("./{OUTPUT_NAME}.split.{hash}.js")),
    )?;
    replace(&mut asking, "MAIN", &main)?;
    replace(
        &mut asking,
        "LOADER",
        &format!("./{OUTPUT_NAME}.loader.{hash}.js"),
    )?;
    replace(
        &mut loader,
        &from(&format!("./{OUTPUT_NAME}.js")),
        &from(&main),
    )?;
    site.assets.script = site.put_package(&format!("{hash}.js"), script.as_bytes())?;
    let asking = site.put_package(&format!("split.{hash}.js"), asking.as_bytes())?;
    site.assets.imports.push(asking);
    site.assets.loader = site.put_package(&format!("loader.{hash}.js"), loader.as_bytes())?;

    site.assets.areas = bundles.areas;
    Ok(())
}

/// Without indentation and without lines that are comments: a seventh of what travels.
fn terse(script: &str) -> Result<String> {
    let mut short = String::with_capacity(script.len());
    let mut comment = false;
    for line in script.lines().map(str::trim) {
        comment |= line.starts_with("/*");
        if !comment && !line.is_empty() && !line.starts_with("//") {
            // What stands between two of these may go over lines, and then means every space.
            ensure!(line.matches('`').count() % 2 == 0, "not one line: {line}");
            short += line;
            short.push('\n');
        }
        comment &= !line.ends_with("*/");
    }
    Ok(short)
}

/// A script that does not name what it should would load nothing, and only a browser shows it.
fn replace(script: &mut String, old: &str, new: &str) -> Result<()> {
    ensure!(script.contains(old), "the scripts do not name {old}");
    *script = script.replace(old, new);
    Ok(())
}

/// Without custom sections: names and the like, a third of each part, that no browser needs.
fn bare(wasm: &[u8]) -> Result<Vec<u8>> {
    const CUSTOM: u8 = 0;
    let (head, mut rest) = wasm.split_at_checked(8).context("no wasm")?;
    let mut kept = head.to_vec();
    while let Some((&id, after)) = rest.split_first() {
        let (length, digits) = leb128::read(after).context("a broken section")?;
        let end = 1 + digits + length;
        ensure!(end <= rest.len(), "a section that is cut off");
        if id != CUSTOM {
            kept.extend_from_slice(&rest[..end]);
        }
        rest = &rest[end..];
    }
    Ok(kept)
}
