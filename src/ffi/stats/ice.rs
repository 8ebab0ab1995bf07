//! The dictionaries of candidates and pairs.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::api::stats as api;

use super::members::{Head, NONE, count, double};
use crate::ffi::enumeration;
use crate::ffi::enums::{
    RTCIceCandidateType, RTCIceServerTransportProtocol, RTCIceTcpCandidateType,
    RTCStatsIceCandidatePairState, RTCStatsType,
};
use crate::ffi::parts::Parts;

/// A candidate of ours or of the peer.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtcicecandidatestats>
#[repr(C)]
pub struct RTCIceCandidateStats {
    /// The size of this struct.
    pub struct_size: usize,
    /// `RTC_STATS_TYPE_LOCAL_CANDIDATE` or `RTC_STATS_TYPE_REMOTE_CANDIDATE`.
    pub r#type: RTCStatsType,
    /// The id of this object.
    pub id: *const c_char,
    /// When it was looked at, in milliseconds since 1970.
    pub timestamp: f64,
    /// The `RTCTransportStats` of its transport.
    pub transport_id: *const c_char,
    /// The address; NULL: of the peer, and learned by its checks alone.
    pub address: *const c_char,
    /// The port.
    pub port: i32,
    /// `"udp"` or `"tcp"`.
    pub protocol: *const c_char,
    /// What it stems from.
    pub candidate_type: RTCIceCandidateType,
    /// The priority; `DUOLOGUE_NONE`: absent.
    pub priority: i64,
    /// The URL of the server that gave it; NULL: absent.
    pub url: *const c_char,
    /// How the TURN server is reached; 0: absent.
    pub relay_protocol: MaybeUninit<RTCIceServerTransportProtocol>,
    /// The foundation; NULL: absent.
    pub foundation: *const c_char,
    /// The address that it stems from; NULL: absent.
    pub related_address: *const c_char,
    /// The port that it stems from; `DUOLOGUE_NONE`: absent.
    pub related_port: i32,
    /// The username fragment of its generation; NULL: absent.
    pub username_fragment: *const c_char,
    /// Who opens its TCP connection; 0: absent.
    pub tcp_type: MaybeUninit<RTCIceTcpCandidateType>,
}

/// A pair of candidates. With an ICE restart all but the pair in use go, and that one when another takes its place.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtcicecandidatepairstats>
#[repr(C)]
pub struct RTCIceCandidatePairStats {
    /// The size of this struct.
    pub struct_size: usize,
    /// `RTC_STATS_TYPE_CANDIDATE_PAIR`.
    pub r#type: RTCStatsType,
    /// The id of this object.
    pub id: *const c_char,
    /// When it was looked at, in milliseconds since 1970.
    pub timestamp: f64,
    /// The `RTCTransportStats` of its transport.
    pub transport_id: *const c_char,
    /// The `RTCIceCandidateStats` of our candidate.
    pub local_candidate_id: *const c_char,
    /// The `RTCIceCandidateStats` of the peer's candidate.
    pub remote_candidate_id: *const c_char,
    /// How far its checks are.
    pub state: RTCStatsIceCandidatePairState,
    /// Whether it was chosen to be used.
    pub nominated: bool,
    /// The datagrams that were sent, but for those of ICE.
    pub packets_sent: i64,
    /// The datagrams that were received, but for those of ICE.
    pub packets_received: i64,
    /// The bytes in them, without the headers of IP and UDP.
    pub bytes_sent: i64,
    /// The bytes in them, without the headers of IP and UDP.
    pub bytes_received: i64,
    /// When the last of them was sent, in milliseconds since 1970; `DUOLOGUE_NONE`: none was.
    pub last_packet_sent_timestamp: f64,
    /// When the last of them was received, in milliseconds since 1970; `DUOLOGUE_NONE`: none was.
    pub last_packet_received_timestamp: f64,
    /// The sum of all round-trip times that were measured, in seconds.
    pub total_round_trip_time: f64,
    /// The round-trip time that was measured last, in seconds; `DUOLOGUE_NONE`: none was.
    pub current_round_trip_time: f64,
    /// What congestion control lets out, in bits per second; `DUOLOGUE_NONE`: absent.
    pub available_outgoing_bitrate: f64,
    /// What congestion control lets in, in bits per second; `DUOLOGUE_NONE`: absent.
    pub available_incoming_bitrate: f64,
    /// The checks that came, retransmissions included.
    pub requests_received: i64,
    /// The checks that were sent, without retransmissions.
    pub requests_sent: i64,
    /// The answers to our checks.
    pub responses_received: i64,
    /// Our answers.
    pub responses_sent: i64,
    /// The checks of consent that were sent.
    pub consent_requests_sent: i64,
    /// The datagrams that the system did not take; `DUOLOGUE_NONE`: absent.
    pub packets_discarded_on_send: i64,
    /// The bytes in them; `DUOLOGUE_NONE`: absent.
    pub bytes_discarded_on_send: i64,
}

