//! The front end: cargo compiles it, wasm-bindgen writes the JavaScript that loads it.
//!
//! `wasm-opt` is left out on purpose: it gains nothing after brotli, and some of its passes make
//! a page that never hydrates. The bindings are kept beside a stamp of their input, so that an
//! unchanged front end costs one look.

use crate::{OUTPUT_NAME, Profile, site::Site, site::hash_of};
use anyhow::{Context, Result, ensure};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::Bindgen;

const TRIPLE: &str = "wasm32-unknown-unknown";

pub fn build(root: &Path, target: &Path, profile: Profile, site: &mut Site) -> Result<()> {
    compile(root, profile)?;
    let compiled = target
        .join(TRIPLE)
        .join(profile_folder(profile))
        .join("frontend.wasm");
    let bound = bind(&compiled, target, profile)?;

    let read = |name: String| {
        let path = bound.join(name);
        fs::read(&path).with_context(|| format!("reading {}", path.display()))
    };
    site.put_hashed("wasm", &read(format!("{OUTPUT_NAME}_bg.wasm"))?)?;
    site.put_hashed("js", &read(format!("{OUTPUT_NAME}.js"))?)?;
    crate::public::copy_folder(&bound.join("snippets"), Path::new("pkg/snippets"), site)
}

fn compile(root: &Path, profile: Profile) -> Result<()> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(root)
        .args(["build", "--package", "frontend", "--target", TRIPLE]);
    match profile {
        Profile::Dev => cargo.args(["--features", "dev"]),
        Profile::Release => cargo.args(["--profile", "wasm-release"]),
    };
    ensure!(cargo.status()?.success(), "the front end does not compile");
    Ok(())
}

/// Runs wasm-bindgen unless its output of the same input is there already.
fn bind(compiled: &Path, target: &Path, profile: Profile) -> Result<PathBuf> {
    let input = fs::read(compiled).with_context(|| format!("reading {}", compiled.display()))?;
    let out = target.join("xtask").join(profile_folder(profile));
    let stamp = out.join("input.sha256");
    let hash = hash_of(&input);
    if fs::read_to_string(&stamp).is_ok_and(|old| old == hash) {
        return Ok(out);
    }

    fs::remove_dir_all(&out).or_else(ignore_missing)?;
    let release = profile == Profile::Release;
    Bindgen::new()
        .input_bytes(OUTPUT_NAME, input)
        .out_name(OUTPUT_NAME)
        .web(true)?
        .typescript(false)
        .debug(!release)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(&out)?;
    fs::write(stamp, hash)?;
    Ok(out)
}

fn ignore_missing(fault: std::io::Error) -> std::io::Result<()> {
    if fault.kind() == std::io::ErrorKind::NotFound {
        Ok(())
    } else {
        Err(fault)
    }
}

fn profile_folder(profile: Profile) -> &'static str {
    match profile {
        Profile::Dev => "debug",
        Profile::Release => "wasm-release",
    }
}
