//! `RTCCertificate` and what makes one.

use std::ffi::{CString, c_char};
use std::ptr;

use crate::api::certificate as api;

use super::allocation;
use super::dictionary::{self, Dictionary};
use super::entry::Failure;
use super::handle;
use super::result::RTCResult;
use super::text;

/// A certificate with its private key. It never changes.
///
/// <https://w3c.github.io/webrtc-pc/#rtccertificate-interface>
pub struct RTCCertificate {
    _private: (),
}

handle!(RTCCertificate, api::RTCCertificate, Certificate);

/// How a certificate is to be made. Initialise it with `RTC_ALGORITHM_IDENTIFIER_INIT`, which asks for ECDSA with P-256.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-generatecertificate>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCAlgorithmIdentifier {
    /// The size of this struct.
    pub struct_size: usize,
    /// `"ECDSA"`, the default, or `"RSASSA-PKCS1-v1_5"`.
    pub name: *const c_char,
    /// For ECDSA: `"P-256"`, the default.
    pub named_curve: *const c_char,
    /// For RSASSA-PKCS1-v1_5: `"SHA-256"`, the default.
    pub hash: *const c_char,
    /// After how many milliseconds it expires; `DUOLOGUE_NONE`, the default: after 30 days.
    pub expires: i64,
    /// For RSASSA-PKCS1-v1_5: the bits of the modulus; 2048 by default.
    pub modulus_length: u32,
    /// For RSASSA-PKCS1-v1_5: 65537, the default.
    pub public_exponent: u32,
}

// SAFETY: integers and pointers, without padding at the end.
unsafe impl Dictionary for RTCAlgorithmIdentifier {
    const NAME: &'static str = "RTCAlgorithmIdentifier";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        name: c"ECDSA".as_ptr(),
        named_curve: c"P-256".as_ptr(),
        hash: c"SHA-256".as_ptr(),
        expires: super::DUOLOGUE_NONE as i64,
        modulus_length: 2048,
        public_exponent: 65537,
    };
}

/// # Safety
/// As for `dictionary::read`, and its strings end with NUL.
pub(super) unsafe fn read_algorithm(
    pointer: *const RTCAlgorithmIdentifier,
) -> Result<(api::KeygenAlgorithm, Option<u64>), Failure> {
    // SAFETY: as promised by the caller, here and below.
    let c = unsafe { dictionary::read(pointer, "algorithm") }?
        .ok_or_else(|| Failure::type_error("algorithm is NULL"))?;
    // SAFETY: as above.
    let name = unsafe { text::required(c.name, "algorithm.name") }?;
    // WebCrypto compares the names of algorithms without regard to case.
    let algorithm = if name.eq_ignore_ascii_case("ECDSA") {
        // SAFETY: as above.
        let curve = unsafe { text::required(c.named_curve, "algorithm.named_curve") }?;
        supported(curve == "P-256", "algorithm.named_curve", curve)?;
        api::KeygenAlgorithm::EcdsaP256
    } else if name.eq_ignore_ascii_case("RSASSA-PKCS1-v1_5") {
        // SAFETY: as above.
        let hash = unsafe { text::required(c.hash, "algorithm.hash") }?;
        supported(hash.eq_ignore_ascii_case("SHA-256"), "algorithm.hash", hash)?;
        let exponent = c.public_exponent;
        supported(
            exponent == 65537,
            "algorithm.public_exponent",
            &exponent.to_string(),
        )?;
        api::KeygenAlgorithm::RsassaPkcs1V15 {
            modulus_length: c.modulus_length,
        }
    } else {
        return Err(not_supported("algorithm.name", name));
    };
    let expires = match c.expires {
        expires if expires == i64::from(super::DUOLOGUE_NONE) => None,
        expires => Some(u64::try_from(expires).map_err(|_| {
            Failure::type_error(format!("algorithm.expires: {expires} is below 0"))
        })?),
    };
    Ok((algorithm, expires))
}

fn supported(is: bool, what: &str, value: &str) -> Result<(), Failure> {
    if is {
        Ok(())
    } else {
        Err(not_supported(what, value))
    }
}

