//! The settings of the web server, read once at the start. A setting that makes no sense stops
//! the start with a sentence, instead of surprising somebody later.

use crate::caller::Proxies;
use crate::log::Format;
use backend::limits::{Rate, Rates};
use std::{env, path::PathBuf};

#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen, as `host:port`.
    pub address: String,
    /// Scheme and host that people see, when it is not simply `http://` and the Host header.
    pub origin: Option<String>,
    /// The built front end.
    pub site: PathBuf,
    /// Proxies in front of us, whose word about an address is believed.
    pub proxies: Proxies,
}

impl Config {
    /// # Errors
    /// A sentence about the setting that cannot be used.
    pub fn from_env() -> Result<Self, String> {
        let setting = |name| env::var(name).ok().filter(|value| !value.is_empty());
        if env::var("KEPT_ORIGIN").is_ok_and(|origin| origin.trim().is_empty()) {
            return Err(NO_ORIGIN.into());
        }
        let proxies = setting("KEPT_TRUSTED_PROXIES").unwrap_or_default();
        let no_proxy = |part| {
            format!("KEPT_TRUSTED_PROXIES has addresses with commas between them, not {part}")
        };
        Ok(Self {
            address: setting("KEPT_ADDR").unwrap_or_else(|| "127.0.0.1:3000".into()),
            origin: setting("KEPT_ORIGIN").map(check_origin).transpose()?,
            site: setting("KEPT_SITE").map_or_else(beside_program, |path| Ok(path.into()))?,
            proxies: Proxies::parse(&proxies).map_err(no_proxy)?,
        })
    }
}

/// Empty is neither an address nor the absence of the setting.
const NO_ORIGIN: &str = "KEPT_ORIGIN is set to nothing: give it the address that people see, \
                         such as https://kept.example, or leave it out of the demo's settings";

/// How often somebody may try, each as a count and seconds.
///
/// # Errors
/// A sentence about the setting that cannot be used.
pub fn rates(setting: impl Fn(&str) -> Option<String>) -> Result<Rates, String> {
    let rate = |name: &str, usual| match setting(name).filter(|value| !value.is_empty()) {
        None => Ok(usual),
        Some(text) => Rate::parse(&text).ok_or_else(|| {
            format!("{name} is a count and seconds such as 10/300, or off, not {text}")
        }),
    };
    let usual = Rates::default();
    Ok(Rates {
        passwords: rate("KEPT_LIMIT_PASSWORDS", usual.passwords)?,
        guesses: rate("KEPT_LIMIT_GUESSES", usual.guesses)?,
        commands: rate("KEPT_LIMIT_COMMANDS", usual.commands)?,
    })
}

/// # Errors
/// A sentence about the setting that cannot be used.
pub fn log_format(setting: Option<&str>) -> Result<Format, String> {
    match setting {
        None | Some("" | "text") => Ok(Format::Text),
        Some("json") => Ok(Format::Json),
        Some(other) => Err(format!("KEPT_LOG_FORMAT is text or json, not {other}")),
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
        .find(|site| site.join("assets.json").is_file())
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
