//! MESSAGE-INTEGRITY (RFC 8489 section 14.5) and FINGERPRINT (section 14.7).

use openssl::sha::{Sha1, sha1};

pub(super) const INTEGRITY_LENGTH: usize = 20;
pub(super) const FINGERPRINT_LENGTH: usize = 4;
const FINGERPRINT_XOR: u32 = 0x5354_554E;

/// SHA-1's.
const BLOCK_LENGTH: usize = 64;

/// HMAC-SHA1 of the message before the attribute, with the length field as if the message ended behind the attribute.
pub(super) fn message_integrity(key: &[u8], before: &[u8], length: u16) -> [u8; INTEGRITY_LENGTH] {
    hmac_sha1(key, &[&before[..2], &length.to_be_bytes(), &before[4..]])
}

/// RFC 2104. OpenSSL's own HMAC spends thirty times as long on looking up its parts as on the hash, and each consent check of an
/// idle connection takes four of these.
fn hmac_sha1(key: &[u8], parts: &[&[u8]]) -> [u8; INTEGRITY_LENGTH] {
    let mut block = [0; BLOCK_LENGTH];
    if key.len() > BLOCK_LENGTH {
        block[..INTEGRITY_LENGTH].copy_from_slice(&sha1(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let mut inner = Sha1::new();
    inner.update(&block.map(|byte| byte ^ 0x36));
    for part in parts {
        inner.update(part);
    }
    let mut outer = Sha1::new();
    outer.update(&block.map(|byte| byte ^ 0x5C));
    outer.update(&inner.finish());
    outer.finish()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_has_the_values_of_rfc_2202() {
        let cases: [(&[u8], &[u8], &str); 4] = [
            (
                &[0x0b; 20],
                b"Hi There",
                "b617318655057264e28bc0b6fb378c8ef146be00",
            ),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
            ),
            (
                &[0xaa; 80],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "aa4ae5e15272d00e95705637ce8a3b55ed402112",
            ),
            (&[], b"", "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d"),
        ];
        for (key, data, expected) in cases {
            let (first, second) = data.split_at(data.len() / 2);
            let mac = hmac_sha1(key, &[first, second]);
            let hex: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, expected);
        }
    }

    #[test]
    fn crc_has_its_check_value() {
        // CRC-32 of "123456789" with bytes 2 and 3 given apart.
        assert_eq!(
            fingerprint(b"12xx56789", u16::from_be_bytes(*b"34")) ^ FINGERPRINT_XOR,
            0xCBF4_3926
        );
    }
}
