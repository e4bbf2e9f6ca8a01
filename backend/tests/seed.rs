//! The demo stands on real use cases: its books are green and its logs replay.

use backend::Backend;
use backend::clock::Clock;
use backend::mail::Letterhead;
use backend::mail::file::FileMailer;
use backend::proof::money_proof;
use backend::store::Store;
use std::sync::Arc;

#[tokio::test]
async fn the_demos_books_are_green() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("kept.sqlite").display());
    let store = Store::open(&url).await.expect("a store");
    let clock = Clock::frozen("2026-11-23T06:40:00Z".parse().expect("an instant"));
    let mailer = FileMailer::new(Letterhead::demo(), folder.path().join("mail"));
    let backend = Backend::with(store, clock, Arc::new(mailer), "http://127.0.0.1:3000");
    backend::seed::if_empty(&backend).await.expect("a demo");
    let green = money_proof(&backend.store).await.expect("green books");
    assert!(green.payments > 20, "{} payments", green.payments);
}
