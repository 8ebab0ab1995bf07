//! What `duologue_free` releases: arrays and dictionaries that a call handed out.

use std::any::Any;
use std::collections::BTreeMap;
use std::ffi::{CString, c_void};
use std::ptr;
use std::sync::Arc;

use parking_lot::Mutex;

use super::entry::Failure;
use super::handle::{self, Handle};

/// By address. A table instead of a header before each block: so a pointer that is not one of them is seen.
static ALLOCATIONS: Mutex<BTreeMap<usize, Box<dyn Any + Send>>> = Mutex::new(BTreeMap::new());

/// Keeps `owner` until `duologue_free` is called with `pointer`, which lies in memory that belongs to `owner`.
fn keep<T>(pointer: *const T, owner: Box<dyn Any + Send>) {
    ALLOCATIONS.lock().insert(pointer.addr(), owner);
}

/// A struct for C, with what its pointers point to.
pub(super) fn structure<T: 'static>(value: T, parts: impl Any + Send) -> *mut T {
    let pointer = Box::into_raw(Box::new(value));
    keep(pointer, Box::new((Owned(pointer), parts)));
    pointer
}

/// An array for C, with what its elements point to. NULL if it is empty.
pub(super) fn array<T: 'static>(elements: Vec<T>, parts: impl Any + Send) -> *mut T {
    if elements.is_empty() {
        return ptr::null_mut();
    }
    let pointer = Box::into_raw(elements.into_boxed_slice());
    keep(pointer.cast::<T>(), Box::new((Owned(pointer), parts)));
    pointer.cast()
}

/// A string for C.
pub(super) fn string(text: CString) -> *mut std::ffi::c_char {
    array(
        text.into_bytes_with_nul()
            .into_iter()
            .map(|byte| byte as std::ffi::c_char)
            .collect(),
        (),
    )
}

/// An array of lent handles for C, which keeps the objects.
///
/// # Safety
/// The outputs are NULL or writable.
pub(super) unsafe fn give_handles<H: Handle + 'static>(
    objects: Vec<Arc<H::Target>>,
    handles: *mut *mut *mut H,
    length: *mut usize,
) -> Result<(), Failure>
where
    H::Target: 'static,
{
    handle::check_output(handles, "the array")?;
    handle::check_output(length, "length")?;
    let list: Vec<*mut H> = objects.iter().map(handle::lend).collect();
    // SAFETY: checked above.
    unsafe {
        length.write(list.len());
        handles.write(array(list, objects));
    }
    Ok(())
}

/// A box that C reads and writes through a pointer until it gives it back.
struct Owned<T: ?Sized>(*mut T);

// SAFETY: the content is plain data of C and pointers into the parts that are kept beside it; only the drop touches it.
unsafe impl<T: ?Sized> Send for Owned<T> {}

impl<T: ?Sized> Drop for Owned<T> {
    fn drop(&mut self) {
        // SAFETY: it came from `Box::into_raw` and is dropped once.
        drop(unsafe { Box::from_raw(self.0) });
    }
}

/// Releases an array, a dictionary or a string that a function of this library handed out to be released so.
///
/// - `pointer`: nullable. One that is not to be released so, or was already, is left alone and reported by
///   `duologue_last_error_message()`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_free(pointer: *const c_void) {
    value!(duologue_free, (), {
        if pointer.is_null() {
            return Ok(());
        }
        let owner = ALLOCATIONS.lock().remove(&pointer.addr());
        // Dropped here, after the lock: it may hold the last reference to an object.
        owner.map(drop).ok_or_else(|| {
            Failure::type_error("the pointer is not one to be released, or was released already")
        })
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_released_once() {
        let array = array(vec![1u16, 2, 3], ());
        // SAFETY: three elements, alive until they are freed.
        unsafe {
            assert_eq!(*array.add(2), 3);
            duologue_free(array.cast());
        }
        assert!(!ALLOCATIONS.lock().contains_key(&array.addr()));
    }
}
