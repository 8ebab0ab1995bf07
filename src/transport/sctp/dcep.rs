//! The Data Channel Establishment Protocol (RFC 8832).

use super::channels::ChannelParameters;

/// A message of PPID 50.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Dcep {
    Open(ChannelParameters),
    Ack,
}

/// What is wrong with a message of PPID 50.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DcepError {
    Truncated,
    UnknownMessageType,
    UnknownChannelType,
    LengthMismatch,
    LabelNotUtf8,
    ProtocolNotUtf8,
}

const DATA_CHANNEL_ACK: u8 = 0x02;
const DATA_CHANNEL_OPEN: u8 = 0x03;

const RELIABLE: u8 = 0x00;
const PARTIAL_RELIABLE_REXMIT: u8 = 0x01;
const PARTIAL_RELIABLE_TIMED: u8 = 0x02;
const UNORDERED: u8 = 0x80;

/// RFC 8832 section 5.1:
///
/// ```text
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Message Type |  Channel Type |            Priority           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    Reliability Parameter                      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Label Length          |       Protocol Length         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                             Label                             /
/// \                            Protocol                           /
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
const OPEN_HEADER: usize = 12;

impl Dcep {
    pub(crate) fn parse(message: &[u8]) -> Result<Self, DcepError> {
        match message.first() {
            None => Err(DcepError::Truncated),
            Some(&DATA_CHANNEL_ACK) => Ok(Self::Ack),
            Some(&DATA_CHANNEL_OPEN) => parse_open(message).map(Self::Open),
            Some(_) => Err(DcepError::UnknownMessageType),
        }
    }

    pub(crate) fn ack() -> Vec<u8> {
        vec![DATA_CHANNEL_ACK]
    }

    /// A DATA_CHANNEL_OPEN. Label and protocol are at most 65,535 bytes long, which webrtc-pc's `createDataChannel`
    /// checks; what is beyond is cut.
    pub(crate) fn open(parameters: &ChannelParameters) -> Vec<u8> {
        let (kind, reliability) =
            match (parameters.max_retransmits, parameters.max_packet_life_time) {
                (Some(limit), _) => (PARTIAL_RELIABLE_REXMIT, u32::from(limit)),
                (None, Some(milliseconds)) => (PARTIAL_RELIABLE_TIMED, u32::from(milliseconds)),
                (None, None) => (RELIABLE, 0),
            };
        let unordered = if parameters.ordered { 0 } else { UNORDERED };
        let label = prefix(&parameters.label);
        let protocol = prefix(&parameters.protocol);
        let mut message = Vec::with_capacity(OPEN_HEADER + label.len() + protocol.len());
        message.extend_from_slice(&[DATA_CHANNEL_OPEN, kind | unordered]);
        message.extend_from_slice(&parameters.priority.to_be_bytes());
        message.extend_from_slice(&reliability.to_be_bytes());
        message.extend_from_slice(&(label.len() as u16).to_be_bytes());
        message.extend_from_slice(&(protocol.len() as u16).to_be_bytes());
        message.extend_from_slice(label.as_bytes());
        message.extend_from_slice(protocol.as_bytes());
        message
    }
}

fn prefix(text: &str) -> &str {
    let mut end = text.len().min(usize::from(u16::MAX));
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn parse_open(message: &[u8]) -> Result<ChannelParameters, DcepError> {
    let (header, names) = message
        .split_at_checked(OPEN_HEADER)
        .ok_or(DcepError::Truncated)?;
    let u16_at = |at: usize| u16::from_be_bytes([header[at], header[at + 1]]);
    let reliability = u32::from_be_bytes([header[4], header[5], header[6], header[7]]);
    // The parameter has 32 bits on the wire and 16 in webrtc-pc; more than that is as good as the most.
    let limit = u16::try_from(reliability).unwrap_or(u16::MAX);
    let (max_retransmits, max_packet_life_time) = match header[1] & !UNORDERED {
        RELIABLE => (None, None),
        PARTIAL_RELIABLE_REXMIT => (Some(limit), None),
        PARTIAL_RELIABLE_TIMED => (None, Some(limit)),
        _ => return Err(DcepError::UnknownChannelType),
    };
    let (label_length, protocol_length) = (usize::from(u16_at(8)), usize::from(u16_at(10)));
    if label_length + protocol_length != names.len() {
        return Err(DcepError::LengthMismatch);
    }
    let (label, protocol) = names.split_at(label_length);
    let label = std::str::from_utf8(label).map_err(|_| DcepError::LabelNotUtf8)?;
    let protocol = std::str::from_utf8(protocol).map_err(|_| DcepError::ProtocolNotUtf8)?;
    Ok(ChannelParameters {
        label: label.to_owned(),
        protocol: protocol.to_owned(),
        ordered: header[1] & UNORDERED == 0,
        max_packet_life_time,
        max_retransmits,
        negotiated: false,
        priority: u16_at(2),
    })
}
