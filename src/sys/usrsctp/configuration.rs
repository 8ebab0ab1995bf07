//! How a socket is opened and configured, and the options and structures that this takes.

use std::ffi::{c_int, c_void};
use std::io;
use std::ptr::NonNull;

use usrsctp_sys as c;

use super::socket::{Options, Reliability, SendInfo};
use super::stack;

/// Opens and binds a socket at `address`. The stack is locked.
pub(super) fn open(address: u64, options: &Options) -> io::Result<NonNull<c::socket>> {
    // SAFETY: the stack is initialised; the callbacks treat their last argument as a number.
    let raw = unsafe {
        c::usrsctp_socket(
            c::AF_CONN,
            libc::SOCK_STREAM,
            c::IPPROTO_SCTP,
            Some(stack::receive),
            Some(stack::sendable),
            0,
            stack::as_pointer(address),
        )
    };
    let socket = NonNull::new(raw).ok_or_else(io::Error::last_os_error)?;
    match configure(raw, options).and_then(|()| bind(raw, address, options.local_port)) {
        Ok(()) => Ok(socket),
        Err(error) => {
            // SAFETY: the socket is open, and not used after this.
            unsafe { c::usrsctp_close(raw) };
            Err(error)
        }
    }
}

fn bind(raw: *mut c::socket, address: u64, port: u16) -> io::Result<()> {
    let mut name = conn_address(address, port);
    // SAFETY: `raw` is an open socket, and `name` an address of the size named.
    let failed = unsafe {
        c::usrsctp_bind(
            raw,
            (&raw mut name).cast(),
            size_of::<c::sockaddr_conn>() as libc::socklen_t,
        )
    } != 0;
    if failed {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

fn configure(raw: *mut c::socket, options: &Options) -> io::Result<()> {
    // SAFETY: `raw` is an open socket.
    if unsafe { c::usrsctp_set_non_blocking(raw, 1) } != 0 {
        return Err(io::Error::last_os_error());
    }
    let linger = libc::linger {
        l_onoff: 1,
        l_linger: 0,
    };
    set_socket_option(raw, libc::SO_LINGER, linger)?;
    set_socket_option(raw, libc::SO_RCVBUF, options.receive_buffer)?;
    set_socket_option(raw, libc::SO_SNDBUF, options.send_buffer)?;
    set_option(raw, c::SCTP_NODELAY, &1)?;
    // Messages larger than the send buffer go in as it drains.
    set_option(raw, c::SCTP_EXPLICIT_EOR, &1)?;
    // The least number of parts in which a long message is handed on: the stack takes a sixteenth of the buffer.
    set_option(raw, c::SCTP_PARTIAL_DELIVERY_POINT, &options.receive_buffer)?;
    // Level 2 is what I-DATA demands.
    set_option(raw, c::SCTP_FRAGMENT_INTERLEAVE, &2)?;
    set_option(raw, c::SCTP_INTERLEAVING_SUPPORTED, &value(1))?;
    set_option(
        raw,
        c::SCTP_ENABLE_STREAM_RESET,
        &value(c::SCTP_ENABLE_RESET_STREAM_REQ | c::SCTP_ENABLE_CHANGE_ASSOC_REQ),
    )?;
    set_option(raw, c::SCTP_INITMSG, &init_parameters(options))?;
    set_option(raw, c::SCTP_RTOINFO, &RTO)?;
    set_option(raw, c::SCTP_DELAYED_SACK, &DELAYED_SACK)?;
    set_option(raw, c::SCTP_PEER_ADDR_PARAMS, &path_parameters(options))?;
    set_option(raw, c::SCTP_MAXSEG, &largest_chunk(options.mtu))?;
    for event in EVENTS {
        let event = c::sctp_event {
            se_assoc_id: c::SCTP_ALL_ASSOC,
            se_type: event,
            se_on: 1,
        };
        set_option(raw, c::SCTP_EVENT, &event)?;
    }
    Ok(())
}

const EVENTS: [u16; 6] = [
    c::SCTP_ASSOC_CHANGE,
    c::SCTP_SHUTDOWN_EVENT,
    c::SCTP_PARTIAL_DELIVERY_EVENT,
    c::SCTP_STREAM_RESET_EVENT,
    c::SCTP_STREAM_CHANGE_EVENT,
    c::SCTP_SEND_FAILED_EVENT,
];

/// RFC 9260's defaults (1 s, 1 s, 60 s) are for paths without another protocol's congestion and consent checks below. The
/// minimum leaves room for the peer's delayed acknowledgement.
const RTO: c::sctp_rtoinfo = c::sctp_rtoinfo {
    srto_assoc_id: c::SCTP_FUTURE_ASSOC,
    srto_initial: 500,
    srto_max: 10_000,
    srto_min: 220,
};

/// Every second packet, or after 20 ms.
const DELAYED_SACK: c::sctp_sack_info = c::sctp_sack_info {
    sack_assoc_id: c::SCTP_FUTURE_ASSOC,
    sack_delay: 20,
    sack_freq: 2,
};

fn init_parameters(options: &Options) -> c::sctp_initmsg {
    c::sctp_initmsg {
        sinit_num_ostreams: options.outbound_streams,
        sinit_max_instreams: options.max_inbound_streams,
        sinit_max_attempts: 8,
        sinit_max_init_timeo: 5_000,
    }
}

/// The option counts in user data, as if packets went over IPv4 and chunks were DATA; what the stack makes of it is the length
/// of a packet, in the end.
pub(super) fn largest_chunk(mtu: u16) -> c::sctp_assoc_value {
    value(u32::from(mtu) - 20 - 12 - 16)
}

/// No heartbeats, since ICE's consent checks watch the path; no probing for a larger MTU, since DTLS has one too.
fn path_parameters(options: &Options) -> c::sctp_paddrparams {
    // SAFETY: the struct is integers, for which zero is a value.
    let mut parameters: c::sctp_paddrparams = unsafe { std::mem::zeroed() };
    parameters.spp_flags = c::SPP_HB_DISABLE | c::SPP_PMTUD_DISABLE;
    // More than the association endures (10): a path that counts as failed is revived by heartbeats only, and until then
    // nothing new is sent.
    parameters.spp_pathmaxrxt = 100;
    // The stack adds the common header to what it calls the MTU of such a path. It can lower the length of packets and not raise
    // it again, so this is the most that will ever be; the limit of chunks is what changes.
    parameters.spp_pathmtu = u32::from(options.largest_mtu) - 12;
    parameters
}

fn value(value: u32) -> c::sctp_assoc_value {
    c::sctp_assoc_value {
        assoc_id: c::SCTP_FUTURE_ASSOC,
        assoc_value: value,
    }
}

pub(super) fn conn_address(address: u64, port: u16) -> c::sockaddr_conn {
    // SAFETY: the struct is integers and a pointer, for which zero is a value.
    let mut name: c::sockaddr_conn = unsafe { std::mem::zeroed() };
    name.sconn_family = c::AF_CONN as _;
    name.sconn_port = port.to_be();
    name.sconn_addr = stack::as_pointer(address);
    name
}

pub(super) fn send_parameters(info: &SendInfo, end: bool) -> c::sctp_sendv_spa {
    let mut flags = if info.unordered { c::SCTP_UNORDERED } else { 0 };
    if end {
        flags |= c::SCTP_EOR;
    }
    let (pr_policy, pr_value) = match info.reliability {
        Reliability::Reliable => (c::SCTP_PR_SCTP_NONE, 0),
        Reliability::Lifetime { milliseconds } => (c::SCTP_PR_SCTP_TTL, u32::from(milliseconds)),
        Reliability::Retransmissions { limit } => (c::SCTP_PR_SCTP_RTX, u32::from(limit)),
    };
    c::sctp_sendv_spa {
        sendv_flags: c::SCTP_SEND_SNDINFO_VALID | c::SCTP_SEND_PRINFO_VALID,
        sendv_sndinfo: c::sctp_sndinfo {
            snd_sid: info.stream,
            snd_flags: flags,
            snd_ppid: info.ppid.to_be(),
            ..Default::default()
        },
        sendv_prinfo: c::sctp_prinfo {
            pr_policy,
            pr_value,
        },
        ..Default::default()
    }
}

pub(super) fn set_socket_option<T: Copy>(
    raw: *mut c::socket,
    option: c_int,
    value: T,
) -> io::Result<()> {
    set_option_bytes(
        raw,
        libc::SOL_SOCKET,
        option,
        (&raw const value).cast(),
        size_of::<T>(),
    )
}

pub(super) fn set_option<T: Copy>(raw: *mut c::socket, option: c_int, value: &T) -> io::Result<()> {
    set_option_bytes(
        raw,
        c::IPPROTO_SCTP,
        option,
        (&raw const *value).cast(),
        size_of::<T>(),
    )
}

pub(super) fn set_option_bytes(
    raw: *mut c::socket,
    level: c_int,
    option: c_int,
    value: *const c_void,
    length: usize,
) -> io::Result<()> {
    // SAFETY: all callers give an open socket and a live value of `length` bytes.
    if unsafe { c::usrsctp_setsockopt(raw, level, option, value, length as libc::socklen_t) } != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}
