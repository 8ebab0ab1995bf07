//! A BIO of one's own: reads the datagram that the current call lent, appends records to a buffer. No copies in between.

use std::ptr::{self, NonNull};
use std::sync::OnceLock;

use libc::{c_char, c_int, c_long, c_void};
use openssl::error::ErrorStack;
use openssl_sys::{BIO, BIO_METHOD};

use super::flight::Flight;
use super::raw;

/// Decides whether the certificates of the peer (DER, leaf first) are those it announced.
pub(super) type Verifier = Box<dyn FnMut(&[Vec<u8>]) -> bool + Send>;

/// What the callbacks from OpenSSL touch. They find it through the BIO; it is owned by `Connection`.
pub(super) struct Io {
    /// The datagram of the current call; null when there is none or it was read.
    pub(super) input: *const u8,
    pub(super) input_len: usize,
    /// Where the record of the current `write` goes; null: into `output`.
    pub(super) sink: *mut Vec<u8>,
    /// Records of the handshake and alerts, to be sent now.
    pub(super) output: Vec<u8>,
    pub(super) flight: Flight,
    pub(super) verifier: Option<Verifier>,
    /// The peer's certificates once the verifier has accepted them.
    pub(super) peer_chain: Vec<Vec<u8>>,
    pub(super) rejected: bool,
    pub(super) sent_alert: Option<u8>,
    pub(super) received_alert: Option<u8>,
}

struct Method(NonNull<BIO_METHOD>);

// SAFETY: a BIO_METHOD is a table that nobody changes after it was built.
unsafe impl Send for Method {}
// SAFETY: as above.
unsafe impl Sync for Method {}

/// The method table, made once in a process.
fn method() -> Result<*const BIO_METHOD, ErrorStack> {
    static METHOD: OnceLock<Method> = OnceLock::new();
    if let Some(method) = METHOD.get() {
        return Ok(method.0.as_ptr());
    }
    // SAFETY: the name is a literal, the functions have the signatures that the setters ask for.
    let made = unsafe {
        let made = openssl_sys::BIO_meth_new(raw::BIO_TYPE_SOURCE_SINK, c"datagram".as_ptr());
        let Some(made) = NonNull::new(made) else {
            return Err(ErrorStack::get());
        };
        openssl_sys::BIO_meth_set_write__fixed_rust(made.as_ptr(), Some(write));
        openssl_sys::BIO_meth_set_read__fixed_rust(made.as_ptr(), Some(read));
        openssl_sys::BIO_meth_set_ctrl__fixed_rust(made.as_ptr(), Some(ctrl));
        made
    };
    // A thread that was quicker has put its own there; ours is then a table too many, once.
    Ok(METHOD.get_or_init(|| Method(made)).0.as_ptr())
}

/// A BIO over `io`.
///
/// # Safety
/// `io` must outlive the BIO, and must not be borrowed while OpenSSL runs on it.
pub(super) unsafe fn new(io: NonNull<Io>) -> Result<*mut BIO, ErrorStack> {
    let method = method()?;
    // SAFETY: the method lives for ever; the new BIO is ours.
    unsafe {
        let bio = openssl_sys::BIO_new(method);
        if bio.is_null() {
            return Err(ErrorStack::get());
        }
        openssl_sys::BIO_set_data(bio, io.as_ptr().cast());
        openssl_sys::BIO_set_init(bio, 1);
        Ok(bio)
    }
}

/// One read, one datagram; what does not fit is lost, as with a socket.
unsafe extern "C" fn read(bio: *mut BIO, to: *mut c_char, size: c_int) -> c_int {
    // SAFETY: OpenSSL calls with a BIO of ours, whose data `new` has set, and a buffer of `size` bytes; `input` points to the
    // `input_len` bytes that the running call has borrowed.
    unsafe {
        openssl_sys::BIO_clear_retry_flags(bio);
        let io = openssl_sys::BIO_get_data(bio).cast::<Io>();
        (*io).flight.stop_recording();
        let input = (*io).input;
        let Ok(size) = usize::try_from(size) else {
            return -1;
        };
        if input.is_null() || size == 0 {
            openssl_sys::BIO_set_retry_read(bio);
            return -1;
        }
        let len = (*io).input_len.min(size);
        ptr::copy_nonoverlapping(input, to.cast(), len);
        (*io).input = ptr::null();
        c_int::try_from(len).unwrap_or(-1)
    }
}

unsafe extern "C" fn write(bio: *mut BIO, from: *const c_char, size: c_int) -> c_int {
    // SAFETY: as in `read`; `sink` is null or the Vec that the running call has borrowed exclusively.
    unsafe {
        openssl_sys::BIO_clear_retry_flags(bio);
        let io = openssl_sys::BIO_get_data(bio).cast::<Io>();
        let Ok(len) = usize::try_from(size) else {
            return -1;
        };
        if len > 0 {
            let records = std::slice::from_raw_parts(from.cast::<u8>(), len);
            if (*io).sink.is_null() {
                let (flight, output) = (&mut (*io).flight, &mut (*io).output);
                flight.write(records, output);
            } else {
                (*(*io).sink).extend_from_slice(records);
            }
        }
        size
    }
}

unsafe extern "C" fn ctrl(
    _bio: *mut BIO,
    command: c_int,
    _number: c_long,
    _pointer: *mut c_void,
) -> c_long {
    match command {
        openssl_sys::BIO_CTRL_FLUSH | raw::BIO_CTRL_PUSH | raw::BIO_CTRL_POP => 1,
        _ => 0,
    }
}
