//! Which payload type stands for which codec.

use super::MediaKind;
use super::codec::Codec;

/// The dynamic range (RFC 3551 section 6), then what RFC 3551 leaves unassigned below RTCP's own types (RFC 5761 section 4).
const DYNAMIC: [std::ops::RangeInclusive<u8>; 2] = [96..=127, 35..=63];

/// What cannot be told from RTCP where both share a port (RFC 5761 section 4).
pub(crate) fn conflicts_with_rtcp(payload_type: u8) -> bool {
    (64..=95).contains(&payload_type)
}

/// The formats that have a payload type without a=rtpmap (RFC 3551 tables 4 and 5), in so far as they are known: name and clock
/// rate. Those of audio have one channel.
pub(super) fn assigned(kind: MediaKind, payload_type: u8) -> Option<(&'static str, u32)> {
    Some(match (kind, payload_type) {
        (MediaKind::Audio, 0) => ("PCMU", 8000),
        (MediaKind::Audio, 3) => ("GSM", 8000),
        (MediaKind::Audio, 8) => ("PCMA", 8000),
        (MediaKind::Audio, 9) => ("G722", 8000),
        (MediaKind::Audio, 13) => ("CN", 8000),
        (MediaKind::Audio, 18) => ("G729", 8000),
        (MediaKind::Video, 26) => ("JPEG", 90_000),
        (MediaKind::Video, 31) => ("H261", 90_000),
        (MediaKind::Video, 34) => ("H263", 90_000),
        _ => return None,
    })
}

/// The payload types that the local descriptions of a connection use. There is one list for all m-sections, because those that
/// are bundled share it (RFC 9143 section 9.1); a number keeps its codec unless the other side's offer gives it another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PayloadTypes(Vec<Codec>);

impl PayloadTypes {
    /// The payload type of a codec, a new one if it has none; none if all are taken. `used` may not be taken: they mean other
    /// codecs in the m-section that is being described.
    pub(super) fn assign(&mut self, codec: &Codec, used: &[u8]) -> Option<u8> {
        let present = self.0.iter().find(|known| is_same(known, codec));
        if let Some(present) = present.filter(|present| !used.contains(&present.payload_type)) {
            return Some(present.payload_type);
        }
        let known = present.is_some();
        let free =
            |payload_type: &u8| !used.contains(payload_type) && !self.is_taken(*payload_type);
        let preferred = assigned_to(codec).or_else(|| customary(codec)).filter(free);
        let payload_type = match preferred {
            Some(preferred) => preferred,
            None => DYNAMIC
                .into_iter()
                .flatten()
                .find(|number| free(number) && !CUSTOMARY.iter().any(|(_, taken)| taken == number))
                .or_else(|| DYNAMIC.into_iter().flatten().find(free))?,
        };
        if !known {
            self.insert(codec, payload_type);
        }
        Some(payload_type)
    }

    /// Takes over a number that the other side's offer gives a codec, or that an application wrote into a description.
    pub(super) fn take_over(&mut self, codec: &Codec) {
        if self.has(codec) {
            return;
        }
        self.0
            .retain(|known| known.payload_type != codec.payload_type && !is_same(known, codec));
        self.insert(codec, codec.payload_type);
    }

    /// Whether the list has just this: so it is for all m-sections of a description but the first of each kind.
    pub(super) fn has(&self, codec: &Codec) -> bool {
        self.0
            .iter()
            .find(|known| known.payload_type == codec.payload_type)
            .is_some_and(|known| {
                known.mime_type == codec.mime_type
                    && known.clock_rate == codec.clock_rate
                    && known.channels == codec.channels
                    && known.sdp_fmtp_line == codec.sdp_fmtp_line
            })
    }

    fn insert(&mut self, codec: &Codec, payload_type: u8) {
        self.0.push(Codec {
            payload_type,
            rtcp_feedback: Vec::new(),
            ..codec.clone()
        });
    }

    fn is_taken(&self, payload_type: u8) -> bool {
        self.0
            .iter()
            .any(|known| known.payload_type == payload_type)
    }
}

/// The same format, and RTX of the same codec.
fn is_same(one: &Codec, other: &Codec) -> bool {
    one.is_same_format(other) && one.associated_payload_type() == other.associated_payload_type()
}

/// The number that RFC 3551 gives a codec.
fn assigned_to(codec: &Codec) -> Option<u8> {
    let kind = codec.kind()?;
    (0..35).find(|number| {
        assigned(kind, *number)
            .is_some_and(|(name, clock_rate)| codec.is(name) && codec.clock_rate == clock_rate)
    })
}

/// Numbers that most peers use, and some expect.
const CUSTOMARY: [(&str, u8); 2] = [("opus", 111), ("VP8", 96)];

fn customary(codec: &Codec) -> Option<u8> {
    CUSTOMARY
        .iter()
        .find(|(name, _)| codec.is(name))
        .map(|(_, number)| *number)
}
