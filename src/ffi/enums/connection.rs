//! Enumerations of `RTCPeerConnection` and of descriptions.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use crate::ffi::enumeration::{self, IdlEnum};
use crate::ffi::result::RTCResult;

/// Where the exchange of descriptions is.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsignalingstate>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCSignalingState {
    /// `"stable"`: no exchange is going on.
    Stable = 1,
    /// `"have-local-offer"`: a local offer was set.
    HaveLocalOffer = 2,
    /// `"have-remote-offer"`: a remote offer was set.
    HaveRemoteOffer = 3,
    /// `"have-local-pranswer"`: a remote offer and a local provisional answer were set.
    HaveLocalPranswer = 4,
    /// `"have-remote-pranswer"`: a local offer and a remote provisional answer were set.
    HaveRemotePranswer = 5,
    /// `"closed"`: the connection was closed.
    Closed = 6,
}

impl IdlEnum for RTCSignalingState {
    const NAME: &'static str = "RTCSignalingState";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Stable, c"stable"),
        (Self::HaveLocalOffer, c"have-local-offer"),
        (Self::HaveRemoteOffer, c"have-remote-offer"),
        (Self::HaveLocalPranswer, c"have-local-pranswer"),
        (Self::HaveRemotePranswer, c"have-remote-pranswer"),
        (Self::Closed, c"closed"),
    ];
}

/// The string of the IDL for a value of `RTCSignalingState`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_signaling_state_to_string(
    value: MaybeUninit<RTCSignalingState>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCSignalingState` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_signaling_state_from_string(
    string: *const c_char,
    value: *mut RTCSignalingState,
) -> RTCResult {
    entry!(rtc_signaling_state_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// Where the gathering of a connection's candidates is.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicegatheringstate>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCIceGatheringState {
    /// `"new"`: no transport gathers yet, or there is none.
    New = 1,
    /// `"gathering"`: a transport gathers.
    Gathering = 2,
    /// `"complete"`: all transports have gathered.
    Complete = 3,
}

impl IdlEnum for RTCIceGatheringState {
    const NAME: &'static str = "RTCIceGatheringState";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::New, c"new"),
        (Self::Gathering, c"gathering"),
        (Self::Complete, c"complete"),
    ];
}

/// The string of the IDL for a value of `RTCIceGatheringState`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_ice_gathering_state_to_string(
    value: MaybeUninit<RTCIceGatheringState>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCIceGatheringState` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_gathering_state_from_string(
    string: *const c_char,
    value: *mut RTCIceGatheringState,
) -> RTCResult {
    entry!(rtc_ice_gathering_state_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// The state of a connection's ICE and DTLS transports taken together.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnectionstate>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCPeerConnectionState {
    /// `"closed"`: the connection was closed.
    Closed = 1,
    /// `"failed"`: a transport failed.
    Failed = 2,
    /// `"disconnected"`: a transport lost its peer, perhaps for a while.
    Disconnected = 3,
    /// `"new"`: all transports are new, or there is none.
    New = 4,
    /// `"connecting"`: a transport is being set up.
    Connecting = 5,
    /// `"connected"`: all transports are connected.
    Connected = 6,
}

impl IdlEnum for RTCPeerConnectionState {
    const NAME: &'static str = "RTCPeerConnectionState";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Closed, c"closed"),
        (Self::Failed, c"failed"),
        (Self::Disconnected, c"disconnected"),
        (Self::New, c"new"),
        (Self::Connecting, c"connecting"),
        (Self::Connected, c"connected"),
    ];
}

/// The string of the IDL for a value of `RTCPeerConnectionState`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_peer_connection_state_to_string(
    value: MaybeUninit<RTCPeerConnectionState>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCPeerConnectionState` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_state_from_string(
    string: *const c_char,
    value: *mut RTCPeerConnectionState,
) -> RTCResult {
    entry!(rtc_peer_connection_state_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// The state of a connection's ICE transports taken together.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtciceconnectionstate>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCIceConnectionState {
    /// `"closed"`: the connection was closed.
    Closed = 1,
    /// `"failed"`: a transport failed.
    Failed = 2,
    /// `"disconnected"`: a transport lost its peer, perhaps for a while.
    Disconnected = 3,
    /// `"new"`: all transports are new, or there is none.
    New = 4,
    /// `"checking"`: a transport looks for a path.
    Checking = 5,
    /// `"completed"`: all transports have a path and have stopped looking.
    Completed = 6,
    /// `"connected"`: all transports have a path.
    Connected = 7,
}

impl IdlEnum for RTCIceConnectionState {
    const NAME: &'static str = "RTCIceConnectionState";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Closed, c"closed"),
        (Self::Failed, c"failed"),
        (Self::Disconnected, c"disconnected"),
        (Self::New, c"new"),
        (Self::Checking, c"checking"),
        (Self::Completed, c"completed"),
        (Self::Connected, c"connected"),
    ];
}

/// The string of the IDL for a value of `RTCIceConnectionState`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_ice_connection_state_to_string(
    value: MaybeUninit<RTCIceConnectionState>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCIceConnectionState` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_connection_state_from_string(
    string: *const c_char,
    value: *mut RTCIceConnectionState,
) -> RTCResult {
    entry!(rtc_ice_connection_state_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// What a description is.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsdptype>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCSdpType {
    /// `"offer"`: an offer.
    Offer = 1,
    /// `"pranswer"`: a provisional answer.
    Pranswer = 2,
    /// `"answer"`: a final answer.
    Answer = 3,
    /// `"rollback"`: not a description: back to the last stable state.
    Rollback = 4,
}

impl IdlEnum for RTCSdpType {
    const NAME: &'static str = "RTCSdpType";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Offer, c"offer"),
        (Self::Pranswer, c"pranswer"),
        (Self::Answer, c"answer"),
        (Self::Rollback, c"rollback"),
    ];
}

/// The string of the IDL for a value of `RTCSdpType`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_sdp_type_to_string(value: MaybeUninit<RTCSdpType>) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCSdpType` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_sdp_type_from_string(
    string: *const c_char,
    value: *mut RTCSdpType,
) -> RTCResult {
    entry!(rtc_sdp_type_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}
