//! What every call from C passes through: the fork check, the stop for panics, the thread's last error.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::ffi::{CString, c_char};
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::api::environment::Environment;
use crate::api::error::Error;

use super::fork;
use super::logging;
use super::result::RTCResult;

/// Why a call failed: what C gets, and the message that `duologue_last_error_message` returns.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) result: RTCResult,
    pub(super) message: String,
}

impl Failure {
    pub(super) fn new(result: RTCResult, message: impl Into<String>) -> Self {
        Self {
            result,
            message: message.into(),
        }
    }

    pub(super) fn type_error(message: impl Into<String>) -> Self {
        Self::new(RTCResult::RTC_RESULT_TYPE_ERROR, message)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(error.name.into(), error.message)
    }
}

/// The body of a function that returns `RTCResult`; the block is a `Result<(), Failure>`.
macro_rules! entry {
    ($function:ident, $body:block) => {
        $crate::ffi::entry::result(stringify!($function), || $body)
    };
}

/// The body of a function that returns a value, and `$otherwise` when that is impossible; the block is a `Result<T, Failure>`.
macro_rules! value {
    ($function:ident, $otherwise:expr, $body:block) => {
        $crate::ffi::entry::value(stringify!($function), $otherwise, || $body)
    };
}

pub(super) fn result(
    function: &'static str,
    body: impl FnOnce() -> Result<(), Failure>,
) -> RTCResult {
    match guarded(body) {
        Ok(()) => {
            forget_error();
            RTCResult::RTC_RESULT_OK
        }
        Err(failure) => {
            let result = failure.result;
            remember_error(function, failure);
            result
        }
    }
}

/// Functions without a result code leave the last error alone when they succeed, so that clean-up does not hide why it was needed.
pub(super) fn value<T>(
    function: &'static str,
    otherwise: T,
    body: impl FnOnce() -> Result<T, Failure>,
) -> T {
    guarded(body).unwrap_or_else(|failure| {
        remember_error(function, failure);
        otherwise
    })
}

fn guarded<T>(body: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    fork::check()?;
    if logging::is_within() {
        return Err(Failure::new(
            RTCResult::DUOLOGUE_RESULT_RECURSION,
            "called from within the log's callback",
        ));
    }
    let outer = WITHIN.with(|within| within.replace(true));
    // AssertUnwindSafe: locks are parking_lot's, which do not poison; an object that panicked halfway answers as well as it can.
    let outcome = catch_unwind(AssertUnwindSafe(body));
    if !outer {
        WITHIN.with(|within| within.set(false));
        settle();
    }
    outcome.unwrap_or_else(|panic| {
        Err(Failure::new(
            RTCResult::DUOLOGUE_RESULT_PANIC,
            format!("internal error: {}", panic_message(&*panic)),
        ))
    })
}

thread_local! {
    /// Whether this thread is in a call from C.
    static WITHIN: Cell<bool> = const { Cell::new(false) };
    static UNSETTLED: RefCell<Vec<Arc<dyn Environment>>> = const { RefCell::new(Vec::new()) };
}

/// Says that the call in progress queues something. If the runtime has ended, no thread of its own delivers that; then the call
/// does it when it is through.
pub(super) fn settle_later(environment: &Arc<dyn Environment>) {
    if !WITHIN.with(Cell::get) {
        return;
    }
    let _ = UNSETTLED.try_with(|unsettled| {
        let mut unsettled = unsettled.borrow_mut();
        if !unsettled
            .iter()
            .any(|known| Arc::ptr_eq(known, environment))
        {
            unsettled.push(Arc::clone(environment));
        }
    });
}

fn settle() {
    let unsettled = UNSETTLED.try_with(|unsettled| mem::take(&mut *unsettled.borrow_mut()));
    for environment in unsettled.unwrap_or_default() {
        environment.run_leftovers();
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    if let Some(message) = panic.downcast_ref::<&str>() {
        message
    } else if let Some(message) = panic.downcast_ref::<String>() {
        message
    } else {
        "unknown"
    }
}

thread_local! {
    static LAST_ERROR: RefCell<Option<CString>> = const { RefCell::new(None) };
}

fn forget_error() {
    // `try_with`: a call may come while the thread ends.
    let _ = LAST_ERROR.try_with(|last| last.borrow_mut().take());
}

fn remember_error(function: &str, failure: Failure) {
    let text = format!("{function}: {}", failure.message).replace('\0', "\u{fffd}");
    let text = CString::new(text).expect("each NUL was replaced");
    let _ = LAST_ERROR.try_with(|last| *last.borrow_mut() = Some(text));
}

/// Why the last failing call of this thread failed.
///
/// Returns a text for humans, never NULL, empty if there is none; it stays valid until this thread's next call into the library.
/// A call that returns `RTC_RESULT_OK` clears it; getters and `…_unref` leave it as it is unless they fail themselves.
#[unsafe(no_mangle)]
pub extern "C" fn duologue_last_error_message() -> *const c_char {
    LAST_ERROR
        .try_with(|last| {
            last.borrow()
                .as_ref()
                .map_or(c"".as_ptr(), |text| text.as_ptr())
        })
        .unwrap_or(c"".as_ptr())
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    fn last_error() -> String {
        // SAFETY: the pointer is valid until this thread's next call.
        unsafe { CStr::from_ptr(duologue_last_error_message()) }
            .to_string_lossy()
            .into_owned()
    }

    #[test]
    fn a_panic_becomes_a_result() {
        let result = entry!(some_call, { panic!("at number {}", 7) });
        assert_eq!(result, RTCResult::DUOLOGUE_RESULT_PANIC);
        assert_eq!(last_error(), "some_call: internal error: at number 7");
    }

    #[test]
    fn success_clears_the_message_but_a_getter_does_not() {
        entry!(first, { Err(Failure::type_error("pc is NULL")) });
        assert_eq!(value!(second, 0, { Ok(5) }), 5);
        assert_eq!(last_error(), "first: pc is NULL");
        assert_eq!(entry!(third, { Ok(()) }), RTCResult::RTC_RESULT_OK);
        assert_eq!(last_error(), "");
    }

    #[test]
    fn a_message_with_nul_stays_whole() {
        entry!(parse, { Err(Failure::type_error("a\0b")) });
        assert_eq!(last_error(), "parse: a\u{fffd}b");
    }
}
