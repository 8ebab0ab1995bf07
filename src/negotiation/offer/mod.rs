//! "Create an offer" (webrtc-pc; RFC 9429 section 5.2).

mod layout;
mod media;
mod plan;
mod sender;
mod transport;

use crate::random::Random;
use crate::sdp::{Group, MediaSection, SessionDescription};

use super::error::{NegotiationError, NegotiationErrorName};
use super::section;
use super::state::{NegotiationState, SignalingState};
use super::transceiver::Transceiver;
use plan::Content;

/// `RTCOfferOptions`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OfferOptions {
    pub(crate) ice_restart: bool,
}

impl NegotiationState {
    /// The final steps to create an offer: sets `[[LastCreatedOffer]]` and returns it.
    pub(crate) fn create_offer(
        &mut self,
        options: &OfferOptions,
        random: &mut dyn Random,
    ) -> Result<String, NegotiationError> {
        if !matches!(
            self.signaling_state,
            SignalingState::Stable | SignalingState::HaveLocalOffer
        ) {
            return Err(NegotiationError::new(
                NegotiationErrorName::InvalidStateError,
                format!(
                    "no offer can be created in the state \"{}\"",
                    self.signaling_state.as_str()
                ),
            ));
        }
        self.session_version += 1;
        let offer = self.build_offer(options, random).to_string();
        self.last_created_offer.clone_from(&offer);
        self.last_offer_options = *options;
        Ok(offer)
    }

    /// Whether `[[LastCreatedOffer]]` is what `create_offer` would make now, but for the version.
    pub(crate) fn last_offer_is_accurate(&mut self, random: &mut dyn Random) -> bool {
        let options = self.last_offer_options;
        let mapping = (
            self.offered_transceivers.clone(),
            self.offered_carriers.clone(),
        );
        let accurate = !self.last_created_offer.is_empty()
            && self.build_offer(&options, random).to_string() == self.last_created_offer;
        (self.offered_transceivers, self.offered_carriers) = mapping;
        accurate
    }

    fn build_offer(
        &mut self,
        options: &OfferOptions,
        random: &mut dyn Random,
    ) -> SessionDescription {
        let planned = self.plan_sections();
        let layout = self.lay_out(&planned);
        self.offered_transceivers = planned
            .iter()
            .enumerate()
            .filter_map(|(index, section)| match section.content {
                Content::Media(key) => Some((index, key)),
                _ => None,
            })
            .collect();
        self.offered_carriers = (0..planned.len())
            .map(|index| layout.carrier_of(index))
            .collect();
        let transports = self.offer_transports(&layout, options, random);
        let mut media: Vec<MediaSection> = Vec::new();
        for (index, section) in planned.iter().enumerate() {
            let carrier = self.offered_carriers[index];
            media.push(match (&section.content, transports.get(&carrier)) {
                (Content::Rejected(m_line), _) => section::rejected(m_line, Some(&section.mid)),
                (_, Some(transport)) => {
                    self.offer_section(index, section, &layout, transport, random)
                }
                // Each group has a section that describes its transport.
                (_, None) => continue,
            });
        }
        let mut groups: Vec<Group> = layout
            .groups
            .iter()
            .map(|group| Group {
                semantics: "BUNDLE".to_owned(),
                mids: group.iter().map(|at| planned[*at].mid.clone()).collect(),
            })
            .collect();
        let synchronized: Vec<(&str, &Transceiver)> = planned
            .iter()
            .filter_map(|section| match section.content {
                Content::Media(key) => Some((section.mid.as_str(), self.transceiver(key)?)),
                _ => None,
            })
            .collect();
        // After BUNDLE: some peers read the first group alone.
        groups.extend(self.offered_lip_sync(&synchronized));
        let mut offer = self.session_part(&groups, &["trickle", "ice2"], random);
        offer.media = media;
        offer
    }
}
