//! RFC 5769's vectors, round trips, and input that is wrong in every way.

use std::net::SocketAddr;

use proptest::prelude::*;

use super::*;
use crate::random::SeededRandom;

const PASSWORD: &[u8] = b"VOkJxbRl1RmTxUk/WvJxBt";

/// RFC 5769 section 2.1.
const REQUEST: &[u8] = &[
    0x00, 0x01, 0x00, 0x58, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86,
    0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x10, 0x53, 0x54, 0x55, 0x4e, 0x20, 0x74, 0x65, 0x73,
    0x74, 0x20, 0x63, 0x6c, 0x69, 0x65, 0x6e, 0x74, 0x00, 0x24, 0x00, 0x04, 0x6e, 0x00, 0x01, 0xff,
    0x80, 0x29, 0x00, 0x08, 0x93, 0x2f, 0xf9, 0xb1, 0x51, 0x26, 0x3b, 0x36, 0x00, 0x06, 0x00, 0x09,
    0x65, 0x76, 0x74, 0x6a, 0x3a, 0x68, 0x36, 0x76, 0x59, 0x20, 0x20, 0x20, 0x00, 0x08, 0x00, 0x14,
    0x9a, 0xea, 0xa7, 0x0c, 0xbf, 0xd8, 0xcb, 0x56, 0x78, 0x1e, 0xf2, 0xb5, 0xb2, 0xd3, 0xf2, 0x49,
    0xc1, 0xb5, 0x71, 0xa2, 0x80, 0x28, 0x00, 0x04, 0xe5, 0x7a, 0x3b, 0xcf,
];

/// RFC 5769 section 2.2.
const RESPONSE_IPV4: &[u8] = &[
    0x01, 0x01, 0x00, 0x3c, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86,
    0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x0b, 0x74, 0x65, 0x73, 0x74, 0x20, 0x76, 0x65, 0x63,
    0x74, 0x6f, 0x72, 0x20, 0x00, 0x20, 0x00, 0x08, 0x00, 0x01, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43,
    0x00, 0x08, 0x00, 0x14, 0x2b, 0x91, 0xf5, 0x99, 0xfd, 0x9e, 0x90, 0xc3, 0x8c, 0x74, 0x89, 0xf9,
    0x2a, 0xf9, 0xba, 0x53, 0xf0, 0x6b, 0xe7, 0xd7, 0x80, 0x28, 0x00, 0x04, 0xc0, 0x7d, 0x4c, 0x96,
];

/// RFC 5769 section 2.3.
const RESPONSE_IPV6: &[u8] = &[
    0x01, 0x01, 0x00, 0x48, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86,
    0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x0b, 0x74, 0x65, 0x73, 0x74, 0x20, 0x76, 0x65, 0x63,
    0x74, 0x6f, 0x72, 0x20, 0x00, 0x20, 0x00, 0x14, 0x00, 0x02, 0xa1, 0x47, 0x01, 0x13, 0xa9, 0xfa,
    0xa5, 0xd3, 0xf1, 0x79, 0xbc, 0x25, 0xf4, 0xb5, 0xbe, 0xd2, 0xb9, 0xd9, 0x00, 0x08, 0x00, 0x14,
    0xa3, 0x82, 0x95, 0x4e, 0x4b, 0xe6, 0x7b, 0xf1, 0x17, 0x84, 0xc9, 0x7c, 0x82, 0x92, 0xc2, 0x75,
    0xbf, 0xe3, 0xed, 0x41, 0x80, 0x28, 0x00, 0x04, 0xc8, 0xfb, 0x0b, 0x4c,
];

