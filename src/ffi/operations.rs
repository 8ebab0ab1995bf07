//! The operations of `RTCPeerConnection` that are promises, each with its twin that waits.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use crate::api::peer_connection as api;

use super::certificate::{RTCAlgorithmIdentifier, RTCCertificate};
use super::dictionary::{self, Dictionary};
use super::entry::Failure;
use super::handle;
use super::ice_candidate::{self, RTCIceCandidateInit};
use super::peer_connection::RTCPeerConnection;
use super::promise::{
    self, DuologueCertificateCallback, DuologueDescriptionCallback, DuologuePromiseCallback,
};
use super::result::RTCResult;
use super::runtime::{self, DuologueRuntime};
use super::session_description::{
    self, OwnedDescription, RTCLocalSessionDescriptionInit, RTCSessionDescriptionInit,
};

/// How an offer is to be. Initialise it with `RTC_OFFER_OPTIONS_INIT`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcofferoptions>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCOfferOptions {
    /// The size of this struct.
    pub struct_size: usize,
    /// Whether the offer restarts ICE; false by default.
    pub ice_restart: MaybeUninit<bool>,
    /// Leave them 0.
    pub reserved: [u8; 7],
    /// Whether there is to be a transceiver that receives audio: 0 or 1; `DUOLOGUE_NONE`, the default: as there is.
    ///
    /// <https://w3c.github.io/webrtc-pc/#dom-rtcofferoptions-offertoreceiveaudio>
    pub offer_to_receive_audio: i32,
    /// Whether there is to be a transceiver that receives video: 0 or 1; `DUOLOGUE_NONE`, the default: as there is.
    ///
    /// <https://w3c.github.io/webrtc-pc/#dom-rtcofferoptions-offertoreceivevideo>
    pub offer_to_receive_video: i32,
}

// SAFETY: an integer, a flag that may hold anything and bytes, without padding on machines of 64 bits; elsewhere the bytes end it.
unsafe impl Dictionary for RTCOfferOptions {
    const NAME: &'static str = "RTCOfferOptions";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        ice_restart: MaybeUninit::new(false),
        reserved: [0; 7],
        offer_to_receive_audio: super::DUOLOGUE_NONE,
        offer_to_receive_video: super::DUOLOGUE_NONE,
    };
}

/// How an answer is to be. Initialise it with `RTC_ANSWER_OPTIONS_INIT`. There is nothing to choose.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcansweroptions>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCAnswerOptions {
    /// The size of this struct.
    pub struct_size: usize,
}

// SAFETY: an integer.
unsafe impl Dictionary for RTCAnswerOptions {
    const NAME: &'static str = "RTCAnswerOptions";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
    };
}

/// # Safety
/// As for `dictionary::read`.
pub(super) unsafe fn read_offer_options(
    pointer: *const RTCOfferOptions,
) -> Result<api::RTCOfferOptions, Failure> {
    // SAFETY: as promised by the caller.
    let options = unsafe { dictionary::read(pointer, "options") }?.unwrap_or(RTCOfferOptions::INIT);
    Ok(api::RTCOfferOptions {
        ice_restart: dictionary::flag(options.ice_restart),
        offer_to_receive_audio: tristate(options.offer_to_receive_audio),
        offer_to_receive_video: tristate(options.offer_to_receive_video),
    })
}

/// A boolean that may be absent; like JavaScript, any number but 0 is true.
fn tristate(value: i32) -> Option<bool> {
    (value != super::DUOLOGUE_NONE).then_some(value != 0)
}

/// # Safety
/// As for `dictionary::read`.
unsafe fn check_answer_options(pointer: *const RTCAnswerOptions) -> Result<(), Failure> {
    // SAFETY: as promised by the caller.
    unsafe { dictionary::read(pointer, "options") }.map(|_| ())
}

/// Makes an offer.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-createoffer>
///
/// - `pc`: lent.
/// - `options`: lent, nullable.
/// - `callback`: nullable; settles the promise.
/// - `userdata`: nullable; handed to the callback.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or has an offer of the peer to answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_create_offer(
    pc: *mut RTCPeerConnection,
    options: *const RTCOfferOptions,
    callback: DuologueDescriptionCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_create_offer, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        let options = unsafe { read_offer_options(options) }?;
        Ok(pc.create_offer(options, promise::with_description(callback, userdata))?)
    })
}

