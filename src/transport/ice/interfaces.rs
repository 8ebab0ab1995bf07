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

#[cfg(test)]
mod tests {
    use super::*;

    fn interface(name: &str, address: &str) -> LocalInterface {
        let address: IpAddr = address.parse().unwrap();
        LocalInterface {
            name: name.to_owned(),
            address,
            loopback: address.is_loopback(),
        }
    }

    fn select(interfaces: &[(&str, &str)], options: &SelectOptions) -> Vec<String> {
        let interfaces: Vec<_> = interfaces.iter().map(|(n, a)| interface(n, a)).collect();
        let chosen = select_addresses(&interfaces, options);
        chosen.iter().map(|i| i.address.to_string()).collect()
    }

    const HOST: &[(&str, &str)] = &[
        ("lo", "127.0.0.1"),
        ("lo", "::1"),
        ("docker0", "172.17.0.1"),
        ("wlan0", "192.168.1.2"),
        ("eth0", "192.0.2.1"),
        ("eth0", "2001:db8::1"),
        ("eth0", "fe80::1"),
        ("tun0", "10.8.0.2"),
    ];

    #[test]
    fn global_addresses_come_best_link_first_and_ipv6_before_ipv4() {
        let expected = [
            "2001:db8::1",
            "192.0.2.1",
            "192.168.1.2",
            "10.8.0.2",
            "172.17.0.1",
        ];
        assert_eq!(select(HOST, &SelectOptions::default()), expected);
    }

    #[test]
    fn loopback_is_for_want_of_better_or_on_request() {
        let options = SelectOptions {
            loopback: true,
            ..SelectOptions::default()
        };
        let chosen = select(HOST, &options);
        assert_eq!(chosen[5..], ["::1", "127.0.0.1"]);
        let alone = select(&HOST[..2], &SelectOptions::default());
        assert_eq!(alone, ["::1", "127.0.0.1"]);
    }

    #[test]
    fn link_local_addresses_are_for_want_of_better() {
        let links = [
            ("lo", "127.0.0.1"),
            ("eth0", "fe80::1"),
            ("eth1", "169.254.7.7"),
        ];
        assert_eq!(
            select(&links, &SelectOptions::default()),
            ["fe80::1", "169.254.7.7"]
        );
    }

    #[test]
    fn the_application_chooses_by_name_or_address() {
        let only = SelectOptions {
            only_interfaces: vec!["wlan0".to_owned()],
            ..SelectOptions::default()
        };
        assert_eq!(select(HOST, &only), ["192.168.1.2"]);
        let except = SelectOptions {
            except_interfaces: vec!["eth0".to_owned(), "docker0".to_owned()],
            ..SelectOptions::default()
        };
        assert_eq!(select(HOST, &except), ["192.168.1.2", "10.8.0.2"]);
        for address in ["127.0.0.1", "fe80::1", "10.8.0.2"] {
            let bind = SelectOptions {
                bind_address: Some(address.parse().unwrap()),
                ..SelectOptions::default()
            };
            assert_eq!(select(HOST, &bind), [address]);
        }
    }

    #[test]
    fn senseless_and_repeated_addresses_are_left_out() {
        let odd = [
            ("eth0", "0.0.0.0"),
            ("eth0", "ff02::1"),
            ("eth0", "192.0.2.1"),
            ("eth0:1", "192.0.2.1"),
        ];
        assert_eq!(select(&odd, &SelectOptions::default()), ["192.0.2.1"]);
        assert!(select(&[], &SelectOptions::default()).is_empty());
    }
}
