//! MESSAGE-INTEGRITY (RFC 8489 section 14.5) and FINGERPRINT (section 14.7).

use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::sign::Signer;

pub(super) const INTEGRITY_LENGTH: usize = 20;
pub(super) const FINGERPRINT_LENGTH: usize = 4;
const FINGERPRINT_XOR: u32 = 0x5354_554E;

/// HMAC-SHA1 of the message before the attribute, with the length field as if the message ended behind the attribute.
pub(super) fn message_integrity(key: &[u8], before: &[u8], length: u16) -> [u8; INTEGRITY_LENGTH] {
    let mut out = [0; INTEGRITY_LENGTH];
    let key = PKey::hmac(key).expect("a MAC key is a copy of bytes");
    let mut signer =
        Signer::new(MessageDigest::sha1(), &key).expect("OpenSSL offers HMAC with SHA-1");
    for part in [&before[..2], &length.to_be_bytes(), &before[4..]] {
        signer.update(part).expect("HMAC takes any bytes");
    }
    signer
        .sign(&mut out)
        .expect("HMAC-SHA1 has as many bytes as `out`");
    out
}

/// The CRC-32 of the message before the attribute, with the length field as if the message ended behind the attribute.
pub(super) fn fingerprint(before: &[u8], length: u16) -> u32 {
    let mut crc = !0;
    for part in [&before[..2], &length.to_be_bytes(), &before[4..]] {
        crc = part.iter().fold(crc, |crc, &byte| {
            CRC_TABLE[usize::from(crc as u8 ^ byte)] ^ (crc >> 8)
        });
    }
    !crc ^ FINGERPRINT_XOR
}

/// ITU V.42, the polynomial 0x04C11DB7 with the bits reversed.
const CRC_TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & 0u32.wrapping_sub(crc & 1));
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
};
