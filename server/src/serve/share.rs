//! How many connections one address may have open: nobody takes all the places there are. A
//! proxy of ours speaks for many, and has no share of its own.

use crate::caller::Proxies;
use backend::limits::network;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Clone)]
pub(super) struct Shares {
    most: usize,
    proxies: Proxies,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One connection of an address, until it is dropped.
pub(super) struct Share(Option<(Shares, IpAddr)>);

impl Shares {
    pub(super) fn new(most: usize, proxies: Proxies) -> Shares {
        let open = Arc::default();
        Shares {
            most,
            proxies,
            open,
        }
    }

    /// `None` where the address has all that it may have.
    pub(super) fn take(&self, peer: IpAddr) -> Option<Share> {
        if self.proxies.trust(peer) {
            return Some(Share(None));
        }
        let peer = network(peer);
        let mut open = self.open();
        let taken = open.entry(peer).or_default();
        if *taken >= self.most {
            return None;
        }
        *taken += 1;
        Some(Share(Some((self.clone(), peer))))
    }

    fn open(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let Some((shares, peer)) = &self.0 else {
            return;
        };
        let mut open = shares.open();
        if let Some(taken) = open.get_mut(peer) {
            *taken -= 1;
            if *taken == 0 {
                open.remove(peer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares() -> Shares {
        Shares::new(2, Proxies::parse("10.0.0.1").expect("an address"))
    }

    fn take(shares: &Shares, peer: &str) -> Option<Share> {
        shares.take(peer.parse().expect("an address"))
    }

    #[test]
    fn an_address_has_its_share_and_another_one_has_its_own() {
        let shares = shares();
        let [first, second] = [0; 2].map(|_| take(&shares, "192.0.2.1"));
        assert!(first.is_some() && second.is_some());
        assert!(take(&shares, "192.0.2.1").is_none());
        assert!(take(&shares, "192.0.2.2").is_some());
        drop(first);
        assert!(take(&shares, "192.0.2.1").is_some());
    }

    #[test]
    fn whoever_has_one_ipv6_address_has_its_whole_network() {
        let shares = shares();
        let _open = [take(&shares, "2001:db8::1"), take(&shares, "2001:db8::2")];
        assert!(take(&shares, "2001:db8::3").is_none());
        assert!(take(&shares, "2001:db8:0:1::1").is_some());
    }

    #[test]
    fn a_proxy_has_no_share() {
        let shares = shares();
        let open = [0; 9].map(|_| take(&shares, "10.0.0.1"));
        assert!(open.iter().all(Option::is_some));
    }

    #[test]
    fn who_has_left_is_forgotten() {
        let shares = shares();
        drop(take(&shares, "192.0.2.1"));
        assert!(shares.open().is_empty());
    }
}
