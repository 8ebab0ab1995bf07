//! `RTCStatsReport` and the dictionaries of webrtc-stats.

mod dictionaries;
mod json;
mod value;

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::enums::idl_enum;
use super::object::{Object, ObjectKind};

pub(crate) use dictionaries::{
    RTCAudioSourceStats, RTCCertificateStats, RTCCodecStats, RTCDataChannelStats,
    RTCIceCandidatePairStats, RTCIceCandidateStats, RTCOutboundRtpStreamStats,
    RTCPeerConnectionStats, RTCTransportStats, RTCVideoSourceStats,
};
pub(crate) use value::{Nullable, Value};

idl_enum! {
    RTCStatsType {
        Codec = "codec",
        InboundRtp = "inbound-rtp",
        OutboundRtp = "outbound-rtp",
        RemoteInboundRtp = "remote-inbound-rtp",
        RemoteOutboundRtp = "remote-outbound-rtp",
        MediaSource = "media-source",
        MediaPlayout = "media-playout",
        PeerConnection = "peer-connection",
        DataChannel = "data-channel",
        Transport = "transport",
        CandidatePair = "candidate-pair",
        LocalCandidate = "local-candidate",
        RemoteCandidate = "remote-candidate",
        Certificate = "certificate",
    }
}

idl_enum! {
    RTCDtlsRole {
        Client = "client",
        Server = "server",
        Unknown = "unknown",
    }
}

idl_enum! {
    RTCStatsIceCandidatePairState {
        Frozen = "frozen",
        Waiting = "waiting",
        InProgress = "in-progress",
        Failed = "failed",
        Succeeded = "succeeded",
    }
}

/// A "stats object": `RTCStats` and what its type adds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RTCStats {
    pub(crate) id: String,
    /// Milliseconds since 1970.
    pub(crate) timestamp: f64,
    pub(crate) detail: StatsDetail,
}

/// The dictionary that a type of stats object is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum StatsDetail {
    Codec(RTCCodecStats),
    OutboundRtp(RTCOutboundRtpStreamStats),
    AudioSource(RTCAudioSourceStats),
    VideoSource(RTCVideoSourceStats),
    PeerConnection(RTCPeerConnectionStats),
    DataChannel(RTCDataChannelStats),
    Transport(RTCTransportStats),
    CandidatePair(RTCIceCandidatePairStats),
    LocalCandidate(RTCIceCandidateStats),
    RemoteCandidate(RTCIceCandidateStats),
    Certificate(RTCCertificateStats),
}

impl RTCStats {
    pub(crate) fn stats_type(&self) -> RTCStatsType {
        match &self.detail {
            StatsDetail::Codec(_) => RTCStatsType::Codec,
            StatsDetail::OutboundRtp(_) => RTCStatsType::OutboundRtp,
            StatsDetail::AudioSource(_) | StatsDetail::VideoSource(_) => RTCStatsType::MediaSource,
            StatsDetail::PeerConnection(_) => RTCStatsType::PeerConnection,
            StatsDetail::DataChannel(_) => RTCStatsType::DataChannel,
            StatsDetail::Transport(_) => RTCStatsType::Transport,
            StatsDetail::CandidatePair(_) => RTCStatsType::CandidatePair,
            StatsDetail::LocalCandidate(_) => RTCStatsType::LocalCandidate,
            StatsDetail::RemoteCandidate(_) => RTCStatsType::RemoteCandidate,
            StatsDetail::Certificate(_) => RTCStatsType::Certificate,
        }
    }

    /// The members that exist, but for those of `RTCStats`.
    pub(crate) fn members(&self) -> Vec<(&'static str, Value)> {
        match &self.detail {
            StatsDetail::Codec(stats) => stats.members(),
            StatsDetail::OutboundRtp(stats) => stats.members(),
            StatsDetail::AudioSource(stats) => stats.members(),
            StatsDetail::VideoSource(stats) => stats.members(),
            StatsDetail::PeerConnection(stats) => stats.members(),
            StatsDetail::DataChannel(stats) => stats.members(),
            StatsDetail::Transport(stats) => stats.members(),
            StatsDetail::CandidatePair(stats) => stats.members(),
            StatsDetail::LocalCandidate(stats) | StatsDetail::RemoteCandidate(stats) => {
                stats.members()
            }
            StatsDetail::Certificate(stats) => stats.members(),
        }
    }

    /// webrtc-stats, "stats object reference": the ids in members whose names end in Id.
    fn references(&self) -> impl Iterator<Item = String> {
        let members = self.members().into_iter();
        members.filter_map(|(name, value)| match value {
            Value::Text(id) if name.ends_with("_id") => Some(id),
            _ => None,
        })
    }
}

/// `RTCStatsReport`: immutable.
#[repr(C)]
pub(crate) struct RTCStatsReport {
    object: Object,
    stats: Vec<RTCStats>,
    by_id: BTreeMap<String, usize>,
    /// The report as C sees it, made when it is first asked for.
    shown: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl RTCStatsReport {
    /// A report of these objects, in this order.
    pub(super) fn new(stats: Vec<RTCStats>) -> Arc<Self> {
        let ids = stats.iter().enumerate();
        Arc::new(Self {
            object: Object::new(ObjectKind::StatsReport),
            by_id: ids.map(|(at, stats)| (stats.id.clone(), at)).collect(),
            stats,
            shown: OnceLock::new(),
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn stats(&self) -> &[RTCStats] {
        &self.stats
    }

    /// Where among the stats the object of this id is.
    pub(crate) fn position(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The report as `make` shows it to C, for as long as the report lives.
    pub(crate) fn shown<T: Any + Send + Sync>(&self, make: impl FnOnce(&Self) -> T) -> Option<&T> {
        let shown = self.shown.get_or_init(|| Box::new(make(self)));
        shown.downcast_ref()
    }
}

/// The "stats selection algorithm" for a sender or receiver: the objects that `is_selected`, and all that are "referenced directly or
/// indirectly" by them.
pub(super) fn select(all: Vec<RTCStats>, is_selected: impl Fn(&RTCStats) -> bool) -> Vec<RTCStats> {
    let by_id: BTreeMap<String, usize> = all
        .iter()
        .enumerate()
        .map(|(at, stats)| (stats.id.clone(), at))
        .collect();
    let mut selected: Vec<bool> = all.iter().map(is_selected).collect();
    let mut open: Vec<usize> = (0..all.len()).filter(|at| selected[*at]).collect();
    while let Some(at) = open.pop() {
        for reference in all[at].references() {
            if let Some(to) = by_id.get(&reference)
                && !std::mem::replace(&mut selected[*to], true)
            {
                open.push(*to);
            }
        }
    }
    let mut keep = selected.into_iter();
    let mut all = all;
    all.retain(|_| keep.next().unwrap_or_default());
    all
}
