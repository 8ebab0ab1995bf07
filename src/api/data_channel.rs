//! `RTCDataChannel`.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use super::configuration::DEFAULT_MAX_MESSAGE_SIZE;
use super::enums::{BinaryType, IdlStrings, RTCDataChannelState};
use super::environment::Link;
use super::error::{Error, ErrorName};
use super::event_target::{EventTarget, Silence};
use super::object::{Object, ObjectKind};
use super::peer_connection::RTCPeerConnection;
use super::rtp::RTCPriorityType;
use crate::session::{ChannelKey, ChannelParameters, Command};

/// RFC 8831 section 6.4: below normal, normal, high and extra high.
const PRIORITIES: [(u16, RTCPriorityType); 4] = [
    (128, RTCPriorityType::VeryLow),
    (256, RTCPriorityType::Low),
    (512, RTCPriorityType::Medium),
    (1024, RTCPriorityType::High),
];

/// `RTCDataChannelInit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RTCDataChannelInit {
    pub(crate) ordered: bool,
    pub(crate) max_packet_life_time: Option<u16>,
    pub(crate) max_retransmits: Option<u16>,
    pub(crate) protocol: String,
    pub(crate) negotiated: bool,
    pub(crate) id: Option<u16>,
    /// webrtc-priority.
    pub(crate) priority: RTCPriorityType,
}

impl Default for RTCDataChannelInit {
    fn default() -> Self {
        Self {
            ordered: true,
            max_packet_life_time: None,
            max_retransmits: None,
            protocol: String::new(),
            negotiated: false,
            id: None,
            priority: RTCPriorityType::Low,
        }
    }
}

/// What a peer's channel has, whose number may be any.
pub(in crate::api) fn priority_of(number: u16) -> RTCPriorityType {
    PRIORITIES
        .iter()
        .find(|(highest, _)| number <= *highest)
        .map_or(RTCPriorityType::High, |(_, priority)| *priority)
}

/// What a connection's channels share for sending.
pub(super) struct SendLimits {
    /// `[[MaxMessageSize]]`; `u64::MAX` stands for no limit.
    pub(super) max_message_size: AtomicU64,
    /// `[[MaxBufferSize]]`.
    pub(super) max_buffered_amount: u64,
}

impl SendLimits {
    pub(super) fn new(max_buffered_amount: u64) -> Self {
        Self {
            max_message_size: AtomicU64::new(DEFAULT_MAX_MESSAGE_SIZE),
            max_buffered_amount,
        }
    }
}

/// How many of a connection's channels have entered and left the state open (`RTCPeerConnectionStats`).
#[derive(Debug, Default)]
pub(super) struct ChannelCounts {
    pub(super) opened: AtomicU32,
    pub(super) closed: AtomicU32,
}

/// What `RTCDataChannelStats` counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ChannelTraffic {
    pub(super) messages_sent: u32,
    pub(super) bytes_sent: u64,
    pub(super) messages_received: u32,
    pub(super) bytes_received: u64,
}

/// What a channel gets of its connection.
pub(super) struct ChannelContext {
    pub(super) connection: Weak<RTCPeerConnection>,
    pub(super) link: Arc<dyn Link>,
    pub(super) limits: Arc<SendLimits>,
    pub(super) counts: Arc<ChannelCounts>,
    pub(super) silenced: Arc<Silence>,
}

/// `RTCDataChannel`.
#[repr(C)]
pub(crate) struct RTCDataChannel {
    object: Object,
    target: EventTarget,
    pub(super) key: ChannelKey,
    connection: Weak<RTCPeerConnection>,
    link: Arc<dyn Link>,
    limits: Arc<SendLimits>,
    label: String,
    init: RTCDataChannelInit,
    pub(super) slots: Mutex<DataChannelSlots>,
}

/// The internal slots that change; this lock is taken last.
pub(super) struct DataChannelSlots {
    pub(super) id: Option<u16>,
    ready_state: RTCDataChannelState,
    counts: Arc<ChannelCounts>,
    pub(super) traffic: ChannelTraffic,
    pub(super) buffered_amount: u64,
    pub(super) buffered_amount_low_threshold: u32,
    pub(super) binary_type: BinaryType,
    /// Whether the network side knows the channel.
    pub(super) opened: bool,
}

impl DataChannelSlots {
    pub(super) fn ready_state(&self) -> RTCDataChannelState {
        self.ready_state
    }

    /// Changes `[[ReadyState]]`, and counts who enters and leaves the state open.
    pub(super) fn enter(&mut self, new_state: RTCDataChannelState) {
        let before = std::mem::replace(&mut self.ready_state, new_state);
        let is_open = |state| state == RTCDataChannelState::Open;
        match (is_open(before), is_open(new_state)) {
            (false, true) => self.counts.opened.fetch_add(1, Ordering::Relaxed),
            (true, false) => self.counts.closed.fetch_add(1, Ordering::Relaxed),
            _ => 0,
        };
    }
}

impl ChannelTraffic {
    pub(super) fn note_sent(&mut self, size: u64) {
        self.messages_sent = self.messages_sent.wrapping_add(1);
        self.bytes_sent += size;
    }

    pub(super) fn note_received(&mut self, size: u64) {
        self.messages_received = self.messages_received.wrapping_add(1);
        self.bytes_received += size;
    }
}

