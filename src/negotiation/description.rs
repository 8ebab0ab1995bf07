//! A description that is applied, or about to be.

use std::cell::OnceCell;
use std::sync::Arc;

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
    /// `sdp` as text, once it was asked for and until a candidate is added.
    text: OnceCell<Arc<str>>,
}

impl Description {
    pub(super) fn parse(kind: SdpType, text: &str) -> Result<Self, SdpError> {
        let sdp = SessionDescription::parse(text)?;
        Ok(Self {
            kind,
            media: MediaDescription::read_all(&sdp),
            sdp,
            // What was parsed is written back byte for byte.
            text: OnceCell::from(Arc::from(text)),
        })
    }

    /// A rollback has no content.
    pub(crate) fn rollback() -> Self {
        Self {
            kind: SdpType::Rollback,
            sdp: SessionDescription::default(),
            media: Vec::new(),
            text: OnceCell::new(),
        }
    }

    pub(crate) fn sdp(&self) -> &SessionDescription {
        &self.sdp
    }

    /// For candidates.
    pub(super) fn sdp_mut(&mut self) -> &mut SessionDescription {
        self.text.take();
        &mut self.sdp
    }

    /// What an m-section says of audio or video; absent if it is of neither.
    pub(crate) fn media(&self, index: usize) -> Option<&MediaDescription> {
        self.media.get(index)?.as_ref()
    }

    /// The same as long as nothing is added.
    pub(crate) fn text(&self) -> Arc<str> {
        let text = self.text.get_or_init(|| self.sdp.to_string().into());
        Arc::clone(text)
    }
}
