//! "Create an answer" (webrtc-pc; RFC 9429 section 5.3).

mod media;
mod transport;

use crate::random::Random;
use crate::sdp::{Group, SessionDescription};

use super::description::Description;
use super::error::{NegotiationError, NegotiationErrorName};
use super::section;
use super::state::{NegotiationState, SdpType, SignalingState};
use super::topology::{Bundles, Topology};
use super::transceiver::Transceiver;

impl NegotiationState {
    /// The final steps to create an answer: sets `[[LastCreatedAnswer]]` and returns it.
    pub(crate) fn create_answer(
        &mut self,
        random: &mut dyn Random,
    ) -> Result<String, NegotiationError> {
        let answerable = matches!(
            self.signaling_state,
            SignalingState::HaveRemoteOffer | SignalingState::HaveLocalPranswer
        );
        let offer = self.pending_remote.as_ref().filter(|_| answerable);
        let Some(offer) = offer.filter(|offer| offer.kind == SdpType::Offer) else {
            return Err(NegotiationError::new(
                NegotiationErrorName::InvalidStateError,
                format!(
                    "no answer can be created in the state \"{}\"",
                    self.signaling_state.as_str()
                ),
            ));
        };
        let offer = offer.clone();
        self.session_version += 1;
        let answer = self.build_answer(&offer, random).to_string();
        self.last_created_answer.clone_from(&answer);
        Ok(answer)
    }

    /// Whether `[[LastCreatedAnswer]]` is what `create_answer` would make now, but for the version.
    pub(crate) fn last_answer_is_accurate(&mut self, random: &mut dyn Random) -> bool {
        if self.last_created_answer.is_empty() {
            return false;
        }
        let Some(offer) = self.pending_remote.clone() else {
            return false;
        };
        self.build_answer(&offer, random).to_string() == self.last_created_answer
    }

    fn build_answer(
        &mut self,
        description: &Description,
        random: &mut dyn Random,
    ) -> SessionDescription {
        let offer = description.sdp();
        // Preferences may have changed since the offer was applied.
        let topology = self.answerable(description);
        let bundles = Bundles::of(offer, &topology.mids());
        let transports = self.answer_transports(offer, &topology, &bundles, random);
        let mut media = Vec::new();
        for (index, section) in topology.sections.iter().enumerate() {
            let transport = transports.get(&section.carrier);
            media.push(match transport.filter(|_| !section.is_rejected()) {
                Some(transport) => {
                    self.answer_section(description, section, &bundles, index, transport, random)
                }
                None => {
                    let offered = &offer.media[index];
                    section::rejected(offered.m_line(), offered.mid())
                }
            });
        }
        // RFC 9429 section 5.3.1: the options are those of the offer.
        let mut options = vec!["trickle", "ice2"];
        options.retain(|option| {
            (0..=offer.media.len()).any(|index| offer.has_ice_option(index, option))
        });
        let mut groups = answered_groups(&topology, &bundles);
        let synchronized: Vec<(&str, &Transceiver)> = topology
            .sections
            .iter()
            .filter(|section| !section.is_rejected())
            .filter_map(|section| {
                let at = self.transceiver_with_mid(&section.mid)?;
                Some((section.mid.as_str(), &self.transceivers[at]))
            })
            .collect();
        groups.extend(self.answered_lip_sync(offer, &synchronized));
        let mut answer = self.session_part(&groups, &options, random);
        answer.media = media;
        answer
    }
}

/// The offered groups with what of them is accepted.
fn answered_groups(topology: &Topology, bundles: &Bundles) -> Vec<Group> {
    let groups = bundles.all().iter().map(|members| {
        let mut members: Vec<usize> = members.clone();
        members.retain(|member| !topology.sections[*member].is_rejected());
        // The first is the answerer-tagged section (RFC 9143 section 7.3.2).
        members.sort_by_key(|member| topology.sections[*member].carrier != *member);
        Group {
            semantics: "BUNDLE".to_owned(),
            mids: members
                .iter()
                .map(|member| topology.sections[*member].mid.clone())
                .collect(),
        }
    });
    groups.filter(|group| !group.mids.is_empty()).collect()
}