/// Does the same as `rtc_peer_connection_create_offer` and waits until it is done.
///
/// - `pc`: lent.
/// - `options`: lent, nullable.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
/// - `description`: takes a dictionary to be released by `duologue_free`.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_peer_connection_create_offer_wait(
    pc: *mut RTCPeerConnection,
    options: *const RTCOfferOptions,
    timeout_ms: i32,
    description: *mut *mut RTCSessionDescriptionInit,
) -> RTCResult {
    entry!(duologue_peer_connection_create_offer_wait, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        handle::check_output(description, "description")?;
        // SAFETY: the caller's struct.
        let options = unsafe { read_offer_options(options) }?;
        let environment = pc.event_target().environment();
        let value = promise::wait(environment, timeout_ms, |completion| {
            pc.create_offer(options, completion)
        })?;
        let value = OwnedDescription::new(&value).give();
        // SAFETY: the caller's output.
        unsafe { handle::write(description, value, "description") }
    })
}

/// Makes an answer to the offer of the peer.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-createanswer>
///
/// - `pc`: lent.
/// - `options`: lent, nullable.
/// - `callback`: nullable; settles the promise.
/// - `userdata`: nullable; handed to the callback.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or has no offer of the peer to answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_create_answer(
    pc: *mut RTCPeerConnection,
    options: *const RTCAnswerOptions,
    callback: DuologueDescriptionCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_create_answer, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        unsafe { check_answer_options(options) }?;
        Ok(pc.create_answer(promise::with_description(callback, userdata))?)
    })
}

/// Does the same as `rtc_peer_connection_create_answer` and waits until it is done.
///
/// - `pc`: lent.
/// - `options`: lent, nullable.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
/// - `description`: takes a dictionary to be released by `duologue_free`.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_peer_connection_create_answer_wait(
    pc: *mut RTCPeerConnection,
    options: *const RTCAnswerOptions,
    timeout_ms: i32,
    description: *mut *mut RTCSessionDescriptionInit,
) -> RTCResult {
    entry!(duologue_peer_connection_create_answer_wait, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        handle::check_output(description, "description")?;
        // SAFETY: the caller's struct.
        unsafe { check_answer_options(options) }?;
        let environment = pc.event_target().environment();
        let value = promise::wait(environment, timeout_ms, |completion| {
            pc.create_answer(completion)
        })?;
        let value = OwnedDescription::new(&value).give();
        // SAFETY: the caller's output.
        unsafe { handle::write(description, value, "description") }
    })
}

/// Sets the local description, and has candidates gathered.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-setlocaldescription>
///
/// - `pc`: lent.
/// - `description`: lent; NULL: an offer or answer, as the signaling state asks for, is made first.
/// - `callback`: nullable; settles the promise.
/// - `userdata`: nullable; handed to the callback.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or its state does not allow it,
/// `RTC_RESULT_INVALID_MODIFICATION_ERROR` for an SDP that is not that of the last offer or answer made.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_local_description(
    pc: *mut RTCPeerConnection,
    description: *const RTCLocalSessionDescriptionInit,
    callback: DuologuePromiseCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_set_local_description, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        let description = unsafe { session_description::read_local_init(description) }?;
        Ok(pc.set_local_description(description, promise::without_value(callback, userdata))?)
    })
}

/// Does the same as `rtc_peer_connection_set_local_description` and waits until it is done.
///
/// - `pc`: lent.
/// - `description`: lent; NULL: an offer or answer, as the signaling state asks for, is made first.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_peer_connection_set_local_description_wait(
    pc: *mut RTCPeerConnection,
    description: *const RTCLocalSessionDescriptionInit,
    timeout_ms: i32,
) -> RTCResult {
    entry!(duologue_peer_connection_set_local_description_wait, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        let description = unsafe { session_description::read_local_init(description) }?;
        let environment = pc.event_target().environment();
        promise::wait(environment, timeout_ms, |completion| {
            pc.set_local_description(description, completion)
        })
    })
}

/// Sets the remote description.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-setremotedescription>
///
/// - `pc`: lent.
/// - `description`: lent.
/// - `callback`: nullable; settles the promise. For an SDP that is not valid the error's detail is
///   `RTC_ERROR_DETAIL_TYPE_SDP_SYNTAX_ERROR`.
/// - `userdata`: nullable; handed to the callback.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or its state does not allow an offer or a rollback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_remote_description(
    pc: *mut RTCPeerConnection,
    description: *const RTCSessionDescriptionInit,
    callback: DuologuePromiseCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_set_remote_description, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        let description = unsafe { session_description::read_init(description) }?;
        Ok(pc.set_remote_description(description, promise::without_value(callback, userdata))?)
    })
}

