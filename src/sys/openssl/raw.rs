//! Declarations of OpenSSL functions that `openssl-sys` lacks, under their C names.

use libc::{c_char, c_int, c_long, c_uint, c_void, timeval};
use openssl_sys::{BIO, SSL, SSL_CTX, X509, X509_STORE_CTX, stack_st_X509};

/// `BIO_TYPE_SOURCE_SINK`.
pub(super) const BIO_TYPE_SOURCE_SINK: c_int = 0x0400;
pub(super) const BIO_CTRL_PUSH: c_int = 6;
pub(super) const BIO_CTRL_POP: c_int = 7;

pub(super) const SSL_CTRL_SET_MAX_CERT_LIST: c_int = 51;
pub(super) const SSL_CTRL_SET_MAX_SEND_FRAGMENT: c_int = 52;
pub(super) const DTLS_CTRL_GET_TIMEOUT: c_int = 73;
pub(super) const SSL_CTRL_GET_NEGOTIATED_GROUP: c_int = 134;

pub(super) const SSL_CB_READ_ALERT: c_int = 0x4004;
pub(super) const SSL_CB_WRITE_ALERT: c_int = 0x4008;
pub(super) const SSL3_AL_FATAL: c_int = 2;

/// `X509_V_ERR_CERT_REJECTED`, which OpenSSL turns into the alert bad_certificate.
pub(super) const X509_V_ERR_CERT_REJECTED: c_int = 28;

pub(super) type CertVerifyCallback =
    unsafe extern "C" fn(ctx: *mut X509_STORE_CTX, arg: *mut c_void) -> c_int;
pub(super) type InfoCallback = unsafe extern "C" fn(ssl: *const SSL, kind: c_int, value: c_int);
pub(super) type TimerCallback = unsafe extern "C" fn(ssl: *mut SSL, previous: c_uint) -> c_uint;

unsafe extern "C" {
    pub(super) fn SSL_CTX_set_cert_verify_callback(
        ctx: *mut SSL_CTX,
        callback: Option<CertVerifyCallback>,
        arg: *mut c_void,
    );
    pub(super) fn SSL_CTX_set_info_callback(ctx: *mut SSL_CTX, callback: Option<InfoCallback>);
    pub(super) fn DTLS_set_timer_cb(ssl: *mut SSL, callback: Option<TimerCallback>);
    pub(super) fn SSL_free_buffers(ssl: *mut SSL) -> c_int;
    pub(super) fn SSL_alloc_buffers(ssl: *mut SSL) -> c_int;
    pub(super) fn SSL_has_pending(ssl: *const SSL) -> c_int;
    pub(super) fn SSL_alert_desc_string_long(value: c_int) -> *const c_char;
    pub(super) fn X509_STORE_CTX_get0_untrusted(ctx: *mut X509_STORE_CTX) -> *mut stack_st_X509;
    pub(super) fn X509_STORE_CTX_get0_cert(ctx: *mut X509_STORE_CTX) -> *mut X509;
}

/// `DTLSv1_get_timeout`: whether the connection waits for the answer to a flight that it can retransmit.
///
/// # Safety
/// `ssl` must be a live DTLS connection.
pub(super) unsafe fn dtls_timer_runs(ssl: *mut SSL) -> bool {
    let mut left = timeval {
        tv_sec: 0,
        tv_usec: 0,
    };
    // SAFETY: the caller's `ssl` is live, and this control writes one timeval.
    unsafe { openssl_sys::SSL_ctrl(ssl, DTLS_CTRL_GET_TIMEOUT, 0, (&raw mut left).cast()) == 1 }
}

/// A `long` control of a connection without a pointer argument.
///
/// # Safety
/// `ssl` must be live and `command` one that takes no pointer.
pub(super) unsafe fn control(ssl: *mut SSL, command: c_int, value: c_long) -> c_long {
    // SAFETY: as above.
    unsafe { openssl_sys::SSL_ctrl(ssl, command, value, std::ptr::null_mut()) }
}

/// The datum set with `BIO_set_data` on the BIO that `ssl` reads from.
///
/// # Safety
/// `ssl` must be live.
pub(super) unsafe fn read_bio_data(ssl: *const SSL) -> *mut c_void {
    // SAFETY: `ssl` is live; a null BIO is answered with null.
    unsafe {
        let bio: *mut BIO = openssl_sys::SSL_get_rbio(ssl);
        if bio.is_null() {
            std::ptr::null_mut()
        } else {
            openssl_sys::BIO_get_data(bio)
        }
    }
}
