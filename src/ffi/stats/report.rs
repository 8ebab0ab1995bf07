//! `RTCStatsReport` and `RTCStats`.

use std::ffi::c_char;
use std::ptr;

use crate::api::stats as api;

use super::members::Head;
use super::{ice, rtp, transport};
use crate::ffi::entry::Failure;
use crate::ffi::enums::RTCStatsType;
use crate::ffi::parts::Parts;
use crate::ffi::result::RTCResult;
use crate::ffi::{allocation, handle, text};

/// The stats objects of a connection, a sender or a receiver at some moment, by their ids. It never changes, and outlives the connection
/// and the runtime.
///
/// <https://w3c.github.io/webrtc-pc/#rtcstatsreport-object>
pub struct RTCStatsReport {
    _private: (),
}

handle!(RTCStatsReport, api::RTCStatsReport, StatsReport);

/// A stats object: what each of them begins with. `type` says which dictionary it is, to which a pointer to it may be cast. A number
/// that is not known is `DUOLOGUE_NONE`, not 0. All of it belongs to the report and lives as long. A program that may meet an older library than the one that it was compiled with
/// looks at `struct_size` before it reads members that were appended since.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcstats>
#[repr(C)]
pub struct RTCStats {
    /// The size of the dictionary that this is the beginning of.
    pub struct_size: usize,
    /// Which dictionary it is.
    pub r#type: RTCStatsType,
    /// The id of this object: the same in each report on what it is about.
    pub id: *const c_char,
    /// When it was looked at, in milliseconds since 1970.
    pub timestamp: f64,
}

/// A value of a record, with its key. Its size never changes.
#[repr(C)]
pub struct DuologueRecordEntry {
    /// The key.
    pub key: *const c_char,
    /// The value.
    pub value: f64,
}

/// Adds a reference.
///
/// - `report`: lent, nullable.
///
/// Returns `report`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_stats_report_ref(report: *mut RTCStatsReport) -> *mut RTCStatsReport {
    value!(rtc_stats_report_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(report) }
    })
}

/// Gives a reference up.
///
/// - `report`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_stats_report_unref(report: *mut RTCStatsReport) {
    value!(rtc_stats_report_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { handle::release(report) }
    });
}

/// How many stats objects there are.
///
/// <https://webidl.spec.whatwg.org/#es-maplike>
///
/// - `report`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_stats_report_size(report: *const RTCStatsReport) -> usize {
    value!(rtc_stats_report_size, 0, {
        // SAFETY: the caller's handle.
        let report = unsafe { handle::get(report, "report") }?;
        Ok(report.stats().len())
    })
}

/// Whether there is a stats object of this id.
///
/// <https://webidl.spec.whatwg.org/#es-maplike>
///
/// - `report`: lent.
/// - `id`: lent.
///
/// Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_stats_report_has(
    report: *const RTCStatsReport,
    id: *const c_char,
) -> bool {
    value!(rtc_stats_report_has, false, {
        // SAFETY: the caller's handle and string.
        let (report, id) = unsafe { (handle::get(report, "report")?, text::required(id, "id")?) };
        Ok(report.position(id).is_some())
    })
}

/// The stats object of an id.
///
/// <https://webidl.spec.whatwg.org/#es-maplike>
///
/// - `report`: lent.
/// - `id`: lent, nullable: of what is NULL there is none, so that an absent reference can be followed.
///
/// Returns an object that belongs to the report; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_stats_report_get(
    report: *const RTCStatsReport,
    id: *const c_char,
) -> *const RTCStats {
    value!(rtc_stats_report_get, ptr::null(), {
        // SAFETY: the caller's handle.
        let report = unsafe { handle::get(report, "report") }?;
        // SAFETY: the caller's string.
        let id = unsafe { text::optional(id, "id") }?;
        let at = id.and_then(|id| report.position(id));
        let values = &shown(report)?.values;
        Ok(at.map_or(ptr::null(), |at| values[at]))
    })
}

/// The ids of all stats objects.
///
/// <https://webidl.spec.whatwg.org/#es-maplike>
///
/// - `report`: lent.
/// - `length`: nullable; takes the number of ids, 0 for NULL.
///
/// Returns an array that belongs to the report, as the ids do; NULL for NULL or if there are none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_stats_report_keys(
    report: *const RTCStatsReport,
    length: *mut usize,
) -> *const *const c_char {
    // SAFETY: the caller's output.
    unsafe { begin_with_none(length) };
    value!(rtc_stats_report_keys, ptr::null(), {
        // SAFETY: the caller's handle and output.
        unsafe { lend_list(report, length, |shown| &shown.keys) }
    })
}

