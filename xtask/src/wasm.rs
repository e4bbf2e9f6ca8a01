//! The front end: cargo compiles it, wasm-bindgen writes the JavaScript that loads it.
//!
//! `wasm-opt` is left out on purpose: it gains nothing after brotli, and some of its passes make
//! a page that never hydrates. The bindings are kept beside a stamp of their input, so that an
//! unchanged front end costs one look. A release is split by area (`split.rs`); a development
//! build is one piece, which is quicker to make.

use crate::{OUTPUT_NAME, Profile, names, site::Site, site::hash_of, split, stub};
use anyhow::{Context, Result, ensure};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::Bindgen;

/// The parts of a release, within its bindings.
const PARTS: &str = "parts";
const TRIPLE: &str = "wasm32-unknown-unknown";

pub fn build(root: &Path, target: &Path, profile: Profile, site: &mut Site) -> Result<()> {
    compile(root, profile)?;
    let compiled = compiled(target, profile);
    let bound = bind(&compiled, target, profile)?;

    let read = |name: String| {
        let path = bound.join(name);
        fs::read(&path).with_context(|| format!("reading {}", path.display()))
    };
    let wasm = read(format!("{OUTPUT_NAME}_bg.wasm"))?;
    let script = read(format!("{OUTPUT_NAME}.js"))?;
    match profile {
        Profile::Dev => {
            site.assets.wasm = site.put_hashed("wasm", &wasm)?;
            site.assets.script = site.put_hashed("js", &script)?;
        }
        Profile::Release => {
            let (wasm, script) = names::shorten(&wasm, str::from_utf8(&script)?)?;
            site.assets.wasm = site.put_hashed("wasm", &wasm)?;
            split::put(&bound.join(PARTS), &script, site)?;
        }
    }
    crate::public::copy_folder(&bound.join("snippets"), Path::new("pkg/snippets"), site)
}

/// The parts of the release as the splitter left them.
pub fn parts(target: &Path) -> PathBuf {
    target
        .join("xtask")
        .join(profile_folder(Profile::Release))
        .join(PARTS)
}

/// Where cargo leaves the front end.
fn compiled(target: &Path, profile: Profile) -> PathBuf {
    target
        .join(TRIPLE)
        .join(profile_folder(profile))
        .join("frontend.wasm")
}

fn compile(root: &Path, profile: Profile) -> Result<()> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(root)
        .args(["rustc", "--package", "frontend", "--target", TRIPLE]);
    match profile {
        Profile::Dev => cargo.args(["--features", "dev"]),
        // The splitter reads from the relocations what belongs together.
        Profile::Release => cargo.env("RUSTFLAGS", flags(root)?).args([
            "--profile",
            "wasm-release",
            "--features",
            "split",
            "--",
            "-Clink-args=--emit-relocs",
        ]),
    };
    ensure!(cargo.status()?.success(), "the front end does not compile");
    Ok(())
}

/// A release names no folder of the machine that it was built on: the paths of sources are part of
/// the wasm. The first flag is that of `.cargo/config.toml`, which these take the place of.
fn flags(root: &Path) -> Result<String> {
    let mut flags = vec!["--cfg=erase_components".to_owned()];
    let mut forget =
        |folder: &Path| flags.push(format!("--remap-path-prefix={}=", folder.display()));
    forget(root);
    let sysroot = Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()?;
    forget(Path::new(String::from_utf8(sysroot.stdout)?.trim()));
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = home.map(|home| home.join("registry/src"));
    for index in sources.iter().flat_map(fs::read_dir).flatten() {
        forget(&index?.path());
    }
    Ok(flags.join(" "))
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
    let mut bindgen = Bindgen::new();
    match profile {
        Profile::Dev => bindgen.input_bytes(OUTPUT_NAME, input),
        // The parts find what they share by the names that the linker gave.
        Profile::Release => bindgen
            .input_path(split::take_apart(&stub::out(input)?, &out.join(PARTS))?)
            .keep_lld_exports(true)
            .demangle(false),
    };
    bindgen
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
