//! What the m-sections of audio and video say, as values: codecs, header extensions, encodings. And what offers and answers make
//! of them, as functions of transceivers and descriptions.

mod answer;
mod capabilities;
mod check;
mod codec;
mod description;
mod encoding;
mod extension;
mod format;
mod h264;
mod negotiated;
mod offer;
mod parameters;
mod payload_types;
mod simulcast;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use answer::{answer_codecs, answer_media};
pub(crate) use capabilities::{
    HeaderExtensionsError, PreferencesError, capabilities, check_header_extensions,
    codec_preferences, default_header_extensions,
};
pub(crate) use check::{check_bundled, check_media};
pub(crate) use codec::Codec;
pub(crate) use description::{MediaDescription, Msid};
pub(crate) use encoding::{Encoding, Priority, ResolutionRestriction, max_encodings};
pub(crate) use extension::{Extension, ExtensionCapability, header_extensions_after_answer};
pub(crate) use negotiated::{Negotiated, receive_codecs_of_offer};
pub(crate) use offer::{Numbers, Previous, offer_media};
pub(crate) use simulcast::{is_rtp_stream_id, proposed_send_rids};
pub(crate) use write::write;

/// What a track, a transceiver and an m-section are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum MediaKind {
    Audio,
    Video,
}

impl MediaKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
        }
    }

    /// The kind of `<media>` of an m-line.
    pub(crate) fn parse(media: &str) -> Option<Self> {
        match media {
            "audio" => Some(Self::Audio),
            "video" => Some(Self::Video),
            _ => None,
        }
    }
}

/// `RTCRtpTransceiverDirection`, without `"stopped"`, which no description has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    Sendrecv,
    Sendonly,
    Recvonly,
    Inactive,
}

impl Direction {
    pub(crate) fn of(sends: bool, receives: bool) -> Self {
        match (sends, receives) {
            (true, true) => Self::Sendrecv,
            (true, false) => Self::Sendonly,
            (false, true) => Self::Recvonly,
            (false, false) => Self::Inactive,
        }
    }

    pub(crate) fn sends(self) -> bool {
        matches!(self, Self::Sendrecv | Self::Sendonly)
    }

    pub(crate) fn receives(self) -> bool {
        matches!(self, Self::Sendrecv | Self::Recvonly)
    }

    /// As the other side says it.
    pub(crate) fn reversed(self) -> Self {
        Self::of(self.receives(), self.sends())
    }

    /// What both allow.
    pub(crate) fn intersection(self, other: Self) -> Self {
        Self::of(
            self.sends() && other.sends(),
            self.receives() && other.receives(),
        )
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Sendrecv => "sendrecv",
            Self::Sendonly => "sendonly",
            Self::Recvonly => "recvonly",
            Self::Inactive => "inactive",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "sendrecv" => Some(Self::Sendrecv),
            "sendonly" => Some(Self::Sendonly),
            "recvonly" => Some(Self::Recvonly),
            "inactive" => Some(Self::Inactive),
            _ => None,
        }
    }
}
