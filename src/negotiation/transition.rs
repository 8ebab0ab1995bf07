//! The signaling state machine (webrtc-pc, "RTCSignalingState Enum"; RFC 9429 section 3.2).

use super::error::{NegotiationError, NegotiationErrorName};
use super::state::{SdpType, SignalingState, Source};

/// The state after a description of this type is applied, or `InvalidStateError`.
pub(crate) fn transition(
    state: SignalingState,
    source: Source,
    kind: SdpType,
) -> Result<SignalingState, NegotiationError> {
    use SdpType::{Answer, Offer, Pranswer, Rollback};
    use SignalingState::{
        HaveLocalOffer, HaveLocalPranswer, HaveRemoteOffer, HaveRemotePranswer, Stable,
    };
    use Source::{Local, Remote};
    match (state, source, kind) {
        (Stable | HaveLocalOffer, Local, Offer) => Ok(HaveLocalOffer),
        (Stable | HaveRemoteOffer, Remote, Offer) => Ok(HaveRemoteOffer),
        (HaveRemoteOffer | HaveLocalPranswer, Local, Answer) => Ok(Stable),
        (HaveRemoteOffer | HaveLocalPranswer, Local, Pranswer) => Ok(HaveLocalPranswer),
        (HaveLocalOffer | HaveRemotePranswer, Remote, Answer) => Ok(Stable),
        (HaveLocalOffer | HaveRemotePranswer, Remote, Pranswer) => Ok(HaveRemotePranswer),
        // webrtc-pc lets offers alone be rolled back; RFC 9429 section 4.1.10.2: by the method that set them.
        (HaveLocalOffer, Local, Rollback) | (HaveRemoteOffer, Remote, Rollback) => Ok(Stable),
        _ => {
            let source = match source {
                Local => "local",
                Remote => "remote",
            };
            Err(NegotiationError::new(
                NegotiationErrorName::InvalidStateError,
                format!(
                    "a {source} description of type \"{}\" cannot be set in the state \"{}\"",
                    kind.as_str(),
                    state.as_str()
                ),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_transition_is_the_one_of_the_table() {
        use SdpType::{Answer, Offer, Pranswer, Rollback};
        use SignalingState::*;
        let states = [
            Stable,
            HaveLocalOffer,
            HaveRemoteOffer,
            HaveLocalPranswer,
            HaveRemotePranswer,
            Closed,
        ];
        // For each source and type: the next state from each of `states`.
        let no = None;
        let table = [
            (
                Source::Local,
                Offer,
                [Some(HaveLocalOffer), Some(HaveLocalOffer), no, no, no, no],
            ),
            (
                Source::Local,
                Pranswer,
                [
                    no,
                    no,
                    Some(HaveLocalPranswer),
                    Some(HaveLocalPranswer),
                    no,
                    no,
                ],
            ),
            (
                Source::Local,
                Answer,
                [no, no, Some(Stable), Some(Stable), no, no],
            ),
            (Source::Local, Rollback, [no, Some(Stable), no, no, no, no]),
            (
                Source::Remote,
                Offer,
                [Some(HaveRemoteOffer), no, Some(HaveRemoteOffer), no, no, no],
            ),
            (
                Source::Remote,
                Pranswer,
                [
                    no,
                    Some(HaveRemotePranswer),
                    no,
                    no,
                    Some(HaveRemotePranswer),
                    no,
                ],
            ),
            (
                Source::Remote,
                Answer,
                [no, Some(Stable), no, no, Some(Stable), no],
            ),
            (Source::Remote, Rollback, [no, no, Some(Stable), no, no, no]),
        ];
        for (source, kind, expected) in table {
            for (state, expected) in states.into_iter().zip(expected) {
                let result = transition(state, source, kind);
                if let Err(error) = &result {
                    assert_eq!(error.name, NegotiationErrorName::InvalidStateError);
                }
                assert_eq!(result.ok(), expected, "{state:?} {source:?} {kind:?}");
            }
        }
    }
}
