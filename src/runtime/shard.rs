//! One thread with its connections, their sockets and timers.
//!
//! A turn takes what came (messages, datagrams, deadlines), drains the connections that have something to do, sends what they
//! gave, tells their sinks, and lets the dispatcher make callbacks. A connection without anything to do costs nothing.

use std::{
    collections::HashMap,
    net::{IpAddr, ToSocketAddrs},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use mio::{Events, Poll, Token, Waker};

use crate::{
    session::{Command, Event, Input, IoRequest, RequestId},
    transport::SocketId,
};

use super::{
    clock,
    dispatcher::{Dispatcher, guarded},
    drain::Drain,
    driver::{Ended, SessionDriver, WeakSink},
    helper::Helper,
    inbox::{Inbox, Message, NewConnection},
    interfaces::Interfaces,
    later::Later,
    sockets::Sockets,
    timers::Timers,
    transmit::TransmitBuffer,
};

/// The token of the waker; sockets count from 1.
const WAKER: Token = Token(0);
/// After so many rounds of so many callbacks, or this time, the network has its turn.
const CALLBACK_ROUNDS: usize = 16;
const CALLBACKS: usize = 16;
const CALLBACK_TIME: Duration = Duration::from_millis(2);

/// Names a connection within its runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ConnectionKey(pub(super) u64);

/// What the shards of a runtime share.
pub(super) struct Shared {
    pub(super) interfaces: Interfaces,
    pub(super) helper: Helper,
    pub(super) next_socket: AtomicU32,
    pub(super) next_connection: AtomicU64,
}

impl Shared {
    /// For the runtime with this id.
    pub(super) fn new(runtime: u64) -> Self {
        Self {
            interfaces: Interfaces::default(),
            helper: Helper::new(runtime),
            next_socket: AtomicU32::new(1),
            next_connection: AtomicU64::new(1),
        }
    }
}

/// What a shard has done since it began.
#[derive(Default)]
pub(super) struct Counters {
    pub(super) wake_ups: AtomicU64,
    pub(super) drains: AtomicU64,
}

struct Connection {
    session: Box<dyn SessionDriver>,
    sink: WeakSink,
    dirty: Arc<AtomicBool>,
    sockets: Vec<SocketId>,
    /// Is in the list of those to drain.
    touched: bool,
    /// It was told to close; that is told once.
    closed: bool,
    /// To be removed once drained.
    leaving: bool,
}

/// One thread's share of a runtime.
pub(super) struct Shard {
    poll: Poll,
    inbox: Arc<Inbox>,
    shared: Arc<Shared>,
    /// Makes the callbacks on this thread.
    dispatcher: Option<Arc<Dispatcher>>,
    connections: HashMap<ConnectionKey, Connection>,
    sockets: Sockets,
    timers: Timers,
    later: Later,
    transmit: TransmitBuffer,
    touched: Vec<ConnectionKey>,
    messages: Vec<Message>,
    dirty: Vec<ConnectionKey>,
    deliveries: Vec<(WeakSink, Vec<Event>)>,
    counters: Arc<Counters>,
    stopping: bool,
}

impl Shard {
    pub(super) fn new(shared: Arc<Shared>, offload: bool) -> std::io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Waker::new(poll.registry(), WAKER)?;
        let sockets = Sockets::new(poll.registry().try_clone()?, offload);
        Ok(Self {
            poll,
            inbox: Arc::new(Inbox::new(waker)),
            shared,
            dispatcher: None,
            connections: HashMap::new(),
            sockets,
            timers: Timers::default(),
            later: Later::default(),
            transmit: TransmitBuffer::default(),
            touched: Vec::new(),
            messages: Vec::new(),
            dirty: Vec::new(),
            deliveries: Vec::new(),
            counters: Arc::default(),
            stopping: false,
        })
    }

    pub(super) fn inbox(&self) -> &Arc<Inbox> {
        &self.inbox
    }

    pub(super) fn counters(&self) -> &Arc<Counters> {
        &self.counters
    }

    pub(super) fn set_dispatcher(&mut self, dispatcher: Arc<Dispatcher>) {
        self.dispatcher = Some(dispatcher);
    }

    /// The thread's body: ends after `Message::Stop`, when all sessions are closed.
    pub(super) fn run(mut self) {
        let mut events = Events::with_capacity(256);
        while !self.stopping {
            self.wait(&mut events);
            self.counters.wake_ups.fetch_add(1, Ordering::Relaxed);
            let now = clock::now();
            self.receive(now);
            self.fire_timers(now);
            self.turn(now);
            if self.make_callbacks() {
                // What the callbacks sent goes out at once.
                self.turn(clock::now());
            }
        }
        self.end();
    }

    fn has_callbacks(&self) -> bool {
        self.dispatcher
            .as_ref()
            .is_some_and(|dispatcher| dispatcher.has_work())
    }

    /// Lets the dispatcher go on for a while. False if nothing was waiting.
    fn make_callbacks(&self) -> bool {
        let Some(dispatcher) = self.dispatcher.as_ref().filter(|it| it.has_work()) else {
            return false;
        };
        let until = clock::now() + CALLBACK_TIME;
        for _ in 0..CALLBACK_ROUNDS {
            dispatcher.run_some(CALLBACKS);
            if !dispatcher.has_work() || clock::now() >= until {
                break;
            }
        }
        true
    }

    fn wait(&mut self, events: &mut Events) {
        let busy =
            self.sockets.ready_count() > 0 || !self.touched.is_empty() || self.has_callbacks();
        let timeout = if busy || !self.inbox.prepare_to_wait() || self.has_callbacks() {
            Some(Duration::ZERO)
        } else {
            let now = clock::now();
            let next = self.timers.next().into_iter().chain(self.later.next());
            next.min().map(|at| at.saturating_duration_since(now))
        };
        if let Err(error) = self.poll.poll(events, timeout)
            && error.kind() != std::io::ErrorKind::Interrupted
        {
            log::error!("waiting for sockets: {error}");
        }
        self.inbox.resume();
        for event in events.iter().filter(|event| event.token() != WAKER) {
            let Ok(id) = u32::try_from(event.token().0) else {
                continue;
            };
            if event.is_writable() {
                self.sockets.writable(SocketId(id));
            }
            if event.is_readable() || event.is_error() {
                self.sockets.readable(SocketId(id));
            }
        }
    }

    /// One round over the sockets that have datagrams.
    fn receive(&mut self, now: Instant) {
        for _ in 0..self.sockets.ready_count() {
            let Some((socket, owner)) = self.sockets.pop_ready() else {
                return;
            };
            let Some(connection) = self.connections.get_mut(&owner) else {
                continue;
            };
            let session = &mut connection.session;
            let result = guarded(|| {
                self.sockets.receive(socket, |from, payload| {
                    let input = Input::Datagram {
                        socket,
                        from,
                        payload,
                    };
                    session.handle_input(now, input);
                });
            });
            self.settle(owner, result);
        }
    }

    fn fire_timers(&mut self, now: Instant) {
        while let Some(job) = self.later.pop_due(now) {
            guarded(job);
        }
        while let Some(key) = self.timers.pop_due(now) {
            let Some(connection) = self.connections.get_mut(&key) else {
                continue;
            };
            match connection.session.poll_timeout() {
                Some(deadline) if deadline <= now => {
                    let result = guarded(|| connection.session.handle_timeout(now));
                    self.settle(key, result);
                }
                deadline => self.timers.arm(key, deadline),
            }
        }
    }

    /// Messages, then the drain of everything that was touched.
    fn turn(&mut self, now: Instant) {
        self.take_messages(now);
        self.take_dirty();
        let mut touched = std::mem::take(&mut self.touched);
        for key in touched.drain(..) {
            self.drain(now, key);
        }
        self.touched = touched;
        self.sockets.flush(&mut self.transmit);
        self.check_suspects(now);
        self.deliver();
    }

    /// Tells the owners of sockets whose address the machine has no more. They are drained in the next turn.
    fn check_suspects(&mut self, now: Instant) {
        for (socket, address) in self.sockets.take_suspects() {
            if !self.shared.interfaces.has(now, address.ip())
                && let Some(owner) = self.sockets.owner(socket)
            {
                self.input(now, owner, Input::SocketLost(socket));
            }
        }
    }

    fn take_messages(&mut self, now: Instant) {
        let mut messages = std::mem::take(&mut self.messages);
        self.inbox.take_messages(&mut messages);
        for message in messages.drain(..) {
            match message {
                Message::Attach(new) => self.attach(*new),
                Message::Command(key, command) => self.command(now, key, command),
                Message::Detach(key) => {
                    self.command(now, key, Command::Close);
                    if let Some(connection) = self.connections.get_mut(&key) {
                        connection.leaving = true;
                    }
                }
                Message::Resolved {
                    connection,
                    request,
                    result,
                } => self.input(now, connection, Input::Resolved { request, result }),
                Message::Later(at, job) => self.later.push(at, job),
                Message::Stop => self.stopping = true,
            }
        }
        self.messages = messages;
    }

    fn take_dirty(&mut self) {
        let mut dirty = std::mem::take(&mut self.dirty);
        self.inbox.take_dirty(&mut dirty);
        for key in dirty.drain(..) {
            // A drain since then has taken care of it.
            let open = |connection: &Connection| connection.dirty.load(Ordering::SeqCst);
            if self.connections.get(&key).is_some_and(open) {
                self.touch(key);
            }
        }
        self.dirty = dirty;
    }

    fn attach(&mut self, new: NewConnection) {
        let connection = Connection {
            session: new.session,
            sink: new.sink,
            dirty: new.dirty,
            sockets: Vec::new(),
            touched: false,
            closed: false,
            leaving: false,
        };
        self.connections.insert(new.key, connection);
        self.touch(new.key);
    }

    fn command(&mut self, now: Instant, key: ConnectionKey, command: Command) {
        let Some(connection) = self.connections.get_mut(&key) else {
            return;
        };
        let closes = matches!(command, Command::Close);
        if closes && std::mem::replace(&mut connection.closed, true) {
            return self.touch(key);
        }
        let result = guarded(|| connection.session.handle_command(now, command));
        self.settle(key, result);
    }

    fn input(&mut self, now: Instant, key: ConnectionKey, input: Input<'_>) {
        if let Some(connection) = self.connections.get_mut(&key) {
            let result = guarded(|| connection.session.handle_input(now, input));
            self.settle(key, result);
        }
    }

    /// After a call into a session: it is to be drained, or it panicked and goes.
    fn settle(&mut self, key: ConnectionKey, result: Option<()>) {
        match result {
            Some(()) => self.touch(key),
            None => self.fail(key),
        }
    }

    fn touch(&mut self, key: ConnectionKey) {
        if let Some(connection) = self.connections.get_mut(&key)
            && !connection.touched
        {
            connection.touched = true;
            self.touched.push(key);
        }
    }

    fn drain(&mut self, now: Instant, key: ConnectionKey) {
        let Some(connection) = self.connections.get_mut(&key) else {
            return;
        };
        connection.touched = false;
        self.counters.drains.fetch_add(1, Ordering::Relaxed);
        let mut io = Io {
            key,
            now,
            inbox: &self.inbox,
            shared: &self.shared,
            sockets: &mut self.sockets,
            transmit: &mut self.transmit,
        };
        let mut events = Vec::new();
        let result = guarded(|| io.drain(connection, &mut events));
        if !events.is_empty() && !connection.leaving {
            self.deliveries.push((connection.sink.clone(), events));
        }
        match result {
            None => self.fail(key),
            Some(_) if connection.leaving => drop(self.remove(key)),
            Some(deadline) => self.timers.arm(key, deadline),
        }
    }

    /// Drops a connection that panicked and tells its sink.
    fn fail(&mut self, key: ConnectionKey) {
        if let Some(sink) = self.remove(key) {
            log::error!("a connection is dropped because of a panic");
            self.deliver();
            if let Some(sink) = sink.upgrade() {
                guarded(|| sink.ended(Ended::Panicked));
            }
        }
    }

    /// Drops a connection; what it gave to send goes out first.
    fn remove(&mut self, key: ConnectionKey) -> Option<WeakSink> {
        let connection = self.connections.remove(&key)?;
        self.sockets.flush(&mut self.transmit);
        for socket in connection.sockets {
            self.sockets.close(socket);
        }
        self.timers.remove(key);
        guarded(|| drop(connection.session));
        Some(connection.sink)
    }

    fn deliver(&mut self) {
        for (sink, events) in self.deliveries.drain(..) {
            if let Some(sink) = sink.upgrade() {
                guarded(|| sink.deliver(events));
            }
        }
    }

    /// Closes what is left.
    fn end(mut self) {
        let now = clock::now();
        let mut ended = Vec::new();
        for message in self.inbox.close() {
            if let Message::Attach(new) = message {
                ended.push(new.sink);
            }
        }
        let keys: Vec<_> = self.connections.keys().copied().collect();
        for key in keys {
            self.command(now, key, Command::Close);
            self.drain(now, key);
            ended.extend(self.remove(key));
        }
        self.deliver();
        for sink in ended {
            if let Some(sink) = sink.upgrade() {
                guarded(|| sink.ended(Ended::Shutdown));
            }
        }
    }
}

