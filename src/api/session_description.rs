//! `RTCSessionDescription` and its dictionaries.

use std::sync::Arc;

use super::enums::RTCSdpType;
use super::object::{Object, ObjectKind};

/// `RTCSessionDescription`: immutable; a description that changed is another object.
#[repr(C)]
pub(crate) struct RTCSessionDescription {
    object: Object,
    sdp_type: RTCSdpType,
    sdp: Arc<str>,
}

/// `RTCSessionDescriptionInit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RTCSessionDescriptionInit {
    pub(crate) sdp_type: RTCSdpType,
    pub(crate) sdp: String,
}

/// `RTCLocalSessionDescriptionInit`: without a type, setLocalDescription finds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RTCLocalSessionDescriptionInit {
    pub(crate) sdp_type: Option<RTCSdpType>,
    pub(crate) sdp: String,
}

impl RTCSessionDescription {
    /// The constructor.
    pub(crate) fn new(init: RTCSessionDescriptionInit) -> Arc<Self> {
        Self::create(init.sdp_type, init.sdp.into())
    }

    pub(in crate::api) fn create(sdp_type: RTCSdpType, sdp: Arc<str>) -> Arc<Self> {
        Arc::new(Self {
            object: Object::new(ObjectKind::SessionDescription),
            sdp_type,
            sdp,
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn sdp_type(&self) -> RTCSdpType {
        self.sdp_type
    }

    pub(crate) fn sdp(&self) -> &str {
        &self.sdp
    }

    /// Whether this is the content; comparing one text with itself costs nothing.
    pub(in crate::api) fn has_content(&self, sdp_type: RTCSdpType, sdp: &Arc<str>) -> bool {
        self.sdp_type == sdp_type && (Arc::ptr_eq(&self.sdp, sdp) || self.sdp == *sdp)
    }

    /// `toJSON`, as the dictionary.
    #[cfg(test)]
    pub(crate) fn to_init(&self) -> RTCSessionDescriptionInit {
        RTCSessionDescriptionInit {
            sdp_type: self.sdp_type,
            sdp: self.sdp.as_ref().to_owned(),
        }
    }
}
