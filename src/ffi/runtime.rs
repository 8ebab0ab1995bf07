//! Runtimes: the threads and sockets behind connections, and the queue of their callbacks.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::api::environment::Environment;
use crate::api::network;
use crate::api::object::{Object, ObjectKind};
use crate::api::task::{Callbacks, Task};
use crate::runtime::{DispatchError, DispatchMode, Runtime, RuntimeError, RuntimeOptions};

use super::dictionary::{self, Dictionary};
use super::entry::Failure;
use super::enumeration::{self, IdlEnum};
use super::fork::RuntimeMark;
use super::handle;
use super::result::RTCResult;

/// Where callbacks are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum DuologueDispatch {
    /// On a thread of the runtime.
    Thread = 1,
    /// Inside `duologue_runtime_dispatch()`, on the thread that calls it.
    Manual = 2,
}

impl IdlEnum for DuologueDispatch {
    const NAME: &'static str = "DuologueDispatch";
    const VALUES: &'static [(Self, &'static std::ffi::CStr)] =
        &[(Self::Thread, c"thread"), (Self::Manual, c"manual")];
}

/// The name of a way of dispatching: `"thread"`, `"manual"`.
///
/// Returns a static text, or NULL if `dispatch` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn duologue_dispatch_to_string(
    dispatch: MaybeUninit<DuologueDispatch>,
) -> *const c_char {
    enumeration::to_string(dispatch)
}

/// The way of dispatching with this name.
///
/// - `name`: lent.
/// - `dispatch`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_dispatch_from_string(
    name: *const c_char,
    dispatch: *mut DuologueDispatch,
) -> RTCResult {
    entry!(duologue_dispatch_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(name, dispatch) }
    })
}

/// What a runtime is to be like. Initialise it with `DUOLOGUE_RUNTIME_OPTIONS_INIT`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct DuologueRuntimeOptions {
    /// The size of this struct.
    pub struct_size: usize,
    /// Where callbacks are made; `DUOLOGUE_DISPATCH_THREAD` by default.
    pub dispatch: MaybeUninit<DuologueDispatch>,
    /// The number of threads that the connections are spread over, 1 to 64; 1 by default.
    pub threads: u32,
}

// SAFETY: integers and an enumeration that may hold anything; 16 bytes on 64-bit machines, 12 on others, no padding.
unsafe impl Dictionary for DuologueRuntimeOptions {
    const NAME: &'static str = "DuologueRuntimeOptions";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        dispatch: MaybeUninit::new(DuologueDispatch::Thread),
        threads: 1,
    };
}

/// The threads, sockets and callbacks of any number of connections. Runtimes are independent of each other; most programs need
/// none of their own: where one is expected, NULL stands for one that all share.
pub struct DuologueRuntime {
    _private: (),
}

handle!(DuologueRuntime, RuntimeObject, Runtime);

/// What stands behind `DuologueRuntime`. The last reference shuts the runtime down, although connections may be left.
#[repr(C)]
pub(super) struct RuntimeObject {
    object: Object,
    runtime: Runtime,
    environment: Arc<dyn Environment>,
    _mark: RuntimeMark,
}

impl RuntimeObject {
    fn new(options: &RuntimeOptions) -> Result<Arc<Self>, Failure> {
        let mark = RuntimeMark::new();
        let runtime = Runtime::new(options)?;
        Ok(Arc::new(Self {
            object: Object::new(ObjectKind::Runtime),
            environment: network::environment(runtime.clone()),
            runtime,
            _mark: mark,
        }))
    }

    fn object(&self) -> &Object {
        &self.object
    }
}

impl Drop for RuntimeObject {
    fn drop(&mut self) {
        // They hold the environment; their owners are told before the last callback.
        self.environment.identity_providers().clear();
        self.runtime.shutdown();
    }
}

/// The runtime that NULL stands for, while it is in use.
static DEFAULT: Mutex<Option<Arc<RuntimeObject>>> = Mutex::new(None);

/// The environment for a new object.
///
/// # Safety
/// As for `handle::get`; NULL is good.
pub(super) unsafe fn environment(
    runtime: *mut DuologueRuntime,
) -> Result<Arc<dyn Environment>, Failure> {
    if !runtime.is_null() {
        // SAFETY: as promised by the caller.
        let runtime = unsafe { handle::get(runtime.cast_const(), "runtime") }?;
        return Ok(Arc::clone(&runtime.environment));
    }
    let mut default = DEFAULT.lock();
    if default.is_none() {
        *default = Some(RuntimeObject::new(&RuntimeOptions::default())?);
    }
    let runtime = default.as_ref().expect("made above");
    Ok(Arc::clone(&runtime.environment))
}

/// Makes a runtime.
///
/// - `options`: lent, nullable.
/// - `runtime`: takes a new reference.
///
/// Returns `RTC_RESULT_OPERATION_ERROR` if the system gives no thread or descriptor, `RTC_RESULT_RANGE_ERROR` for a number of
/// threads that is not possible.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_runtime_create(
    options: *const DuologueRuntimeOptions,
    runtime: *mut *mut DuologueRuntime,
) -> RTCResult {
    entry!(duologue_runtime_create, {
        handle::check_output(runtime, "runtime")?;
        // SAFETY: the caller's struct.
        let options = unsafe { dictionary::read(options, "options") }?
            .unwrap_or(DuologueRuntimeOptions::INIT);
        let dispatch = match enumeration::optional(options.dispatch, "options.dispatch")? {
            Some(DuologueDispatch::Manual) => DispatchMode::Manual,
            Some(DuologueDispatch::Thread) | None => DispatchMode::Thread,
        };
        let object = RuntimeObject::new(&RuntimeOptions {
            dispatch,
            threads: options.threads,
            ..RuntimeOptions::default()
        })?;
        // SAFETY: the caller's output.
        unsafe { handle::write(runtime, handle::give(object), "runtime") }
    })
}

