//! `sendmmsg` and `recvmmsg` with UDP_SEGMENT and UDP_GRO.
#![expect(unsafe_code, reason = "these calls take C structures")]

use std::{
    io, mem,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6},
    os::fd::{AsRawFd, BorrowedFd},
    ptr,
};

use socket2::SockRef;

use super::{MAX_BATCH, Piece, Received};

/// Messages a call. With UDP_GRO each holds up to 64 KiB.
const SLOTS: usize = 16;
/// Room for the largest message. A cache line more than a power of two, so that slots don't share the same cache sets.
const STRIDE: usize = (1 << 16) + 64;

/// Room for one control message that holds an `int`, aligned as a `cmsghdr`.
type Control = [u64; 4];
const _: () = {
    // SAFETY: CMSG_SPACE only computes.
    assert!(unsafe { libc::CMSG_SPACE(4) } as usize <= size_of::<Control>());
    assert!(align_of::<Control>() >= align_of::<libc::cmsghdr>());
};

/// Whether the kernel knows UDP_SEGMENT.
pub(crate) fn has_segmentation_offload() -> bool {
    let Ok(socket) = socket2::Socket::new(
        socket2::Domain::IPV4,
        socket2::Type::DGRAM,
        Some(socket2::Protocol::UDP),
    ) else {
        return false;
    };
    let mut value: libc::c_int = 0;
    let mut len = size_of::<libc::c_int>() as libc::socklen_t;
    // SAFETY: `value` and `len` are places for an int and its length.
    let result = unsafe {
        libc::getsockopt(
            socket.as_raw_fd(),
            libc::SOL_UDP,
            libc::UDP_SEGMENT,
            (&raw mut value).cast(),
            &mut len,
        )
    };
    result == 0
}

/// Whether the socket now gives datagrams of one size in one go.
pub(crate) fn enable_receive_offload(socket: BorrowedFd<'_>) -> bool {
    set_option(socket, libc::SOL_UDP, libc::UDP_GRO, 1).is_ok()
}

/// Lets routers cut datagrams into pieces, and does not believe in ICMP messages, which anybody can forge: the path MTU is measured.
/// IPv6 has no such routers. There the system, told by such a message, cuts itself.
pub(crate) fn fragment_anywhere(socket: BorrowedFd<'_>, is_ipv4: bool) {
    if is_ipv4 && let Err(error) = set_discovery(socket, true, libc::IP_PMTUDISC_OMIT) {
        log::debug!("a socket keeps to the system's path MTU: {error}");
    }
}

/// Sends one datagram: `whole`, or else cut into pieces here if it is larger than what every path takes. The error is EMSGSIZE if the
/// first link does not take it whole.
pub(crate) fn send_apart(
    socket: BorrowedFd<'_>,
    to: SocketAddr,
    payload: &[u8],
    whole: bool,
) -> io::Result<()> {
    let is_ipv4 = to.is_ipv4();
    let send = || {
        let socket = SockRef::from(&socket);
        socket.send_to(payload, &to.into()).map(|_| ())
    };
    match (whole, is_ipv4) {
        (true, _) => {
            set_discovery(socket, is_ipv4, libc::IP_PMTUDISC_PROBE)
                .map_err(|_| io::Error::from_raw_os_error(libc::EMSGSIZE))?;
            let sent = send();
            let usual = if is_ipv4 {
                libc::IP_PMTUDISC_OMIT
            } else {
                libc::IPV6_PMTUDISC_WANT
            };
            set_discovery(socket, is_ipv4, usual)?;
            sent
        }
        // Only routers cut what is smaller than the first link takes, and they are allowed to.
        (false, true) => send(),
        (false, false) => {
            set_option(socket, libc::IPPROTO_IPV6, libc::IPV6_MTU, IPV6_MINIMUM)?;
            let sent = send();
            set_option(socket, libc::IPPROTO_IPV6, libc::IPV6_MTU, 0)?;
            sent
        }
    }
}

const IPV6_MINIMUM: libc::c_int = 1280;

/// IP's and IPv6's values are the same.
fn set_discovery(socket: BorrowedFd<'_>, is_ipv4: bool, mode: libc::c_int) -> io::Result<()> {
    match is_ipv4 {
        true => set_option(socket, libc::IPPROTO_IP, libc::IP_MTU_DISCOVER, mode),
        false => set_option(socket, libc::IPPROTO_IPV6, libc::IPV6_MTU_DISCOVER, mode),
    }
}

