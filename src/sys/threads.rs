//! Threads that leave the application's signals alone.
#![expect(unsafe_code, reason = "pthread_sigmask is a C function")]

use std::{io, mem::MaybeUninit, thread};

/// Starts a thread on which no signal handler of the application runs.
pub(crate) fn spawn(
    name: &str,
    body: impl FnOnce() + Send + 'static,
) -> io::Result<thread::JoinHandle<()>> {
    let mut all = MaybeUninit::<libc::sigset_t>::uninit();
    let mut before = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: sigfillset initialises `all`; pthread_sigmask reads it and writes `before`. Only this thread's mask changes.
    unsafe {
        libc::sigfillset(all.as_mut_ptr());
        libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), before.as_mut_ptr());
    }
    let result = thread::Builder::new().name(name.into()).spawn(body);
    // SAFETY: `before` was written above.
    unsafe {
        libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), std::ptr::null_mut());
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(signal: i32) -> bool {
        let mut mask = MaybeUninit::<libc::sigset_t>::zeroed();
        // SAFETY: reads this thread's mask into `mask`, then looks at it.
        unsafe {
            libc::pthread_sigmask(libc::SIG_SETMASK, std::ptr::null(), mask.as_mut_ptr());
            libc::sigismember(mask.as_ptr(), signal) == 1
        }
    }

    #[test]
    fn signals_stay_with_the_application() {
        let thread = spawn("test", || assert!(blocks(libc::SIGUSR1))).expect("a thread");
        assert!(thread.join().is_ok());
        assert!(!blocks(libc::SIGUSR1));
    }
}