/// What a session reaches while it is drained.
struct Io<'a> {
    key: ConnectionKey,
    now: Instant,
    inbox: &'a Arc<Inbox>,
    shared: &'a Arc<Shared>,
    sockets: &'a mut Sockets,
    transmit: &'a mut TransmitBuffer,
}

impl Io<'_> {
    /// Drains until neither output nor requests are left; gives the next deadline.
    fn drain(&mut self, connection: &mut Connection, events: &mut Vec<Event>) -> Option<Instant> {
        loop {
            connection.dirty.store(false, Ordering::SeqCst);
            let mut outlet = Drain {
                sockets: self.sockets,
                transmit: self.transmit,
                requests: Vec::new(),
                too_large: Vec::new(),
                events,
            };
            connection.session.poll_output(self.now, &mut outlet);
            let (requests, too_large) = (outlet.requests, outlet.too_large);
            if requests.is_empty() && too_large.is_empty() {
                return connection.session.poll_timeout();
            }
            for (socket, size) in too_large {
                let refused = Input::TooLarge { socket, size };
                connection.session.handle_input(self.now, refused);
            }
            for request in requests {
                if let Some(answer) = self.answer(connection, request) {
                    connection.session.handle_input(self.now, answer);
                }
            }
        }
    }

    fn answer(
        &mut self,
        connection: &mut Connection,
        request: IoRequest,
    ) -> Option<Input<'static>> {
        match request {
            IoRequest::Interfaces => Some(Input::Interfaces(self.shared.interfaces.list(self.now))),
            IoRequest::Bind {
                request,
                address,
                port_range,
            } => {
                let address = self.shared.interfaces.bindable(self.now, address);
                let next = &self.shared.next_socket;
                let result = self.sockets.bind(self.key, address, port_range, next);
                connection
                    .sockets
                    .extend(result.as_ref().map(|(id, _)| *id));
                Some(Input::Bound { request, result })
            }
            IoRequest::CloseSocket(socket) => {
                if let Some(i) = connection.sockets.iter().position(|own| *own == socket) {
                    connection.sockets.swap_remove(i);
                    self.sockets.flush(self.transmit);
                    self.sockets.close(socket);
                }
                None
            }
            IoRequest::Resolve { request, host } => match host.parse::<IpAddr>() {
                Ok(address) => Some(Input::Resolved {
                    request,
                    result: Ok(vec![address]),
                }),
                Err(_) => self.resolve(request, host),
            },
        }
    }

    fn resolve(&mut self, request: RequestId, host: String) -> Option<Input<'static>> {
        let inbox = Arc::clone(self.inbox);
        let connection = self.key;
        let job = move || {
            let result = lookup(&host);
            inbox.push(Message::Resolved {
                connection,
                request,
                result,
            });
        };
        if self.shared.helper.resolve(Box::new(job)) {
            return None;
        }
        let result = Err("too many names are being resolved".into());
        Some(Input::Resolved { request, result })
    }
}

/// Asks the system's resolver; blocks.
fn lookup(host: &str) -> Result<Vec<IpAddr>, String> {
    let found = (host, 0)
        .to_socket_addrs()
        .map_err(|error| format!("cannot resolve {host:?}: {error}"))?;
    let mut addresses: Vec<IpAddr> = Vec::new();
    for address in found {
        if !addresses.contains(&address.ip()) {
            addresses.push(address.ip());
        }
    }
    Ok(addresses)
}
