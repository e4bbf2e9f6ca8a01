//! The built front end: what pages are told of it, and which of its files never change.
//!
//! Leptos's options are made in code: `LEPTOS_*` variables would have to be set at run time too,
//! and changing one recompiles leptos.

use app::{Addresses, Assets};
use leptos::prelude::LeptosOptions;
use std::{fs, path::Path, sync::Arc};

/// The folder of hashed files, and the name they begin with (`xtask` writes them).
const PACKAGE: &str = "pkg";
const OUTPUT_NAME: &str = "kept";

pub fn options(site: &Path) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name(OUTPUT_NAME)
        .site_root(site.to_string_lossy())
        .site_pkg_dir(PACKAGE)
        .build()
}

/// # Errors
/// When the folder holds no built front end.
pub fn assets(site: &Path) -> Result<Assets, String> {
    let list = site.join("assets.json");
    let read = fs::read(&list).map_err(|fault| fault.to_string());
    let addresses = read.and_then(|list| addresses(&list));
    let addresses = addresses.map_err(|fault| {
        format!(
            "no front end in {} ({fault}): run `cargo xtask build`",
            site.display()
        )
    })?;
    Ok(Assets(Arc::new(addresses)))
}

fn addresses(list: &[u8]) -> Result<Addresses, String> {
    serde_json::from_slice(list).map_err(|fault| fault.to_string())
}

/// Hashed files never change: what has another content has another name.
pub fn is_hashed(path: &str) -> bool {
    path.strip_prefix('/')
        .and_then(|path| path.strip_prefix(PACKAGE))
        .and_then(|path| path.strip_prefix('/'))
        .and_then(|name| name.strip_prefix(OUTPUT_NAME))
        .is_some_and(|rest| rest.starts_with('.'))
}
