//! What a page of this release loads, by address; read once, when the server starts.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Cheap to clone.
#[derive(Clone)]
pub struct Assets(pub Arc<Addresses>);

#[derive(Debug, Default, Deserialize, PartialEq)]
pub struct Addresses {
    /// Of every page, and of the areas that have one of their own.
    pub style: String,
    #[serde(default)]
    pub styles: BTreeMap<String, String>,
    /// The script that starts everything, and the wasm that it starts.
    pub script: String,
    pub wasm: String,
    /// What else the script imports.
    pub imports: Vec<String>,
    /// The script that loads areas; empty where the front end is in one part.
    #[serde(default)]
    pub loader: String,
    /// The parts that each area needs (`areas.rs`).
    pub areas: BTreeMap<String, Vec<String>>,
}
