//! A secret that stands for a person: in a cookie while signed in, in a link that sets a
//! password. 256 random bits; the database holds only a digest, so that whoever reads the
//! database cannot sign in with what it holds.

use crate::chance;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};

const BYTES: usize = 32;

/// In clear: it goes to its owner and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub fn draw() -> Token {
        Token(URL_SAFE_NO_PAD.encode(chance::bytes::<BYTES>()))
    }

    /// Reads what came back in a cookie or an address; what was never drawn here is `None`.
    pub fn parse(text: &str) -> Option<Token> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == BYTES).then(|| Token(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored. Plain SHA-256 is enough: there is nothing to guess in 256 random bits.
    pub fn digest(&self) -> String {
        let hash = Sha256::digest(self.0.as_bytes());
        hash.iter().fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// Values end up in logs; a token must not.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_as_it_went_and_no_two_are_the_same() {
        let token = Token::draw();
        assert_eq!(token.as_str().len(), 43);
        assert_eq!(Token::parse(token.as_str()), Some(token.clone()));
        assert_ne!(Token::draw(), token);
    }

    #[test]
    fn what_is_stored_is_the_digest_in_hex() {
        let zeros = Token::parse(&"A".repeat(43)).expect("a token");
        let known = "0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a";
        assert_eq!(zeros.digest(), known);
    }

    #[test]
    fn text_of_another_shape_is_no_token() {
        let long = "A".repeat(44);
        for text in ["", "A", "not a token", "é", long.as_str()] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_token_does_not_show_in_a_log() {
        let token = Token::draw();
        assert!(!format!("{token:?}").contains(token.as_str()));
    }
}