/// Does the same as `rtc_peer_connection_set_remote_description` and waits until it is done.
///
/// - `pc`: lent.
/// - `description`: lent.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_peer_connection_set_remote_description_wait(
    pc: *mut RTCPeerConnection,
    description: *const RTCSessionDescriptionInit,
    timeout_ms: i32,
) -> RTCResult {
    entry!(duologue_peer_connection_set_remote_description_wait, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        let description = unsafe { session_description::read_init(description) }?;
        let environment = pc.event_target().environment();
        promise::wait(environment, timeout_ms, |completion| {
            pc.set_remote_description(description, completion)
        })
    })
}

/// Adds a candidate of the peer.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-addicecandidate>
///
/// - `pc`: lent.
/// - `candidate`: lent; NULL: there are no more candidates.
/// - `callback`: nullable; settles the promise.
/// - `userdata`: nullable; handed to the callback.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or has no remote description, `RTC_RESULT_TYPE_ERROR` if both the
/// mid and the index are null, `RTC_RESULT_OPERATION_ERROR` if the remote descriptions have no such m-section or username fragment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_add_ice_candidate(
    pc: *mut RTCPeerConnection,
    candidate: *const RTCIceCandidateInit,
    callback: DuologuePromiseCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_add_ice_candidate, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        let candidate = unsafe { ice_candidate::read_init(candidate) }?.init;
        Ok(pc.add_ice_candidate(candidate, promise::without_value(callback, userdata))?)
    })
}

/// Does the same as `rtc_peer_connection_add_ice_candidate` and waits until it is done.
///
/// - `pc`: lent.
/// - `candidate`: lent; NULL: there are no more candidates.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_peer_connection_add_ice_candidate_wait(
    pc: *mut RTCPeerConnection,
    candidate: *const RTCIceCandidateInit,
    timeout_ms: i32,
) -> RTCResult {
    entry!(duologue_peer_connection_add_ice_candidate_wait, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        let candidate = unsafe { ice_candidate::read_init(candidate) }?.init;
        let environment = pc.event_target().environment();
        promise::wait(environment, timeout_ms, |completion| {
            pc.add_ice_candidate(candidate, completion)
        })
    })
}

/// Makes a certificate, which may serve for any number of connections.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-generatecertificate>
///
/// - `runtime`: lent, nullable; the one whose thread calls back; NULL stands for the runtime that all share.
/// - `algorithm`: lent.
/// - `callback`: nullable; settles the promise.
/// - `userdata`: nullable; handed to the callback.
///
/// Returns `RTC_RESULT_NOT_SUPPORTED_ERROR` for an algorithm that is not ECDSA with P-256 or RSASSA-PKCS1-v1_5 with SHA-256.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_generate_certificate(
    runtime: *mut DuologueRuntime,
    algorithm: *const RTCAlgorithmIdentifier,
    callback: DuologueCertificateCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_generate_certificate, {
        // SAFETY: the caller's handle.
        let environment = unsafe { runtime::environment(runtime) }?;
        // SAFETY: the caller's struct.
        let (algorithm, expires) = unsafe { super::certificate::read_algorithm(algorithm) }?;
        Ok(api::RTCPeerConnection::generate_certificate(
            &environment,
            algorithm,
            expires,
            promise::with_certificate(callback, userdata),
        )?)
    })
}

/// Does the same as `rtc_peer_connection_generate_certificate` and waits until it is done.
///
/// - `runtime`: lent, nullable.
/// - `algorithm`: lent.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
/// - `certificate`: takes a new reference.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_peer_connection_generate_certificate_wait(
    runtime: *mut DuologueRuntime,
    algorithm: *const RTCAlgorithmIdentifier,
    timeout_ms: i32,
    certificate: *mut *mut RTCCertificate,
) -> RTCResult {
    entry!(duologue_peer_connection_generate_certificate_wait, {
        handle::check_output(certificate, "certificate")?;
        // SAFETY: the caller's handle.
        let environment = unsafe { runtime::environment(runtime) }?;
        // SAFETY: the caller's struct.
        let (algorithm, expires) = unsafe { super::certificate::read_algorithm(algorithm) }?;
        let made = promise::wait(&environment, timeout_ms, |completion| {
            api::RTCPeerConnection::generate_certificate(
                &environment,
                algorithm,
                expires,
                completion,
            )
        })?;
        // SAFETY: the caller's output.
        unsafe { handle::write(certificate, handle::give(made), "certificate") }
    })
}
