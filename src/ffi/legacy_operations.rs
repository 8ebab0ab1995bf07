//! The operations of `RTCPeerConnection` in the form that they had before promises: with a function for success and one
//! for failure.

use std::ffi::c_void;
use std::sync::Arc;

use crate::api::error::Error;
use crate::api::peer_connection as api;
use crate::api::session_description::RTCSessionDescriptionInit as DescriptionInit;
use crate::api::task::OneCallback;

use super::event_target::SendPointer;
use super::handle;
use super::ice_candidate::{self, RTCIceCandidateInit};
use super::operations::{self, RTCOfferOptions};
use super::peer_connection::RTCPeerConnection;
use super::promise::with_error;
use super::result::RTCResult;
use super::rtc_error::RTCError;
use super::session_description::{
    self, OwnedDescription, RTCLocalSessionDescriptionInit, RTCSessionDescriptionInit,
};

/// Gets the description that a legacy call made.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsessiondescriptioncallback>
///
/// - `description`: lent.
pub type RTCSessionDescriptionCallback = Option<
    unsafe extern "C" fn(description: *const RTCSessionDescriptionInit, userdata: *mut c_void),
>;

/// Is told why a legacy call failed.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnectionerrorcallback>
///
/// - `error`: lent.
pub type RTCPeerConnectionErrorCallback =
    Option<unsafe extern "C" fn(error: *const RTCError, userdata: *mut c_void)>;

/// Is told that a legacy call succeeded: HTML's VoidFunction.
pub type DuologueVoidFunction = Option<unsafe extern "C" fn(userdata: *mut c_void)>;

/// Where a legacy call ends: one of its two functions is called, once.
#[derive(Clone, Copy)]
struct Outcome<S> {
    success: S,
    failure: RTCPeerConnectionErrorCallback,
    userdata: SendPointer,
}

impl<S> Outcome<S> {
    fn new(success: S, failure: RTCPeerConnectionErrorCallback, userdata: *mut c_void) -> Self {
        Self {
            success,
            failure,
            userdata: SendPointer(userdata),
        }
    }

    fn fail(&self, error: &Error) {
        let Some(failure) = self.failure else { return };
        // SAFETY: the application's function and userdata.
        with_error(Some(error), |error| unsafe {
            failure(error, self.userdata.0);
        });
    }
}

impl Outcome<DuologueVoidFunction> {
    fn settle(&self, result: Result<(), Error>) {
        match (result, self.success) {
            // SAFETY: the application's function and userdata.
            (Ok(()), Some(success)) => unsafe { success(self.userdata.0) },
            (Ok(()), None) => {}
            (Err(error), _) => self.fail(&error),
        }
    }
}

impl Outcome<RTCSessionDescriptionCallback> {
    fn settle(&self, result: Result<DescriptionInit, Error>) {
        match (result, self.success) {
            (Ok(description), Some(success)) => {
                let description = OwnedDescription::new(&description);
                // SAFETY: the application's function and userdata.
                unsafe { success(description.as_c(), self.userdata.0) };
            }
            (Ok(_), None) => {}
            (Err(error), _) => self.fail(&error),
        }
    }
}

/// An error that the operation finds at once goes to the failure function too, later: a legacy call throws nothing.
fn begun<S: Send + 'static>(
    pc: &Arc<api::RTCPeerConnection>,
    outcome: Outcome<S>,
    started: Result<(), Error>,
) {
    if let Err(error) = started {
        let failed = OneCallback::new(Box::new(move || outcome.fail(&error)));
        pc.event_target().environment().queue_task(failed);
    }
}

/// Makes an offer: the legacy form of `rtc_peer_connection_create_offer`. What is wrong with the connection's state is
/// told to `failure_callback`, not returned.
///
/// <https://w3c.github.io/webrtc-pc/#dom-peerconnection-createoffer>
///
/// - `pc`: lent.
/// - `success_callback`: nullable; called once unless the other is.
/// - `failure_callback`: nullable; called once unless the other is.
/// - `options`: lent, nullable.
/// - `userdata`: nullable; handed to the function that is called.
///
/// Returns `RTC_RESULT_TYPE_ERROR` for bad arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_create_offer_with_callbacks(
    pc: *mut RTCPeerConnection,
    success_callback: RTCSessionDescriptionCallback,
    failure_callback: RTCPeerConnectionErrorCallback,
    options: *const RTCOfferOptions,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_create_offer_with_callbacks, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        let options = unsafe { operations::read_offer_options(options) }?;
        let outcome = Outcome::new(success_callback, failure_callback, userdata);
        let started = pc.create_offer(options, Box::new(move |result| outcome.settle(result)));
        begun(&pc, outcome, started);
        Ok(())
    })
}

