//! The stylesheet: `style/main.css` with everything that it imports, in one file.
//!
//! Plain modern CSS goes through as it is written: no browser list, no down-levelling.

use crate::{Profile, site::Site};
use anyhow::{Result, anyhow};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
};
use std::path::Path;

pub fn build(root: &Path, profile: Profile, site: &mut Site) -> Result<()> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    // The errors borrow the sources: put them into words while the sources live.
    let mut sheet = bundler
        .bundle(&root.join("style/main.css"))
        .map_err(|fault| anyhow!("style: {fault}"))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|fault| anyhow!("style: {fault}"))?;
    let minify = profile == Profile::Release;
    let css = sheet
        .to_css(PrinterOptions {
            minify,
            ..PrinterOptions::default()
        })
        .map_err(|fault| anyhow!("style: {fault}"))?;
    site.assets.style = site.put_hashed("css", css.code.as_bytes())?;
    Ok(())
}
