//! Who sends a request: the address at the other end of the connection, or, where that is a
//! proxy of ours, the one that it speaks for. Anybody can write an `X-Forwarded-For`; it is
//! believed from the right, as far as trusted proxies wrote it.

use app::Caller;
use axum::extract::{ConnectInfo, Request};
use backend::chance;
use http::HeaderMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

const FORWARDED: &str = "x-forwarded-for";

/// Whose word is believed.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Arc<[IpAddr]>);

impl Proxies {
    /// Addresses with commas between them.
    ///
    /// # Errors
    /// The part that is no address.
    pub fn parse(text: &str) -> Result<Proxies, String> {
        let parts = text.split(',').map(str::trim).filter(|p| !p.is_empty());
        let read = |part: &str| part.parse().map_err(|_| part.to_owned());
        Ok(Proxies(parts.map(read).collect::<Result<_, _>>()?))
    }

    pub(crate) fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|proxy| *proxy == address.to_canonical())
    }

    fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let said = headers.get_all(FORWARDED).iter();
        let said = said.filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = said.flat_map(|value| value.split(',')).collect();
        let mut known = peer;
        for hop in hops.iter().rev() {
            match hop.trim().parse() {
                Ok(before) if self.trust(known) => known = before,
                _ => break,
            }
        }
        known
    }
}

pub fn of(request: &Request, proxies: &Proxies) -> Caller {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.0.ip());
    Caller {
        address: proxies.address(peer, request.headers()),
        request: name().into(),
    }
}

/// Short enough to be read out over a telephone, and in all likelihood of this request alone.
fn name() -> String {
    chance::bytes::<6>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[track_caller]
    fn check(proxies: &str, peer: &str, said: &[&str], expected: &str) {
        let proxies = Proxies::parse(proxies).expect("addresses");
        let mut headers = HeaderMap::new();
        for value in said {
            headers.append(FORWARDED, HeaderValue::from_str(value).expect("a value"));
        }
        let found = proxies.address(peer.parse().expect("an address"), &headers);
        assert_eq!(found.to_string(), expected, "{proxies:?} {peer} {said:?}");
    }

    #[test]
    fn without_a_trusted_proxy_nobody_speaks_for_another() {
        check("", "192.0.2.1", &["203.0.113.9"], "192.0.2.1");
        check("127.0.0.1", "192.0.2.1", &["203.0.113.9"], "192.0.2.1");
    }

    #[test]
    fn a_trusted_proxy_is_believed_and_what_it_was_told_is_not() {
        let proxies = "127.0.0.1, 10.0.0.2";
        check(proxies, "127.0.0.1", &["203.0.113.9"], "203.0.113.9");
        check(
            proxies,
            "127.0.0.1",
            &["1.2.3.4, 203.0.113.9"],
            "203.0.113.9",
        );
        check(
            proxies,
            "127.0.0.1",
            &["1.2.3.4", "203.0.113.9, 10.0.0.2"],
            "203.0.113.9",
        );
        check(proxies, "::ffff:127.0.0.1", &["2001:db8::1"], "2001:db8::1");
        check(proxies, "127.0.0.1", &["nonsense"], "127.0.0.1");
        check(proxies, "127.0.0.1", &[], "127.0.0.1");
    }

    #[test]
    fn what_is_no_address_is_named() {
        assert_eq!(
            Proxies::parse("127.0.0.1,proxy").err().as_deref(),
            Some("proxy")
        );
    }
}
