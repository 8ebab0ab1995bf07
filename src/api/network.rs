//! The runtime as the environment of the W3C objects.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::environment::{Environment, Link, WeakSink};
use super::identity::provider::IdentityProviders;
use super::task::Task;
use crate::runtime::{self, Runtime};
use crate::session::{Command, RandomFactory, Session};

/// The environment of the connections of a runtime. It does not keep the threads: who shuts the runtime down does.
pub(crate) fn environment(runtime: Runtime) -> Arc<dyn Environment> {
    Arc::new(Network {
        runtime,
        identity_providers: IdentityProviders::default(),
    })
}

struct Network {
    runtime: Runtime,
    identity_providers: IdentityProviders,
}

impl Environment for Network {
    fn queue_task(&self, task: Box<dyn Task>) {
        self.runtime.dispatcher().queue(task);
    }

    fn queue_task_after(&self, delay: Duration, task: Box<dyn Task>) {
        self.runtime.queue_task_after(delay, task);
    }

    fn connect(&self, sink: WeakSink) -> Result<Arc<dyn Link>, String> {
        let generators = self.runtime.clone();
        let random: RandomFactory = Box::new(move || generators.random());
        let link = self
            .runtime
            .attach(|notifier| Box::new(Session::new(random, notifier)), sink)
            .map_err(|error| error.to_string())?;
        Ok(Arc::new(link))
    }

    fn run_in_background(&self, job: Box<dyn FnOnce() + Send>) {
        // After the runtime's end the job runs here. Only a forked child refuses; its promises are of no use to anybody.
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

    fn now(&self) -> Instant {
        self.runtime.now()
    }

    fn unix_time_of(&self, at: Instant) -> f64 {
        self.runtime.unix_ms_of(at)
    }

    fn identity_providers(&self) -> &IdentityProviders {
        &self.identity_providers
    }

    fn is_callback_thread(&self) -> bool {
        self.runtime.dispatcher().is_callback_thread()
    }

    fn run_leftovers(&self) {
        self.runtime.dispatcher().run_leftovers();
    }
}

impl Link for runtime::Link {
    fn send(&self, command: Command) {
        runtime::Link::send(self, command);
    }
}
