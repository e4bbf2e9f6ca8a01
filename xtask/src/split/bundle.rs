//! Which parts travel together. What several areas share comes out of the splitter as dozens of
//! parts, most of a few hundred bytes: each area takes its small ones along, even where another
//! has them too, so that opening an area asks for one file or two.

use super::{LOADER, Needs, bare, replace};
use crate::{OUTPUT_NAME, site::Site, site::hash_of};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::{fs, path::Path};

/// A shared part of this many bytes travels alone.
const LARGE: usize = 10_000;

/// Files that the browser asks for.
#[derive(Default)]
pub struct Bundles {
    /// The addresses of the files that each area needs.
    pub areas: BTreeMap<String, Vec<String>>,
    /// What the loader is told: file → address beside it, part → its places.
    files: BTreeMap<String, String>,
    places: BTreeMap<String, Vec<(String, usize, usize)>>,
}

/// Puts the parts in `folder` into the site.
pub fn put(folder: &Path, needs: Needs, site: &mut Site) -> Result<Bundles> {
    let mut bundles = Bundles::default();
    for (area, parts) in &needs {
        let mut together = Vec::new();
        let mut alone = Vec::new();
        for part in parts {
            let path = folder.join(format!("{part}.wasm"));
            let wasm = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            let wasm = bare(&wasm)?;
            let shared = needs.values().filter(|of| of.contains(part)).count() > 1;
            if shared && wasm.len() >= LARGE {
                alone.push(bundles.put_file(part, &wasm, site)?);
                bundles
                    .places
                    .insert(part.clone(), vec![(part.clone(), 0, wasm.len())]);
            } else {
                let place = (area.clone(), together.len(), wasm.len());
                bundles.places.entry(part.clone()).or_default().push(place);
                together.extend(wasm);
            }
        }
        alone.insert(0, bundles.put_file(area, &together, site)?);
        bundles.areas.insert(area.clone(), alone);
    }
    Ok(bundles)
}

impl Bundles {
    fn put_file(&mut self, name: &str, content: &[u8], site: &mut Site) -> Result<String> {
        let rest = format!("{name}.{}.bin", hash_of(content));
        self.files
            .insert(name.into(), format!("./{OUTPUT_NAME}.{rest}"));
        site.put_package(&rest, content)
    }

    /// The script that fetches the loader once an area is asked for.
    pub fn asking(&self) -> String {
        let areas = self.areas.keys();
        let loads = areas.map(|area| format!("__wasm_split_load_{area}"));
        let exports = loads.map(|load| format!("export const {load} = asking(\"{load}\");\n"));
        include_str!("asking.js").to_owned() + &exports.collect::<String>()
    }

    /// The splitter's script, asking for the files instead of the parts.
    pub fn loader(&self, folder: &Path) -> Result<String> {
        let mut loader = fs::read_to_string(folder.join(LOADER))?;
        replace(
            &mut loader,
            "WebAssembly.instantiateStreaming(src, imports)",
            "WebAssembly.instantiate(await src, imports)",
        )?;
        for part in self.places.keys() {
            let fetch = format!("fetch(new URL(\"./{part}.wasm\", import.meta.url))");
            replace(&mut loader, &fetch, &format!("part(\"{part}\")"))?;
        }
        for area in self.areas.keys() {
            let load = format!("const __wasm_split_load_{area} = ");
            replace(
                &mut loader,
                &format!("{load}wrapAsyncCb("),
                &format!("{load}opened(\"{area}\", "),
            )?;
        }
        Ok(format!(
            "{loader}\nconst FILES = {};\nconst PLACES = {};\n{}",
            serde_json::to_string(&self.files)?,
            serde_json::to_string(&self.places)?,
            include_str!("loader.js")
        ))
    }
}
