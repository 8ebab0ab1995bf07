//! Members of stats objects for C.

use std::ffi::c_char;

use crate::api::stats as api;
use crate::ffi::DUOLOGUE_NONE;
use crate::ffi::enums::RTCStatsType;
use crate::ffi::parts::Parts;

/// The number of a member that does not exist.
pub(super) const NONE: i64 = DUOLOGUE_NONE as i64;

/// The members that every stats object begins with.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) stats_type: RTCStatsType,
    pub(super) id: *const c_char,
    pub(super) timestamp: f64,
}

impl Head {
    pub(super) fn of(stats: &api::RTCStats, parts: &mut Parts) -> Self {
        Self {
            stats_type: stats.stats_type().into(),
            id: parts.text(&stats.id),
            timestamp: stats.timestamp,
        }
    }
}

/// A counter; one that does not fit says the most that does.
pub(super) fn count(value: Option<impl Into<u64>>) -> i64 {
    value.map_or(NONE, |value| {
        i64::try_from(value.into()).unwrap_or(i64::MAX)
    })
}

pub(super) fn double(value: Option<f64>) -> f64 {
    value.unwrap_or(NONE as f64)
}