/// RFC 5769 section 2.4: long-term credentials, no FINGERPRINT.
const REQUEST_LONG_TERM: &[u8] = &[
    0x00, 0x01, 0x00, 0x60, 0x21, 0x12, 0xa4, 0x42, 0x78, 0xad, 0x34, 0x33, 0xc6, 0xad, 0x72, 0xc0,
    0x29, 0xda, 0x41, 0x2e, 0x00, 0x06, 0x00, 0x12, 0xe3, 0x83, 0x9e, 0xe3, 0x83, 0x88, 0xe3, 0x83,
    0xaa, 0xe3, 0x83, 0x83, 0xe3, 0x82, 0xaf, 0xe3, 0x82, 0xb9, 0x00, 0x00, 0x00, 0x15, 0x00, 0x1c,
    0x66, 0x2f, 0x2f, 0x34, 0x39, 0x39, 0x6b, 0x39, 0x35, 0x34, 0x64, 0x36, 0x4f, 0x4c, 0x33, 0x34,
    0x6f, 0x4c, 0x39, 0x46, 0x53, 0x54, 0x76, 0x79, 0x36, 0x34, 0x73, 0x41, 0x00, 0x14, 0x00, 0x0b,
    0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0x2e, 0x6f, 0x72, 0x67, 0x00, 0x00, 0x08, 0x00, 0x14,
    0xf6, 0x70, 0x24, 0x65, 0x6d, 0xd6, 0x4a, 0x3e, 0x02, 0xb8, 0xe0, 0x71, 0x2e, 0x85, 0xc9, 0xa2,
    0x8c, 0xa8, 0x96, 0x66,
];

