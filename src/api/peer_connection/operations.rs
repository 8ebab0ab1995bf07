//! The operations of the chain: what is synchronous, and what runs in a task.

use std::sync::Arc;

use super::RTCPeerConnection;
use super::create_description::error;
use super::identity::RemoteIdentity;
use super::operations_chain::{Operation, Outcome};
use super::state::{CertificateSlot, State};
use super::views::kind;
use crate::api::error::{Error, ErrorName};
use crate::api::session_description::{RTCLocalSessionDescriptionInit, RTCSessionDescriptionInit};
use crate::api::task::Steps;
use crate::negotiation::{SdpType, SignalingState, Source, transition};

/// What `setLocalDescription` is to apply.
enum Local {
    /// What was created before, or nothing for a rollback.
    Given(SdpType, String),
    /// "Create an offer" or "create an answer" first.
    Create(SdpType),
}

impl RTCPeerConnection {
    /// Executes the first operation of the chain up to where the text goes on in parallel. An error found up to there is
    /// returned; otherwise a task follows.
    pub(super) fn execute_first(self: &Arc<Self>, state: &mut State) -> Result<(), Error> {
        match state.operations.front() {
            None => return Ok(()),
            Some(Operation::CreateOffer { .. }) => Self::check_create_offer(state)?,
            Some(Operation::CreateAnswer { .. }) => Self::check_create_answer(state)?,
            Some(Operation::SetLocalDescription { description, .. }) => {
                let local = Self::resolve_local(state, description)?;
                Self::check_local_start(state, &local)?;
                state.set_local_description_called = true;
            }
            Some(Operation::SetRemoteDescription { description, .. }) => {
                Self::check_remote_start(state, description)?;
                let sdp = description.sdp.clone();
                self.begin_remote_identity(state, &sdp);
            }
            Some(Operation::AddIceCandidate { candidate, .. }) => {
                Self::check_add_ice_candidate(state, candidate)?;
            }
            Some(Operation::ReplaceTrack { context, .. }) => {
                Self::check_replace_track(context)?;
            }
        }
        if state.first_makes_description() {
            self.begin_assertion(state);
        }
        if state.first_must_wait() {
            state.awaiting = true;
        } else {
            self.queue_first();
        }
        Ok(())
    }

    /// Queues the task of the first operation.
    pub(super) fn queue_first(&self) {
        self.queue_then(Self::run_first);
    }

    /// Something that operations wait for is there.
    pub(super) fn resume_first(&self, state: &mut State) {
        if state.awaiting && !state.first_must_wait() {
            state.awaiting = false;
            self.queue_first();
        }
    }

    fn run_first(self: &Arc<Self>, steps: &mut Steps) {
        let mut state = self.state.lock();
        if state.is_closed {
            return;
        }
        if state.first_makes_description() {
            // The provider may be another one since the operation began.
            self.begin_assertion_unless_failed(&mut state);
        }
        if state.first_must_wait() {
            state.awaiting = true;
            return;
        }
        match state.operations.front() {
            None => {}
            // "Abort these steps and start the process over": after the tasks that settle them.
            Some(
                Operation::SetLocalDescription { .. } | Operation::SetRemoteDescription { .. },
            ) if state.pending_parameters > 0 => self.queue_first(),
            Some(Operation::CreateOffer { ice_restart, .. }) => {
                let ice_restart = *ice_restart;
                let result = self.create_an_offer(&mut state, ice_restart);
                self.settle_first(&mut state, result.map(Outcome::Description), steps);
            }
            Some(Operation::CreateAnswer { .. }) => {
                let result = self.create_an_answer(&mut state, SdpType::Answer);
                self.settle_first(&mut state, result.map(Outcome::Description), steps);
            }
            Some(Operation::SetLocalDescription { description, .. }) => {
                let description = description.clone();
                self.run_set_local_description(&mut state, &description, steps);
            }
            Some(Operation::SetRemoteDescription { description, .. }) => {
                let description = description.clone();
                self.run_set_remote_description(&mut state, description, steps);
            }
            Some(Operation::AddIceCandidate { candidate, .. }) => {
                let candidate = candidate.clone();
                let result = self.run_add_ice_candidate(&mut state, &candidate);
                self.settle_first(&mut state, result.map(|()| Outcome::Done), steps);
            }
            Some(Operation::ReplaceTrack {
                context,
                with_track,
                ..
            }) => {
                let (context, track) = (Arc::clone(context), with_track.clone());
                self.run_replace_track(&mut state, &context, track, steps);
                self.settle_first(&mut state, Ok(Outcome::Done), steps);
            }
        }
    }

