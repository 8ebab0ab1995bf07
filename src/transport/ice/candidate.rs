//! Candidates, their priorities (RFC 8445 section 5.1.2) and their addresses.

use std::net::{IpAddr, Ipv6Addr, SocketAddr, SocketAddrV6};

use crate::sdp::candidate::{CandidateAttribute, CandidateProtocol, CandidateType};
use crate::transport::SocketId;

use super::TransportPolicy;

/// Names a candidate for as long as its agent lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct CandidateId(pub(crate) u32);

/// A candidate of ours.
#[derive(Clone, Debug)]
pub(crate) struct LocalCandidate {
    pub(crate) id: CandidateId,
    pub(crate) kind: CandidateType,
    /// What the peer sends to.
    pub(crate) address: SocketAddr,
    /// What we send from: the base.
    pub(crate) socket: SocketId,
    pub(crate) base: SocketAddr,
    pub(crate) local_preference: u16,
    pub(crate) priority: u32,
    pub(crate) foundation: String,
    /// The STUN or TURN server it stems from.
    pub(crate) url: Option<String>,
}

impl LocalCandidate {
    /// As SDP writes it. `ufrag` ties a trickled candidate to its ICE session (RFC 8838 section 4).
    pub(crate) fn attribute(&self, component: u16, ufrag: &str) -> CandidateAttribute {
        let related = (self.kind != CandidateType::Host)
            .then(|| (self.base.ip().to_string(), self.base.port()));
        CandidateAttribute {
            foundation: self.foundation.clone(),
            component,
            protocol: CandidateProtocol::Udp,
            priority: self.priority,
            address: self.address.ip().to_string(),
            port: self.address.port(),
            kind: self.kind,
            related,
            tcp_type: None,
            extensions: vec![("ufrag".to_owned(), ufrag.to_owned())],
        }
    }
}

/// A candidate of the peer.
#[derive(Clone, Debug)]
pub(crate) struct RemoteCandidate {
    pub(crate) id: CandidateId,
    /// The address in the form that datagrams come from.
    pub(crate) address: SocketAddr,
    pub(crate) attribute: CandidateAttribute,
}

impl TransportPolicy {
    /// Whether the peer may be told this address of ours.
    pub(super) fn may_show(self, address: SocketAddr) -> bool {
        self != Self::Public || is_public(address.ip())
    }

    /// Whether an address is sent to: to a machine of the same site our checks would show the address that it knows us by.
    pub(super) fn may_talk_to(self, address: SocketAddr) -> bool {
        self != Self::Public || is_public(address.ip())
    }
}

/// Whether an address can be reached from other sites (RFC 6890 lists those that cannot).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, ..] = address.octets();
            let of_a_site = address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || (a == 100 && (64..128).contains(&b))
                || (a == 198 && (b == 18 || b == 19));
            !of_a_site && a != 0 && a < 224
        }
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => is_public(address.into()),
            // Unicast of a site was fec0::/10 before RFC 3879.
            None => {
                let first = address.segments()[0];
                let of_a_site = address.is_unique_local()
                    || address.is_unicast_link_local()
                    || first & 0xffc0 == 0xfec0;
                !of_a_site
                    && !address.is_loopback()
                    && !address.is_unspecified()
                    && !address.is_multicast()
            }
        },
    }
}

/// RFC 8445 section 5.1.2.1: `2^24 * type preference + 2^8 * local preference + (256 - component)`.
pub(super) fn priority(kind: CandidateType, local_preference: u16, component: u16) -> u32 {
    let type_preference: u32 = match kind {
        CandidateType::Host => 126,
        CandidateType::Prflx => 110,
        CandidateType::Srflx => 100,
        CandidateType::Relay => 0,
    };
    (type_preference << 24)
        + (u32::from(local_preference) << 8)
        + 256u32.saturating_sub(u32::from(component))
}

/// The one form of an address that comparisons need: no IPv4 inside IPv6, no flow label, a scope only where it matters.
pub(super) fn canonical(address: SocketAddr) -> SocketAddr {
    match address {
        SocketAddr::V4(_) => address,
        SocketAddr::V6(v6) => match v6.ip().to_ipv4_mapped() {
            Some(v4) => SocketAddr::new(IpAddr::V4(v4), v6.port()),
            None => {
                let scope = if v6.ip().is_unicast_link_local() {
                    v6.scope_id()
                } else {
                    0
                };
                SocketAddr::V6(SocketAddrV6::new(*v6.ip(), v6.port(), 0, scope))
            }
        },
    }
}

