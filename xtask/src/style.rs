//! The stylesheets: `style/main.css` and each of `style/areas`, with everything that they import.
//!
//! Plain modern CSS goes through as it is written: no browser list, no down-levelling.

use crate::{Profile, site::Site, site::hash_of};
use anyhow::{Result, anyhow, ensure};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
};
use std::{fs, path::Path};

pub fn build(root: &Path, profile: Profile, site: &mut Site) -> Result<()> {
    let style = root.join("style");
    let css = sheet(&style.join("main.css"), profile)?;
    let css = with_fonts(css, &style.join("fonts"), site)?;
    site.assets.style = site.put_hashed("css", css.as_bytes())?;
    for entry in fs::read_dir(style.join("areas"))? {
        let file = entry?.path();
        let area = file.file_stem().unwrap_or_default().to_string_lossy();
        let css = sheet(&file, profile)?;
        let name = format!("{area}.{}.css", hash_of(css.as_bytes()));
        let address = site.put_package(&name, css.as_bytes())?;
        site.assets.styles.insert(area.into_owned(), address);
    }
    Ok(())
}

/// A file with all that it imports.
fn sheet(file: &Path, profile: Profile) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    // The errors borrow the sources: put them into words while the sources live.
    let mut sheet = bundler
        .bundle(file)
        .map_err(|fault| anyhow!("style: {fault}"))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|fault| anyhow!("style: {fault}"))?;
    let css = sheet
        .to_css(PrinterOptions {
            minify: profile == Profile::Release,
            ..PrinterOptions::default()
        })
        .map_err(|fault| anyhow!("style: {fault}"))?;
    Ok(css.code)
}

/// Puts the fonts under names that change with their content, and has the stylesheet say those.
fn with_fonts(mut css: String, folder: &Path, site: &mut Site) -> Result<String> {
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let content = fs::read(&file)?;
        let address = site.put_package(&format!("{name}.{}.woff2", hash_of(&content)), &content)?;
        let written = format!("/fonts/{name}.woff2");
        ensure!(css.contains(&written), "no style asks for {written}");
        css = css.replace(&written, &address);
    }
    Ok(css)
}
