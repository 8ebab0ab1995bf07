//! "Create an offer" (webrtc-pc; RFC 9429 section 5.2).

use crate::random::Random;
use crate::sdp::{Group, MLine, MediaSection, SessionDescription, Setup};

use super::error::{NegotiationError, NegotiationErrorName};
use super::section::{self, TransportLines};
use super::state::{IceCredentials, NegotiationState, SignalingState};
use super::topology::{Section, SectionKind, TransportKey};

/// `RTCOfferOptions`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OfferOptions {
    pub(crate) ice_restart: bool,
}

/// One section of the offer to be made.
enum Planned {
    /// As it was.
    Kept(Section),
    /// New, or in the place of one that was rejected.
    New(String),
    /// Still rejected.
    Rejected(MLine, String),
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
        !self.last_created_offer.is_empty()
            && self.build_offer(&options, random).to_string() == self.last_created_offer
    }

    fn build_offer(
        &mut self,
        options: &OfferOptions,
        random: &mut dyn Random,
    ) -> SessionDescription {
        let mut group = Vec::new();
        let mut media: Vec<MediaSection> = Vec::new();
        for planned in self.plan_sections() {
            let (mid, key, bundled) = match planned {
                Planned::Rejected(m_line, mid) => {
                    media.push(section::rejected(&m_line, Some(&mid)));
                    continue;
                }
                // What the last answer did not bundle stays so.
                Planned::Kept(section) => (section.mid, section.transport, section.bundled),
                Planned::New(mid) => (mid, None, true),
            };
            media.push(self.offer_application(&mid, key, options, random));
            group.extend(bundled.then_some(mid));
        }
        let bundle = (!group.is_empty()).then(|| Group {
            semantics: "BUNDLE".to_owned(),
            mids: group,
        });
        let mut offer = self.session_part(bundle.as_slice(), &["trickle", "ice2"], random);
        offer.media = media;
        offer.renumber();
        offer
    }

    /// RFC 9429 section 5.2.2: sections keep their places; one that was rejected is recycled for one that is added.
    fn plan_sections(&mut self) -> Vec<Planned> {
        let mut planned: Vec<Planned> = match self.local_base() {
            None => Vec::new(),
            Some((sdp, topology)) => topology
                .sections
                .iter()
                .zip(&sdp.media)
                .map(|(section, media)| match section.kind {
                    SectionKind::Application => Planned::Kept(section.clone()),
                    SectionKind::Rejected => {
                        Planned::Rejected(media.m_line().clone(), section.mid.clone())
                    }
                })
                .collect(),
        };
        let has_data = planned
            .iter()
            .any(|section| matches!(section, Planned::Kept(_)));
        if self.data_channel_created && !has_data {
            let new = Planned::New(self.data_mid());
            // Firefox refuses a section that turns from media into data channels.
            let is_free = |section: &&mut Planned| match section {
                Planned::Rejected(m_line, _) => m_line.media == "application",
                _ => false,
            };
            match planned.iter_mut().find(is_free) {
                Some(recycled) => *recycled = new,
                None => planned.push(new),
            }
        }
        planned
    }

    /// The mid of the data section that created offers propose.
    fn data_mid(&mut self) -> String {
        let in_use = |mid: &String| {
            let topologies = [Some(&self.topology), self.pending_topology.as_ref()];
            let mut sections = topologies
                .into_iter()
                .flatten()
                .flat_map(|topology| &topology.sections);
            sections.any(|section| section.mid == *mid)
        };
        if let Some(mid) = self.proposed_data_mid.clone().filter(|mid| !in_use(mid)) {
            return mid;
        }
        let mid = self.new_mid();
        self.proposed_data_mid = Some(mid.clone());
        mid
    }

    fn offer_application(
        &mut self,
        mid: &str,
        key: Option<TransportKey>,
        options: &OfferOptions,
        random: &mut dyn Random,
    ) -> MediaSection {
        let credentials = self.offer_credentials(mid, key, options, random);
        let gathered = key
            .map(|key| self.gathered(key, &credentials))
            .unwrap_or_default();
        let (address, port) = gathered.default_address();
        let transport = TransportLines {
            credentials,
            fingerprints: self.fingerprints.clone(),
            setup: Setup::Actpass,
            rtcp_mux: false,
            gathered,
        };
        let m_line = MLine {
            media: "application".to_owned(),
            port,
            port_count: None,
            proto: "UDP/DTLS/SCTP".to_owned(),
            fmts: vec!["webrtc-datachannel".to_owned()],
        };
        section::application(
            m_line,
            Some(mid),
            self.max_message_size,
            &address,
            Some(transport),
        )
    }

    /// The credentials stay unless ICE is to restart (RFC 9429 sections 5.2.2 and 5.2.3.1).
    fn offer_credentials(
        &mut self,
        mid: &str,
        key: Option<TransportKey>,
        options: &OfferOptions,
        random: &mut dyn Random,
    ) -> IceCredentials {
        let link = key.and_then(|key| self.links.get(&key));
        let Some(present) = link.and_then(|link| link.local.clone()) else {
            return self.propose_credentials(mid, false, random);
        };
        let restart = options.ice_restart
            || self.needs_ice_restart
            || self.credentials_to_replace.contains(&present);
        match restart {
            true => self.propose_credentials(mid, true, random),
            false => present,
        }
    }
}
