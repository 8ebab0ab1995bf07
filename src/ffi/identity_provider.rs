//! Identity providers that the application brings.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::Arc;
use std::time::Duration;

use crate::api::identity as api;
use crate::api::identity::provider::{IdentityProvider, Registration};
use crate::api::identity::request::IdentityRequest;

use super::dictionary::{self, Dictionary};
use super::entry::Failure;
use super::event_target::Userdata;
use super::handle::{self, lend};
use super::identity_request::DuologueIdentityRequest;
use super::logging::DuologueDestroyCallback;
use super::result::RTCResult;
use super::runtime::{self, DuologueRuntime};
use super::text::{self, optional_c_string, to_c_string};

/// How an identity provider is to be used. Initialise it with `RTC_IDENTITY_PROVIDER_OPTIONS_INIT`.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcidentityprovideroptions>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCIdentityProviderOptions {
    /// The size of this struct.
    pub struct_size: usize,
    /// The protocol of the provider, without `/` and `\`; `"default"` by default.
    pub protocol: *const c_char,
    /// Whose identity is to be asserted, as a hint for the provider; NULL, the default: absent.
    pub username_hint: *const c_char,
    /// Who the peer is to be, for providers that bind an assertion to both; NULL, the default: that of the configuration.
    pub peer_identity: *const c_char,
}

// SAFETY: an integer and pointers, without padding.
unsafe impl Dictionary for RTCIdentityProviderOptions {
    const NAME: &'static str = "RTCIdentityProviderOptions";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        protocol: c"default".as_ptr(),
        username_hint: ptr::null(),
        peer_identity: ptr::null(),
    };
}

/// # Safety
/// As for `dictionary::read`, and its strings end with NUL.
pub(super) unsafe fn read_options(
    pointer: *const RTCIdentityProviderOptions,
) -> Result<api::RTCIdentityProviderOptions, Failure> {
    // SAFETY: as promised by the caller, here and below.
    unsafe {
        let c = dictionary::read(pointer, "options")?.unwrap_or(RTCIdentityProviderOptions::INIT);
        Ok(api::RTCIdentityProviderOptions {
            protocol: text::optional(c.protocol, "options.protocol")?
                .unwrap_or(api::DEFAULT_PROTOCOL)
                .to_owned(),
            username_hint: text::optional(c.username_hint, "options.username_hint")?
                .map(str::to_owned),
            peer_identity: text::optional(c.peer_identity, "options.peer_identity")?
                .map(str::to_owned),
        })
    }
}

/// Asks an identity provider for an assertion of the user's identity.
///
/// <https://w3c.github.io/webrtc-identity/#dom-generateassertioncallback>
///
/// - `request`: lent; the way to answer, at once or, with a reference of your own, later and from any thread.
/// - `contents`: what the assertion is to cover, lent; an opaque text that validating the assertion must give back as it is.
/// - `origin`: the origin of the application, lent: `duologue_origin` of its configuration.
/// - `options`: what `rtc_peer_connection_set_identity_provider` was given, lent, never NULL.
/// - `userdata`: that of `duologue_identity_provider_register`.
pub type RTCGenerateAssertionCallback = Option<
    unsafe extern "C" fn(
        request: *mut DuologueIdentityRequest,
        contents: *const c_char,
        origin: *const c_char,
        options: *const RTCIdentityProviderOptions,
        userdata: *mut c_void,
    ),
>;

/// Asks an identity provider whether an assertion is valid, and whose it is.
///
/// <https://w3c.github.io/webrtc-identity/#dom-validateassertioncallback>
///
/// - `request`: lent; the way to answer, at once or, with a reference of your own, later and from any thread.
/// - `assertion`: the assertion that a provider of this domain and protocol made, lent; it comes from the peer.
/// - `origin`: the origin of the application, lent: `duologue_origin` of its configuration.
/// - `userdata`: that of `duologue_identity_provider_register`.
pub type RTCValidateAssertionCallback = Option<
    unsafe extern "C" fn(
        request: *mut DuologueIdentityRequest,
        assertion: *const c_char,
        origin: *const c_char,
        userdata: *mut c_void,
    ),
>;

/// An identity provider: what a browser loads from the provider's domain. Initialise it with `RTC_IDENTITY_PROVIDER_INIT`.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcidentityprovider>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCIdentityProvider {
    /// The size of this struct.
    pub struct_size: usize,
    /// Makes assertions; required.
    pub generate_assertion: RTCGenerateAssertionCallback,
    /// Validates assertions; required.
    pub validate_assertion: RTCValidateAssertionCallback,
    /// Domains other than its own whose identities the provider may assert; none by default. See RFC 8827 section 8.1.
    pub duologue_trusted_domains: *const *const c_char,
    /// The number of these domains.
    pub duologue_trusted_domains_length: usize,
    /// How many milliseconds an answer may take; 15000 by default, 0 stands for that too.
    pub duologue_timeout_ms: u32,
    /// Leave it 0.
    pub reserved: u32,
}

// SAFETY: integers, pointers and nullable functions, without padding.
unsafe impl Dictionary for RTCIdentityProvider {
    const NAME: &'static str = "RTCIdentityProvider";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        generate_assertion: None,
        validate_assertion: None,
        duologue_trusted_domains: ptr::null(),
        duologue_trusted_domains_length: 0,
        duologue_timeout_ms: 15_000,
        reserved: 0,
    };
}