pub(super) fn candidate(
    head: Head,
    stats: &api::RTCIceCandidateStats,
    parts: &mut Parts,
) -> RTCIceCandidateStats {
    RTCIceCandidateStats {
        struct_size: size_of::<RTCIceCandidateStats>(),
        r#type: head.stats_type,
        id: head.id,
        timestamp: head.timestamp,
        transport_id: parts.text(&stats.transport_id),
        address: parts.optional_text(stats.address.0.as_deref()),
        port: stats.port,
        protocol: parts.text(&stats.protocol),
        candidate_type: stats.candidate_type.into(),
        priority: count(stats.priority),
        url: parts.optional_text(stats.url.as_deref()),
        relay_protocol: stats
            .relay_protocol
            .map_or_else(enumeration::none, |it| MaybeUninit::new(it.into())),
        foundation: parts.optional_text(stats.foundation.as_deref()),
        related_address: parts.optional_text(stats.related_address.as_deref()),
        related_port: stats.related_port.unwrap_or(crate::ffi::DUOLOGUE_NONE),
        username_fragment: parts.optional_text(stats.username_fragment.as_deref()),
        tcp_type: stats
            .tcp_type
            .map_or_else(enumeration::none, |it| MaybeUninit::new(it.into())),
    }
}

pub(super) fn pair(
    head: Head,
    stats: &api::RTCIceCandidatePairStats,
    parts: &mut Parts,
) -> RTCIceCandidatePairStats {
    RTCIceCandidatePairStats {
        struct_size: size_of::<RTCIceCandidatePairStats>(),
        r#type: head.stats_type,
        id: head.id,
        timestamp: head.timestamp,
        transport_id: parts.text(&stats.transport_id),
        local_candidate_id: parts.text(&stats.local_candidate_id),
        remote_candidate_id: parts.text(&stats.remote_candidate_id),
        state: stats.state.into(),
        nominated: stats.nominated,
        packets_sent: count(Some(stats.packets_sent)),
        packets_received: count(Some(stats.packets_received)),
        bytes_sent: count(Some(stats.bytes_sent)),
        bytes_received: count(Some(stats.bytes_received)),
        last_packet_sent_timestamp: double(stats.last_packet_sent_timestamp),
        last_packet_received_timestamp: double(stats.last_packet_received_timestamp),
        total_round_trip_time: stats.total_round_trip_time,
        current_round_trip_time: double(stats.current_round_trip_time),
        available_outgoing_bitrate: double(None),
        available_incoming_bitrate: double(None),
        requests_received: count(Some(stats.requests_received)),
        requests_sent: count(Some(stats.requests_sent)),
        responses_received: count(Some(stats.responses_received)),
        responses_sent: count(Some(stats.responses_sent)),
        consent_requests_sent: count(Some(stats.consent_requests_sent)),
        packets_discarded_on_send: NONE,
        bytes_discarded_on_send: NONE,
    }
}
