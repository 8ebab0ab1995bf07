//! The C interface: checks pointers, converts, and calls one method of `api`.
//!
//! `include/duologue.h` is generated from this folder (`tests/header.rs`), so the doc comments of what is `pub` and `extern "C"`
//! here speak to C programmers. Signatures are written out; only bodies go through `entry!`.

#![expect(
    unsafe_code,
    reason = "this folder and `sys` are where pointers are met"
)]
#![expect(
    unreachable_pub,
    reason = "what is `pub` here is what cbindgen puts into the header"
)]

#[macro_use]
mod entry;

#[macro_use]
mod handle;
#[macro_use]
mod enumeration;

mod allocation;
mod certificate;
mod configuration;
mod data_channel;
mod dictionary;
mod dtls_transport;
mod enums;
mod event;
mod event_target;
mod fork;
mod ice_candidate;
mod ice_transport;
mod identity;
mod identity_provider;
mod identity_request;
mod legacy_operations;
mod logging;
mod media_kind;
mod media_stream;
mod media_stream_track;
mod operations;
mod parts;
mod peer_connection;
mod promise;
mod result;
mod rtc_error;
mod rtp;
mod runtime;
mod sctp_transport;
mod session_description;
mod stats;
mod text;
mod version;

/// Stands for a number that is absent or null; a macro of the header.
const DUOLOGUE_NONE: i32 = -1;
