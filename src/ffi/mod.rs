//! The C interface: checks pointers, converts, and calls one method of `api`.
//!
//! `include/duologue.h` is generated from this folder (`tests/header.rs`), so the doc comments of what is `pub` and `extern "C"`
//! here speak to C programmers. Signatures are written out; only bodies go through `entry!`.

#![expect(
    unsafe_code,
    reason = "this folder and `sys` are where pointers are met"
)]
#![expect(
    unreachable_pub,
    reason = "what is `pub` here is what cbindgen puts into the header"
)]

#[macro_use]
mod entry;

mod allocation;
mod dictionary;
mod enumeration;
mod enums;
mod fork;
mod handle;
mod logging;
mod result;
mod text;
mod version;
