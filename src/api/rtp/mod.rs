//! `RTCRtpTransceiver`, `RTCRtpSender`, `RTCRtpReceiver`, `RTCDTMFSender` and their dictionaries (webrtc-pc, "RTP Media API").

mod dtmf;
mod encodings;
mod parameters;
mod receiver;
mod scalability;
mod sender;
mod set_parameters;
mod slots;
mod transceiver;

pub(crate) use dtmf::RTCDTMFSender;
pub(super) use encodings::validate_send_encodings;
pub(crate) use parameters::{
    RTCEncodingOptions, RTCPriorityType, RTCResolutionRestriction, RTCRtcpParameters,
    RTCRtpCapabilities, RTCRtpCodec, RTCRtpEncodingParameters, RTCRtpHeaderExtensionCapability,
    RTCRtpHeaderExtensionParameters, RTCRtpReceiveParameters, RTCRtpSendParameters,
    RTCSetParameterOptions,
};
pub(crate) use receiver::{RTCRtpContributingSource, RTCRtpReceiver};
pub(super) use scalability::configured;
pub(crate) use sender::RTCRtpSender;
pub(super) use sender::{ids, unique};
pub(super) use slots::{Context, Slots};
pub(crate) use transceiver::{RTCRtpTransceiver, RTCRtpTransceiverInit, TrackOrKind};

use super::enums::RTCRtpTransceiverDirection;
use crate::negotiation::media::Direction;

/// The direction as the IDL has it.
pub(super) fn visible_direction(direction: Direction) -> RTCRtpTransceiverDirection {
    match direction {
        Direction::Sendrecv => RTCRtpTransceiverDirection::Sendrecv,
        Direction::Sendonly => RTCRtpTransceiverDirection::Sendonly,
        Direction::Recvonly => RTCRtpTransceiverDirection::Recvonly,
        Direction::Inactive => RTCRtpTransceiverDirection::Inactive,
    }
}

/// The direction of the IDL; none for `"stopped"`.
pub(super) fn direction(visible: RTCRtpTransceiverDirection) -> Option<Direction> {
    match visible {
        RTCRtpTransceiverDirection::Sendrecv => Some(Direction::Sendrecv),
        RTCRtpTransceiverDirection::Sendonly => Some(Direction::Sendonly),
        RTCRtpTransceiverDirection::Recvonly => Some(Direction::Recvonly),
        RTCRtpTransceiverDirection::Inactive => Some(Direction::Inactive),
        RTCRtpTransceiverDirection::Stopped => None,
    }
}
