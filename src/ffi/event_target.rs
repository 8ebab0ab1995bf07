//! EventTarget: listeners and `on…` handlers.

use std::ffi::{c_char, c_void};
use std::mem;
use std::sync::Arc;

use crate::api::enums::IdlStrings;
use crate::api::environment::Environment;
use crate::api::event::{Event, EventType};
use crate::api::event_target::{EventTarget, Listener, ListenerId};
use crate::api::object::ObjectKind;

use super::data_channel::RTCDataChannel;
use super::dtls_transport::RTCDtlsTransport;
use super::entry::{self, Failure};
use super::event::{RTCEvent, RTCEventHandler, with_c_event};
use super::handle::{self, Handle};
use super::ice_transport::RTCIceTransport;
use super::logging::DuologueDestroyCallback;
use super::media_stream::RTCMediaStream;
use super::media_stream_track::RTCMediaStreamTrack;
use super::peer_connection::RTCPeerConnection;
use super::result::RTCResult;
use super::rtp::dtmf::RTCDTMFSender;
use super::rtp::receiver::RTCRtpReceiver;
use super::sctp_transport::RTCSctpTransport;
use super::text;

/// An object that events are fired at, by `RTC_EVENT_TARGET(object)`: an RTCPeerConnection, RTCDataChannel, RTCSctpTransport,
/// RTCDtlsTransport, RTCIceTransport, RTCRtpReceiver, RTCDTMFSender, RTCMediaStream or RTCMediaStreamTrack.
///
/// <https://dom.spec.whatwg.org/#interface-eventtarget>
pub struct RTCEventTarget {
    _private: (),
}

