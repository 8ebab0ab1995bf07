//! What the runtime drives, and whom it tells.

use std::{
    sync::{Arc, Weak},
    time::Instant,
};

use crate::session::{Command, Event, Input, Outlet, Session};

/// A connection's network side as a shard sees it: mutate, then drain until nothing is left.
pub(crate) trait SessionDriver: Send {
    fn handle_command(&mut self, now: Instant, command: Command);
    fn handle_input(&mut self, now: Instant, input: Input<'_>);
    fn handle_timeout(&mut self, now: Instant);
    fn poll_timeout(&self) -> Option<Instant>;
    /// Gives away everything that waits to go out.
    fn poll_output(&mut self, now: Instant, outlet: &mut dyn Outlet);
}

/// Says that a session has output although nothing came in. It may be called on any thread and under any lock: it takes
/// nothing but the short lock of a list.
pub(crate) type Notifier = Arc<dyn Fn() + Send + Sync>;

/// Why a session ended without having been told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It panicked; its sockets are closed.
    Panicked,
    /// The runtime was shut down under it.
    Shutdown,
}

/// Takes the events of one session. Called on the thread of its shard: it queues tasks and does nothing that waits.
pub(crate) trait EventSink: Send + Sync {
    /// All events of one drain, in order.
    fn deliver(self: Arc<Self>, events: Vec<Event>);
    /// The last call.
    fn ended(self: Arc<Self>, reason: Ended);
}

/// How a shard holds a sink: the application's last reference ends it.
pub(crate) type WeakSink = Weak<dyn EventSink>;

impl SessionDriver for Session {
    fn handle_command(&mut self, now: Instant, command: Command) {
        Session::handle_command(self, now, command);
    }

    fn handle_input(&mut self, now: Instant, input: Input<'_>) {
        Session::handle_input(self, now, input);
    }

    fn handle_timeout(&mut self, now: Instant) {
        Session::handle_timeout(self, now);
    }

    fn poll_timeout(&self) -> Option<Instant> {
        Session::poll_timeout(self)
    }

    fn poll_output(&mut self, now: Instant, outlet: &mut dyn Outlet) {
        Session::poll_output(self, now, outlet);
    }
}
