//! Tasks of a connection: a list of steps, between which the application is called.

use std::collections::VecDeque;
use std::sync::{Arc, Weak};

pub(crate) use crate::runtime::{Callback, Callbacks, Task};

use super::event::Event;
use super::peer_connection::RTCPeerConnection;

/// A step that changes slots and leaves further steps behind.
type Change = Box<dyn FnOnce(&Arc<RTCPeerConnection>, &mut Steps) + Send>;

/// One step of a connection's task.
pub(super) enum Step {
    /// Fires an event; which listeners it reaches is found only now.
    Fire(Event),
    /// Completes a promise.
    Call(Callback),
    /// Changes slots; the steps that it leaves behind come next.
    Then(Change),
}

/// The steps that are left of a task.
#[derive(Default)]
pub(super) struct Steps(VecDeque<Step>);

impl Steps {
    pub(super) fn fire(&mut self, event: Event) {
        self.0.push_back(Step::Fire(event));
    }

    pub(super) fn call(&mut self, callback: Callback) {
        self.0.push_back(Step::Call(callback));
    }

    pub(super) fn then(
        &mut self,
        step: impl FnOnce(&Arc<RTCPeerConnection>, &mut Steps) + Send + 'static,
    ) {
        self.0.push_back(Step::Then(Box::new(step)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the next step.
    pub(super) fn run_next(
        &mut self,
        connection: &Weak<RTCPeerConnection>,
        callbacks: &mut Callbacks,
    ) {
        match self.0.pop_front() {
            None => {}
            Some(Step::Fire(event)) => {
                let target = event.target.clone();
                target.event_target().fire(event, callbacks);
            }
            Some(Step::Call(callback)) => callbacks.push_back(callback),
            Some(Step::Then(step)) => {
                let Some(connection) = connection.upgrade() else {
                    return;
                };
                let mut next = Self::default();
                step(&connection, &mut next);
                next.0.append(&mut self.0);
                *self = next;
            }
        }
    }
}

/// A task of a connection.
pub(super) struct ConnectionTask {
    connection: Weak<RTCPeerConnection>,
    steps: Steps,
}

impl ConnectionTask {
    pub(super) fn new(connection: Weak<RTCPeerConnection>, steps: Steps) -> Self {
        Self { connection, steps }
    }
}

impl Task for ConnectionTask {
    fn step(&mut self, callbacks: &mut Callbacks) -> bool {
        self.steps.run_next(&self.connection, callbacks);
        !self.steps.is_empty()
    }
}

/// A task that is one callback.
pub(crate) struct OneCallback(Option<Callback>);

impl OneCallback {
    pub(crate) fn new(callback: Callback) -> Box<Self> {
        Box::new(Self(Some(callback)))
    }
}

impl Task for OneCallback {
    fn step(&mut self, callbacks: &mut Callbacks) -> bool {
        callbacks.extend(self.0.take());
        false
    }
}
