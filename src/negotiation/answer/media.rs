//! One m-section of an answer.

use crate::random::Random;
use crate::sdp::{MLine, MediaSection, SessionDescription};

use super::super::description::Description;
use super::super::media::{self, MediaDescription};
use super::super::section::{self, Frame, TransportLines};
use super::super::state::NegotiationState;
use super::super::topology::{Bundles, Section, SectionKind};

impl NegotiationState {
    pub(super) fn answer_section(
        &mut self,
        description: &Description,
        section: &Section,
        bundles: &Bundles,
        index: usize,
        transport: &TransportLines,
        random: &mut dyn Random,
    ) -> MediaSection {
        let offer = description.sdp();
        let offered = &offer.media[index];
        let media = match section.kind {
            SectionKind::Media(_) => {
                match self.answer_media(description, &section.mid, index, random) {
                    Some(media) => Some(media),
                    None => return section::rejected(offered.m_line(), offered.mid()),
                }
            }
            _ => None,
        };
        let (address, port) = transport.gathered.default_address();
        let mut frame = Frame {
            m_line: MLine {
                port,
                port_count: None,
                ..offered.m_line().clone()
            },
            address,
            mid: offered.mid(),
            bundle_only: false,
        };
        let mut transport = match section.carrier == index {
            true => transport.clone(),
            false => transport.repeated(),
        };
        let Some(mut media) = media else {
            transport.rtcp_mux = section.carrier == index && shares_rtcp_mux(offer, bundles, index);
            return section::application(frame, self.max_message_size, transport);
        };
        let in_group = bundles.group_of(index).is_some();
        media.rtcp_mux = in_group || offered.lines.has_attribute("rtcp-mux");
        transport.rtcp = !media.rtcp_mux;
        frame.m_line.fmts = media.formats();
        section::media(frame, &media, transport)
    }

    /// What the answer says of the transceiver; absent if there is no format that both sides have.
    fn answer_media(
        &mut self,
        offer: &Description,
        mid: &str,
        index: usize,
        random: &mut dyn Random,
    ) -> Option<MediaDescription> {
        let at = self.transceiver_with_mid(mid)?;
        let offered = offer.media(index)?;
        let cname = self.identify_sender(self.transceivers[at].key, random);
        let transceiver = &self.transceivers[at];
        media::answer_media(transceiver, offered, &mut self.numbers, &cname)
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
