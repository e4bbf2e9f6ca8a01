//! Pages come as small as the browser can read them, and as they are to one that can read none.

use super::subjects::Subjects;
use super::visitor::Visitor;
use super::world::World;
use app::routes;
use axum::body::to_bytes;
use backend::seed::cast::MAYA;
use flate2::read::GzDecoder;
use std::io::Read;

struct Page {
    coding: String,
    /// For caches that serve browsers of several kinds.
    varies: bool,
    bytes: Vec<u8>,
    nonce: String,
}

impl Page {
    async fn get(visitor: &Visitor, path: &str, accepts: &str) -> Page {
        let (parts, body) = visitor.accepting(path, accepts).await.into_parts();
        let header = |name: &str| {
            let value = parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let policy = header("content-security-policy");
        let (_, nonce) = policy.split_once("'nonce-").expect("a nonce");
        Page {
            coding: header("content-encoding"),
            varies: header("vary").to_lowercase().contains("accept-encoding"),
            bytes: to_bytes(body, 1 << 22).await.expect("a body").to_vec(),
            nonce: nonce.split_once('\'').expect("its end").0.to_owned(),
        }
    }

    /// As the browser reads it, and the same for two requests.
    fn text(&self) -> String {
        let mut text = String::new();
        let read = match self.coding.as_str() {
            "br" => brotli::Decompressor::new(&*self.bytes, 4096).read_to_string(&mut text),
            "gzip" => GzDecoder::new(&*self.bytes).read_to_string(&mut text),
            _ => (&*self.bytes).read_to_string(&mut text),
        };
        read.expect("it can be read");
        text.replace(&self.nonce, "(nonce)")
    }
}

async fn check(visitor: &Visitor, path: &str) {
    let plain = Page::get(visitor, path, "identity").await;
    assert_eq!(plain.coding, "", "{path}");
    assert!(plain.text().starts_with("<!DOCTYPE html>"), "{path}");
    for (accepts, coding) in [("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br", "br")] {
        let page = Page::get(visitor, path, accepts).await;
        assert_eq!(page.coding, coding, "{path} for {accepts}");
        assert!(page.varies, "{path} for {accepts}");
        assert_eq!(page.text(), plain.text(), "{path} for {accepts}");
        let (small, whole) = (page.bytes.len(), plain.bytes.len());
        assert!(
            2 * small < whole,
            "{path} for {accepts}: {small} of {whole}"
        );
    }
}

#[tokio::test]
async fn a_page_is_compressed_as_the_browser_asks_and_reads_the_same() {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    check(&world.stranger(), "/sign-in").await;
    check(&world.stranger(), "/no-such-page").await;
    let maya = world.sign_in(MAYA).await;
    check(&maya, &routes::client(subjects.client)).await;
}