/// Adds a reference.
///
/// - `runtime`: lent, nullable.
///
/// Returns `runtime`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_runtime_ref(
    runtime: *mut DuologueRuntime,
) -> *mut DuologueRuntime {
    value!(duologue_runtime_ref, std::ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(runtime) }
    })
}

/// Gives a reference up. The last one ends the runtime: its connections are closed, callbacks that are queued are made, and its
/// threads are joined, except when called on one of them: then they end by themselves, afterwards.
///
/// With `DUOLOGUE_DISPATCH_MANUAL` those last callbacks are made within this call, or when the callback that it is made from has returned.
///
/// - `runtime`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_runtime_unref(runtime: *mut DuologueRuntime) {
    value!(duologue_runtime_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { handle::release(runtime) }
    });
}

/// Ends the runtime that NULL stands for, as `duologue_runtime_unref` does. Call it at the end of the program, or before the library is
/// unloaded; the next call with NULL for a runtime makes a new one.
#[unsafe(no_mangle)]
pub extern "C" fn duologue_default_runtime_release() {
    value!(duologue_default_runtime_release, (), {
        let runtime = DEFAULT.lock().take();
        // Dropped after the lock: callbacks may come, and they may call anything.
        drop(runtime);
        Ok(())
    });
}

/// The descriptor that is readable while callbacks wait, to be watched by `poll`, `select` and their like. Do not read from it.
///
/// - `runtime`: lent, made with `DUOLOGUE_DISPATCH_MANUAL`.
///
/// Returns -1 if `runtime` is not such a runtime. It is the runtime's and is closed with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_runtime_fd(runtime: *const DuologueRuntime) -> i32 {
    value!(duologue_runtime_fd, -1, {
        // SAFETY: the caller's handle.
        let runtime = unsafe { handle::get(runtime, "runtime") }?;
        runtime.runtime.dispatcher().fd().ok_or_else(|| {
            Failure::new(
                RTCResult::RTC_RESULT_INVALID_STATE_ERROR,
                "the runtime dispatches on its own thread",
            )
        })
    })
}

/// Makes the callbacks that are queued when it is called, at most `max`, and never waits. What they cause to be queued is left
/// to the next call.
///
/// - `runtime`: lent, made with `DUOLOGUE_DISPATCH_MANUAL`.
/// - `max`: with 1 a language binding can do work of its own after each callback.
/// - `made`: nullable; takes the number of callbacks that were made.
///
/// Returns `DUOLOGUE_RESULT_RECURSION` within a callback, `DUOLOGUE_RESULT_WRONG_THREAD` while another thread dispatches,
/// `RTC_RESULT_INVALID_STATE_ERROR` if the runtime dispatches on its own thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_runtime_dispatch(
    runtime: *mut DuologueRuntime,
    max: usize,
    made: *mut usize,
) -> RTCResult {
    entry!(duologue_runtime_dispatch, {
        // A callback may give up the application's last reference.
        // SAFETY: the caller's handle.
        let runtime = unsafe { handle::share(runtime.cast_const(), "runtime") }?;
        let count = runtime.runtime.dispatcher().dispatch(max)?;
        if !made.is_null() {
            // SAFETY: the caller's output.
            unsafe { made.write(count) };
        }
        Ok(())
    })
}

impl From<DispatchError> for Failure {
    fn from(error: DispatchError) -> Self {
        let (result, message) = match error {
            DispatchError::WrongMode => (
                RTCResult::RTC_RESULT_INVALID_STATE_ERROR,
                "the runtime dispatches on its own thread",
            ),
            DispatchError::Recursive => (
                RTCResult::DUOLOGUE_RESULT_RECURSION,
                "called from within a callback of the same runtime",
            ),
            DispatchError::OtherThread => (
                RTCResult::DUOLOGUE_RESULT_WRONG_THREAD,
                "another thread is dispatching",
            ),
            DispatchError::Forked => (
                RTCResult::DUOLOGUE_RESULT_FORKED,
                "the runtime belongs to the parent process",
            ),
        };
        Self::new(result, message)
    }
}

impl From<RuntimeError> for Failure {
    fn from(error: RuntimeError) -> Self {
        let result = match error {
            RuntimeError::Forked => RTCResult::DUOLOGUE_RESULT_FORKED,
            RuntimeError::ShutDown => RTCResult::RTC_RESULT_INVALID_STATE_ERROR,
            RuntimeError::Threads(_) => RTCResult::RTC_RESULT_RANGE_ERROR,
            RuntimeError::Io(_) => RTCResult::RTC_RESULT_OPERATION_ERROR,
        };
        Self::new(result, error.to_string())
    }
}

/// Queues a callback that belongs to no object. After the runtime's end it is made when the call from C ends that this is part of.
pub(super) fn queue_callback(
    environment: &Arc<dyn Environment>,
    callback: impl FnOnce() + Send + 'static,
) {
    environment.queue_task(Box::new(OneCallback(Some(callback))));
    super::entry::settle_later(environment);
}

struct OneCallback<F>(Option<F>);

impl<F: FnOnce() + Send + 'static> Task for OneCallback<F> {
    fn step(&mut self, callbacks: &mut Callbacks) -> bool {
        if let Some(callback) = self.0.take() {
            callbacks.push_back(Box::new(callback));
        }
        false
    }
}
