//! One DTLS connection: datagrams in, records out, by calls that return at once.

use std::ptr::{self, NonNull};

use foreign_types_shared::ForeignTypeRef;
use libc::{c_int, c_long, c_uint, c_void};
use openssl::error::ErrorStack;
use openssl::ssl::{Ssl, SslContextRef, SslRef};
use openssl_sys::SSL;

use super::bio::{self, Io, Verifier};
use super::flight::{Flight, packed_len};
use super::raw;

/// The largest record that is read in one piece (RFC 6347 section 4.1.1: 2^14 bytes of plaintext).
const MAX_PLAINTEXT: usize = 16 * 1024;

/// Datagrams up to this size are decrypted into the stack.
const SMALL_DATAGRAM: usize = 2048;

/// The smallest MTU that OpenSSL works with.
const MIN_MTU: usize = 256;

/// `write` takes as much, if not more: a little more than there is room for on Ethernet.
const LARGEST_WRITE: usize = 1600;

/// RFC 6347 section 4.1, RFC 5288 and RFC 7905: a header, an explicit nonce of 8 bytes or none, a tag.
const AEAD_OVERHEAD: usize = 13 + 8 + 16;
/// RFC 5246 section 6.2.3.2, for AES with HMAC-SHA1: a header, an initialization vector, a tag, and padding.
const CBC_OVERHEAD: usize = 13 + 16 + 20 + 16;

/// Why a connection came to its end.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The verifier refused the peer's certificate.
    pub(crate) rejected: bool,
    pub(crate) sent_alert: Option<u8>,
    pub(crate) received_alert: Option<u8>,
    pub(crate) reason: String,
}

/// How reading a datagram ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadOutcome {
    Open,
    /// close_notify has come.
    Closed,
}

/// A connection.
pub(crate) struct Connection {
    /// Dropped by hand, since its BIO refers to `io`.
    ssl: std::mem::ManuallyDrop<Ssl>,
    /// Owned; shared with the callbacks, which run only inside calls on `ssl`.
    io: NonNull<Io>,
    /// How much of `Io::output` has been given out.
    transmitted: usize,
    max_plaintext: usize,
    overhead: usize,
    buffers_released: bool,
}

// SAFETY: `ssl` is Send, and `io` belongs to this value alone; what it holds is Send but for pointers that are null between calls.
unsafe impl Send for Connection {}

impl Connection {
    /// What records of application data add at most, with any cipher.
    pub(crate) const LARGEST_OVERHEAD: usize = CBC_OVERHEAD;

    /// A connection at its start. `mtu` bounds the datagrams of the handshake.
    pub(crate) fn new(
        context: &SslContextRef,
        server: bool,
        mtu: usize,
        verifier: Verifier,
    ) -> Result<Self, ErrorStack> {
        let mut ssl = Ssl::new(context)?;
        let mtu = mtu.clamp(MIN_MTU, MAX_PLAINTEXT);
        let max_plaintext = mtu.max(LARGEST_WRITE);
        ssl.set_mtu(mtu as u32)?;
        if server {
            ssl.set_accept_state();
        } else {
            ssl.set_connect_state();
        }
        let io = NonNull::from(Box::leak(Box::new(Io {
            input: ptr::null(),
            input_len: 0,
            sink: ptr::null_mut(),
            output: Vec::new(),
            flight: Flight::default(),
            verifier: Some(verifier),
            peer_chain: Vec::new(),
            rejected: false,
            sent_alert: None,
            received_alert: None,
        })));
        let connection = Self {
            ssl: std::mem::ManuallyDrop::new(ssl),
            io,
            transmitted: 0,
            max_plaintext,
            overhead: CBC_OVERHEAD,
            buffers_released: false,
        };
        let raw_ssl = connection.ssl.as_ptr();
        // SAFETY: `io` is freed only after `ssl`, in `drop`. `ssl` takes the BIO over, once for both directions.
        unsafe {
            let bio = bio::new(io)?;
            openssl_sys::SSL_set_bio(raw_ssl, bio, bio);
            raw::DTLS_set_timer_cb(raw_ssl, Some(timer));
            raw::control(
                raw_ssl,
                raw::SSL_CTRL_SET_MAX_SEND_FRAGMENT,
                max_plaintext as c_long,
            );
        }
        Ok(connection)
    }

