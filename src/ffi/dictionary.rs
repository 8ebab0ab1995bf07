//! Dictionaries: structs whose first member says how much of them the other side knows.

use std::mem::MaybeUninit;
use std::{ptr, slice};

use super::entry::Failure;
use super::handle;

/// A dictionary of the header.
///
/// # Safety
/// The type is `repr(C)` and `Copy`, begins with `struct_size: usize`, any bytes are a value of it (`bool` and enumerations are
/// `MaybeUninit`), and it ends without padding that C might leave unset.
pub(super) unsafe trait Dictionary: Copy {
    const NAME: &'static str;
    /// The size of the struct in the first version that had it.
    const FIRST_SIZE: usize;
    /// The values of the INIT macro.
    const INIT: Self;
}

/// `None` for NULL; members that the caller's version lacks have their defaults.
///
/// # Safety
/// `pointer` is NULL or points to a struct of the size that its `struct_size` says.
pub(super) unsafe fn read<T: Dictionary>(
    pointer: *const T,
    what: &str,
) -> Result<Option<T>, Failure> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: `struct_size` comes first.
    let size = unsafe { pointer.cast::<usize>().read_unaligned() };
    check_size::<T>(size, what)?;
    let known = size_of::<T>();
    if size > known {
        // SAFETY: the caller's struct has `size` bytes.
        let excess =
            unsafe { slice::from_raw_parts(pointer.cast::<u8>().add(known), size - known) };
        if excess.iter().any(|byte| *byte != 0) {
            return Err(Failure::type_error(format!(
                "{what}: a member of {} is set that this version of the library does not know \
                 (struct_size {size}, known {known})",
                T::NAME
            )));
        }
    }
    let mut value = MaybeUninit::new(T::INIT);
    // SAFETY: both have that many bytes, and any bytes are a value.
    unsafe {
        ptr::copy_nonoverlapping(
            pointer.cast::<u8>(),
            value.as_mut_ptr().cast::<u8>(),
            size.min(known),
        );
        Ok(Some(value.assume_init()))
    }
}

/// The elements lie as far apart as the first one's `struct_size` says.
///
/// # Safety
/// `pointer` is NULL or points to `count` structs of the size that their `struct_size` says.
pub(super) unsafe fn read_array<T: Dictionary>(
    pointer: *const T,
    count: usize,
    what: &str,
) -> Result<Vec<T>, Failure> {
    const MOST: usize = 4096;
    if count == 0 {
        return Ok(Vec::new());
    }
    if pointer.is_null() || count > MOST {
        return Err(Failure::type_error(format!(
            "{what}: {count} elements at {pointer:p}"
        )));
    }
    // SAFETY: there is at least one element, and `struct_size` comes first.
    let stride = unsafe { pointer.cast::<usize>().read_unaligned() };
    check_size::<T>(stride, what)?;
    (0..count)
        .map(|index| {
            // SAFETY: the elements are of one compilation, thus of one size.
            let element = unsafe { pointer.byte_add(index * stride) };
            // SAFETY: as above.
            if unsafe { element.cast::<usize>().read_unaligned() } != stride {
                return Err(Failure::type_error(format!(
                    "{what}[{index}]: struct_size differs from that of the first element"
                )));
            }
            // SAFETY: as promised by the caller.
            Ok(unsafe { read(element, what) }?.expect("not NULL"))
        })
        .collect()
}

/// Fills the caller's struct as far as the caller knows it; `struct_size` stays.
///
/// # Safety
/// `out` is NULL or points to a writable struct of the size that its `struct_size` says.
pub(super) unsafe fn write<T: Dictionary>(
    out: *mut T,
    value: &T,
    what: &str,
) -> Result<(), Failure> {
    handle::check_output(out, what)?;
    // SAFETY: `struct_size` comes first.
    let size = unsafe { out.cast::<usize>().read_unaligned() };
    check_size::<T>(size, what)?;
    let skip = size_of::<usize>();
    // SAFETY: both have at least that many bytes; a caller of a later version keeps what it set in members we lack.
    unsafe {
        ptr::copy_nonoverlapping(
            ptr::from_ref(value).cast::<u8>().add(skip),
            out.cast::<u8>().add(skip),
            size.min(size_of::<T>()) - skip,
        );
    }
    Ok(())
}

