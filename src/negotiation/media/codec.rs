//! `RTCRtpCodec` and `RTCRtpCodecParameters`.

/// A codec, with what a description says of it beyond webrtc-pc's dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codec {
    /// Of a capability, and of an encoding's codec, 0.
    pub(crate) payload_type: u8,
    /// `audio/opus`, `video/VP8`; compared without regard to case.
    pub(crate) mime_type: String,
    pub(crate) clock_rate: u32,
    /// Of audio.
    pub(crate) channels: Option<u16>,
    /// What follows the payload type in a=fmtp.
    pub(crate) sdp_fmtp_line: Option<String>,
    /// What follows the payload type in a=rtcp-fb, in order.
    pub(crate) rtcp_feedback: Vec<String>,
}