type Generate = unsafe extern "C" fn(
    *mut DuologueIdentityRequest,
    *const c_char,
    *const c_char,
    *const RTCIdentityProviderOptions,
    *mut c_void,
);
type Validate =
    unsafe extern "C" fn(*mut DuologueIdentityRequest, *const c_char, *const c_char, *mut c_void);

/// The application's functions.
struct CProvider {
    generate: Generate,
    validate: Validate,
    userdata: Userdata,
}

impl IdentityProvider for CProvider {
    fn generate_assertion(
        &self,
        request: &Arc<IdentityRequest>,
        contents: &str,
        origin: &str,
        options: &api::RTCIdentityProviderOptions,
    ) {
        let (contents, origin) = (to_c_string(contents), to_c_string(origin));
        let protocol = to_c_string(&options.protocol);
        let username_hint = optional_c_string(options.username_hint.as_deref());
        let peer_identity = optional_c_string(options.peer_identity.as_deref());
        let options = RTCIdentityProviderOptions {
            protocol: protocol.as_ptr(),
            username_hint: username_hint.as_ref().map_or(ptr::null(), |t| t.as_ptr()),
            peer_identity: peer_identity.as_ref().map_or(ptr::null(), |t| t.as_ptr()),
            ..RTCIdentityProviderOptions::INIT
        };
        // SAFETY: the application's function, and its userdata before `destroy`.
        unsafe {
            (self.generate)(
                lend(request),
                contents.as_ptr(),
                origin.as_ptr(),
                &raw const options,
                self.userdata.pointer(),
            );
        }
    }

    fn validate_assertion(&self, request: &Arc<IdentityRequest>, assertion: &str, origin: &str) {
        let (assertion, origin) = (to_c_string(assertion), to_c_string(origin));
        // SAFETY: as above.
        unsafe {
            (self.validate)(
                lend(request),
                assertion.as_ptr(),
                origin.as_ptr(),
                self.userdata.pointer(),
            );
        }
    }
}

/// Brings an identity provider, for every connection of a runtime. It makes the assertions of those that name it in
/// `rtc_peer_connection_set_identity_provider`, and validates those of peers that name it in their descriptions. Where several
/// fit, the one with a domain of its own comes first, then the one with a protocol of its own, then the newest.
///
/// - `runtime`: lent, nullable; NULL stands for the runtime that all share.
/// - `domain`: the domain of the provider, with a port if it has one: `"idp.example.org"`; lent. NULL: every domain, for which
///   it must find out by itself what that domain says.
/// - `protocol`: the protocol of the provider, lent: `"default"`; NULL: every protocol.
/// - `provider`: lent.
/// - `userdata`: nullable; handed to the functions.
/// - `destroy`: nullable; called on the callback thread when the functions will not be called any more: after
///   `duologue_identity_provider_unregister`, or at the end of the runtime.
/// - `registration`: nullable; takes the number for `duologue_identity_provider_unregister`.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if a function is missing, `RTC_RESULT_SYNTAX_ERROR` if the protocol has a `/` or `\`; then nothing
/// is kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_identity_provider_register(
    runtime: *mut DuologueRuntime,
    domain: *const c_char,
    protocol: *const c_char,
    provider: *const RTCIdentityProvider,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
    registration: *mut u64,
) -> RTCResult {
    entry!(duologue_identity_provider_register, {
        // SAFETY: the caller's struct.
        let c = unsafe { dictionary::read(provider, "provider") }?
            .ok_or_else(|| Failure::type_error("provider is NULL"))?;
        let (Some(generate), Some(validate)) = (c.generate_assertion, c.validate_assertion) else {
            return Err(Failure::type_error(
                "generate_assertion and validate_assertion are both required",
            ));
        };
        // SAFETY: the caller's strings.
        let (domain, protocol, trusted_for) = unsafe {
            (
                text::optional(domain, "domain")?,
                text::optional(protocol, "protocol")?,
                text::array(
                    c.duologue_trusted_domains,
                    c.duologue_trusted_domains_length,
                    "provider.duologue_trusted_domains",
                )?,
            )
        };
        if protocol.is_some_and(api::has_separator) {
            return Err(Failure::new(
                RTCResult::RTC_RESULT_SYNTAX_ERROR,
                "the protocol has a '/' or '\\'",
            ));
        }
        // SAFETY: the caller's handle.
        let environment = unsafe { runtime::environment(runtime) }?;
        let timeout = match c.duologue_timeout_ms {
            0 => api::provider::DEFAULT_TIMEOUT,
            timeout => Duration::from_millis(timeout.into()),
        };
        let id = environment.identity_providers().register(Registration {
            domain: domain.map(str::to_owned),
            protocol: protocol.map(str::to_owned),
            trusted_for,
            timeout,
            provider: Box::new(CProvider {
                generate,
                validate,
                userdata: Userdata::new(&environment, userdata, destroy),
            }),
        });
        if !registration.is_null() {
            // SAFETY: the caller's output.
            unsafe { handle::write(registration, id, "registration") }?;
        }
        Ok(())
    })
}

/// Takes an identity provider back. Requests that it has may still be answered; it gets no new ones.
///
/// - `runtime`: lent, nullable.
/// - `registration`: the number that `duologue_identity_provider_register` gave; one that names no provider is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_identity_provider_unregister(
    runtime: *mut DuologueRuntime,
    registration: u64,
) -> RTCResult {
    entry!(duologue_identity_provider_unregister, {
        // SAFETY: the caller's handle.
        let environment = unsafe { runtime::environment(runtime) }?;
        environment.identity_providers().unregister(registration);
        Ok(())
    })
}
