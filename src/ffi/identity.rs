//! The identity members of `RTCPeerConnection`, and `RTCIdentityAssertion`.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::Arc;

use crate::api::event::EventType;
use crate::api::identity as api;
use crate::api::peer_connection::Completion;

use super::allocation;
use super::event::{RTCEventHandler, RTCIdentityErrorEventHandler, RTCIdentityEventHandler};
use super::event_target::{self, SendPointer};
use super::handle::{self, lend};
use super::identity_provider::{self, RTCIdentityProviderOptions};
use super::logging::DuologueDestroyCallback;
use super::peer_connection::RTCPeerConnection;
use super::promise::{self, with_error};
use super::result::RTCResult;
use super::rtc_error::RTCError;
use super::text::{self, to_c_string};

/// Who the peer is, and which identity provider says so.
///
/// <https://w3c.github.io/webrtc-identity/#rtcidentityassertion-interface>
pub struct RTCIdentityAssertion {
    _private: (),
}

handle!(
    RTCIdentityAssertion,
    api::RTCIdentityAssertion,
    IdentityAssertion
);

/// Settles the promise of an assertion of our own. Called exactly once, after the call that it was given to has returned.
///
/// - `error`: NULL on success, else why not; lent.
/// - `assertion`: base64 of JSON, as `a=identity` has it; lent; NULL if there is an error.
pub type DuologueIdentityAssertionCallback = Option<
    unsafe extern "C" fn(error: *const RTCError, assertion: *const c_char, userdata: *mut c_void),
>;

/// Settles the promise of the peer's identity. Called exactly once, after the call that it was given to has returned.
///
/// - `error`: NULL on success, else why not; lent.
/// - `identity`: lent; NULL if there is an error.
pub type DuologuePeerIdentityCallback = Option<
    unsafe extern "C" fn(
        error: *const RTCError,
        identity: *mut RTCIdentityAssertion,
        userdata: *mut c_void,
    ),
>;

fn with_assertion(
    callback: DuologueIdentityAssertionCallback,
    userdata: *mut c_void,
) -> Completion<String> {
    let userdata = SendPointer(userdata);
    Box::new(move |result| {
        let userdata = userdata;
        let Some(callback) = callback else { return };
        match result {
            Ok(assertion) => {
                let assertion = to_c_string(&assertion);
                // SAFETY: the application's function and userdata.
                unsafe { callback(ptr::null(), assertion.as_ptr(), userdata.0) };
            }
            Err(error) => with_error(Some(&error), |error| {
                // SAFETY: as above.
                unsafe { callback(error, ptr::null(), userdata.0) };
            }),
        }
    })
}

fn with_identity(
    callback: DuologuePeerIdentityCallback,
    userdata: *mut c_void,
) -> Completion<Arc<api::RTCIdentityAssertion>> {
    let userdata = SendPointer(userdata);
    Box::new(move |result| {
        let userdata = userdata;
        let Some(callback) = callback else { return };
        match result {
            // SAFETY: the application's function and userdata.
            Ok(identity) => unsafe { callback(ptr::null(), lend(&identity), userdata.0) },
            Err(error) => with_error(Some(&error), |error| {
                // SAFETY: as above.
                unsafe { callback(error, ptr::null_mut(), userdata.0) };
            }),
        }
    })
}

/// Names the identity provider of our own identity: from now on offers and answers carry an assertion of it. An assertion that
/// another provider made, or this one with other options, is forgotten.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcpeerconnection-setidentityprovider>
///
/// - `pc`: lent.
/// - `provider`: the domain of the provider, with a port if it has one; lent. It is one that was brought by
///   `duologue_identity_provider_register`, at the latest when the assertion is needed.
/// - `options`: lent, nullable.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_SYNTAX_ERROR` if the protocol has a `/` or `\`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_identity_provider(
    pc: *mut RTCPeerConnection,
    provider: *const c_char,
    options: *const RTCIdentityProviderOptions,
) -> RTCResult {
    entry!(rtc_peer_connection_set_identity_provider, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's string.
        let provider = unsafe { text::required(provider, "provider") }?;
        // SAFETY: the caller's struct.
        let options = unsafe { identity_provider::read_options(options) }?;
        Ok(pc.set_identity_provider(provider, options)?)
    })
}

/// Has the identity provider make an assertion ahead of the offer or answer that needs it. It need not be called.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcpeerconnection-getidentityassertion>
///
/// - `pc`: lent.
/// - `callback`: nullable; settles the promise. If the provider fails, the error's detail is one of the
///   `RTC_ERROR_DETAIL_TYPE_IDP_…`.
/// - `userdata`: nullable; handed to the callback.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or has no identity provider.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_get_identity_assertion(
    pc: *mut RTCPeerConnection,
    callback: DuologueIdentityAssertionCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_get_identity_assertion, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        Ok(pc.identity_assertion(with_assertion(callback, userdata))?)
    })
}

