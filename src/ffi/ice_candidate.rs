//! `RTCIceCandidate` and its dictionary.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::enums as idl;
use crate::api::ice_candidate as api;

use super::dictionary::{self, Dictionary};
use super::entry::Failure;
use super::enumeration;
use super::enums::{
    RTCIceCandidateType, RTCIceComponent, RTCIceProtocol, RTCIceServerTransportProtocol,
    RTCIceTcpCandidateType,
};
use super::handle;
use super::result::RTCResult;
use super::text;

/// A candidate. It never changes.
///
/// <https://w3c.github.io/webrtc-pc/#rtcicecandidate-interface>
pub struct RTCIceCandidate {
    _private: (),
}

handle!(RTCIceCandidate, api::RTCIceCandidate, IceCandidate);

/// A candidate as a dictionary. Initialise it with `RTC_ICE_CANDIDATE_INIT_INIT`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidateinit>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCIceCandidateInit {
    /// The size of this struct.
    pub struct_size: usize,
    /// The candidate attribute, `"candidate:1 1 udp ..."`; `""`, the default, is the end of candidates.
    pub candidate: *const c_char,
    /// The identification of the m-section that it belongs to; NULL, the default, is null.
    pub sdp_mid: *const c_char,
    /// The ICE username fragment of its generation; NULL, the default, is null.
    pub username_fragment: *const c_char,
    /// The URL of the server that it came from; NULL, the default, is null. Only `rtc_ice_candidate_create` heeds it.
    pub url: *const c_char,
    /// The index of the m-section that it belongs to; `DUOLOGUE_NONE`, the default, is null.
    pub sdp_m_line_index: i32,
    /// How the TURN server is reached; 0, the default, is null. Only `rtc_ice_candidate_create` heeds it.
    pub relay_protocol: MaybeUninit<RTCIceServerTransportProtocol>,
}

// SAFETY: integers, an enumeration that may hold anything and pointers, without padding at the end.
unsafe impl Dictionary for RTCIceCandidateInit {
    const NAME: &'static str = "RTCIceCandidateInit";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        candidate: c"".as_ptr(),
        sdp_mid: ptr::null(),
        username_fragment: ptr::null(),
        url: ptr::null(),
        sdp_m_line_index: super::DUOLOGUE_NONE,
        relay_protocol: MaybeUninit::zeroed(),
    };
}

/// What `rtc_ice_candidate_create` takes: the same struct, with `url` and `relay_protocol`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtclocalicecandidateinit>
pub type RTCLocalIceCandidateInit = RTCIceCandidateInit;

mirror!(RTCIceProtocol, idl::RTCIceProtocol, { Udp, Tcp });
mirror!(RTCIceTcpCandidateType, idl::RTCIceTcpCandidateType, { Active, Passive, So });
mirror!(RTCIceCandidateType, idl::RTCIceCandidateType, { Host, Srflx, Prflx, Relay });
mirror!(RTCIceServerTransportProtocol, idl::RTCIceServerTransportProtocol, { Udp, Tcp, Tls });
mirror!(RTCIceComponent, idl::RTCIceComponent, { Rtp, Rtcp });

/// # Safety
/// As for `dictionary::read`, and its strings end with NUL.
pub(super) unsafe fn read_init(
    pointer: *const RTCIceCandidateInit,
) -> Result<api::RTCLocalIceCandidateInit, Failure> {
    // SAFETY: as promised by the caller.
    let init =
        unsafe { dictionary::read(pointer, "candidate") }?.unwrap_or(RTCIceCandidateInit::INIT);
    let owned = |string, what| {
        // SAFETY: as promised by the caller.
        let text = unsafe { text::optional(string, what) }?;
        Ok::<_, Failure>(text.map(str::to_owned))
    };
    Ok(api::RTCLocalIceCandidateInit {
        init: api::RTCIceCandidateInit {
            candidate: owned(init.candidate, "candidate.candidate")?.unwrap_or_default(),
            sdp_mid: owned(init.sdp_mid, "candidate.sdp_mid")?,
            sdp_m_line_index: dictionary::u16_or_none(
                init.sdp_m_line_index,
                "candidate.sdp_m_line_index",
            )?,
            username_fragment: owned(init.username_fragment, "candidate.username_fragment")?,
        },
        relay_protocol: enumeration::optional(init.relay_protocol, "candidate.relay_protocol")?
            .map(Into::into),
        url: owned(init.url, "candidate.url")?,
    })
}

