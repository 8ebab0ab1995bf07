//! `RTCSessionDescription` and its dictionaries.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::enums::RTCSdpType as SdpType;
use crate::api::session_description as api;

use super::dictionary::{self, Dictionary};
use super::entry::Failure;
use super::enumeration;
use super::enums::RTCSdpType;
use super::handle;
use super::result::RTCResult;
use super::text;

/// A description. It never changes.
///
/// <https://w3c.github.io/webrtc-pc/#rtcsessiondescription-class>
pub struct RTCSessionDescription {
    _private: (),
}

handle!(
    RTCSessionDescription,
    api::RTCSessionDescription,
    SessionDescription
);

/// A description as a dictionary. Initialise it with `RTC_SESSION_DESCRIPTION_INIT_INIT`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsessiondescriptioninit>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCSessionDescriptionInit {
    /// The size of this struct.
    pub struct_size: usize,
    /// What it is; required.
    pub r#type: MaybeUninit<RTCSdpType>,
    /// Leave it 0.
    pub reserved: u32,
    /// The SDP; `""` by default.
    pub sdp: *const c_char,
}

// SAFETY: integers, an enumeration that may hold anything and a pointer, without padding at the end.
unsafe impl Dictionary for RTCSessionDescriptionInit {
    const NAME: &'static str = "RTCSessionDescriptionInit";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        r#type: MaybeUninit::zeroed(),
        reserved: 0,
        sdp: c"".as_ptr(),
    };
}

/// A description to be set locally: the same struct, but its type may be 0, for what the signaling state asks for, and its SDP
/// empty, for that of the last offer or answer made, or of a new one.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtclocalsessiondescriptioninit>
pub type RTCLocalSessionDescriptionInit = RTCSessionDescriptionInit;

mirror!(RTCSdpType, SdpType, { Offer, Pranswer, Answer, Rollback });

/// # Safety
/// As for `dictionary::read`, and its string ends with NUL.
pub(super) unsafe fn read_init(
    pointer: *const RTCSessionDescriptionInit,
) -> Result<api::RTCSessionDescriptionInit, Failure> {
    // SAFETY: as promised by the caller.
    let init = unsafe { dictionary::read(pointer, "description") }?
        .ok_or_else(|| Failure::type_error("description is NULL"))?;
    Ok(api::RTCSessionDescriptionInit {
        sdp_type: enumeration::required(init.r#type, "description.type")?.into(),
        // SAFETY: as promised by the caller.
        sdp: unsafe { text::optional(init.sdp, "description.sdp") }?
            .unwrap_or_default()
            .to_owned(),
    })
}

/// # Safety
/// As for `read_init`.
pub(super) unsafe fn read_local_init(
    pointer: *const RTCLocalSessionDescriptionInit,
) -> Result<api::RTCLocalSessionDescriptionInit, Failure> {
    // SAFETY: as promised by the caller.
    let init = unsafe { dictionary::read(pointer, "description") }?
        .unwrap_or(RTCSessionDescriptionInit::INIT);
    Ok(api::RTCLocalSessionDescriptionInit {
        sdp_type: enumeration::optional(init.r#type, "description.type")?.map(Into::into),
        // SAFETY: as promised by the caller.
        sdp: unsafe { text::optional(init.sdp, "description.sdp") }?
            .unwrap_or_default()
            .to_owned(),
    })
}

/// A dictionary with the text that it points to.
pub(super) struct OwnedDescription {
    c: RTCSessionDescriptionInit,
    sdp: CString,
}

impl OwnedDescription {
    pub(super) fn new(init: &api::RTCSessionDescriptionInit) -> Self {
        let sdp = text::to_c_string(&init.sdp);
        let c = RTCSessionDescriptionInit {
            r#type: MaybeUninit::new(init.sdp_type.into()),
            sdp: sdp.as_ptr(),
            ..RTCSessionDescriptionInit::INIT
        };
        Self { c, sdp }
    }

    pub(super) fn as_c(&self) -> *const RTCSessionDescriptionInit {
        &raw const self.c
    }

    /// For `duologue_free`.
    pub(super) fn give(self) -> *mut RTCSessionDescriptionInit {
        super::allocation::structure(self.c, self.sdp)
    }
}

/// Makes a description.
///
/// <https://w3c.github.io/webrtc-pc/#dom-sessiondescription>
///
/// - `init`: lent.
/// - `description`: takes a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_session_description_create(
    init: *const RTCSessionDescriptionInit,
    description: *mut *mut RTCSessionDescription,
) -> RTCResult {
    entry!(rtc_session_description_create, {
        handle::check_output(description, "description")?;
        // SAFETY: the caller's struct.
        let made = api::RTCSessionDescription::new(unsafe { read_init(init) }?);
        // SAFETY: the caller's output.
        unsafe { handle::write(description, handle::give(made), "description") }
    })
}

/// Adds a reference.
///
/// - `description`: lent, nullable.
///
/// Returns `description`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_session_description_ref(
    description: *mut RTCSessionDescription,
) -> *mut RTCSessionDescription {
    value!(rtc_session_description_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(description) }
    })
}

/// Gives a reference up.
///
/// - `description`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_session_description_unref(description: *mut RTCSessionDescription) {
    value!(rtc_session_description_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { handle::release(description) }
    });
}

/// What the description is.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsessiondescription-type>
///
/// - `description`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_session_description_type(
    description: *const RTCSessionDescription,
) -> MaybeUninit<RTCSdpType> {
    value!(rtc_session_description_type, enumeration::none(), {
        // SAFETY: the caller's handle.
        let description = unsafe { handle::get(description, "description") }?;
        Ok(MaybeUninit::new(description.sdp_type().into()))
    })
}

/// The SDP.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsessiondescription-sdp>
///
/// - `description`: lent.
///
/// Returns a text that belongs to the description; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_session_description_sdp(
    description: *const RTCSessionDescription,
) -> *const c_char {
    value!(rtc_session_description_sdp, ptr::null(), {
        // SAFETY: the caller's handle.
        let description = unsafe { handle::get(description, "description") }?;
        Ok(description
            .object()
            .borrowed_text("sdp", description.sdp())
            .cast())
    })
}

/// The description as a dictionary.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsessiondescription-tojson>
///
/// - `description`: lent.
/// - `init`: initialised by the caller, filled; its text belongs to the description.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_session_description_to_json(
    description: *const RTCSessionDescription,
    init: *mut RTCSessionDescriptionInit,
) -> RTCResult {
    entry!(rtc_session_description_to_json, {
        // SAFETY: the caller's handle.
        let description = unsafe { handle::get(description, "description") }?;
        let value = RTCSessionDescriptionInit {
            r#type: MaybeUninit::new(description.sdp_type().into()),
            sdp: description
                .object()
                .borrowed_text("sdp", description.sdp())
                .cast(),
            ..RTCSessionDescriptionInit::INIT
        };
        // SAFETY: the caller's struct.
        unsafe { dictionary::write(init, &value, "init") }
    })
}
