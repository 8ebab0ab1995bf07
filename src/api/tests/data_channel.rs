//! RTCPeerConnection-createDataChannel.html, RTCPeerConnection-ondatachannel.html, RTCDataChannel-*.html

use super::*;
use crate::api::data_channel::RTCDataChannelInit;
use crate::api::enums::{BinaryType, RTCDataChannelState};
use crate::session::{
    ChannelKey, ChannelParameters, DtlsRole, Event as Happened, MessageData, SctpError, Weight,
};

const FIRST: ChannelKey = ChannelKey(1);

fn create(peer: &Peer, label: &str, init: RTCDataChannelInit) -> Result<(), ErrorName> {
    let result = peer.connection.create_data_channel(label, init);
    result.map(drop).map_err(|error| error.name)
}

fn init(change: impl FnOnce(&mut RTCDataChannelInit)) -> RTCDataChannelInit {
    let mut init = RTCDataChannelInit::default();
    change(&mut init);
    init
}

/// A channel that is open on a connected association.
fn open_channel() -> (Peer, Arc<super::super::data_channel::RTCDataChannel>) {
    let world = World::new();
    let (peer, other) = (world.peer(), world.peer());
    let channel = peer.channel("c");
    peer.negotiate_with(&other);
    peer.deliver(vec![
        Happened::SctpConnected { max_channels: 1024 },
        Happened::ChannelOpen { channel: FIRST },
    ]);
    peer.log.take();
    peer.network.take();
    (peer, channel)
}

#[test]
fn attributes_have_the_defaults_of_the_text() {
    let peer = World::new().peer();
    let channel = peer.channel("label");
    assert_eq!(channel.label(), "label");
    assert!(channel.ordered());
    assert_eq!(channel.max_packet_life_time(), None);
    assert_eq!(channel.max_retransmits(), None);
    assert_eq!(channel.protocol(), "");
    assert!(!channel.negotiated());
    assert_eq!(channel.id(), None);
    assert_eq!(channel.ready_state(), RTCDataChannelState::Connecting);
    assert_eq!(channel.buffered_amount(), 0);
    assert_eq!(channel.buffered_amount_low_threshold(), 0);
    assert_eq!(channel.binary_type(), BinaryType::Arraybuffer);
}

#[test]
fn create_data_channel_refuses_what_the_text_refuses() {
    let peer = World::new().peer();
    let long = "x".repeat(65536);
    let type_error = Err(ErrorName::TypeError);
    assert_eq!(create(&peer, &long, init(|_| {})), type_error);
    assert_eq!(
        create(&peer, "", init(|i| i.protocol.clone_from(&long))),
        type_error
    );
    assert_eq!(create(&peer, "", init(|i| i.negotiated = true)), type_error);
    let both = init(|i| (i.max_packet_life_time, i.max_retransmits) = (Some(1), Some(1)));
    assert_eq!(create(&peer, "", both), type_error);
    let negotiated = |id| init(|i| (i.negotiated, i.id) = (true, Some(id)));
    assert_eq!(create(&peer, "", negotiated(65535)), type_error);
    assert_eq!(create(&peer, "", negotiated(65534)), Ok(()));
    assert_eq!(
        create(&peer, "", negotiated(65534)),
        Err(ErrorName::OperationError)
    );
    let ignored = init(|i| i.id = Some(65535));
    assert_eq!(create(&peer, &long[1..], ignored), Ok(()));
    peer.connection.close();
    assert_eq!(
        create(&peer, &long, init(|_| {})),
        Err(ErrorName::InvalidStateError),
        "closed comes first"
    );
}