/// Adds a listener for events of a type, beside the `on…` handler and other listeners, even equal ones.
///
/// - `target`: lent.
/// - `type`: lent; the name of the event, like `"icecandidate"`.
/// - `callback`: gets the event; the pointer may be cast to the struct that the handler of this event takes.
/// - `userdata`: nullable; handed to the callback.
/// - `destroy`: nullable; called on the callback thread when the listener was removed or the target is gone.
/// - `listener`: nullable; takes the listener's number, for `rtc_event_target_remove_event_listener`.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such event; then the functions are not kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_event_target_add_event_listener(
    target: *mut RTCEventTarget,
    r#type: *const c_char,
    callback: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
    listener: *mut u64,
) -> RTCResult {
    entry!(rtc_event_target_add_event_listener, {
        // SAFETY: the caller's handle.
        let target = unsafe { event_target(target) }?;
        // SAFETY: the caller's string.
        let name = unsafe { text::required(r#type, "type") }?;
        let event_type = EventType::parse(name)
            .ok_or_else(|| Failure::type_error(format!("there is no event {name:?}")))?;
        let callback =
            callback.ok_or_else(|| Failure::type_error("callback is NULL".to_owned()))?;
        let added = CListener::new(target, callback, userdata, destroy);
        let id = target.add_event_listener(event_type, Arc::new(added));
        if !listener.is_null() {
            // SAFETY: the caller's output.
            unsafe { listener.write(id.0) };
        }
        Ok(())
    })
}

/// Removes a listener. It is not called any more, not even for an event that is being delivered; its `destroy` is called later.
/// A number that names no listener is ignored.
///
/// - `target`: lent.
/// - `listener`: the number that `rtc_event_target_add_event_listener` gave.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_event_target_remove_event_listener(
    target: *mut RTCEventTarget,
    listener: u64,
) -> RTCResult {
    entry!(rtc_event_target_remove_event_listener, {
        // SAFETY: the caller's handle.
        unsafe { event_target(target) }?.remove_event_listener(ListenerId(listener));
        Ok(())
    })
}

/// # Safety
/// As for `handle::get`.
unsafe fn event_target<'a>(pointer: *const RTCEventTarget) -> Result<&'a EventTarget, Failure> {
    const WHAT: &str = "target";
    // SAFETY: as promised by the caller; the kind decides on the cast.
    unsafe {
        Ok(match handle::kind(pointer, WHAT)? {
            ObjectKind::PeerConnection => {
                handle::get::<RTCPeerConnection>(pointer.cast(), WHAT)?.event_target()
            }
            ObjectKind::DataChannel => {
                handle::get::<RTCDataChannel>(pointer.cast(), WHAT)?.event_target()
            }
            ObjectKind::SctpTransport => {
                handle::get::<RTCSctpTransport>(pointer.cast(), WHAT)?.event_target()
            }
            ObjectKind::DtlsTransport => {
                handle::get::<RTCDtlsTransport>(pointer.cast(), WHAT)?.event_target()
            }
            ObjectKind::IceTransport => {
                handle::get::<RTCIceTransport>(pointer.cast(), WHAT)?.event_target()
            }
            ObjectKind::MediaStream => {
                handle::get::<RTCMediaStream>(pointer.cast(), WHAT)?.event_target()
            }
            ObjectKind::MediaStreamTrack => {
                handle::get::<RTCMediaStreamTrack>(pointer.cast(), WHAT)?.event_target()
            }
            ObjectKind::DtmfSender => {
                handle::get::<RTCDTMFSender>(pointer.cast(), WHAT)?.event_target()
            }
            ObjectKind::RtpReceiver => {
                handle::get::<RTCRtpReceiver>(pointer.cast(), WHAT)?.event_target()
            }
            other => {
                return Err(Failure::type_error(format!(
                    "{WHAT} is of kind {other:?}, at which no events are fired"
                )));
            }
        })
    }
}

/// `…_unref` of an event target: what its end queues is settled with the call.
///
/// # Safety
/// As for `handle::release`.
pub(super) unsafe fn release<H: Handle>(pointer: *mut H) -> Result<(), Failure> {
    if pointer.is_null() {
        return Ok(());
    }
    // SAFETY: as promised by the caller.
    unsafe {
        handle::get(pointer.cast_const(), "the handle")?;
        entry::settle_later(event_target(pointer.cast())?.environment());
        handle::release(pointer)
    }
}

/// A handler for events of one interface.
pub(super) type Handler<E> = Option<unsafe extern "C" fn(*const E, *mut c_void)>;

/// The `on…` attributes.
///
/// # Safety
/// As for `handle::get`; the handler takes the struct that events of this type have.
pub(super) unsafe fn set_handler<H: Handle, E>(
    object: *mut H,
    event_type: EventType,
    handler: Handler<E>,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> Result<(), Failure> {
    // SAFETY: as promised by the caller.
    unsafe { handle::get(object.cast_const(), "the object") }?;
    // SAFETY: as promised by the caller.
    let target = unsafe { event_target(object.cast()) }?;
    let listener = handler.map(|handler| {
        // SAFETY: both are functions of the same shape; each gets what it expects, as promised by the caller.
        let callback: Callback = unsafe {
            mem::transmute::<unsafe extern "C" fn(*const E, *mut c_void), Callback>(handler)
        };
        Arc::new(CListener::new(target, callback, userdata, destroy)) as Arc<dyn Listener>
    });
    if listener.is_none() {
        drop(Userdata::new(target.environment(), userdata, destroy));
    }
    target.set_handler(event_type, listener);
    Ok(())
}

type Callback = unsafe extern "C" fn(*const RTCEvent, *mut c_void);

/// A function of the application that gets events.
struct CListener {
    callback: Callback,
    userdata: Userdata,
}

impl CListener {
    fn new(
        target: &EventTarget,
        callback: Callback,
        userdata: *mut c_void,
        destroy: DuologueDestroyCallback,
    ) -> Self {
        Self {
            callback,
            userdata: Userdata::new(target.environment(), userdata, destroy),
        }
    }
}

impl Listener for CListener {
    fn call(&self, event: &Event) {
        with_c_event(event, |event| {
            // SAFETY: the application's function, and its userdata before `destroy`.
            unsafe { (self.callback)(event, self.userdata.pointer.0) };
        });
    }
}

/// The application's pointer. When it is dropped no call can use it any more, and `destroy` is queued.
pub(super) struct Userdata {
    pointer: SendPointer,
    destroy: DuologueDestroyCallback,
    environment: Arc<dyn Environment>,
}

#[derive(Clone, Copy)]
pub(super) struct SendPointer(pub(super) *mut c_void);

// SAFETY: the library only hands the pointer back, on the callback thread, as the header says.
unsafe impl Send for SendPointer {}
// SAFETY: as above.
unsafe impl Sync for SendPointer {}

impl Userdata {
    pub(super) fn new(
        environment: &Arc<dyn Environment>,
        pointer: *mut c_void,
        destroy: DuologueDestroyCallback,
    ) -> Self {
        Self {
            pointer: SendPointer(pointer),
            destroy,
            environment: Arc::clone(environment),
        }
    }

    pub(super) fn pointer(&self) -> *mut c_void {
        self.pointer.0
    }
}

impl Drop for Userdata {
    fn drop(&mut self) {
        if let Some(destroy) = self.destroy {
            let pointer = self.pointer;
            super::runtime::queue_callback(&self.environment, move || {
                let pointer = pointer;
                // SAFETY: the application's function, once, after the last use of its userdata.
                unsafe { destroy(pointer.0) };
            });
        }
    }
}