/// Makes a candidate. One that does not follow the grammar is kept as a text alone.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-constructor>
///
/// - `init`: lent, nullable.
/// - `candidate`: takes a new reference.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if both the mid and the index are null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_create(
    init: *const RTCLocalIceCandidateInit,
    candidate: *mut *mut RTCIceCandidate,
) -> RTCResult {
    entry!(rtc_ice_candidate_create, {
        handle::check_output(candidate, "candidate")?;
        // SAFETY: the caller's struct.
        let made = api::RTCIceCandidate::new(unsafe { read_init(init) }?)?;
        // SAFETY: the caller's output.
        unsafe { handle::write(candidate, handle::give(made), "candidate") }
    })
}

/// Adds a reference.
///
/// - `candidate`: lent, nullable.
///
/// Returns `candidate`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_ref(
    candidate: *mut RTCIceCandidate,
) -> *mut RTCIceCandidate {
    value!(rtc_ice_candidate_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(candidate) }
    })
}

/// Gives a reference up.
///
/// - `candidate`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_unref(candidate: *mut RTCIceCandidate) {
    value!(rtc_ice_candidate_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { handle::release(candidate) }
    });
}

/// The candidate attribute, as it was given.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-candidate>
///
/// - `candidate`: lent.
///
/// Returns a text that belongs to the candidate; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_candidate(
    candidate: *const RTCIceCandidate,
) -> *const c_char {
    value!(rtc_ice_candidate_candidate, ptr::null(), {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        Ok(candidate
            .object()
            .borrowed_text("candidate", candidate.candidate())
            .cast())
    })
}

/// The identification of the m-section that it belongs to.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-sdpmid>
///
/// - `candidate`: lent.
///
/// Returns a text that belongs to the candidate; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_sdp_mid(
    candidate: *const RTCIceCandidate,
) -> *const c_char {
    value!(rtc_ice_candidate_sdp_mid, ptr::null(), {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        Ok(candidate.sdp_mid().map_or(ptr::null(), |text| {
            candidate.object().borrowed_text("sdp_mid", text).cast()
        }))
    })
}

/// The index of the m-section that it belongs to.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-sdpmlineindex>
///
/// - `candidate`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_sdp_m_line_index(
    candidate: *const RTCIceCandidate,
    value: *mut u16,
) -> bool {
    value!(rtc_ice_candidate_sdp_m_line_index, false, {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(candidate.sdp_m_line_index(), value) }
    })
}

/// What it has in common with candidates of the same kind, address and server.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-foundation>
///
/// - `candidate`: lent.
///
/// Returns a text that belongs to the candidate; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_foundation(
    candidate: *const RTCIceCandidate,
) -> *const c_char {
    value!(rtc_ice_candidate_foundation, ptr::null(), {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        Ok(candidate.foundation().map_or(ptr::null(), |text| {
            candidate.object().borrowed_text("foundation", text).cast()
        }))
    })
}

/// What it is for.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-component>
///
/// - `candidate`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_component(
    candidate: *const RTCIceCandidate,
    value: *mut RTCIceComponent,
) -> bool {
    value!(rtc_ice_candidate_component, false, {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(candidate.component().map(Into::into), value) }
    })
}

/// Its priority.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-priority>
///
/// - `candidate`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_priority(
    candidate: *const RTCIceCandidate,
    value: *mut u32,
) -> bool {
    value!(rtc_ice_candidate_priority, false, {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(candidate.priority(), value) }
    })
}

/// Its address, or a name that ends in `.local`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-address>
///
/// - `candidate`: lent.
///
/// Returns a text that belongs to the candidate; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_address(
    candidate: *const RTCIceCandidate,
) -> *const c_char {
    value!(rtc_ice_candidate_address, ptr::null(), {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        Ok(candidate.address().map_or(ptr::null(), |text| {
            candidate.object().borrowed_text("address", text).cast()
        }))
    })
}

/// Its transport protocol.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-protocol>
///
/// - `candidate`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_protocol(
    candidate: *const RTCIceCandidate,
    value: *mut RTCIceProtocol,
) -> bool {
    value!(rtc_ice_candidate_protocol, false, {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(candidate.protocol().map(Into::into), value) }
    })
}

