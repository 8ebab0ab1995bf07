//! Handles: pointers of C that are counted references to objects of `api`.

use std::sync::Arc;

use crate::api::object::{Object, ObjectKind};

use super::entry::Failure;

/// An opaque type of the header and the object that stands behind it.
pub(super) trait Handle: Sized {
    type Target: Send + Sync;
    const NAME: &'static str;
    const KIND: ObjectKind;
    fn object(target: &Self::Target) -> &Object;
}

/// Says which object stands behind an opaque type. It is `repr(C)` and begins with its `Object`.
macro_rules! handle {
    ($handle:ident, $target:ty, $kind:ident) => {
        impl $crate::ffi::handle::Handle for $handle {
            type Target = $target;
            const NAME: &'static str = stringify!($handle);
            const KIND: $crate::api::object::ObjectKind = $crate::api::object::ObjectKind::$kind;
            fn object(target: &$target) -> &$crate::api::object::Object {
                target.object()
            }
        }
    };
}

/// What a pointer points to, if it is to an object that is alive.
///
/// # Safety
/// `pointer` is NULL, or was made by this library. One that was released is recognised as long as its memory was not used again.
pub(super) unsafe fn kind<T>(pointer: *const T, what: &str) -> Result<ObjectKind, Failure> {
    if pointer.is_null() {
        return Err(Failure::type_error(format!("{what} is NULL")));
    }
    let object = pointer.cast::<Object>();
    if !object.is_aligned() {
        return Err(Failure::type_error(format!("{what} is not a handle")));
    }
    // SAFETY: every object begins with `Object`, as promised by the caller.
    unsafe { &*object }.kind().ok_or_else(|| {
        Failure::type_error(format!(
            "{what} is not a handle, or its last reference is gone"
        ))
    })
}

/// # Safety
/// As for `kind`; and the caller holds a reference while the result is in use.
pub(super) unsafe fn get<'a, H: Handle>(
    pointer: *const H,
    what: &str,
) -> Result<&'a H::Target, Failure> {
    // SAFETY: as promised by the caller.
    let kind = unsafe { kind(pointer, what) }?;
    if kind != H::KIND {
        return Err(Failure::type_error(format!(
            "{what} is not an {}, but of kind {kind:?}",
            H::NAME
        )));
    }
    // SAFETY: the kind says that a `H::Target` is there, and the caller that it stays.
    Ok(unsafe { &*pointer.cast::<H::Target>() })
}

/// A reference of our own.
///
/// # Safety
/// As for `get`.
pub(super) unsafe fn share<H: Handle>(
    pointer: *const H,
    what: &str,
) -> Result<Arc<H::Target>, Failure> {
    // SAFETY: as promised by the caller; `get` proves that the pointer came from `Arc::into_raw` of this type.
    unsafe {
        let target: *const H::Target = get(pointer, what)?;
        Arc::increment_strong_count(target);
        Ok(Arc::from_raw(target))
    }
}

/// References of our own to the objects of an array, none of which may be NULL.
///
/// # Safety
/// `array` is NULL or has `length` elements, each as for `get`.
pub(super) unsafe fn share_array<H: Handle>(
    array: *const *mut H,
    length: usize,
    what: &str,
) -> Result<Vec<Arc<H::Target>>, Failure> {
    const MOST: usize = 4096;
    if length > 0 && (array.is_null() || length > MOST) {
        return Err(Failure::type_error(format!(
            "{what}: {length} handles at {array:p}"
        )));
    }
    (0..length)
        .map(|index| {
            // SAFETY: as promised by the caller.
            unsafe { share(array.add(index).read().cast_const(), what) }
        })
        .collect()
}

/// The pointer that C gets together with a reference.
pub(super) fn give<H: Handle>(target: Arc<H::Target>) -> *mut H {
    let pointer = lend(&target);
    std::mem::forget(target);
    pointer
}

/// The pointer that C may use as long as `target` lives.
pub(super) fn lend<H: Handle>(target: &Arc<H::Target>) -> *mut H {
    debug_assert!(std::ptr::addr_eq(H::object(target), Arc::as_ptr(target)));
    Arc::as_ptr(target).cast_mut().cast()
}

