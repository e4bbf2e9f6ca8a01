//! Compressed copies beside each file, made once at build time at the highest quality: the server
//! sends them as they are. A copy that is newer than its file is good.

use crate::site::Site;
use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use std::{
    ffi::OsString,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// Formats that are not compressed already.
const WORTH_IT: [&str; 10] = [
    "bin",
    "css",
    "html",
    "ico",
    "js",
    "json",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
];

/// Below this a header costs more than compression saves.
const SMALLEST: u64 = 256;

pub fn all(site: &mut Site) -> Result<()> {
    for (path, full) in site.files() {
        if !worth_it(&full)? {
            continue;
        }
        for (suffix, squeeze) in [(".br", brotli as Squeeze), (".gz", gzip)] {
            let copy = with_suffix(&full, suffix);
            if !is_newer(&copy, &full)? {
                let content = fs::read(&full)?;
                fs::write(&copy, squeeze(&content)?)
                    .with_context(|| format!("writing {}", copy.display()))?;
            }
            site.keep(with_suffix(&path, suffix));
        }
    }
    Ok(())
}

type Squeeze = fn(&[u8]) -> Result<Vec<u8>>;

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut out, &params)?;
    Ok(out)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn worth_it(path: &Path) -> Result<bool> {
    let known = path
        .extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| WORTH_IT.contains(&e));
    Ok(known && fs::metadata(path)?.len() >= SMALLEST)
}

fn is_newer(copy: &Path, file: &Path) -> Result<bool> {
    let Ok(copy) = fs::metadata(copy) else {
        return Ok(false);
    };
    Ok(copy.modified()? >= fs::metadata(file)?.modified()?)
}

/// `kept.js` → `kept.js.br`: the suffix comes after the extension, not instead of it.
fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}
