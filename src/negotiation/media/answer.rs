//! What an answer says of a transceiver's media (RFC 9429 sections 5.3.1 and 5.3.2).

use super::super::transceiver::Transceiver;
use super::codec::Codec;
use super::description::MediaDescription;
use super::extension::answer_extensions;
use super::format::answered_fmtp;
use super::offer::{Numbers, Wanted, describe_sender, maxptime};
use super::payload_types::conflicts_with_rtcp;
use super::simulcast::answer_simulcast;

/// All that an answer says of a transceiver's media but RTCP mux, which depends on the transport; absent if there is no
/// format that both sides have, so that the m-section is to be rejected.
pub(crate) fn answer_media(
    transceiver: &Transceiver,
    offered: &MediaDescription,
    numbers: &mut Numbers,
    cname: &str,
) -> Option<MediaDescription> {
    let codecs = answer_codecs(transceiver, offered);
    if codecs.is_empty() {
        return None;
    }
    for codec in &codecs {
        numbers.payload_types.take_over(codec);
    }
    let direction = transceiver
        .direction
        .intersection(offered.direction.reversed());
    let mut media = MediaDescription::new(transceiver.kind, direction);
    media.maxptime = maxptime(&codecs);
    media.codecs = codecs.into();
    media.extensions =
        answer_extensions(transceiver, &offered.extensions, &mut numbers.extension_ids);
    media.extmap_allow_mixed = offered.extmap_allow_mixed;
    (media.rids, media.simulcast) = answer_simulcast(
        transceiver,
        direction,
        &offered.rids,
        offered.simulcast.as_ref(),
    );
    media.rtcp_rsize = offered.rtcp_rsize;
    describe_sender(&mut media, transceiver, cname);
    Some(media)
}

/// The formats of an answer under the offer's payload types, in the offer's order unless the application has preferences.
/// Empty if none of them encodes. RFC 9429 would have us add what the offer lacks; as in browsers nothing is added, because a
/// peer could not use it before it is offered.
pub(crate) fn answer_codecs(transceiver: &Transceiver, offered: &MediaDescription) -> Vec<Codec> {
    let wanted = Wanted::of(transceiver);
    let mut accepted = accept(&wanted, offered);
    accepted.retain_referring();
    if !accepted.0.iter().any(|(_, codec)| codec.is_primary()) {
        return Vec::new();
    }
    if wanted.by_preference {
        accepted.0.sort_by_key(|(place, _)| *place);
    }
    accepted.0.into_iter().map(|(_, codec)| codec).collect()
}

/// Formats of the answer, each with its place in the order of preference.
struct Accepted(Vec<((usize, bool), Codec)>);

fn accept(wanted: &Wanted, offered: &MediaDescription) -> Accepted {
    let usable = |codec: &&Codec| !offered.rtcp_mux || !conflicts_with_rtcp(codec.payload_type);
    let mut accepted: Vec<((usize, bool), Codec)> = Vec::new();
    // Each of our codecs is taken once, whatever else the offer says of it.
    for offer in offered.codecs.iter().filter(usable) {
        let place = wanted.codecs.iter().enumerate().position(|(place, codec)| {
            codec.is_same_format(offer) && !accepted.iter().any(|(taken, _)| taken.0 == place)
        });
        if let Some(place) = place {
            accepted.push(((place, false), answer(wanted.codecs[place], offer)));
        }
    }
    let mut all = Vec::new();
    for offer in offered.codecs.iter().filter(usable) {
        let number = offer.payload_type;
        let found = accepted
            .iter()
            .find(|(_, codec)| codec.payload_type == number);
        all.extend(found.cloned());
        let (Some(apt), Some(rtx)) = (offer.associated_payload_type(), wanted.rtx) else {
            continue;
        };
        let primary = accepted.iter().find(|(_, codec)| {
            codec.payload_type == apt
                && codec.is_retransmitted()
                && codec.clock_rate == offer.clock_rate
        });
        let doubled = all
            .iter()
            .any(|(_, codec): &(_, Codec)| codec.associated_payload_type() == Some(apt));
        if let Some(((place, _), _)) = primary.filter(|_| !doubled) {
            let codec = Codec {
                sdp_fmtp_line: Some(format!("apt={apt}")),
                ..answer(rtx, offer)
            };
            all.push(((*place, true), codec));
        }
    }
    Accepted(all)
}

impl Accepted {
    /// Audio RED stays if it carries a format that stays.
    fn retain_referring(&mut self) {
        let numbers: Vec<u8> = self
            .0
            .iter()
            .filter(|(_, codec)| codec.is_primary())
            .map(|(_, codec)| codec.payload_type)
            .collect();
        self.0.retain(|(_, codec)| match codec.channels {
            Some(_) if codec.is_red() => codec
                .redundant_payload_types()
                .is_some_and(|carried| carried.iter().all(|carried| numbers.contains(carried))),
            _ => true,
        });
    }
}

/// Our format under the offer's payload type.
fn answer(local: &Codec, offered: &Codec) -> Codec {
    let fmtp = match local.is_red() {
        true => offered.sdp_fmtp_line.clone(),
        false => answered_fmtp(local, offered),
    };
    Codec {
        payload_type: offered.payload_type,
        sdp_fmtp_line: fmtp,
        rtcp_feedback: common_feedback(local, offered),
        ..local.clone()
    }
}

/// The feedback that both sides give (RFC 4585 section 4.2), in the order of the first.
pub(super) fn common_feedback(codec: &Codec, other: &Codec) -> Vec<String> {
    let has = |feedback: &&String| {
        let mut others = other.rtcp_feedback.iter();
        others.any(|found| found.eq_ignore_ascii_case(feedback))
    };
    codec.rtcp_feedback.iter().filter(has).cloned().collect()
}
