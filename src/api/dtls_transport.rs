//! `RTCDtlsTransport`.

use std::sync::Arc;

use parking_lot::Mutex;

use super::enums::RTCDtlsTransportState;
use super::event_target::{EventTarget, Silence};
use super::ice_transport::RTCIceTransport;
use super::object::{Object, ObjectKind};

/// `RTCDtlsTransport`.
#[repr(C)]
pub(crate) struct RTCDtlsTransport {
    object: Object,
    target: EventTarget,
    ice_transport: Arc<RTCIceTransport>,
    pub(super) slots: Mutex<DtlsTransportSlots>,
}

/// The internal slots; this lock is taken last.
pub(super) struct DtlsTransportSlots {
    pub(super) state: RTCDtlsTransportState,
    pub(super) remote_certificates: Arc<[Vec<u8>]>,
}

impl RTCDtlsTransport {
    pub(super) fn create(ice_transport: Arc<RTCIceTransport>, silenced: Arc<Silence>) -> Arc<Self> {
        Arc::new(Self {
            object: Object::new(ObjectKind::DtlsTransport),
            target: EventTarget::new(silenced),
            ice_transport,
            slots: Mutex::new(DtlsTransportSlots {
                state: RTCDtlsTransportState::New,
                remote_certificates: Arc::new([]),
            }),
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn event_target(&self) -> &EventTarget {
        &self.target
    }

    pub(crate) fn ice_transport(&self) -> &Arc<RTCIceTransport> {
        &self.ice_transport
    }

    pub(crate) fn state(&self) -> RTCDtlsTransportState {
        self.slots.lock().state
    }

    /// `getRemoteCertificates`: DER, the leaf first.
    pub(crate) fn remote_certificates(&self) -> Arc<[Vec<u8>]> {
        Arc::clone(&self.slots.lock().remote_certificates)
    }
}
