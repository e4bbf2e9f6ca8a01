//! The folder that the server serves: which files belong to it, and under which names.
//!
//! A file whose content is already there is left alone (so its compressed copies stay good), and
//! whatever this build did not put there is removed at the end. The hash file has the form that
//! leptos reads: one line `kind: hash` for each hashed file.

use crate::OUTPUT_NAME;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

pub struct Site {
    root: PathBuf,
    kept: BTreeSet<PathBuf>,
    hashes: BTreeMap<&'static str, String>,
}

impl Site {
    pub fn open(root: PathBuf) -> Result<Self> {
        fs::create_dir_all(root.join("pkg"))?;
        Ok(Self {
            root,
            kept: BTreeSet::new(),
            hashes: BTreeMap::new(),
        })
    }

    /// Puts a file of the package folder under a name that changes with its content.
    pub fn put_hashed(&mut self, kind: &'static str, content: &[u8]) -> Result<()> {
        let hash = hash_of(content);
        self.put(
            Path::new("pkg").join(format!("{OUTPUT_NAME}.{hash}.{kind}")),
            content,
        )?;
        self.hashes.insert(kind, hash);
        Ok(())
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
        let lines = self
            .hashes
            .iter()
            .map(|(kind, hash)| format!("{kind}: {hash}\n"));
        let lines: String = lines.collect();
        self.put("hash.txt".into(), lines.as_bytes())?;
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
