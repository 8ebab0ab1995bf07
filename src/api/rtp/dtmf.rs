//! `RTCDTMFSender`.

use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;

use super::slots::Context;
use crate::api::enums::RTCPeerConnectionState;
use crate::api::environment::Environment;
use crate::api::error::{Error, ErrorName};
use crate::api::event::{Event, EventDetail, EventType, Target};
use crate::api::event_target::EventTarget;
use crate::api::object::{Object, ObjectKind};
use crate::api::task::{Callbacks, Task};
use crate::negotiation::media::Direction;

/// What `,` stands for.
const PAUSE: Duration = Duration::from_millis(2000);

/// `RTCDTMFSender`.
#[repr(C)]
pub(crate) struct RTCDTMFSender {
    object: Object,
    target: EventTarget,
    this: Weak<Self>,
    context: Arc<Context>,
    slots: Mutex<DtmfSlots>,
}

/// The internal slots; this lock is taken last.
#[derive(Default)]
struct DtmfSlots {
    duration: u32,
    inter_tone_gap: u32,
    tone_buffer: String,
    /// "A task to run the DTMF playout task steps is scheduled."
    scheduled: bool,
}

impl RTCDTMFSender {
    /// "Create an RTCDTMFSender".
    pub(super) fn create(context: Arc<Context>) -> Arc<Self> {
        Arc::new_cyclic(|this| Self {
            object: Object::new(ObjectKind::DtmfSender),
            target: EventTarget::new(Arc::clone(&context.silenced)),
            this: this.clone(),
            context,
            slots: Mutex::default(),
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn event_target(&self) -> &EventTarget {
        &self.target
    }

    pub(crate) fn environment(&self) -> &Arc<dyn Environment> {
        &self.context.environment
    }

    /// `canInsertDTMF`: "determine if DTMF can be sent".
    pub(crate) fn can_insert_dtmf(&self) -> bool {
        let state = self
            .context
            .connection()
            .map(|connection| connection.connection_state());
        if state != Some(RTCPeerConnectionState::Connected) {
            return false;
        }
        let slots = self.context.slots.lock();
        let transceiver = &slots.transceiver;
        !transceiver.stopping
            && slots.sender_track.is_some()
            && transceiver.current_direction.is_some_and(Direction::sends)
            && transceiver
                .sender
                .send_encodings
                .first()
                .is_some_and(|encoding| encoding.active)
            && transceiver
                .sender
                .send_codecs
                .iter()
                .any(|codec| codec.is_telephone_event())
    }

    pub(crate) fn tone_buffer(&self) -> String {
        self.slots.lock().tone_buffer.clone()
    }

    /// `insertDTMF`; times in milliseconds.
    pub(crate) fn insert_dtmf(
        &self,
        tones: &str,
        duration: u32,
        inter_tone_gap: u32,
    ) -> Result<(), Error> {
        if !self.can_insert_dtmf() {
            return Err(Error::new(
                ErrorName::InvalidStateError,
                "no tones can be sent now: see canInsertDTMF",
            ));
        }
        let tones = tones.to_ascii_uppercase();
        let is_tone = |c: char| matches!(c, '0'..='9' | 'A'..='D' | '#' | '*' | ',');
        if let Some(unrecognized) = tones.chars().find(|c| !is_tone(*c)) {
            return Err(Error::new(
                ErrorName::InvalidCharacterError,
                format!("{unrecognized:?} is no tone"),
            ));
        }
        let mut slots = self.slots.lock();
        slots.tone_buffer = tones;
        slots.duration = duration.clamp(40, 6000);
        slots.inter_tone_gap = inter_tone_gap.clamp(30, 6000);
        if slots.tone_buffer.is_empty() || std::mem::replace(&mut slots.scheduled, true) {
            return Ok(());
        }
        drop(slots);
        self.environment()
            .queue_task(Box::new(Playout(self.this.clone())));
        Ok(())
    }

    /// The "DTMF playout task steps".
    fn playout(self: Arc<Self>) -> Option<Event> {
        let can_be_sent = self.can_insert_dtmf();
        let mut slots = self.slots.lock();
        slots.scheduled = false;
        if !can_be_sent {
            return None;
        }
        let tone = match slots.tone_buffer.is_empty() {
            true => String::new(),
            // Tones are ASCII.
            false => slots.tone_buffer.remove(0).to_string(),
        };
        let delay = match tone.as_str() {
            "" => None,
            "," => Some(PAUSE),
            _ => Some(Duration::from_millis(u64::from(
                slots.duration + slots.inter_tone_gap,
            ))),
        };
        slots.scheduled = delay.is_some();
        drop(slots);
        if let Some(delay) = delay {
            let next = Playout(self.this.clone());
            self.environment().queue_task_after(delay, Box::new(next));
        }
        Some(Event::with(
            EventType::ToneChange,
            Target::DtmfSender(self),
            EventDetail::ToneChange { tone },
        ))
    }
}

struct Playout(Weak<RTCDTMFSender>);

impl Task for Playout {
    fn step(&mut self, callbacks: &mut Callbacks) -> bool {
        if let Some(dtmf) = self.0.upgrade()
            && let Some(event) = dtmf.playout()
        {
            let target = event.target.clone();
            target.event_target().fire(event, callbacks);
        }
        false
    }
}
