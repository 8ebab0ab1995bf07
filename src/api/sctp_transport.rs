//! `RTCSctpTransport`.

use std::sync::Arc;

use parking_lot::Mutex;

use super::dtls_transport::RTCDtlsTransport;
use super::enums::RTCSctpTransportState;
use super::event_target::{EventTarget, Silence};
use super::object::{Object, ObjectKind};

/// `RTCSctpTransport`.
#[repr(C)]
pub(crate) struct RTCSctpTransport {
    object: Object,
    target: EventTarget,
    pub(super) slots: Mutex<SctpTransportSlots>,
}

/// The internal slots; this lock is taken last.
pub(super) struct SctpTransportSlots {
    pub(super) transport: Arc<RTCDtlsTransport>,
    pub(super) state: RTCSctpTransportState,
    /// Infinity stands for no limit.
    pub(super) max_message_size: Option<f64>,
    pub(super) max_channels: Option<u16>,
}

impl RTCSctpTransport {
    /// "Create an RTCSctpTransport".
    pub(super) fn create(
        transport: Arc<RTCDtlsTransport>,
        initial_state: RTCSctpTransportState,
        silenced: Arc<Silence>,
    ) -> Arc<Self> {
        Arc::new(Self {
            object: Object::new(ObjectKind::SctpTransport),
            target: EventTarget::new(silenced),
            slots: Mutex::new(SctpTransportSlots {
                transport,
                state: initial_state,
                max_message_size: None,
                max_channels: None,
            }),
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn event_target(&self) -> &EventTarget {
        &self.target
    }

    pub(crate) fn transport(&self) -> Arc<RTCDtlsTransport> {
        Arc::clone(&self.slots.lock().transport)
    }

    pub(crate) fn state(&self) -> RTCSctpTransportState {
        self.slots.lock().state
    }

    pub(crate) fn max_message_size(&self) -> Option<f64> {
        self.slots.lock().max_message_size
    }

    pub(crate) fn max_channels(&self) -> Option<u16> {
        self.slots.lock().max_channels
    }
}
