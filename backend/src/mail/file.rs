//! Letters as `.eml` files in a folder: the demo's post, which people open in its viewer.

use super::{Envelope, Letterhead, MailFault, Mailer, message::message};
use crate::crash::{self, Point};
use futures::FutureExt;
use futures::future::BoxFuture;
use std::io;
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;

pub struct FileMailer {
    head: Letterhead,
    folder: PathBuf,
}

impl FileMailer {
    /// `folder` is made with the first letter.
    pub fn new(head: Letterhead, folder: impl Into<PathBuf>) -> FileMailer {
        FileMailer {
            head,
            folder: folder.into(),
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Mailer for FileMailer {
    fn send<'a>(&'a self, envelope: &'a Envelope) -> BoxFuture<'a, Result<(), MailFault>> {
        async move {
            let text = message(&self.head, envelope)?.formatted();
            write(&self.folder, &name(envelope), &text)
                .await
                .map_err(|fault| MailFault::Unknown(fault.to_string()))
        }
        .boxed()
    }
}

/// `1795529700250-<id>.eml`: sorts by time, and is the same for the same outbox row.
fn name(envelope: &Envelope) -> String {
    format!(
        "{:013}-{}.eml",
        envelope.written_at.timestamp_millis(),
        envelope.id
    )
}

/// A reader finds the whole letter or none.
async fn write(folder: &Path, name: &str, text: &[u8]) -> io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let half = folder.join(format!(".{name}.part"));
    let mut file = tokio::fs::File::create(&half).await?;
    file.write_all(text).await?;
    // The write is still under way: where the disk is full, only this says so.
    file.flush().await?;
    file.sync_all().await?;
    crash::point(Point::LetterHalfSent);
    tokio::fs::rename(&half, folder.join(name)).await?;
    // Its new name is the folder's, and no more durable than that.
    tokio::fs::File::open(folder).await?.sync_all().await
}
