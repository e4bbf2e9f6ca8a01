//! Somebody's browser on the other end of a wire: what it sends may arrive at a program that is
//! just dying, and then there is no answer.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// A program that says nothing for so long is stuck.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Debug)]
pub struct Browser {
    address: SocketAddr,
    pub cookie: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub text: String,
}

impl Browser {
    /// `address` is the `http://…` that the program says it listens on.
    pub fn at(address: &str) -> Browser {
        let address = address.trim_start_matches("http://").parse();
        Browser {
            address: address.expect("a socket's address"),
            cookie: None,
        }
    }

    /// As someone of the demo's cast.
    pub fn sign_in_as(mut self, person: &str) -> io::Result<Browser> {
        let reply = self.send("/do/sign_in_as", &[("person", person)])?;
        assert_eq!(reply.status, 200, "{}", reply.text);
        let set = reply.head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then_some(value)
        });
        let cookie = set.and_then(|set| set.split(';').next());
        self.cookie = Some(cookie.expect("a cookie").to_owned());
        Ok(self)
    }

    /// As the thin form sends it.
    pub fn send(&self, to: &str, fields: &[(&str, &str)]) -> io::Result<Reply> {
        self.ask("POST", to, "application/json", &encoded(fields))
    }

    /// As a browser without JavaScript sends it from the form on `page`.
    pub fn submit(&self, to: &str, fields: &[(&str, &str)]) -> io::Result<Reply> {
        self.ask("POST", to, "text/html", &encoded(fields))
    }

    pub fn get(&self, path: &str) -> io::Result<Reply> {
        self.ask("GET", path, "text/html", "")
    }

    fn ask(&self, method: &str, path: &str, accept: &str, body: &str) -> io::Result<Reply> {
        let host = self.address;
        let cookie = self.cookie.as_deref().unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
             Sec-Fetch-Site: same-origin\r\nReferer: http://{host}/\r\nCookie: {cookie}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        );
        let mut stream = self.says(&request).map_err(unheard)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let broken = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let (head, text) = answer.split_once("\r\n\r\n").ok_or_else(broken)?;
        // Cut off in the middle is not answered.
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            let is_length = name.eq_ignore_ascii_case("content-length");
            is_length.then(|| value.parse::<usize>().ok())?
        });
        if length.is_some_and(|length| text.len() < length) {
            return Err(broken());
        }
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        Ok(Reply {
            status: status.ok_or_else(broken)?,
            head: head.to_owned(),
            text: text.to_owned(),
        })
    }

    fn says(&self, request: &str) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(request.as_bytes())?;
        Ok(stream)
    }
}

/// Not all of it was sent: whoever it was meant for cannot have done it.
fn unheard(fault: io::Error) -> io::Error {
    io::Error::new(io::ErrorKind::NotConnected, fault)
}

impl Reply {
    /// The form was carried out: now, or the first time that it was sent.
    pub fn is_done(&self) -> bool {
        self.status == 200 && self.text.starts_with("{\"Done\":")
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let quote = |byte: u8| match byte.is_ascii_alphanumeric() || byte == b'-' {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    let quoted = |text: &str| text.bytes().map(quote).collect::<String>();
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", quoted(value));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}
