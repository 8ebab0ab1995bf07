//! Where the library's log goes.

use std::cell::Cell;
use std::ffi::{CString, c_char, c_void};
use std::mem::MaybeUninit;
use std::sync::{Arc, Once};

use log::{LevelFilter, Log, Metadata, Record};
use parking_lot::RwLock;

use super::entry::Failure;
use super::enumeration::{self, IdlEnum};
use super::result::RTCResult;

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum DuologueLogLevel {
    /// Something failed.
    Error = 1,
    /// Something is wrong that the application can do something about.
    Warn = 2,
    /// What happens at large.
    Info = 3,
    /// What happens, for who looks for a fault.
    Debug = 4,
    /// Each packet.
    Trace = 5,
}

impl IdlEnum for DuologueLogLevel {
    const NAME: &'static str = "DuologueLogLevel";
    const VALUES: &'static [(Self, &'static std::ffi::CStr)] = &[
        (Self::Error, c"error"),
        (Self::Warn, c"warn"),
        (Self::Info, c"info"),
        (Self::Debug, c"debug"),
        (Self::Trace, c"trace"),
    ];
}

/// The name of a log level: `"error"`, `"warn"`, …
///
/// Returns a static text, or NULL if `level` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn duologue_log_level_to_string(
    level: MaybeUninit<DuologueLogLevel>,
) -> *const c_char {
    enumeration::to_string(level)
}

/// The log level with this name.
///
/// - `name`: lent.
/// - `level`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such level.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_log_level_from_string(
    name: *const c_char,
    level: *mut DuologueLogLevel,
) -> RTCResult {
    entry!(duologue_log_level_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(name, level) }
    })
}

/// Takes a line of the log, on any thread of the library or of the application, several at once. The library may be amid anything: it
/// cannot be called from here; what is, answers `DUOLOGUE_RESULT_RECURSION`, but for `duologue_log_level_to_string` and its like.
///
/// - `message`: lent.
pub type DuologueLogCallback = Option<
    unsafe extern "C" fn(level: DuologueLogLevel, message: *const c_char, userdata: *mut c_void),
>;

/// Tells that a registration is over: no call with this `userdata` is going on or follows.
pub type DuologueDestroyCallback = Option<unsafe extern "C" fn(userdata: *mut c_void)>;

/// Gives the library's log to a function, instead of what was set before. Without this call nothing is logged.
///
/// - `level`: messages of this level and of graver ones are delivered.
/// - `callback`: nullable; NULL switches logging off.
/// - `userdata`: nullable; handed to the callback.
/// - `destroy`: nullable; called when the callback was replaced and no thread is in it any more, on the thread that was last in it.
///   Like the callback it cannot call the library.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the application, written in Rust, has its own logger; then the functions are not kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_set_log_callback(
    level: MaybeUninit<DuologueLogLevel>,
    callback: DuologueLogCallback,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(duologue_set_log_callback, {
        let level = enumeration::required(level, "level")?;
        ready()?;
        let Some(callback) = callback else {
            install(None, LevelFilter::Off);
            if let Some(destroy) = destroy {
                // SAFETY: the caller's function; nothing keeps its userdata.
                unsafe { destroy(userdata) };
            }
            return Ok(());
        };
        let sink = CallbackSink {
            callback,
            userdata,
            destroy,
        };
        install(Some(Arc::new(sink)), filter(level));
        Ok(())
    })
}

/// Writes the library's log to standard error, as the environment variable `DUOLOGUE_LOG` says: `info`,
/// `warn,duologue::transport=debug`. Replaces what was set before; without the variable only errors are written.
///
/// Reads the environment, so call it before there are threads that change it.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the application, written in Rust, has its own logger.
#[unsafe(no_mangle)]
pub extern "C" fn duologue_log_from_environment() -> RTCResult {
    entry!(duologue_log_from_environment, {
        ready()?;
        let environment = env_logger::Env::new().filter_or("DUOLOGUE_LOG", "error");
        let logger = env_logger::Builder::from_env(environment).build();
        let level = logger.filter();
        install(Some(Arc::new(logger)), level);
        Ok(())
    })
}

/// The one logger that the `log` crate knows; what is behind it changes.
struct Switch(RwLock<Option<Arc<dyn Log>>>);

static SWITCH: Switch = Switch(RwLock::new(None));

/// Makes the `log` crate use ours, unless somebody else's came first.
fn ready() -> Result<(), Failure> {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // It fails if there is a logger of somebody else, which the next lines see.
        let _ = log::set_logger(&SWITCH);
    });
    if !std::ptr::addr_eq(log::logger(), &raw const SWITCH) {
        return Err(Failure::new(
            RTCResult::RTC_RESULT_INVALID_STATE_ERROR,
            "the application has its own logger",
        ));
    }
    Ok(())
}

fn install(logger: Option<Arc<dyn Log>>, level: LevelFilter) {
    log::set_max_level(level);
    let before = std::mem::replace(&mut *SWITCH.0.write(), logger);
    // Dropped after the lock: its destroy callback may call anything.
    drop(before);
}

thread_local! {
    static WITHIN: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is in the log's callback. Whoever logs may hold locks, so that a call from there might wait for itself.
pub(super) fn is_within() -> bool {
    WITHIN.get()
}

impl Log for Switch {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        let Some(logger) = self.0.read().clone() else {
            return;
        };
        if WITHIN.replace(true) {
            return;
        }
        logger.log(record);
        // It may be the last reference: the callback was replaced meanwhile.
        drop(logger);
        WITHIN.set(false);
    }

    fn flush(&self) {}
}

struct CallbackSink {
    callback: unsafe extern "C" fn(DuologueLogLevel, *const c_char, *mut c_void),
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
}

// SAFETY: the header says that the callback is called on any thread.
unsafe impl Send for CallbackSink {}
// SAFETY: as above.
unsafe impl Sync for CallbackSink {}

impl Log for CallbackSink {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let text = record.args().to_string().replace('\0', "\u{fffd}");
        let text = CString::new(text).expect("each NUL was replaced");
        // SAFETY: the caller's function and userdata, until its destroy callback is called.
        unsafe { (self.callback)(record.level().into(), text.as_ptr(), self.userdata) };
    }

    fn flush(&self) {}
}

impl Drop for CallbackSink {
    fn drop(&mut self) {
        if let Some(destroy) = self.destroy {
            // SAFETY: the last reference is gone, so no call is going on or follows.
            unsafe { destroy(self.userdata) };
        }
    }
}

impl From<log::Level> for DuologueLogLevel {
    fn from(level: log::Level) -> Self {
        match level {
            log::Level::Error => Self::Error,
            log::Level::Warn => Self::Warn,
            log::Level::Info => Self::Info,
            log::Level::Debug => Self::Debug,
            log::Level::Trace => Self::Trace,
        }
    }
}

fn filter(level: DuologueLogLevel) -> LevelFilter {
    match level {
        DuologueLogLevel::Error => LevelFilter::Error,
        DuologueLogLevel::Warn => LevelFilter::Warn,
        DuologueLogLevel::Info => LevelFilter::Info,
        DuologueLogLevel::Debug => LevelFilter::Debug,
        DuologueLogLevel::Trace => LevelFilter::Trace,
    }
}
