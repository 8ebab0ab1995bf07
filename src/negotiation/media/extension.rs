//! RTP header extensions (RFC 8285; webrtc-extensions).

use super::super::transceiver::Transceiver;
use super::{Direction, MediaKind, capabilities};

/// RFC 9143 section 15.
pub(crate) const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";
/// RFC 8852.
pub(crate) const RTP_STREAM_ID: &str = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
pub(crate) const REPAIRED_RTP_STREAM_ID: &str =
    "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
/// RFC 6464.
pub(crate) const AUDIO_LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
/// RFC 6465.
pub(crate) const CSRC_AUDIO_LEVEL: &str = "urn:ietf:params:rtp-hdrext:csrc-audio-level";
/// RFC 5450.
pub(crate) const TRANSMISSION_OFFSET: &str = "urn:ietf:params:rtp-hdrext:toffset";
pub(crate) const ABSOLUTE_SEND_TIME: &str =
    "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
pub(crate) const ABSOLUTE_CAPTURE_TIME: &str =
    "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";
pub(crate) const TRANSPORT_WIDE_CC: &str =
    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
/// 3GPP TS 26.114.
pub(crate) const VIDEO_ORIENTATION: &str = "urn:3gpp:video-orientation";
pub(crate) const PLAYOUT_DELAY: &str = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
/// The appendix of the AV1 format.
pub(crate) const DEPENDENCY_DESCRIPTOR: &str =
    "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

/// RFC 6904: the extension that is encrypted follows.
const ENCRYPTED: &str = "urn:ietf:params:rtp-hdrext:encrypt";

/// The ids of the one-byte header (RFC 8285 section 4.2).
const ONE_BYTE_IDS: std::ops::RangeInclusive<u16> = 1..=14;
/// The ids of the two-byte header; 15 is left out because the one-byte header gives it a meaning of its own.
const TWO_BYTE_IDS: std::ops::RangeInclusive<u16> = 16..=255;
/// Ids of an offer that leaves the choice to the answer (RFC 8285 section 5).
const PROVISIONAL_IDS: std::ops::RangeInclusive<u16> = 4096..=4351;

/// A line of a=extmap; also `RTCRtpHeaderExtensionParameters`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extension {
    pub(crate) id: u16,
    /// With what it encrypts, if it is RFC 6904's.
    pub(crate) uri: String,
    /// As seen by the side that wrote the line.
    pub(crate) direction: Direction,
}

/// `RTCRtpHeaderExtensionCapability`; no direction stands for `"stopped"`: not offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExtensionCapability {
    pub(crate) uri: String,
    pub(crate) direction: Option<Direction>,
}

impl Extension {
    /// Reads the value of a=extmap: `<id>[/<direction>] <uri> [<attributes>]`. Attributes are left out.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let mut words = value.split_ascii_whitespace();
        let id = words.next()?;
        let (id, direction) = match id.split_once('/') {
            Some((id, direction)) => (id, Direction::parse(direction)?),
            None => (id, Direction::Sendrecv),
        };
        let digits = id.bytes().all(|b| b.is_ascii_digit());
        let uri = words.next()?;
        Some(Self {
            id: id.parse().ok().filter(|_| digits)?,
            uri: match (uri, words.next()) {
                (ENCRYPTED, Some(inner)) => format!("{uri} {inner}"),
                _ => uri.to_owned(),
            },
            direction,
        })
    }

    /// Whether the id can be that of a packet, or of an offer that leaves the choice to the answer.
    pub(crate) fn has_valid_id(&self) -> bool {
        (1..=255).contains(&self.id) || self.is_provisional()
    }

    fn is_provisional(&self) -> bool {
        PROVISIONAL_IDS.contains(&self.id)
    }

    /// The value of a=extmap.
    pub(super) fn to_value(&self) -> String {
        let (id, uri) = (self.id, &self.uri);
        match self.direction {
            Direction::Sendrecv => format!("{id} {uri}"),
            direction => format!("{id}/{} {uri}", direction.as_str()),
        }
    }
}

/// The extensions that packets can carry, with what is negotiated by default.
pub(super) fn implemented(kind: MediaKind) -> Vec<ExtensionCapability> {
    let offered = Some(Direction::Sendrecv);
    let list: &[(&str, Option<Direction>)] = match kind {
        MediaKind::Audio => &[
            (AUDIO_LEVEL, offered),
            (ABSOLUTE_SEND_TIME, offered),
            (TRANSPORT_WIDE_CC, offered),
            (MID, offered),
            (CSRC_AUDIO_LEVEL, None),
            (ABSOLUTE_CAPTURE_TIME, None),
        ],
        MediaKind::Video => &[
            (TRANSMISSION_OFFSET, offered),
            (ABSOLUTE_SEND_TIME, offered),
            (VIDEO_ORIENTATION, offered),
            (TRANSPORT_WIDE_CC, offered),
            (PLAYOUT_DELAY, offered),
            (MID, offered),
            (RTP_STREAM_ID, offered),
            (REPAIRED_RTP_STREAM_ID, offered),
            (DEPENDENCY_DESCRIPTOR, None),
            (ABSOLUTE_CAPTURE_TIME, None),
        ],
    };
    list.iter()
        .map(|(uri, direction)| ExtensionCapability {
            uri: (*uri).to_owned(),
            direction: *direction,
        })
        .collect()
}

