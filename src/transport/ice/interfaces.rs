//! The addresses to gather host candidates on (RFC 8445 section 5.1.1.1, RFC 8421).

use std::net::IpAddr;

/// One address of one network interface of this machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LocalInterface {
    pub(crate) name: String,
    pub(crate) address: IpAddr,
    pub(crate) loopback: bool,
}

/// What kind of link an interface is, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum InterfaceKind {
    Wired,
    Wireless,
    Unknown,
    Cellular,
    Tunnel,
    /// Bridges and the like for containers and virtual machines.
    Virtual,
    Loopback,
}

impl LocalInterface {
    /// Guessed from the name, as the system offers nothing better without privileges.
    pub(crate) fn kind(&self) -> InterfaceKind {
        if self.loopback {
            return InterfaceKind::Loopback;
        }
        let name = self.name.to_ascii_lowercase();
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
        if starts(&[
            "docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "lxc", "cni",
        ]) {
            InterfaceKind::Virtual
        } else if starts(&[
            "tun",
            "tap",
            "utun",
            "ppp",
            "wg",
            "ipsec",
            "zt",
            "tailscale",
        ]) {
            InterfaceKind::Tunnel
        } else if starts(&["wwan", "wwp", "rmnet", "ccmni"]) {
            InterfaceKind::Cellular
        } else if starts(&["wl", "ath", "ra", "wifi"]) {
            InterfaceKind::Wireless
        } else if starts(&["eth", "en"]) {
            InterfaceKind::Wired
        } else {
            InterfaceKind::Unknown
        }
    }
}

/// What the application wants of the addresses.
#[derive(Clone, Debug, Default)]
pub(crate) struct SelectOptions {
    /// Loopback addresses count like others.
    pub(crate) loopback: bool,
    /// Only this address, whatever it is.
    pub(crate) bind_address: Option<IpAddr>,
    /// Only interfaces with these names; empty: all.
    pub(crate) only_interfaces: Vec<String>,
    /// No interfaces with these names.
    pub(crate) except_interfaces: Vec<String>,
}

/// Picks the addresses to bind sockets to, the preferred ones first.
pub(crate) fn select_addresses(
    interfaces: &[LocalInterface],
    options: &SelectOptions,
) -> Vec<LocalInterface> {
    let mut wanted: Vec<&LocalInterface> = Vec::new();
    for interface in interfaces {
        let duplicate = wanted.iter().any(|w| w.address == interface.address);
        if !duplicate && is_wanted(interface, options) {
            wanted.push(interface);
        }
    }
    if options.bind_address.is_none() {
        wanted = by_scope(wanted, options.loopback);
    }
    let mut chosen: Vec<LocalInterface> = wanted.into_iter().cloned().collect();
    // RFC 8421 section 4: IPv6 first, but within one kind of link.
    chosen.sort_by_key(|interface| (interface.kind(), interface.address.is_ipv4()));
    chosen
}

fn is_wanted(interface: &LocalInterface, options: &SelectOptions) -> bool {
    let listed = |names: &[String]| names.contains(&interface.name);
    let ip = interface.address;
    !ip.is_unspecified()
        && !ip.is_multicast()
        && options.bind_address.is_none_or(|bind| bind == ip)
        && (options.only_interfaces.is_empty() || listed(&options.only_interfaces))
        && !listed(&options.except_interfaces)
}

/// Global addresses, else link-local ones, and loopback when there is nothing else or on request.
fn by_scope(wanted: Vec<&LocalInterface>, loopback: bool) -> Vec<&LocalInterface> {
    let (mut loops, others): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|i| i.loopback);
    let (local, global): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|i| is_link_local(i.address));
    let mut chosen = if global.is_empty() { local } else { global };
    if loopback || chosen.is_empty() {
        chosen.append(&mut loops);
    }
    chosen
}

fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    }
}
