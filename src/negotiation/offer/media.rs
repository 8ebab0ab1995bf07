//! One m-section of an offer.

use crate::random::Random;
use crate::sdp::{MLine, MediaSection};

use super::super::media::{self, Direction, MediaDescription, Numbers, Previous};
use super::super::section::{self, Frame, Gathered, TransportLines};
use super::super::state::{NegotiationState, RtcpMuxPolicy, SdpType, Source};
use super::super::transceiver::TransceiverKey;
use super::layout::Layout;
use super::plan::{Content, Planned};

impl NegotiationState {
    /// `transport` is that of the section which describes it.
    pub(super) fn offer_section(
        &mut self,
        index: usize,
        planned: &Planned,
        layout: &Layout,
        transport: &TransportLines,
        random: &mut dyn Random,
    ) -> MediaSection {
        let bundle_only = layout.bundle_only.contains(&index);
        let (address, port) = match bundle_only {
            true => (Gathered::default().default_address().0, 0),
            // RFC 9143 section 7.1.3: a bundled section has the address of the tagged one.
            false => transport.gathered.default_address(),
        };
        let carries = layout.carried(index).is_some();
        let mut transport = match carries {
            true => transport.clone(),
            false => transport.repeated(),
        };
        let mut frame = Frame {
            m_line: MLine {
                media: "application".to_owned(),
                port,
                port_count: None,
                proto: "UDP/DTLS/SCTP".to_owned(),
                fmts: vec!["webrtc-datachannel".to_owned()],
            },
            address,
            mid: Some(&planned.mid),
            bundle_only,
        };
        let Content::Media(key) = planned.content else {
            transport.rtcp_mux = layout.is_shared(index);
            return section::application(frame, self.max_message_size, transport);
        };
        let mut media = self.offer_media(key, planned, index, random);
        let settled = planned.negotiated.as_ref();
        let separate = settled.is_none_or(|section| section.rtcp.is_some());
        transport.rtcp = separate && carries;
        // RFC 9429 section 4.1.1.
        let required = self.rtcp_mux_policy == RtcpMuxPolicy::Require;
        media.rtcp_mux_only = settled.is_none() && carries && required;
        frame.m_line.media = media.kind.as_str().to_owned();
        frame.m_line.proto = "UDP/TLS/RTP/SAVPF".to_owned();
        frame.m_line.fmts = media.formats();
        section::media(frame, &media, transport)
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
        let mut numbers = std::mem::take(&mut self.numbers);
        let media = self.describe(key, settled, &mut numbers, &cname);
        self.numbers = numbers;
        media
    }

    /// `settled` is the section on which the last exchange agreed.
    fn describe(
        &self,
        key: TransceiverKey,
        settled: Option<usize>,
        numbers: &mut Numbers,
        cname: &str,
    ) -> MediaDescription {
        let previous = settled.and_then(|index| self.settled_media(index));
        let Some(transceiver) = self.transceiver(key) else {
            // The plan was made of the transceivers that there are.
            return MediaDescription::new(media::MediaKind::Audio, Direction::Inactive);
        };
        let mut media = media::offer_media(transceiver, previous, numbers, cname);
        media.rtcp_mux = true;
        media
    }

    /// What the last exchange agreed on for a section.
    fn settled_media(&self, index: usize) -> Option<Previous<'_>> {
        let (local, remote) = (self.current_local.as_ref()?, self.current_remote.as_ref()?);
        Some(Previous {
            local: local.media(index)?,
            remote: remote.media(index)?,
            answer: match local.kind {
                SdpType::Answer => Source::Local,
                _ => Source::Remote,
            },
        })
    }
}