/// Does the same as `rtc_peer_connection_get_identity_assertion` and waits until it is done.
///
/// - `pc`: lent.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
/// - `assertion`: takes a text to be released by `duologue_free`.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_peer_connection_get_identity_assertion_wait(
    pc: *mut RTCPeerConnection,
    timeout_ms: i32,
    assertion: *mut *mut c_char,
) -> RTCResult {
    entry!(duologue_peer_connection_get_identity_assertion_wait, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        handle::check_output(assertion, "assertion")?;
        let environment = pc.event_target().environment();
        let made = promise::wait(environment, timeout_ms, |completion| {
            pc.identity_assertion(completion)
        })?;
        let made = allocation::string(to_c_string(&made));
        // SAFETY: the caller's output.
        unsafe { handle::write(assertion, made, "assertion") }
    })
}

/// Waits for the identity of the peer: for the promise that the attribute `peerIdentity` holds now. It is settled when an assertion
/// in a remote description was validated. When that fails and the configuration names no peer, the attribute holds a new promise
/// for the next description, so this can be called again.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcpeerconnection-peeridentity>
///
/// - `pc`: lent.
/// - `callback`: nullable; settles the promise.
/// - `userdata`: nullable; handed to the callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_peer_identity(
    pc: *mut RTCPeerConnection,
    callback: DuologuePeerIdentityCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_peer_identity, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        pc.peer_identity(with_identity(callback, userdata));
        Ok(())
    })
}

/// Does the same as `rtc_peer_connection_peer_identity` and waits until it is done.
///
/// - `pc`: lent.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
/// - `identity`: takes a new reference.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_peer_connection_peer_identity_wait(
    pc: *mut RTCPeerConnection,
    timeout_ms: i32,
    identity: *mut *mut RTCIdentityAssertion,
) -> RTCResult {
    entry!(duologue_peer_connection_peer_identity_wait, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        handle::check_output(identity, "identity")?;
        let environment = pc.event_target().environment();
        let found = promise::wait(environment, timeout_ms, |completion| {
            pc.peer_identity(completion);
            Ok(())
        })?;
        // SAFETY: the caller's output.
        unsafe { handle::write(identity, handle::give(found), "identity") }
    })
}

/// Where the user can log in, after an identity provider failed with `"idp-need-login"`.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcpeerconnection-idploginurl>
///
/// - `pc`: lent.
///
/// Returns a text to be released by `duologue_free`; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_idp_login_url(
    pc: *const RTCPeerConnection,
) -> *mut c_char {
    value!(rtc_peer_connection_idp_login_url, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        Ok(pc.idp_login_url().map_or(ptr::null_mut(), |text| {
            allocation::string(to_c_string(&text))
        }))
    })
}

/// What else the identity provider said when it failed; each provider has its own format.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcpeerconnection-idperrorinfo>
///
/// - `pc`: lent.
///
/// Returns a text to be released by `duologue_free`; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_idp_error_info(
    pc: *const RTCPeerConnection,
) -> *mut c_char {
    value!(rtc_peer_connection_idp_error_info, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        Ok(pc.idp_error_info().map_or(ptr::null_mut(), |text| {
            allocation::string(to_c_string(&text))
        }))
    })
}

/// Sets the handler of `identityresult`: an assertion of our own identity was made.
///
/// <https://developer.mozilla.org/en-US/docs/Web/API/RTCPeerConnection/identityresult_event>
///
/// - `pc`: lent.
/// - `handler`: nullable; NULL clears it.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or cleared, or `pc` is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_identity_result(
    pc: *mut RTCPeerConnection,
    handler: RTCIdentityEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_identity_result, {
        let event_type = EventType::IdentityResult;
        // SAFETY: the caller's handle; events of this type are of this struct.
        unsafe { event_target::set_handler(pc, event_type, handler, userdata, destroy) }
    })
}

/// Sets the handler of `peeridentity`: the identity of the peer was validated.
///
/// <https://developer.mozilla.org/en-US/docs/Web/API/RTCPeerConnection/peeridentity_event>
///
/// - `pc`: lent.
/// - `handler`: nullable; NULL clears it.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or cleared, or `pc` is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_peer_identity(
    pc: *mut RTCPeerConnection,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_peer_identity, {
        let event_type = EventType::PeerIdentity;
        // SAFETY: the caller's handle; events of this type are of this struct.
        unsafe { event_target::set_handler(pc, event_type, handler, userdata, destroy) }
    })
}

