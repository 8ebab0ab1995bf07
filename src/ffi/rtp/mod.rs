//! `RTCRtpTransceiver`, `RTCRtpSender`, `RTCRtpReceiver`, `RTCDTMFSender` and their dictionaries.

pub(super) mod capabilities;
pub(super) mod codec;
pub(super) mod dtmf;
pub(super) mod encoding;
pub(super) mod extension;
pub(super) mod parameters;
pub(super) mod receiver;
pub(super) mod sender;
pub(super) mod transceiver;