impl RTCDataChannel {
    /// "Create an RTCDataChannel".
    pub(super) fn create(
        context: ChannelContext,
        key: ChannelKey,
        label: String,
        init: RTCDataChannelInit,
        id: Option<u16>,
    ) -> Arc<Self> {
        Arc::new(Self {
            object: Object::new(ObjectKind::DataChannel),
            target: EventTarget::new(context.silenced),
            key,
            connection: context.connection,
            link: context.link,
            limits: context.limits,
            label,
            init,
            slots: Mutex::new(DataChannelSlots {
                id,
                ready_state: RTCDataChannelState::Connecting,
                counts: context.counts,
                traffic: ChannelTraffic::default(),
                buffered_amount: 0,
                buffered_amount_low_threshold: 0,
                binary_type: BinaryType::Arraybuffer,
                opened: false,
            }),
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn event_target(&self) -> &EventTarget {
        &self.target
    }

    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    pub(crate) fn priority(&self) -> RTCPriorityType {
        self.init.priority
    }

    pub(crate) fn ordered(&self) -> bool {
        self.init.ordered
    }

    pub(crate) fn max_packet_life_time(&self) -> Option<u16> {
        self.init.max_packet_life_time
    }

    pub(crate) fn max_retransmits(&self) -> Option<u16> {
        self.init.max_retransmits
    }

    pub(crate) fn protocol(&self) -> &str {
        &self.init.protocol
    }

    pub(crate) fn negotiated(&self) -> bool {
        self.init.negotiated
    }

    pub(crate) fn id(&self) -> Option<u16> {
        self.slots.lock().id
    }

    pub(crate) fn ready_state(&self) -> RTCDataChannelState {
        self.slots.lock().ready_state
    }

    pub(crate) fn buffered_amount(&self) -> u64 {
        self.slots.lock().buffered_amount
    }

    pub(crate) fn buffered_amount_low_threshold(&self) -> u32 {
        self.slots.lock().buffered_amount_low_threshold
    }

    pub(crate) fn set_buffered_amount_low_threshold(&self, value: u32) {
        self.slots.lock().buffered_amount_low_threshold = value;
    }

    pub(crate) fn binary_type(&self) -> BinaryType {
        self.slots.lock().binary_type
    }

    pub(crate) fn set_binary_type(&self, value: BinaryType) {
        self.slots.lock().binary_type = value;
    }

    /// The "send() algorithm". Text is UTF-8, which the caller has checked.
    pub(crate) fn send(&self, binary: bool, data: &[u8]) -> Result<(), Error> {
        let mut slots = self.slots.lock();
        if slots.ready_state != RTCDataChannelState::Open {
            return Err(Error::new(
                ErrorName::InvalidStateError,
                format!(
                    "the data channel is {}, not open",
                    slots.ready_state.as_str()
                ),
            ));
        }
        let size = data.len() as u64;
        let max_message_size = self.limits.max_message_size.load(Ordering::Acquire);
        if size > max_message_size {
            return Err(Error::new(
                ErrorName::TypeError,
                format!("a message of {size} bytes exceeds maxMessageSize, {max_message_size}"),
            ));
        }
        let max_buffered_amount = self.limits.max_buffered_amount;
        if slots.buffered_amount.saturating_add(size) > max_buffered_amount {
            return Err(Error::new(
                ErrorName::OperationError,
                format!(
                    "{} bytes are buffered; {size} more exceed the limit of {max_buffered_amount}",
                    slots.buffered_amount
                ),
            ));
        }
        slots.buffered_amount += size;
        slots.traffic.note_sent(size);
        // Under the lock, so that messages go down in the order in which the slot grew.
        self.link.send(Command::Send {
            channel: self.key,
            binary,
            data: data.to_vec(),
        });
        Ok(())
    }

    /// `close()`.
    pub(crate) fn close(self: &Arc<Self>) {
        let mut slots = self.slots.lock();
        match slots.ready_state {
            RTCDataChannelState::Closing | RTCDataChannelState::Closed => return,
            RTCDataChannelState::Connecting | RTCDataChannelState::Open => {}
        }
        slots.enter(RTCDataChannelState::Closing);
        let opened = slots.opened;
        if opened {
            self.link.send(Command::CloseChannel { channel: self.key });
        }
        drop(slots);
        // The network side announces the end of what it knows; the rest ends in a task of its own.
        if !opened && let Some(connection) = self.connection.upgrade() {
            connection.queue_channel_closed(self);
        }
    }

    fn priority_number(&self) -> u16 {
        PRIORITIES
            .iter()
            .find(|(_, priority)| *priority == self.init.priority)
            .map_or(256, |(number, _)| *number)
    }

    /// Tells the network side of the channel, once its id is known.
    pub(super) fn open_underlying_transport(&self) {
        let mut slots = self.slots.lock();
        let Some(stream_id) = slots.id else { return };
        if slots.opened || slots.ready_state != RTCDataChannelState::Connecting {
            return;
        }
        slots.opened = true;
        self.link.send(Command::OpenChannel {
            channel: self.key,
            stream_id,
            parameters: ChannelParameters {
                label: self.label.clone(),
                protocol: self.init.protocol.clone(),
                ordered: self.init.ordered,
                max_packet_life_time: self.init.max_packet_life_time,
                max_retransmits: self.init.max_retransmits,
                negotiated: self.init.negotiated,
                priority: self.priority_number(),
            },
        });
    }
}
