//! The one stack that libusrsctp has a process: its lock, its clock, its callbacks.
//!
//! Every call into the library goes through [`call`], which holds the lock. The library calls back from inside such
//! calls while it holds locks of its own, so the callbacks only put things into mailboxes.

use std::collections::BTreeMap;
use std::ffi::{c_int, c_void};
use std::ptr::NonNull;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use parking_lot::{Mutex, const_mutex};
use usrsctp_sys as c;

use super::Notification;
use super::mailbox::{Contents, Event, Mailbox};
use super::received::Received;

/// How often the timers of the stack are looked after; its own thread would do it at this pace too.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// When the stack's clock is to move next, on one grid for all sockets, so that their timers go off together.
pub(crate) fn next_tick(now: Instant) -> Instant {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    let origin = *ORIGIN.get_or_init(|| now);
    let Some(since) = now.checked_duration_since(origin) else {
        return now + TICK;
    };
    let into_tick = since.as_nanos() % TICK.as_nanos();
    now + TICK - Duration::from_nanos(into_tick as u64)
}

/// No step of the clock is longer. While nothing is under way nobody ticks, so that the first call after a long
/// silence would otherwise see all that time at once.
const LONGEST_STEP: Duration = Duration::from_secs(1);

static STACK: Mutex<Stack> = const_mutex(Stack {
    initialised: false,
    sockets: 0,
    last_tick: None,
    free_addresses: Vec::new(),
});

/// Its lock is only ever taken under that of [`STACK`], by callbacks too.
static MAILBOXES: Mutex<Mailboxes> = const_mutex(Mailboxes {
    by_address: BTreeMap::new(),
    latest: None,
    surprised: Vec::new(),
});

/// Whose call into the stack is under way; changed under the lock of [`STACK`].
static CALLER: AtomicU64 = AtomicU64::new(0);

/// Whether another's mailbox got something by that.
static ANY_SURPRISED: AtomicBool = AtomicBool::new(false);

struct Stack {
    initialised: bool,
    sockets: usize,
    last_tick: Option<Instant>,
    /// Addresses that are registered with the stack and in no use. They cannot be deregistered: that is done on an
    /// iterator thread, which `usrsctp_init_nothreads` does not start.
    free_addresses: Vec<u64>,
}

struct Mailboxes {
    by_address: BTreeMap<u64, Arc<Mailbox>>,
    /// What was last looked up: most often it is the same again.
    latest: Option<(u64, Arc<Mailbox>)>,
    /// Those that have got something by another's call.
    surprised: Vec<Arc<Mailbox>>,
}

/// Runs `f` under the lock of the stack, on behalf of the socket at `address`, after the stack's clock was brought up
/// to `now`. `last_call` is when this socket last did so.
pub(super) fn call<R>(
    address: u64,
    last_call: &mut Instant,
    now: Instant,
    f: impl FnOnce() -> R,
) -> R {
    let mut stack = STACK.lock();
    CALLER.store(address, Relaxed);
    stack.advance(last_call, now);
    let result = f();
    let surprised = match ANY_SURPRISED.swap(false, Relaxed) {
        true => std::mem::take(&mut MAILBOXES.lock().surprised),
        false => Vec::new(),
    };
    drop(stack);
    for mailbox in surprised {
        mailbox.notify();
    }
    result
}

/// Gives a new socket its address and mailbox, and starts the stack for the first. `open` gets the address as libusrsctp
/// wants it, and is called again with another one if it fails.
pub(super) fn add_socket<T>(
    mut candidate: impl FnMut() -> u64,
    mailbox: Mailbox,
    mut open: impl FnMut(u64) -> Result<T, std::io::Error>,
) -> Result<(u64, Arc<Mailbox>, T), std::io::Error> {
    let mut stack = STACK.lock();
    stack.start();
    let mailbox = Arc::new(mailbox);
    let mut attempts = 0;
    loop {
        let address = match stack.free_addresses.pop() {
            Some(address) => address,
            None => register_address(&mut candidate),
        };
        MAILBOXES.lock().insert(address, &mailbox);
        match open(address) {
            Ok(socket) => {
                stack.sockets += 1;
                return Ok((address, mailbox, socket));
            }
            Err(error) => {
                MAILBOXES.lock().remove(address);
                attempts += 1;
                if attempts == 3 {
                    stack.stop_if_unused();
                    return Err(error);
                }
            }
        }
    }
}

