//! Restriction identifiers and simulcast (RFC 8851, RFC 8853), and what offers and answers say of them.

use super::super::transceiver::Transceiver;
use super::Direction;

/// The most rids, and streams of each direction, that are read of an m-section.
const MAX_RIDS: usize = 64;
/// The longest value of a=rid that is read.
const MAX_RID_LINE: usize = 1024;

/// The direction of a=rid and of each part of a=simulcast, as seen by the side that wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RidDirection {
    Send,
    Recv,
}

/// One a=rid line (RFC 8851).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rid {
    pub(crate) id: String,
    pub(crate) direction: RidDirection,
    /// The restrictions as they stand there, `pt=` among them.
    pub(crate) restrictions: Vec<(String, Option<String>)>,
}

/// a=simulcast (RFC 8853): for each stream its alternatives; a rid that begins paused is marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Simulcast {
    pub(crate) send: Vec<Vec<(String, bool)>>,
    pub(crate) recv: Vec<Vec<(String, bool)>>,
}

impl RidDirection {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Recv => "recv",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        match text {
            "send" => Some(Self::Send),
            "recv" => Some(Self::Recv),
            _ => None,
        }
    }
}

/// Whether a text can be a rid: `rid-id` of RFC 8851 section 10, of a length that a header extension can carry.
pub(super) fn is_rid(text: &str) -> bool {
    let is_rid_char = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    (1..=255).contains(&text.len()) && text.bytes().all(is_rid_char)
}

/// Whether packets can carry a text as their rid: RFC 8852 section 3 leaves `-` and `_` out, and an erratum to RFC 8851 does so
/// too. Those of peers are read with them.
pub(crate) fn is_rtp_stream_id(text: &str) -> bool {
    is_rid(text) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

impl Rid {
    fn new(id: &str, direction: RidDirection) -> Self {
        Self {
            id: id.to_owned(),
            direction,
            restrictions: Vec::new(),
        }
    }

    /// Reads the value of a=rid.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let mut words = value.trim_start().splitn(3, ' ');
        if value.len() > MAX_RID_LINE {
            return None;
        }
        let id = words.next().filter(|id| is_rid(id))?;
        let direction = RidDirection::parse(words.next()?.trim_end())?;
        let restrictions = words.next().unwrap_or_default();
        Some(Self {
            id: id.to_owned(),
            direction,
            restrictions: restrictions
                .split(';')
                .map(str::trim)
                .filter(|restriction| !restriction.is_empty())
                .map(|restriction| match restriction.split_once('=') {
                    Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                    None => (restriction.to_owned(), None),
                })
                .collect(),
        })
    }

    /// The payload types of `pt=`; absent if all will do.
    pub(crate) fn payload_types(&self) -> Option<Vec<u8>> {
        let (_, list) = self.restrictions.iter().find(|(name, _)| name == "pt")?;
        let list = list.as_deref().unwrap_or_default().split(',');
        Some(list.filter_map(|word| word.trim().parse().ok()).collect())
    }

    /// Without the payload types of `pt=` that are not among these; absent if none is left.
    pub(super) fn restricted_to(&self, numbers: &[u8]) -> Option<Self> {
        let mut rid = self.clone();
        if let Some(named) = self.payload_types() {
            let left: Vec<String> = named
                .iter()
                .filter(|number| numbers.contains(number))
                .map(u8::to_string)
                .collect();
            if left.is_empty() {
                return None;
            }
            let pt = rid.restrictions.iter_mut().find(|(name, _)| name == "pt");
            pt?.1 = Some(left.join(","));
        }
        Some(rid)
    }

    pub(super) fn to_value(&self) -> String {
        let restrictions: Vec<String> = self
            .restrictions
            .iter()
            .map(|(name, value)| match value {
                Some(value) => format!("{name}={value}"),
                None => name.clone(),
            })
            .collect();
        let separator = if restrictions.is_empty() { "" } else { " " };
        let (id, direction) = (&self.id, self.direction.as_str());
        format!("{id} {direction}{separator}{}", restrictions.join(";"))
    }
}

