//! Writing a message.

use std::net::SocketAddr;

use super::integrity::{FINGERPRINT_LENGTH, INTEGRITY_LENGTH, fingerprint, message_integrity};
use super::{AttributeType, Class, HEADER_LENGTH, MAGIC_COOKIE, Method, TransactionId, address};

/// RFC 8489 sections 14.8 and 14.14: fewer than 128 characters and at most 763 bytes.
const MAX_TEXT: usize = 127;

/// A message under construction; attributes stand in the order of the calls.
pub(crate) struct MessageBuilder {
    bytes: Vec<u8>,
}

impl MessageBuilder {
    pub(crate) fn new(class: Class, method: Method, id: TransactionId) -> Self {
        let mut bytes = Vec::with_capacity(128);
        bytes.extend(class.with_method(method).to_be_bytes());
        bytes.extend([0, 0]);
        bytes.extend(MAGIC_COOKIE.to_be_bytes());
        bytes.extend(id.0);
        Self { bytes }
    }

    /// Any attribute. A value that no longer fits into a message is left out.
    pub(crate) fn attribute(mut self, kind: AttributeType, value: &[u8]) -> Self {
        let Ok(length) = u16::try_from(value.len()) else {
            return self;
        };
        let room = usize::from(u16::MAX) - INTEGRITY_LENGTH - FINGERPRINT_LENGTH - 16;
        if self.bytes.len() + value.len() > room {
            return self;
        }
        self.bytes.extend(kind.0.to_be_bytes());
        self.bytes.extend(length.to_be_bytes());
        self.bytes.extend(value);
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
        self
    }

    pub(crate) fn username(self, username: &str) -> Self {
        self.attribute(AttributeType::USERNAME, username.as_bytes())
    }

    #[cfg(test)]
    pub(crate) fn software(self, text: &str) -> Self {
        self.attribute(AttributeType::SOFTWARE, shortened(text).as_bytes())
    }

    /// What servers that know only RFC 3489 write.
    #[cfg(test)]
    pub(crate) fn mapped_address(self, address: SocketAddr) -> Self {
        self.attribute(AttributeType::MAPPED_ADDRESS, &address::encode(address))
    }

    pub(crate) fn xor_mapped_address(self, mapped: SocketAddr) -> Self {
        let id = TransactionId::of_header(&self.bytes);
        let value = address::encode(address::xor(mapped, id));
        self.attribute(AttributeType::XOR_MAPPED_ADDRESS, &value)
    }

    pub(crate) fn priority(self, priority: u32) -> Self {
        self.attribute(AttributeType::PRIORITY, &priority.to_be_bytes())
    }

    pub(crate) fn use_candidate(self) -> Self {
        self.attribute(AttributeType::USE_CANDIDATE, &[])
    }

    pub(crate) fn ice_controlling(self, tie_breaker: u64) -> Self {
        self.attribute(AttributeType::ICE_CONTROLLING, &tie_breaker.to_be_bytes())
    }

    pub(crate) fn ice_controlled(self, tie_breaker: u64) -> Self {
        self.attribute(AttributeType::ICE_CONTROLLED, &tie_breaker.to_be_bytes())
    }

    /// Makes the message, once it ends with MESSAGE-INTEGRITY and FINGERPRINT, `size` bytes long; that is a multiple of four. One
    /// that is longer already stays as it is.
    pub(crate) fn padded_to(self, size: usize) -> Self {
        let rest = 4 + 4 + INTEGRITY_LENGTH + 4 + FINGERPRINT_LENGTH;
        match size.checked_sub(self.bytes.len() + rest) {
            Some(missing) => self.attribute(AttributeType::FILLER, &vec![0; missing]),
            None => self,
        }
    }

    /// `code` is three decimal digits, 300 to 699.
    pub(crate) fn error_code(self, code: u16, reason: &str) -> Self {
        let mut value = vec![0, 0, (code / 100) as u8, (code % 100) as u8];
        value.extend(shortened(reason).as_bytes());
        self.attribute(AttributeType::ERROR_CODE, &value)
    }

    pub(crate) fn unknown_attributes(self, types: &[AttributeType]) -> Self {
        let value: Vec<u8> = types.iter().flat_map(|t| t.0.to_be_bytes()).collect();
        self.attribute(AttributeType::UNKNOWN_ATTRIBUTES, &value)
    }

    /// Ends the message with MESSAGE-INTEGRITY and FINGERPRINT.
    pub(crate) fn finish_with_integrity(mut self, key: &[u8]) -> Vec<u8> {
        let length = self.length_with(INTEGRITY_LENGTH);
        let mac = message_integrity(key, &self.bytes, length);
        self = self.attribute(AttributeType::MESSAGE_INTEGRITY, &mac);
        self.finish_with_fingerprint()
    }

    /// Ends the message with FINGERPRINT.
    pub(crate) fn finish_with_fingerprint(mut self) -> Vec<u8> {
        let length = self.length_with(FINGERPRINT_LENGTH);
        let crc = fingerprint(&self.bytes, length);
        self = self.attribute(AttributeType::FINGERPRINT, &crc.to_be_bytes());
        self.finish()
    }

    /// Ends the message as it is.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        let length = (self.bytes.len() - HEADER_LENGTH) as u16;
        self.bytes[2..4].copy_from_slice(&length.to_be_bytes());
        self.bytes
    }

    /// The length field with one more attribute of `value` bytes.
    fn length_with(&self, value: usize) -> u16 {
        (self.bytes.len() - HEADER_LENGTH + 4 + value) as u16
    }
}

fn shortened(text: &str) -> &str {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
