//! What a run has met, and how often: a simulation in which something important never happens
//! shows nothing.

use std::collections::BTreeMap;

#[derive(Clone, Debug, Default)]
pub struct Met(BTreeMap<String, u64>);

impl Met {
    pub fn note(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    pub fn add(&mut self, more: &Met) {
        for (what, times) in &more.0 {
            *self.0.entry(what.clone()).or_default() += times;
        }
    }

    /// Those of `wanted` that never happened; a name may be the beginning of several.
    pub fn missing<'w>(&self, wanted: &[&'w str]) -> Vec<&'w str> {
        let met = |want: &str| self.0.keys().any(|what| what.starts_with(want));
        wanted.iter().copied().filter(|want| !met(want)).collect()
    }

    pub fn table(&self) -> String {
        let line = |(what, times): (&String, &u64)| format!("{times:>8}  {what}\n");
        self.0.iter().map(line).collect()
    }
}
