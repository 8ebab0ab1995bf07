//! What an offer says of a transceiver's media (RFC 9429 sections 5.2.1 and 5.2.2).

use super::super::state::Source;
use super::super::transceiver::Transceiver;
use super::MediaKind;
use super::capabilities::capabilities;
use super::codec::Codec;
use super::description::{MediaDescription, Msid, SsrcGroup};
use super::extension::{ExtensionIds, offer_extensions};
use super::payload_types::{PayloadTypes, conflicts_with_rtcp};
use super::simulcast::offer_simulcast;

/// The numbers that the m-sections of a connection share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) payload_types: PayloadTypes,
    pub(crate) extension_ids: ExtensionIds,
}

impl Numbers {
    /// Takes over the numbers of a local description that is applied: the application may have changed them.
    pub(crate) fn take_over(&mut self, local: &MediaDescription) {
        let known = &capabilities(local.kind).codecs;
        for codec in local.codecs.iter() {
            let is_known = || known.iter().any(|known| known.is_same_format(codec));
            if !self.payload_types.has(codec) && is_known() {
                self.payload_types.take_over(codec);
            }
        }
        for extension in &local.extensions {
            self.extension_ids.take_over_known(local.kind, extension);
        }
    }
}

/// What the last exchange agreed on for an m-section.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Previous<'a> {
    pub(crate) local: &'a MediaDescription,
    pub(crate) remote: &'a MediaDescription,
    /// Whose description the answer was.
    pub(crate) answer: Source,
}

impl Previous<'_> {
    fn answer(&self) -> &MediaDescription {
        match self.answer {
            Source::Local => self.local,
            Source::Remote => self.remote,
        }
    }
}

/// All that an offer says of a transceiver's media but RTCP mux, which depends on the transport. `cname` is the
/// connection's (RFC 7022).
pub(crate) fn offer_media(
    transceiver: &Transceiver,
    previous: Option<Previous<'_>>,
    numbers: &mut Numbers,
    cname: &str,
) -> MediaDescription {
    let mut media = MediaDescription::new(transceiver.kind, transceiver.direction);
    media.codecs = offer_codecs(transceiver, previous, &mut numbers.payload_types).into();
    let extensions = previous.map_or(&[][..], |previous| &previous.local.extensions);
    media.extensions = offer_extensions(transceiver, extensions, &mut numbers.extension_ids);
    media.extmap_allow_mixed = true;
    media.maxptime = maxptime(&media.codecs);
    (media.rids, media.simulcast) = offer_simulcast(transceiver);
    media.rtcp_rsize = previous.is_none_or(|previous| previous.answer().rtcp_rsize);
    describe_sender(&mut media, transceiver, cname);
    media
}

/// The formats of an offer, with their payload types.
pub(crate) fn offer_codecs(
    transceiver: &Transceiver,
    previous: Option<Previous<'_>>,
    payload_types: &mut PayloadTypes,
) -> Vec<Codec> {
    let wanted = Wanted::of(transceiver);
    let mut ordered: Vec<&Codec> = wanted.codecs.clone();
    if let Some(previous) = previous.filter(|_| !wanted.by_preference) {
        // RFC 9429 section 5.2.2: as in the most recent answer, then those that it does not have.
        let answer = &previous.answer().codecs;
        ordered.sort_by_key(|codec| {
            let place = answer.iter().position(|found| found.is_same_format(codec));
            place.unwrap_or(usize::MAX)
        });
    }
    let mut numbering = Numbering {
        payload_types,
        local: previous.map_or(&[], |previous| previous.local.codecs.as_slice()),
        remote: previous.map_or(&[], |previous| previous.remote.codecs.as_slice()),
        codecs: Vec::new(),
    };
    for codec in &ordered {
        numbering.number(codec, wanted.rtx, &ordered);
    }
    let place = |codec: &Codec| {
        let primary = codec.associated_payload_type().and_then(|apt| {
            numbering
                .codecs
                .iter()
                .find(|codec| codec.payload_type == apt)
        });
        let of = primary.unwrap_or(codec);
        let at = ordered.iter().position(|found| found.is_same_format(of));
        (at, codec.is_rtx())
    };
    let mut codecs = numbering.codecs.clone();
    codecs.sort_by_key(place);
    codecs
}

/// The capabilities that a transceiver may negotiate.
pub(super) struct Wanted {
    /// In the order of preference, without RTX.
    pub(super) codecs: Vec<&'static Codec>,
    /// RTX.
    pub(super) rtx: Option<&'static Codec>,
    /// The application gave the order.
    pub(super) by_preference: bool,
}

impl Wanted {
    /// `[[PreferredCodecs]]`, filtered as webrtc-pc says ("create an offer"). What is sent and what is received does not
    /// differ, so the direction does not matter.
    pub(super) fn of(transceiver: &Transceiver) -> Self {
        let capable = &capabilities(transceiver.kind).codecs;
        let filtered: Vec<&'static Codec> = transceiver
            .preferred_codecs
            .iter()
            .filter_map(|preferred| capable.iter().find(|codec| codec.matches(preferred, true)))
            .collect();
        let by_preference = !filtered.is_empty();
        let mut codecs: Vec<&'static Codec> = Vec::new();
        for codec in if by_preference {
            filtered
        } else {
            capable.iter().collect()
        } {
            if !codecs.contains(&codec) {
                codecs.push(codec);
            }
        }
        let rtx = codecs.iter().copied().find(|codec| codec.is_rtx());
        codecs.retain(|codec| !codec.is_rtx());
        Self {
            codecs,
            rtx,
            by_preference,
        }
    }
}

