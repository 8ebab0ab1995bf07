//! Events as C sees them.

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr;

use crate::api::event::{Event, EventDetail, EventType, Target};

use super::data_channel::RTCDataChannel;
use super::event_target::RTCEventTarget;
use super::handle::lend;
use super::ice_candidate::RTCIceCandidate;
use super::media_stream::RTCMediaStream;
use super::media_stream_track::RTCMediaStreamTrack;
use super::rtc_error::{OwnedError, RTCError};
use super::rtp::receiver::RTCRtpReceiver;
use super::rtp::transceiver::RTCRtpTransceiver;
use super::stats::report::RTCStatsReport;
use super::text::{optional_c_string, to_c_string};

/// An event. The events with more members begin with this one.
///
/// <https://dom.spec.whatwg.org/#interface-event>
#[repr(C)]
pub struct RTCEvent {
    /// The name of the event: `"icecandidate"`.
    pub r#type: *const c_char,
    /// The object at which the event is fired, lent.
    pub target: *mut RTCEventTarget,
}

/// A local candidate was found.
///
/// <https://w3c.github.io/webrtc-pc/#rtcpeerconnectioniceevent>
#[repr(C)]
pub struct RTCPeerConnectionIceEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// The candidate, lent; NULL: gathering is complete.
    pub candidate: *mut RTCIceCandidate,
    /// The URL of the server that the candidate came from, lent; nullable.
    pub url: *const c_char,
}

/// A server did not give a candidate.
///
/// <https://w3c.github.io/webrtc-pc/#rtcpeerconnectioniceerrorevent>
#[repr(C)]
pub struct RTCPeerConnectionIceErrorEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// The local address from which the server was asked, lent; nullable.
    pub address: *const c_char,
    /// The URL of the server, lent.
    pub url: *const c_char,
    /// What the server or this library has to say about it, lent.
    pub error_text: *const c_char,
    /// The local port from which the server was asked, or `DUOLOGUE_NONE`.
    pub port: i32,
    /// The STUN error code; 701 if the server was not reached.
    pub error_code: u16,
}

/// The peer opened a data channel.
///
/// <https://w3c.github.io/webrtc-pc/#rtcdatachannelevent>
#[repr(C)]
pub struct RTCDataChannelEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// The channel, lent.
    pub channel: *mut RTCDataChannel,
}

/// A track was added to a stream or removed from it.
///
/// <https://w3c.github.io/mediacapture-main/#mediastreamtrackevent>
#[repr(C)]
pub struct RTCMediaStreamTrackEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// The track, lent.
    pub track: *mut RTCMediaStreamTrack,
}

/// The peer sends a track.
///
/// <https://w3c.github.io/webrtc-pc/#rtctrackevent>
#[repr(C)]
pub struct RTCTrackEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// What receives it, lent.
    pub receiver: *mut RTCRtpReceiver,
    /// The track, lent.
    pub track: *mut RTCMediaStreamTrack,
    /// The streams that it belongs to, lent; NULL if there are none.
    pub streams: *const *mut RTCMediaStream,
    /// The number of streams.
    pub streams_length: usize,
    /// The transceiver of the receiver, lent.
    pub transceiver: *mut RTCRtpTransceiver,
}

/// A tone begins.
///
/// <https://w3c.github.io/webrtc-pc/#rtcdtmftonechangeevent>
#[repr(C)]
pub struct RTCDTMFToneChangeEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// The tone, lent; `""`: all have been sent.
    pub tone: *const c_char,
}

/// The peer added or removed a stream.
///
/// <https://developer.mozilla.org/docs/Web/API/MediaStreamEvent>
#[repr(C)]
pub struct RTCMediaStreamEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// The stream, lent.
    pub stream: *mut RTCMediaStream,
}

/// Stats objects were deleted.
///
/// <https://www.w3.org/TR/2018/CR-webrtc-20180927/#rtcstatsevent>
#[repr(C)]
pub struct RTCStatsEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// What they said last, lent. What they refer to and goes on to exist is not in it.
    pub report: *mut RTCStatsReport,
}

/// A message came in.
///
/// <https://html.spec.whatwg.org/multipage/comms.html#messageevent>
#[repr(C)]
pub struct RTCMessageEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// The message if it is a text, ended by NUL after `data_length` bytes, lent; NULL if it is binary.
    pub text: *const c_char,
    /// The bytes of the message, text or not, lent; never NULL.
    pub data: *const u8,
    /// The number of bytes.
    pub data_length: usize,
}

/// Something failed.
///
/// <https://w3c.github.io/webrtc-pc/#rtcerrorevent>
#[repr(C)]
pub struct RTCErrorEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// What failed, lent.
    pub error: *const RTCError,
}

/// An assertion of our own identity was made.
///
/// <https://developer.mozilla.org/en-US/docs/Web/API/RTCPeerConnection/identityresult_event>
#[repr(C)]
pub struct RTCIdentityEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// The assertion as `a=identity` has it, base64 of JSON, lent.
    pub assertion: *const c_char,
}

