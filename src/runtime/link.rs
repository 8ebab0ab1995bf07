//! The W3C world's end of a connection.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::{session::Command, sys::fork::ForkGuard};

use super::{
    inbox::{Inbox, Message},
    shard::ConnectionKey,
};

/// Sends commands to a session. When the last clone is dropped the session is closed, drained and removed.
#[derive(Clone)]
pub(crate) struct Link(Arc<LinkInner>);

struct LinkInner {
    key: ConnectionKey,
    inbox: Arc<Inbox>,
    fork: ForkGuard,
    detached: AtomicBool,
}

impl Link {
    pub(super) fn new(key: ConnectionKey, inbox: Arc<Inbox>, fork: ForkGuard) -> Self {
        Self(Arc::new(LinkInner {
            key,
            inbox,
            fork,
            detached: AtomicBool::new(false),
        }))
    }

    /// Queues a command for the session; nothing after the runtime's end or in a forked child.
    pub(crate) fn send(&self, command: Command) {
        if self.0.fork.is_child() {
            std::mem::forget(command);
            return;
        }
        self.0.inbox.push(Message::Command(self.0.key, command));
    }

    /// Closes and removes the session. No event follows one that is on its way.
    #[cfg(test)]
    pub(crate) fn detach(&self) {
        self.0.detach();
    }
}

impl LinkInner {
    fn detach(&self) {
        if !self.fork.is_child() && !self.detached.swap(true, Ordering::Relaxed) {
            self.inbox.push(Message::Detach(self.key));
        }
    }
}

impl Drop for LinkInner {
    fn drop(&mut self) {
        self.detach();
    }
}
