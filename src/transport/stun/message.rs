//! Reading a message.

use std::net::SocketAddr;

use super::integrity::{FINGERPRINT_LENGTH, INTEGRITY_LENGTH, fingerprint, message_integrity};
use super::{AttributeType, HEADER_LENGTH, MAGIC_COOKIE, address};
use crate::random::Random;

/// How many unknown attributes an error response names.
const MAX_UNKNOWN: usize = 16;

/// The two class bits of the message type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Request,
    Indication,
    SuccessResponse,
    ErrorResponse,
}

/// The twelve method bits of the message type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Method(pub(crate) u16);

/// The 96 bits that tie a response to its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TransactionId(pub(crate) [u8; 12]);

/// ERROR-CODE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ErrorCode {
    pub(crate) code: u16,
    pub(crate) reason: String,
}

/// One well-formed message, read in place.
///
/// ```text
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |0 0|     STUN Message Type     |         Message Length        |
/// |                         Magic Cookie                          |
/// |                     Transaction ID (96 bits)                  |
/// ```
#[derive(Clone, Copy, Debug)]
pub(crate) struct Message<'a> {
    bytes: &'a [u8],
    /// Where the attributes end that may be used: at MESSAGE-INTEGRITY, else at FINGERPRINT, else at the end.
    end: usize,
    integrity: Option<usize>,
    fingerprint: Option<usize>,
}

impl Class {
    /// The message type: the class bits C1 and C0 stand between the method bits.
    pub(super) fn with_method(self, method: Method) -> u16 {
        let class = match self {
            Self::Request => 0x000,
            Self::Indication => 0x010,
            Self::SuccessResponse => 0x100,
            Self::ErrorResponse => 0x110,
        };
        let m = method.0;
        class | (m & 0x000F) | ((m & 0x0070) << 1) | ((m & 0x0F80) << 2)
    }
}

impl Method {
    pub(crate) const BINDING: Self = Self(0x001);
}

impl TransactionId {
    pub(crate) fn new(random: &mut dyn Random) -> Self {
        let mut id = [0; 12];
        random.fill(&mut id);
        Self(id)
    }

    /// `header` has at least the 20 bytes of a header.
    pub(super) fn of_header(header: &[u8]) -> Self {
        let mut id = [0; 12];
        id.copy_from_slice(&header[8..HEADER_LENGTH]);
        Self(id)
    }
}

