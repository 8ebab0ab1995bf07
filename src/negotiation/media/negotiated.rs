//! What two descriptions of an m-section agree on.

use super::Direction;
use super::answer::common_feedback;
use super::codec::Codec;
use super::description::MediaDescription;
use super::extension::{Extension, negotiated_extensions};
use super::simulcast::negotiated_send_rids;

/// What an offer and its answer agree on, as seen by us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Negotiated {
    pub(crate) direction: Direction,
    /// `[[SendCodecs]]`: the remote side's order, payload types and parameters.
    pub(crate) send_codecs: Vec<Codec>,
    /// `[[ReceiveCodecs]]`: those of the local description. Empty if nothing is received.
    pub(crate) receive_codecs: Vec<Codec>,
    /// Each with the direction that we use it in.
    pub(crate) extensions: Vec<Extension>,
    /// The rids that we are to send, each with whether it begins paused; absent without simulcast.
    pub(crate) send_rids: Option<Vec<(String, bool)>>,
    pub(crate) rtcp_mux: bool,
    pub(crate) rtcp_rsize: bool,
    /// How much audio a packet that we send is to have, and has at most, in milliseconds.
    pub(crate) ptime: Option<u32>,
    pub(crate) maxptime: Option<u32>,
    /// The most that the other side wants to receive, in bits per second.
    pub(crate) bandwidth: Option<u64>,
}

impl Negotiated {
    pub(crate) fn new(local: &MediaDescription, remote: &MediaDescription) -> Self {
        let direction = local.direction.intersection(remote.direction.reversed());
        let receive_codecs = match direction.receives() {
            true => common(&local.codecs, &remote.codecs),
            false => Vec::new(),
        };
        Self {
            direction,
            send_codecs: common(&remote.codecs, &local.codecs),
            receive_codecs,
            extensions: negotiated_extensions(&local.extensions, &remote.extensions),
            send_rids: negotiated_send_rids(local.simulcast.as_ref(), remote.simulcast.as_ref()),
            rtcp_mux: local.rtcp_mux && remote.rtcp_mux,
            rtcp_rsize: local.rtcp_rsize && remote.rtcp_rsize,
            ptime: remote.ptime,
            maxptime: remote.maxptime,
            bandwidth: remote.bandwidth,
        }
    }
}

/// `[[ReceiveCodecs]]` while an offer of ours has no answer: all that it names, if it asks to receive.
pub(crate) fn receive_codecs_of_offer(local: &MediaDescription) -> Vec<Codec> {
    match local.direction.receives() {
        true => local.codecs.to_vec(),
        false => Vec::new(),
    }
}

/// Those of `codecs` that `others` have too. RTX follows what it retransmits.
fn common(codecs: &[Codec], others: &[Codec]) -> Vec<Codec> {
    let counterpart = |codec: &Codec| others.iter().find(|other| other.is_same_format(codec));
    let by_number = |codecs: &'_ [Codec], number: Option<u8>| {
        codecs
            .iter()
            .position(|codec| Some(codec.payload_type) == number)
    };
    let mut found: Vec<Codec> = Vec::new();
    for codec in codecs {
        let other = match codec.is_rtx() {
            false => counterpart(codec),
            true => by_number(codecs, codec.associated_payload_type())
                .map(|at| &codecs[at])
                .filter(|primary| !primary.is_rtx())
                .and_then(|primary| {
                    others.iter().find(|other| {
                        other.is_same_format(codec)
                            && by_number(others, other.associated_payload_type())
                                .is_some_and(|at| others[at].is_same_format(primary))
                    })
                }),
        };
        if let Some(other) = other {
            found.push(Codec {
                rtcp_feedback: common_feedback(codec, other),
                ..codec.clone()
            });
        }
    }
    found
}
