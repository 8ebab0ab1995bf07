//! "Create an answer" (webrtc-pc; RFC 9429 section 5.3).

use crate::random::Random;
use crate::sdp::{Group, MLine, MediaSection, SessionDescription, Setup};

use super::error::{NegotiationError, NegotiationErrorName};
use super::plan::DtlsRole;
use super::section::{self, TransportLines};
use super::state::{
    IceCredentials, NegotiationState, SdpType, SignalingState, fingerprint_set, section_credentials,
};
use super::topology::{Bundles, SectionKind, TransportKey, parameters_of};

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
        let offer = offer.sdp.clone();
        self.session_version += 1;
        let answer = self.build_answer(&offer, random).to_string();
        self.last_created_answer.clone_from(&answer);
        Ok(answer)
    }

    /// Whether `[[LastCreatedAnswer]]` is what `create_answer` would make now, but for the version.
    pub(crate) fn last_answer_is_accurate(&mut self, random: &mut dyn Random) -> bool {
        let Some(offer) = self.pending_remote.as_ref().map(|offer| offer.sdp.clone()) else {
            return false;
        };
        !self.last_created_answer.is_empty()
            && self.build_answer(&offer, random).to_string() == self.last_created_answer
    }

    fn build_answer(
        &mut self,
        offer: &SessionDescription,
        random: &mut dyn Random,
    ) -> SessionDescription {
        let topology = self.latest_topology().clone();
        let mids: Vec<String> = topology
            .sections
            .iter()
            .map(|section| section.mid.clone())
            .collect();
        let bundles = Bundles::of(offer, &mids);
        let mut media = Vec::new();
        for (index, (section, offered)) in topology.sections.iter().zip(&offer.media).enumerate() {
            let answered = match (section.kind, section.transport) {
                (SectionKind::Application, Some(key)) => {
                    let parameters = parameters_of(offer, &bundles, section.carrier);
                    let carries = section.carrier == index;
                    let rtcp_mux = shares_rtcp_mux(offer, &bundles, section.carrier);
                    let transport = self.answer_transport(
                        offer,
                        parameters,
                        key,
                        &mids[section.carrier],
                        rtcp_mux,
                        random,
                    );
                    self.answer_application(offered, carries, transport)
                }
                _ => section::rejected(offered.m_line(), offered.mid()),
            };
            media.push(answered);
        }
        let groups: Vec<Group> = bundles
            .all()
            .iter()
            .map(|members| {
                let mut members: Vec<usize> = members.clone();
                members.retain(|member| topology.sections[*member].kind != SectionKind::Rejected);
                // The first is the answerer-tagged section (RFC 9143 section 7.3.2).
                members.sort_by_key(|member| topology.sections[*member].carrier != *member);
                Group {
                    semantics: "BUNDLE".to_owned(),
                    mids: members.iter().map(|member| mids[*member].clone()).collect(),
                }
            })
            .filter(|group| !group.mids.is_empty())
            .collect();
        // RFC 9429 section 5.3.1: the options are those of the offer.
        let mut options = vec!["trickle", "ice2"];
        options.retain(|option| {
            (0..=offer.media.len()).any(|index| offer.has_ice_option(index, option))
        });
        let mut answer = self.session_part(&groups, &options, random);
        answer.media = media;
        answer.renumber();
        answer
    }

    fn answer_application(
        &self,
        offered: &MediaSection,
        carries: bool,
        transport: TransportLines,
    ) -> MediaSection {
        let (address, port) = transport.gathered.default_address();
        let m_line = MLine {
            port,
            port_count: None,
            ..offered.m_line().clone()
        };
        let transport = carries.then_some(transport);
        section::application(
            m_line,
            offered.mid(),
            self.max_message_size,
            &address,
            transport,
        )
    }

    fn answer_transport(
        &mut self,
        offer: &SessionDescription,
        parameters: usize,
        key: TransportKey,
        mid: &str,
        rtcp_mux: bool,
        random: &mut dyn Random,
    ) -> TransportLines {
        let credentials = self.answer_credentials(offer, parameters, key, mid, random);
        TransportLines {
            gathered: self.gathered(key, &credentials),
            credentials,
            setup: self.answer_setup(offer, parameters, key),
            rtcp_mux,
            fingerprints: self.fingerprints.clone(),
        }
    }

    /// The credentials stay unless the offer restarts ICE (RFC 9429 section 5.3.2).
    fn answer_credentials(
        &mut self,
        offer: &SessionDescription,
        parameters: usize,
        key: TransportKey,
        mid: &str,
        random: &mut dyn Random,
    ) -> IceCredentials {
        let remote = section_credentials(offer, parameters);
        let link = self.links.get(&key);
        let present = link.and_then(|link| link.local.as_ref());
        match (present, link) {
            (Some(present), Some(link)) if link.remote == remote => present.clone(),
            (present, _) => {
                let restart = present.is_some();
                self.propose_credentials(mid, restart, random)
            }
        }
    }

    /// RFC 5763 section 5 and RFC 8842 section 5.3: active where the choice is ours; the role of a DTLS association
    /// that goes on stays.
    fn answer_setup(
        &self,
        offer: &SessionDescription,
        parameters: usize,
        key: TransportKey,
    ) -> Setup {
        let link = self.links.get(&key);
        let continued = link.filter(|link| link.fingerprints == fingerprint_set(offer, parameters));
        match (
            offer.setup(parameters),
            continued.and_then(|link| link.dtls_role),
        ) {
            (Some(Setup::Active), _) | (_, Some(DtlsRole::Server)) => Setup::Passive,
            _ => Setup::Active,
        }
    }
}

/// RFC 9429 section 5.3.1: data channels that carry a group say what holds for its transport. Where the offer bundles
/// media onto it, that is RTCP mux; without it Firefox with "max-bundle" waits for a second component, although the
/// media are rejected.
fn shares_rtcp_mux(offer: &SessionDescription, bundles: &Bundles, carrier: usize) -> bool {
    let group = bundles.group_of(carrier).unwrap_or_default();
    group
        .iter()
        .any(|member| offer.media[*member].lines.has_attribute("rtcp-mux"))
}