#[test]
fn ids_follow_the_dtls_role() {
    let world = World::new();
    let (offerer, answerer) = (world.peer(), world.peer());
    let odd = [offerer.channel("a"), offerer.channel("b")];
    let even = [answerer.channel("c"), answerer.channel("d")];
    let taken = init(|i| (i.negotiated, i.id) = (true, Some(2)));
    create(&answerer, "e", taken).expect("a free id");
    assert_eq!(odd[0].id(), None);
    offerer.negotiate_with(&answerer);
    // The answerer is active, so it is the DTLS client.
    assert_eq!(odd.map(|channel| channel.id()), [Some(1), Some(3)]);
    assert_eq!(even.map(|channel| channel.id()), [Some(0), Some(4)]);
    assert_eq!(offerer.channel("later").id(), Some(5));
}

#[test]
fn channels_are_opened_when_the_association_is_described() {
    let world = World::new();
    let (offerer, answerer) = (world.peer(), world.peer());
    offerer.channel("a");
    offerer.negotiate_with(&answerer);
    let commands = offerer.network.take();
    let names: Vec<_> = commands
        .iter()
        .filter_map(|command| match command {
            Command::AddTransport { .. } => Some("add"),
            Command::SetRemoteIceParameters { .. } => Some("remote"),
            Command::StartDtls {
                role: DtlsRole::Server,
                ..
            } => Some("dtls"),
            Command::StartSctp { .. } => Some("sctp"),
            Command::OpenChannel { stream_id: 1, .. } => Some("open"),
            _ => None,
        })
        .collect();
    assert_eq!(names, ["add", "remote", "dtls", "sctp", "open"]);
}

#[test]
fn open_comes_in_a_task_after_that_of_the_transport() {
    let world = World::new();
    let (peer, other) = (world.peer(), world.peer());
    peer.channel("c");
    peer.negotiate_with(&other);
    peer.log.take();
    let sctp = peer.connection.sctp().expect("negotiated");
    peer.log.listen_to(sctp.event_target());
    assert_eq!(sctp.max_channels(), None);
    peer.deliver(vec![
        Happened::SctpConnected { max_channels: 16 },
        Happened::ChannelOpen { channel: FIRST },
    ]);
    assert_eq!(sctp.max_channels(), Some(16));
    assert_eq!(sctp.max_message_size(), Some(262_144.0));
    assert_eq!(
        peer.log.take(),
        ["sctp statechange connected", "c open open"]
    );
    let beyond = init(|i| (i.negotiated, i.id) = (true, Some(16)));
    assert_eq!(create(&peer, "", beyond), Err(ErrorName::OperationError));
}

#[test]
fn a_channel_beyond_the_negotiated_streams_fails() {
    let world = World::new();
    let (peer, other) = (world.peer(), world.peer());
    let beyond = init(|i| (i.negotiated, i.id) = (true, Some(20)));
    let channel = peer
        .connection
        .create_data_channel("far", beyond)
        .expect("the limit is not known yet");
    peer.log.listen_to(channel.event_target());
    peer.negotiate_with(&other);
    peer.log.take();
    peer.deliver(vec![
        Happened::SctpConnected { max_channels: 16 },
        Happened::ChannelClosed {
            channel: FIRST,
            error: Some(SctpError {
                cause_code: None,
                message: "no such stream".to_owned(),
            }),
        },
    ]);
    assert_eq!(
        peer.log.take(),
        ["error Some(DataChannelFailure)", "far close closed"]
    );
}

#[test]
fn a_channel_of_the_peer_is_announced_and_then_open() {
    let (peer, _) = open_channel();
    let log = peer.log.clone();
    peer.connection.event_target().set_handler(
        EventType::DataChannel,
        Some(Arc::new(Calls(move |event: &Event| {
            if let EventDetail::DataChannel { channel } = &event.detail {
                assert_eq!(channel.ready_state(), RTCDataChannelState::Open);
                assert_eq!(channel.id(), Some(4));
                assert!(!channel.ordered());
                channel.send(false, b"early").expect("it can be used");
                log.listen_to(channel.event_target());
            }
        }))),
    );
    let key = ChannelKey(1 << 63);
    peer.deliver(vec![
        Happened::ChannelIncoming {
            channel: key,
            stream_id: 4,
            parameters: ChannelParameters {
                label: "theirs".to_owned(),
                protocol: "p".to_owned(),
                ordered: false,
                max_packet_life_time: None,
                max_retransmits: Some(3),
                negotiated: false,
                priority: 256,
            },
            weight: Weight::default(),
        },
        Happened::Message {
            channel: key,
            binary: false,
            data: MessageData::uncounted(b"hello \xff"),
        },
    ]);
    assert_eq!(
        peer.log.take(),
        [
            "datachannel theirs",
            "theirs open open",
            "message hello \u{fffd}"
        ]
    );
    assert_eq!(
        create(&peer, "", init(|i| (i.negotiated, i.id) = (true, Some(4)))),
        Err(ErrorName::OperationError),
        "its id is taken"
    );
}

