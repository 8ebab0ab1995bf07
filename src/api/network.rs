//! The runtime as the environment of the W3C objects.

use std::sync::{Arc, Weak};

use super::environment::{Environment, EventSink, Link};
use super::task::{Callbacks, Task};
use crate::runtime::{self, Runtime};

/// The environment of the connections of a runtime. It does not keep the threads: who shuts the runtime down does.
pub(crate) fn environment(runtime: Runtime) -> Arc<dyn Environment> {
    Arc::new(Network { runtime })
}

struct Network {
    runtime: Runtime,
}

impl Environment for Network {
    fn queue_task(&self, task: Box<dyn Task>) {
        self.runtime.dispatcher().queue(Box::new(Queued(task)));
    }

    fn connect(&self, _sink: Weak<dyn EventSink>) -> Result<Arc<dyn Link>, String> {
        self.runtime.check().map_err(|error| error.to_string())?;
        Err("sessions are not connected yet".to_owned())
    }

    fn run_in_background(&self, job: Box<dyn FnOnce() + Send>) {
        // Only a runtime that ended or a forked child refuses; its promises are of no use to anybody then.
        if let Err(error) = self.runtime.background(job) {
            log::debug!("a job was not started: {error}");
        }
    }

    fn random(&self, out: &mut [u8]) {
        self.runtime.random().fill(out);
    }

    fn unix_time_ms(&self) -> u64 {
        self.runtime.now_unix_ms() as u64
    }

    fn is_callback_thread(&self) -> bool {
        self.runtime.dispatcher().is_callback_thread()
    }

    fn run_leftovers(&self) {
        self.runtime.dispatcher().run_leftovers();
    }
}

/// A task of a connection as the dispatcher takes it.
struct Queued(Box<dyn Task>);

impl runtime::Task for Queued {
    fn step(&mut self, callbacks: &mut Callbacks) -> bool {
        self.0.step(callbacks)
    }
}
