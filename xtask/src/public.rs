//! Files that are served as they are: `style/public` (the icon, a font's licence) becomes the site's root.

use crate::site::Site;
use anyhow::Result;
use std::{fs, path::Path};

pub fn copy(root: &Path, site: &mut Site) -> Result<()> {
    copy_folder(&root.join("style/public"), Path::new(""), site)
}

/// Copies `folder` and what is under it to `to` in the site; a folder that is missing is empty.
pub fn copy_folder(folder: &Path, to: &Path, site: &mut Site) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_folder(&from, &to, site)?;
        } else {
            site.put(to, &fs::read(&from)?)?;
        }
    }
    Ok(())
}
