//! What every object that C holds a pointer to begins with.

use std::sync::atomic::{AtomicU32, Ordering};

const ALIVE: u32 = 0x6475_6f6c;
const DEAD: u32 = 0xdead_6475;

/// The interface that an object implements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum ObjectKind {
    Runtime = 1,
    PeerConnection,
    SessionDescription,
    IceCandidate,
    IceCandidatePair,
    Certificate,
    DataChannel,
    SctpTransport,
    DtlsTransport,
    IceTransport,
}

/// The first field of every object behind a C handle (the types are `repr(C)`): with it `ffi` can tell what a pointer
/// points to, and sees most pointers that are stale.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Object {
    magic: AtomicU32,
    kind: ObjectKind,
}

impl Object {
    pub(crate) fn new(kind: ObjectKind) -> Self {
        Self {
            magic: AtomicU32::new(ALIVE),
            kind,
        }
    }

    /// The kind, if this still is an object.
    pub(crate) fn kind(&self) -> Option<ObjectKind> {
        (self.magic.load(Ordering::Relaxed) == ALIVE).then_some(self.kind)
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        self.magic.store(DEAD, Ordering::Relaxed);
    }
}
