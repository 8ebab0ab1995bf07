//! Hand-written declarations of libusrsctp 0.9.5: only what duologue uses.
//!
//! Names, layouts and numbers are those of `usrsctp.h`; `tests/layout.rs` compares them with what a C compiler
//! makes of the installed header.
#![allow(non_camel_case_types)]

use libc::{c_char, c_int, c_uint, c_void, size_t, sockaddr, socklen_t, ssize_t};

pub type sctp_assoc_t = u32;

/// An SCTP socket of the library; only ever handled by pointer.
#[repr(C)]
pub struct socket {
    _opaque: [u8; 0],
}

pub const AF_CONN: c_int = 123;
pub const IPPROTO_SCTP: c_int = 132;
pub const MSG_NOTIFICATION: c_int = 0x2000;
pub const MSG_EOR: c_int = libc::MSG_EOR;

pub const SCTP_FUTURE_ASSOC: sctp_assoc_t = 0;
pub const SCTP_ALL_ASSOC: sctp_assoc_t = 2;

pub const SCTP_RTOINFO: c_int = 0x0001;
pub const SCTP_ASSOCINFO: c_int = 0x0002;
pub const SCTP_INITMSG: c_int = 0x0003;
pub const SCTP_NODELAY: c_int = 0x0004;
pub const SCTP_PEER_ADDR_PARAMS: c_int = 0x000a;
pub const SCTP_DELAYED_SACK: c_int = 0x000f;
pub const SCTP_FRAGMENT_INTERLEAVE: c_int = 0x0010;
pub const SCTP_PARTIAL_DELIVERY_POINT: c_int = 0x0011;
pub const SCTP_MAXSEG: c_int = 0x000e;
pub const SCTP_MAX_BURST: c_int = 0x0019;
pub const SCTP_EXPLICIT_EOR: c_int = 0x001b;
pub const SCTP_EVENT: c_int = 0x001e;
pub const SCTP_STATUS: c_int = 0x0100;
pub const SCTP_ENABLE_STREAM_RESET: c_int = 0x0900;
pub const SCTP_RESET_STREAMS: c_int = 0x0901;
pub const SCTP_ADD_STREAMS: c_int = 0x0903;
/// I-DATA (RFC 8260). The installed header does not name it; the library implements it.
pub const SCTP_INTERLEAVING_SUPPORTED: c_int = 0x1206;

pub const SCTP_ENABLE_RESET_STREAM_REQ: u32 = 0x1;
pub const SCTP_ENABLE_CHANGE_ASSOC_REQ: u32 = 0x4;
pub const SCTP_STREAM_RESET_OUTGOING: u16 = 0x2;

pub const SPP_HB_DISABLE: u32 = 0x02;
pub const SPP_PMTUD_DISABLE: u32 = 0x10;

pub const SCTP_SENDV_SPA: c_uint = 4;
pub const SCTP_SEND_SNDINFO_VALID: u32 = 0x1;
pub const SCTP_SEND_PRINFO_VALID: u32 = 0x2;
pub const SCTP_UNORDERED: u16 = 0x0400;
pub const SCTP_EOR: u16 = 0x2000;
pub const SCTP_PR_SCTP_NONE: u16 = 0;
pub const SCTP_PR_SCTP_TTL: u16 = 1;
pub const SCTP_PR_SCTP_RTX: u16 = 3;

pub const SCTP_ASSOC_CHANGE: u16 = 0x0001;
pub const SCTP_REMOTE_ERROR: u16 = 0x0003;
pub const SCTP_SHUTDOWN_EVENT: u16 = 0x0005;
pub const SCTP_PARTIAL_DELIVERY_EVENT: u16 = 0x0007;
pub const SCTP_STREAM_RESET_EVENT: u16 = 0x0009;
pub const SCTP_STREAM_CHANGE_EVENT: u16 = 0x000d;
pub const SCTP_SEND_FAILED_EVENT: u16 = 0x000e;

pub const SCTP_COMM_UP: u16 = 1;
pub const SCTP_COMM_LOST: u16 = 2;
pub const SCTP_RESTART: u16 = 3;
pub const SCTP_SHUTDOWN_COMP: u16 = 4;
pub const SCTP_CANT_STR_ASSOC: u16 = 5;

pub const SCTP_ASSOC_SUPPORTS_PR: u8 = 0x01;
pub const SCTP_ASSOC_SUPPORTS_RE_CONFIG: u8 = 0x05;
pub const SCTP_ASSOC_SUPPORTS_INTERLEAVING: u8 = 0x06;

pub const SCTP_STREAM_RESET_INCOMING_SSN: u16 = 0x1;
pub const SCTP_STREAM_RESET_OUTGOING_SSN: u16 = 0x2;
pub const SCTP_STREAM_RESET_DENIED: u16 = 0x4;
pub const SCTP_STREAM_RESET_FAILED: u16 = 0x8;
pub const SCTP_STREAM_CHANGE_DENIED: u16 = 0x4;
pub const SCTP_STREAM_CHANGE_FAILED: u16 = 0x8;

