//! The settings of the web server, read once at the start. A setting that makes no sense stops
//! the start with a sentence, instead of surprising somebody later.

use std::{env, path::PathBuf};

#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen, as `host:port`.
    pub address: String,
    /// Scheme and host that people see, when it is not simply `http://` and the Host header.
    pub origin: Option<String>,
    /// The built front end.
    pub site: PathBuf,
}

impl Config {
    /// # Errors
    /// A sentence about the setting that cannot be used.
    pub fn from_env() -> Result<Self, String> {
        let setting = |name| env::var(name).ok().filter(|value| !value.is_empty());
        Ok(Self {
            address: setting("KEPT_ADDR").unwrap_or_else(|| "127.0.0.1:3000".into()),
            origin: setting("KEPT_ORIGIN").map(check_origin).transpose()?,
            site: setting("KEPT_SITE").map_or_else(beside_program, |path| Ok(path.into()))?,
        })
    }
}

/// An origin is scheme and host, as browsers send it: no path, no slash at the end.
fn check_origin(origin: String) -> Result<String, String> {
    let host = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains('/') => Ok(origin),
        _ => Err(format!(
            "KEPT_ORIGIN must look like https://kept.example, not {origin}"
        )),
    }
}

/// `target/release/kept` finds `target/site`; an installed `bin/kept` finds `site` beside or above.
fn beside_program() -> Result<PathBuf, String> {
    let program = env::current_exe().map_err(|fault| fault.to_string())?;
    program
        .ancestors()
        .skip(1)
        .map(|folder| folder.join("site"))
        .find(|site| site.join("hash.txt").is_file())
        .ok_or_else(|| "no front end found: run `cargo xtask build`, or set KEPT_SITE".into())
}

#[cfg(test)]
mod tests {
    use super::check_origin;

    #[test]
    fn an_origin_has_a_scheme_and_a_host_and_nothing_more() {
        assert!(check_origin("https://kept.example".into()).is_ok());
        assert!(check_origin("http://127.0.0.1:3000".into()).is_ok());
        for wrong in [
            "kept.example",
            "https://",
            "https://kept.example/",
            "ftp://kept.example",
        ] {
            assert!(check_origin(wrong.into()).is_err(), "{wrong}");
        }
    }
}