fn check_size<T: Dictionary>(size: usize, what: &str) -> Result<(), Failure> {
    const LARGEST: usize = 4096;
    if size < T::FIRST_SIZE || size > LARGEST {
        return Err(Failure::type_error(format!(
            "{what}: struct_size {size} is not that of an {} (begin with its INIT macro)",
            T::NAME
        )));
    }
    Ok(())
}

/// Members that are left free for later versions are 0: what they mean is not known here.
pub(super) fn check_reserved(words: &[u64], what: &str) -> Result<(), Failure> {
    if words.iter().any(|word| *word != 0) {
        return Err(Failure::type_error(format!(
            "{what}: a member is set that this version of the library does not know (begin with the INIT macro)"
        )));
    }
    Ok(())
}

/// A `bool` of C in a struct, of which nothing is known but that it is a byte.
pub(super) fn flag(value: MaybeUninit<bool>) -> bool {
    // SAFETY: one initialised byte, whatever its value.
    unsafe { value.as_ptr().cast::<u8>().read() != 0 }
}

/// An `[EnforceRange] unsigned short` that may be absent.
pub(super) fn u16_or_none(value: i32, what: &str) -> Result<Option<u16>, Failure> {
    if value == super::DUOLOGUE_NONE {
        return Ok(None);
    }
    u16::try_from(value)
        .map(Some)
        .map_err(|_| Failure::type_error(format!("{what}: {value} is not from 0 to 65535")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug)]
    #[repr(C)]
    struct Later {
        struct_size: usize,
        first: u64,
        second: u64,
    }

    // SAFETY: plain integers, no padding.
    unsafe impl Dictionary for Later {
        const NAME: &'static str = "Later";
        const FIRST_SIZE: usize = 16;
        const INIT: Self = Self {
            struct_size: 24,
            first: 1,
            second: 2,
        };
    }

    fn read_words(words: &[usize]) -> Result<Option<Later>, Failure> {
        // SAFETY: the tests pass as many words as the first one says.
        unsafe { read(words.as_ptr().cast::<Later>(), "init") }
    }

    #[test]
    fn a_member_the_caller_lacks_has_its_default() {
        let value = read_words(&[16, 9]).unwrap().unwrap();
        assert_eq!((value.first, value.second), (9, 2));
    }

    #[test]
    fn zero_and_too_small_are_refused() {
        assert!(read_words(&[0, 9, 9]).is_err());
        assert!(read_words(&[15, 9, 9]).is_err());
        assert!(read_words(&[usize::MAX, 9, 9]).is_err());
    }

    #[test]
    fn what_is_not_known_must_be_zero() {
        assert_eq!(read_words(&[32, 7, 8, 0]).unwrap().unwrap().second, 8);
        assert!(
            read_words(&[32, 7, 8, 1])
                .unwrap_err()
                .message
                .contains("does not know")
        );
    }

    #[test]
    fn elements_lie_struct_size_apart() {
        let words: [usize; 8] = [32, 1, 2, 0, 32, 3, 4, 0];
        // SAFETY: two elements of 32 bytes.
        let read = unsafe { read_array(words.as_ptr().cast::<Later>(), 2, "list") }.unwrap();
        assert_eq!(read.iter().map(|e| e.first).collect::<Vec<_>>(), [1, 3]);
        let words: [usize; 8] = [32, 1, 2, 0, 24, 3, 4, 0];
        // SAFETY: as above.
        assert!(unsafe { read_array(words.as_ptr().cast::<Later>(), 2, "list") }.is_err());
    }

    #[test]
    fn writing_stops_where_the_caller_ends() {
        let mut words: [usize; 4] = [16, 0, 77, 78];
        // SAFETY: 16 bytes are writable.
        unsafe { write(words.as_mut_ptr().cast::<Later>(), &Later::INIT, "out") }.unwrap();
        assert_eq!(words, [16, 1, 77, 78]);
    }
}
