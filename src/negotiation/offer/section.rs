//! One m-section of an offer.

use crate::random::Random;
use crate::sdp::{MLine, MediaSection, Setup};

use super::super::media::{self, Direction, MediaDescription, Numbers, Previous};
use super::super::section::{self, Frame, Gathered, TransportLines};
use super::super::state::{IceCredentials, NegotiationState, RtcpMuxPolicy, SdpType, Source};
use super::super::topology::TransportKey;
use super::super::transceiver::TransceiverKey;
use super::OfferOptions;
use super::layout::Layout;
use super::plan::{Content, Planned};

impl NegotiationState {
    pub(super) fn offer_section(
        &mut self,
        index: usize,
        planned: &[Planned],
        layout: &Layout,
        options: &OfferOptions,
        random: &mut dyn Random,
    ) -> MediaSection {
        let section = &planned[index];
        if let Content::Rejected(m_line) = &section.content {
            return section::rejected(m_line, Some(&section.mid));
        }
        let carrier = layout.carrier_of(index);
        let key = layout.carried(carrier).flatten();
        let mut transport = self.offer_transport(key, layout, options, random);
        let bundle_only = layout.bundle_only.contains(&index);
        let (address, port) = match bundle_only {
            true => (Gathered::default().default_address().0, 0),
            // RFC 9143 section 7.1.3: a bundled section has the address of the tagged one.
            false => transport.gathered.default_address(),
        };
        let is_new = section.negotiated.is_none();
        let carries = carrier == index;
        if !carries {
            transport.gathered = Gathered::default();
        }
        let mut frame = Frame {
            m_line: MLine {
                media: "application".to_owned(),
                port,
                port_count: None,
                proto: "UDP/DTLS/SCTP".to_owned(),
                fmts: vec!["webrtc-datachannel".to_owned()],
            },
            address,
            mid: Some(&section.mid),
            bundle_only,
        };
        let Content::Media(key) = section.content else {
            transport.rtcp_mux = layout.is_shared(index);
            return section::application(frame, self.max_message_size, transport);
        };
        let mut media = self.offer_media(key, section, index, random);
        let settled = section.negotiated.as_ref();
        let separate = settled.is_none_or(|section| section.rtcp.is_some());
        transport.rtcp = separate && carries;
        // RFC 9429 section 4.1.1.
        let required = self.rtcp_mux_policy == RtcpMuxPolicy::Require;
        media.rtcp_mux_only = is_new && carries && required;
        frame.m_line.media = media.kind.as_str().to_owned();
        frame.m_line.proto = "UDP/TLS/RTP/SAVPF".to_owned();
        frame.m_line.fmts = media.formats();
        section::media(frame, &media, transport)
    }

    fn offer_transport(
        &mut self,
        key: Option<TransportKey>,
        layout: &Layout,
        options: &OfferOptions,
        random: &mut dyn Random,
    ) -> TransportLines {
        let credentials = self.offer_credentials(key, layout, options, random);
        let gathered = key
            .map(|key| self.gathered(key, &credentials))
            .unwrap_or_default();
        TransportLines {
            credentials,
            fingerprints: self.fingerprints.clone(),
            setup: Setup::Actpass,
            rtcp: false,
            rtcp_mux: false,
            gathered,
        }
    }

    /// The credentials stay unless ICE is to restart (RFC 9429 sections 5.2.2 and 5.2.3.1). A transport that is new takes those
    /// of the others.
    fn offer_credentials(
        &mut self,
        key: Option<TransportKey>,
        layout: &Layout,
        options: &OfferOptions,
        random: &mut dyn Random,
    ) -> IceCredentials {
        let local = |key: TransportKey| self.links.get(&key)?.local.clone();
        let own = key.and_then(local);
        let present = own.or_else(|| layout.known_transports().find_map(local));
        let Some(present) = present else {
            return self.propose_credentials(false, random);
        };
        let restart = options.ice_restart
            || self.needs_ice_restart
            || self.credentials_to_replace.contains(&present);
        match restart {
            true => self.propose_credentials(true, random),
            false => present,
        }
    }

    /// What the offer says of a transceiver (RFC 9429 sections 5.2.1 and 5.2.2).
    fn offer_media(
        &mut self,
        key: TransceiverKey,
        planned: &Planned,
        index: usize,
        random: &mut dyn Random,
    ) -> MediaDescription {
        let cname = self.identify_sender(key, random);
        let settled = planned.negotiated.is_some().then_some(index);
        let settled = settled.and_then(|index| self.settled_media(index));
        let mut numbers = std::mem::take(&mut self.numbers);
        let media = self.describe(key, settled.as_ref(), &mut numbers, &cname);
        self.numbers = numbers;
        media
    }

    fn describe(
        &self,
        key: TransceiverKey,
        settled: Option<&Settled>,
        numbers: &mut Numbers,
        cname: &str,
    ) -> MediaDescription {
        let previous = settled.map(|settled| Previous {
            local: &settled.local,
            remote: &settled.remote,
            answer: settled.answer,
        });
        let Some(transceiver) = self.transceiver(key) else {
            // The plan was made of the transceivers that there are.
            return MediaDescription::new(media::MediaKind::Audio, Direction::Inactive);
        };
        let mut media = media::offer_media(transceiver, previous, numbers, cname);
        media.rtcp_mux = true;
        media
    }

    /// What the last exchange agreed on for a section.
    fn settled_media(&self, index: usize) -> Option<Settled> {
        let (local, remote) = (self.current_local.as_ref()?, self.current_remote.as_ref()?);
        let answer = match local.kind {
            SdpType::Answer => Source::Local,
            _ => Source::Remote,
        };
        Some(Settled {
            local: MediaDescription::read(&local.sdp, index)?,
            remote: MediaDescription::read(&remote.sdp, index)?,
            answer,
        })
    }
}

struct Settled {
    local: MediaDescription,
    remote: MediaDescription,
    /// Whose description the answer was.
    answer: Source,
}
