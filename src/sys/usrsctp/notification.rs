//! The events of libusrsctp, parsed from the structs that it hands to the receive callback.

use usrsctp_sys as c;

/// What the stack tells about an association.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Notification {
    /// The handshake is over.
    Up {
        outbound_streams: u16,
        inbound_streams: u16,
        partial_reliability: bool,
        reconfiguration: bool,
        interleaving: bool,
    },
    /// The association is gone: aborted by one of the sides, or too many retransmissions.
    Lost { cause_code: Option<u16> },
    /// The association could not be set up.
    CannotStart { cause_code: Option<u16> },
    /// The peer began anew with the same ports.
    Restarted,
    /// The peer shuts down, or the shutdown is complete.
    ShutDown,
    /// Streams were reset. An empty list stands for all of them.
    StreamsReset {
        incoming: bool,
        outgoing: bool,
        refused: bool,
        streams: Vec<u16>,
    },
    /// The number of streams changed, or the peer refused to change it.
    StreamsChanged {
        outbound_streams: u16,
        refused: bool,
    },
    /// The rest of a message that was delivered in part will not come.
    PartialDeliveryAborted { stream: u16 },
    /// The stack gave up on a message that it had accepted.
    SendFailed { stream: u16 },
}

impl Notification {
    /// Parses an event; `None` for those that carry nothing of interest and for impossible lengths.
    pub(super) fn parse(event: &[u8]) -> Option<Self> {
        match u16::from_ne_bytes([*event.first()?, *event.get(1)?]) {
            c::SCTP_ASSOC_CHANGE => parse_assoc_change(event),
            c::SCTP_SHUTDOWN_EVENT => Some(Self::ShutDown),
            c::SCTP_STREAM_RESET_EVENT => parse_stream_reset(event),
            c::SCTP_STREAM_CHANGE_EVENT => {
                let (change, _) = read::<c::sctp_stream_change_event>(event)?;
                Some(Self::StreamsChanged {
                    outbound_streams: change.strchange_outstrms,
                    refused: change.strchange_flags
                        & (c::SCTP_STREAM_CHANGE_DENIED | c::SCTP_STREAM_CHANGE_FAILED)
                        != 0,
                })
            }
            c::SCTP_PARTIAL_DELIVERY_EVENT => {
                let (partial, _) = read::<c::sctp_pdapi_event>(event)?;
                Some(Self::PartialDeliveryAborted {
                    stream: u16::try_from(partial.pdapi_stream).ok()?,
                })
            }
            c::SCTP_SEND_FAILED_EVENT => {
                let (failed, _) = read::<c::sctp_send_failed_event>(event)?;
                Some(Self::SendFailed {
                    stream: failed.ssfe_info.snd_sid,
                })
            }
            _ => None,
        }
    }
}

fn parse_assoc_change(event: &[u8]) -> Option<Notification> {
    let (change, info) = read::<c::sctp_assoc_change>(event)?;
    Some(match change.sac_state {
        c::SCTP_COMM_UP => Notification::Up {
            outbound_streams: change.sac_outbound_streams,
            inbound_streams: change.sac_inbound_streams,
            partial_reliability: info.contains(&c::SCTP_ASSOC_SUPPORTS_PR),
            reconfiguration: info.contains(&c::SCTP_ASSOC_SUPPORTS_RE_CONFIG),
            interleaving: info.contains(&c::SCTP_ASSOC_SUPPORTS_INTERLEAVING),
        },
        c::SCTP_COMM_LOST => Notification::Lost {
            cause_code: abort_cause(info),
        },
        c::SCTP_CANT_STR_ASSOC => Notification::CannotStart {
            cause_code: abort_cause(info),
        },
        c::SCTP_RESTART => Notification::Restarted,
        c::SCTP_SHUTDOWN_COMP => Notification::ShutDown,
        _ => return None,
    })
}

/// The first cause of the ABORT chunk that comes with the event (RFC 9260 section 3.3.7).
fn abort_cause(chunk: &[u8]) -> Option<u16> {
    Some(u16::from_be_bytes([*chunk.get(4)?, *chunk.get(5)?]))
}

fn parse_stream_reset(event: &[u8]) -> Option<Notification> {
    let (reset, list) = read::<c::sctp_stream_reset_event>(event)?;
    Some(Notification::StreamsReset {
        incoming: reset.strreset_flags & c::SCTP_STREAM_RESET_INCOMING_SSN != 0,
        outgoing: reset.strreset_flags & c::SCTP_STREAM_RESET_OUTGOING_SSN != 0,
        refused: reset.strreset_flags & (c::SCTP_STREAM_RESET_DENIED | c::SCTP_STREAM_RESET_FAILED)
            != 0,
        streams: list
            .chunks_exact(2)
            .map(|bytes| u16::from_ne_bytes([bytes[0], bytes[1]]))
            .collect(),
    })
}

/// Plain C structs of integers, for which any bytes are a value.
///
/// # Safety
/// Only for `repr(C)` structs of integers.
unsafe trait Plain: Copy {}
// SAFETY: these are structs of integers.
unsafe impl Plain for c::sctp_assoc_change {}
// SAFETY: as above.
unsafe impl Plain for c::sctp_stream_reset_event {}
// SAFETY: as above.
unsafe impl Plain for c::sctp_stream_change_event {}
// SAFETY: as above.
unsafe impl Plain for c::sctp_pdapi_event {}
// SAFETY: as above.
unsafe impl Plain for c::sctp_send_failed_event {}

/// The struct at the beginning and the bytes that follow it.
fn read<T: Plain>(event: &[u8]) -> Option<(T, &[u8])> {
    let (head, rest) = event.split_at_checked(size_of::<T>())?;
    // SAFETY: `head` has the size of `T`, and any bytes are a `T`; the read does not need alignment.
    Some((unsafe { head.as_ptr().cast::<T>().read_unaligned() }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncated_events_are_nothing() {
        let mut event = vec![0u8; size_of::<c::sctp_assoc_change>()];
        event[..2].copy_from_slice(&c::SCTP_ASSOC_CHANGE.to_ne_bytes());
        event[8..10].copy_from_slice(&c::SCTP_COMM_UP.to_ne_bytes());
        assert!(matches!(
            Notification::parse(&event),
            Some(Notification::Up { .. })
        ));
        for len in 0..event.len() {
            assert_eq!(Notification::parse(&event[..len]), None);
        }
    }

    #[test]
    fn the_cause_of_an_abort_is_read() {
        let mut event = vec![0u8; size_of::<c::sctp_assoc_change>()];
        event[..2].copy_from_slice(&c::SCTP_ASSOC_CHANGE.to_ne_bytes());
        event[8..10].copy_from_slice(&c::SCTP_COMM_LOST.to_ne_bytes());
        assert_eq!(
            Notification::parse(&event),
            Some(Notification::Lost { cause_code: None })
        );
        event.extend_from_slice(&[6, 0, 0, 8, 0, 12, 0, 4]);
        assert_eq!(
            Notification::parse(&event),
            Some(Notification::Lost {
                cause_code: Some(12)
            })
        );
    }
}
