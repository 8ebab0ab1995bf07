//! A description that is applied, or about to be.

use crate::sdp::{SdpError, SessionDescription};

use super::media::MediaDescription;
use super::state::SdpType;

/// A description with its type.
#[derive(Clone, Debug)]
pub(crate) struct Description {
    pub(crate) kind: SdpType,
    sdp: SessionDescription,
    /// What each m-section says of audio or video. Candidates, which are all that is added later, change nothing of it.
    media: Vec<Option<MediaDescription>>,
}

impl Description {
    pub(super) fn parse(kind: SdpType, text: &str) -> Result<Self, SdpError> {
        let sdp = SessionDescription::parse(text)?;
        Ok(Self {
            kind,
            media: MediaDescription::read_all(&sdp),
            sdp,
        })
    }

    /// A rollback has no content.
    pub(crate) fn rollback() -> Self {
        Self {
            kind: SdpType::Rollback,
            sdp: SessionDescription::default(),
            media: Vec::new(),
        }
    }

    pub(crate) fn sdp(&self) -> &SessionDescription {
        &self.sdp
    }

    /// For candidates.
    pub(super) fn sdp_mut(&mut self) -> &mut SessionDescription {
        &mut self.sdp
    }

    /// What an m-section says of audio or video; absent if it is of neither.
    pub(crate) fn media(&self, index: usize) -> Option<&MediaDescription> {
        self.media.get(index)?.as_ref()
    }
}
