//! `RTCRtpTransceiver`.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

use crate::api::enums as idl;
use crate::api::rtp as api;

use super::codec::{self, RTCRtpCodec};
use super::encoding::{self, RTCRtpEncodingParameters};
use super::extension::{self, RTCRtpHeaderExtensionCapability};
use super::receiver::RTCRtpReceiver;
use super::sender::RTCRtpSender;
use crate::ffi::dictionary::{self, Dictionary};
use crate::ffi::entry::Failure;
use crate::ffi::enums::RTCRtpTransceiverDirection;
use crate::ffi::media_stream::RTCMediaStream;
use crate::ffi::result::RTCResult;
use crate::ffi::{enumeration, handle};

/// A sender and a receiver that share an m-section. Its connection keeps it until it is stopped and negotiated away.
///
/// <https://w3c.github.io/webrtc-pc/#rtcrtptransceiver-interface>
pub struct RTCRtpTransceiver {
    _private: (),
}

handle!(RTCRtpTransceiver, api::RTCRtpTransceiver, RtpTransceiver);

mirror!(RTCRtpTransceiverDirection, idl::RTCRtpTransceiverDirection, { Sendrecv, Sendonly, Recvonly, Inactive, Stopped });

/// How a transceiver is to be. Initialise it with `RTC_RTP_TRANSCEIVER_INIT_INIT`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiverinit>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCRtpTransceiverInit {
    /// The size of this struct.
    pub struct_size: usize,
    /// What it is to do; `RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV` by default.
    pub direction: MaybeUninit<RTCRtpTransceiverDirection>,
    /// Leave it 0.
    pub reserved: u32,
    /// The streams to which the peer is to add the track; none by default.
    pub streams: *const *mut RTCMediaStream,
    /// The number of streams.
    pub streams_length: usize,
    /// The versions of the track to send; none, the default, stands for one.
    pub send_encodings: *const RTCRtpEncodingParameters,
    /// The number of encodings.
    pub send_encodings_length: usize,
}

// SAFETY: integers, an enumeration that may hold anything and pointers, without padding at the end.
unsafe impl Dictionary for RTCRtpTransceiverInit {
    const NAME: &'static str = "RTCRtpTransceiverInit";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        direction: MaybeUninit::new(RTCRtpTransceiverDirection::Sendrecv),
        reserved: 0,
        streams: ptr::null(),
        streams_length: 0,
        send_encodings: ptr::null(),
        send_encodings_length: 0,
    };
}

/// # Safety
/// As for `dictionary::read`, and all that the struct points to is there.
pub(in crate::ffi) unsafe fn read_init(
    init: *const RTCRtpTransceiverInit,
) -> Result<api::RTCRtpTransceiverInit, Failure> {
    // SAFETY: as promised by the caller, here and below.
    let c = unsafe { dictionary::read(init, "init") }?.unwrap_or(RTCRtpTransceiverInit::INIT);
    Ok(api::RTCRtpTransceiverInit {
        direction: enumeration::optional(c.direction, "init.direction")?
            .map_or(idl::RTCRtpTransceiverDirection::Sendrecv, Into::into),
        // SAFETY: as above.
        streams: unsafe { handle::share_array(c.streams, c.streams_length, "init.streams") }?,
        // SAFETY: as above.
        send_encodings: unsafe {
            encoding::read_encodings(
                c.send_encodings,
                c.send_encodings_length,
                "init.send_encodings",
            )
        }?,
    })
}

/// Adds a reference.
///
/// - `transceiver`: lent, nullable.
///
/// Returns `transceiver`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_ref(
    transceiver: *mut RTCRtpTransceiver,
) -> *mut RTCRtpTransceiver {
    value!(rtc_rtp_transceiver_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(transceiver) }
    })
}

/// Gives a reference up.
///
/// - `transceiver`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_unref(transceiver: *mut RTCRtpTransceiver) {
    value!(rtc_rtp_transceiver_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { handle::release(transceiver) }
    });
}

