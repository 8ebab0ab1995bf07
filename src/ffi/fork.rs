//! After `fork` the child has the library's memory but not its threads: calls answer with an error instead of waiting for ever.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::entry::Failure;
use super::result::RTCResult;

static FORKED: AtomicBool = AtomicBool::new(false);
static RUNTIMES: AtomicUsize = AtomicUsize::new(0);

/// Exists as long as a runtime does. A process that forks before it makes a runtime may use the library in parent and child.
#[derive(Debug)]
pub(super) struct RuntimeMark(());

impl RuntimeMark {
    pub(super) fn new() -> Self {
        static WATCH: Once = Once::new();
        WATCH.call_once(|| {
            // SAFETY: the handler only stores to an atomic. The C library forgets it when this library is unloaded.
            unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
        });
        RUNTIMES.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for RuntimeMark {
    fn drop(&mut self) {
        RUNTIMES.fetch_sub(1, Ordering::Relaxed);
    }
}

unsafe extern "C" fn in_child() {
    if RUNTIMES.load(Ordering::Relaxed) > 0 {
        FORKED.store(true, Ordering::Relaxed);
    }
}

pub(super) fn check() -> Result<(), Failure> {
    if FORKED.load(Ordering::Relaxed) {
        return Err(Failure::new(
            RTCResult::DUOLOGUE_RESULT_FORKED,
            "this process was forked while a runtime existed; its handles belong to the parent",
        ));
    }
    Ok(())
}
