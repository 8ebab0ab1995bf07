//! How other threads reach a shard.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use mio::Waker;
use parking_lot::Mutex;

use crate::session::{Command, RequestId};

use super::{
    driver::{Notifier, SessionDriver, WeakSink},
    later::Job,
    shard::ConnectionKey,
};

/// What other threads tell a shard.
pub(super) enum Message {
    Attach(Box<NewConnection>),
    Command(ConnectionKey, Command),
    /// Nobody holds the connection's link any more.
    Detach(ConnectionKey),
    Resolved {
        connection: ConnectionKey,
        request: RequestId,
        result: Result<Vec<std::net::IpAddr>, String>,
    },
    /// To be done at a time.
    Later(Instant, Job),
    /// Ends the shard.
    Stop,
}

/// A connection on its way to its shard.
pub(super) struct NewConnection {
    pub(super) key: ConnectionKey,
    pub(super) session: Box<dyn SessionDriver>,
    pub(super) sink: WeakSink,
    pub(super) dirty: Arc<AtomicBool>,
}

#[derive(Default)]
struct Messages {
    list: Vec<Message>,
    closed: bool,
}

/// A shard as other threads see it.
pub(super) struct Inbox {
    messages: Mutex<Messages>,
    /// Connections that have output although nothing came in. A lock of its own: it is taken under locks of C libraries.
    dirty: Mutex<Vec<ConnectionKey>>,
    /// The shard is not waiting, or was woken already.
    awake: AtomicBool,
    waker: Waker,
}

impl Inbox {
    pub(super) fn new(waker: Waker) -> Self {
        Self {
            messages: Mutex::default(),
            dirty: Mutex::default(),
            awake: AtomicBool::new(true),
            waker,
        }
    }

    /// Leaves a message. A shard that has ended takes none: the message is dropped here, and the answer is false.
    pub(super) fn push(&self, message: Message) -> bool {
        let mut messages = self.messages.lock();
        if messages.closed {
            drop(messages);
            drop(message);
            return false;
        }
        messages.list.push(message);
        drop(messages);
        self.wake();
        true
    }

    /// Ends the wait of the shard. Costs a system call only if it waits: on its own thread it never does.
    pub(super) fn wake(&self) {
        if !self.awake.swap(true, Ordering::SeqCst)
            && let Err(error) = self.waker.wake()
        {
            log::error!("cannot wake the runtime's thread: {error}");
        }
    }

    /// Takes what was left, into `messages`, which is empty.
    pub(super) fn take_messages(&self, messages: &mut Vec<Message>) {
        std::mem::swap(&mut self.messages.lock().list, messages);
    }

    pub(super) fn take_dirty(&self, dirty: &mut Vec<ConnectionKey>) {
        std::mem::swap(&mut *self.dirty.lock(), dirty);
    }

    /// Called by the shard before it waits: from now on it is woken. False if something came before; then it must not wait.
    pub(super) fn prepare_to_wait(&self) -> bool {
        self.awake.store(false, Ordering::SeqCst);
        if self.messages.lock().list.is_empty() && self.dirty.lock().is_empty() {
            return true;
        }
        self.awake.store(true, Ordering::SeqCst);
        false
    }

    /// Called by the shard after it waited: nobody needs to wake it.
    pub(super) fn resume(&self) {
        self.awake.store(true, Ordering::SeqCst);
    }

    /// Refuses messages from now on and gives those that came.
    pub(super) fn close(&self) -> Vec<Message> {
        let mut messages = self.messages.lock();
        messages.closed = true;
        std::mem::take(&mut messages.list)
    }
}

/// The notifier of one connection, and the flag that keeps it from being listed twice.
pub(super) fn notifier(inbox: Arc<Inbox>, key: ConnectionKey) -> (Notifier, Arc<AtomicBool>) {
    let flag = Arc::new(AtomicBool::new(false));
    let listed = Arc::clone(&flag);
    let notifier = Arc::new(move || {
        if !listed.swap(true, Ordering::SeqCst) {
            inbox.dirty.lock().push(key);
            inbox.wake();
        }
    });
    (notifier, flag)
}