/// `…_ref`.
///
/// # Safety
/// As for `get`; NULL is good.
pub(super) unsafe fn add_reference<H: Handle>(pointer: *mut H) -> Result<*mut H, Failure> {
    if !pointer.is_null() {
        // SAFETY: as promised by the caller.
        std::mem::forget(unsafe { share(pointer.cast_const(), "the handle") }?);
    }
    Ok(pointer)
}

/// `…_unref`.
///
/// # Safety
/// As for `get`, and the caller gives up one reference; NULL is good.
pub(super) unsafe fn release<H: Handle>(pointer: *mut H) -> Result<(), Failure> {
    if pointer.is_null() {
        return Ok(());
    }
    // SAFETY: as promised by the caller; the count goes down by the one that the caller owned.
    unsafe {
        let target: *const H::Target = get(pointer.cast_const(), "the handle")?;
        drop(Arc::from_raw(target));
    }
    Ok(())
}

/// Writes an output.
///
/// # Safety
/// `out` is NULL or writable.
pub(super) unsafe fn write<T>(out: *mut T, value: T, what: &str) -> Result<(), Failure> {
    if out.is_null() {
        return Err(Failure::type_error(format!("{what} is NULL")));
    }
    // SAFETY: as promised by the caller.
    unsafe { out.write(value) };
    Ok(())
}

/// Writes an output if there is a value, and says whether there is.
///
/// # Safety
/// `out` is NULL or writable.
pub(super) unsafe fn write_if<T>(value: Option<T>, out: *mut T) -> Result<bool, Failure> {
    match value {
        None => Ok(false),
        // SAFETY: as promised by the caller.
        Some(value) => unsafe { write(out, value, "value") }.map(|()| true),
    }
}

/// For the checks that must come before the work whose result an output takes.
pub(super) fn check_output<T>(out: *mut T, what: &str) -> Result<(), Failure> {
    if out.is_null() {
        return Err(Failure::type_error(format!("{what} is NULL")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::enums::RTCSdpType;
    use crate::api::session_description as api;
    use crate::ffi::certificate::RTCCertificate;
    use crate::ffi::session_description::RTCSessionDescription;

    fn description() -> Arc<api::RTCSessionDescription> {
        api::RTCSessionDescription::new(api::RTCSessionDescriptionInit {
            sdp_type: RTCSdpType::Offer,
            sdp: String::new(),
        })
    }

    #[test]
    fn a_pointer_is_the_object_and_counts() {
        let object = description();
        let pointer: *mut RTCSessionDescription = give(Arc::clone(&object));
        assert_eq!(pointer, lend(&object));
        // SAFETY: a handle that was just made, released as often as it was referenced.
        unsafe {
            assert_eq!(add_reference(pointer).unwrap(), pointer);
            assert_eq!(Arc::strong_count(&object), 3);
            release(pointer).unwrap();
            release(pointer).unwrap();
        }
        assert_eq!(Arc::strong_count(&object), 1);
    }

    #[test]
    fn a_stale_pointer_is_seen() {
        let object = description();
        // Keeps the memory, so that looking at it is allowed.
        let memory = Arc::downgrade(&object);
        let pointer: *mut RTCSessionDescription = give(object);
        // SAFETY: the last reference goes first, then only `memory` is looked at.
        unsafe {
            release(pointer).unwrap();
            let failure = get(pointer.cast_const(), "description")
                .map(|_| ())
                .unwrap_err();
            assert!(failure.message.contains("its last reference is gone"));
            assert!(release(pointer).is_err());
            assert!(add_reference(pointer).is_err());
        }
        drop(memory);
    }

    #[test]
    fn another_kind_of_handle_is_refused() {
        let object = description();
        let pointer: *mut RTCSessionDescription = lend(&object);
        // SAFETY: a live object of another kind.
        let failure = unsafe { get::<RTCCertificate>(pointer.cast(), "certificate") }
            .map(|_| ())
            .unwrap_err();
        assert!(
            failure.message.contains("RTCCertificate"),
            "{}",
            failure.message
        );
    }
}
