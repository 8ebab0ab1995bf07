//! A message, or a part of one, in the buffer that libusrsctp allocated for it.

use std::ops::Deref;
use std::ptr::NonNull;

/// Bytes received; owns the C allocation, so that handing a message on copies nothing.
pub(crate) struct Received {
    data: NonNull<u8>,
    len: usize,
}

// SAFETY: the allocation has one owner and is only read through `&self`; `free` may be called on any thread.
unsafe impl Send for Received {}
// SAFETY: as above; there is no interior mutability.
unsafe impl Sync for Received {}

impl Received {
    /// Takes over a buffer of `len` bytes.
    ///
    /// # Safety
    /// `data` comes from `malloc`, holds `len` initialised bytes, and nobody else frees or changes it.
    pub(super) unsafe fn from_malloc(data: NonNull<u8>, len: usize) -> Self {
        Self { data, len }
    }
}

impl Deref for Received {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: `from_malloc` was promised `len` initialised bytes that live until `drop`.
        unsafe { std::slice::from_raw_parts(self.data.as_ptr(), self.len) }
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        // SAFETY: `from_malloc` was promised sole ownership of a `malloc` allocation.
        unsafe { libc::free(self.data.as_ptr().cast()) }
    }
}

impl std::fmt::Debug for Received {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Received({} bytes)", self.len)
    }
}
