//! What the objects need of the runtime, so that tests can stand in for it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::identity::provider::IdentityProviders;
use super::task::Task;
use crate::random::Random;
pub(crate) use crate::runtime::{Ended, EventSink, WeakSink};
use crate::session::Command;

/// The runtime as the W3C world sees it. All but `run_in_background` may be called with locks held.
pub(crate) trait Environment: Send + Sync {
    /// Appends to the task queue.
    fn queue_task(&self, task: Box<dyn Task>);

    /// Appends to the task queue when a time has passed.
    fn queue_task_after(&self, delay: Duration, task: Box<dyn Task>);

    /// Makes the network side of a connection; `sink` gets its events on the network thread.
    fn connect(&self, sink: WeakSink) -> Result<Arc<dyn Link>, String>;

    /// Runs a job that takes long on another thread, or here if there is none any more.
    fn run_in_background(&self, job: Box<dyn FnOnce() + Send>);

    /// Fills `out` from the cryptographic generator.
    fn random(&self, out: &mut [u8]);

    /// Milliseconds since 1970.
    fn unix_time_ms(&self) -> u64;

    /// The time that the network side is told.
    fn now(&self) -> Instant;

    /// A `DOMHighResTimeStamp`: milliseconds since 1970, by a clock that never goes back.
    fn unix_time_of(&self, at: Instant) -> f64;

    /// The identity providers that the application brought.
    fn identity_providers(&self) -> &IdentityProviders;

    /// Whether this thread makes the callbacks, so that it must not wait for one.
    fn is_callback_thread(&self) -> bool {
        false
    }

    /// Makes the callbacks that were queued after the runtime ended, for which there is no other thread. Called with no lock held.
    fn run_leftovers(&self) {}
}

/// The way down to one session: commands take effect in the order given.
pub(crate) trait Link: Send + Sync {
    fn send(&self, command: Command);
}

/// The environment's generator, where one of its own is wanted.
pub(crate) struct EnvironmentRandom(pub(crate) Arc<dyn Environment>);

impl Random for EnvironmentRandom {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.random(out);
    }
}
