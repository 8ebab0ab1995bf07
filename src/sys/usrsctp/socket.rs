//! One SCTP socket with its one association.

use std::ffi::c_int;
use std::io;
use std::ptr::NonNull;
use std::sync::Arc;
use std::time::Instant;

use usrsctp_sys as c;

use super::configuration::{
    conn_address, largest_chunk, open, send_parameters, set_option, set_option_bytes,
    set_socket_option,
};
use super::mailbox::{Contents, Event, Mailbox, Notifier};
use super::{checksum, stack};

/// Messages up to this length can be given to the stack in one piece.
const LARGEST_WHOLE: usize = 4 * 1024 * 1024;

/// What is fixed when a socket is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) local_port: u16,
    pub(crate) remote_port: u16,
    /// The longest packet at first, SCTP's common header included, and what `set_mtu` may raise that to.
    pub(crate) mtu: u16,
    pub(crate) largest_mtu: u16,
    /// Streams that we ask for at first; each costs 64 bytes from the start.
    pub(crate) outbound_streams: u16,
    /// Streams that the peer may have at most; what it asks for at first costs 40 bytes each.
    pub(crate) max_inbound_streams: u16,
    /// Bounds what the peer may have under way to us, and so what it can make us hold.
    pub(crate) receive_buffer: u32,
    pub(crate) send_buffer: u32,
}

/// How hard the stack tries to deliver a message (RFC 3758, RFC 7496).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reliability {
    Reliable,
    Lifetime { milliseconds: u16 },
    Retransmissions { limit: u16 },
}

/// What goes with a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SendInfo {
    pub(crate) stream: u16,
    pub(crate) ppid: u32,
    pub(crate) unordered: bool,
    pub(crate) reliability: Reliability,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SendError {
    /// The send buffer is full.
    WouldBlock,
    /// The stream does not exist or is being reset.
    NoStream,
    /// The association is not up any more.
    Closed,
}

/// The state of an association.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) established: bool,
    pub(crate) unacknowledged_chunks: u16,
    pub(crate) outbound_streams: u16,
    pub(crate) peer_receive_window: u32,
    pub(crate) congestion_window: u32,
    /// In milliseconds.
    pub(crate) smoothed_rtt: u32,
    pub(crate) mtu: u32,
}

/// One SCTP socket. Dropping it aborts the association.
pub(crate) struct Socket {
    raw: Option<NonNull<c::socket>>,
    address: u64,
    options: Options,
    mailbox: Arc<Mailbox>,
    /// What was taken from the mailbox and not by the owner yet.
    contents: Contents,
    /// When this socket last moved the stack's clock.
    last_tick: Instant,
    no_delay: bool,
    send_buffer: u32,
    send_buffer_free: u32,
    /// What the stack said last of how much is free, and that it was too little.
    reported_free: u32,
    full: bool,
}

// SAFETY: the socket is only used under the lock of the stack, from whatever thread.
unsafe impl Send for Socket {}

impl Socket {
    /// Makes and configures a socket; `address` yields random words. The notifier is called, without locks held, when
    /// another socket's call into the stack made this one's mailbox non-empty.
    pub(crate) fn new(
        now: Instant,
        options: Options,
        address: impl FnMut() -> u64,
        notifier: Option<Notifier>,
    ) -> io::Result<Self> {
        let mailbox = Mailbox::new(options.mtu, notifier);
        let (address, mailbox, raw) =
            stack::add_socket(address, mailbox, |address| open(address, &options))?;
        Ok(Self {
            raw: Some(raw),
            address,
            options,
            mailbox,
            contents: Contents::default(),
            last_tick: now,
            no_delay: true,
            send_buffer: options.send_buffer,
            send_buffer_free: options.send_buffer,
            reported_free: 0,
            full: false,
        })
    }

    /// Sends an INIT.
    pub(crate) fn connect(&mut self, now: Instant) -> io::Result<()> {
        let mut peer = conn_address(self.address, self.options.remote_port);
        let result = self.call(now, |raw| {
            // SAFETY: `raw` is an open socket, and `peer` an address of the size named.
            let failed = unsafe {
                c::usrsctp_connect(
                    raw,
                    (&raw mut peer).cast(),
                    size_of::<c::sockaddr_conn>() as libc::socklen_t,
                )
            } != 0;
            match failed.then(io::Error::last_os_error) {
                Some(error) if error.raw_os_error() != Some(libc::EINPROGRESS) => Err(error),
                _ => Ok(()),
            }
        });
        result.unwrap_or_else(|| Err(io::ErrorKind::NotConnected.into()))
    }

    /// Takes in one packet; drops it if its checksum is wrong.
    pub(crate) fn input(&mut self, now: Instant, packet: &[u8]) -> bool {
        if !checksum::is_right(packet) {
            return false;
        }
        let address = stack::as_pointer(self.address);
        self.call(now, |_| {
            // SAFETY: the address is registered; the library copies the packet.
            unsafe { c::usrsctp_conninput(address, packet.as_ptr().cast(), packet.len(), 0) };
        });
        true
    }

