//! The built front end, as leptos wants to be told of it.
//!
//! The options are made in code: `LEPTOS_*` variables would have to be set at run time too, and
//! changing one recompiles leptos.

use leptos::prelude::LeptosOptions;
use std::{fs, path::Path, sync::Arc};

/// The folder of hashed files, and the name they begin with (`xtask` writes them).
const PACKAGE: &str = "pkg";
const OUTPUT_NAME: &str = "kept";

/// # Errors
/// When the folder holds no built front end.
pub fn options(site: &Path) -> Result<LeptosOptions, String> {
    let hash_file = site.join("hash.txt");
    let hash_file = hash_file.canonicalize().map_err(|fault| {
        format!(
            "no front end in {} ({fault}): run `cargo xtask build`",
            site.display()
        )
    })?;
    Ok(LeptosOptions::builder()
        .output_name(OUTPUT_NAME)
        .site_root(site.to_string_lossy())
        .site_pkg_dir(PACKAGE)
        .hash_files(true)
        // Leptos joins this to the program's folder; an absolute path stands as it is.
        .hash_file(Arc::from(hash_file.to_string_lossy()))
        .build())
}

/// Where the stylesheet is, for the pages that are not rendered by leptos.
pub fn stylesheet(options: &LeptosOptions) -> Option<Arc<str>> {
    let hashes = fs::read_to_string(&*options.hash_file).ok()?;
    let hash = hashes.lines().find_map(|line| line.strip_prefix("css: "))?;
    Some(format!("/{PACKAGE}/{OUTPUT_NAME}.{hash}.css").into())
}

/// Hashed files never change: what has another content has another name.
pub fn is_hashed(path: &str) -> bool {
    path.strip_prefix('/')
        .and_then(|path| path.strip_prefix(PACKAGE))
        .and_then(|path| path.strip_prefix('/'))
        .and_then(|name| name.strip_prefix(OUTPUT_NAME))
        .is_some_and(|rest| rest.starts_with('.'))
}