/// A random word that is no address yet, made one.
fn register_address(candidate: &mut impl FnMut() -> u64) -> u64 {
    let address = loop {
        // A word that fits a pointer and is neither NULL, which means any address, nor taken.
        let word = candidate() as usize as u64;
        if word != 0 && !MAILBOXES.lock().by_address.contains_key(&word) {
            break word;
        }
    };
    // SAFETY: the stack is initialised and locked by the caller; the library never follows the word.
    unsafe { c::usrsctp_register_address(as_pointer(address)) };
    address
}

/// Closes a socket with `close` and forgets its address; the last one ends the stack.
pub(super) fn remove_socket(address: u64, close: impl FnOnce()) {
    let mut stack = STACK.lock();
    CALLER.store(address, Relaxed);
    close();
    MAILBOXES.lock().remove(address);
    stack.free_addresses.push(address);
    stack.sockets -= 1;
    stack.stop_if_unused();
}

impl Mailboxes {
    fn insert(&mut self, address: u64, mailbox: &Arc<Mailbox>) {
        self.by_address.insert(address, Arc::clone(mailbox));
    }

    fn remove(&mut self, address: u64) {
        self.by_address.remove(&address);
        self.latest = None;
    }

    fn find(&mut self, address: u64) -> Option<&Arc<Mailbox>> {
        if self
            .latest
            .as_ref()
            .is_none_or(|(latest, _)| *latest != address)
        {
            let found = self.by_address.get(&address)?;
            self.latest = Some((address, Arc::clone(found)));
        }
        self.latest.as_ref().map(|(_, mailbox)| mailbox)
    }
}

impl Stack {
    fn start(&mut self) {
        if self.initialised {
            return;
        }
        // SAFETY: the stack is locked and not initialised; the callbacks are functions that live as long as the code.
        unsafe {
            c::usrsctp_init_nothreads(0, Some(conn_output), None);
            c::usrsctp_enable_crc32c_offload();
            // No ABORT for packets of associations that are gone.
            c::usrsctp_sysctl_set_sctp_blackhole(2);
            // RFC 9260 section 3.3.10.13, Protocol Violation: an ABORT then says in words what was wrong.
            c::usrsctp_sysctl_set_sctp_diag_info_code(13);
            // Of no use over DTLS, and less for a peer to play with.
            c::usrsctp_sysctl_set_sctp_ecn_enable(0);
            c::usrsctp_sysctl_set_sctp_asconf_enable(0);
            c::usrsctp_sysctl_set_sctp_auth_enable(0);
            c::usrsctp_sysctl_set_sctp_nrsack_enable(0);
            c::usrsctp_sysctl_set_sctp_pktdrop_enable(0);
            // Bounds the chunks that a peer can make us hold out of order, and those that wait to be sent.
            c::usrsctp_sysctl_set_sctp_max_chunks_on_queue(8192);
            // A window of megabytes, sent at once, overruns the peer's socket buffer, and repeated losses of one chunk, which then
            // happen within milliseconds, are no reason to end an association. Its error counter is.
            c::usrsctp_sysctl_set_sctp_max_burst_default(64);
            c::usrsctp_sysctl_set_sctp_fr_max_burst_default(16);
            c::usrsctp_sysctl_set_sctp_max_retran_chunk(0);
            // RFC 6928's window, as other data channel stacks use it.
            c::usrsctp_sysctl_set_sctp_initial_cwnd(10);
        }
        self.initialised = true;
        self.last_tick = None;
        self.free_addresses.clear();
    }

    fn stop_if_unused(&mut self) {
        if self.sockets > 0 || !self.initialised {
            return;
        }
        for _ in 0..10 {
            // SAFETY: the stack is locked and initialised, and no socket of ours is open.
            if unsafe { c::usrsctp_finish() } == 0 {
                self.initialised = false;
                self.free_addresses = Vec::new();
                return;
            }
            // Something is only taken away by a timer.
            // SAFETY: as above.
            unsafe { c::usrsctp_handle_timers(1000) };
        }
        log::debug!("libusrsctp keeps something alive and is not shut down");
    }

