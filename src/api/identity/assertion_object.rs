//! `RTCIdentityAssertion`.

use std::sync::Arc;

use parking_lot::Mutex;

use crate::api::object::{Object, ObjectKind};

/// `RTCIdentityAssertion`. Its attributes can be written.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct RTCIdentityAssertion {
    object: Object,
    slots: Mutex<Slots>,
}

#[derive(Debug)]
struct Slots {
    idp: Arc<str>,
    name: Arc<str>,
}

impl RTCIdentityAssertion {
    /// The constructor.
    pub(crate) fn create(idp: &str, name: &str) -> Arc<Self> {
        Arc::new(Self {
            object: Object::new(ObjectKind::IdentityAssertion),
            slots: Mutex::new(Slots {
                idp: idp.into(),
                name: name.into(),
            }),
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    /// The domain of the provider that validated the identity.
    pub(crate) fn idp(&self) -> Arc<str> {
        Arc::clone(&self.slots.lock().idp)
    }

    pub(crate) fn set_idp(&self, idp: &str) {
        self.slots.lock().idp = idp.into();
    }

    /// The identity: `user@domain`.
    pub(crate) fn name(&self) -> Arc<str> {
        Arc::clone(&self.slots.lock().name)
    }

    pub(crate) fn set_name(&self, name: &str) {
        self.slots.lock().name = name.into();
    }
}
