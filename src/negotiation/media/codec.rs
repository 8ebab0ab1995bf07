//! `RTCRtpCodec` and `RTCRtpCodecParameters`.

use super::MediaKind;
use super::format::Format;
use super::parameters::Parameters;

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

impl Codec {
    /// The subtype: the `<encoding name>` of a=rtpmap.
    pub(crate) fn name(&self) -> &str {
        self.mime_type
            .split_once('/')
            .map_or("", |(_, subtype)| subtype)
    }

    /// The kind of the media that the type names.
    pub(crate) fn kind(&self) -> Option<MediaKind> {
        let (kind, _) = self.mime_type.split_once('/')?;
        MediaKind::parse(&kind.to_ascii_lowercase())
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name)
    }

    /// Retransmission (RFC 4588).
    pub(crate) fn is_rtx(&self) -> bool {
        self.is("rtx")
    }

    /// Redundant data (RFC 2198).
    pub(crate) fn is_red(&self) -> bool {
        self.is("red")
    }

    /// Forward error correction (RFC 5109, RFC 8627 and its drafts).
    pub(crate) fn is_fec(&self) -> bool {
        ["ulpfec", "flexfec", "flexfec-03", "parityfec"]
            .iter()
            .any(|name| self.is(name))
    }

    /// What repairs the streams of other codecs.
    pub(crate) fn is_resilience(&self) -> bool {
        self.is_rtx() || self.is_red() || self.is_fec()
    }

    /// Comfort noise (RFC 3389).
    pub(crate) fn is_comfort_noise(&self) -> bool {
        self.is("CN")
    }

    /// Digits (RFC 4733).
    pub(crate) fn is_telephone_event(&self) -> bool {
        self.is("telephone-event")
    }

    /// Whether this encodes a track by itself.
    pub(crate) fn is_primary(&self) -> bool {
        !self.is_resilience() && !self.is_comfort_noise() && !self.is_telephone_event()
    }

    /// Whether packets of this codec are retransmitted where RTX is used.
    pub(super) fn is_retransmitted(&self) -> bool {
        self.kind() == Some(MediaKind::Video) && (self.is_primary() || self.is_red())
    }

    /// `apt` of RTX: the payload type of the codec whose packets are retransmitted (RFC 4588 section 8.1).
    pub(crate) fn associated_payload_type(&self) -> Option<u8> {
        if !self.is_rtx() {
            return None;
        }
        let parameters = Parameters::parse(self.sdp_fmtp_line.as_deref()?)?;
        parameters.get("apt")?.parse().ok()
    }

    /// The payload types that audio RED carries (RFC 2198 section 5): `111/111`.
    pub(crate) fn redundant_payload_types(&self) -> Option<Vec<u8>> {
        let list = self.sdp_fmtp_line.as_deref().filter(|_| self.is_red())?;
        list.split('/')
            .map(|word| word.trim().parse().ok())
            .collect()
    }

    /// webrtc-pc's "codec dictionary match".
    pub(crate) fn matches(&self, other: &Self, ignore_asymmetrical_parameters: bool) -> bool {
        if !self.mime_type.eq_ignore_ascii_case(&other.mime_type)
            || self.clock_rate != other.clock_rate
            || self.channels != other.channels
        {
            return false;
        }
        let (first, second) = match (&self.sdp_fmtp_line, &other.sdp_fmtp_line) {
            (None, None) => return true,
            (Some(first), Some(second)) => (first, second),
            _ => return ignore_asymmetrical_parameters && self.is_same_wish(other),
        };
        let (Some(first_format), Some(second_format)) =
            (Parameters::parse(first), Parameters::parse(second))
        else {
            return first == second;
        };
        match ignore_asymmetrical_parameters {
            true => self.has_same_symmetrical_parameters(other),
            false => {
                first_format.with_inferred(self.name()) == second_format.with_inferred(self.name())
            }
        }
    }

    /// The text lets codecs of which one has no parameters never match. Taken literally, VP8 as `getCapabilities` gives it would
    /// not match the VP8 of a peer that adds its `max-fs`, and could not be chosen for an encoding. So parameters that only
    /// say what a receiver would like may be absent where asymmetrical ones are ignored; references may not.
    fn is_same_wish(&self, other: &Self) -> bool {
        !self.is_rtx() && !self.is_red() && self.has_same_symmetrical_parameters(other)
    }

    fn has_same_symmetrical_parameters(&self, other: &Self) -> bool {
        match (Format::of(self), Format::of(other)) {
            // The text names all of AV1's parameters as asymmetrical.
            (Some(Format::Av1 { .. }), Some(Format::Av1 { .. })) => true,
            (first, second) => first.is_some() && first == second,
        }
    }

    /// Whether both name the same format in descriptions: their payload types carry the same, and an answer can take
    /// one for the other. What RTX and RED refer to is left to the caller.
    pub(crate) fn is_same_format(&self, other: &Self) -> bool {
        let same_name = self.mime_type.eq_ignore_ascii_case(&other.mime_type)
            && self.clock_rate == other.clock_rate
            && self.channels.unwrap_or(1) == other.channels.unwrap_or(1);
        same_name && Format::of(self).is_some_and(|format| Some(format) == Format::of(other))
    }

    /// The value of a=rtpmap after the payload type.
    pub(super) fn rtpmap(&self) -> String {
        let (name, clock_rate) = (self.name(), self.clock_rate);
        match self.channels {
            Some(channels) if channels > 1 => format!("{name}/{clock_rate}/{channels}"),
            _ => format!("{name}/{clock_rate}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codec(text: &str) -> Codec {
        let (rtpmap, fmtp) = match text.split_once(' ') {
            Some((rtpmap, fmtp)) => (rtpmap, Some(fmtp.to_owned())),
            None => (text, None),
        };
        let words: Vec<&str> = rtpmap.split('/').collect();
        Codec {
            mime_type: format!("{}/{}", words[0], words[1]),
            clock_rate: words[2].parse().unwrap(),
            channels: words.get(3).map(|channels| channels.parse().unwrap()),
            sdp_fmtp_line: fmtp,
            ..Codec::default()
        }
    }

    #[test]
    fn codec_dictionary_match() {
        // The codecs, whether they match, and whether they do without their asymmetrical parameters.
        for (first, second, exact, ignoring) in [
            ("video/VP8/90000", "VIDEO/vp8/90000", true, true),
            ("video/VP8/90000", "video/VP9/90000", false, false),
            ("audio/PCMU/8000/1", "audio/PCMU/16000/1", false, false),
            ("audio/PCMU/8000/1", "audio/PCMU/8000", false, false),
            ("audio/opus/48000/2", "audio/opus/48000/1", false, false),
            ("video/VP8/90000", "video/VP8/90000 max-fs=1", false, true),
            (
                "video/VP9/90000",
                "video/VP9/90000 profile-id=1",
                false,
                false,
            ),
            ("video/rtx/90000", "video/rtx/90000 apt=96", false, false),
            (
                "audio/red/48000/2",
                "audio/red/48000/2 111/111",
                false,
                false,
            ),
            (
                "audio/telephone-event/8000/1",
                "audio/telephone-event/8000/1 0-15",
                false,
                true,
            ),
            (
                "video/VP8/90000 max-fs=2",
                "video/VP8/90000 max-fs=1",
                false,
                true,
            ),
            (
                "audio/opus/48000/2 minptime=10;useinbandfec=1",
                "audio/opus/48000/2 useinbandfec=1; minptime=10",
                true,
                true,
            ),
            (
                "audio/opus/48000/2 useinbandfec=1",
                "audio/opus/48000/2 useinbandfec=0",
                false,
                true,
            ),
            (
                "audio/opus/48000/2 useinbandfec=1",
                "audio/opus/48000/2 useinbandfec=1;stereo=0",
                true,
                true,
            ),
            (
                "video/H264/90000 profile-level-id=42e01f;packetization-mode=1",
                "video/H264/90000 packetization-mode=1;profile-level-id=42E01F",
                true,
                true,
            ),
            (
                "video/H264/90000 profile-level-id=42e01f;packetization-mode=1",
                "video/H264/90000 profile-level-id=42e034;packetization-mode=1",
                false,
                true,
            ),
            (
                "video/H264/90000 profile-level-id=42e01f;packetization-mode=1",
                "video/H264/90000 profile-level-id=42e01f",
                false,
                false,
            ),
            (
                "video/H264/90000 profile-level-id=42e01f;packetization-mode=1",
                "video/H264/90000 profile-level-id=42001f;packetization-mode=1",
                false,
                false,
            ),
            (
                "video/H264/90000 profile-level-id=42e01f",
                "video/H264/90000 profile-level-id=42e01f;packetization-mode=0",
                true,
                true,
            ),
            (
                "video/H265/90000 profile-id=1;level-id=93",
                "video/H265/90000 profile-id=1;level-id=180;tier-flag=0",
                false,
                true,
            ),
            (
                "video/H265/90000 profile-id=1",
                "video/H265/90000 profile-id=2",
                false,
                false,
            ),
            (
                "video/AV1/90000 profile=0;level-idx=5",
                "video/AV1/90000 profile=1;level-idx=5",
                false,
                true,
            ),
            (
                "video/VP9/90000 profile-id=0",
                "video/VP9/90000 profile-id=2",
                false,
                false,
            ),
            (
                "audio/telephone-event/8000 0-15",
                "audio/telephone-event/8000 0-16",
                false,
                false,
            ),
            (
                "audio/red/48000/2 111/111",
                "audio/red/48000/2 111/111",
                true,
                true,
            ),
        ] {
            let (first, second) = (codec(first), codec(second));
            for (one, other) in [(&first, &second), (&second, &first)] {
                assert_eq!(one.matches(other, false), exact, "{one:?} {other:?}");
                assert_eq!(one.matches(other, true), ignoring, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn same_format() {
        for (first, second, same) in [
            ("audio/opus/48000/2 a=1", "audio/OPUS/48000/2 b=2", true),
            ("audio/opus/48000/2", "audio/opus/48000", false),
            ("audio/G722/8000/1", "audio/G722/8000", true),
            ("video/VP8/90000", "video/VP8/90000 max-fs=12288", true),
            ("video/VP9/90000", "video/VP9/90000 profile-id=0", true),
            ("video/VP9/90000", "video/VP9/90000 profile-id=1", false),
            (
                "video/AV1/90000",
                "video/AV1/90000 level-idx=8;profile=0",
                true,
            ),
            ("video/AV1/90000", "video/AV1/90000 profile=1", false),
            ("video/AV1/90000", "video/AV1/90000 tier=1", false),
            (
                "video/H264/90000",
                "video/H264/90000 profile-level-id=42000a;packetization-mode=0",
                true,
            ),
            (
                "video/H264/90000 profile-level-id=42e01f",
                "video/H264/90000 profile-level-id=4dc00a",
                true,
            ),
            (
                "video/H264/90000 profile-level-id=640c1f",
                "video/H264/90000 profile-level-id=64001f",
                false,
            ),
            (
                "video/H264/90000 profile-level-id=zz",
                "video/H264/90000 profile-level-id=zz",
                false,
            ),
            (
                "video/H265/90000",
                "video/H265/90000 profile-id=1;tier-flag=0;tx-mode=SRST;level-id=120",
                true,
            ),
            ("video/H265/90000", "video/H265/90000 tx-mode=MRST", false),
            ("video/H265/90000", "video/H265/90000 tier-flag=1", false),
            (
                "audio/telephone-event/8000 0-15",
                "audio/telephone-event/8000",
                true,
            ),
            (
                "audio/telephone-event/8000",
                "audio/telephone-event/48000",
                false,
            ),
        ] {
            let (first, second) = (codec(first), codec(second));
            assert_eq!(first.is_same_format(&second), same, "{first:?} {second:?}");
            assert_eq!(second.is_same_format(&first), same, "{first:?} {second:?}");
        }
    }

    #[test]
    fn references_to_other_payload_types() {
        let apt = |text| codec(text).associated_payload_type();
        assert_eq!(apt("video/rtx/90000 apt=96"), Some(96));
        assert_eq!(apt("video/rtx/90000 rtx-time=3000; apt=96"), Some(96));
        assert_eq!(apt("video/rtx/90000"), None);
        assert_eq!(apt("video/rtx/90000 apt=300"), None);
        assert_eq!(apt("video/VP8/90000 apt=96"), None);
        let red = |text| codec(text).redundant_payload_types();
        assert_eq!(red("audio/red/48000/2 111/111"), Some(vec![111, 111]));
        assert_eq!(red("audio/red/48000/2 111/x"), None);
        assert_eq!(red("audio/red/48000/2"), None);
    }

    #[test]
    fn what_encodes_and_what_helps() {
        let primary = |text: &str| codec(text).is_primary();
        assert!(primary("video/VP8/90000") && primary("audio/PCMA/8000"));
        for helper in [
            "rtx",
            "RED",
            "ulpfec",
            "flexfec-03",
            "CN",
            "telephone-event",
        ] {
            assert!(!primary(&format!("video/{helper}/90000")), "{helper}");
        }
        assert!(codec("video/flexfec-03/90000").is_resilience());
        assert!(!codec("audio/CN/8000").is_resilience());
    }
}