impl Simulcast {
    /// Reads the value of a=simulcast, also in the form of its drafts: ` send rid=1;2 recv rid=3`. The form with payload types
    /// (`send pt=…`) names no rids and is none.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let mut simulcast = Self::default();
        let mut words = value.split_ascii_whitespace();
        while let Some(word) = words.next() {
            let list = words.next()?;
            let list = list.strip_prefix("rid=").unwrap_or(list);
            let streams = match RidDirection::parse(word)? {
                RidDirection::Send => &mut simulcast.send,
                RidDirection::Recv => &mut simulcast.recv,
            };
            if !streams.is_empty() {
                return None;
            }
            *streams = parse_streams(list)?;
        }
        (simulcast != Self::default()).then_some(simulcast)
    }

    pub(super) fn to_value(&self) -> String {
        let part = |name: &str, streams: &[Vec<(String, bool)>]| {
            let streams: Vec<String> = streams.iter().map(|stream| write_stream(stream)).collect();
            (!streams.is_empty()).then(|| format!("{name} {}", streams.join(";")))
        };
        let parts = [part("send", &self.send), part("recv", &self.recv)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Without the rids that no line describes; absent if none is left.
    pub(super) fn of_rids(mut self, rids: &[Rid]) -> Option<Self> {
        for (streams, direction) in [
            (&mut self.send, RidDirection::Send),
            (&mut self.recv, RidDirection::Recv),
        ] {
            let described = |id: &str| {
                let mut rids = rids.iter();
                rids.any(|rid| rid.id == id && rid.direction == direction)
            };
            for alternatives in &mut *streams {
                alternatives.retain(|(rid, _)| described(rid));
            }
            streams.retain(|alternatives| !alternatives.is_empty());
        }
        (self != Self::default()).then_some(self)
    }
}

fn named(streams: &[Vec<(String, bool)>]) -> impl Iterator<Item = (&str, bool)> {
    streams
        .iter()
        .flatten()
        .map(|(rid, paused)| (rid.as_str(), *paused))
}

fn parse_streams(list: &str) -> Option<Vec<Vec<(String, bool)>>> {
    let rid = |word: &str| {
        let (rid, paused) = match word.strip_prefix('~') {
            Some(rid) => (rid, true),
            None => (word, false),
        };
        is_rid(rid).then(|| (rid.to_owned(), paused))
    };
    let streams: Option<Vec<Vec<_>>> = list
        .split(';')
        .map(|stream| stream.split(',').map(rid).collect())
        .collect();
    streams.filter(|streams| named(streams).count() <= MAX_RIDS)
}

fn write_stream(alternatives: &[(String, bool)]) -> String {
    let alternatives: Vec<String> = alternatives
        .iter()
        .map(|(rid, paused)| format!("{}{rid}", if *paused { "~" } else { "" }))
        .collect();
    alternatives.join(",")
}

/// The first alternative of each stream, and of equal ones the first (webrtc-pc, "create an answer").
fn first_alternatives(streams: &[Vec<(String, bool)>]) -> Vec<(String, bool)> {
    let mut rids: Vec<(String, bool)> = Vec::new();
    for (rid, paused) in streams.iter().filter_map(|stream| stream.first()) {
        if !rids.iter().any(|(known, _)| known == rid) {
            rids.push((rid.clone(), *paused));
        }
    }
    rids
}

/// The rids that an offer to receive simulcast proposes for `[[SendEncodings]]`, in their order.
pub(crate) fn proposed_send_rids(offered: Option<&Simulcast>) -> Vec<String> {
    let rids = offered.map(|offered| first_alternatives(&offered.recv));
    let rids = rids.unwrap_or_default().into_iter();
    rids.map(|(rid, _)| rid).collect()
}

/// The a=rid lines and the a=simulcast line of an offer (RFC 9429 section 5.2.1; webrtc-pc, "create an offer"). They do not
/// depend on which encodings are active: the lines stay the same while the transceiver does (section 5.2.2).
pub(crate) fn offer_simulcast(transceiver: &Transceiver) -> (Vec<Rid>, Option<Simulcast>) {
    let encodings = &transceiver.sender.send_encodings;
    if !transceiver.direction.sends() {
        return (Vec::new(), None);
    }
    let rids = encodings
        .iter()
        .filter_map(|encoding| encoding.rid.as_deref());
    send_rids(rids.collect(), 2)
}

/// The same of an answer. Offers to receive simulcast are taken up with the rids that the sender has; offers to send it are
/// not, as RFC 9429 section 3.7 asks. `direction` is that of the answer.
pub(crate) fn answer_simulcast(
    transceiver: &Transceiver,
    direction: Direction,
    offered_rids: &[Rid],
    offered: Option<&Simulcast>,
) -> (Vec<Rid>, Option<Simulcast>) {
    if !direction.sends() {
        return (Vec::new(), None);
    }
    let encodings = &transceiver.sender.send_encodings;
    let sends = |rid: &str| {
        encodings
            .iter()
            .any(|encoding| encoding.rid.as_deref() == Some(rid))
    };
    let receives = |rid: &str| {
        offered_rids
            .iter()
            .any(|offered| offered.id == rid && offered.direction == RidDirection::Recv)
    };
    match offered.filter(|offered| !offered.recv.is_empty()) {
        Some(offered) => {
            let rids = first_alternatives(&offered.recv);
            let rids = rids.iter().map(|(rid, _)| rid.as_str());
            send_rids(rids.filter(|rid| sends(rid) && receives(rid)).collect(), 1)
        }
        None => {
            let rids = encodings
                .iter()
                .filter_map(|encoding| encoding.rid.as_deref());
            (
                send_rids(rids.filter(|rid| receives(rid)).collect(), 2).0,
                None,
            )
        }
    }
}

/// Lines to send these rids; a=simulcast is among them if there are at least `least`.
fn send_rids(rids: Vec<&str>, least: usize) -> (Vec<Rid>, Option<Simulcast>) {
    let simulcast = (rids.len() >= least).then(|| Simulcast {
        send: rids
            .iter()
            .map(|rid| vec![((*rid).to_owned(), false)])
            .collect(),
        recv: Vec::new(),
    });
    let lines = rids.iter().map(|rid| Rid::new(rid, RidDirection::Send));
    (lines.collect(), simulcast)
}

/// The rids that both sides agreed to have sent by us, and which of them begin paused; absent without simulcast.
pub(super) fn negotiated_send_rids(
    local: Option<&Simulcast>,
    remote: Option<&Simulcast>,
) -> Option<Vec<(String, bool)>> {
    let local = &local?.send;
    let remote = first_alternatives(&remote?.recv);
    let agreed = remote
        .into_iter()
        .filter(|(rid, _)| named(local).any(|(ours, _)| ours == rid))
        .collect::<Vec<_>>();
    (!agreed.is_empty()).then_some(agreed)
}