/// All stats objects: in the order of `rtc_stats_report_keys`, which is that of the report.
///
/// <https://webidl.spec.whatwg.org/#es-maplike>
///
/// - `report`: lent.
/// - `length`: nullable; takes the number of objects, 0 for NULL.
///
/// Returns an array that belongs to the report, as the objects do; NULL for NULL or if there are none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_stats_report_values(
    report: *const RTCStatsReport,
    length: *mut usize,
) -> *const *const RTCStats {
    // SAFETY: the caller's output.
    unsafe { begin_with_none(length) };
    value!(rtc_stats_report_values, ptr::null(), {
        // SAFETY: the caller's handle and output.
        unsafe { lend_list(report, length, |shown| &shown.values) }
    })
}

/// The report as JSON: an array of objects whose members have the names of the IDL, those that are absent left out.
///
/// - `report`: lent.
/// - `json`: takes a text to be released by `duologue_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_stats_report_to_json(
    report: *const RTCStatsReport,
    json: *mut *mut c_char,
) -> RTCResult {
    entry!(duologue_stats_report_to_json, {
        // SAFETY: the caller's handle.
        let report = unsafe { handle::get(report, "report") }?;
        handle::check_output(json, "json")?;
        let text = allocation::string(text::to_c_string(&report.to_json()));
        // SAFETY: the caller's output.
        unsafe { handle::write(json, text, "json") }
    })
}

/// A report for C: the objects, and lists of what they are and are called.
struct Shown {
    keys: Vec<*const c_char>,
    values: Vec<*const RTCStats>,
    /// What the pointers lead to.
    _parts: Parts,
}

// SAFETY: the pointers lead to what `_parts` has, which nobody changes any more.
unsafe impl Send for Shown {}
// SAFETY: as above.
unsafe impl Sync for Shown {}

fn shown(report: &api::RTCStatsReport) -> Result<&Shown, Failure> {
    let shown = report.shown(|report| {
        let mut parts = Parts::default();
        let stats = report.stats().iter();
        let values: Vec<_> = stats.map(|stats| to_c(stats, &mut parts)).collect();
        // SAFETY: each was just made, and `parts` has it.
        let ids = values.iter().map(|stats| unsafe { (**stats).id });
        Shown {
            keys: ids.collect(),
            values,
            _parts: parts,
        }
    });
    shown.ok_or_else(|| Failure::type_error("the report was shown otherwise before"))
}

/// A loop over what comes to nothing ends at once.
///
/// # Safety
/// `length` is NULL or writable.
unsafe fn begin_with_none(length: *mut usize) {
    if !length.is_null() {
        // SAFETY: as promised by the caller.
        unsafe { length.write(0) };
    }
}

/// # Safety
/// As for `handle::get`; `length` is NULL or writable.
unsafe fn lend_list<T>(
    report: *const RTCStatsReport,
    length: *mut usize,
    pick: impl FnOnce(&Shown) -> &Vec<T>,
) -> Result<*const T, Failure> {
    // SAFETY: as promised by the caller.
    let report = unsafe { handle::get(report, "report") }?;
    let list = pick(shown(report)?);
    if !length.is_null() {
        // SAFETY: as promised by the caller.
        unsafe { length.write(list.len()) };
    }
    Ok(match list.is_empty() {
        true => ptr::null(),
        false => list.as_ptr(),
    })
}

fn to_c(stats: &api::RTCStats, parts: &mut Parts) -> *const RTCStats {
    let head = Head::of(stats, parts);
    match &stats.detail {
        api::StatsDetail::Codec(it) => {
            let value = rtp::codec(head, it, parts);
            parts.list(vec![value]).cast()
        }
        api::StatsDetail::OutboundRtp(it) => {
            let value = rtp::outbound(head, it, parts);
            parts.list(vec![value]).cast()
        }
        api::StatsDetail::AudioSource(it) => {
            let value = rtp::audio_source(head, it, parts);
            parts.list(vec![value]).cast()
        }
        api::StatsDetail::VideoSource(it) => {
            let value = rtp::video_source(head, it, parts);
            parts.list(vec![value]).cast()
        }
        api::StatsDetail::PeerConnection(it) => {
            parts.list(vec![transport::connection(head, it)]).cast()
        }
        api::StatsDetail::DataChannel(it) => {
            let value = transport::channel(head, it, parts);
            parts.list(vec![value]).cast()
        }
        api::StatsDetail::Transport(it) => {
            let value = transport::transport(head, it, parts);
            parts.list(vec![value]).cast()
        }
        api::StatsDetail::CandidatePair(it) => {
            let value = ice::pair(head, it, parts);
            parts.list(vec![value]).cast()
        }
        api::StatsDetail::LocalCandidate(it) | api::StatsDetail::RemoteCandidate(it) => {
            let value = ice::candidate(head, it, parts);
            parts.list(vec![value]).cast()
        }
        api::StatsDetail::Certificate(it) => {
            let value = transport::certificate(head, it, parts);
            parts.list(vec![value]).cast()
        }
    }
}
