//! What an m-section of audio or video says.

use super::{Codec, Direction, Extension, MediaKind};

/// One a=msid line (RFC 8830). The stream of no stream is `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Msid {
    pub(crate) stream: String,
    pub(crate) track: Option<String>,
}

/// The direction of a=rid and of each part of a=simulcast, as seen by the side that wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RidDirection {
    Send,
    Recv,
}

/// One a=rid line (RFC 8851).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rid {
    pub(crate) id: String,
    pub(crate) direction: RidDirection,
    /// The restrictions as they stand there, `pt=` among them.
    pub(crate) restrictions: Vec<(String, Option<String>)>,
}

/// a=simulcast (RFC 8853): for each stream its alternatives; a rid that begins paused is marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Simulcast {
    pub(crate) send: Vec<Vec<(String, bool)>>,
    pub(crate) recv: Vec<Vec<(String, bool)>>,
}

/// What an m-section of audio or video says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MediaDescription {
    pub(crate) kind: MediaKind,
    /// Absent: sendrecv, or that of the session part.
    pub(crate) direction: Direction,
    /// In the order of the m-line; formats without a known mapping are left out.
    pub(crate) codecs: Vec<Codec>,
    pub(crate) extensions: Vec<Extension>,
    pub(crate) extmap_allow_mixed: bool,
    pub(crate) msids: Vec<Msid>,
    pub(crate) rids: Vec<Rid>,
    pub(crate) simulcast: Option<Simulcast>,
    pub(crate) rtcp_mux: bool,
    pub(crate) rtcp_mux_only: bool,
    pub(crate) rtcp_rsize: bool,
    pub(crate) cname: Option<String>,
    /// The first SSRC, and that of its RTX stream.
    pub(crate) ssrcs: Vec<u32>,
    /// a=ptime and a=maxptime.
    pub(crate) ptime: Option<u32>,
    pub(crate) maxptime: Option<u32>,
}
