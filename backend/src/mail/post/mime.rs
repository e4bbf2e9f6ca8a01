//! As much of MIME as it takes to show a letter of the house: headers with encoded words, parts
//! inside parts, and the two ways of writing bytes as letters. What is broken is shown as far
//! as it can be read, and is never an error.

use base64::Engine;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig as Config};

/// Parts inside parts, at most.
const DEEPEST: u32 = 4;

const LENIENT: GeneralPurposeConfig = Config::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT);

#[derive(Debug, Default)]
pub(super) struct Message {
    headers: Vec<(String, String)>,
    /// The first plain text.
    pub text: Option<String>,
    /// The first calendar.
    pub calendar: Option<String>,
}

impl Message {
    pub(super) fn parse(bytes: &[u8]) -> Message {
        let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        let (headers, body) = entity(&text);
        let mut message = Message {
            headers,
            ..Message::default()
        };
        let headers = message.headers.clone();
        message.walk(&headers, body, 0);
        message
    }

    /// The header as people read it; empty where there is none.
    pub(super) fn header(&self, name: &str) -> String {
        decoded(find(&self.headers, name))
    }

    fn walk(&mut self, headers: &[(String, String)], body: &str, depth: u32) {
        let kind = find(headers, "Content-Type");
        let media = kind.split(';').next().unwrap_or_default().trim();
        let media = media.to_ascii_lowercase();
        if media.starts_with("multipart/") {
            let Some(boundary) = parameter(kind, "boundary").filter(|_| depth < DEEPEST) else {
                return;
            };
            for part in parts(body, &boundary) {
                let (headers, body) = entity(part);
                self.walk(&headers, body, depth + 1);
            }
            return;
        }
        let slot = match media.as_str() {
            "" | "text/plain" => &mut self.text,
            "text/calendar" => &mut self.calendar,
            _ => return,
        };
        slot.get_or_insert_with(|| content(body, find(headers, "Content-Transfer-Encoding")));
    }
}

/// Headers, unfolded, and what follows the first empty line.
fn entity(text: &str) -> (Vec<(String, String)>, &str) {
    let (head, body) = match text.strip_prefix('\n') {
        Some(body) => ("", body),
        None => text.split_once("\n\n").unwrap_or((text, "")),
    };
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.lines() {
        match (line.starts_with([' ', '\t']), headers.last_mut()) {
            (true, Some((_, value))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => headers.extend(
                line.split_once(':')
                    .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())),
            ),
        }
    }
    (headers, body)
}

fn find<'h>(headers: &'h [(String, String)], name: &str) -> &'h str {
    let named = |(found, _): &&(String, String)| found.eq_ignore_ascii_case(name);
    headers.iter().find(named).map_or("", |(_, value)| value)
}

fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|parameter| {
        let (found, value) = parameter.split_once('=')?;
        let same = found.trim().eq_ignore_ascii_case(name);
        same.then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn parts<'b>(body: &'b str, boundary: &str) -> Vec<&'b str> {
    let delimiter = format!("--{boundary}");
    let after_preamble = body.split(&delimiter).skip(1);
    after_preamble
        .take_while(|part| !part.starts_with("--"))
        .filter_map(|part| part.split_once('\n'))
        .map(|(_, part)| part)
        .collect()
}

fn content(body: &str, encoding: &str) -> String {
    let bytes = match encoding.to_ascii_lowercase().as_str() {
        "base64" => base64(body),
        "quoted-printable" => quoted_printable(body),
        _ => body.as_bytes().to_vec(),
    };
    let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    text.trim_end().to_owned() + "\n"
}

fn base64(text: &str) -> Vec<u8> {
    let letters: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    BASE64.decode(letters).unwrap_or_default()
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = match (first, after) {
            (b'=', [b'\n', after @ ..]) => after,
            (b'=', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    after
                }
                _ => {
                    bytes.push(b'=');
                    &rest[1..]
                }
            },
            _ => {
                bytes.push(first);
                after
            }
        };
    }
    bytes
}