/// Its port.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-port>
///
/// - `candidate`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_port(
    candidate: *const RTCIceCandidate,
    value: *mut u16,
) -> bool {
    value!(rtc_ice_candidate_port, false, {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(candidate.port(), value) }
    })
}

/// Where it comes from.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-type>
///
/// - `candidate`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_type(
    candidate: *const RTCIceCandidate,
    value: *mut RTCIceCandidateType,
) -> bool {
    value!(rtc_ice_candidate_type, false, {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(candidate.candidate_type().map(Into::into), value) }
    })
}

/// Who opens its TCP connection.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-tcptype>
///
/// - `candidate`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_tcp_type(
    candidate: *const RTCIceCandidate,
    value: *mut RTCIceTcpCandidateType,
) -> bool {
    value!(rtc_ice_candidate_tcp_type, false, {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(candidate.tcp_type().map(Into::into), value) }
    })
}

/// The address that it was derived from.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-relatedaddress>
///
/// - `candidate`: lent.
///
/// Returns a text that belongs to the candidate; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_related_address(
    candidate: *const RTCIceCandidate,
) -> *const c_char {
    value!(rtc_ice_candidate_related_address, ptr::null(), {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        Ok(candidate.related_address().map_or(ptr::null(), |text| {
            candidate
                .object()
                .borrowed_text("related_address", text)
                .cast()
        }))
    })
}

/// The port that it was derived from.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-relatedport>
///
/// - `candidate`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_related_port(
    candidate: *const RTCIceCandidate,
    value: *mut u16,
) -> bool {
    value!(rtc_ice_candidate_related_port, false, {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(candidate.related_port(), value) }
    })
}

/// The ICE username fragment of its generation.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-usernamefragment>
///
/// - `candidate`: lent.
///
/// Returns a text that belongs to the candidate; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_username_fragment(
    candidate: *const RTCIceCandidate,
) -> *const c_char {
    value!(rtc_ice_candidate_username_fragment, ptr::null(), {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        Ok(candidate.username_fragment().map_or(ptr::null(), |text| {
            candidate
                .object()
                .borrowed_text("username_fragment", text)
                .cast()
        }))
    })
}

/// How the TURN server is reached; only for local candidates.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-relayprotocol>
///
/// - `candidate`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_relay_protocol(
    candidate: *const RTCIceCandidate,
    value: *mut RTCIceServerTransportProtocol,
) -> bool {
    value!(rtc_ice_candidate_relay_protocol, false, {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(candidate.relay_protocol().map(Into::into), value) }
    })
}

/// The URL of the server that it came from; only for local candidates.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-url>
///
/// - `candidate`: lent.
///
/// Returns a text that belongs to the candidate; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_url(candidate: *const RTCIceCandidate) -> *const c_char {
    value!(rtc_ice_candidate_url, ptr::null(), {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        Ok(candidate.url().map_or(ptr::null(), |text| {
            candidate.object().borrowed_text("url", text).cast()
        }))
    })
}

/// The candidate as a dictionary, to be sent to the peer.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-tojson>
///
/// - `candidate`: lent.
/// - `init`: initialised by the caller, filled; its texts belong to the candidate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_to_json(
    candidate: *const RTCIceCandidate,
    init: *mut RTCIceCandidateInit,
) -> RTCResult {
    entry!(rtc_ice_candidate_to_json, {
        // SAFETY: the caller's handle.
        let candidate = unsafe { handle::get(candidate, "candidate") }?;
        let text = |member, text: Option<&str>| {
            text.map_or(ptr::null(), |text| {
                candidate.object().borrowed_text(member, text).cast()
            })
        };
        let value = RTCIceCandidateInit {
            candidate: text("candidate", Some(candidate.candidate())),
            sdp_mid: text("sdp_mid", candidate.sdp_mid()),
            username_fragment: text("username_fragment", candidate.username_fragment()),
            sdp_m_line_index: candidate
                .sdp_m_line_index()
                .map_or(super::DUOLOGUE_NONE, i32::from),
            ..RTCIceCandidateInit::INIT
        };
        // SAFETY: the caller's struct.
        unsafe { dictionary::write(init, &value, "init") }
    })
}
