//! Promises: the callbacks that settle them, and the twins that wait.

use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use crate::api::certificate::RTCCertificate as Certificate;
use crate::api::environment::Environment;
use crate::api::error::{Error, ErrorName};
use crate::api::peer_connection::Completion;
use crate::api::session_description::RTCSessionDescriptionInit as DescriptionInit;

use super::certificate::RTCCertificate;
use super::entry::Failure;
use super::event_target::SendPointer;
use super::handle::lend;
use super::result::RTCResult;
use super::rtc_error::{OwnedError, RTCError};
use super::session_description::{OwnedDescription, RTCSessionDescriptionInit};

/// Settles a promise without a value. Called exactly once, after the call that it was given to has returned.
///
/// - `error`: NULL on success, else why not; lent.
pub type DuologuePromiseCallback =
    Option<unsafe extern "C" fn(error: *const RTCError, userdata: *mut c_void)>;

/// Settles the promise of a description. Called exactly once, after the call that it was given to has returned.
///
/// - `error`: NULL on success, else why not; lent.
/// - `description`: lent; NULL if there is an error.
pub type DuologueDescriptionCallback = Option<
    unsafe extern "C" fn(
        error: *const RTCError,
        description: *const RTCSessionDescriptionInit,
        userdata: *mut c_void,
    ),
>;

/// Settles the promise of a certificate. Called exactly once, after the call that it was given to has returned.
///
/// - `error`: NULL on success, else why not; lent.
/// - `certificate`: lent; NULL if there is an error.
pub type DuologueCertificateCallback = Option<
    unsafe extern "C" fn(
        error: *const RTCError,
        certificate: *mut RTCCertificate,
        userdata: *mut c_void,
    ),
>;

pub(super) fn without_value(
    callback: DuologuePromiseCallback,
    userdata: *mut c_void,
) -> Completion<()> {
    let userdata = SendPointer(userdata);
    Box::new(move |result| {
        let userdata = userdata;
        let Some(callback) = callback else { return };
        with_error(result.err().as_ref(), |error| {
            // SAFETY: the application's function and userdata.
            unsafe { callback(error, userdata.0) };
        });
    })
}

pub(super) fn with_description(
    callback: DuologueDescriptionCallback,
    userdata: *mut c_void,
) -> Completion<DescriptionInit> {
    let userdata = SendPointer(userdata);
    Box::new(move |result| {
        let userdata = userdata;
        let Some(callback) = callback else { return };
        match result {
            Ok(description) => {
                let description = OwnedDescription::new(&description);
                // SAFETY: the application's function and userdata.
                unsafe { callback(ptr::null(), description.as_c(), userdata.0) };
            }
            Err(error) => with_error(Some(&error), |error| {
                // SAFETY: as above.
                unsafe { callback(error, ptr::null(), userdata.0) };
            }),
        }
    })
}

pub(super) fn with_certificate(
    callback: DuologueCertificateCallback,
    userdata: *mut c_void,
) -> Completion<Arc<Certificate>> {
    let userdata = SendPointer(userdata);
    Box::new(move |result| {
        let userdata = userdata;
        let Some(callback) = callback else { return };
        match result {
            // SAFETY: the application's function and userdata.
            Ok(certificate) => unsafe { callback(ptr::null(), lend(&certificate), userdata.0) },
            Err(error) => with_error(Some(&error), |error| {
                // SAFETY: as above.
                unsafe { callback(error, ptr::null_mut(), userdata.0) };
            }),
        }
    })
}

pub(super) fn with_error(error: Option<&Error>, call: impl FnOnce(*const RTCError)) {
    match error {
        None => call(ptr::null()),
        Some(error) => call(OwnedError::new(error).as_c()),
    }
}

/// Where a thread waits for a promise.
struct Waiter<T> {
    settled: Mutex<Option<Result<T, Error>>>,
    condition: Condvar,
}

impl<T> Waiter<T> {
    fn settle(&self, result: Result<T, Error>) {
        self.settled.lock().get_or_insert(result);
        self.condition.notify_one();
    }
}

/// Sees to it that nobody waits for a promise that is lost.
struct Settler<T>(Arc<Waiter<T>>);

impl<T> Drop for Settler<T> {
    fn drop(&mut self) {
        self.0.settle(Err(Error::new(
            ErrorName::AbortError,
            "the runtime ended first",
        )));
    }
}

/// Starts an operation and waits until its promise is settled. `timeout_ms` below 0: without limit.
pub(super) fn wait<T: Send + 'static>(
    environment: &Arc<dyn Environment>,
    timeout_ms: i32,
    start: impl FnOnce(Completion<T>) -> Result<(), Error>,
) -> Result<T, Failure> {
    if environment.is_callback_thread() {
        return Err(Failure::new(
            RTCResult::DUOLOGUE_RESULT_WRONG_THREAD,
            "this thread makes the callbacks; waiting for one would never end",
        ));
    }
    let waiter = Arc::new(Waiter {
        settled: Mutex::new(None),
        condition: Condvar::new(),
    });
    let settler = Settler(Arc::clone(&waiter));
    start(Box::new(move |result| settler.0.settle(result)))?;
    environment.run_leftovers();
    let mut settled = waiter.settled.lock();
    let pending = |settled: &mut Option<Result<T, Error>>| settled.is_none();
    match u64::try_from(timeout_ms) {
        Ok(timeout) => {
            let timeout = Duration::from_millis(timeout);
            waiter
                .condition
                .wait_while_for(&mut settled, pending, timeout);
        }
        Err(_) => waiter.condition.wait_while(&mut settled, pending),
    }
    match settled.take() {
        Some(result) => Ok(result?),
        None => Err(Failure::new(
            RTCResult::DUOLOGUE_RESULT_TIMED_OUT,
            format!("not settled within {timeout_ms} ms; the operation goes on"),
        )),
    }
}