    /// Goes on with the handshake, with a datagram if one has come; true when it is complete.
    pub(crate) fn handshake(&mut self, datagram: &[u8]) -> Result<bool, Failure> {
        self.lend(datagram);
        // SAFETY: `ssl` is live, and `input` is lent until `finish_input`.
        let result = unsafe {
            clear_errors();
            openssl_sys::SSL_do_handshake(self.ssl.as_ptr())
        };
        let outcome = self.outcome(result);
        self.finish_input();
        // SAFETY: `ssl` is live.
        if !unsafe { raw::dtls_timer_runs(self.ssl.as_ptr()) } {
            self.io().flight.answered();
        }
        match outcome? {
            Outcome::Done => {
                self.overhead = self.negotiated_overhead();
                Ok(true)
            }
            Outcome::Pending => Ok(false),
            Outcome::Closed => Err(self.failure("closed during the handshake".to_owned())),
        }
    }

    /// Reads a datagram (or none: what the handshake left over) of the established connection.
    pub(crate) fn read(
        &mut self,
        datagram: &[u8],
        received: &mut dyn FnMut(&[u8]),
    ) -> Result<ReadOutcome, Failure> {
        if datagram.len() <= SMALL_DATAGRAM {
            self.read_into(datagram, &mut [0; SMALL_DATAGRAM], received)
        } else {
            let mut plaintext = vec![0; datagram.len().min(MAX_PLAINTEXT)];
            self.read_into(datagram, &mut plaintext, received)
        }
    }

    fn read_into(
        &mut self,
        datagram: &[u8],
        plaintext: &mut [u8],
        received: &mut dyn FnMut(&[u8]),
    ) -> Result<ReadOutcome, Failure> {
        self.restore_buffers();
        self.lend(datagram);
        let outcome = loop {
            // SAFETY: `ssl` is live, the buffer has that many bytes, `input` is lent until `finish_input`.
            let result = unsafe {
                clear_errors();
                openssl_sys::SSL_read(
                    self.ssl.as_ptr(),
                    plaintext.as_mut_ptr().cast(),
                    plaintext.len() as c_int,
                )
            };
            match usize::try_from(result) {
                Ok(len) if len > 0 => received(&plaintext[..len]),
                _ => match self.outcome(result) {
                    Ok(Outcome::Closed) => break Ok(ReadOutcome::Closed),
                    Ok(_) => break Ok(ReadOutcome::Open),
                    Err(failure) => break Err(failure),
                },
            }
            // Saves the call that would say that there is no more.
            // SAFETY: `ssl` is live.
            let pending = unsafe { raw::SSL_has_pending(self.ssl.as_ptr()) } == 1;
            if !pending && !datagram.is_empty() && self.io().input.is_null() {
                break Ok(ReadOutcome::Open);
            }
        };
        self.finish_input();
        outcome
    }

    /// Appends one record with `data`, which has 1 to `max_plaintext` bytes, to `out`.
    pub(crate) fn write(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), Failure> {
        self.restore_buffers();
        let len = data.len().min(self.max_plaintext);
        self.io().sink = out;
        // SAFETY: `ssl` is live, `data` has that many bytes, `sink` is lent until the next line.
        let result = unsafe {
            openssl_sys::SSL_write(self.ssl.as_ptr(), data.as_ptr().cast(), len as c_int)
        };
        self.io().sink = ptr::null_mut();
        if result > 0 {
            return Ok(());
        }
        match self.outcome(result) {
            Err(failure) => Err(failure),
            Ok(_) => Err(self.failure("the record was not written".to_owned())),
        }
    }

    /// The most bytes that `write` takes.
    pub(crate) fn max_plaintext(&self) -> usize {
        self.max_plaintext
    }

    /// How much longer a record of application data is than the data, at most.
    pub(crate) fn overhead(&self) -> usize {
        self.overhead
    }

    fn negotiated_overhead(&self) -> usize {
        let is_aead = |name: &str| name.contains("GCM") || name.contains("POLY1305");
        match self.ssl.current_cipher().map(|cipher| cipher.name()) {
            Some(name) if is_aead(name) => AEAD_OVERHEAD,
            _ => CBC_OVERHEAD,
        }
    }

    /// Queues close_notify.
    pub(crate) fn shutdown(&mut self) {
        self.restore_buffers();
        // SAFETY: `ssl` is live. A failure changes nothing: the peer then notices otherwise.
        unsafe {
            openssl_sys::SSL_shutdown(self.ssl.as_ptr());
            openssl_sys::ERR_clear_error();
        }
    }

    /// Gives back the record buffers, some 18 KiB, until data flows again.
    pub(crate) fn release_buffers(&mut self) {
        // SAFETY: `ssl` is live. OpenSSL keeps buffers that hold something.
        self.buffers_released = unsafe { raw::SSL_free_buffers(self.ssl.as_ptr()) == 1 };
    }

    /// OpenSSL 3.0 writes through a null pointer if it has to send without buffers.
    fn restore_buffers(&mut self) {
        if self.buffers_released {
            // SAFETY: `ssl` is live. Short of memory, OpenSSL's allocator has the last word; ours would abort.
            let restored = unsafe { raw::SSL_alloc_buffers(self.ssl.as_ptr()) == 1 };
            assert!(restored, "out of memory");
            self.buffers_released = false;
        }
    }