/// The name of its m-section.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-mid>
///
/// - `transceiver`: lent.
///
/// Returns a text that lives as long as the transceiver; NULL before a description names it, and again after its rollback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_mid(
    transceiver: *const RTCRtpTransceiver,
) -> *const c_char {
    value!(rtc_rtp_transceiver_mid, ptr::null(), {
        // SAFETY: the caller's handle.
        let transceiver = unsafe { handle::get(transceiver, "transceiver") }?;
        let mid = transceiver.mid();
        let borrowed = mid.and_then(|mid| transceiver.object().borrowed_value("mid", &mid));
        Ok(borrowed.map_or(ptr::null(), <*const u8>::cast))
    })
}

/// What sends.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-sender>
///
/// - `transceiver`: lent.
///
/// Returns a new reference; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_sender(
    transceiver: *const RTCRtpTransceiver,
) -> *mut RTCRtpSender {
    value!(rtc_rtp_transceiver_sender, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let transceiver = unsafe { handle::get(transceiver, "transceiver") }?;
        Ok(handle::give(Arc::clone(transceiver.sender())))
    })
}

/// What receives.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-receiver>
///
/// - `transceiver`: lent.
///
/// Returns a new reference; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_receiver(
    transceiver: *const RTCRtpTransceiver,
) -> *mut RTCRtpReceiver {
    value!(rtc_rtp_transceiver_receiver, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let transceiver = unsafe { handle::get(transceiver, "transceiver") }?;
        Ok(handle::give(Arc::clone(transceiver.receiver())))
    })
}

/// What it is to do.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-direction>
///
/// - `transceiver`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_direction(
    transceiver: *const RTCRtpTransceiver,
) -> MaybeUninit<RTCRtpTransceiverDirection> {
    value!(rtc_rtp_transceiver_direction, enumeration::none(), {
        // SAFETY: the caller's handle.
        let transceiver = unsafe { handle::get(transceiver, "transceiver") }?;
        Ok(MaybeUninit::new(transceiver.direction().into()))
    })
}

/// Says what it is to do. The next negotiation carries it.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-direction>
///
/// - `transceiver`: lent.
/// - `value`: anything but `RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED`, which is `RTC_RESULT_TYPE_ERROR`.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the transceiver is stopped or the connection closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_set_direction(
    transceiver: *mut RTCRtpTransceiver,
    value: MaybeUninit<RTCRtpTransceiverDirection>,
) -> RTCResult {
    entry!(rtc_rtp_transceiver_set_direction, {
        // SAFETY: the caller's handle.
        let transceiver = unsafe { handle::share(transceiver.cast_const(), "transceiver") }?;
        let value = enumeration::required(value, "value")?;
        Ok(transceiver.set_direction(value.into())?)
    })
}

/// What was negotiated that it does.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-currentdirection>
///
/// - `transceiver`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null: nothing has been negotiated yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_current_direction(
    transceiver: *const RTCRtpTransceiver,
    value: *mut RTCRtpTransceiverDirection,
) -> bool {
    value!(rtc_rtp_transceiver_current_direction, false, {
        // SAFETY: the caller's handle.
        let transceiver = unsafe { handle::get(transceiver, "transceiver") }?;
        let current = transceiver.current_direction().map(Into::into);
        // SAFETY: the caller's output.
        unsafe { handle::write_if(current, value) }
    })
}

/// Has it stop sending and receiving, for good. The next negotiation carries it. Stopping it again is nothing.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-stop>
///
/// - `transceiver`: lent.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_stop(
    transceiver: *mut RTCRtpTransceiver,
) -> RTCResult {
    entry!(rtc_rtp_transceiver_stop, {
        // SAFETY: the caller's handle.
        let transceiver = unsafe { handle::share(transceiver.cast_const(), "transceiver") }?;
        Ok(transceiver.stop()?)
    })
}

