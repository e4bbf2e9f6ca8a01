//! Where several programs run on one database, each hears of every commit: the topics travel
//! by NOTIFY inside the transaction, which PostgreSQL delivers after its commit and forgets
//! with its rollback. A program on SQLite is alone, and tells itself.

use super::StoreFault;
use super::dialect::Dialect;
use super::news::{News, Topic};
use sqlx::postgres::PgListener;
use sqlx::{Any, Transaction};
use std::time::Duration;
use tokio::task::AbortHandle;
use tokio::time::Instant;

const CHANNEL: &str = "kept_news";
/// PostgreSQL takes less than 8000 bytes; what is longer concerns nearly everybody anyway.
const LONGEST: usize = 7900;
const EVERYTHING: &str = "*";
const PAUSE: Duration = Duration::from_secs(1);

/// Puts the news into the transaction that makes it.
pub(super) async fn within(
    transaction: &mut Transaction<'static, Any>,
    dialect: Dialect,
    topics: &[Topic],
) -> Result<(), StoreFault> {
    if topics.is_empty() || !dialect.tells_every_program() {
        return Ok(());
    }
    let told = sqlx::query("SELECT pg_notify($1, $2)")
        .bind(CHANNEL)
        .bind(written(topics))
        .execute(&mut **transaction)
        .await;
    told.map(drop).map_err(|error| dialect.classify(error))
}

fn written(topics: &[Topic]) -> String {
    let mut words: Vec<String> = topics.iter().map(ToString::to_string).collect();
    words.sort_unstable();
    words.dedup();
    let text = words.join(" ");
    match text.len() > LONGEST {
        true => EVERYTHING.into(),
        false => text,
    }
}

/// Listens until it is dropped.
pub(super) struct Listener(AbortHandle);

impl Listener {
    /// `None` where there are no other programs.
    pub(super) fn start(dialect: Dialect, url: &str, news: &News) -> Option<Listener> {
        let (url, news) = (url.to_owned(), news.clone());
        let listen = || Listener(tokio::spawn(listen(url, news)).abort_handle());
        dialect.tells_every_program().then(listen)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn listen(url: String, news: News) {
    loop {
        if let Err(error) = hear(&url, &news).await {
            tracing::warn!(%error, "other programs are not heard; trying again");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Until the connection is lost for good. Whatever was told while there was none is not known.
async fn hear(url: &str, news: &News) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    news.publish_everything(Instant::now());
    loop {
        match listener.try_recv().await? {
            Some(told) if told.payload() != EVERYTHING => {
                let topics: Vec<_> = told.payload().split(' ').filter_map(Topic::parse).collect();
                news.publish(&topics, Instant::now());
            }
            // The connection was lost and is there again, or the list was too long.
            _ => news.publish_everything(Instant::now()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_too_long_becomes_everything() {
        assert_eq!(written(&[Topic::Team, Topic::Team]), "team");
        let accounts: Vec<_> = (0..300)
            .map(|n| {
                format!("01900000-0000-7000-8000-{n:012}")
                    .parse()
                    .map(Topic::Account)
            })
            .collect::<Result<_, _>>()
            .expect("ids");
        assert_eq!(written(&accounts), EVERYTHING);
    }
}
