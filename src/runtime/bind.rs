//! Opening UDP sockets.

use std::{
    io,
    net::{IpAddr, SocketAddr, UdpSocket},
    os::fd::AsFd,
};

use socket2::{Domain, Protocol, Socket, Type};

use crate::random::{Random, SystemRandom};
use crate::sys::socket::fragment_anywhere;

/// Asked of the system for both directions; it gives what its limits allow.
const BUFFER: usize = 1 << 20;

/// A bound socket, on a port of the range if there is one. The error names the address.
pub(super) fn open(
    address: SocketAddr,
    port_range: Option<(u16, u16)>,
) -> Result<UdpSocket, String> {
    match port_range {
        Some(range) => open_in_range(address, range),
        None => open_on(address).map_err(|error| refused(address.ip(), &error)),
    }
}

/// Tries each port of the range once, from a random one on.
fn open_in_range(mut address: SocketAddr, (first, last): (u16, u16)) -> Result<UdpSocket, String> {
    if first == 0 || first > last {
        return Err(format!("{first}-{last} is no range of ports"));
    }
    let ports = first..=last;
    let count = ports.len();
    let start = SystemRandom.u32() as usize % count;
    for port in ports.cycle().skip(start).take(count) {
        address.set_port(port);
        match open_on(address) {
            Ok(socket) => return Ok(socket),
            Err(error) if is_taken(&error) => {}
            Err(error) => return Err(refused(address.ip(), &error)),
        }
    }
    let ip = address.ip();
    Err(format!("no UDP port of {first}-{last} is free on {ip}"))
}

fn refused(address: IpAddr, error: &io::Error) -> String {
    format!("cannot bind {address}: {error}")
}

/// Whether another port may do.
fn is_taken(error: &io::Error) -> bool {
    use io::ErrorKind::{AddrInUse, PermissionDenied};
    matches!(error.kind(), AddrInUse | PermissionDenied)
}

fn open_on(address: SocketAddr) -> io::Result<UdpSocket> {
    let domain = Domain::for_address(address);
    let socket = Socket::new(domain, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    if domain == Domain::IPV6 {
        socket.set_only_v6(true)?;
    }
    fragment_anywhere(socket.as_fd(), domain == Domain::IPV4);
    for result in [
        socket.set_recv_buffer_size(BUFFER),
        socket.set_send_buffer_size(BUFFER),
    ] {
        if let Err(error) = result {
            log::debug!("a socket keeps its buffer size: {error}");
        }
    }
    socket.bind(&address.into())?;
    Ok(socket.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_gives_each_of_its_ports_once() {
        // Three ports in a row that are free now; others may be quicker, so there are several tries.
        let tried = (0..20).find_map(|_| {
            let any = open(([127, 0, 0, 1], 0).into(), None).ok()?;
            let first = any.local_addr().ok()?.port();
            let last = first.checked_add(2)?;
            drop(any);
            let address = SocketAddr::from(([127, 0, 0, 1], 0));
            let sockets: Vec<_> = (0..3)
                .map_while(|_| open(address, Some((first, last))).ok())
                .collect();
            (sockets.len() == 3).then_some((first, last, sockets))
        });
        let (first, last, sockets) = tried.expect("three free ports in a row");
        let mut ports: Vec<_> = sockets
            .iter()
            .map(|socket| socket.local_addr().expect("bound").port())
            .collect();
        ports.sort_unstable();
        assert_eq!(ports, (first..=last).collect::<Vec<_>>());
        let error = open(([127, 0, 0, 1], 0).into(), Some((first, last))).unwrap_err();
        assert_eq!(
            error,
            format!("no UDP port of {first}-{last} is free on 127.0.0.1")
        );
    }

    #[test]
    fn foreign_addresses_and_bad_ranges_are_clear_errors() {
        let foreign = open(([192, 0, 2, 1], 0).into(), Some((4000, 4100))).unwrap_err();
        assert!(foreign.starts_with("cannot bind 192.0.2.1: "), "{foreign}");
        for range in [(0, 5), (9, 8)] {
            let error = open(([127, 0, 0, 1], 0).into(), Some(range)).unwrap_err();
            assert!(error.ends_with("is no range of ports"), "{error}");
        }
    }
}