fn set_option(
    socket: BorrowedFd<'_>,
    level: libc::c_int,
    option: libc::c_int,
    value: libc::c_int,
) -> io::Result<()> {
    // SAFETY: `value` is an int, as its length says.
    let result = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            level,
            option,
            (&raw const value).cast(),
            size_of::<libc::c_int>() as libc::socklen_t,
        )
    };
    match result {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Sends the first `MAX_BATCH` pieces with one call; says how many went out. An error is that of the first.
pub(crate) fn send_batch(
    socket: BorrowedFd<'_>,
    buffer: &[u8],
    pieces: &[Piece],
) -> io::Result<usize> {
    match pieces {
        // The answer to one small packet: nothing to prepare for others.
        [_] => send_some::<1>(socket, buffer, pieces),
        _ => send_some::<MAX_BATCH>(socket, buffer, pieces),
    }
}

fn send_some<const N: usize>(
    socket: BorrowedFd<'_>,
    buffer: &[u8],
    pieces: &[Piece],
) -> io::Result<usize> {
    let pieces = &pieces[..pieces.len().min(N)];
    // SAFETY: all of these are plain C structures for which zeroed bytes are valid.
    let (mut headers, mut vectors, mut names): ([libc::mmsghdr; N], [libc::iovec; N], [Name; N]) =
        unsafe { mem::zeroed() };
    let mut controls = [Control::default(); N];
    for (i, piece) in pieces.iter().enumerate() {
        let bytes = piece.of(buffer);
        vectors[i] = libc::iovec {
            iov_base: bytes.as_ptr().cast_mut().cast(),
            iov_len: bytes.len(),
        };
        let header = &mut headers[i].msg_hdr;
        header.msg_namelen = names[i].set(piece.to);
        header.msg_name = (&raw mut names[i]).cast();
        header.msg_iov = &raw mut vectors[i];
        header.msg_iovlen = 1;
        if piece.is_segmented() {
            header.msg_control = controls[i].as_mut_ptr().cast();
            header.msg_controllen = write_segment_size(&mut controls[i], piece.segment) as _;
        }
    }
    // SAFETY: each header points to a name, a vector over `buffer` and a control message that outlive the call. The kernel
    // only reads what the vectors point to.
    let sent = unsafe {
        libc::sendmmsg(
            socket.as_raw_fd(),
            headers.as_mut_ptr(),
            pieces.len() as libc::c_uint,
            0,
        )
    };
    usize::try_from(sent).map_err(|_| io::Error::last_os_error())
}

/// Writes a UDP_SEGMENT message; gives its length.
fn write_segment_size(control: &mut Control, segment: usize) -> usize {
    let size = segment as u16;
    let header = libc::cmsghdr {
        // SAFETY: CMSG_LEN only computes.
        cmsg_len: unsafe { libc::CMSG_LEN(size_of::<u16>() as u32) } as _,
        cmsg_level: libc::SOL_UDP,
        cmsg_type: libc::UDP_SEGMENT,
    };
    let place: *mut libc::cmsghdr = control.as_mut_ptr().cast();
    // SAFETY: `Control` is aligned as a header and has room for it with an int of data.
    unsafe {
        place.write(header);
        libc::CMSG_DATA(place).cast::<u16>().write_unaligned(size);
        libc::CMSG_SPACE(size_of::<u16>() as u32) as usize
    }
}

/// The buffer into which a batch is received; one a thread.
pub(crate) struct BatchReceiver {
    buffer: Box<[u8]>,
}

impl BatchReceiver {
    pub(crate) fn new() -> Self {
        Self {
            // The kernel gives zeroed pages when they are first used.
            buffer: vec![0; SLOTS * STRIDE].into_boxed_slice(),
        }
    }

    /// Gives the datagrams of one call to the system. Never waits.
    pub(crate) fn receive(
        &mut self,
        socket: BorrowedFd<'_>,
        take: &mut dyn FnMut(SocketAddr, &[u8]),
    ) -> io::Result<Received> {
        // SAFETY: all of these are plain C structures for which zeroed bytes are valid.
        let (mut headers, mut vectors, mut names): (
            [libc::mmsghdr; SLOTS],
            [libc::iovec; SLOTS],
            [Name; SLOTS],
        ) = unsafe { mem::zeroed() };
        let mut controls = [Control::default(); SLOTS];
        for (i, slot) in self.buffer.chunks_exact_mut(STRIDE).enumerate() {
            vectors[i] = libc::iovec {
                iov_base: slot.as_mut_ptr().cast(),
                iov_len: slot.len(),
            };
            let header = &mut headers[i].msg_hdr;
            header.msg_name = (&raw mut names[i]).cast();
            header.msg_namelen = size_of::<Name>() as libc::socklen_t;
            header.msg_iov = &raw mut vectors[i];
            header.msg_iovlen = 1;
            header.msg_control = controls[i].as_mut_ptr().cast();
            header.msg_controllen = size_of::<Control>() as _;
        }
        // SAFETY: each header points to a name, to a vector over its own part of the buffer and to room for control messages;
        // all outlive the call.
        let count = unsafe {
            libc::recvmmsg(
                socket.as_raw_fd(),
                headers.as_mut_ptr(),
                SLOTS as libc::c_uint,
                libc::MSG_DONTWAIT,
                ptr::null_mut(),
            )
        };
        let count = match usize::try_from(count) {
            Ok(count) => count,
            Err(_) => {
                let error = io::Error::last_os_error();
                return match error.kind() {
                    io::ErrorKind::WouldBlock => Ok(Received::All),
                    _ => Err(error),
                };
            }
        };
        for (i, slot) in self.buffer.chunks_exact(STRIDE).take(count).enumerate() {
            let header = &headers[i];
            let message = &slot[..(header.msg_len as usize).min(slot.len())];
            let Some(from) = names[i].address() else {
                continue;
            };
            if header.msg_hdr.msg_flags & libc::MSG_TRUNC != 0 {
                continue;
            }
            match segment_size(&header.msg_hdr) {
                Some(size) if size < message.len() => {
                    message.chunks(size).for_each(|payload| take(from, payload));
                }
                _ => take(from, message),
            }
        }
        // A call that was not filled has emptied the queue; what comes later is a new edge for the poll.
        Ok(match count {
            SLOTS => Received::MaybeMore,
            _ => Received::All,
        })
    }
}

/// The size of the datagrams in a message that UDP_GRO put together.
fn segment_size(header: &libc::msghdr) -> Option<usize> {
    // SAFETY: the kernel filled the header's control messages; the macros stay within them.
    unsafe {
        let mut message = libc::CMSG_FIRSTHDR(header);
        while let Some(control) = message.as_ref() {
            if control.cmsg_level == libc::SOL_UDP && control.cmsg_type == libc::UDP_GRO {
                let size = libc::CMSG_DATA(message).cast::<libc::c_int>();
                return usize::try_from(size.read_unaligned())
                    .ok()
                    .filter(|size| *size > 0);
            }
            message = libc::CMSG_NXTHDR(header, message);
        }
    }
    None
}

/// An IPv4 or IPv6 address as C has it.
#[repr(C)]
union Name {
    family: libc::sa_family_t,
    v4: libc::sockaddr_in,
    v6: libc::sockaddr_in6,
}

impl Name {
    /// Writes an address; gives its length.
    fn set(&mut self, address: SocketAddr) -> libc::socklen_t {
        match address {
            SocketAddr::V4(address) => {
                self.v4 = libc::sockaddr_in {
                    sin_family: libc::AF_INET as libc::sa_family_t,
                    sin_port: address.port().to_be(),
                    sin_addr: libc::in_addr {
                        s_addr: u32::from_ne_bytes(address.ip().octets()),
                    },
                    sin_zero: [0; 8],
                };
                size_of::<libc::sockaddr_in>() as libc::socklen_t
            }
            SocketAddr::V6(address) => {
                self.v6 = libc::sockaddr_in6 {
                    sin6_family: libc::AF_INET6 as libc::sa_family_t,
                    sin6_port: address.port().to_be(),
                    sin6_flowinfo: address.flowinfo(),
                    sin6_addr: libc::in6_addr {
                        s6_addr: address.ip().octets(),
                    },
                    sin6_scope_id: address.scope_id(),
                };
                size_of::<libc::sockaddr_in6>() as libc::socklen_t
            }
        }
    }

    fn address(&self) -> Option<SocketAddr> {
        // SAFETY: all three begin with the family, and all bytes were initialised: zeroed, or written by the kernel.
        unsafe {
            match libc::c_int::from(self.family) {
                libc::AF_INET => {
                    let ip = Ipv4Addr::from(self.v4.sin_addr.s_addr.to_ne_bytes());
                    Some((ip, u16::from_be(self.v4.sin_port)).into())
                }
                libc::AF_INET6 => {
                    let ip = Ipv6Addr::from(self.v6.sin6_addr.s6_addr);
                    let port = u16::from_be(self.v6.sin6_port);
                    Some(SocketAddrV6::new(ip, port, 0, self.v6.sin6_scope_id).into())
                }
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_convert_both_ways() {
        for text in ["192.0.2.1:5", "[2001:db8::1]:65535", "[fe80::1%7]:9"] {
            let address: SocketAddr = text.parse().expect("an address");
            // SAFETY: zeroed bytes are a valid name.
            let mut name: Name = unsafe { mem::zeroed() };
            assert_eq!(name.address(), None);
            name.set(address);
            assert_eq!(name.address(), Some(address));
        }
    }
}
