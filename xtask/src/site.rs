//! The folder that the server serves: which files belong to it, and under which names.
//!
//! A file whose content is already there is left alone (so its compressed copies stay good), and
//! whatever this build did not put there is removed at the end. `assets.json` tells the server what
//! a page loads (`app/src/assets.rs`).

use crate::OUTPUT_NAME;
use anyhow::{Context, Result};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Addresses; the same fields as in `app/src/assets.rs`.
#[derive(Default, Serialize)]
pub struct Assets {
    pub style: String,
    pub styles: BTreeMap<String, String>,
    pub script: String,
    pub wasm: String,
    pub imports: Vec<String>,
    pub loader: String,
    pub areas: BTreeMap<String, Vec<String>>,
}

pub struct Site {
    root: PathBuf,
    kept: BTreeSet<PathBuf>,
    pub assets: Assets,
}

impl Site {
    pub fn open(root: PathBuf) -> Result<Self> {
        fs::create_dir_all(root.join("pkg"))?;
        Ok(Self {
            root,
            kept: BTreeSet::new(),
            assets: Assets::default(),
        })
    }

    /// Puts a file of the package folder under a name that changes with its content; its address.
    pub fn put_hashed(&mut self, kind: &str, content: &[u8]) -> Result<String> {
        self.put_package(&format!("{}.{kind}", hash_of(content)), content)
    }

    /// The same for a file whose name is made elsewhere.
    pub fn put_package(&mut self, rest: &str, content: &[u8]) -> Result<String> {
        let name = format!("{OUTPUT_NAME}.{rest}");
        self.put(Path::new("pkg").join(&name), content)?;
        Ok(format!("/pkg/{name}"))
    }

    /// Puts a file at `path`, which is relative to the site.
    pub fn put(&mut self, path: PathBuf, content: &[u8]) -> Result<()> {
        let full = self.root.join(&path);
        let there = fs::read(&full).is_ok_and(|old| old == content);
        if !there {
            if let Some(folder) = full.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&full, content).with_context(|| format!("writing {}", full.display()))?;
        }
        self.kept.insert(path);
        Ok(())
    }

    /// The files put so far, relative and absolute.
    pub fn files(&self) -> Vec<(PathBuf, PathBuf)> {
        self.kept
            .iter()
            .map(|path| (path.clone(), self.root.join(path)))
            .collect()
    }

    /// Counts a file that somebody else wrote as belonging here.
    pub fn keep(&mut self, path: PathBuf) {
        self.kept.insert(path);
    }

    /// Writes the hash file, removes what is left of earlier builds, and tells how much there is.
    pub fn finish(mut self) -> Result<(usize, PathBuf)> {
        let assets = serde_json::to_vec(&self.assets)?;
        self.put("assets.json".into(), &assets)?;
        self.sweep(&self.root)?;
        Ok((self.kept.len(), self.root))
    }

    fn sweep(&self, folder: &Path) -> Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.sweep(&path)?;
            } else if !self.kept.contains(path.strip_prefix(&self.root)?) {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

/// Sixteen hex digits of SHA-256: plenty for the handful of files that ever share a name.
pub fn hash_of(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
