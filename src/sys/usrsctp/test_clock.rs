//! The time of day for libusrsctp under test: it takes round trip times and life times from `gettimeofday`, which has to
//! pass as virtual time does. The definition here takes the place of the C library's for the whole test program.

use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicU64, Ordering};

/// Virtual time that has passed.
static PASSED_MILLISECONDS: AtomicU64 = AtomicU64::new(0);

pub(super) fn advance(milliseconds: u32) {
    PASSED_MILLISECONDS.fetch_add(milliseconds.into(), Ordering::Relaxed);
}

/// The real time and what has passed of the virtual one.
#[unsafe(no_mangle)]
extern "C" fn gettimeofday(time: *mut libc::timeval, _zone: *mut c_void) -> c_int {
    let mut real = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `real` is ours to write.
    unsafe { libc::clock_gettime(libc::CLOCK_REALTIME, &raw mut real) };
    let passed = PASSED_MILLISECONDS.load(Ordering::Relaxed) as i64;
    let microseconds = real.tv_nsec / 1000 + passed % 1000 * 1000;
    if !time.is_null() {
        let value = libc::timeval {
            tv_sec: real.tv_sec + passed / 1000 + microseconds / 1_000_000,
            tv_usec: microseconds % 1_000_000,
        };
        // SAFETY: the caller gives a place for the time, or NULL.
        unsafe { time.write(value) };
    }
    0
}

/// One test at a time may let virtual time pass: all associations of a process have one clock, and the hours that one test
/// skips are a lost connection for another.
#[cfg(test)]
pub(crate) fn turn() -> parking_lot::MutexGuard<'static, ()> {
    static TURN: parking_lot::Mutex<()> = parking_lot::const_mutex(());
    TURN.lock()
}