/// Sets the handler of `idpassertionerror`: there is no assertion of our own identity.
///
/// <https://developer.mozilla.org/en-US/docs/Web/API/RTCPeerConnection/idpassertionerror_event>
///
/// - `pc`: lent.
/// - `handler`: nullable; NULL clears it.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or cleared, or `pc` is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_idp_assertion_error(
    pc: *mut RTCPeerConnection,
    handler: RTCIdentityErrorEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_idp_assertion_error, {
        let event_type = EventType::IdpAssertionError;
        // SAFETY: the caller's handle; events of this type are of this struct.
        unsafe { event_target::set_handler(pc, event_type, handler, userdata, destroy) }
    })
}

/// Sets the handler of `idpvalidationerror`: an assertion in a remote description is not valid.
///
/// <https://developer.mozilla.org/en-US/docs/Web/API/RTCPeerConnection/idpvalidationerror_event>
///
/// - `pc`: lent.
/// - `handler`: nullable; NULL clears it.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or cleared, or `pc` is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_idp_validation_error(
    pc: *mut RTCPeerConnection,
    handler: RTCIdentityErrorEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_idp_validation_error, {
        let event_type = EventType::IdpValidationError;
        // SAFETY: the caller's handle; events of this type are of this struct.
        unsafe { event_target::set_handler(pc, event_type, handler, userdata, destroy) }
    })
}

/// Makes an identity.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertion-constructor>
///
/// - `idp`: lent.
/// - `name`: lent.
/// - `identity`: takes a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_identity_assertion_create(
    idp: *const c_char,
    name: *const c_char,
    identity: *mut *mut RTCIdentityAssertion,
) -> RTCResult {
    entry!(rtc_identity_assertion_create, {
        handle::check_output(identity, "identity")?;
        // SAFETY: the caller's strings.
        let (idp, name) = unsafe { (text::required(idp, "idp")?, text::required(name, "name")?) };
        let made = api::RTCIdentityAssertion::create(idp, name);
        // SAFETY: the caller's output.
        unsafe { handle::write(identity, handle::give(made), "identity") }
    })
}

/// Adds a reference.
///
/// - `identity`: lent, nullable.
///
/// Returns `identity`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_identity_assertion_ref(
    identity: *mut RTCIdentityAssertion,
) -> *mut RTCIdentityAssertion {
    value!(rtc_identity_assertion_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(identity) }
    })
}

/// Gives a reference up.
///
/// - `identity`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_identity_assertion_unref(identity: *mut RTCIdentityAssertion) {
    value!(rtc_identity_assertion_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { handle::release(identity) }
    });
}

/// The domain of the identity provider that validated the identity.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertion-idp>
///
/// - `identity`: lent.
///
/// Returns a text that belongs to the identity, also when the member is set anew; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_identity_assertion_idp(
    identity: *const RTCIdentityAssertion,
) -> *const c_char {
    value!(rtc_identity_assertion_idp, ptr::null(), {
        // SAFETY: the caller's handle.
        let identity = unsafe { handle::get(identity, "identity") }?;
        let idp = identity.idp();
        Ok(identity.object().borrowed_text("idp", &idp).cast())
    })
}

/// Sets the domain of the identity provider. It changes nothing but what is read here.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertion-idp>
///
/// - `identity`: lent.
/// - `idp`: lent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_identity_assertion_set_idp(
    identity: *mut RTCIdentityAssertion,
    idp: *const c_char,
) -> RTCResult {
    entry!(rtc_identity_assertion_set_idp, {
        // SAFETY: the caller's handle.
        let identity = unsafe { handle::get(identity.cast_const(), "identity") }?;
        // SAFETY: the caller's string.
        identity.set_idp(unsafe { text::required(idp, "idp") }?);
        Ok(())
    })
}

/// The identity: `"alice@idp.example.org"`.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertion-name>
///
/// - `identity`: lent.
///
/// Returns a text that belongs to the identity, also when the member is set anew; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_identity_assertion_name(
    identity: *const RTCIdentityAssertion,
) -> *const c_char {
    value!(rtc_identity_assertion_name, ptr::null(), {
        // SAFETY: the caller's handle.
        let identity = unsafe { handle::get(identity, "identity") }?;
        let name = identity.name();
        Ok(identity.object().borrowed_text("name", &name).cast())
    })
}

/// Sets the identity. It changes nothing but what is read here.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertion-name>
///
/// - `identity`: lent.
/// - `name`: lent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_identity_assertion_set_name(
    identity: *mut RTCIdentityAssertion,
    name: *const c_char,
) -> RTCResult {
    entry!(rtc_identity_assertion_set_name, {
        // SAFETY: the caller's handle.
        let identity = unsafe { handle::get(identity.cast_const(), "identity") }?;
        // SAFETY: the caller's string.
        identity.set_name(unsafe { text::required(name, "name") }?);
        Ok(())
    })
}
