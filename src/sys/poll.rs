//! Waiting for one descriptor, as tests do.
#![expect(unsafe_code, reason = "poll is a C function")]

use std::os::fd::RawFd;

/// Whether `fd` is readable now.
pub(crate) fn is_readable(fd: RawFd) -> bool {
    wait_readable(fd, 0)
}

/// Waits until `fd` is readable; false after so many milliseconds.
pub(crate) fn wait_readable(fd: RawFd, timeout_ms: i32) -> bool {
    let mut poll = libc::pollfd {
        fd,
        events: libc::POLLIN,
        revents: 0,
    };
    // SAFETY: one valid pollfd.
    unsafe { libc::poll(&mut poll, 1, timeout_ms) == 1 }
}
