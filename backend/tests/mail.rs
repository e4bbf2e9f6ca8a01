//! Letters as files, and the files read back by the demo's viewer.

use backend::ical::Method;
use backend::mail::file::FileMailer;
use backend::mail::smtp::SmtpMailer;
use backend::mail::{CalendarPart, Envelope, Letter, Letterhead, MailFault, Mailer, Sender, post};
use backend::zones::Zone;
use domain::time::Instant;
use std::path::Path;
use tempfile::TempDir;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn madrid() -> Zone {
    Zone::named("Europe/Madrid", "Madrid").unwrap()
}

fn id(number: u128) -> String {
    uuid::Uuid::from_u128(number).to_string()
}

/// Long lines, signs that are not ASCII, and a line that begins with a dot.
fn envelope(number: u128, written_at: &str) -> Envelope {
    let text = "£65.00 goes back to the card that you paid with; it usually takes 5 to 10 days to \
        arrive. 15:00 – 15:50\n.\n\nFrom Tomás\n";
    let calendar = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nSUMMARY:Sitzung bei Tomás\r\n\
        ORGANIZER;CN=\"Kept\":mailto:no-reply@kept.example\r\nEND:VCALENDAR\r\n";
    Envelope {
        id: id(number),
        written_at: at(written_at),
        letter: Letter {
            sender: Sender::Discreet,
            to_name: "Tomás Silva".into(),
            to: "tomas@example.org".into(),
            subject: "£65.00 – your appointment on Tuesday 24 November is cancelled, Tomás".into(),
            text: text.into(),
            link: None,
            calendar: Some(CalendarPart {
                method: Method::Cancel,
                text: calendar.into(),
            }),
        },
    }
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_letter_is_read_back_as_it_was_written() {
    let folder = TempDir::new().unwrap();
    let mailer = FileMailer::new(Letterhead::of("Kept <post@praxis.example>"), folder.path());
    mailer
        .send(&envelope(3, "2026-11-22T13:15:00Z"))
        .await
        .unwrap();

    let now = at("2026-11-22T14:00:00Z");
    let lines = post::list(folder.path(), 100, &madrid(), now)
        .await
        .unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].at, "22 Nov, 14:15");
    assert_eq!(lines[0].to, "Tomás Silva <tomas@example.org>");
    let letter = envelope(3, "2026-11-22T13:15:00Z").letter;
    assert_eq!(lines[0].subject, letter.subject);

    let message = post::open(folder.path(), &lines[0].file, &madrid(), now)
        .await
        .unwrap();
    assert_eq!(message.from, "Appointments <post@praxis.example>");
    assert_eq!(message.text, letter.text);
    let calendar = message.calendar.unwrap();
    assert!(
        calendar.contains("SUMMARY:Sitzung bei Tomás\n"),
        "{calendar}"
    );
    assert!(
        calendar.contains("ORGANIZER;CN=\"Kept\":mailto:post@praxis.example\n"),
        "the organizer is the sender: {calendar}"
    );
}