fn addr(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

fn id() -> TransactionId {
    TransactionId::new(&mut SeededRandom(7))
}

#[test]
fn reads_the_request_of_rfc_5769() {
    let message = Message::parse(REQUEST).unwrap();
    assert_eq!(message.class(), Class::Request);
    assert_eq!(message.method(), Method::BINDING);
    assert_eq!(message.software(), Some("STUN test client"));
    assert_eq!(message.username(), Some("evtj:h6vY"));
    assert_eq!(message.priority(), Some(0x6e00_01ff));
    assert_eq!(message.ice_controlled(), Some(0x932f_f9b1_5126_3b36));
    assert_eq!(message.ice_controlling(), None);
    assert!(!message.use_candidate());
    assert!(message.verify_integrity(PASSWORD));
    assert!(!message.verify_integrity(b"VOkJxbRl1RmTxUk/WvJxBT"));
    assert!(message.verify_fingerprint());
    assert_eq!(message.not_understood(), []);
}

#[test]
fn reads_the_responses_of_rfc_5769() {
    for (bytes, mapped) in [
        (RESPONSE_IPV4, "192.0.2.1:32853"),
        (
            RESPONSE_IPV6,
            "[2001:db8:1234:5678:11:2233:4455:6677]:32853",
        ),
    ] {
        let message = Message::parse(bytes).unwrap();
        assert_eq!(message.class(), Class::SuccessResponse);
        assert_eq!(message.method(), Method::BINDING);
        assert_eq!(message.software(), Some("test vector"));
        assert_eq!(message.mapped_address(), Some(addr(mapped)));
        assert!(message.verify_integrity(PASSWORD) && message.verify_fingerprint());
    }
}

#[test]
fn reads_the_request_with_long_term_credentials_of_rfc_5769() {
    let message = Message::parse(REQUEST_LONG_TERM).unwrap();
    assert_eq!(
        message.username(),
        Some("\u{30de}\u{30c8}\u{30ea}\u{30c3}\u{30af}\u{30b9}")
    );
    assert_eq!(
        message.attribute(AttributeType::REALM),
        Some(&b"example.org"[..])
    );
    assert_eq!(
        message.attribute(AttributeType::NONCE),
        Some(&b"f//499k954d6OL34oL9FSTvy64sA"[..])
    );
    let key = "\u{30de}\u{30c8}\u{30ea}\u{30c3}\u{30af}\u{30b9}:example.org:TheMatrIX";
    let key = openssl::hash::hash(openssl::hash::MessageDigest::md5(), key.as_bytes()).unwrap();
    assert!(message.verify_integrity(&key));
    assert!(!message.verify_fingerprint());
}

#[test]
fn writes_what_rfc_5769_writes() {
    // The vector pads with spaces, which is as good as our zeros, so the padding is made equal before the comparison.
    let id = TransactionId::of_header(RESPONSE_IPV6);
    let bytes = MessageBuilder::new(Class::SuccessResponse, Method::BINDING, id)
        .attribute(AttributeType::SOFTWARE, b"test vector")
        .xor_mapped_address(addr("[2001:db8:1234:5678:11:2233:4455:6677]:32853"))
        .finish_with_integrity(PASSWORD);
    let attributes_end = RESPONSE_IPV6.len() - 32;
    let mut expected = RESPONSE_IPV6[..attributes_end].to_vec();
    expected[35] = 0;
    assert_eq!(bytes[..attributes_end], expected);
    let message = Message::parse(&bytes).unwrap();
    assert!(message.verify_integrity(PASSWORD) && message.verify_fingerprint());
}

#[test]
fn every_attribute_survives_the_way() {
    for mapped in ["192.0.2.9:1", "[2001:db8::9]:65535"] {
        let mapped = addr(mapped);
        let bytes = MessageBuilder::new(Class::ErrorResponse, Method::BINDING, id())
            .username("abcd:efgh")
            .software("duologue")
            .mapped_address(mapped)
            .priority(u32::MAX)
            .use_candidate()
            .ice_controlling(u64::MAX)
            .ice_controlled(1)
            .error_code(420, "Unknown Attribute")
            .unknown_attributes(&[AttributeType(0x7777), AttributeType(2)])
            .finish_with_integrity(b"key");
        let message = Message::parse(&bytes).unwrap();
        assert_eq!(message.class(), Class::ErrorResponse);
        assert_eq!(message.transaction_id(), id());
        assert_eq!(message.username(), Some("abcd:efgh"));
        assert_eq!(message.software(), Some("duologue"));
        assert_eq!(message.mapped_address(), Some(mapped));
        assert_eq!(message.priority(), Some(u32::MAX));
        assert!(message.use_candidate());
        assert_eq!(message.ice_controlling(), Some(u64::MAX));
        assert_eq!(message.ice_controlled(), Some(1));
        let error = message.error_code().unwrap();
        assert_eq!((error.code, &*error.reason), (420, "Unknown Attribute"));
        assert_eq!(
            message.unknown_attributes(),
            [AttributeType(0x7777), AttributeType(2)]
        );
        assert!(message.verify_integrity(b"key") && message.verify_fingerprint());
    }
}

#[test]
fn classes_and_methods_interleave() {
    for class in [
        Class::Request,
        Class::Indication,
        Class::SuccessResponse,
        Class::ErrorResponse,
    ] {
        for method in [1, 3, 0x00F, 0x010, 0x080, 0xFFF] {
            let bytes = MessageBuilder::new(class, Method(method), id()).finish();
            let message = Message::parse(&bytes).unwrap();
            assert_eq!((message.class(), message.method()), (class, Method(method)));
        }
    }
}

#[test]
fn what_follows_the_integrity_is_not_believed() {
    let signed = MessageBuilder::new(Class::Request, Method::BINDING, id())
        .username("a:b")
        .finish_with_integrity(b"key");
    // Taken apart and put together with an attribute between MESSAGE-INTEGRITY and FINGERPRINT.
    let mut forged = signed[..signed.len() - 8].to_vec();
    forged.extend([0x00, 0x25, 0x00, 0x00]);
    let length = (forged.len() - HEADER_LENGTH) as u16;
    forged[2..4].copy_from_slice(&length.to_be_bytes());
    let message = Message::parse(&forged).unwrap();
    assert!(message.verify_integrity(b"key"));
    assert!(!message.use_candidate());
}

#[test]
fn nothing_follows_the_fingerprint() {
    let mut bytes =
        MessageBuilder::new(Class::Request, Method::BINDING, id()).finish_with_fingerprint();
    bytes.extend([0x00, 0x25, 0x00, 0x00]);
    bytes[3] += 4;
    assert!(Message::parse(&bytes).is_none());
}

#[test]
fn truncated_messages_are_refused_at_every_length() {
    for vector in [REQUEST, RESPONSE_IPV4, RESPONSE_IPV6, REQUEST_LONG_TERM] {
        for length in 0..vector.len() {
            assert!(Message::parse(&vector[..length]).is_none(), "{length}");
            // The same with a length field that fits.
            let mut cut = vector[..length].to_vec();
            if length >= HEADER_LENGTH {
                let body = (length - HEADER_LENGTH) as u16;
                cut[2..4].copy_from_slice(&body.to_be_bytes());
                if let Some(message) = Message::parse(&cut) {
                    read_everything(&message);
                    assert!(!message.verify_integrity(PASSWORD) || message.has_integrity());
                }
            }
        }
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    for bit in 0..REQUEST.len() * 8 {
        let mut bytes = REQUEST.to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let intact = Message::parse(&bytes)
            .is_some_and(|m| m.verify_integrity(PASSWORD) && m.verify_fingerprint());
        assert!(!intact, "bit {bit}");
    }
}

#[test]
fn unknown_attributes_are_listed_up_to_a_bound() {
    let mut builder = MessageBuilder::new(Class::Request, Method::BINDING, id());
    for kind in 0x7000..0x7100 {
        builder = builder.attribute(AttributeType(kind), &[]);
    }
    // Comprehension-optional: of no interest.
    let bytes = builder.attribute(AttributeType(0xC057), &[0; 4]).finish();
    let unknown = Message::parse(&bytes).unwrap().not_understood();
    assert_eq!(unknown.len(), 16);
    assert_eq!(unknown[0], AttributeType(0x7000));
}

#[test]
fn senseless_error_codes_and_addresses_are_absent() {
    let with = |kind, value: &[u8]| {
        MessageBuilder::new(Class::ErrorResponse, Method::BINDING, id())
            .attribute(kind, value)
            .finish()
    };
    for value in [
        &[0, 0, 2, 0][..],
        &[0, 0, 7, 0],
        &[0, 0, 4, 100],
        &[0, 0, 4],
    ] {
        let bytes = with(AttributeType::ERROR_CODE, value);
        assert_eq!(Message::parse(&bytes).unwrap().error_code(), None);
    }
    for value in [
        &[0, 1, 0, 5, 1, 2, 3][..],
        &[0, 2, 0, 5, 1, 2, 3, 4],
        &[0, 3, 0, 5],
    ] {
        let bytes = with(AttributeType::XOR_MAPPED_ADDRESS, value);
        assert_eq!(Message::parse(&bytes).unwrap().mapped_address(), None);
    }
}

#[test]
fn texts_that_are_too_long_are_cut_between_characters() {
    let bytes = MessageBuilder::new(Class::ErrorResponse, Method::BINDING, id())
        .error_code(400, &"\u{20ac}".repeat(500))
        .finish();
    let reason = Message::parse(&bytes).unwrap().error_code().unwrap().reason;
    assert_eq!(reason, "\u{20ac}".repeat(127));
}

#[test]
fn a_message_never_outgrows_its_length_field() {
    let mut builder = MessageBuilder::new(Class::Request, Method::BINDING, id());
    for _ in 0..100 {
        builder = builder.attribute(AttributeType::SOFTWARE, &[0; 1_000]);
    }
    let bytes = builder.finish_with_integrity(b"key");
    assert!(bytes.len() <= 65_535 + HEADER_LENGTH);
    assert!(Message::parse(&bytes).unwrap().verify_integrity(b"key"));
}

/// Calls every reader; what they return does not matter.
fn read_everything(message: &Message<'_>) {
    let _ = (message.class(), message.method(), message.transaction_id());
    let _ = (message.username(), message.software(), message.priority());
    let _ = (message.mapped_address(), message.error_code());
    let _ = (message.unknown_attributes(), message.not_understood());
    let _ = (message.ice_controlled(), message.ice_controlling());
    let _ = (message.verify_fingerprint(), message.verify_integrity(b"k"));
    let length: usize = message.attributes().map(|(_, value)| value.len()).sum();
    assert!(length <= 65_535);
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Some(message) = Message::parse(&bytes) {
            read_everything(&message);
        }
    }

    #[test]
    fn random_attributes_never_panic(body in proptest::collection::vec(any::<u8>(), 0..75)) {
        let mut bytes = vec![0x01, 0x11, 0, 0, 0x21, 0x12, 0xa4, 0x42];
        bytes.extend([9; 12]);
        // Small types and lengths, so that many of them are well-formed.
        for chunk in body.chunks(3) {
            bytes.extend([chunk[0] & 0x80, chunk[0] & 0x3F, 0, chunk.len() as u8 + 1]);
            bytes.extend(chunk.iter().chain(&[1, 2, 3, 4]).take(4));
        }
        let length = (bytes.len() - HEADER_LENGTH) as u16;
        bytes[2..4].copy_from_slice(&length.to_be_bytes());
        if let Some(message) = Message::parse(&bytes) {
            read_everything(&message);
        }
    }
}
