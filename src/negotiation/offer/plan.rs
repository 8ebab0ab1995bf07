//! Which m-sections an offer has, and in which order (RFC 9429 sections 5.2.1 and 5.2.2).

use crate::sdp::{MLine, SessionDescription};

use super::super::media::MediaKind;
use super::super::state::NegotiationState;
use super::super::topology::{Section, SectionKind};
use super::super::transceiver::{Transceiver, TransceiverKey};

/// One section of the offer to be made.
pub(super) struct Planned {
    pub(super) mid: String,
    pub(super) content: Content,
    /// Where the section stands since the last answer; absent if it is new, or offered again.
    pub(super) negotiated: Option<Section>,
}

pub(super) enum Content {
    Application,
    Media(TransceiverKey),
    /// With port zero.
    Rejected(MLine),
}

impl Planned {
    pub(super) fn is_rejected(&self) -> bool {
        matches!(self.content, Content::Rejected(_))
    }
}

impl NegotiationState {
    /// Sections keep their places; one that was rejected is recycled for one that is added.
    pub(super) fn plan_sections(&mut self) -> Vec<Planned> {
        let mut planned: Vec<Planned> = match self.local_base() {
            None => Vec::new(),
            Some((sdp, topology)) => (0..topology.sections.len())
                .map(|index| self.plan_present(sdp, &topology.sections[index], index))
                .collect(),
        };
        if self.always_negotiate_data_channels {
            self.place_data(&mut planned);
        }
        let added: Vec<(TransceiverKey, MediaKind)> = self
            .transceivers
            .iter()
            .filter(|transceiver| transceiver.jsep_mid.is_none() && !transceiver.stopping)
            .map(|transceiver| (transceiver.key, transceiver.kind))
            .collect();
        for (key, kind) in added {
            let mid = self.proposed_mid(key);
            self.place(&mut planned, mid, Content::Media(key), kind.as_str());
        }
        if self.data_channel_created {
            self.place_data(&mut planned);
        }
        planned
    }

    /// A section that the newest local description has.
    fn plan_present(&self, sdp: &SessionDescription, section: &Section, index: usize) -> Planned {
        let associated = self
            .transceiver_with_mid(&section.mid)
            .map(|at| &self.transceivers[at]);
        let live = |transceiver: &&Transceiver| !transceiver.stopping && !transceiver.stopped;
        let content = match (section.kind, associated.filter(live)) {
            (SectionKind::Application, _) => Content::Application,
            // One that we rejected is offered again as long as there is a transceiver for it.
            (_, Some(transceiver)) => Content::Media(transceiver.key),
            _ => Content::Rejected(sdp.media[index].m_line().clone()),
        };
        let settled = self.topology.sections.get(index);
        let negotiated =
            settled.filter(|settled| settled.mid == section.mid && !settled.is_rejected());
        Planned {
            mid: section.mid.clone(),
            content,
            negotiated: negotiated.cloned(),
        }
    }

    fn place_data(&mut self, planned: &mut Vec<Planned>) {
        let is_data = |section: &Planned| matches!(section.content, Content::Application);
        if !planned.iter().any(is_data) {
            let mid = self.proposed_data_mid();
            self.place(planned, mid, Content::Application, "application");
        }
    }

    /// Puts a new section in the place of one that was rejected, or at the end. One of the same media is taken first, and
    /// data channels and media do not take each other's places: Firefox refuses that.
    fn place(&self, planned: &mut Vec<Planned>, mid: String, content: Content, media: &str) {
        let section = Planned {
            mid,
            content,
            negotiated: None,
        };
        let place = |any_media: bool| {
            planned.iter().enumerate().position(|(index, present)| {
                let Content::Rejected(m_line) = &present.content else {
                    return false;
                };
                let is_rtp = MediaKind::parse(&m_line.media).is_some();
                let fits = m_line.media == media
                    || (any_media && is_rtp && MediaKind::parse(media).is_some());
                fits && self.is_recyclable(index)
            })
        };
        match place(false).or_else(|| place(true)) {
            Some(index) => planned[index] = section,
            None => planned.push(section),
        }
    }

    /// Whether the current descriptions have the section with a zero port, so that both sides know that it is free.
    fn is_recyclable(&self, index: usize) -> bool {
        let settled = self.topology.sections.get(index);
        settled.is_some_and(Section::is_rejected)
    }
}