#[tokio::test]
async fn the_file_is_a_message_that_mail_programs_understand() {
    let folder = TempDir::new().unwrap();
    let mailer = FileMailer::new(Letterhead::demo(), folder.path());
    mailer
        .send(&envelope(3, "2026-11-22T13:15:00.250Z"))
        .await
        .unwrap();
    let names = files(folder.path());
    assert_eq!(names, [format!("1795353300250-{}.eml", id(3))]);
    let text = std::fs::read_to_string(folder.path().join(&names[0])).unwrap();
    for header in [
        "From: Appointments <no-reply@kept.example>\r\n",
        "Reply-To: Appointments <help@kept.example>\r\n",
        "Date: Sun, 22 Nov 2026 13:15:00 +0000\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "MIME-Version: 1.0\r\n",
        "Content-Type: multipart/alternative;",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "Content-Type: text/calendar; charset=utf-8; method=CANCEL\r\n",
    ] {
        assert!(text.contains(header), "{header} in\n{text}");
    }
    let message_id = format!("Message-ID: <{}@kept.example>\r\n", id(3));
    assert!(text.contains(&message_id), "{text}");
    assert!(text.is_ascii() && text.lines().all(|line| line.len() <= 998));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[tokio::test]
async fn a_letter_that_is_sent_twice_is_one_file() {
    let folder = TempDir::new().unwrap();
    let mailer = FileMailer::new(Letterhead::demo(), folder.path().join("not/there/yet"));
    for _ in 0..2 {
        mailer
            .send(&envelope(3, "2026-11-22T13:15:00Z"))
            .await
            .unwrap();
    }
    assert_eq!(files(mailer.folder()).len(), 1);
}

#[tokio::test]
async fn the_newest_comes_first_and_odd_files_are_passed_over() {
    let folder = TempDir::new().unwrap();
    let mailer = FileMailer::new(Letterhead::demo(), folder.path());
    for (number, written_at) in [(1, "2026-11-22T13:15:00Z"), (2, "2026-11-23T13:15:00Z")] {
        mailer.send(&envelope(number, written_at)).await.unwrap();
    }
    for name in ["notes.txt", "x.eml", ".1795353300250-half.eml.part"] {
        std::fs::write(folder.path().join(name), "Subject: odd\n\nodd").unwrap();
    }
    let broken = format!("1795353300250-{}.eml", id(9));
    std::fs::write(
        folder.path().join(&broken),
        [0xff, 0x00, b'\n', b'\n', 0xfe],
    )
    .unwrap();

    let now = at("2026-11-23T14:00:00Z");
    let lines = post::list(folder.path(), 100, &madrid(), now)
        .await
        .unwrap();
    let times: Vec<_> = lines.iter().map(|line| line.at.as_str()).collect();
    assert_eq!(times, ["23 Nov, 14:15", "22 Nov, 14:15", "22 Nov, 14:15"]);
    let one = post::list(folder.path(), 1, &madrid(), now).await.unwrap();
    assert_eq!(one, lines[..1]);
    assert!(
        post::open(folder.path(), &broken, &madrid(), now)
            .await
            .is_some()
    );
    for name in ["notes.txt", "../x", "x.eml", ""] {
        assert!(
            post::open(folder.path(), name, &madrid(), now)
                .await
                .is_none()
        );
    }
    let nowhere = post::list(&folder.path().join("none"), 9, &madrid(), now).await;
    assert_eq!(nowhere.unwrap(), []);
}

#[tokio::test]
async fn what_a_person_typed_never_begins_a_header() {
    let folder = TempDir::new().unwrap();
    let mailer = FileMailer::new(Letterhead::demo(), folder.path());
    let mut odd = envelope(3, "2026-11-22T13:15:00Z");
    odd.letter.to_name = "Daniel\r\nBcc: all@example.org\r\n\r\n\"x\" <y@z.org>,".into();
    odd.letter.subject = "Hello\r\nBcc: all@example.org".into();
    mailer.send(&odd).await.unwrap();
    let path = folder.path().join(&files(folder.path())[0]);
    let text = std::fs::read_to_string(path).unwrap();
    assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_for_good() {
    let folder = TempDir::new().unwrap();
    let mailer = FileMailer::new(Letterhead::demo(), folder.path());
    let mut odd = envelope(3, "2026-11-22T13:15:00Z");
    odd.letter.to = "nobody".into();
    let sent = mailer.send(&odd).await;
    assert!(matches!(sent, Err(MailFault::Refused(_))), "{sent:?}");
    assert!(files(folder.path()).is_empty());
}

#[tokio::test]
async fn a_mail_server_that_is_not_there_is_tried_again() {
    assert!(SmtpMailer::new(Letterhead::demo(), "not an address").is_err());
    // A port that was free a moment ago.
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    drop(socket);
    let url = format!("smtp://127.0.0.1:{port}");
    let mailer = SmtpMailer::new(Letterhead::demo(), &url).unwrap();
    let sent = mailer.send(&envelope(3, "2026-11-22T13:15:00Z")).await;
    assert!(matches!(sent, Err(MailFault::Unknown(_))), "{sent:?}");
}
