//! `RTCPeerConnection`.

mod add_ice_candidate;
mod add_track;
mod add_transceiver;
mod carry_out;
mod channel_events;
mod close;
mod create_data_channel;
mod create_description;
mod identity;
mod legacy_streams;
mod media_events;
mod negotiation_needed;
mod network_events;
mod operations;
mod operations_chain;
mod pool;
mod replace_track;
mod set_configuration;
mod set_description;
mod state;
mod states;
mod stats;
mod transceivers;
mod transport;
mod transport_events;
mod views;

use std::sync::{Arc, Weak};

use parking_lot::Mutex;

pub(crate) use operations_chain::Completion;
pub(in crate::api) use operations_chain::{aborted, closed};
pub(in crate::api) use stats::StatsSelector;

use super::certificate::{self, KeygenAlgorithm, RTCCertificate};
use super::configuration::RTCConfiguration;
use super::data_channel::{ChannelContext, ChannelCounts, SendLimits};
use super::enums::{
    RTCBundlePolicy, RTCIceConnectionState, RTCIceGatheringState, RTCPeerConnectionState,
    RTCRtcpMuxPolicy, RTCSignalingState,
};
use super::environment::{Environment, EnvironmentRandom, Link};
use super::error::{Error, ErrorName};
use super::event::{Event, EventType, Target};
use super::event_target::{EventTarget, Silence};
use super::ice_candidate::RTCIceCandidateInit;
use super::object::{Object, ObjectKind};
use super::sctp_transport::RTCSctpTransport;
use super::session_description::{
    RTCLocalSessionDescriptionInit, RTCSessionDescription, RTCSessionDescriptionInit,
};
use super::task::{ConnectionTask, Steps};
use network_events::Sink;
use operations_chain::Operation;
use state::State;
use stats::Statistics;
use views::Views;

use crate::negotiation::{BundlePolicy, NegotiationState, RtcpMuxPolicy, SignalingState};
use crate::random::Random;
use crate::session::Command;

/// `RTCOfferOptions`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RTCOfferOptions {
    pub(crate) ice_restart: bool,
    pub(crate) offer_to_receive_audio: Option<bool>,
    pub(crate) offer_to_receive_video: Option<bool>,
}

/// `RTCPeerConnection`. When the last reference goes, the connection is closed.
#[repr(C)]
pub(crate) struct RTCPeerConnection {
    object: Object,
    target: EventTarget,
    this: Weak<Self>,
    environment: Arc<dyn Environment>,
    link: Arc<dyn Link>,
    /// The runtime holds it weakly: this reference is what lets events come.
    sink: Arc<Sink>,
    limits: Arc<SendLimits>,
    counts: Arc<ChannelCounts>,
    silenced: Arc<Silence>,
    state: Mutex<State>,
}

impl RTCPeerConnection {
    /// The constructor.
    pub(crate) fn new(
        environment: Arc<dyn Environment>,
        configuration: RTCConfiguration,
    ) -> Result<Arc<Self>, Error> {
        let mut configuration = configuration;
        let now = environment.unix_time_ms();
        if let Some(expired) = configuration
            .certificates
            .iter()
            .find(|certificate| certificate.expires() < now)
        {
            return Err(Error::new(
                ErrorName::InvalidAccessError,
                format!("a certificate expired at {}", expired.expires()),
            ));
        }
        let ice = set_configuration::ice_configuration(&mut configuration)?;
        let sink = Sink::new(Arc::clone(&environment));
        let weak_sink: Weak<Sink> = Arc::downgrade(&sink);
        let link = environment
            .connect(weak_sink)
            .map_err(|message| Error::new(ErrorName::UnknownError, message))?;
        link.send(Command::SetIceConfiguration(ice));
        let limits = SendLimits::new(configuration.duologue.max_buffered_amount);
        let mut negotiation = NegotiationState::default();
        negotiation.bundle_policy = bundle_policy(configuration.bundle_policy);
        negotiation.rtcp_mux_policy = match configuration.rtcp_mux_policy {
            RTCRtcpMuxPolicy::Require => RtcpMuxPolicy::Require,
            RTCRtcpMuxPolicy::Negotiate => RtcpMuxPolicy::Negotiate,
        };
        negotiation.max_message_size = configuration.duologue.max_message_size;
        negotiation.always_negotiate_data_channels = configuration.always_negotiate_data_channels;
        negotiation.default_stream_id = EnvironmentRandom(Arc::clone(&environment)).uuid();
        let needs_certificate = configuration.certificates.is_empty();
        let silenced = Silence::new(Arc::clone(&environment));
        let statistics = Statistics::new(&*environment);
        let counts = Arc::clone(&statistics.counts);
        let connection = Arc::new_cyclic(|this: &Weak<Self>| Self {
            object: Object::new(ObjectKind::PeerConnection),
            target: EventTarget::new(Arc::clone(&silenced)),
            this: this.clone(),
            environment,
            link,
            sink,
            limits: Arc::new(limits),
            counts,
            silenced,
            state: Mutex::new(State::new(configuration, negotiation, statistics)),
        });
        connection.sink.attach(&connection);
        connection.update_pool(&mut connection.state.lock());
        if needs_certificate {
            connection.generate_default_certificate()?;
        }
        Ok(connection)
    }