/// Gives the formats of an m-section their payload types.
struct Numbering<'a> {
    payload_types: &'a mut PayloadTypes,
    /// Of the present descriptions: RFC 3264 section 8.3.2 forbids to change what a number means.
    local: &'a [Codec],
    remote: &'a [Codec],
    codecs: Vec<Codec>,
}

impl Numbering<'_> {
    /// Adds a format and its RTX, and before it the one that RED carries; those for which there is no number are left out.
    fn number(&mut self, codec: &Codec, rtx: Option<&Codec>, ordered: &[&Codec]) {
        let has = |numbering: &Self, codec: &Codec| {
            numbering
                .codecs
                .iter()
                .any(|known| known.is_same_format(codec))
        };
        if has(self, codec) {
            return;
        }
        let mut codec = codec.clone();
        if codec.is_red() && codec.channels.is_some() {
            // RFC 2198 section 5: audio RED names what it carries.
            let carries = |other: &&&Codec| {
                other.is_primary()
                    && other.clock_rate == codec.clock_rate
                    && other.channels == codec.channels
            };
            let Some(carried) = ordered.iter().find(carries) else {
                return;
            };
            self.number(carried, rtx, ordered);
            let carried = self
                .codecs
                .iter()
                .find(|known| known.is_same_format(carried));
            let Some(number) = carried.map(|carried| carried.payload_type) else {
                return;
            };
            codec.sdp_fmtp_line = Some(format!("{number}/{number}"));
        }
        let retransmitted = codec.is_retransmitted();
        let Some(number) = self.add(codec) else {
            return;
        };
        if let Some(rtx) = rtx.filter(|_| retransmitted) {
            self.add(Codec {
                sdp_fmtp_line: Some(format!("apt={number}")),
                ..rtx.clone()
            });
        }
    }

    fn add(&mut self, mut codec: Codec) -> Option<u8> {
        let alike = |present: &&Codec| present.is_same_format(&codec);
        let primary = codec.associated_payload_type();
        let ours = self
            .local
            .iter()
            .filter(alike)
            .find(|ours| ours.associated_payload_type() == primary);
        // What the other side calls it, if that means nothing else here.
        let theirs = self.remote.iter().filter(alike).find(|theirs| {
            let number = theirs.payload_type;
            theirs.associated_payload_type() == primary
                && !conflicts_with_rtcp(number)
                && !self.local.iter().any(|ours| ours.payload_type == number)
        });
        let used = |number: u8| self.codecs.iter().any(|codec| codec.payload_type == number);
        let before = ours
            .into_iter()
            .chain(theirs)
            .map(|codec| codec.payload_type);
        codec.payload_type = match before.clone().find(|number| !used(*number)) {
            Some(number) => number,
            None => {
                let numbers = |codec: &Codec| codec.payload_type;
                let mut used: Vec<u8> = self.codecs.iter().chain(self.local).map(numbers).collect();
                let ours = used.len();
                used.extend(self.remote.iter().map(numbers));
                // A peer that has named all numbers gives none for what it does not have; what it never agreed on may go.
                let free = self.payload_types.assign(&codec, &used);
                free.or_else(|| self.payload_types.assign(&codec, &used[..ours]))?
            }
        };
        let number = codec.payload_type;
        self.codecs.push(codec);
        Some(number)
    }
}

/// The longest packets of audio that are received, in milliseconds: 120 is Opus's limit (RFC 7587 section 4.2), 200 that of what
/// RFC 3551 section 4.2 lists.
pub(super) fn maxptime(codecs: &[Codec]) -> Option<u32> {
    let opus = codecs.iter().any(|codec| codec.is("opus"));
    let audio = codecs
        .iter()
        .any(|codec| codec.kind() == Some(MediaKind::Audio));
    audio.then_some(if opus { 120 } else { 200 })
}

/// a=msid, a=ssrc and what belongs to them. Streams that are told apart by their rids have no SSRCs here (RFC 8853 section
/// 5.5).
pub(super) fn describe_sender(
    media: &mut MediaDescription,
    transceiver: &Transceiver,
    cname: &str,
) {
    // RFC 9429 sections 5.2.1 and 5.3.1: as the transceiver would, also where the offer does not let it; else negotiation
    // would be needed for ever.
    if !transceiver.direction.sends() {
        return;
    }
    let sender = &transceiver.sender;
    let none = [Msid::NO_STREAM.to_owned()];
    let streams = match sender.stream_ids.as_slice() {
        [] => &none,
        streams => streams,
    };
    media.msids = streams
        .iter()
        .map(|stream| Msid {
            stream: stream.clone(),
            track: Some(sender.msid_track.clone()),
        })
        .collect();
    if !media.direction.sends() || !media.rids.is_empty() {
        return;
    }
    let mut encodings = sender.send_encodings.iter();
    let Some(stream) = encodings.next().and_then(|first| sender.stream(first)) else {
        return;
    };
    media.cname = Some(cname.to_owned());
    media.ssrcs = vec![stream.ssrc];
    if media.codecs.iter().any(Codec::is_rtx) {
        media.ssrcs.push(stream.rtx_ssrc);
    }
    if media.ssrcs.len() == 2 {
        media.ssrc_groups = vec![SsrcGroup {
            semantics: "FID".to_owned(),
            ssrcs: media.ssrcs.clone(),
        }];
    }
}
