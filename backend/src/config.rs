//! The settings of the running program, read once at the start. What is missing or makes no
//! sense stops the start, with all of it named at once.

use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite:<path>` or `postgres://…`.
    pub database_url: String,
    /// The demo cast, the movable clock, and mail into a folder.
    pub demo: bool,
    /// Mixed into password hashes; never in the database.
    pub secret: Vec<u8>,
    /// Scheme and host that people see.
    pub origin: String,
    pub post: Post,
    /// Where the demo's clock starts, for tests.
    pub start_at: Option<domain::time::Instant>,
}

/// Where mail goes.
#[derive(Clone, Debug)]
pub enum Post {
    /// A file a message, for the demo and for tests.
    Folder(PathBuf),
    /// `smtp://` or `smtps://`.
    Smtp { url: String, from: String },
}

/// Outside of the demo, none of these can be guessed.
const SECRETS: [(&str, &str); 4] = [
    (
        "KEPT_SECRET",
        "32 or more characters that nobody knows, for passwords",
    ),
    (
        "KEPT_ORIGIN",
        "the address that people see, such as https://kept.example",
    ),
    (
        "KEPT_SMTP_URL",
        "where mail leaves by, such as smtps://user:password@mail.example",
    ),
    (
        "KEPT_MAIL_FROM",
        "the address that mail comes from, such as no-reply@kept.example",
    ),
];

impl Config {
    /// Reads settings by name; an empty one counts as not set.
    ///
    /// # Errors
    /// Everything that is missing or wrong, a line each.
    pub fn read(setting: impl Fn(&str) -> Option<String>) -> Result<Config, String> {
        let setting = |name: &str| setting(name).filter(|value| !value.trim().is_empty());
        let demo = match setting("KEPT_DEMO").as_deref() {
            None | Some("0") => false,
            Some("1") => true,
            Some(other) => return Err(format!("KEPT_DEMO is 1 or 0, not {other}")),
        };
        let data: PathBuf = setting("KEPT_DATA").unwrap_or_else(|| "data".into()).into();
        let database_url = setting("DATABASE_URL")
            .unwrap_or_else(|| format!("sqlite:{}", data.join("kept.sqlite").display()));
        let address = setting("KEPT_ADDR").unwrap_or_else(|| "127.0.0.1:3000".into());
        if demo {
            return Ok(Config {
                database_url,
                demo,
                secret: b"the demo keeps no secrets".to_vec(),
                origin: setting("KEPT_ORIGIN").unwrap_or_else(|| format!("http://{address}")),
                post: Post::Folder(data.join("mail")),
                start_at: setting("KEPT_CLOCK").map(instant).transpose()?,
            });
        }
        let missing: Vec<String> = SECRETS
            .iter()
            .filter(|(name, _)| setting(name).is_none())
            .map(|(name, what)| format!("  {name}: {what}"))
            .collect();
        if !missing.is_empty() {
            return Err(format!(
                "these settings are missing:\n{}\nSet them, or start the demo with KEPT_DEMO=1.",
                missing.join("\n")
            ));
        }
        let required = |name: &str| setting(name).unwrap_or_default();
        let secret = required("KEPT_SECRET");
        if secret.chars().count() < 32 {
            return Err("KEPT_SECRET is too short: at least 32 characters are needed".into());
        }
        Ok(Config {
            database_url,
            demo,
            secret: secret.into_bytes(),
            origin: required("KEPT_ORIGIN"),
            post: Post::Smtp {
                url: required("KEPT_SMTP_URL"),
                from: required("KEPT_MAIL_FROM"),
            },
            start_at: None,
        })
    }
}

fn instant(text: String) -> Result<domain::time::Instant, String> {
    text.parse()
        .map_err(|_| format!("KEPT_CLOCK is an instant such as 2026-11-23T06:40:00Z, not {text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &[(&str, &str)]) -> Result<Config, String> {
        let find = |name: &str| settings.iter().find(|(key, _)| *key == name);
        Config::read(|name| find(name).map(|(_, value)| (*value).into()))
    }

    #[test]
    fn the_demo_needs_no_settings() {
        assert!(read(&[("KEPT_DEMO", "1")]).is_ok_and(|config| config.demo));
    }

    #[test]
    fn without_the_demo_every_missing_secret_is_named() {
        let fault = read(&[("KEPT_ORIGIN", "https://kept.example")]).expect_err("incomplete");
        for name in ["KEPT_SECRET", "KEPT_SMTP_URL", "KEPT_MAIL_FROM"] {
            assert!(fault.contains(name), "{fault}");
        }
        assert!(!fault.contains("KEPT_ORIGIN:"), "{fault}");
    }

    #[test]
    fn a_short_secret_is_refused() {
        let settings = [
            ("KEPT_SECRET", "short"),
            ("KEPT_ORIGIN", "https://kept.example"),
            ("KEPT_SMTP_URL", "smtp://127.0.0.1"),
            ("KEPT_MAIL_FROM", "no-reply@kept.example"),
        ];
        assert!(read(&settings).is_err_and(|fault| fault.contains("too short")));
    }
}