/// Says which codecs to negotiate, the preferred first. The next negotiation carries it.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-setcodecpreferences>
///
/// - `transceiver`: lent.
/// - `codecs`: some of those that `rtc_rtp_sender_get_capabilities` and `rtc_rtp_receiver_get_capabilities` give, lent; NULL if there
///   are none.
/// - `codecs_length`: the number of codecs; 0: the library decides.
///
/// Returns `RTC_RESULT_INVALID_MODIFICATION_ERROR` for codecs that cannot be received, or if only codecs for retransmission and
/// correction are left.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_set_codec_preferences(
    transceiver: *mut RTCRtpTransceiver,
    codecs: *const RTCRtpCodec,
    codecs_length: usize,
) -> RTCResult {
    entry!(rtc_rtp_transceiver_set_codec_preferences, {
        // SAFETY: the caller's handle.
        let transceiver = unsafe { handle::share(transceiver.cast_const(), "transceiver") }?;
        // SAFETY: the caller's array.
        let codecs = unsafe { codec::read_codecs(codecs, codecs_length, "codecs") }?;
        Ok(transceiver.set_codec_preferences(codecs)?)
    })
}

/// The header extensions that can be negotiated, each with the direction that is offered.
///
/// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtptransceiver-getheaderextensionstonegotiate>
///
/// - `transceiver`: lent.
/// - `extensions`: takes an array that may be changed and is to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of extensions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_get_header_extensions_to_negotiate(
    transceiver: *const RTCRtpTransceiver,
    extensions: *mut *mut RTCRtpHeaderExtensionCapability,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_rtp_transceiver_get_header_extensions_to_negotiate, {
        // SAFETY: the caller's handle.
        let transceiver = unsafe { handle::get(transceiver, "transceiver") }?;
        let found = transceiver.header_extensions_to_negotiate();
        // SAFETY: the caller's outputs.
        unsafe { extension::give_capabilities(&found, extensions, length) }
    })
}

/// Says which header extensions to offer: as many as `rtc_rtp_transceiver_get_header_extensions_to_negotiate` gives, in that order, with other directions.
///
/// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtptransceiver-setheaderextensionstonegotiate>
///
/// - `transceiver`: lent.
/// - `extensions`: lent.
/// - `extensions_length`: the number of extensions.
///
/// Returns `RTC_RESULT_INVALID_MODIFICATION_ERROR` for another number or order, or if an extension that is needed would be stopped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_set_header_extensions_to_negotiate(
    transceiver: *mut RTCRtpTransceiver,
    extensions: *const RTCRtpHeaderExtensionCapability,
    extensions_length: usize,
) -> RTCResult {
    entry!(rtc_rtp_transceiver_set_header_extensions_to_negotiate, {
        // SAFETY: the caller's handle.
        let transceiver = unsafe { handle::share(transceiver.cast_const(), "transceiver") }?;
        // SAFETY: the caller's array.
        let extensions =
            unsafe { extension::read_capabilities(extensions, extensions_length, "extensions") }?;
        Ok(transceiver.set_header_extensions_to_negotiate(extensions)?)
    })
}

/// The header extensions, each with the direction that was negotiated.
///
/// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtptransceiver-getnegotiatedheaderextensions>
///
/// - `transceiver`: lent.
/// - `extensions`: takes an array that is to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of extensions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_get_negotiated_header_extensions(
    transceiver: *const RTCRtpTransceiver,
    extensions: *mut *mut RTCRtpHeaderExtensionCapability,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_rtp_transceiver_get_negotiated_header_extensions, {
        // SAFETY: the caller's handle.
        let transceiver = unsafe { handle::get(transceiver, "transceiver") }?;
        let found = transceiver.negotiated_header_extensions();
        // SAFETY: the caller's outputs.
        unsafe { extension::give_capabilities(&found, extensions, length) }
    })
}

/// Whether RTP header extensions are encrypted (RFC 9335).
///
/// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtptransceiver-rtpheaderencryptionnegotiated>
///
/// - `transceiver`: lent.
///
/// Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_rtp_header_encryption_negotiated(
    transceiver: *const RTCRtpTransceiver,
) -> bool {
    value!(
        rtc_rtp_transceiver_rtp_header_encryption_negotiated,
        false,
        {
            // SAFETY: the caller's handle.
            let transceiver = unsafe { handle::get(transceiver, "transceiver") }?;
            Ok(transceiver.rtp_header_encryption_negotiated())
        }
    )
}