    /// Changes the longest packet. Messages that were cut for longer ones stay so, and go out alone and as they are.
    pub(crate) fn set_mtu(&mut self, now: Instant, mtu: u16) {
        self.options.mtu = mtu.min(self.options.largest_mtu);
        let mtu = self.options.mtu;
        self.mailbox.set_mtu(mtu);
        self.call(now, |raw| {
            if let Err(error) = set_option(raw, c::SCTP_MAXSEG, &largest_chunk(mtu)) {
                log::debug!("the length of SCTP packets stays: {error}");
            }
        });
    }

    /// Of a message that it has only in part the stack makes packets of the largest length, whatever the present limit is.
    /// Below that length messages are therefore given to it in one piece, but for those that no buffer holds.
    pub(crate) fn wants_whole(&self, len: usize) -> bool {
        self.options.mtu < self.options.largest_mtu
            && (usize::from(self.options.mtu)..=LARGEST_WHOLE).contains(&len)
    }

    /// Whether the buffer has room for all of it. Chunks have headers, which count too.
    fn has_room_for(&self, len: usize) -> bool {
        len + len / 32 <= self.send_buffer_free as usize
    }

    /// Whether the stack would say once more that the buffer is full. While it is there is enough to send, so it need not be asked
    /// for each few bytes that get free.
    pub(crate) fn is_still_full(&mut self, len: usize) -> bool {
        self.take_free();
        let enough = len.min(self.send_buffer as usize / 8);
        self.full && (self.reported_free as usize) < enough
    }

    fn take_free(&mut self) {
        if let Some(free) = self.mailbox.contents.lock().send_buffer_free.take() {
            self.send_buffer_free = free.min(self.send_buffer);
            self.reported_free = self.send_buffer_free;
        }
    }

    /// Lets the stack's timers run.
    pub(crate) fn tick(&mut self, now: Instant) {
        self.full = false;
        self.call(now, |_| ());
    }

    /// Sends the beginning of `data`, as much as there is room for; `end` says that the message ends with it. Returns how
    /// much was taken. With `more` the last packet may wait for the message that the caller sends next.
    pub(crate) fn send(
        &mut self,
        now: Instant,
        info: &SendInfo,
        data: &[u8],
        end: bool,
        more: bool,
    ) -> Result<usize, SendError> {
        self.take_free();
        if self.wants_whole(data.len()) && !self.has_room_for(data.len()) {
            self.full = true;
            self.reported_free = 0;
            return Err(SendError::WouldBlock);
        }
        let mut spa = send_parameters(info, end);
        let change_delay = self.no_delay == more;
        self.no_delay = !more;
        let sent = self.call(now, |raw| {
            if change_delay {
                // Nagle's algorithm fills packets; it is off for the last message of a burst.
                set_option(raw, c::SCTP_NODELAY, &c_int::from(!more))?;
            }
            // SAFETY: `raw` is an open socket; the library copies from `data` and `spa`, whose sizes are right.
            let taken = unsafe {
                c::usrsctp_sendv(
                    raw,
                    data.as_ptr().cast(),
                    data.len(),
                    std::ptr::null_mut(),
                    0,
                    (&raw mut spa).cast(),
                    size_of::<c::sctp_sendv_spa>() as libc::socklen_t,
                    c::SCTP_SENDV_SPA,
                    0,
                )
            };
            usize::try_from(taken).map_err(|_| io::Error::last_os_error())
        });
        self.full = false;
        let result = match sent {
            // What the stack says when there is no room for the next part of a message.
            Some(Ok(0)) => Err(SendError::WouldBlock),
            Some(Ok(taken)) => {
                // A report that waits is from before these bytes.
                self.take_free();
                self.send_buffer_free = self.send_buffer_free.saturating_sub(taken as u32);
                Ok(taken)
            }
            Some(Err(error)) => Err(match error.raw_os_error() {
                // The second is said of a full buffer too, if the message is larger than the whole of it.
                Some(libc::EWOULDBLOCK | libc::EMSGSIZE) => SendError::WouldBlock,
                Some(libc::EINVAL) => SendError::NoStream,
                _ => SendError::Closed,
            }),
            None => Err(SendError::Closed),
        };
        if result == Err(SendError::WouldBlock) {
            self.full = true;
            self.reported_free = 0;
        }
        result
    }