    /// Appends one datagram of handshake records or alerts to `out`, if there is one.
    pub(crate) fn transmit(&mut self, mtu: usize, out: &mut Vec<u8>) -> bool {
        let transmitted = self.transmitted;
        let output = &mut self.io().output;
        let waiting = &output[transmitted..];
        if waiting.is_empty() {
            *output = Vec::new();
            self.transmitted = 0;
            return false;
        }
        let len = packed_len(waiting, mtu.max(MIN_MTU));
        out.extend_from_slice(&waiting[..len]);
        self.transmitted += len;
        true
    }

    /// The number of the flight that waits for an answer, if one does.
    pub(crate) fn flight(&mut self) -> Option<u32> {
        let flight = &self.io().flight;
        flight.waits().then(|| flight.number())
    }

    /// Queues the flight that waits for an answer once more.
    pub(crate) fn retransmit(&mut self) {
        let Io { flight, output, .. } = self.io();
        flight.retransmit(output);
    }

    /// The certificates of the peer, DER, leaf first; taken once, after the handshake.
    pub(crate) fn take_peer_chain(&mut self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.io().peer_chain)
    }

    /// What the safe wrapper offers to look at: cipher, version, SRTP profile, exported keys.
    pub(crate) fn session(&self) -> &SslRef {
        &self.ssl
    }

    /// OpenSSL's number (NID) of the key exchange group.
    pub(crate) fn group(&self) -> c_int {
        // SAFETY: `ssl` is live; the control takes no pointer.
        let group =
            unsafe { raw::control(self.ssl.as_ptr(), raw::SSL_CTRL_GET_NEGOTIATED_GROUP, 0) };
        group as c_int
    }

    fn io(&mut self) -> &mut Io {
        // SAFETY: `io` is ours; OpenSSL, which reaches it through the BIO, does not run while this borrow of `self` lives.
        unsafe { self.io.as_mut() }
    }

    fn lend(&mut self, datagram: &[u8]) {
        let io = self.io();
        io.input_len = datagram.len();
        io.input = if datagram.is_empty() {
            ptr::null()
        } else {
            datagram.as_ptr()
        };
    }

    fn finish_input(&mut self) {
        let io = self.io();
        io.input = ptr::null();
        io.input_len = 0;
    }

    fn outcome(&mut self, result: c_int) -> Result<Outcome, Failure> {
        if result > 0 {
            return Ok(Outcome::Done);
        }
        // SAFETY: `ssl` is live and `result` stems from its last call.
        match unsafe { openssl_sys::SSL_get_error(self.ssl.as_ptr(), result) } {
            openssl_sys::SSL_ERROR_WANT_READ | openssl_sys::SSL_ERROR_WANT_WRITE => {
                Ok(Outcome::Pending)
            }
            openssl_sys::SSL_ERROR_ZERO_RETURN => Ok(Outcome::Closed),
            _ => {
                let errors = ErrorStack::get();
                let reason = errors
                    .errors()
                    .first()
                    .and_then(|error| error.reason())
                    .unwrap_or("the connection broke");
                Err(self.failure(reason.to_owned()))
            }
        }
    }

    fn failure(&mut self, reason: String) -> Failure {
        let io = self.io();
        Failure {
            rejected: io.rejected,
            sent_alert: io.sent_alert,
            received_alert: io.received_alert,
            reason,
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // SAFETY: nothing uses `ssl` or `io` after this; `ssl` goes first, so that no BIO refers to a freed `io`.
        unsafe {
            std::mem::ManuallyDrop::drop(&mut self.ssl);
            drop(Box::from_raw(self.io.as_ptr()));
        }
    }
}

/// What others left in the thread's queue would be taken for the outcome of the next call. To clear an empty queue costs more than
/// to look.
fn clear_errors() {
    // SAFETY: the call takes the oldest entry of the thread's own queue, which has sixteen at most.
    while unsafe { openssl_sys::ERR_get_error() } != 0 {}
}

enum Outcome {
    Done,
    Pending,
    Closed,
}

unsafe extern "C" fn timer(ssl: *mut SSL, previous: c_uint) -> c_uint {
    // SAFETY: OpenSSL calls with the live connection on which this was set, whose BIO's datum is its `Io`.
    unsafe {
        let io: *mut c_void = raw::read_bio_data(ssl);
        let io = io.cast::<Io>();
        if io.is_null() {
            return c_uint::MAX;
        }
        let flight = &mut (*io).flight;
        flight.duration(previous)
    }
}