#[test]
fn the_priority_is_told_to_the_peer_and_read_of_it() {
    use crate::api::rtp::RTCPriorityType::{High, Low, Medium, VeryLow};
    let (peer, channel) = open_channel();
    assert_eq!(channel.priority(), Low);
    peer.network.take();
    for (priority, number) in [(VeryLow, 128), (Low, 256), (Medium, 512), (High, 1024)] {
        let init = init(|init| init.priority = priority);
        let made = peer.connection.create_data_channel("c", init);
        assert_eq!(made.expect("it is made").priority(), priority);
        let opened = peer.network.take().into_iter().find_map(|it| match it {
            Command::OpenChannel { parameters, .. } => Some(parameters.priority),
            _ => None,
        });
        assert_eq!(opened, Some(number));
    }
    let ranges = [
        (0, VeryLow),
        (129, Low),
        (257, Medium),
        (512, Medium),
        (513, High),
        (65535, High),
    ];
    for (number, priority) in ranges {
        assert_eq!(
            crate::api::data_channel::priority_of(number),
            priority,
            "{number}"
        );
    }
}

#[test]
fn a_channel_of_the_peer_with_an_id_that_is_taken_is_given_back() {
    let (peer, channel) = open_channel();
    peer.log.take();
    peer.network.take();
    let key = ChannelKey(1 << 63);
    peer.deliver(vec![Happened::ChannelIncoming {
        channel: key,
        stream_id: channel.id().expect("it is open"),
        parameters: ChannelParameters {
            label: "theirs".to_owned(),
            protocol: String::new(),
            ordered: true,
            max_packet_life_time: None,
            max_retransmits: None,
            negotiated: false,
            priority: 256,
        },
        weight: Weight::default(),
    }]);
    assert!(peer.log.take().is_empty());
    let closes = peer.network.take();
    assert!(matches!(closes[..], [Command::CloseChannel { channel }] if channel == key));
}

#[test]
fn send_says_why_it_does_not() {
    let (peer, channel) = open_channel();
    let early = peer.channel("not open");
    assert_eq!(
        refusal(early.send(false, b"x")),
        ErrorName::InvalidStateError
    );
    let large = vec![0; 262_145];
    assert_eq!(refusal(channel.send(true, &large)), ErrorName::TypeError);
    assert_eq!(channel.buffered_amount(), 0);
    for _ in 0..64 {
        channel.send(true, &large[1..]).expect("there is room");
    }
    assert_eq!(channel.buffered_amount(), 16 << 20);
    assert_eq!(refusal(channel.send(true, b"x")), ErrorName::OperationError);
    assert_eq!(channel.buffered_amount(), 16 << 20, "nothing was added");
    channel.send(true, b"").expect("nothing needs no room");
    let sent = peer.network.take();
    let sent = sent.iter().filter(|c| matches!(c, Command::Send { .. }));
    assert_eq!(sent.count(), 65);
}

#[test]
fn buffered_amount_falls_in_tasks_and_tells_when_it_is_low() {
    let (peer, channel) = open_channel();
    channel.set_buffered_amount_low_threshold(4);
    channel.send(false, b"0123456789").expect("it is open");
    let decrease = |bytes| Happened::BufferedAmountDecrease {
        channel: FIRST,
        bytes,
    };
    peer.network
        .deliver(vec![decrease(5), decrease(1), decrease(4)]);
    assert_eq!(channel.buffered_amount(), 10, "not before the task");
    peer.world.run();
    assert_eq!(channel.buffered_amount(), 0);
    assert_eq!(peer.log.take(), ["c bufferedamountlow open"]);
}