    /// Asks for a reset of outgoing streams (RFC 6525); an event tells when it is done. The stack sends the request once
    /// everything sent on them is acknowledged and no other request is under way.
    pub(crate) fn reset_streams(&mut self, now: Instant, streams: &[u16]) -> io::Result<()> {
        // The struct is followed by the list: all is of 16 bits but the association, which is 0.
        let head = size_of::<c::sctp_reset_streams>() / 2;
        let mut words = vec![0u16; head + streams.len()];
        words[2] = c::SCTP_STREAM_RESET_OUTGOING;
        words[3] = streams.len() as u16;
        words[head..].copy_from_slice(streams);
        let result = self.call(now, |raw| {
            set_option_bytes(
                raw,
                c::IPPROTO_SCTP,
                c::SCTP_RESET_STREAMS,
                words.as_ptr().cast(),
                words.len() * 2,
            )
        });
        match result {
            // The streams are marked; the request follows.
            Some(Err(error)) if is_not_yet(&error) => Ok(()),
            Some(result) => result,
            None => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    /// Asks for more outgoing streams (RFC 6525); an event tells the outcome.
    pub(crate) fn add_streams(&mut self, now: Instant, count: u16) -> io::Result<()> {
        let add = c::sctp_add_streams {
            sas_outstrms: count,
            ..Default::default()
        };
        self.call(now, |raw| set_option(raw, c::SCTP_ADD_STREAMS, &add))
            .unwrap_or_else(|| Err(io::ErrorKind::NotConnected.into()))
    }

    /// Changes the size of the send buffer.
    pub(crate) fn set_send_buffer(&mut self, now: Instant, size: u32) {
        let changed = self.call(now, |raw| set_socket_option(raw, libc::SO_SNDBUF, size));
        if matches!(changed, Some(Ok(()))) {
            self.send_buffer_free = (self.send_buffer_free + size).saturating_sub(self.send_buffer);
            self.full = false;
            self.send_buffer = size;
        }
    }

    pub(crate) fn send_buffer(&self) -> u32 {
        self.send_buffer
    }

    /// Bytes that the stack has taken and the peer has not acknowledged.
    pub(crate) fn queued(&mut self) -> u32 {
        self.collect();
        self.send_buffer.saturating_sub(self.send_buffer_free)
    }

    pub(crate) fn status(&mut self, now: Instant) -> Option<Status> {
        self.call(now, |raw| {
            // SAFETY: the struct is integers, for which zero is a value.
            let mut status: c::sctp_status = unsafe { std::mem::zeroed() };
            let mut length = size_of::<c::sctp_status>() as libc::socklen_t;
            // SAFETY: `raw` is an open socket, and `status` has room for `length` bytes.
            let failed = unsafe {
                c::usrsctp_getsockopt(
                    raw,
                    c::IPPROTO_SCTP,
                    c::SCTP_STATUS,
                    (&raw mut status).cast(),
                    &raw mut length,
                )
            } != 0;
            (!failed).then_some(Status {
                established: status.sstat_state == c::SCTP_ESTABLISHED,
                unacknowledged_chunks: status.sstat_unackdata,
                outbound_streams: status.sstat_outstrms,
                peer_receive_window: status.sstat_rwnd,
                congestion_window: status.sstat_primary.spinfo_cwnd,
                smoothed_rtt: status.sstat_primary.spinfo_srtt,
                mtu: status.sstat_primary.spinfo_mtu,
            })
        })
        .flatten()
    }

    /// Ends the association with an ABORT, which waits among the packets.
    pub(crate) fn abort(&mut self) {
        let Some(raw) = self.raw.take() else { return };
        stack::remove_socket(self.address, || {
            // SAFETY: `raw` was open until now and nobody else has it. The linger time of zero makes it an abort.
            unsafe { c::usrsctp_close(raw.as_ptr()) };
        });
        self.collect();
    }

    /// The next packet for the peer.
    pub(crate) fn poll_packet(&mut self) -> Option<&[u8]> {
        if self.contents.packets.is_empty() {
            self.collect();
        }
        self.contents.packets.pop()
    }

    /// Gives back the room that packets took.
    pub(crate) fn release(&mut self) {
        self.contents.packets.release();
        self.mailbox.contents.lock().packets.release();
    }

    pub(crate) fn poll_event(&mut self) -> Option<Event> {
        if self.contents.events.is_empty() {
            self.collect();
        }
        self.contents.events.pop_front()
    }

    /// Empties the mailbox.
    fn collect(&mut self) {
        let mut mailbox = self.mailbox.contents.lock();
        if let Some(free) = mailbox.send_buffer_free.take() {
            self.send_buffer_free = free.min(self.send_buffer);
            self.reported_free = self.send_buffer_free;
        }
        if self.contents.events.is_empty() {
            std::mem::swap(&mut self.contents.events, &mut mailbox.events);
        }
        if self.contents.packets.is_empty() {
            std::mem::swap(&mut self.contents.packets, &mut mailbox.packets);
        }
    }

    fn call<R>(&mut self, now: Instant, f: impl FnOnce(*mut c::socket) -> R) -> Option<R> {
        let raw = self.raw?.as_ptr();
        Some(stack::call(self.address, &mut self.last_tick, now, || {
            f(raw)
        }))
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.abort();
    }
}

fn is_not_yet(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EALREADY | libc::ENOENT))
}
