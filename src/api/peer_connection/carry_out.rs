//! From what negotiation decided to what the transports are told.

use std::sync::Arc;

use super::RTCPeerConnection;
use super::add_ice_candidate::MAX_REMOTE_CANDIDATES;
use super::network_events::NetworkTask;
use super::pool::{PooledTransport, session_credentials};
use super::set_description::dtls_role;
use super::state::{CertificateSlot, State};
use super::transport::{Remembered, Transport};
use crate::api::dtls_transport::RTCDtlsTransport;
use crate::api::enums::{RTCDtlsTransportState, RTCIceComponent, RTCIceRole, RTCIceTransportState};
use crate::api::event::{Event, EventType, Target};
use crate::api::ice_candidate::{RTCIceCandidate, RTCLocalIceCandidateInit};
use crate::api::ice_transport::{RTCIceParameters, RTCIceTransport};
use crate::negotiation::{
    self, Change, DtlsPlan, IceCredentials, LocalIce, Plan, RemoteIce, TransportPlan,
};
use crate::sdp::candidate::CandidateAttribute;
use crate::session::{Command, Fingerprint, IceRole, TransportId};

impl RTCPeerConnection {
    pub(super) fn carry_out_transports(self: &Arc<Self>, state: &mut State, plan: &Plan) {
        let can_trickle = state.negotiation.can_trickle_ice_candidates() != Some(false);
        for planned in &plan.transports {
            let at = self.find_or_make_transport(state, planned);
            let role = ice_role(planned.ice_role);
            {
                let ice = state.transports[at].dtls.ice_transport();
                let mut slots = ice.slots.lock();
                if slots.role == RTCIceRole::Unknown {
                    slots.role = visible_role(role);
                }
            }
            if let Some(local) = &planned.local {
                self.carry_out_local(state, at, local, role);
            }
            let transport = &state.transports[at];
            if let Some(remote) = &planned.remote {
                self.carry_out_remote(transport, remote, can_trickle);
            }
            if let Some(dtls) = &planned.dtls {
                self.carry_out_dtls(transport, dtls);
            }
        }
    }

    /// "A newly created RTCDtlsTransport object with a new underlying RTCIceTransport", where there is none yet.
    fn find_or_make_transport(&self, state: &mut State, planned: &TransportPlan) -> usize {
        let m_line_index = u16::try_from(planned.m_line_index).unwrap_or(u16::MAX);
        let known = state
            .transports
            .iter()
            .position(|transport| transport.key == planned.key);
        if let Some(at) = known {
            let transport = &mut state.transports[at];
            transport.mid.clone_from(&planned.mid);
            transport.m_line_index = m_line_index;
            return at;
        }
        let component = match planned.component {
            1 => RTCIceComponent::Rtp,
            _ => RTCIceComponent::Rtcp,
        };
        let ice = RTCIceTransport::create(component, Arc::clone(&self.silenced));
        state.transports.push(Transport {
            key: planned.key,
            id: TransportId(planned.key.0),
            component: planned.component,
            dtls: RTCDtlsTransport::create(ice, Arc::clone(&self.silenced)),
            started: false,
            mid: planned.mid.clone(),
            m_line_index,
            selected_pair: None,
        });
        state.transports.len() - 1
    }

    /// Our side of ICE: a local description makes the transport, or restarts it, and has it gather.
    fn carry_out_local(&self, state: &mut State, at: usize, local: &LocalIce, role: IceRole) {
        {
            let mut slots = state.transports[at].dtls.ice_transport().slots.lock();
            slots.local_parameters = Some(parameters(&local.credentials));
            keep_generation(&mut slots.local_candidates, &local.credentials);
        }
        let credentials = session_credentials(&local.credentials);
        if !state.transports[at].started {
            self.start_transport(state, at, local, role);
        } else if local.change != Change::Unchanged {
            let transport = state.transports[at].id;
            self.link.send(Command::RestartIce {
                transport,
                credentials,
            });
            self.link.send(Command::Gather { transport });
        }
    }

    fn start_transport(&self, state: &mut State, at: usize, local: &LocalIce, role: IceRole) {
        let component = state.transports[at].component;
        let of_these = |pooled: &mut PooledTransport| {
            component == 1 && pooled.credentials == local.credentials
        };
        if let Some(pooled) = state.pool.take_if(of_these) {
            let transport = &mut state.transports[at];
            transport.id = pooled.id;
            transport.started = true;
            self.link.send(Command::SetIceRole {
                transport: pooled.id,
                role,
            });
            // "Release early candidates": each in a task after this one.
            let task = NetworkTask::new(self.this.clone(), pooled.early);
            self.environment.queue_task(Box::new(task));
            return;
        }
        // A description was created, so there is a certificate.
        let CertificateSlot::Ready(certificate) = &state.certificate else {
            return;
        };
        let transport = &mut state.transports[at];
        transport.started = true;
        self.link.send(Command::AddTransport {
            transport: transport.id,
            component: transport.component,
            credentials: session_credentials(&local.credentials),
            role,
            certificate: Arc::clone(certificate.certificate()),
        });
        self.link.send(Command::Gather {
            transport: transport.id,
        });
    }

