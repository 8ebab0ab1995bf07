//! "Check if negotiation is needed" (webrtc-pc).

use std::collections::HashMap;

use super::description::Description;
use super::media::{Direction, Msid};
use super::state::{NegotiationState, SdpType};
use super::transceiver::Transceiver;

impl NegotiationState {
    pub(crate) fn is_negotiation_needed(&self) -> bool {
        if !self.credentials_to_replace.is_empty() {
            return true;
        }
        // A data section that the peer declined was negotiated too.
        let negotiated = self.current_local.as_ref().is_some_and(|local| {
            local
                .sdp()
                .media
                .iter()
                .any(|section| section.is_data_channel())
        });
        if self.data_channel_created && !negotiated {
            return true;
        }
        let mids = self.topology.sections.iter();
        let sections: HashMap<&str, usize> =
            mids.map(|section| section.mid.as_str()).zip(0..).collect();
        // Those that were added come last, and need no look at the descriptions.
        let mut transceivers = self.transceivers.iter().rev();
        transceivers.any(|transceiver| {
            let mid = transceiver.jsep_mid.as_deref();
            let associated = mid.and_then(|mid| sections.get(mid).copied());
            self.needs_negotiation(transceiver, associated)
        })
    }

    /// `associated` is the index of the m-section of `[[CurrentLocalDescription]]` that the transceiver is associated with.
    fn needs_negotiation(&self, transceiver: &Transceiver, associated: Option<usize>) -> bool {
        if transceiver.stopping && !transceiver.stopped {
            return true;
        }
        match (transceiver.stopped, associated) {
            (true, None) => false,
            (true, Some(index)) => !self.is_rejected_in_either(index),
            (false, None) => true,
            (false, Some(index)) => {
                self.msids_differ(transceiver, index) || {
                    self.direction_differs(transceiver, index)
                }
            }
        }
    }

    fn is_rejected_in_either(&self, index: usize) -> bool {
        [&self.current_local, &self.current_remote]
            .into_iter()
            .flatten()
            .filter_map(|description| description.sdp().media.get(index))
            .any(|section| section.m_line().port == 0 && !section.is_bundle_only())
    }

    fn msids_differ(&self, transceiver: &Transceiver, index: usize) -> bool {
        if !transceiver.direction.sends() {
            return false;
        }
        let local = self.current_local.as_ref();
        let Some(local) = local.and_then(|local| local.media(index)) else {
            return true;
        };
        let described: Vec<&str> = local
            .msids
            .iter()
            .map(|msid| msid.stream.as_str())
            .filter(|stream| *stream != Msid::NO_STREAM)
            .collect();
        let wanted = &transceiver.sender.stream_ids;
        local.msids.is_empty()
            || described.len() != wanted.len()
            || wanted
                .iter()
                .any(|stream| !described.contains(&stream.as_str()))
    }

    fn direction_differs(&self, transceiver: &Transceiver, index: usize) -> bool {
        let local = self.direction_in(self.current_local.as_ref(), index);
        let remote = self
            .direction_in(self.current_remote.as_ref(), index)
            .reversed();
        let is_answer = |local: &Description| local.kind == SdpType::Answer;
        match self.current_local.as_ref().is_some_and(is_answer) {
            true => local != transceiver.direction.intersection(remote),
            false => local != transceiver.direction && remote != transceiver.direction,
        }
    }

    fn direction_in(&self, description: Option<&Description>, index: usize) -> Direction {
        let section = description.and_then(|description| description.sdp().media.get(index));
        let rejected =
            section.is_none_or(|section| section.m_line().port == 0 && !section.is_bundle_only());
        let media = description.and_then(|description| description.media(index));
        match media.filter(|_| !rejected) {
            Some(media) => media.direction,
            None => Direction::Inactive,
        }
    }
}
