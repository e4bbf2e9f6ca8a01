//! A place to start the program in, with no settings but those of the test.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

pub const SECRETS: [(&str, &str); 4] = [
    ("KEPT_SECRET", "0123456789abcdef0123456789abcdef"),
    ("KEPT_ORIGIN", "https://kept.example"),
    ("KEPT_SMTP_URL", "smtp://127.0.0.1:9"),
    ("KEPT_MAIL_FROM", "no-reply@kept.example"),
];

/// A folder to keep things in, and the program without any settings but those of the test.
pub struct Shop(TempDir);

impl Shop {
    pub fn new() -> Shop {
        let shop = Shop(TempDir::new().unwrap());
        let site = shop.path().join("site");
        fs::create_dir_all(site.join("pkg")).unwrap();
        let assets =
            r#"{"style":"/a.css","script":"/b.js","wasm":"/c.wasm","imports":[],"areas":{}}"#;
        fs::write(site.join("assets.json"), assets).unwrap();
        shop
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn kept(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
        let mut kept = Command::new(env!("CARGO_BIN_EXE_kept"));
        kept.env_clear()
            .args(arguments)
            .current_dir(self.path())
            .env("KEPT_SITE", self.path().join("site"))
            .env("KEPT_DATA", self.path().join("data"))
            .env("KEPT_ADDR", "127.0.0.1:0")
            .envs(settings.iter().copied());
        kept
    }

    pub fn run(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
        self.kept(arguments, settings).output().unwrap()
    }

    /// Serves, and answers once it listens: the process, and where.
    pub fn serve(&self, settings: &[(&str, &str)]) -> (Serving, String) {
        let mut kept = self.kept(&["serve"], settings);
        let kept = kept.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut serving = Serving(kept.unwrap());
        let out = serving.0.stdout.take().expect("piped");
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Kept is listening on ");
        let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
        (serving, address)
    }
}

/// Killed when the test is over, whatever came of it.
pub struct Serving(pub Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
