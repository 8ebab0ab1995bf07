//! Tells a forked child from the process that it came from.
#![expect(unsafe_code, reason = "pthread_atfork and dlopen are C functions")]

use std::sync::{
    Once,
    atomic::{AtomicU64, Ordering},
};

/// How many forks lie between the process that loaded the library and this one.
static GENERATION: AtomicU64 = AtomicU64::new(0);

extern "C" fn count_fork() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
}

/// Remembers the process that it was made in. In a forked child the threads are gone, locks may be held by nobody, and
/// descriptors are shared with the parent; so whoever owns such things asks first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ForkGuard {
    generation: u64,
}

impl ForkGuard {
    pub(crate) fn new() -> Self {
        static REGISTER: Once = Once::new();
        REGISTER.call_once(|| {
            // SAFETY: the handler is a function of this library that only touches an atomic. The C library forgets it when the
            // library is unloaded.
            let result = unsafe { libc::pthread_atfork(None, None, Some(count_fork)) };
            if result != 0 {
                log::warn!("forks cannot be seen: pthread_atfork failed ({result})");
            }
        });
        Self {
            generation: GENERATION.load(Ordering::Relaxed),
        }
    }

    /// Whether this process is a child of the one that made the guard.
    pub(crate) fn is_child(self) -> bool {
        GENERATION.load(Ordering::Relaxed) != self.generation
    }
}

/// Keeps the library in memory for the rest of the process: a thread of it goes on after the last call that could wait for it.
pub(crate) fn pin_library() {
    static PIN: Once = Once::new();
    PIN.call_once(|| {
        let mut info = std::mem::MaybeUninit::<libc::Dl_info>::zeroed();
        // SAFETY: the address is one of this library's functions, and `info` is a valid place for the answer.
        let found = unsafe { libc::dladdr(count_fork as *const libc::c_void, info.as_mut_ptr()) };
        if found == 0 {
            return;
        }
        // SAFETY: zeroed bytes are a valid Dl_info, and dladdr filled it.
        let name = unsafe { info.assume_init() }.dli_fname;
        if !name.is_null() {
            // SAFETY: dladdr's name is a C string that lives as long as the library is loaded. With NOLOAD nothing is loaded; in a
            // static program it answers NULL and nothing is needed.
            unsafe {
                libc::dlopen(
                    name,
                    libc::RTLD_NOW | libc::RTLD_NOLOAD | libc::RTLD_NODELETE,
                )
            };
        }
    });
}

/// Runs `child` in a forked child and gives its exit code.
#[cfg(test)]
pub(crate) fn in_forked_child(child: impl FnOnce() -> i32) -> i32 {
    // SAFETY: the child calls only `child` and `_exit`.
    match unsafe { libc::fork() } {
        -1 => panic!("fork failed"),
        0 => {
            let code = std::panic::catch_unwind(std::panic::AssertUnwindSafe(child)).unwrap_or(99);
            // SAFETY: ends the child without running anything of the parent's.
            unsafe { libc::_exit(code) }
        }
        pid => {
            let mut status = 0;
            // SAFETY: waits for the child made above.
            unsafe { libc::waitpid(pid, &mut status, 0) };
            assert!(
                libc::WIFEXITED(status),
                "the child ended by itself: {status}"
            );
            libc::WEXITSTATUS(status)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_told_from_its_parent() {
        let guard = ForkGuard::new();
        assert_eq!(
            in_forked_child(
                || i32::from(guard.is_child()) + 2 * i32::from(ForkGuard::new().is_child())
            ),
            1,
            "the parent's guard sees the fork, a new one belongs to the child"
        );
        assert!(!guard.is_child());
    }

    #[test]
    fn pinning_is_harmless() {
        pin_library();
        pin_library();
    }
}