    /// Lets the stack's time pass.
    fn advance(&mut self, last_call: &mut Instant, now: Instant) {
        let elapsed = self.elapsed(*last_call, now);
        if elapsed < self.granularity() {
            return;
        }
        self.last_tick = Some(now);
        *last_call = now;
        let milliseconds = elapsed.min(LONGEST_STEP).as_millis() as u32;
        #[cfg(any(test, fuzzing))]
        super::test_clock::advance(milliseconds);
        // SAFETY: the stack is locked and initialised, since a socket exists.
        unsafe { c::usrsctp_handle_timers(milliseconds) };
    }

    /// Timers count from the stack's clock, and retransmission also compares with the time of day: a clock that is behind
    /// when a timer is started makes it go off before a chunk counts as late. To move the clock takes time for each socket.
    fn granularity(&self) -> Duration {
        Duration::from_millis((self.sockets / 100).clamp(1, 10) as u64)
    }

    /// All callers share one clock, except tests with virtual time: those each have their own, and to go back is to
    /// change from one to the other. Then a socket's own last call tells how much time has passed for it.
    fn elapsed(&self, last_call: Instant, now: Instant) -> Duration {
        let since_own = now.saturating_duration_since(last_call);
        match self.last_tick {
            None => TICK,
            Some(last) if now >= last => (now - last).min(since_own),
            Some(last) if last - now > LONGEST_STEP => since_own,
            Some(_) => Duration::ZERO,
        }
    }
}

pub(super) fn as_pointer(address: u64) -> *mut c_void {
    std::ptr::without_provenance_mut(address as usize)
}

/// Puts something into the mailbox at `address`, if there is one; `put` is told the longest packet too.
fn deliver(address: *mut c_void, put: impl FnOnce(&mut Contents, usize)) {
    let address = address.addr() as u64;
    let mut mailboxes = MAILBOXES.lock();
    let Some(mailbox) = mailboxes.find(address) else {
        return;
    };
    let mut contents = mailbox.contents.lock();
    let was_empty = contents.is_empty();
    put(&mut contents, mailbox.mtu());
    drop(contents);
    if was_empty && address != CALLER.load(Relaxed) {
        let mailbox = Arc::clone(mailbox);
        mailboxes.surprised.push(mailbox);
        ANY_SURPRISED.store(true, Relaxed);
    }
}

/// A packet for the network.
unsafe extern "C" fn conn_output(
    address: *mut c_void,
    buffer: *mut c_void,
    length: usize,
    _tos: u8,
    _set_df: u8,
) -> c_int {
    if buffer.is_null() || length < 12 {
        return libc::EINVAL;
    }
    // SAFETY: the library lends `length` bytes until this returns.
    let packet = unsafe { std::slice::from_raw_parts(buffer.cast::<u8>(), length) };
    deliver(address, |contents, mtu| contents.packets.push(packet, mtu));
    0
}

/// A message, a part of one, or an event; `data` is ours to free.
pub(super) unsafe extern "C" fn receive(
    _socket: *mut c::socket,
    _address: c::sctp_sockstore,
    data: *mut c_void,
    length: usize,
    info: c::sctp_rcvinfo,
    flags: c_int,
    ulp_info: *mut c_void,
) -> c_int {
    let Some(data) = NonNull::new(data.cast::<u8>()) else {
        return 1;
    };
    // SAFETY: the library made the buffer of `length` bytes with `malloc` and leaves it to the callback.
    let data = unsafe { Received::from_malloc(data, length) };
    let event = if flags & c::MSG_NOTIFICATION != 0 {
        let Some(notification) = Notification::parse(&data) else {
            return 1;
        };
        Event::Notification(notification)
    } else {
        Event::Data {
            stream: info.rcv_sid,
            ppid: u32::from_be(info.rcv_ppid),
            unordered: info.rcv_flags & c::SCTP_UNORDERED != 0,
            end: flags & c::MSG_EOR != 0,
            data,
        }
    };
    deliver(ulp_info, |contents, _| contents.events.push_back(event));
    1
}

/// Room in the send buffer.
pub(super) unsafe extern "C" fn sendable(
    _socket: *mut c::socket,
    free: u32,
    ulp_info: *mut c_void,
) -> c_int {
    deliver(ulp_info, |contents, _| {
        contents.send_buffer_free = Some(free)
    });
    1
}