    /// Step 6 of the constructor: asynchronously.
    fn generate_default_certificate(self: &Arc<Self>) -> Result<(), Error> {
        let this = self.this.clone();
        let algorithm = KeygenAlgorithm::EcdsaP256;
        certificate::generate_in_background(&self.environment, algorithm, None, move |result| {
            if let Some(connection) = this.upgrade() {
                connection.certificate_ready(result);
            }
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn event_target(&self) -> &EventTarget {
        &self.target
    }

    /// `createOffer`.
    pub(crate) fn create_offer(
        self: &Arc<Self>,
        options: RTCOfferOptions,
        completion: Completion<RTCSessionDescriptionInit>,
    ) -> Result<(), Error> {
        self.offer_to_receive(&options);
        self.chain(Operation::CreateOffer {
            ice_restart: options.ice_restart,
            completion,
        })
    }

    /// `createAnswer`.
    pub(crate) fn create_answer(
        self: &Arc<Self>,
        completion: Completion<RTCSessionDescriptionInit>,
    ) -> Result<(), Error> {
        self.chain(Operation::CreateAnswer { completion })
    }

    /// `setLocalDescription`; without an argument: the default description.
    pub(crate) fn set_local_description(
        self: &Arc<Self>,
        description: RTCLocalSessionDescriptionInit,
        completion: Completion<()>,
    ) -> Result<(), Error> {
        self.chain(Operation::SetLocalDescription {
            description,
            completion,
        })
    }

    /// `setRemoteDescription`.
    pub(crate) fn set_remote_description(
        self: &Arc<Self>,
        description: RTCSessionDescriptionInit,
        completion: Completion<()>,
    ) -> Result<(), Error> {
        self.chain(Operation::SetRemoteDescription {
            description,
            completion,
        })
    }

    /// `addIceCandidate`; without an argument: the default candidate, the end of candidates.
    pub(crate) fn add_ice_candidate(
        self: &Arc<Self>,
        candidate: RTCIceCandidateInit,
        completion: Completion<()>,
    ) -> Result<(), Error> {
        if !candidate.candidate.is_empty()
            && candidate.sdp_mid.is_none()
            && candidate.sdp_m_line_index.is_none()
        {
            return Err(Error::new(
                ErrorName::TypeError,
                "the candidate's sdpMid and sdpMLineIndex are both null",
            ));
        }
        self.chain(Operation::AddIceCandidate {
            candidate,
            completion,
        })
    }

    pub(crate) fn local_description(&self) -> Option<Arc<RTCSessionDescription>> {
        let views = self.views();
        views.pending_local.or(views.current_local)
    }

    pub(crate) fn current_local_description(&self) -> Option<Arc<RTCSessionDescription>> {
        self.views().current_local
    }

    pub(crate) fn pending_local_description(&self) -> Option<Arc<RTCSessionDescription>> {
        self.views().pending_local
    }

    pub(crate) fn remote_description(&self) -> Option<Arc<RTCSessionDescription>> {
        let views = self.views();
        views.pending_remote.or(views.current_remote)
    }

    pub(crate) fn current_remote_description(&self) -> Option<Arc<RTCSessionDescription>> {
        self.views().current_remote
    }

    pub(crate) fn pending_remote_description(&self) -> Option<Arc<RTCSessionDescription>> {
        self.views().pending_remote
    }

    fn views(&self) -> Views {
        let state = &mut *self.state.lock();
        state.views.refresh(&state.negotiation);
        state.views.clone()
    }

    pub(crate) fn signaling_state(&self) -> RTCSignalingState {
        match self.state.lock().negotiation.signaling_state {
            SignalingState::Stable => RTCSignalingState::Stable,
            SignalingState::HaveLocalOffer => RTCSignalingState::HaveLocalOffer,
            SignalingState::HaveRemoteOffer => RTCSignalingState::HaveRemoteOffer,
            SignalingState::HaveLocalPranswer => RTCSignalingState::HaveLocalPranswer,
            SignalingState::HaveRemotePranswer => RTCSignalingState::HaveRemotePranswer,
            SignalingState::Closed => RTCSignalingState::Closed,
        }
    }

    pub(crate) fn ice_gathering_state(&self) -> RTCIceGatheringState {
        self.state.lock().ice_gathering_state
    }

    pub(crate) fn ice_connection_state(&self) -> RTCIceConnectionState {
        self.state.lock().ice_connection_state
    }

    pub(crate) fn connection_state(&self) -> RTCPeerConnectionState {
        self.state.lock().connection_state
    }

    /// `None`: no remote description has been set yet.
    pub(crate) fn can_trickle_ice_candidates(&self) -> Option<bool> {
        let state = self.state.lock();
        state.negotiation.can_trickle_ice_candidates()
    }

    pub(crate) fn sctp(&self) -> Option<Arc<RTCSctpTransport>> {
        self.state.lock().sctp_transport.clone()
    }

    /// `restartIce`.
    pub(crate) fn restart_ice(self: &Arc<Self>) {
        let mut state = self.state.lock();
        if state.is_closed {
            return;
        }
        state.negotiation.restart_ice();
        self.update_negotiation_needed(&mut state);
    }

    /// `generateCertificate`; `expires` in milliseconds from now.
    pub(crate) fn generate_certificate(
        environment: &Arc<dyn Environment>,
        algorithm: KeygenAlgorithm,
        expires: Option<u64>,
        completion: Completion<Arc<RTCCertificate>>,
    ) -> Result<(), Error> {
        certificate::generate_certificate(environment, algorithm, expires, completion)
    }

    /// What a new channel or transport shares with the connection.
    fn channel_context(&self) -> ChannelContext {
        ChannelContext {
            connection: self.this.clone(),
            link: Arc::clone(&self.link),
            limits: Arc::clone(&self.limits),
            counts: Arc::clone(&self.counts),
            silenced: Arc::clone(&self.silenced),
        }
    }

    fn queue_steps(&self, steps: Steps) {
        let task = ConnectionTask::new(self.this.clone(), steps);
        self.environment.queue_task(Box::new(task));
    }

    /// Queues a task of one step that changes slots.
    fn queue_then(&self, step: impl FnOnce(&Arc<Self>, &mut Steps) + Send + 'static) {
        let mut steps = Steps::default();
        steps.then(step);
        self.queue_steps(steps);
    }

    fn event(self: &Arc<Self>, event_type: EventType) -> Event {
        Event::new(event_type, Target::PeerConnection(Arc::clone(self)))
    }
}

fn bundle_policy(policy: RTCBundlePolicy) -> BundlePolicy {
    match policy {
        RTCBundlePolicy::Balanced => BundlePolicy::Balanced,
        RTCBundlePolicy::MaxCompat => BundlePolicy::MaxCompat,
        RTCBundlePolicy::MaxBundle => BundlePolicy::MaxBundle,
    }
}