    /// The steps of `setLocalDescription` up to "set a session description": its type, and what is implied.
    fn resolve_local(
        state: &State,
        description: &RTCLocalSessionDescriptionInit,
    ) -> Result<Local, Error> {
        let negotiation = &state.negotiation;
        let kind = match (description.sdp_type, negotiation.signaling_state) {
            (Some(sdp_type), _) => kind(sdp_type),
            (
                None,
                SignalingState::Stable
                | SignalingState::HaveLocalOffer
                | SignalingState::HaveRemotePranswer,
            ) => SdpType::Offer,
            (None, _) => SdpType::Answer,
        };
        let (last_created, what) = match kind {
            SdpType::Rollback => return Ok(Local::Given(kind, String::new())),
            SdpType::Offer => (&negotiation.last_created_offer, "offer"),
            SdpType::Answer | SdpType::Pranswer => (&negotiation.last_created_answer, "answer"),
        };
        if description.sdp.is_empty() {
            return Ok(Local::Create(kind));
        }
        if description.sdp != *last_created {
            return Err(Error::new(
                ErrorName::InvalidModificationError,
                format!("the description is not the {what} that was created last"),
            ));
        }
        Ok(Local::Given(kind, description.sdp.clone()))
    }

    /// What rejects at once: the state, for a description that is to be created or rolled back.
    fn check_local_start(state: &State, local: &Local) -> Result<(), Error> {
        match local {
            Local::Create(SdpType::Offer) if state.negotiation.last_created_offer.is_empty() => {
                Self::check_create_offer(state)
            }
            Local::Create(SdpType::Answer | SdpType::Pranswer)
                if state.negotiation.last_created_answer.is_empty() =>
            {
                Self::check_create_answer(state)
            }
            Local::Create(_) => Ok(()),
            Local::Given(SdpType::Rollback, _) => Self::check_rollback(state, Source::Local),
            Local::Given(..) => Ok(()),
        }
    }

    /// "Set a session description", step 2.
    fn check_rollback(state: &State, source: Source) -> Result<(), Error> {
        let signaling_state = state.negotiation.signaling_state;
        transition(signaling_state, source, SdpType::Rollback)
            .map(|_| ())
            .map_err(error)
    }

    fn check_remote_start(
        state: &State,
        description: &RTCSessionDescriptionInit,
    ) -> Result<(), Error> {
        let negotiation = &state.negotiation;
        let kind = kind(description.sdp_type);
        if negotiation.needs_implicit_rollback(kind) {
            return Ok(());
        }
        match kind {
            SdpType::Rollback => Self::check_rollback(state, Source::Remote),
            // The rollback that is implied is what is invalid then.
            SdpType::Offer => transition(negotiation.signaling_state, Source::Remote, kind)
                .map(|_| ())
                .map_err(error),
            SdpType::Answer | SdpType::Pranswer => Ok(()),
        }
    }

