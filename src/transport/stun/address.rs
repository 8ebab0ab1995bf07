//! MAPPED-ADDRESS and XOR-MAPPED-ADDRESS (RFC 8489 sections 14.1 and 14.2).
//!
//! ```text
//! |0 0 0 0 0 0 0 0|    Family     |           Port                |
//! |                 Address (32 bits or 128 bits)                 |
//! ```

use std::net::{IpAddr, SocketAddr};

use super::MAGIC_COOKIE;
use super::message::TransactionId;

const FAMILY_IPV4: u8 = 0x01;
const FAMILY_IPV6: u8 = 0x02;

pub(super) fn decode(value: &[u8]) -> Option<SocketAddr> {
    let (&[_, family, port_high, port_low], address) = value.split_first_chunk()?;
    let port = u16::from_be_bytes([port_high, port_low]);
    let address = match family {
        FAMILY_IPV4 => IpAddr::from(<[u8; 4]>::try_from(address).ok()?),
        FAMILY_IPV6 => IpAddr::from(<[u8; 16]>::try_from(address).ok()?),
        _ => return None,
    };
    Some(SocketAddr::new(address, port))
}

pub(super) fn encode(address: SocketAddr) -> Vec<u8> {
    let mut value = vec![0, 0];
    value.extend(address.port().to_be_bytes());
    match address.ip() {
        IpAddr::V4(ip) => {
            value[1] = FAMILY_IPV4;
            value.extend(ip.octets());
        }
        IpAddr::V6(ip) => {
            value[1] = FAMILY_IPV6;
            value.extend(ip.octets());
        }
    }
    value
}

/// Turns an address into its XOR form and back.
pub(super) fn xor(address: SocketAddr, id: TransactionId) -> SocketAddr {
    let cookie = MAGIC_COOKIE.to_be_bytes();
    let port = address.port() ^ u16::from_be_bytes([cookie[0], cookie[1]]);
    let mask = cookie.iter().chain(&id.0);
    let ip = match address.ip() {
        IpAddr::V4(ip) => {
            let mut octets = ip.octets();
            octets.iter_mut().zip(mask).for_each(|(o, m)| *o ^= m);
            IpAddr::from(octets)
        }
        IpAddr::V6(ip) => {
            let mut octets = ip.octets();
            octets.iter_mut().zip(mask).for_each(|(o, m)| *o ^= m);
            IpAddr::from(octets)
        }
    };
    SocketAddr::new(ip, port)
}