/// Makes an answer: the legacy form of `rtc_peer_connection_create_answer`. What is wrong with the connection's state is
/// told to `failure_callback`, not returned.
///
/// <https://w3c.github.io/webrtc-pc/#dom-peerconnection-createanswer>
///
/// - `pc`: lent.
/// - `success_callback`: nullable; called once unless the other is.
/// - `failure_callback`: nullable; called once unless the other is.
/// - `userdata`: nullable; handed to the function that is called.
///
/// Returns `RTC_RESULT_TYPE_ERROR` for bad arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_create_answer_with_callbacks(
    pc: *mut RTCPeerConnection,
    success_callback: RTCSessionDescriptionCallback,
    failure_callback: RTCPeerConnectionErrorCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_create_answer_with_callbacks, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        let outcome = Outcome::new(success_callback, failure_callback, userdata);
        let started = pc.create_answer(Box::new(move |result| outcome.settle(result)));
        begun(&pc, outcome, started);
        Ok(())
    })
}

/// Sets the local description: the legacy form of `rtc_peer_connection_set_local_description`. What is wrong with the
/// description or the connection's state is told to `failure_callback`, not returned.
///
/// <https://w3c.github.io/webrtc-pc/#dom-peerconnection-setlocaldescription>
///
/// - `pc`: lent.
/// - `description`: lent; NULL: an offer or answer, as the signaling state asks for, is made first.
/// - `success_callback`: nullable; called once unless the other is.
/// - `failure_callback`: nullable; called once unless the other is.
/// - `userdata`: nullable; handed to the function that is called.
///
/// Returns `RTC_RESULT_TYPE_ERROR` for bad arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_local_description_with_callbacks(
    pc: *mut RTCPeerConnection,
    description: *const RTCLocalSessionDescriptionInit,
    success_callback: DuologueVoidFunction,
    failure_callback: RTCPeerConnectionErrorCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_set_local_description_with_callbacks, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        let description = unsafe { session_description::read_local_init(description) }?;
        let outcome = Outcome::new(success_callback, failure_callback, userdata);
        let completion = Box::new(move |result| outcome.settle(result));
        begun(
            &pc,
            outcome,
            pc.set_local_description(description, completion),
        );
        Ok(())
    })
}

/// Sets the remote description: the legacy form of `rtc_peer_connection_set_remote_description`. What is wrong with the
/// description or the connection's state is told to `failure_callback`, not returned.
///
/// <https://w3c.github.io/webrtc-pc/#dom-peerconnection-setremotedescription>
///
/// - `pc`: lent.
/// - `description`: lent.
/// - `success_callback`: nullable; called once unless the other is.
/// - `failure_callback`: nullable; called once unless the other is.
/// - `userdata`: nullable; handed to the function that is called.
///
/// Returns `RTC_RESULT_TYPE_ERROR` for bad arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_remote_description_with_callbacks(
    pc: *mut RTCPeerConnection,
    description: *const RTCSessionDescriptionInit,
    success_callback: DuologueVoidFunction,
    failure_callback: RTCPeerConnectionErrorCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_set_remote_description_with_callbacks, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        let description = unsafe { session_description::read_init(description) }?;
        let outcome = Outcome::new(success_callback, failure_callback, userdata);
        let completion = Box::new(move |result| outcome.settle(result));
        begun(
            &pc,
            outcome,
            pc.set_remote_description(description, completion),
        );
        Ok(())
    })
}

/// Adds a candidate of the peer: the legacy form of `rtc_peer_connection_add_ice_candidate`. What is wrong with the
/// candidate or the connection's state is told to `failure_callback`, not returned.
///
/// <https://w3c.github.io/webrtc-pc/#dom-peerconnection-addicecandidate>
///
/// - `pc`: lent.
/// - `candidate`: lent; NULL: there are no more candidates.
/// - `success_callback`: nullable; called once unless the other is.
/// - `failure_callback`: nullable; called once unless the other is.
/// - `userdata`: nullable; handed to the function that is called.
///
/// Returns `RTC_RESULT_TYPE_ERROR` for bad arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_add_ice_candidate_with_callbacks(
    pc: *mut RTCPeerConnection,
    candidate: *const RTCIceCandidateInit,
    success_callback: DuologueVoidFunction,
    failure_callback: RTCPeerConnectionErrorCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_add_ice_candidate_with_callbacks, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        let candidate = unsafe { ice_candidate::read_init(candidate) }?.init;
        let outcome = Outcome::new(success_callback, failure_callback, userdata);
        let completion = Box::new(move |result| outcome.settle(result));
        begun(&pc, outcome, pc.add_ice_candidate(candidate, completion));
        Ok(())
    })
}
