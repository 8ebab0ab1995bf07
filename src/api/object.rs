//! What every object that C holds a pointer to begins with.

use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::Mutex;

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
    MediaStream,
    MediaStreamTrack,
    IdentityAssertion,
    IdentityRequest,
    RtpTransceiver,
    RtpSender,
    RtpReceiver,
    DtmfSender,
}

/// A text that C borrowed, and the member that it is of.
type BorrowedText = (&'static str, Box<[u8]>);

/// The first field of every object behind a C handle (the types are `repr(C)`): with it `ffi` can tell what a pointer
/// points to, and sees most pointers that are stale.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Object {
    magic: AtomicU32,
    kind: ObjectKind,
    /// What C borrowed of this object's texts, by member.
    texts: Mutex<Vec<BorrowedText>>,
}

impl Object {
    pub(crate) fn new(kind: ObjectKind) -> Self {
        Self {
            magic: AtomicU32::new(ALIVE),
            kind,
            texts: Mutex::default(),
        }
    }

    /// The kind, if this still is an object.
    pub(crate) fn kind(&self) -> Option<ObjectKind> {
        (self.magic.load(Ordering::Relaxed) == ALIVE).then_some(self.kind)
    }

    /// The text of a member, ended by NUL, where it stays as long as the object lives, also when the member changes. Made when it
    /// is first asked for.
    pub(crate) fn borrowed_text(&self, member: &'static str, text: &str) -> *const u8 {
        let mut texts = self.texts.lock();
        let known = |(known, bytes): &&BorrowedText| {
            *known == member
                && bytes
                    .split_last()
                    .is_some_and(|(_, of)| of == text.as_bytes())
        };
        if let Some((_, bytes)) = texts.iter().find(known) {
            return bytes.as_ptr();
        }
        let mut bytes = Vec::with_capacity(text.len() + 1);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
        let bytes = bytes.into_boxed_slice();
        let pointer = bytes.as_ptr();
        texts.push((member, bytes));
        pointer
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        self.magic.store(DEAD, Ordering::Relaxed);
    }
}