/// A signalled or mapped link-local address has no scope, the one of a socket or a datagram has.
pub(super) fn same_address(one: SocketAddr, other: SocketAddr) -> bool {
    one.ip() == other.ip() && one.port() == other.port()
}

/// Whether a candidate may have this address at all: no port 0, no wildcard, no group of hosts.
pub(super) fn is_usable(address: SocketAddr) -> bool {
    let ip = address.ip();
    let broadcast = matches!(ip, IpAddr::V4(v4) if v4.is_broadcast());
    address.port() != 0 && !ip.is_unspecified() && !ip.is_multicast() && !broadcast
}

/// Where to send from `base` to reach the candidate at `remote`, if a datagram can get there at all.
pub(super) fn reachable(base: SocketAddr, remote: SocketAddr) -> Option<SocketAddr> {
    match (base, remote) {
        // A loopback socket reaches nothing but loopback.
        (SocketAddr::V4(base), SocketAddr::V4(v4)) => {
            (!base.ip().is_loopback() || v4.ip().is_loopback()).then_some(remote)
        }
        (SocketAddr::V6(base), SocketAddr::V6(v6)) => reachable_v6(base, v6),
        _ => None,
    }
}

fn reachable_v6(base: SocketAddrV6, remote: SocketAddrV6) -> Option<SocketAddr> {
    if base.ip().is_loopback() && !remote.ip().is_loopback() {
        return None;
    }
    let is_link_local = Ipv6Addr::is_unicast_link_local;
    match (is_link_local(base.ip()), is_link_local(remote.ip())) {
        // RFC 8445 section 6.1.2.2: link-local addresses pair only with each other.
        (true, true) => {
            let mut scoped = remote;
            scoped.set_scope_id(base.scope_id());
            Some(scoped.into())
        }
        (false, false) => Some(remote.into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addr(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[test]
    fn priorities_follow_the_formula() {
        assert_eq!(priority(CandidateType::Host, 65_535, 1), 2_130_706_431);
        assert_eq!(priority(CandidateType::Host, 65_535, 256), 2_130_706_176);
        assert_eq!(priority(CandidateType::Srflx, 65_535, 1), 1_694_498_815);
        assert_eq!(priority(CandidateType::Prflx, 0, 1), (110 << 24) + 255);
        assert_eq!(priority(CandidateType::Relay, 1, 2), 256 + 254);
    }

    #[test]
    fn addresses_have_one_form() {
        assert_eq!(canonical(addr("[::ffff:10.0.0.1]:5")), addr("10.0.0.1:5"));
        let scoped = |ip: &str| SocketAddr::V6(SocketAddrV6::new(ip.parse().unwrap(), 5, 7, 3));
        assert_eq!(canonical(scoped("2001:db8::1")), addr("[2001:db8::1]:5"));
        assert_eq!(canonical(scoped("fe80::1")), addr("[fe80::1%3]:5"));
    }

    #[test]
    fn addresses_of_a_site_are_not_public() {
        for text in [
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "100.127.255.1",
            "169.254.1.1",
            "127.0.0.1",
            "198.19.0.1",
            "0.1.2.3",
            "224.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "fec0::1",
            "ff02::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in ["1.1.1.1", "100.128.0.1", "172.32.0.1", "2001:4860::1"] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn senseless_addresses_are_refused() {
        for text in [
            "10.0.0.1:0",
            "0.0.0.0:5",
            "[::]:5",
            "224.0.0.1:5",
            "255.255.255.255:5",
            "[ff02::1]:5",
        ] {
            assert!(!is_usable(addr(text)), "{text}");
        }
        assert!(is_usable(addr("10.0.0.1:5")) && is_usable(addr("[fe80::1]:5")));
    }

    #[test]
    fn pairs_are_formed_only_within_reach() {
        let reach = |base, remote| reachable(addr(base), addr(remote));
        assert_eq!(reach("10.0.0.1:1", "[2001:db8::1]:2"), None);
        assert_eq!(reach("127.0.0.1:1", "10.0.0.1:2"), None);
        assert_eq!(reach("[::1]:1", "[2001:db8::1]:2"), None);
        assert_eq!(
            reach("10.0.0.1:1", "127.0.0.1:2"),
            Some(addr("127.0.0.1:2"))
        );
        assert_eq!(reach("[2001:db8::1]:1", "[fe80::2]:2"), None);
        assert_eq!(
            reach("[fe80::1%4]:1", "[fe80::2]:2"),
            Some(addr("[fe80::2%4]:2"))
        );
    }
}