    fn run_set_local_description(
        self: &Arc<Self>,
        state: &mut State,
        description: &RTCLocalSessionDescriptionInit,
        steps: &mut Steps,
    ) {
        let resolved = match Self::resolve_local(state, description) {
            Ok(Local::Given(kind, sdp)) => Ok((kind, sdp)),
            Ok(Local::Create(kind)) => self.implied_description(state, kind).map(|sdp| (kind, sdp)),
            Err(error) => Err(error),
        };
        match resolved {
            Ok((kind, sdp)) => {
                self.set_a_session_description(state, Source::Local, kind, &sdp, steps);
            }
            Err(error) => self.settle_first(state, Err(error), steps),
        }
    }

    /// What was created last if it "still accurately represents the system state", or what is created now.
    fn implied_description(&self, state: &mut State, kind: SdpType) -> Result<String, Error> {
        let mut random = self.random();
        // The identity provider is part of the system state.
        state.negotiation.identity_assertion = state.assertion_for_description()?;
        let negotiation = &mut state.negotiation;
        match kind {
            SdpType::Offer if negotiation.last_offer_is_accurate(&mut random) => {
                Ok(negotiation.last_created_offer.clone())
            }
            SdpType::Offer => {
                Self::check_create_offer(state)?;
                Ok(self.create_an_offer(state, false)?.sdp)
            }
            _ if negotiation.last_answer_is_accurate(&mut random) => {
                Ok(negotiation.last_created_answer.clone())
            }
            _ => {
                Self::check_create_answer(state)?;
                Ok(self.create_an_answer(state, kind)?.sdp)
            }
        }
    }

    fn run_set_remote_description(
        self: &Arc<Self>,
        state: &mut State,
        description: RTCSessionDescriptionInit,
        steps: &mut Steps,
    ) {
        let refused = match &state.identity.remote {
            RemoteIdentity::Validated(Err(error)) => Some(error.clone()),
            _ => None,
        };
        if let Some(error) = refused {
            self.settle_first(state, Err(error), steps);
            return;
        }
        let kind = kind(description.sdp_type);
        if !state.negotiation.needs_implicit_rollback(kind) {
            self.set_a_session_description(state, Source::Remote, kind, &description.sdp, steps);
            return;
        }
        // The rollback is a task of its own; the offer is applied in the next one.
        match self.apply_description(state, Source::Local, SdpType::Rollback, "", steps) {
            Ok(()) => steps.then(|connection, _| connection.queue_first()),
            Err(error) => self.settle_first(state, Err(error), steps),
        }
    }

    /// "Set a session description": applies it, and settles the operation after its events.
    fn set_a_session_description(
        self: &Arc<Self>,
        state: &mut State,
        source: Source,
        kind: SdpType,
        sdp: &str,
        steps: &mut Steps,
    ) {
        match self.apply_description(state, source, kind, sdp, steps) {
            Ok(()) => {
                let is_of_peer = source == Source::Remote && kind != SdpType::Rollback;
                steps.then(move |connection, steps| {
                    let mut state = connection.state.lock();
                    if !state.is_closed {
                        connection.remote_description_changed(&mut state, is_of_peer, steps);
                    }
                    connection.settle_first(&mut state, Ok(Outcome::Done), steps);
                });
            }
            Err(error) => self.settle_first(state, Err(error), steps),
        }
    }
}

impl State {
    /// Whether the first operation of the chain makes an offer or an answer.
    pub(super) fn first_makes_description(&self) -> bool {
        match self.operations.front() {
            Some(Operation::CreateOffer { .. } | Operation::CreateAnswer { .. }) => true,
            Some(Operation::SetLocalDescription { description, .. }) => matches!(
                RTCPeerConnection::resolve_local(self, description),
                Ok(Local::Create(_))
            ),
            _ => false,
        }
    }

    /// Whether what the first operation needs is still to come.
    fn first_must_wait(&self) -> bool {
        if self.first_makes_description() {
            return matches!(self.certificate, CertificateSlot::Pending) || self.awaits_assertion();
        }
        matches!(
            self.operations.front(),
            Some(Operation::SetRemoteDescription { .. })
        ) && matches!(self.identity.remote, RemoteIdentity::Validating)
    }
}