/// Whether an extension has to be sent and received whatever the application prefers: BUNDLE needs the MID (RFC 9143 section
/// 9).
pub(crate) fn is_mandatory(uri: &str) -> bool {
    uri == MID
}

/// Which id stands for which extension. There is one list for a connection, because bundled m-sections share their ids (RFC
/// 9143 section 7.1.3), and it grows only by what is implemented.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExtensionIds(Vec<(u16, String)>);

impl ExtensionIds {
    /// The id of an extension, a new one if it has none; none if all are taken.
    fn assign(&mut self, uri: &str, used: &[u16]) -> Option<u16> {
        let present = self.0.iter().find(|(_, known)| known == uri);
        if let Some((id, _)) = present.filter(|(id, _)| !used.contains(id)) {
            return Some(*id);
        }
        let free = |id: &u16| !used.contains(id) && !self.0.iter().any(|(taken, _)| taken == id);
        let id = ONE_BYTE_IDS.chain(TWO_BYTE_IDS).find(free)?;
        if present.is_none() {
            self.0.push((id, uri.to_owned()));
        }
        Some(id)
    }

    /// Takes over what an application wrote into a description, if it is implemented.
    pub(super) fn take_over_known(&mut self, kind: MediaKind, extension: &Extension) {
        let mut known = capabilities(kind).header_extensions.iter();
        if !extension.is_provisional() && known.any(|known| known.uri == extension.uri) {
            self.take_over(extension.id, &extension.uri);
        }
    }

    /// Takes over what the other side uses.
    fn take_over(&mut self, id: u16, uri: &str) {
        self.0
            .retain(|(known, known_uri)| *known != id && known_uri != uri);
        self.0.push((id, uri.to_owned()));
    }
}

/// The a=extmap lines of an offer (webrtc-extensions, changes to RFC 9429 sections 5.2.1 and 5.2.2). `previous` are those of
/// the present local description.
pub(crate) fn offer_extensions(
    transceiver: &Transceiver,
    previous: &[Extension],
    ids: &mut ExtensionIds,
) -> Vec<Extension> {
    let mut extensions: Vec<Extension> = Vec::new();
    let mut used: Vec<u16> = previous.iter().map(|extension| extension.id).collect();
    for wanted in &transceiver.header_extensions_to_negotiate {
        let Some(direction) = wanted.direction else {
            continue;
        };
        let present = previous.iter().find(|present| present.uri == wanted.uri);
        let id = match present.filter(|present| !present.is_provisional()) {
            Some(present) => Some(present.id),
            None => ids.assign(&wanted.uri, &used),
        };
        if let Some(id) = id {
            used.push(id);
            extensions.push(Extension {
                id,
                uri: wanted.uri.clone(),
                direction,
            });
        }
    }
    extensions
}

/// The a=extmap lines of an answer: those of the offer that are wanted, in a direction that does not exceed the offer's.
pub(crate) fn answer_extensions(
    transceiver: &Transceiver,
    offered: &[Extension],
    ids: &mut ExtensionIds,
) -> Vec<Extension> {
    let mut extensions: Vec<Extension> = Vec::new();
    let mut used: Vec<u16> = offered.iter().map(|extension| extension.id).collect();
    for offer in offered {
        let wanted = transceiver
            .header_extensions_to_negotiate
            .iter()
            .find(|wanted| wanted.uri == offer.uri)
            .and_then(|wanted| wanted.direction);
        let direction = wanted.map(|wanted| wanted.intersection(offer.direction.reversed()));
        let Some(direction) = direction.filter(|direction| *direction != Direction::Inactive)
        else {
            continue;
        };
        let answered =
            |extension: &Extension| extension.uri == offer.uri || extension.id == offer.id;
        if !offer.has_valid_id() || extensions.iter().any(answered) {
            continue;
        }
        let id = match offer.is_provisional() {
            true => ids.assign(&offer.uri, &used),
            false => Some(offer.id),
        };
        if let Some(id) = id {
            ids.take_over(id, &offer.uri);
            used.push(id);
            extensions.push(Extension {
                id,
                uri: offer.uri.clone(),
                direction,
            });
        }
    }
    extensions
}

/// What offer and answer agree on, in our direction and under the id of the answer.
pub(super) fn negotiated_extensions(local: &[Extension], remote: &[Extension]) -> Vec<Extension> {
    local
        .iter()
        .filter_map(|ours| {
            let theirs = remote.iter().find(|theirs| theirs.uri == ours.uri)?;
            let direction = ours.direction.intersection(theirs.direction.reversed());
            let id = match ours.is_provisional() {
                true => theirs.id,
                false => ours.id,
            };
            (direction != Direction::Inactive).then(|| Extension {
                id,
                uri: ours.uri.clone(),
                direction,
            })
        })
        .collect()
}

/// `[[NegotiatedHeaderExtensions]]`, which `[[HeaderExtensionsToNegotiate]]` becomes too: what an answer left of what was to be
/// negotiated.
pub(crate) fn header_extensions_after_answer(
    to_negotiate: &[ExtensionCapability],
    negotiated: &[Extension],
) -> Vec<ExtensionCapability> {
    to_negotiate
        .iter()
        .map(|extension| ExtensionCapability {
            uri: extension.uri.clone(),
            direction: negotiated
                .iter()
                .find(|negotiated| negotiated.uri == extension.uri)
                .map(|negotiated| negotiated.direction),
        })
        .collect()
}
