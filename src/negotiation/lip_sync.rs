//! Lip sync groups (RFC 5888 section 7; RFC 9429 sections 5.2.1, 5.2.2 and 5.3.1).

use std::collections::{BTreeMap, HashSet};

use crate::sdp::{Group, SessionDescription};

use super::state::NegotiationState;
use super::transceiver::Transceiver;

const LS: &str = "LS";
/// The most groups that are read of a description.
const MAX_GROUPS: usize = 64;

impl NegotiationState {
    /// Of an offer: for each stream that several transceivers send, the mids of their sections. A group of the last answer
    /// stays as long as two of its sections do.
    pub(super) fn offered_lip_sync(&self, mids: &[(&str, &Transceiver)]) -> Vec<Group> {
        let mut of_stream: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (mid, transceiver) in mids {
            for stream in streams(transceiver) {
                of_stream.entry(stream).or_default().push((*mid).to_owned());
            }
        }
        let known: HashSet<&str> = mids.iter().map(|(mid, _)| *mid).collect();
        let mut groups: Vec<Vec<String>> = Vec::new();
        let answered = [&self.current_local, &self.current_remote]
            .into_iter()
            .flatten()
            .flat_map(|description| lip_sync_groups(description.sdp()))
            .map(|mut group| {
                group.retain(|mid| known.contains(mid.as_str()));
                group
            });
        for group in of_stream.into_values().chain(answered) {
            let is_part = |known: &Vec<String>| group.iter().all(|mid| known.contains(mid));
            if group.len() > 1 && !groups.iter().any(is_part) {
                groups.push(group);
            }
        }
        groups.into_iter().map(group).collect()
    }

    /// Of an answer: those of the offer, as far as the sections send a common stream or none.
    pub(super) fn answered_lip_sync(
        &self,
        offer: &SessionDescription,
        mids: &[(&str, &Transceiver)],
    ) -> Vec<Group> {
        let mut groups = Vec::new();
        for offered in lip_sync_groups(offer) {
            let offered: HashSet<&str> = offered.iter().map(String::as_str).collect();
            let members: Vec<&(&str, &Transceiver)> = mids
                .iter()
                .filter(|(mid, _)| offered.contains(mid))
                .collect();
            let free = |transceiver: &Transceiver| streams(transceiver).next().is_none();
            let common = members
                .iter()
                .flat_map(|(_, transceiver)| streams(transceiver))
                .map(Some)
                .chain([None])
                .map(|stream| -> Vec<String> {
                    let fits = |transceiver: &Transceiver| {
                        free(transceiver)
                            || stream.is_some_and(|stream| {
                                streams(transceiver).any(|found| found == stream)
                            })
                    };
                    let fitting = members.iter().filter(|(_, transceiver)| fits(transceiver));
                    fitting.map(|(mid, _)| (*mid).to_owned()).collect()
                })
                .max_by_key(Vec::len);
            groups.extend(common.filter(|common| common.len() > 1).map(group));
        }
        groups
    }
}

/// The streams that a transceiver would send.
fn streams(transceiver: &Transceiver) -> impl Iterator<Item = &str> {
    let sends = transceiver.direction.sends();
    let streams = transceiver.sender.stream_ids.iter();
    streams.map(String::as_str).filter(move |_| sends)
}

fn lip_sync_groups(sdp: &SessionDescription) -> impl Iterator<Item = Vec<String>> {
    let groups = sdp.session.attributes("group").filter_map(Group::parse);
    groups
        .filter(|group| group.semantics == LS)
        .map(|group| group.mids)
        .take(MAX_GROUPS)
}

fn group(mids: Vec<String>) -> Group {
    Group {
        semantics: LS.to_owned(),
        mids,
    }
}
