//! webrtc-pc, "Chain an asynchronous operation".

use std::sync::Arc;

use super::RTCPeerConnection;
use super::state::State;
use crate::api::error::{Error, ErrorName};
use crate::api::ice_candidate::RTCIceCandidateInit;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::rtp::Context;
use crate::api::session_description::{RTCLocalSessionDescriptionInit, RTCSessionDescriptionInit};
use crate::api::task::{Callback, Steps};

/// How a promise is settled: called once, from a task.
pub(crate) type Completion<T> = Box<dyn FnOnce(Result<T, Error>) + Send>;

/// An operation of the chain with its promise.
pub(super) enum Operation {
    CreateOffer {
        ice_restart: bool,
        completion: Completion<RTCSessionDescriptionInit>,
    },
    CreateAnswer {
        completion: Completion<RTCSessionDescriptionInit>,
    },
    SetLocalDescription {
        description: RTCLocalSessionDescriptionInit,
        completion: Completion<()>,
    },
    SetRemoteDescription {
        description: RTCSessionDescriptionInit,
        completion: Completion<()>,
    },
    AddIceCandidate {
        candidate: RTCIceCandidateInit,
        completion: Completion<()>,
    },
    ReplaceTrack {
        context: Arc<Context>,
        with_track: Option<Arc<RTCMediaStreamTrack>>,
        completion: Completion<()>,
    },
}

/// What an operation's promise is fulfilled with.
pub(super) enum Outcome {
    Description(RTCSessionDescriptionInit),
    Done,
}

impl Operation {
    /// The callback that settles the promise.
    pub(super) fn settled(self, result: Result<Outcome, Error>) -> Callback {
        match self {
            Self::CreateOffer { completion, .. } | Self::CreateAnswer { completion } => {
                let result = result.and_then(|outcome| match outcome {
                    Outcome::Description(description) => Ok(description),
                    Outcome::Done => Err(Error::new(
                        ErrorName::OperationError,
                        "no description was made",
                    )),
                });
                Box::new(move || completion(result))
            }
            Self::SetLocalDescription { completion, .. }
            | Self::SetRemoteDescription { completion, .. }
            | Self::AddIceCandidate { completion, .. }
            | Self::ReplaceTrack { completion, .. } => {
                let result = result.map(|_| ());
                Box::new(move || completion(result))
            }
        }
    }
}

impl RTCPeerConnection {
    /// Appends the operation. With an empty chain its synchronous part runs here, and an error found there is returned; the
    /// promise is not settled then.
    pub(super) fn chain(self: &Arc<Self>, operation: Operation) -> Result<(), Error> {
        let mut state = self.state.lock();
        if state.is_closed {
            return Err(closed());
        }
        state.operations.push_back(operation);
        if state.operations.len() > 1 {
            return Ok(());
        }
        let started = self.execute_first(&mut state);
        let failed = match started {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        let operation = state.operations.pop_front();
        drop(state);
        drop(operation);
        Err(failed)
    }

    /// Settles the first operation's promise and goes on with the next.
    pub(super) fn settle_first(
        self: &Arc<Self>,
        state: &mut State,
        result: Result<Outcome, Error>,
        steps: &mut Steps,
    ) {
        if state.is_closed {
            return;
        }
        if let Some(operation) = state.operations.pop_front() {
            steps.call(operation.settled(result));
        }
        // The synchronous part of what follows may fail at once: its promise is settled in its turn.
        while !state.operations.is_empty() {
            let Err(error) = self.execute_first(state) else {
                return;
            };
            if let Some(operation) = state.operations.pop_front() {
                steps.call(operation.settled(Err(error)));
            }
        }
        if std::mem::take(&mut state.update_negotiation_needed_flag_on_empty_chain) {
            self.update_negotiation_needed(state);
        }
    }
}

/// The error of a method of a closed connection.
pub(in crate::api) fn closed() -> Error {
    Error::new(
        ErrorName::InvalidStateError,
        "the peer connection is closed",
    )
}

/// The error of a promise that was open when its connection was closed.
pub(in crate::api) fn aborted() -> Error {
    Error::new(ErrorName::AbortError, "the peer connection was closed")
}
