//! A plain form that could not be taken just now, because the storage fails or because too much
//! was sent: no draft is kept of it, so the page that says so carries everything that was typed,
//! and a button that sends it again. Its idempotency key is among it, so that nothing is done
//! twice.

use crate::notice::{Asker, Notice};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    response::Response,
};
use http::{Method, StatusCode};

pub const UNAVAILABLE: Notice = Notice {
    status: StatusCode::SERVICE_UNAVAILABLE,
    title: "Kept cannot save anything just now",
    happened: "The server cannot write to its storage, so it could not confirm what you sent.",
    remedy: "Wait a minute, then send it again. Nothing is ever carried out twice.",
};
const BUTTON: &str = "<p>What you entered is kept on this page.</p>\n\
                      <p class=\"row\"><button class=\"primary\">Send it again</button></p>";

/// A form as it was posted.
#[derive(Default)]
pub struct Sent {
    to: String,
    fields: Vec<(String, String)>,
}

/// Remembers what a form sends. The limit has read the body whole.
pub async fn keep(request: Request) -> (Request, Sent) {
    if request.method() != Method::POST {
        return (request, Sent::default());
    }
    let to = request.uri().path().to_owned();
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let fields = fields(&body);
    let request = Request::from_parts(parts, Body::from(body));
    (request, Sent { to, fields })
}

pub fn is_needed(status: StatusCode) -> bool {
    status == UNAVAILABLE.status || status == StatusCode::TOO_MANY_REQUESTS
}

/// A password is not written into a page.
pub fn offer(notice: &Notice, asker: &Asker, sent: &Sent) -> Response {
    let secret = sent.fields.iter().any(|(name, _)| name == "password");
    let form = if secret || sent.to.is_empty() {
        String::new()
    } else {
        let field = |(name, value): &(String, String)| {
            let (name, value) = (escaped(name), escaped(value));
            format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">\n")
        };
        let fields: String = sent.fields.iter().map(field).collect();
        let to = escaped(&sent.to);
        format!("<form method=\"post\" action=\"{to}\">\n{fields}{BUTTON}\n</form>")
    };
    notice.with(asker, &form)
}

fn fields(body: &[u8]) -> Vec<(String, String)> {
    let pairs = body.split(|byte| *byte == b'&').filter(|p| !p.is_empty());
    let pair = |pair: &[u8]| {
        let mut parts = pair.splitn(2, |byte| *byte == b'=');
        let mut next = || decoded(parts.next().unwrap_or_default());
        (next(), next())
    };
    pairs.map(pair).collect()
}

fn decoded(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let hex = |digit: &u8| char::from(*digit).to_digit(16);
        let quoted = match after {
            [high, low, ..] if *first == b'%' => hex(high).zip(hex(low)),
            _ => None,
        };
        let (byte, used) = match (quoted, first) {
            (Some((high, low)), _) => ((high * 16 + low) as u8, 3),
            (None, b'+') => (b' ', 1),
            (None, first) => (*first, 1),
        };
        bytes.push(byte);
        rest = &rest[used..];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('"', "&quot;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{escaped, fields};

    #[test]
    fn what_was_typed_comes_back_as_it_was() {
        let read = fields(b"note=See+you+%26+soon%21&key=a-1&empty=&%C3%A4=100%&odd=%zz");
        let as_read: Vec<_> = read.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let typed = [
            ("note", "See you & soon!"),
            ("key", "a-1"),
            ("empty", ""),
            ("ä", "100%"),
            ("odd", "%zz"),
        ];
        assert_eq!(as_read, typed);
        let nasty = "\"><script>&";
        assert_eq!(escaped(nasty), "&quot;&gt;&lt;script&gt;&amp;");
    }
}
