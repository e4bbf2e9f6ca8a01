//! Builds what the browser loads into `target/site`: `cargo xtask build [--release]`. What that
//! consists of is told by `cargo xtask bytes`.
//!
//! Needs nothing but cargo: the wasm bindings and the stylesheet are made by linked libraries, so
//! that their versions stand in `Cargo.lock`. Work that is up to date is not done again.

mod compress;
mod leb128;
mod names;
mod public;
mod site;
mod split;
mod stub;
mod style;
mod wasm;
mod weigh;

use anyhow::{Result, bail};
use site::Site;
use std::{env, path::PathBuf, time::Instant};

/// Development builds are quick and talkative, release builds small and silent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Profile {
    Dev,
    Release,
}

/// The name that `server` gives to leptos: files are `kept.<hash>.js` and so on.
const OUTPUT_NAME: &str = "kept";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["build"] => build(Profile::Dev),
        ["build", "--release"] => build(Profile::Release),
        ["bytes"] => weigh::parts(&wasm::parts(&target_dir()), 0),
        ["bytes", count] => weigh::parts(&wasm::parts(&target_dir()), count.parse()?),
        _ => bail!("usage: cargo xtask build [--release] | bytes [<largest functions>]"),
    }
}

fn build(profile: Profile) -> Result<()> {
    let begun = Instant::now();
    let (root, target) = (root(), target_dir());
    let mut site = Site::open(target.join("site"))?;

    wasm::build(&root, &target, profile, &mut site)?;
    style::build(&root, profile, &mut site)?;
    public::copy(&root, &mut site)?;
    if profile == Profile::Release {
        compress::all(&mut site)?;
    }
    let (files, path) = site.finish()?;

    println!(
        "site: {files} files in {} ({:.1?})",
        path.display(),
        begun.elapsed()
    );
    Ok(())
}

fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}

fn target_dir() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