impl<'a> Message<'a> {
    /// Reads a datagram that is one message from first to last byte; `None` if it is not.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let header: &[u8; HEADER_LENGTH] = bytes.first_chunk()?;
        let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
        let cookie = u32::from_be_bytes([header[4], header[5], header[6], header[7]]);
        if header[0] & 0xC0 != 0
            || cookie != MAGIC_COOKIE
            || length % 4 != 0
            || bytes.len() != HEADER_LENGTH + length
        {
            return None;
        }
        let mut message = Self {
            bytes,
            end: bytes.len(),
            integrity: None,
            fingerprint: None,
        };
        let mut offset = HEADER_LENGTH;
        while offset < bytes.len() {
            offset = message.note_attribute(offset)?;
        }
        Some(message)
    }

    /// Checks the attribute at `offset` and returns where the next one starts.
    fn note_attribute(&mut self, offset: usize) -> Option<usize> {
        // RFC 8489 section 14.7: FINGERPRINT is the last attribute.
        if self.fingerprint.is_some() {
            return None;
        }
        let (kind, value, next) = attribute_at(self.bytes, offset)?;
        match kind {
            AttributeType::MESSAGE_INTEGRITY if self.integrity.is_none() => {
                if value.len() != INTEGRITY_LENGTH {
                    return None;
                }
                self.integrity = Some(offset);
                // RFC 8489 section 14.5: what follows it is not protected and must be ignored, except FINGERPRINT.
                self.end = offset;
            }
            AttributeType::FINGERPRINT => {
                if value.len() != FINGERPRINT_LENGTH {
                    return None;
                }
                self.fingerprint = Some(offset);
                self.end = self.end.min(offset);
            }
            _ => {}
        }
        Some(next)
    }

    pub(crate) fn class(&self) -> Class {
        match (self.bytes[0] & 1, self.bytes[1] & 0x10) {
            (0, 0) => Class::Request,
            (0, _) => Class::Indication,
            (_, 0) => Class::SuccessResponse,
            _ => Class::ErrorResponse,
        }
    }

    pub(crate) fn method(&self) -> Method {
        let kind = u16::from_be_bytes([self.bytes[0], self.bytes[1]]);
        Method((kind & 0x000F) | ((kind & 0x00E0) >> 1) | ((kind & 0x3E00) >> 2))
    }

    pub(crate) fn transaction_id(&self) -> TransactionId {
        TransactionId::of_header(self.bytes)
    }

    /// The attributes that may be used, in their order.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (AttributeType, &'a [u8])> + use<'a> {
        let (bytes, end) = (self.bytes, self.end);
        let mut offset = HEADER_LENGTH;
        std::iter::from_fn(move || {
            if offset >= end {
                return None;
            }
            let (kind, value, next) = attribute_at(bytes, offset)?;
            offset = next;
            Some((kind, value))
        })
    }

    /// The value of the first attribute of a type; RFC 8489 section 14 lets later ones be ignored.
    pub(crate) fn attribute(&self, kind: AttributeType) -> Option<&'a [u8]> {
        self.attributes()
            .find(|(k, _)| *k == kind)
            .map(|(_, value)| value)
    }

    pub(crate) fn username(&self) -> Option<&'a str> {
        std::str::from_utf8(self.attribute(AttributeType::USERNAME)?).ok()
    }

    pub(crate) fn software(&self) -> Option<&'a str> {
        std::str::from_utf8(self.attribute(AttributeType::SOFTWARE)?).ok()
    }

    /// XOR-MAPPED-ADDRESS, or MAPPED-ADDRESS of servers that know only RFC 3489.
    pub(crate) fn mapped_address(&self) -> Option<SocketAddr> {
        if let Some(value) = self.attribute(AttributeType::XOR_MAPPED_ADDRESS) {
            return Some(address::xor(address::decode(value)?, self.transaction_id()));
        }
        address::decode(self.attribute(AttributeType::MAPPED_ADDRESS)?)
    }

    pub(crate) fn priority(&self) -> Option<u32> {
        let value = self.attribute(AttributeType::PRIORITY)?;
        Some(u32::from_be_bytes(value.try_into().ok()?))
    }

    pub(crate) fn use_candidate(&self) -> bool {
        self.attribute(AttributeType::USE_CANDIDATE).is_some()
    }

    pub(crate) fn ice_controlling(&self) -> Option<u64> {
        let value = self.attribute(AttributeType::ICE_CONTROLLING)?;
        Some(u64::from_be_bytes(value.try_into().ok()?))
    }

    pub(crate) fn ice_controlled(&self) -> Option<u64> {
        let value = self.attribute(AttributeType::ICE_CONTROLLED)?;
        Some(u64::from_be_bytes(value.try_into().ok()?))
    }

    /// ```text
    /// |           Reserved, should be 0         |Class|     Number    |
    /// |      Reason Phrase (variable)
    /// ```
    pub(crate) fn error_code(&self) -> Option<ErrorCode> {
        let value = self.attribute(AttributeType::ERROR_CODE)?;
        let (&[_, _, class, number], reason) = value.split_first_chunk()?;
        let class = class & 0x07;
        if !(3..=6).contains(&class) || number > 99 {
            return None;
        }
        // RFC 8489 section 14.8: at most 763 bytes.
        let reason = &reason[..reason.len().min(763)];
        Some(ErrorCode {
            code: u16::from(class) * 100 + u16::from(number),
            reason: String::from_utf8_lossy(reason).into_owned(),
        })
    }

    pub(crate) fn unknown_attributes(&self) -> Vec<AttributeType> {
        let value = self.attribute(AttributeType::UNKNOWN_ATTRIBUTES);
        let pairs = value.unwrap_or_default().chunks_exact(2);
        pairs
            .map(|pair| AttributeType(u16::from_be_bytes([pair[0], pair[1]])))
            .take(MAX_UNKNOWN)
            .collect()
    }

    /// The comprehension-required attributes that nobody here knows, the first few of them.
    pub(crate) fn not_understood(&self) -> Vec<AttributeType> {
        self.attributes()
            .map(|(kind, _)| kind)
            .filter(|kind| kind.is_comprehension_required() && !kind.is_known())
            .take(MAX_UNKNOWN)
            .collect()
    }

    pub(crate) fn has_integrity(&self) -> bool {
        self.integrity.is_some()
    }

    /// Whether MESSAGE-INTEGRITY is there and right.
    pub(crate) fn verify_integrity(&self, key: &[u8]) -> bool {
        let Some(offset) = self.integrity else {
            return false;
        };
        let length = (offset - HEADER_LENGTH + 4 + INTEGRITY_LENGTH) as u16;
        let expected = message_integrity(key, &self.bytes[..offset], length);
        let actual = &self.bytes[offset + 4..][..INTEGRITY_LENGTH];
        openssl::memcmp::eq(&expected, actual)
    }

    /// Whether FINGERPRINT is there and right.
    pub(crate) fn verify_fingerprint(&self) -> bool {
        let Some(offset) = self.fingerprint else {
            return false;
        };
        let length = (offset - HEADER_LENGTH + 4 + FINGERPRINT_LENGTH) as u16;
        let expected = fingerprint(&self.bytes[..offset], length);
        self.bytes[offset + 4..][..FINGERPRINT_LENGTH] == expected.to_be_bytes()
    }
}

/// Type, value and the offset behind the padding.
fn attribute_at(bytes: &[u8], offset: usize) -> Option<(AttributeType, &[u8], usize)> {
    let (&[t0, t1, l0, l1], rest) = bytes.get(offset..)?.split_first_chunk()?;
    let length = usize::from(u16::from_be_bytes([l0, l1]));
    let padded = length.next_multiple_of(4);
    if rest.len() < padded {
        return None;
    }
    let kind = AttributeType(u16::from_be_bytes([t0, t1]));
    Some((kind, &rest[..length], offset + 4 + padded))
}
