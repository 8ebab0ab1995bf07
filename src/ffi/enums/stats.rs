//! Enumerations of statistics.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use crate::api::stats as idl;
use crate::ffi::enumeration::{self, IdlEnum};
use crate::ffi::result::RTCResult;

/// What a stats object is about, and so which dictionary it is.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtcstatstype>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCStatsType {
    /// `"codec"`: a codec that is in use, an `RTCCodecStats`.
    Codec = 1,
    /// `"inbound-rtp"`: a stream that is received; there is none yet.
    InboundRtp = 2,
    /// `"outbound-rtp"`: a stream that is sent, an `RTCOutboundRtpStreamStats`.
    OutboundRtp = 3,
    /// `"remote-inbound-rtp"`: what the peer says of a stream that it receives; there is none yet.
    RemoteInboundRtp = 4,
    /// `"remote-outbound-rtp"`: what the peer says of a stream that it sends; there is none yet.
    RemoteOutboundRtp = 5,
    /// `"media-source"`: a track that a sender has, an `RTCAudioSourceStats` or an `RTCVideoSourceStats` by its `kind`, which both have
    /// at the same place.
    MediaSource = 6,
    /// `"media-playout"`: a device that plays audio; this library has none.
    MediaPlayout = 7,
    /// `"peer-connection"`: the connection, an `RTCPeerConnectionStats`.
    PeerConnection = 8,
    /// `"data-channel"`: a data channel, an `RTCDataChannelStats`.
    DataChannel = 9,
    /// `"transport"`: a DTLS transport and the ICE transport below it, an `RTCTransportStats`.
    Transport = 10,
    /// `"candidate-pair"`: a pair of candidates, an `RTCIceCandidatePairStats`.
    CandidatePair = 11,
    /// `"local-candidate"`: a candidate of ours, an `RTCIceCandidateStats`.
    LocalCandidate = 12,
    /// `"remote-candidate"`: a candidate of the peer, an `RTCIceCandidateStats`.
    RemoteCandidate = 13,
    /// `"certificate"`: a certificate of ours or of the peer, an `RTCCertificateStats`.
    Certificate = 14,
}

impl IdlEnum for RTCStatsType {
    const NAME: &'static str = "RTCStatsType";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Codec, c"codec"),
        (Self::InboundRtp, c"inbound-rtp"),
        (Self::OutboundRtp, c"outbound-rtp"),
        (Self::RemoteInboundRtp, c"remote-inbound-rtp"),
        (Self::RemoteOutboundRtp, c"remote-outbound-rtp"),
        (Self::MediaSource, c"media-source"),
        (Self::MediaPlayout, c"media-playout"),
        (Self::PeerConnection, c"peer-connection"),
        (Self::DataChannel, c"data-channel"),
        (Self::Transport, c"transport"),
        (Self::CandidatePair, c"candidate-pair"),
        (Self::LocalCandidate, c"local-candidate"),
        (Self::RemoteCandidate, c"remote-candidate"),
        (Self::Certificate, c"certificate"),
    ];
}

mirror!(RTCStatsType, idl::RTCStatsType, {
    Codec, InboundRtp, OutboundRtp, RemoteInboundRtp, RemoteOutboundRtp, MediaSource, MediaPlayout,
    PeerConnection, DataChannel, Transport, CandidatePair, LocalCandidate, RemoteCandidate, Certificate,
});

/// The string of the IDL for a value of `RTCStatsType`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_stats_type_to_string(value: MaybeUninit<RTCStatsType>) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCStatsType` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_stats_type_from_string(
    string: *const c_char,
    value: *mut RTCStatsType,
) -> RTCResult {
    entry!(rtc_stats_type_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// Which side of the DTLS handshake we are.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtcdtlsrole>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCDtlsRole {
    /// `"client"`: we begin it.
    Client = 1,
    /// `"server"`: the peer begins it.
    Server = 2,
    /// `"unknown"`: it is not agreed yet.
    Unknown = 3,
}

impl IdlEnum for RTCDtlsRole {
    const NAME: &'static str = "RTCDtlsRole";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Client, c"client"),
        (Self::Server, c"server"),
        (Self::Unknown, c"unknown"),
    ];
}

mirror!(RTCDtlsRole, idl::RTCDtlsRole, { Client, Server, Unknown });

/// The string of the IDL for a value of `RTCDtlsRole`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_dtls_role_to_string(value: MaybeUninit<RTCDtlsRole>) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCDtlsRole` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtls_role_from_string(
    string: *const c_char,
    value: *mut RTCDtlsRole,
) -> RTCResult {
    entry!(rtc_dtls_role_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// How far the checks of a pair of candidates are.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtcstatsicecandidatepairstate>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCStatsIceCandidatePairState {
    /// `"frozen"`: it waits for the check of another pair.
    Frozen = 1,
    /// `"waiting"`: its check is to be sent.
    Waiting = 2,
    /// `"in-progress"`: its check was sent.
    InProgress = 3,
    /// `"failed"`: there was no answer, or not the right one.
    Failed = 4,
    /// `"succeeded"`: it works.
    Succeeded = 5,
}

impl IdlEnum for RTCStatsIceCandidatePairState {
    const NAME: &'static str = "RTCStatsIceCandidatePairState";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Frozen, c"frozen"),
        (Self::Waiting, c"waiting"),
        (Self::InProgress, c"in-progress"),
        (Self::Failed, c"failed"),
        (Self::Succeeded, c"succeeded"),
    ];
}

mirror!(RTCStatsIceCandidatePairState, idl::RTCStatsIceCandidatePairState, {
    Frozen, Waiting, InProgress, Failed, Succeeded,
});

/// The string of the IDL for a value of `RTCStatsIceCandidatePairState`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_stats_ice_candidate_pair_state_to_string(
    value: MaybeUninit<RTCStatsIceCandidatePairState>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCStatsIceCandidatePairState` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_stats_ice_candidate_pair_state_from_string(
    string: *const c_char,
    value: *mut RTCStatsIceCandidatePairState,
) -> RTCResult {
    entry!(rtc_stats_ice_candidate_pair_state_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// What keeps an encoder from doing better.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtcqualitylimitationreason>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCQualityLimitationReason {
    /// `"none"`: nothing.
    None = 1,
    /// `"cpu"`: the machine.
    Cpu = 2,
    /// `"bandwidth"`: the network.
    Bandwidth = 3,
    /// `"other"`: something else.
    Other = 4,
}

impl IdlEnum for RTCQualityLimitationReason {
    const NAME: &'static str = "RTCQualityLimitationReason";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::None, c"none"),
        (Self::Cpu, c"cpu"),
        (Self::Bandwidth, c"bandwidth"),
        (Self::Other, c"other"),
    ];
}

/// The string of the IDL for a value of `RTCQualityLimitationReason`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_quality_limitation_reason_to_string(
    value: MaybeUninit<RTCQualityLimitationReason>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCQualityLimitationReason` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_quality_limitation_reason_from_string(
    string: *const c_char,
    value: *mut RTCQualityLimitationReason,
) -> RTCResult {
    entry!(rtc_quality_limitation_reason_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}
