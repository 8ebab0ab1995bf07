//! The SSL_CTX: all that connections with one certificate have in common.

use std::ffi::CStr;

use foreign_types_shared::{ForeignType, ForeignTypeRef};
use libc::{c_int, c_long, c_void};
use openssl::error::ErrorStack;
use openssl::pkey::{PKeyRef, Private};
use openssl::ssl::{
    SslContext, SslContextBuilder, SslMethod, SslMode, SslOptions, SslSessionCacheMode,
    SslVerifyMode, SslVersion,
};
use openssl::x509::{X509, X509Ref};
use openssl_sys::{SSL, X509_STORE_CTX};

use super::bio::Io;
use super::raw;

/// AEAD with ephemeral keys, then the two CBC suites with ephemeral keys that browsers still offer.
const CIPHERS: &str = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:\
    ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:\
    ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:\
    ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA";

const GROUPS: &str = "X25519:P-256:P-384";

const SIGNATURES: &str = "ECDSA+SHA256:RSA-PSS+SHA256:RSA+SHA256:ECDSA+SHA384:RSA-PSS+SHA384:\
    RSA+SHA384:ECDSA+SHA512:RSA-PSS+SHA512:RSA+SHA512:ed25519";

/// RFC 7714's profiles first, then the mandatory one of RFC 5764 and RFC 8827.
const SRTP_PROFILES: &str = "SRTP_AEAD_AES_128_GCM:SRTP_AEAD_AES_256_GCM:SRTP_AES128_CM_SHA1_80";

/// What a peer may send as certificates. One with an RSA key of 8,192 bits has 2.5 kB.
const MAX_PEER_CERTIFICATES: c_long = 16 * 1024;

/// Makes the context of a certificate; it is costly, so share it.
pub(crate) fn new_context(
    certificate: &X509Ref,
    key: &PKeyRef<Private>,
) -> Result<SslContext, ErrorStack> {
    let mut builder = SslContextBuilder::new(SslMethod::dtls())?;
    builder.set_min_proto_version(Some(SslVersion::DTLS1_2))?;
    builder.set_max_proto_version(Some(SslVersion::DTLS1_2))?;
    // W3C lets applications have RSA keys of 1,024 bits, which distributions' default level forbids.
    builder.set_security_level(1);
    builder.set_cipher_list(CIPHERS)?;
    builder.set_groups_list(GROUPS)?;
    builder.set_sigalgs_list(SIGNATURES)?;
    builder.set_tlsext_use_srtp(SRTP_PROFILES)?;
    builder.set_options(
        SslOptions::NO_TICKET
            | SslOptions::NO_RENEGOTIATION
            | SslOptions::NO_COMPRESSION
            | SslOptions::CIPHER_SERVER_PREFERENCE
            | SslOptions::NO_QUERY_MTU,
    );
    builder.set_mode(SslMode::RELEASE_BUFFERS);
    builder.set_session_cache_mode(SslSessionCacheMode::OFF);
    builder.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
    builder.set_certificate(certificate)?;
    builder.set_private_key(key)?;
    let context = builder.build();
    // SAFETY: the context is ours and not shared yet; the callbacks are functions and take no argument of ours.
    unsafe {
        let ctx = context.as_ptr();
        raw::SSL_CTX_set_cert_verify_callback(ctx, Some(verify), std::ptr::null_mut());
        raw::SSL_CTX_set_info_callback(ctx, Some(info));
        openssl_sys::SSL_CTX_ctrl(
            ctx,
            raw::SSL_CTRL_SET_MAX_CERT_LIST,
            MAX_PEER_CERTIFICATES,
            std::ptr::null_mut(),
        );
    }
    Ok(context)
}

/// Stands in for the check of a chain against trusted roots: who the peer is, its fingerprint says (RFC 8122).
unsafe extern "C" fn verify(store: *mut X509_STORE_CTX, _arg: *mut c_void) -> c_int {
    // SAFETY: OpenSSL calls with a live store context whose datum under this index is the connection; the BIO's datum is the
    // `Io` of that connection, not borrowed while OpenSSL runs.
    unsafe {
        let index = openssl_sys::SSL_get_ex_data_X509_STORE_CTX_idx();
        let ssl = openssl_sys::X509_STORE_CTX_get_ex_data(store, index).cast::<SSL>();
        if ssl.is_null() {
            return 0;
        }
        let io = raw::read_bio_data(ssl).cast::<Io>();
        if io.is_null() {
            return 0;
        }
        let chain = chain_of(store);
        let accepted = match (*io).verifier.as_mut() {
            Some(verifier) if !chain.is_empty() => verifier(&chain),
            _ => false,
        };
        (*io).verifier = None;
        if accepted {
            (*io).peer_chain = chain;
            return 1;
        }
        (*io).rejected = true;
        openssl_sys::X509_STORE_CTX_set_error(store, raw::X509_V_ERR_CERT_REJECTED);
        0
    }
}

/// The certificates that the peer sent, leaf first; empty if one cannot be encoded.
///
/// # Safety
/// `store` must be live.
unsafe fn chain_of(store: *mut X509_STORE_CTX) -> Vec<Vec<u8>> {
    // SAFETY: both functions lend what the store context holds.
    unsafe {
        let leaf = raw::X509_STORE_CTX_get0_cert(store);
        if leaf.is_null() {
            return Vec::new();
        }
        let Ok(leaf) = X509Ref::from_ptr(leaf).to_der() else {
            return Vec::new();
        };
        let mut chain = vec![leaf];
        let sent = raw::X509_STORE_CTX_get0_untrusted(store);
        if !sent.is_null() {
            let sent = openssl::stack::StackRef::<X509>::from_ptr(sent);
            chain.extend(sent.iter().skip(1).filter_map(|c| c.to_der().ok()));
        }
        chain
    }
}

/// Notes the fatal alerts.
unsafe extern "C" fn info(ssl: *const SSL, kind: c_int, value: c_int) {
    if value >> 8 != raw::SSL3_AL_FATAL {
        return;
    }
    let alert = u8::try_from(value & 0xff).ok();
    // SAFETY: as in `verify`.
    unsafe {
        let io = raw::read_bio_data(ssl).cast::<Io>();
        if io.is_null() {
            return;
        }
        match kind {
            raw::SSL_CB_READ_ALERT => (*io).received_alert = alert,
            raw::SSL_CB_WRITE_ALERT => (*io).sent_alert = alert,
            _ => {}
        }
    }
}

/// OpenSSL's words for an alert.
pub(crate) fn alert_description(alert: u8) -> String {
    // SAFETY: returns a static string for any number.
    unsafe {
        CStr::from_ptr(raw::SSL_alert_desc_string_long(c_int::from(alert)))
            .to_string_lossy()
            .into_owned()
    }
}
