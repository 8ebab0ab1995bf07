//! The machine's addresses.

use std::{
    net::{IpAddr, SocketAddr, SocketAddrV6},
    time::{Duration, Instant},
};

use parking_lot::Mutex;

use crate::session::LocalInterface;

/// How long an enumeration counts as current: connections that are set up at once share it.
const LIFETIME: Duration = Duration::from_secs(1);

/// The machine's addresses, enumerated on demand.
#[derive(Default)]
pub(super) struct Interfaces {
    cache: Mutex<Option<Enumeration>>,
}

struct Enumeration {
    at: Instant,
    interfaces: Vec<(LocalInterface, u32)>,
}

impl Interfaces {
    pub(super) fn list(&self, now: Instant) -> Vec<LocalInterface> {
        self.with(now, |all| {
            all.iter().map(|(interface, _)| interface.clone()).collect()
        })
    }

    /// Whether the machine still has this address. All of 127/8 is there, although only one address of it is listed.
    pub(super) fn has(&self, now: Instant, address: IpAddr) -> bool {
        address.is_loopback()
            || self.with(now, |all| {
                all.iter()
                    .any(|(interface, _)| interface.address == address)
            })
    }

    /// The address to bind for `address`: an IPv6 link-local one needs the index of its interface.
    pub(super) fn bindable(&self, now: Instant, address: IpAddr) -> SocketAddr {
        match address {
            IpAddr::V6(v6) if v6.is_unicast_link_local() => {
                let scope = self.with(now, |all| {
                    let found = all.iter().find(|(known, _)| known.address == address);
                    found.map_or(0, |(_, index)| *index)
                });
                SocketAddrV6::new(v6, 0, 0, scope).into()
            }
            _ => SocketAddr::new(address, 0),
        }
    }

    fn with<T>(&self, now: Instant, look: impl FnOnce(&[(LocalInterface, u32)]) -> T) -> T {
        let mut cache = self.cache.lock();
        match &*cache {
            Some(known) if now.saturating_duration_since(known.at) < LIFETIME => {}
            _ => {
                *cache = Some(Enumeration {
                    at: now,
                    interfaces: enumerate(),
                });
            }
        }
        look(cache.as_ref().map_or(&[], |known| &known.interfaces))
    }
}

fn enumerate() -> Vec<(LocalInterface, u32)> {
    let found = match if_addrs::get_if_addrs() {
        Ok(found) => found,
        Err(error) => {
            log::warn!("cannot list the network interfaces: {error}");
            return Vec::new();
        }
    };
    let convert = |interface: if_addrs::Interface| {
        let local = LocalInterface {
            address: interface.ip(),
            loopback: interface.is_loopback(),
            name: interface.name,
        };
        (local, interface.index.unwrap_or(0))
    };
    found.into_iter().map(convert).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::clock;

    #[test]
    fn an_enumeration_is_shared_for_a_while() {
        let interfaces = Interfaces::default();
        let start = clock::now();
        let first = interfaces.list(start);
        assert!(first.iter().any(|i| i.loopback), "{first:?}");
        let at = |interfaces: &Interfaces| interfaces.cache.lock().as_ref().map(|known| known.at);
        interfaces.list(start + LIFETIME / 2);
        assert_eq!(at(&interfaces), Some(start));
        interfaces.list(start + LIFETIME);
        assert_eq!(at(&interfaces), Some(start + LIFETIME));
    }

    #[test]
    fn known_addresses_are_told_from_others() {
        let interfaces = Interfaces::default();
        let now = clock::now();
        let known = interfaces.list(now)[0].address;
        assert!(interfaces.has(now, known));
        assert!(interfaces.has(now, [127, 0, 0, 2].into()));
        assert!(!interfaces.has(now, [192, 0, 2, 77].into()));
        assert_eq!(interfaces.bindable(now, known).ip(), known);
    }
}