fn not_supported(what: &str, value: &str) -> Failure {
    Failure::new(
        RTCResult::RTC_RESULT_NOT_SUPPORTED_ERROR,
        format!("{what}: {value:?} is not supported"),
    )
}

/// A certificate's fingerprint. The library fills it.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdtlsfingerprint>
#[repr(C)]
pub struct RTCDtlsFingerprint {
    /// The hash algorithm: `"sha-256"`.
    pub algorithm: *const c_char,
    /// The hash: `"AB:CD:..."`.
    pub value: *const c_char,
}

/// Adds a reference.
///
/// - `certificate`: lent, nullable.
///
/// Returns `certificate`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_certificate_ref(
    certificate: *mut RTCCertificate,
) -> *mut RTCCertificate {
    value!(rtc_certificate_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(certificate) }
    })
}

/// Gives a reference up.
///
/// - `certificate`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_certificate_unref(certificate: *mut RTCCertificate) {
    value!(rtc_certificate_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { handle::release(certificate) }
    });
}

/// When it expires, in milliseconds since 1970.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtccertificate-expires>
///
/// - `certificate`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_certificate_expires(certificate: *const RTCCertificate) -> u64 {
    value!(rtc_certificate_expires, 0, {
        // SAFETY: the caller's handle.
        let certificate = unsafe { handle::get(certificate, "certificate") }?;
        Ok(certificate.expires())
    })
}

/// The fingerprints of the certificate.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtccertificate-getfingerprints>
///
/// - `certificate`: lent.
/// - `fingerprints`: takes an array to be released by `duologue_free`.
/// - `length`: takes the number of fingerprints.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_certificate_get_fingerprints(
    certificate: *const RTCCertificate,
    fingerprints: *mut *const RTCDtlsFingerprint,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_certificate_get_fingerprints, {
        // SAFETY: the caller's handle.
        let certificate = unsafe { handle::get(certificate, "certificate") }?;
        handle::check_output(fingerprints, "fingerprints")?;
        handle::check_output(length, "length")?;
        let texts: Vec<(CString, CString)> = certificate
            .fingerprints()
            .iter()
            .map(|print| {
                (
                    text::to_c_string(&print.algorithm),
                    text::to_c_string(&print.value),
                )
            })
            .collect();
        let array: Vec<RTCDtlsFingerprint> = texts
            .iter()
            .map(|(algorithm, value)| RTCDtlsFingerprint {
                algorithm: algorithm.as_ptr(),
                value: value.as_ptr(),
            })
            .collect();
        // SAFETY: the caller's outputs, checked above.
        unsafe {
            length.write(array.len());
            fingerprints.write(allocation::array(array, texts));
        }
        Ok(())
    })
}

/// Makes a certificate of a PEM text that holds it and its private key, in any order.
///
/// - `pem`: lent.
/// - `certificate`: takes a new reference.
///
/// Returns `RTC_RESULT_SYNTAX_ERROR` for a text that does not hold both, or not such that belong together, and
/// `RTC_RESULT_NOT_SUPPORTED_ERROR` for a key that cannot be used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_certificate_from_pem(
    pem: *const c_char,
    certificate: *mut *mut RTCCertificate,
) -> RTCResult {
    entry!(duologue_certificate_from_pem, {
        handle::check_output(certificate, "certificate")?;
        // SAFETY: the caller's string.
        let pem = unsafe { text::required(pem, "pem") }?;
        let made = api::RTCCertificate::from_pem(pem.as_bytes())?;
        // SAFETY: the caller's output.
        unsafe { handle::write(certificate, handle::give(made), "certificate") }
    })
}

/// The certificate and its private key as a PEM text. Keep it secret.
///
/// - `certificate`: lent.
/// - `pem`: takes a text to be released by `duologue_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_certificate_to_pem(
    certificate: *const RTCCertificate,
    pem: *mut *mut c_char,
) -> RTCResult {
    entry!(duologue_certificate_to_pem, {
        // SAFETY: the caller's handle.
        let certificate = unsafe { handle::get(certificate, "certificate") }?;
        handle::check_output(pem, "pem")?;
        let text = allocation::string(text::to_c_string(&certificate.to_pem()?));
        // SAFETY: the caller's output.
        unsafe { handle::write(pem, text, "pem") }
    })
}
