//! DOM's EventTarget: any number of listeners beside the `on…` handlers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;

use super::environment::Environment;
use super::event::{Event, EventType};
use super::task::Callbacks;

/// What is called. Dropping it is how its owner learns that it never will be again.
pub(crate) trait Listener: Send + Sync {
    fn call(&self, event: &Event);
}

/// Names a listener within its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ListenerId(pub(crate) u64);

/// One place in the list. An empty place was removed: callbacks that were already under way for it do nothing.
struct Entry {
    id: ListenerId,
    event_type: EventType,
    handler: bool,
    listener: Mutex<Option<Arc<dyn Listener>>>,
}

#[derive(Default)]
struct List {
    last_id: u64,
    entries: Vec<Arc<Entry>>,
}

/// What all objects of a connection share: whether events still reach anybody, and whose task queue they come from.
pub(crate) struct Silence {
    on: AtomicBool,
    environment: Arc<dyn Environment>,
}

impl Silence {
    pub(crate) fn new(environment: Arc<dyn Environment>) -> Arc<Self> {
        Arc::new(Self {
            on: AtomicBool::new(false),
            environment,
        })
    }

    pub(crate) fn begin(&self) {
        self.on.store(true, Ordering::Release);
    }

    fn is_on(&self) -> bool {
        self.on.load(Ordering::Acquire)
    }
}

/// The listeners of one object.
pub(crate) struct EventTarget {
    list: Mutex<List>,
    /// Set when the connection is closed: no event follows.
    silenced: Arc<Silence>,
}

impl EventTarget {
    /// `silenced` is shared by all objects of a connection.
    pub(crate) fn new(silenced: Arc<Silence>) -> Self {
        Self {
            list: Mutex::default(),
            silenced,
        }
    }

    /// Whose task queue the events come from.
    pub(crate) fn environment(&self) -> &Arc<dyn Environment> {
        &self.silenced.environment
    }

    /// Sets or clears the `on…` handler. As in HTML, a handler that replaces another takes its place among the listeners; one
    /// that was cleared loses it.
    pub(crate) fn set_handler(&self, event_type: EventType, listener: Option<Arc<dyn Listener>>) {
        let mut list = self.list.lock();
        let place = list
            .entries
            .iter()
            .position(|entry| entry.handler && entry.event_type == event_type);
        // What is replaced is dropped after the lock is free: its owner may be told.
        let replaced = match (place, listener) {
            (Some(at), Some(listener)) => list.entries[at].listener.lock().replace(listener),
            (Some(at), None) => list.entries.remove(at).listener.lock().take(),
            (None, Some(listener)) => {
                list.append(event_type, true, listener);
                None
            }
            (None, None) => None,
        };
        drop(list);
        drop(replaced);
    }

    /// Appends a listener, which may be there already: each call makes a place of its own.
    pub(crate) fn add_event_listener(
        &self,
        event_type: EventType,
        listener: Arc<dyn Listener>,
    ) -> ListenerId {
        self.list.lock().append(event_type, false, listener)
    }

    /// Removes a listener; it is not called even if an event for it is under way. False if there is none of that id.
    pub(crate) fn remove_event_listener(&self, id: ListenerId) -> bool {
        let mut list = self.list.lock();
        let place = list
            .entries
            .iter()
            .position(|entry| entry.id == id && !entry.handler);
        let Some(at) = place else {
            return false;
        };
        let entry = list.entries.remove(at);
        drop(list);
        let removed = entry.listener.lock().take();
        drop(removed);
        true
    }

    /// Whether an event of this type would reach anybody.
    pub(crate) fn is_listened_to(&self, event_type: EventType) -> bool {
        let list = self.list.lock();
        let mut types = list.entries.iter().map(|entry| entry.event_type);
        types.any(|of| of == event_type)
    }

    /// DOM "dispatch": one callback for each listener there is now, in order.
    pub(crate) fn fire(&self, event: Event, callbacks: &mut Callbacks) {
        let list = self.list.lock();
        let mut reached = list
            .entries
            .iter()
            .filter(|entry| entry.event_type == event.event_type);
        let Some(first) = reached.next() else {
            drop(reached);
            drop(list);
            return;
        };
        let first = Arc::clone(first);
        let others: Vec<_> = reached.map(Arc::clone).collect();
        drop(list);
        let silenced = Arc::clone(&self.silenced);
        if others.is_empty() {
            callbacks.push_back(Box::new(move || first.call(&event, &silenced)));
            return;
        }
        let event = Arc::new(event);
        for entry in std::iter::once(first).chain(others) {
            let event = Arc::clone(&event);
            let silenced = Arc::clone(&silenced);
            callbacks.push_back(Box::new(move || entry.call(&event, &silenced)));
        }
    }
}

impl List {
    fn append(
        &mut self,
        event_type: EventType,
        handler: bool,
        listener: Arc<dyn Listener>,
    ) -> ListenerId {
        self.last_id += 1;
        let id = ListenerId(self.last_id);
        self.entries.push(Arc::new(Entry {
            id,
            event_type,
            handler,
            listener: Mutex::new(Some(listener)),
        }));
        id
    }
}

impl Entry {
    fn call(&self, event: &Event, silenced: &Silence) {
        if silenced.is_on() {
            return;
        }
        let listener = self.listener.lock().clone();
        if let Some(listener) = listener {
            listener.call(event);
        }
    }
}