/// An identity provider did not make an assertion, or an assertion of the peer is not valid.
///
/// <https://developer.mozilla.org/en-US/docs/Web/API/RTCIdentityErrorEvent>
#[repr(C)]
pub struct RTCIdentityErrorEvent {
    /// The members of every event.
    pub base: RTCEvent,
    /// The domain of the identity provider, lent; empty if the assertion does not name one.
    pub idp: *const c_char,
    /// The protocol of the identity provider, lent; empty if the assertion does not name one.
    pub protocol: *const c_char,
    /// Where the user can log in, lent; nullable.
    pub login_url: *const c_char,
}

/// Takes an event. The event and all it points to are lent: they are valid until the function returns.
pub type RTCEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCEvent, userdata: *mut c_void)>;

/// Takes an event of the type `icecandidate`, lent.
pub type RTCPeerConnectionIceEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCPeerConnectionIceEvent, userdata: *mut c_void)>;

/// Takes an event of the type `icecandidateerror`, lent.
pub type RTCPeerConnectionIceErrorEventHandler = Option<
    unsafe extern "C" fn(event: *const RTCPeerConnectionIceErrorEvent, userdata: *mut c_void),
>;

/// Takes an event of the type `datachannel`, lent.
pub type RTCDataChannelEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCDataChannelEvent, userdata: *mut c_void)>;

/// Takes an event of the type `addtrack` or `removetrack`, lent.
pub type RTCMediaStreamTrackEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCMediaStreamTrackEvent, userdata: *mut c_void)>;

/// Takes an event of the type `track`, lent.
pub type RTCTrackEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCTrackEvent, userdata: *mut c_void)>;

/// Takes an event of the type `tonechange`, lent.
pub type RTCDTMFToneChangeEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCDTMFToneChangeEvent, userdata: *mut c_void)>;

/// Takes an event of the type `addstream` or `removestream`, lent.
pub type RTCMediaStreamEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCMediaStreamEvent, userdata: *mut c_void)>;

/// Takes an event of the type `statsended`, lent.
pub type RTCStatsEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCStatsEvent, userdata: *mut c_void)>;

/// Takes an event of the type `message`, lent.
pub type RTCMessageEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCMessageEvent, userdata: *mut c_void)>;

/// Takes an event of the type `error`, lent.
pub type RTCErrorEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCErrorEvent, userdata: *mut c_void)>;

/// Takes an event of the type `identityresult`, lent.
pub type RTCIdentityEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCIdentityEvent, userdata: *mut c_void)>;

/// Takes an event of the type `idpassertionerror` or `idpvalidationerror`, lent.
pub type RTCIdentityErrorEventHandler =
    Option<unsafe extern "C" fn(event: *const RTCIdentityErrorEvent, userdata: *mut c_void)>;

/// Builds the struct that C gets, and hands it over as what it begins with.
pub(super) fn with_c_event(event: &Event, call: impl FnOnce(*const RTCEvent)) {
    let base = RTCEvent {
        r#type: event_type(event.event_type).as_ptr(),
        target: lend_target(&event.target),
    };
    match &event.detail {
        EventDetail::None => call(&raw const base),
        EventDetail::Track {
            receiver,
            track,
            streams,
            transceiver,
        } => {
            let streams: Vec<*mut RTCMediaStream> = streams.iter().map(lend).collect();
            let event = RTCTrackEvent {
                base,
                receiver: lend(receiver),
                track: lend(track),
                streams: if streams.is_empty() {
                    ptr::null()
                } else {
                    streams.as_ptr()
                },
                streams_length: streams.len(),
                transceiver: lend(transceiver),
            };
            call((&raw const event).cast());
        }
        EventDetail::ToneChange { tone } => {
            let tone = to_c_string(tone);
            let event = RTCDTMFToneChangeEvent {
                base,
                tone: tone.as_ptr(),
            };
            call((&raw const event).cast());
        }
        EventDetail::MediaStream { stream } => {
            let event = RTCMediaStreamEvent {
                base,
                stream: lend(stream),
            };
            call((&raw const event).cast());
        }
        EventDetail::Stats { report } => {
            let event = RTCStatsEvent {
                base,
                report: lend(report),
            };
            call((&raw const event).cast());
        }
        EventDetail::IceCandidate { candidate, url } => {
            let url = optional_c_string(url.as_deref());
            let event = RTCPeerConnectionIceEvent {
                base,
                candidate: candidate.as_ref().map_or(ptr::null_mut(), lend),
                url: pointer(url.as_ref()),
            };
            call((&raw const event).cast());
        }
        EventDetail::IceCandidateError {
            address,
            port,
            url,
            error_code,
            error_text,
        } => {
            let address = optional_c_string(address.as_deref());
            let (url, error_text) = (to_c_string(url), to_c_string(error_text));
            let event = RTCPeerConnectionIceErrorEvent {
                base,
                address: pointer(address.as_ref()),
                url: url.as_ptr(),
                error_text: error_text.as_ptr(),
                port: port.map_or(super::DUOLOGUE_NONE, i32::from),
                error_code: *error_code,
            };
            call((&raw const event).cast());
        }
        EventDetail::DataChannel { channel } => {
            let event = RTCDataChannelEvent {
                base,
                channel: lend(channel),
            };
            call((&raw const event).cast());
        }
        EventDetail::MediaStreamTrack { track } => {
            let event = RTCMediaStreamTrackEvent {
                base,
                track: lend(track),
            };
            call((&raw const event).cast());
        }
        EventDetail::Message { data, binary } => with_message(base, data, *binary, call),
        EventDetail::Error { error } => {
            let error = OwnedError::new(error);
            let event = RTCErrorEvent {
                base,
                error: error.as_c(),
            };
            call((&raw const event).cast());
        }
        EventDetail::Identity { assertion } => {
            let assertion = to_c_string(assertion);
            let event = RTCIdentityEvent {
                base,
                assertion: assertion.as_ptr(),
            };
            call((&raw const event).cast());
        }
        EventDetail::IdentityError {
            idp,
            protocol,
            login_url,
        } => {
            let (idp, protocol) = (to_c_string(idp), to_c_string(protocol));
            let login_url = optional_c_string(login_url.as_deref());
            let event = RTCIdentityErrorEvent {
                base,
                idp: idp.as_ptr(),
                protocol: protocol.as_ptr(),
                login_url: pointer(login_url.as_ref()),
            };
            call((&raw const event).cast());
        }
    }
}