#[test]
fn close_ends_in_a_close_event_and_frees_the_id() {
    let (peer, channel) = open_channel();
    channel.close();
    channel.close();
    assert_eq!(channel.ready_state(), RTCDataChannelState::Closing);
    assert_eq!(
        refusal(channel.send(false, b"x")),
        ErrorName::InvalidStateError
    );
    assert_eq!(peer.network.take().len(), 1, "one command");
    peer.deliver(vec![
        Happened::Message {
            channel: FIRST,
            binary: true,
            data: MessageData::uncounted(b"late"),
        },
        Happened::ChannelClosed {
            channel: FIRST,
            error: None,
        },
    ]);
    assert_eq!(peer.log.take(), ["c close closed"]);
    assert_eq!(peer.channel("next").id(), channel.id());
}

#[test]
fn the_peers_close_is_announced_first() {
    let (peer, _) = open_channel();
    peer.deliver(vec![
        Happened::ChannelClosing { channel: FIRST },
        Happened::ChannelClosed {
            channel: FIRST,
            error: None,
        },
    ]);
    assert_eq!(peer.log.take(), ["c closing closing", "c close closed"]);
}

#[test]
fn a_channel_that_never_was_opened_closes_by_itself() {
    let peer = World::new().peer();
    let channel = peer.channel("c");
    peer.world.run();
    peer.log.take();
    channel.close();
    assert_eq!(channel.ready_state(), RTCDataChannelState::Closing);
    peer.world.run();
    assert_eq!(peer.log.take(), ["c close closed"]);
}

#[test]
fn the_end_of_the_association_ends_all_channels() {
    let (peer, _) = open_channel();
    let sctp = peer.connection.sctp().expect("negotiated");
    peer.log.listen_to(sctp.event_target());
    let error = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&error);
    let second = peer.channel("d");
    second.event_target().set_handler(
        EventType::Error,
        Some(Arc::new(Calls(move |event: &Event| {
            if let EventDetail::Error { error } = &event.detail {
                *seen.lock() = Some(error.clone());
            }
        }))),
    );
    peer.deliver(vec![Happened::SctpClosed {
        error: Some(SctpError {
            cause_code: Some(12),
            message: "user initiated abort".to_owned(),
        }),
    }]);
    assert_eq!(
        peer.log.take(),
        [
            "sctp statechange closed",
            "error Some(SctpFailure)",
            "c close closed",
            "error Some(SctpFailure)",
            "d close closed",
        ]
    );
    let error = error.lock().take().expect("an RTCError");
    assert_eq!(error.name, ErrorName::OperationError);
    assert_eq!(error.rtc.expect("its fields").sctp_cause_code, Some(12));
}

#[test]
fn always_negotiate_data_channels_offers_a_section_without_a_channel() {
    let world = World::new();
    let without = world.peer().create_offer().expect("an offer").sdp;
    assert!(!without.contains("m=application"));
    let with = world.connection(RTCConfiguration {
        always_negotiate_data_channels: true,
        ..Default::default()
    });
    let with = with.create_offer().expect("an offer").sdp;
    assert!(with.contains("m=application"));
}

#[test]
fn a_channel_that_is_closed_before_there_is_a_path_is_closed_at_once() {
    let world = World::connected();
    let (peer, other) = (world.peer(), world.peer());
    let channel = peer.channel("c");
    peer.negotiate_with(&other);
    world.run();
    peer.log.take();
    channel.close();
    let internet = world.internet.as_ref().expect("it is connected");
    while channel.ready_state() != RTCDataChannelState::Closed {
        assert!(internet.step(std::time::Duration::ZERO), "no time passes");
        world.run();
    }
    assert!(peer.log.take().contains(&"c close closed".to_owned()));
}
