//! What the m-sections of audio and video say, as values: codecs, header extensions, encodings.

mod codec;
mod description;
mod encoding;
mod extension;

pub(crate) use codec::Codec;
pub(crate) use description::{MediaDescription, Msid, Rid, RidDirection, Simulcast};
pub(crate) use encoding::{Encoding, Priority, ResolutionRestriction};
pub(crate) use extension::{Extension, ExtensionCapability};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_reverse_and_intersect() {
        use Direction::{Inactive, Recvonly, Sendonly, Sendrecv};
        for direction in [Sendrecv, Sendonly, Recvonly, Inactive] {
            assert_eq!(Direction::parse(direction.as_str()), Some(direction));
            assert_eq!(direction.reversed().reversed(), direction);
            assert_eq!(direction.intersection(Sendrecv), direction);
            assert_eq!(direction.intersection(Inactive), Inactive);
        }
        assert_eq!(Sendonly.reversed(), Recvonly);
        assert_eq!(Sendonly.intersection(Recvonly), Inactive);
        assert_eq!(Direction::parse("stopped"), None);
    }
}
