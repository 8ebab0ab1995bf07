//! What dictionaries for C point to, kept together with them.

use std::any::Any;
use std::ffi::{CString, c_char};
use std::ptr;

use crate::ffi::text::to_c_string;

/// Texts and lists that belong to one allocation.
#[derive(Default)]
pub(super) struct Parts {
    texts: Vec<CString>,
    lists: Vec<Box<dyn Any>>,
}

// SAFETY: what the pointers in the lists lead to is in the same `Parts`, or in the allocation that it is kept with.
unsafe impl Send for Parts {}

impl Parts {
    pub(super) fn text(&mut self, text: &str) -> *const c_char {
        let text = to_c_string(text);
        let pointer = text.as_ptr();
        self.texts.push(text);
        pointer
    }

    pub(super) fn optional_text(&mut self, text: Option<&str>) -> *const c_char {
        text.map_or(ptr::null(), |text| self.text(text))
    }

    /// An array that C may change; NULL if it is empty.
    pub(super) fn list<T: 'static>(&mut self, elements: Vec<T>) -> *mut T {
        if elements.is_empty() {
            return ptr::null_mut();
        }
        let list = Owned(Box::into_raw(elements.into_boxed_slice()));
        let pointer = list.0.cast();
        self.lists.push(Box::new(list));
        pointer
    }
}

/// A slice that C reads and writes: a `Box` would claim that nobody else does.
struct Owned<T>(*mut [T]);

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        // SAFETY: it came from `Box::into_raw` and is dropped once.
        drop(unsafe { Box::from_raw(self.0) });
    }
}