fn with_message(base: RTCEvent, data: &[u8], binary: bool, call: impl FnOnce(*const RTCEvent)) {
    if binary {
        let event = RTCMessageEvent {
            base,
            text: ptr::null(),
            data: data.as_ptr(),
            data_length: data.len(),
        };
        return call((&raw const event).cast());
    }
    let mut text = Vec::with_capacity(data.len() + 1);
    text.extend_from_slice(data);
    text.push(0);
    let event = RTCMessageEvent {
        base,
        text: text.as_ptr().cast(),
        data: text.as_ptr(),
        data_length: data.len(),
    };
    call((&raw const event).cast());
}

fn lend_target(target: &Target) -> *mut RTCEventTarget {
    use std::sync::Arc;
    match target {
        Target::PeerConnection(object) => Arc::as_ptr(object).cast_mut().cast(),
        Target::DataChannel(object) => Arc::as_ptr(object).cast_mut().cast(),
        Target::SctpTransport(object) => Arc::as_ptr(object).cast_mut().cast(),
        Target::DtlsTransport(object) => Arc::as_ptr(object).cast_mut().cast(),
        Target::IceTransport(object) => Arc::as_ptr(object).cast_mut().cast(),
        Target::DtmfSender(object) => Arc::as_ptr(object).cast_mut().cast(),
        Target::RtpReceiver(object) => Arc::as_ptr(object).cast_mut().cast(),
        Target::MediaStream(object) => Arc::as_ptr(object).cast_mut().cast(),
        Target::MediaStreamTrack(object) => Arc::as_ptr(object).cast_mut().cast(),
    }
}

fn pointer(text: Option<&CString>) -> *const c_char {
    text.map_or(ptr::null(), |text| text.as_ptr())
}

fn event_type(event_type: EventType) -> &'static CStr {
    match event_type {
        EventType::NegotiationNeeded => c"negotiationneeded",
        EventType::IceCandidate => c"icecandidate",
        EventType::IceCandidateError => c"icecandidateerror",
        EventType::SignalingStateChange => c"signalingstatechange",
        EventType::IceConnectionStateChange => c"iceconnectionstatechange",
        EventType::IceGatheringStateChange => c"icegatheringstatechange",
        EventType::ConnectionStateChange => c"connectionstatechange",
        EventType::DataChannel => c"datachannel",
        EventType::IdentityResult => c"identityresult",
        EventType::PeerIdentity => c"peeridentity",
        EventType::IdpAssertionError => c"idpassertionerror",
        EventType::IdpValidationError => c"idpvalidationerror",
        EventType::Track => c"track",
        EventType::AddStream => c"addstream",
        EventType::RemoveStream => c"removestream",
        EventType::ToneChange => c"tonechange",
        EventType::StatsEnded => c"statsended",
        EventType::SsrcChange => c"ssrcchange",
        EventType::CsrcChange => c"csrcchange",
        EventType::Open => c"open",
        EventType::Message => c"message",
        EventType::BufferedAmountLow => c"bufferedamountlow",
        EventType::Closing => c"closing",
        EventType::Close => c"close",
        EventType::Error => c"error",
        EventType::StateChange => c"statechange",
        EventType::GatheringStateChange => c"gatheringstatechange",
        EventType::SelectedCandidatePairChange => c"selectedcandidatepairchange",
        EventType::AddTrack => c"addtrack",
        EventType::RemoveTrack => c"removetrack",
        EventType::Mute => c"mute",
        EventType::Unmute => c"unmute",
        EventType::Ended => c"ended",
        EventType::IsolationChange => c"isolationchange",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::enums::IdlStrings;

    #[test]
    fn names_are_those_of_the_idl() {
        for known in EventType::ALL {
            assert_eq!(event_type(*known).to_str(), Ok(known.as_str()));
        }
    }
}
