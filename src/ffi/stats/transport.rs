//! The dictionaries of the connection, its channels, transports and certificates.

use std::ffi::c_char;

use crate::api::stats as api;

use super::members::{Head, NONE, count};
use crate::ffi::enums::{
    RTCDataChannelState, RTCDtlsRole, RTCDtlsTransportState, RTCIceRole, RTCIceTransportState,
    RTCStatsType,
};
use crate::ffi::parts::Parts;

/// The connection itself.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtcpeerconnectionstats>
#[repr(C)]
pub struct RTCPeerConnectionStats {
    /// The size of this struct.
    pub struct_size: usize,
    /// `RTC_STATS_TYPE_PEER_CONNECTION`.
    pub r#type: RTCStatsType,
    /// The id of this object.
    pub id: *const c_char,
    /// When it was looked at, in milliseconds since 1970.
    pub timestamp: f64,
    /// The data channels that have been open.
    pub data_channels_opened: i64,
    /// Those among them that are not open any more.
    pub data_channels_closed: i64,
}

/// A data channel. One that is closed stays, until 256 others were closed after it or the names of those have more than 64 KiB.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtcdatachannelstats>
#[repr(C)]
pub struct RTCDataChannelStats {
    /// The size of this struct.
    pub struct_size: usize,
    /// `RTC_STATS_TYPE_DATA_CHANNEL`.
    pub r#type: RTCStatsType,
    /// The id of this object.
    pub id: *const c_char,
    /// When it was looked at, in milliseconds since 1970.
    pub timestamp: f64,
    /// The label, with U+FFFD for each U+0000.
    pub label: *const c_char,
    /// The subprotocol, with U+FFFD for each U+0000.
    pub protocol: *const c_char,
    /// The channel's own id; `DUOLOGUE_NONE`: it has none yet.
    pub data_channel_identifier: i64,
    /// The state.
    pub state: RTCDataChannelState,
    /// The messages that were sent.
    pub messages_sent: i64,
    /// The bytes of the messages that were sent.
    pub bytes_sent: i64,
    /// The messages that were received.
    pub messages_received: i64,
    /// The bytes of the messages that were received.
    pub bytes_received: i64,
}

/// A DTLS transport and the ICE transport below it.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtctransportstats>
#[repr(C)]
pub struct RTCTransportStats {
    /// The size of this struct.
    pub struct_size: usize,
    /// `RTC_STATS_TYPE_TRANSPORT`.
    pub r#type: RTCStatsType,
    /// The id of this object.
    pub id: *const c_char,
    /// When it was looked at, in milliseconds since 1970.
    pub timestamp: f64,
    /// The datagrams that were sent, but for those of ICE.
    pub packets_sent: i64,
    /// The datagrams that were received, but for those of ICE.
    pub packets_received: i64,
    /// The bytes in them, without the headers of IP and UDP.
    pub bytes_sent: i64,
    /// The bytes in them, without the headers of IP and UDP.
    pub bytes_received: i64,
    /// The role in ICE.
    pub ice_role: RTCIceRole,
    /// Our username fragment; NULL: absent.
    pub ice_local_username_fragment: *const c_char,
    /// The state of the DTLS transport.
    pub dtls_state: RTCDtlsTransportState,
    /// The state of the ICE transport.
    pub ice_state: RTCIceTransportState,
    /// The `RTCIceCandidatePairStats` of the pair in use; NULL: there is none.
    pub selected_candidate_pair_id: *const c_char,
    /// The `RTCCertificateStats` of our certificate; NULL: absent.
    pub local_certificate_id: *const c_char,
    /// The `RTCCertificateStats` of the peer's certificate; NULL: not known yet.
    pub remote_certificate_id: *const c_char,
    /// The version in hexadecimal digits, `"FEFD"` for DTLS 1.2; NULL: not agreed yet.
    pub tls_version: *const c_char,
    /// The name of the cipher suite in IANA's registry; NULL: not agreed yet.
    pub dtls_cipher: *const c_char,
    /// Our side of the handshake.
    pub dtls_role: RTCDtlsRole,
    /// The name of the SRTP protection profile in IANA's registry; NULL: not agreed.
    pub srtp_cipher: *const c_char,
    /// How often another pair was selected.
    pub selected_candidate_pair_changes: i64,
    /// The reports of RFC 8888 that were sent; `DUOLOGUE_NONE`: absent.
    pub ccfb_messages_sent: i64,
    /// The reports of RFC 8888 that were received; `DUOLOGUE_NONE`: absent.
    pub ccfb_messages_received: i64,
}

