//! The demo's post: reads back the folder that [`super::file`] writes. Whatever else lies in the
//! folder is passed over, and only a name that the house itself gives leads to a file.

mod mime;

use crate::zones::Zone;
use domain::time::Instant;
use domain::view::pages::{PostLine, PostMessage};
use mime::Message;
use std::io;
use std::path::Path;

/// No letter of the house is longer; of anything else, the rest is not looked at.
const LONGEST: usize = 256 * 1024;

/// The newest letters, at most `most`, with times on the reader's clock.
///
/// # Errors
/// The folder cannot be read; one that is not there yet is empty.
pub async fn list(
    folder: &Path,
    most: usize,
    reader: &Zone,
    now: Instant,
) -> io::Result<Vec<PostLine>> {
    let mut names = names(folder).await?;
    names.sort_unstable_by(|a, b| b.cmp(a));
    let mut lines = Vec::new();
    for name in names.into_iter().take(most) {
        if let Some((line, _)) = read(folder, &name, reader, now).await {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// One letter; `None` for a name that is none, or is gone.
pub async fn open(folder: &Path, file: &str, reader: &Zone, now: Instant) -> Option<PostMessage> {
    let (line, message) = read(folder, file, reader, now).await?;
    Some(PostMessage {
        line,
        from: message.header("From"),
        text: message.text.unwrap_or_default(),
        calendar: message.calendar,
    })
}

async fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut entries = match tokio::fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(fault) => return Err(fault),
    };
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        let name = entry.file_name().into_string().ok();
        names.extend(name.filter(|name| written_at(name).is_some()));
    }
    Ok(names)
}

async fn read(
    folder: &Path,
    file: &str,
    reader: &Zone,
    now: Instant,
) -> Option<(PostLine, Message)> {
    let at = written_at(file)?;
    let mut bytes = tokio::fs::read(folder.join(file)).await.ok()?;
    bytes.truncate(LONGEST);
    let message = Message::parse(&bytes);
    let line = PostLine {
        file: file.to_owned(),
        to: message.header("To"),
        subject: message.header("Subject"),
        at: reader.stamp(at, now),
    };
    Some((line, message))
}

/// `1795529700250-<uuid>.eml`, and nothing else: no slash and no `..` fits.
fn written_at(name: &str) -> Option<Instant> {
    let (millis, id) = name.strip_suffix(".eml")?.split_at_checked(13)?;
    let id = id.strip_prefix('-')?;
    let is_id = id.len() == 36 && uuid::Uuid::try_parse(id).is_ok();
    let is_number = millis.bytes().all(|b| b.is_ascii_digit());
    let millis = millis.parse().ok().filter(|_| is_id && is_number)?;
    Instant::from_timestamp_millis(millis)
}

#[cfg(test)]
mod tests {
    use super::written_at;

    #[test]
    fn only_names_that_the_house_gives_lead_to_a_file() {
        let id = "00000000-0000-0000-0000-000000000003";
        assert!(written_at(&format!("1795529700250-{id}.eml")).is_some());
        let escapes = [
            "../kept.sqlite".into(),
            "..".into(),
            String::new(),
            format!("/795529700250-{id}.eml"),
            format!("1795529700250/{id}.eml"),
            format!("1795529700250-{id}.eml.part"),
            format!(".1795529700250-{id}.eml"),
            "1795529700250-../../../../../../../etc/passwd0000000.eml".into(),
            format!("12345678901ä-{id}.eml"),
        ];
        for name in escapes {
            assert_eq!(written_at(&name), None, "{name}");
        }
    }
}
