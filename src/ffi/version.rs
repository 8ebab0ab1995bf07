//! The version, at run time.

use std::ffi::c_char;

/// The version of the library in use, like `"1.2.3"`; `DUOLOGUE_VERSION` is that of the header.
///
/// Returns a static text.
#[unsafe(no_mangle)]
pub extern "C" fn duologue_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The version of the library in use as a number that grows with it, to be compared with `DUOLOGUE_VERSION_NUMBER`.
///
/// Returns major · 65536 + minor · 256 + patch.
#[unsafe(no_mangle)]
pub extern "C" fn duologue_version_number() -> u32 {
    NUMBER
}

const NUMBER: u32 = part(env!("CARGO_PKG_VERSION_MAJOR")) << 16
    | part(env!("CARGO_PKG_VERSION_MINOR")) << 8
    | part(env!("CARGO_PKG_VERSION_PATCH"));

const fn part(digits: &str) -> u32 {
    match u32::from_str_radix(digits, 10) {
        Ok(number) if number < 256 => number,
        _ => panic!("cargo gives numbers, and ours are small"),
    }
}
