//! Fake sessions over real loopback sockets. Nothing sleeps: channels wait.

use std::{
    collections::VecDeque,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use super::*;
use crate::{
    session::{
        ChannelKey, Command, Event, Input, IoRequest, LocalInterface, Outlet, RequestId,
        TransportId,
    },
    transport::{Fragmentation, SocketId},
};

mod lifecycle;
mod network;

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const PATIENCE: Duration = Duration::from_secs(60);

/// What comes to a fake session.
#[expect(dead_code, reason = "not every test looks at all of it")]
enum In {
    Command(Command),
    Datagram(SocketId, SocketAddr, Vec<u8>),
    Interfaces(Vec<LocalInterface>),
    Bound(Result<(SocketId, SocketAddr), String>),
    Resolved(Result<Vec<IpAddr>, String>),
    Lost(SocketId),
    TooLarge(SocketId, usize),
    Timeout,
}

/// What it wants.
#[expect(clippy::large_enum_variant, reason = "a test's few")]
enum Out {
    Transmit(SocketId, SocketAddr, Vec<u8>, Fragmentation),
    Request(IoRequest),
    Event(Event),
}

/// What a fake session's behaviour works on.
#[derive(Default)]
struct Fake {
    out: VecDeque<Out>,
    deadline: Option<Instant>,
    socket: Option<SocketId>,
    peer: Option<SocketAddr>,
}

impl Fake {
    fn transmit(&mut self, to: SocketAddr, payload: &[u8]) {
        let socket = self.socket.expect("bound");
        let fragmentation = Fragmentation::Allowed;
        self.transmit_with(socket, to, payload, fragmentation);
    }

    fn transmit_with(
        &mut self,
        socket: SocketId,
        to: SocketAddr,
        payload: &[u8],
        fragmentation: Fragmentation,
    ) {
        let out = Out::Transmit(socket, to, payload.to_vec(), fragmentation);
        self.out.push_back(out);
    }

    fn request(&mut self, request: IoRequest) {
        self.out.push_back(Out::Request(request));
    }

    fn bind(&mut self, port_range: Option<(u16, u16)>) {
        self.request(IoRequest::Bind {
            request: RequestId(1),
            address: LOOPBACK,
            port_range,
        });
    }

    fn message(&mut self, data: &[u8]) {
        self.out.push_back(Out::Event(message(data)));
    }
}

fn message(data: &[u8]) -> Event {
    Event::Message {
        channel: ChannelKey(1),
        binary: true,
        data: crate::session::MessageData::uncounted(data),
    }
}

fn send(data: &[u8]) -> Command {
    Command::Send {
        channel: ChannelKey(1),
        binary: true,
        data: data.to_vec(),
    }
}

/// A command without data, told apart by its number.
fn poke(number: u32) -> Command {
    Command::Gather {
        transport: TransportId(number),
    }
}

struct FakeSession<F> {
    fake: Fake,
    behave: F,
}

impl<F: FnMut(&mut Fake, Instant, In) + Send> SessionDriver for FakeSession<F> {
    fn handle_command(&mut self, now: Instant, command: Command) {
        (self.behave)(&mut self.fake, now, In::Command(command));
    }

    fn handle_input(&mut self, now: Instant, input: Input<'_>) {
        let input = match input {
            Input::Datagram {
                socket,
                from,
                payload,
            } => In::Datagram(socket, from, payload.to_vec()),
            Input::Interfaces(list) => In::Interfaces(list),
            Input::Bound { result, .. } => {
                self.fake.socket = result.as_ref().ok().map(|(id, _)| *id);
                In::Bound(result)
            }
            Input::Resolved { result, .. } => In::Resolved(result),
            Input::SocketLost(id) => In::Lost(id),
            Input::TooLarge { socket, size } => In::TooLarge(socket, size),
        };
        (self.behave)(&mut self.fake, now, input);
    }

    fn handle_timeout(&mut self, now: Instant) {
        self.fake.deadline = None;
        (self.behave)(&mut self.fake, now, In::Timeout);
    }

    fn poll_timeout(&self) -> Option<Instant> {
        self.fake.deadline
    }

    fn poll_output(&mut self, _now: Instant, outlet: &mut dyn Outlet) {
        for out in self.fake.out.drain(..) {
            match out {
                Out::Transmit(socket, to, payload, fragmentation) => {
                    outlet.transmit_with(socket, to, &payload, fragmentation);
                }
                Out::Request(request) => outlet.request(request),
                Out::Event(event) => outlet.event(event),
            }
        }
    }
}

/// Hands events on to the test.
struct Sink {
    batches: mpsc::Sender<Vec<Event>>,
    ended: mpsc::Sender<Ended>,
}

impl EventSink for Sink {
    fn deliver(self: Arc<Self>, events: Vec<Event>) {
        let _ = self.batches.send(events);
    }

    fn ended(self: Arc<Self>, reason: Ended) {
        let _ = self.ended.send(reason);
    }
}

/// A fake session in a runtime, as the test sees it.
struct Attached {
    link: Link,
    batches: mpsc::Receiver<Vec<Event>>,
    ended: mpsc::Receiver<Ended>,
    sink: Arc<Sink>,
    pending: VecDeque<Event>,
}

impl Attached {
    fn next_message(&mut self) -> Vec<u8> {
        loop {
            match self.pending.pop_front() {
                Some(Event::Message { data, .. }) => return data.to_vec(),
                Some(_) => {}
                None => {
                    let batch = self.batches.recv_timeout(PATIENCE);
                    self.pending.extend(batch.expect("an event"));
                }
            }
        }
    }

    fn next_text(&mut self) -> String {
        String::from_utf8(self.next_message()).expect("text")
    }

    fn next_address(&mut self) -> SocketAddr {
        self.next_text().parse().expect("an address")
    }
}

fn runtime(dispatch: DispatchMode, threads: u32) -> Runtime {
    runtime_with(RuntimeOptions {
        dispatch,
        threads,
        ..RuntimeOptions::default()
    })
}

fn runtime_with(options: RuntimeOptions) -> Runtime {
    Runtime::new(&options).expect("a runtime")
}

fn attach(
    runtime: &Runtime,
    behave: impl FnMut(&mut Fake, Instant, In) + Send + 'static,
) -> Attached {
    let (batches, receive_batches) = mpsc::channel();
    let (ended, receive_ended) = mpsc::channel();
    let sink = Arc::new(Sink { batches, ended });
    let weak: WeakSink = Arc::downgrade(&(Arc::clone(&sink) as Arc<dyn EventSink>));
    let session = FakeSession {
        fake: Fake::default(),
        behave,
    };
    let link = runtime.attach(|_| Box::new(session), weak);
    Attached {
        link: link.expect("a running runtime"),
        batches: receive_batches,
        ended: receive_ended,
        sink,
        pending: VecDeque::new(),
    }
}

/// Binds on `poke`, tells its address; sends what it is told to `peer`, given as text in the first `Send`; tells what it got.
fn talker(fake: &mut Fake, _now: Instant, input: In) {
    match input {
        In::Command(Command::Gather { .. }) => fake.bind(None),
        In::Command(Command::Send { data, .. }) => match fake.peer {
            None => {
                let text = String::from_utf8(data).expect("text");
                fake.peer = Some(text.parse().expect("an address"));
            }
            Some(peer) => fake.transmit(peer, &data),
        },
        In::Bound(Ok((_, address))) => fake.message(address.to_string().as_bytes()),
        In::Datagram(_, _, payload) => fake.message(&payload),
        _ => {}
    }
}

/// Two talkers that know each other.
fn talkers(a: &Runtime, b: &Runtime) -> (Attached, Attached) {
    let (mut a, mut b) = (attach(a, talker), attach(b, talker));
    a.link.send(poke(1));
    b.link.send(poke(1));
    let (address_a, address_b) = (a.next_address(), b.next_address());
    a.link.send(send(address_b.to_string().as_bytes()));
    b.link.send(send(address_a.to_string().as_bytes()));
    (a, b)
}
