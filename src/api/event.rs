//! Events as listeners get them.

use std::sync::Arc;

use super::data_channel::RTCDataChannel;
use super::dtls_transport::RTCDtlsTransport;
use super::enums::idl_enum;
use super::error::Error;
use super::event_target::EventTarget;
use super::ice_candidate::RTCIceCandidate;
use super::ice_transport::RTCIceTransport;
use super::media_stream::RTCMediaStream;
use super::media_stream_track::RTCMediaStreamTrack;
use super::peer_connection::RTCPeerConnection;
use super::rtp::{RTCDTMFSender, RTCRtpReceiver, RTCRtpTransceiver};
use super::sctp_transport::RTCSctpTransport;
use super::stats::RTCStatsReport;
use crate::session::MessageData;

idl_enum! {
    /// The names of the events (webrtc-pc, "Event summary").
    EventType {
        // RTCPeerConnection
        NegotiationNeeded = "negotiationneeded",
        IceCandidate = "icecandidate",
        IceCandidateError = "icecandidateerror",
        SignalingStateChange = "signalingstatechange",
        IceConnectionStateChange = "iceconnectionstatechange",
        IceGatheringStateChange = "icegatheringstatechange",
        ConnectionStateChange = "connectionstatechange",
        DataChannel = "datachannel",
        IdentityResult = "identityresult",
        PeerIdentity = "peeridentity",
        IdpAssertionError = "idpassertionerror",
        IdpValidationError = "idpvalidationerror",
        Track = "track",
        AddStream = "addstream",
        RemoveStream = "removestream",
        StatsEnded = "statsended",
        // RTCDataChannel
        Open = "open",
        Message = "message",
        BufferedAmountLow = "bufferedamountlow",
        Closing = "closing",
        Close = "close",
        // RTCDataChannel and RTCDtlsTransport
        Error = "error",
        // the transports
        StateChange = "statechange",
        GatheringStateChange = "gatheringstatechange",
        SelectedCandidatePairChange = "selectedcandidatepairchange",
        // RTCDTMFSender
        ToneChange = "tonechange",
        // RTCRtpReceiver
        SsrcChange = "ssrcchange",
        CsrcChange = "csrcchange",
        // MediaStream
        AddTrack = "addtrack",
        RemoveTrack = "removetrack",
        // MediaStreamTrack
        Mute = "mute",
        Unmute = "unmute",
        Ended = "ended",
        IsolationChange = "isolationchange",
    }
}

/// The object at which an event is fired.
#[derive(Clone)]
pub(crate) enum Target {
    PeerConnection(Arc<RTCPeerConnection>),
    DataChannel(Arc<RTCDataChannel>),
    SctpTransport(Arc<RTCSctpTransport>),
    DtlsTransport(Arc<RTCDtlsTransport>),
    IceTransport(Arc<RTCIceTransport>),
    DtmfSender(Arc<RTCDTMFSender>),
    #[expect(dead_code, reason = "an event target to which no event has come yet")]
    RtpReceiver(Arc<RTCRtpReceiver>),
    MediaStream(Arc<RTCMediaStream>),
    MediaStreamTrack(Arc<RTCMediaStreamTrack>),
}

impl Target {
    pub(crate) fn event_target(&self) -> &EventTarget {
        match self {
            Self::PeerConnection(object) => object.event_target(),
            Self::DataChannel(object) => object.event_target(),
            Self::SctpTransport(object) => object.event_target(),
            Self::DtlsTransport(object) => object.event_target(),
            Self::IceTransport(object) => object.event_target(),
            Self::DtmfSender(object) => object.event_target(),
            Self::RtpReceiver(object) => object.event_target(),
            Self::MediaStream(object) => object.event_target(),
            Self::MediaStreamTrack(object) => object.event_target(),
        }
    }
}

/// An event: lent to each listener in turn.
pub(crate) struct Event {
    pub(crate) event_type: EventType,
    pub(crate) target: Target,
    pub(crate) detail: EventDetail,
}

/// What the event's interface adds to `Event`.
pub(crate) enum EventDetail {
    /// Plain `Event`.
    None,
    /// `RTCPeerConnectionIceEvent`; no candidate: gathering is complete.
    IceCandidate {
        candidate: Option<Arc<RTCIceCandidate>>,
        url: Option<String>,
    },
    /// `RTCPeerConnectionIceErrorEvent`.
    IceCandidateError {
        address: Option<String>,
        port: Option<u16>,
        url: String,
        error_code: u16,
        error_text: String,
    },
    /// `RTCDataChannelEvent`.
    DataChannel { channel: Arc<RTCDataChannel> },
    /// `MediaStreamTrackEvent`.
    MediaStreamTrack { track: Arc<RTCMediaStreamTrack> },
    /// `RTCTrackEvent`.
    Track {
        receiver: Arc<RTCRtpReceiver>,
        track: Arc<RTCMediaStreamTrack>,
        streams: Vec<Arc<RTCMediaStream>>,
        transceiver: Arc<RTCRtpTransceiver>,
    },
    /// `MediaStreamEvent` of older drafts.
    MediaStream { stream: Arc<RTCMediaStream> },
    /// `RTCStatsEvent` of older drafts.
    Stats { report: Arc<RTCStatsReport> },
    /// `RTCDTMFToneChangeEvent`.
    ToneChange { tone: String },
    /// `MessageEvent`; text is valid UTF-8 as the peer sent it, or else was replaced by U+FFFD.
    Message { data: MessageData, binary: bool },
    /// `RTCErrorEvent`: the error has `rtc` fields.
    Error { error: Error },
    /// `RTCIdentityEvent`.
    Identity { assertion: String },
    /// `RTCIdentityErrorEvent`.
    IdentityError {
        idp: String,
        protocol: String,
        login_url: Option<String>,
    },
}

impl Event {
    pub(crate) fn new(event_type: EventType, target: Target) -> Self {
        Self::with(event_type, target, EventDetail::None)
    }

    pub(crate) fn with(event_type: EventType, target: Target, detail: EventDetail) -> Self {
        Self {
            event_type,
            target,
            detail,
        }
    }
}