    /// The peer's side of ICE, and all candidates that are known so far.
    fn carry_out_remote(&self, transport: &Transport, remote: &RemoteIce, can_trickle: bool) {
        if remote.change != Change::Unchanged {
            {
                let mut slots = transport.dtls.ice_transport().slots.lock();
                slots.remote_parameters = Some(parameters(&remote.credentials));
                keep_generation(&mut slots.remote_candidates, &remote.credentials);
            }
            self.link.send(Command::SetRemoteIceParameters {
                transport: transport.id,
                credentials: session_credentials(&remote.credentials),
                lite: remote.lite,
            });
        }
        for candidate in remote.candidates.iter().take(MAX_REMOTE_CANDIDATES) {
            let object = remote_candidate(transport, remote, candidate);
            let known = transport.remember_remote_candidate(object) == Remembered::Known;
            // With new credentials come the candidates that were held back until now.
            if known && remote.change == Change::Unchanged {
                continue;
            }
            self.link.send(Command::AddRemoteCandidate {
                transport: transport.id,
                candidate: candidate.clone(),
            });
        }
        if remote.end_of_candidates || !can_trickle {
            self.link.send(Command::RemoteEndOfCandidates {
                transport: transport.id,
            });
        }
    }

    fn carry_out_dtls(&self, transport: &Transport, dtls: &DtlsPlan) {
        if dtls.change == Change::Unchanged {
            return;
        }
        self.link.send(Command::StartDtls {
            transport: transport.id,
            role: dtls_role(dtls.role),
            fingerprints: dtls
                .fingerprints
                .iter()
                .map(|fingerprint| Fingerprint {
                    algorithm: fingerprint.algorithm.clone(),
                    value: fingerprint.value.clone(),
                })
                .collect(),
        });
    }

    /// Drops what nothing uses any more; the objects say so in a task.
    pub(super) fn discard_transports(&self, state: &mut State, plan: &Plan) {
        let discarded = state
            .transports
            .extract_if(.., |transport| plan.discarded.contains(&transport.key));
        let discarded: Vec<_> = discarded.collect();
        for transport in discarded {
            if transport.started {
                self.link.send(Command::RemoveTransport {
                    transport: transport.id,
                });
            }
            self.queue_transport_closed(Arc::clone(&transport.dtls));
            if transport.started {
                state.retired_transports.push(transport);
            }
        }
    }

    /// "Close the RTCDtlsTransports and their associated RTCIceTransports."
    fn queue_transport_closed(&self, dtls: Arc<RTCDtlsTransport>) {
        self.queue_then(move |connection, steps| {
            let state = connection.state.lock();
            if state.is_closed {
                return;
            }
            let ice = Arc::clone(dtls.ice_transport());
            {
                let mut slots = ice.slots.lock();
                slots.state = RTCIceTransportState::Closed;
                slots.selected_pair = None;
            }
            dtls.slots.lock().state = RTCDtlsTransportState::Closed;
            let target = Target::IceTransport(ice);
            steps.fire(Event::new(EventType::StateChange, target));
            let target = Target::DtlsTransport(dtls);
            steps.fire(Event::new(EventType::StateChange, target));
        });
    }
}

fn remote_candidate(
    transport: &Transport,
    remote: &RemoteIce,
    candidate: &CandidateAttribute,
) -> Arc<RTCIceCandidate> {
    let ufrag = Some(remote.credentials.ufrag.clone());
    RTCIceCandidate::create(RTCLocalIceCandidateInit {
        init: transport.candidate_init(candidate.to_string(), ufrag),
        ..Default::default()
    })
}

/// Drops the candidates of earlier generations: a peer that restarts ICE again and again must not fill the lists.
fn keep_generation(candidates: &mut Vec<Arc<RTCIceCandidate>>, credentials: &IceCredentials) {
    candidates.retain(|candidate| candidate.username_fragment() == Some(&credentials.ufrag));
}

fn parameters(credentials: &IceCredentials) -> RTCIceParameters {
    RTCIceParameters {
        username_fragment: credentials.ufrag.clone(),
        password: credentials.pwd.clone(),
    }
}

fn ice_role(role: negotiation::IceRole) -> IceRole {
    match role {
        negotiation::IceRole::Controlling => IceRole::Controlling,
        negotiation::IceRole::Controlled => IceRole::Controlled,
    }
}

pub(super) fn visible_role(role: IceRole) -> RTCIceRole {
    match role {
        IceRole::Controlling => RTCIceRole::Controlling,
        IceRole::Controlled => RTCIceRole::Controlled,
    }
}