fn digit(hex: u8) -> Option<u8> {
    (hex as char)
        .to_digit(16)
        .and_then(|d| u8::try_from(d).ok())
}

/// `=?utf-8?b?…?=` and `=?utf-8?q?…?=`; the space between two encoded words is no space.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value;
    let mut after_word = false;
    while let Some(start) = rest.find("=?") {
        let Some((word, end)) = encoded_word(&rest[start..]) else {
            let past = start + 2;
            bytes.extend_from_slice(&rest.as_bytes()[..past]);
            (rest, after_word) = (&rest[past..], false);
            continue;
        };
        let between = &rest[..start];
        if !(after_word && between.trim().is_empty()) {
            bytes.extend_from_slice(between.as_bytes());
        }
        bytes.extend(word);
        (rest, after_word) = (&rest[start + end..], true);
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The bytes of the word that `text` begins with, and how long it is.
fn encoded_word(text: &str) -> Option<(Vec<u8>, usize)> {
    let mut fields = text[2..].splitn(4, '?');
    let (charset, encoding, letters) = (fields.next()?, fields.next()?, fields.next()?);
    let end = 2 + charset.len() + 1 + encoding.len() + 1 + letters.len() + 2;
    text.get(end - 2..end).filter(|close| *close == "?=")?;
    let bytes = match encoding {
        "b" | "B" => base64(letters),
        "q" | "Q" => quoted_printable(&letters.replace('_', " ")),
        _ => return None,
    };
    Some((bytes, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_are_read_and_anything_else_stays() {
        #[track_caller]
        fn check(value: &str, expected: &str) {
            assert_eq!(decoded(value), expected);
        }
        check("plain", "plain");
        check("=?utf-8?b?VG9tw6Fz?= Silva", "Tomás Silva");
        check("=?utf-8?Q?Tom=C3=A1s_S?= =?utf-8?q?ilva?=", "Tomás Silva");
        check("=?utf-8?b?VG9tww==?= =?utf-8?b?oXM=?=", "Tomás");
        check("=?utf-8?b?VG9tw6?=", "Tom\u{fffd}");
        check("what =? is ?= this", "what =? is ?= this");
        check("=?utf-8?x?abc?=", "=?utf-8?x?abc?=");
        check("=?", "=?");
        check("=?a?b?", "=?a?b?");
    }

    #[test]
    fn odd_files_are_read_as_far_as_they_go() {
        for odd in [
            "",
            "\n",
            "no headers at all",
            "A: b\nContent-Type: multipart/mixed\n\n--x\n",
            "Content-Type: multipart/mixed; boundary=x\n\n--x",
            "Content-Transfer-Encoding: base64\n\n!!!",
            "Content-Transfer-Encoding: quoted-printable\n\n=4=",
        ] {
            let message = Message::parse(odd.as_bytes());
            assert_eq!(message.header("Subject"), "", "{odd}");
        }
        let message = Message::parse(b"Subject: \xff\xfe\r\n folded\r\n\r\ntext \xff=41\r\n");
        assert_eq!(message.header("subject"), "\u{fffd}\u{fffd} folded");
        assert_eq!(message.text.as_deref(), Some("text \u{fffd}=41\n"));
    }

    #[test]
    fn parts_inside_parts_are_found() {
        let text = "Content-Type: multipart/mixed; boundary=\"o\"\n\npreamble\n--o\n\
            Content-Type: multipart/alternative; boundary=i\n\n--i\n\
            Content-Type: text/plain; charset=utf-8\n\
            Content-Transfer-Encoding: quoted-printable\n\n\
            =C2=A365 goes =\nback\n--i\nContent-Type: text/calendar; method=CANCEL\n\
            Content-Transfer-Encoding: base64\n\nQkVH\nSU4=\n--i--\n--o--\nepilogue";
        let message = Message::parse(text.as_bytes());
        assert_eq!(message.text.as_deref(), Some("£65 goes back\n"));
        assert_eq!(message.calendar.as_deref(), Some("BEGIN\n"));
    }
}
