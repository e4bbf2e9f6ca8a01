//! The cookie that carries a sign-in. With https it is `__Host-kept`, which browsers take
//! only over https, for this host and for all of it, so that no neighbour can plant one. On a
//! loopback address without https it is plain `kept`; nowhere else is there a cookie at all.
//!
//! It has no age of its own: the limits are the server's, and a shared computer forgets it
//! with the browser.

use super::token::Token;
use std::net::IpAddr;

/// How the cookie is named and guarded at the address that people use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// https
    Secure,
    /// http on a loopback address.
    Loopback,
}

/// Signing in at this address would send the cookie in clear over a network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{origin}' is neither https nor http on a loopback address")]
pub struct UnsafeOrigin {
    pub origin: String,
}

impl Cookie {
    /// For an origin such as `https://kept.example` or `http://127.0.0.1:3000`.
    ///
    /// # Errors
    /// An origin that no sign-in is safe at.
    pub fn at(origin: &str) -> Result<Cookie, UnsafeOrigin> {
        let lower = origin.to_ascii_lowercase();
        if lower.starts_with("https://") {
            return Ok(Cookie::Secure);
        }
        match lower.strip_prefix("http://") {
            Some(rest) if is_loopback(rest) => Ok(Cookie::Loopback),
            _ => Err(UnsafeOrigin {
                origin: origin.to_owned(),
            }),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Cookie::Secure => "__Host-kept",
            Cookie::Loopback => "kept",
        }
    }

    /// The value of the `Set-Cookie` header that signs in.
    pub fn set(self, token: &Token) -> String {
        format!("{}={}; {}", self.name(), token.as_str(), self.attributes())
    }

    /// The value of the `Set-Cookie` header that signs out.
    pub fn clear(self) -> String {
        format!("{}=; {}; Max-Age=0", self.name(), self.attributes())
    }

    /// The token in the value of a `Cookie` header.
    pub fn find(self, header: &str) -> Option<Token> {
        let pairs = header.split(';').filter_map(|pair| pair.split_once('='));
        pairs
            .filter(|(name, _)| name.trim() == self.name())
            .find_map(|(_, value)| Token::parse(value.trim()))
    }

    fn attributes(self) -> &'static str {
        match self {
            Cookie::Secure => "Path=/; Secure; HttpOnly; SameSite=Lax",
            Cookie::Loopback => "Path=/; HttpOnly; SameSite=Lax",
        }
    }
}

/// `localhost:3000`, `127.0.0.1`, `[::1]:3000/`: what stands after `http://`.
fn is_loopback(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(inner) => inner.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    // Before an @ stands a name, not the host.
    !authority.contains('@')
        && (host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> Token {
        Token::parse(&"A".repeat(43)).expect("a token")
    }

    #[track_caller]
    fn check(origin: &str, expected: Option<Cookie>) {
        assert_eq!(Cookie::at(origin).ok(), expected, "{origin}");
    }

    #[test]
    fn https_anywhere_and_http_on_a_loopback_address_have_a_cookie() {
        check("https://kept.example", Some(Cookie::Secure));
        check("HTTPS://127.0.0.1:3000", Some(Cookie::Secure));
        check("http://127.0.0.1:3000", Some(Cookie::Loopback));
        check("http://localhost", Some(Cookie::Loopback));
        check("http://[::1]:3000/", Some(Cookie::Loopback));
    }

    #[test]
    fn http_over_a_network_has_none() {
        for origin in [
            "http://kept.example",
            "http://192.168.0.7:3000",
            "http://127.0.0.1.kept.example",
            "http://localhost.example",
            "http://127.0.0.1@kept.example",
            "http://localhost:3000@kept.example",
            "http://",
            "127.0.0.1:3000",
            "",
        ] {
            check(origin, None);
        }
    }

    #[test]
    fn the_cookie_of_https_is_guarded_by_its_name() {
        let value = "A".repeat(43);
        assert_eq!(
            Cookie::Secure.set(&token()),
            format!("__Host-kept={value}; Path=/; Secure; HttpOnly; SameSite=Lax")
        );
        assert_eq!(
            Cookie::Secure.clear(),
            "__Host-kept=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
        );
    }

    #[test]
    fn the_cookie_of_a_loopback_address_is_plain() {
        let value = "A".repeat(43);
        assert_eq!(
            Cookie::Loopback.set(&token()),
            format!("kept={value}; Path=/; HttpOnly; SameSite=Lax")
        );
        assert_eq!(
            Cookie::Loopback.clear(),
            "kept=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        );
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let value = "A".repeat(43);
        let header = format!("zone=Europe/London; __Host-kept={value};a=b");
        assert_eq!(Cookie::Secure.find(&header), Some(token()));
        assert_eq!(Cookie::Loopback.find(&header), None);
        // Another program on the same loopback address may have used the name.
        let header = format!("kept=theirs; kept={value}");
        assert_eq!(Cookie::Loopback.find(&header), Some(token()));
    }

    #[test]
    fn a_header_without_a_token_has_none() {
        for header in ["", ";;", "kept", "kept=", "kept=x", "keptx=1", "=kept"] {
            assert_eq!(Cookie::Loopback.find(header), None, "{header}");
        }
    }
}