/// A certificate of ours or of the peer.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtccertificatestats>
#[repr(C)]
pub struct RTCCertificateStats {
    /// The size of this struct.
    pub struct_size: usize,
    /// `RTC_STATS_TYPE_CERTIFICATE`.
    pub r#type: RTCStatsType,
    /// The id of this object.
    pub id: *const c_char,
    /// When it was looked at, in milliseconds since 1970.
    pub timestamp: f64,
    /// The fingerprint: `"AB:CD:..."`.
    pub fingerprint: *const c_char,
    /// The hash function of the fingerprint: `"sha-256"`.
    pub fingerprint_algorithm: *const c_char,
    /// The certificate, DER in base64.
    pub base64_certificate: *const c_char,
    /// The `RTCCertificateStats` of the next certificate of the chain; NULL: there is none.
    pub issuer_certificate_id: *const c_char,
}

pub(super) fn connection(
    head: Head,
    stats: &api::RTCPeerConnectionStats,
) -> RTCPeerConnectionStats {
    RTCPeerConnectionStats {
        struct_size: size_of::<RTCPeerConnectionStats>(),
        r#type: head.stats_type,
        id: head.id,
        timestamp: head.timestamp,
        data_channels_opened: count(Some(stats.data_channels_opened)),
        data_channels_closed: count(Some(stats.data_channels_closed)),
    }
}

pub(super) fn channel(
    head: Head,
    stats: &api::RTCDataChannelStats,
    parts: &mut Parts,
) -> RTCDataChannelStats {
    RTCDataChannelStats {
        struct_size: size_of::<RTCDataChannelStats>(),
        r#type: head.stats_type,
        id: head.id,
        timestamp: head.timestamp,
        label: parts.text(&stats.label),
        protocol: parts.text(&stats.protocol),
        data_channel_identifier: count(stats.data_channel_identifier),
        state: stats.state.into(),
        messages_sent: count(Some(stats.messages_sent)),
        bytes_sent: count(Some(stats.bytes_sent)),
        messages_received: count(Some(stats.messages_received)),
        bytes_received: count(Some(stats.bytes_received)),
    }
}

pub(super) fn transport(
    head: Head,
    stats: &api::RTCTransportStats,
    parts: &mut Parts,
) -> RTCTransportStats {
    let mut text = |text: &Option<String>| parts.optional_text(text.as_deref());
    RTCTransportStats {
        struct_size: size_of::<RTCTransportStats>(),
        r#type: head.stats_type,
        id: head.id,
        timestamp: head.timestamp,
        packets_sent: count(Some(stats.packets_sent)),
        packets_received: count(Some(stats.packets_received)),
        bytes_sent: count(Some(stats.bytes_sent)),
        bytes_received: count(Some(stats.bytes_received)),
        ice_role: stats.ice_role.into(),
        ice_local_username_fragment: text(&stats.ice_local_username_fragment),
        dtls_state: stats.dtls_state.into(),
        ice_state: stats.ice_state.into(),
        selected_candidate_pair_id: text(&stats.selected_candidate_pair_id),
        local_certificate_id: text(&stats.local_certificate_id),
        remote_certificate_id: text(&stats.remote_certificate_id),
        tls_version: text(&stats.tls_version),
        dtls_cipher: text(&stats.dtls_cipher),
        dtls_role: stats.dtls_role.into(),
        srtp_cipher: text(&stats.srtp_cipher),
        selected_candidate_pair_changes: count(Some(stats.selected_candidate_pair_changes)),
        ccfb_messages_sent: NONE,
        ccfb_messages_received: NONE,
    }
}

pub(super) fn certificate(
    head: Head,
    stats: &api::RTCCertificateStats,
    parts: &mut Parts,
) -> RTCCertificateStats {
    RTCCertificateStats {
        struct_size: size_of::<RTCCertificateStats>(),
        r#type: head.stats_type,
        id: head.id,
        timestamp: head.timestamp,
        fingerprint: parts.text(&stats.fingerprint),
        fingerprint_algorithm: parts.text(&stats.fingerprint_algorithm),
        base64_certificate: parts.text(&stats.base64_certificate),
        issuer_certificate_id: parts.optional_text(stats.issuer_certificate_id.as_deref()),
    }
}