pub const SCTP_ESTABLISHED: i32 = 0x0008;

/// The address of a packet carrier that is not IP: a port and an opaque word.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct sockaddr_conn {
    #[cfg(any(
        target_vendor = "apple",
        target_os = "freebsd",
        target_os = "netbsd",
        target_os = "openbsd",
        target_os = "dragonfly"
    ))]
    pub sconn_len: u8,
    #[cfg(any(
        target_vendor = "apple",
        target_os = "freebsd",
        target_os = "netbsd",
        target_os = "openbsd",
        target_os = "dragonfly"
    ))]
    pub sconn_family: u8,
    #[cfg(not(any(
        target_vendor = "apple",
        target_os = "freebsd",
        target_os = "netbsd",
        target_os = "openbsd",
        target_os = "dragonfly"
    )))]
    pub sconn_family: u16,
    pub sconn_port: u16,
    pub sconn_addr: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union sctp_sockstore {
    pub sin: libc::sockaddr_in,
    pub sin6: libc::sockaddr_in6,
    pub sconn: sockaddr_conn,
    pub sa: sockaddr,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_rcvinfo {
    pub rcv_sid: u16,
    pub rcv_ssn: u16,
    pub rcv_flags: u16,
    pub rcv_ppid: u32,
    pub rcv_tsn: u32,
    pub rcv_cumtsn: u32,
    pub rcv_context: u32,
    pub rcv_assoc_id: sctp_assoc_t,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_sndinfo {
    pub snd_sid: u16,
    pub snd_flags: u16,
    pub snd_ppid: u32,
    pub snd_context: u32,
    pub snd_assoc_id: sctp_assoc_t,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_prinfo {
    pub pr_policy: u16,
    pub pr_value: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_authinfo {
    pub auth_keynumber: u16,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_sendv_spa {
    pub sendv_flags: u32,
    pub sendv_sndinfo: sctp_sndinfo,
    pub sendv_prinfo: sctp_prinfo,
    pub sendv_authinfo: sctp_authinfo,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_event {
    pub se_assoc_id: sctp_assoc_t,
    pub se_type: u16,
    pub se_on: u8,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_initmsg {
    pub sinit_num_ostreams: u16,
    pub sinit_max_instreams: u16,
    pub sinit_max_attempts: u16,
    pub sinit_max_init_timeo: u16,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_rtoinfo {
    pub srto_assoc_id: sctp_assoc_t,
    pub srto_initial: u32,
    pub srto_max: u32,
    pub srto_min: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_assocparams {
    pub sasoc_assoc_id: sctp_assoc_t,
    pub sasoc_peer_rwnd: u32,
    pub sasoc_local_rwnd: u32,
    pub sasoc_cookie_life: u32,
    pub sasoc_asocmaxrxt: u16,
    pub sasoc_number_peer_destinations: u16,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct sctp_paddrparams {
    pub spp_address: libc::sockaddr_storage,
    pub spp_assoc_id: sctp_assoc_t,
    pub spp_hbinterval: u32,
    pub spp_pathmtu: u32,
    pub spp_flags: u32,
    pub spp_ipv6_flowlabel: u32,
    pub spp_pathmaxrxt: u16,
    pub spp_dscp: u8,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_assoc_value {
    pub assoc_id: sctp_assoc_t,
    pub assoc_value: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_sack_info {
    pub sack_assoc_id: sctp_assoc_t,
    pub sack_delay: u32,
    pub sack_freq: u32,
}

/// Followed in memory by `srs_number_streams` stream numbers of 16 bits.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_reset_streams {
    pub srs_assoc_id: sctp_assoc_t,
    pub srs_flags: u16,
    pub srs_number_streams: u16,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_add_streams {
    pub sas_assoc_id: sctp_assoc_t,
    pub sas_instrms: u16,
    pub sas_outstrms: u16,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct sctp_paddrinfo {
    pub spinfo_address: libc::sockaddr_storage,
    pub spinfo_assoc_id: sctp_assoc_t,
    pub spinfo_state: i32,
    pub spinfo_cwnd: u32,
    pub spinfo_srtt: u32,
    pub spinfo_rto: u32,
    pub spinfo_mtu: u32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct sctp_status {
    pub sstat_assoc_id: sctp_assoc_t,
    pub sstat_state: i32,
    pub sstat_rwnd: u32,
    pub sstat_unackdata: u16,
    pub sstat_penddata: u16,
    pub sstat_instrms: u16,
    pub sstat_outstrms: u16,
    pub sstat_fragmentation_point: u32,
    pub sstat_primary: sctp_paddrinfo,
}

/// Followed in memory by bytes of information up to `sac_length`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_assoc_change {
    pub sac_type: u16,
    pub sac_flags: u16,
    pub sac_length: u32,
    pub sac_state: u16,
    pub sac_error: u16,
    pub sac_outbound_streams: u16,
    pub sac_inbound_streams: u16,
    pub sac_assoc_id: sctp_assoc_t,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_pdapi_event {
    pub pdapi_type: u16,
    pub pdapi_flags: u16,
    pub pdapi_length: u32,
    pub pdapi_indication: u32,
    pub pdapi_stream: u32,
    pub pdapi_seq: u32,
    pub pdapi_assoc_id: sctp_assoc_t,
}

/// Followed in memory by stream numbers of 16 bits up to `strreset_length`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_stream_reset_event {
    pub strreset_type: u16,
    pub strreset_flags: u16,
    pub strreset_length: u32,
    pub strreset_assoc_id: sctp_assoc_t,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_stream_change_event {
    pub strchange_type: u16,
    pub strchange_flags: u16,
    pub strchange_length: u32,
    pub strchange_assoc_id: sctp_assoc_t,
    pub strchange_instrms: u16,
    pub strchange_outstrms: u16,
}

/// Followed in memory by the user data that was not delivered, up to `ssfe_length`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sctp_send_failed_event {
    pub ssfe_type: u16,
    pub ssfe_flags: u16,
    pub ssfe_length: u32,
    pub ssfe_error: u32,
    pub ssfe_info: sctp_sndinfo,
    pub ssfe_assoc_id: sctp_assoc_t,
}

pub type conn_output_t = unsafe extern "C" fn(
    addr: *mut c_void,
    buffer: *mut c_void,
    length: size_t,
    tos: u8,
    set_df: u8,
) -> c_int;

/// In C the function is variadic (`printf`); duologue never passes one.
pub type debug_printf_t = unsafe extern "C" fn(format: *const c_char, ...);

pub type receive_cb_t = unsafe extern "C" fn(
    sock: *mut socket,
    addr: sctp_sockstore,
    data: *mut c_void,
    datalen: size_t,
    info: sctp_rcvinfo,
    flags: c_int,
    ulp_info: *mut c_void,
) -> c_int;

pub type send_cb_t =
    unsafe extern "C" fn(sock: *mut socket, sb_free: u32, ulp_info: *mut c_void) -> c_int;

unsafe extern "C" {
    pub fn usrsctp_init_nothreads(
        udp_port: u16,
        conn_output: Option<conn_output_t>,
        debug_printf: Option<debug_printf_t>,
    );
    pub fn usrsctp_finish() -> c_int;
    pub fn usrsctp_handle_timers(elapsed_milliseconds: u32);
    pub fn usrsctp_enable_crc32c_offload();
    pub fn usrsctp_register_address(addr: *mut c_void);
    pub fn usrsctp_conninput(
        addr: *mut c_void,
        buffer: *const c_void,
        length: size_t,
        ecn_bits: u8,
    );

    pub fn usrsctp_socket(
        domain: c_int,
        kind: c_int,
        protocol: c_int,
        receive_cb: Option<receive_cb_t>,
        send_cb: Option<send_cb_t>,
        sb_threshold: u32,
        ulp_info: *mut c_void,
    ) -> *mut socket;
    pub fn usrsctp_close(so: *mut socket);
    pub fn usrsctp_bind(so: *mut socket, name: *mut sockaddr, namelen: socklen_t) -> c_int;
    pub fn usrsctp_connect(so: *mut socket, name: *mut sockaddr, namelen: socklen_t) -> c_int;
    pub fn usrsctp_shutdown(so: *mut socket, how: c_int) -> c_int;
    pub fn usrsctp_set_non_blocking(so: *mut socket, onoff: c_int) -> c_int;
    pub fn usrsctp_setsockopt(
        so: *mut socket,
        level: c_int,
        option_name: c_int,
        option_value: *const c_void,
        option_len: socklen_t,
    ) -> c_int;
    pub fn usrsctp_getsockopt(
        so: *mut socket,
        level: c_int,
        option_name: c_int,
        option_value: *mut c_void,
        option_len: *mut socklen_t,
    ) -> c_int;
    pub fn usrsctp_sendv(
        so: *mut socket,
        data: *const c_void,
        len: size_t,
        to: *mut sockaddr,
        addrcnt: c_int,
        info: *mut c_void,
        infolen: socklen_t,
        infotype: c_uint,
        flags: c_int,
    ) -> ssize_t;

    pub fn usrsctp_tunable_set_sctp_hashtblsize(value: u32) -> c_int;
    pub fn usrsctp_tunable_set_sctp_pcbtblsize(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_blackhole(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_diag_info_code(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_max_retran_chunk(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_ecn_enable(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_asconf_enable(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_auth_enable(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_nrsack_enable(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_pktdrop_enable(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_max_chunks_on_queue(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_max_burst_default(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_fr_max_burst_default(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_initial_cwnd(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_add_more_threshold(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_asoc_free_resc_limit(value: u32) -> c_int;
    pub fn usrsctp_sysctl_set_sctp_system_free_resc_limit(value: u32) -> c_int;
}
