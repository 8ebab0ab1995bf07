//! Applying a description (webrtc-pc, "set a session description"; RFC 9429 sections 5.7 to 5.11).

use crate::sdp::candidate::CandidateAttribute;
use crate::sdp::{Fingerprint, SessionDescription, Setup};

use super::error::NegotiationError;
use super::plan::{
    Change, DtlsPlan, DtlsRole, IceRole, LocalIce, Plan, RemoteIce, SctpNegotiated, SctpPlan,
    TransportPlan,
};
use super::section::SCTP_PORT;
use super::state::{
    Description, IceCredentials, NegotiationState, SdpType, SignalingState, Source,
    all_credentials, fingerprint_set, section_credentials,
};
use super::topology::{Bundles, Topology, TransportKey, parameters_of};
use super::transceiver::MediaPlan;
use super::transition::transition;

/// The size that a description without `a=max-message-size` stands for (RFC 8841 section 6.1).
const DEFAULT_MAX_MESSAGE_SIZE: u64 = 65_536;

/// What a transport was told by the plans so far.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) ice_role: IceRole,
    pub(super) local: Option<IceCredentials>,
    pub(super) remote: Option<IceCredentials>,
    pub(super) fingerprints: Vec<Fingerprint>,
    pub(super) dtls_role: Option<DtlsRole>,
    pub(super) sctp_ports: Option<(u16, u16)>,
}

impl NegotiationState {
    /// Makes a description that was checked the local or remote one, and says what the transports have to do. For a
    /// rollback `sdp` is not looked at.
    pub(crate) fn apply(
        &mut self,
        source: Source,
        kind: SdpType,
        sdp: SessionDescription,
    ) -> Result<Plan, NegotiationError> {
        let next = transition(self.signaling_state, source, kind)?;
        if kind == SdpType::Rollback {
            return Ok(self.rollback(source));
        }
        let topology = match (kind, source) {
            (SdpType::Offer, Source::Local) => self.topology_of_local_offer(&sdp),
            (SdpType::Offer, Source::Remote) => self.topology_of_remote_offer(&sdp),
            _ => self.topology_of_answer(&sdp),
        };
        let ice_role = match source {
            Source::Remote if !sdp.is_ice_lite() => IceRole::Controlled,
            _ => IceRole::Controlling,
        };
        self.make_links(&topology, ice_role);
        if self.signaling_state == SignalingState::Stable {
            self.needed_ice_restart = self.needs_ice_restart;
        }
        let had_data = self.latest_topology().data().is_some() || self.topology.data().is_some();
        let changed = self.signaling_state != next;
        self.set_slots(source, kind, sdp);
        self.signaling_state = next;
        let sections = topology.sections.clone();
        let transports = self.plan_transports(source, kind, &topology);
        let sctp = self.plan_sctp(kind, &topology, had_data);
        let discarded = self.settle(kind, topology);
        Ok(Plan {
            source,
            kind,
            signaling_state_changed: changed,
            sections,
            transports,
            discarded,
            sctp,
            media: MediaPlan::default(),
        })
    }

    fn make_links(&mut self, topology: &Topology, ice_role: IceRole) {
        for (key, _) in topology.carriers() {
            self.links.entry(key).or_insert_with(|| Link {
                ice_role,
                local: None,
                remote: None,
                fingerprints: Vec::new(),
                dtls_role: None,
                sctp_ports: None,
            });
        }
    }

    /// The slots of webrtc-pc, "set a session description", in its order.
    fn set_slots(&mut self, source: Source, kind: SdpType, sdp: SessionDescription) {
        let description = Some(Description { kind, sdp });
        match (source, kind) {
            (Source::Local, SdpType::Answer) => {
                self.current_local = description;
                self.current_remote = self.pending_remote.take();
                self.pending_local = None;
            }
            (Source::Remote, SdpType::Answer) => {
                self.current_remote = description;
                self.current_local = self.pending_local.take();
                self.pending_remote = None;
            }
            (Source::Local, _) => self.pending_local = description,
            (Source::Remote, _) => self.pending_remote = description,
        }
        if kind == SdpType::Answer {
            self.last_created_offer.clear();
            self.last_created_answer.clear();
            let present = self
                .current_local
                .as_ref()
                .map(|local| all_credentials(&local.sdp));
            let present = present.unwrap_or_default();
            if !self
                .credentials_to_replace
                .iter()
                .any(|old| present.contains(old))
            {
                self.credentials_to_replace.clear();
            }
        }
        if source == Source::Local || kind == SdpType::Offer {
            self.forget_proposals();
        }
    }

    fn plan_transports(
        &mut self,
        source: Source,
        kind: SdpType,
        topology: &Topology,
    ) -> Vec<TransportPlan> {
        let is_answer = kind != SdpType::Offer;
        let mut plans = Vec::new();
        for (key, index) in topology.carriers() {
            let local = (source == Source::Local)
                .then(|| self.plan_local(key, index))
                .flatten();
            let remote = is_answer
                .then(|| self.plan_remote(source, key, index, topology))
                .flatten();
            let (remote, dtls) = remote.unzip();
            plans.push(TransportPlan {
                key,
                mid: topology.sections[index].mid.clone(),
                m_line_index: index,
                ice_role: self.links[&key].ice_role,
                local,
                remote,
                dtls,
            });
        }
        plans
    }

    fn plan_local(&mut self, key: TransportKey, index: usize) -> Option<LocalIce> {
        let credentials = section_credentials(&self.local_description()?.sdp, index)?;
        let link = self.links.get_mut(&key)?;
        let change = Change::of(link.local.as_ref(), &credentials);
        if change != Change::Unchanged {
            self.needs_ice_restart = false;
        }
        link.local = Some(credentials.clone());
        Some(LocalIce {
            credentials,
            change,
        })
    }

    fn plan_remote(
        &mut self,
        source: Source,
        key: TransportKey,
        index: usize,
        topology: &Topology,
    ) -> Option<(RemoteIce, DtlsPlan)> {
        let remote = &self.remote_description()?.sdp;
        let mids: Vec<String> = topology
            .sections
            .iter()
            .map(|section| section.mid.clone())
            .collect();
        let bundles = Bundles::of(remote, &mids);
        let parameters = parameters_of(remote, &bundles, index);
        let credentials = section_credentials(remote, parameters)?;
        let fingerprints = fingerprint_set(remote, parameters);
        let setup = match source {
            Source::Local => self.local_description()?.sdp.setup(index)?,
            Source::Remote => remote.setup(parameters)?,
        };
        let role = match (source, setup) {
            (Source::Local, Setup::Active) | (Source::Remote, Setup::Passive) => DtlsRole::Client,
            _ => DtlsRole::Server,
        };
        let candidates = remote_candidates(remote, &bundles, index, parameters);
        let section = &remote.media[index];
        let end_of_candidates = section.has_end_of_candidates()
            || remote.media[parameters].has_end_of_candidates()
            || remote.session.has_attribute("end-of-candidates");
        let lite = remote.is_ice_lite();
        let link = self.links.get_mut(&key)?;
        let ice = RemoteIce {
            change: Change::of(link.remote.as_ref(), &credentials),
            credentials: credentials.clone(),
            lite,
            candidates,
            end_of_candidates,
        };
        let usable = fingerprints
            .iter()
            .filter(|fingerprint| fingerprint.is_usable());
        let before = link.dtls_role.map(|_| &link.fingerprints);
        let dtls = DtlsPlan {
            role,
            fingerprints: usable.cloned().collect(),
            change: Change::of(before, &fingerprints),
        };
        link.remote = Some(credentials);
        link.fingerprints = fingerprints;
        link.dtls_role = Some(role);
        Some((ice, dtls))
    }

    fn plan_sctp(&mut self, kind: SdpType, topology: &Topology, had_data: bool) -> SctpPlan {
        let data = topology.data();
        let Some((index, transport)) =
            data.and_then(|index| Some((index, topology.sections[index].transport?)))
        else {
            return match kind {
                SdpType::Answer if had_data => SctpPlan::Closed,
                _ => SctpPlan::Unchanged,
            };
        };
        if kind == SdpType::Offer {
            return SctpPlan::Offered(transport);
        }
        let (Some(local), Some(remote)) = (self.local_description(), self.remote_description())
        else {
            return SctpPlan::Unchanged;
        };
        let (Some(local), Some(remote)) = (local.sdp.media.get(index), remote.sdp.media.get(index))
        else {
            return SctpPlan::Unchanged;
        };
        let local_port = local.sctp_port().unwrap_or(SCTP_PORT);
        let remote_port = remote.sctp_port().unwrap_or(SCTP_PORT);
        let max_message_size = |size: Option<u64>| size.unwrap_or(DEFAULT_MAX_MESSAGE_SIZE);
        let local_max_message_size = max_message_size(local.max_message_size());
        let remote_max_message_size = max_message_size(remote.max_message_size());
        let ports = (local_port, remote_port);
        let before = self
            .links
            .get_mut(&transport)
            .and_then(|link| link.sctp_ports.replace(ports));
        SctpPlan::Negotiated(SctpNegotiated {
            transport,
            local_port,
            remote_port,
            local_max_message_size,
            remote_max_message_size,
            change: Change::of(before.as_ref(), &ports),
        })
    }

    /// Keeps the topology; returns the transports that nothing uses any more. After a provisional answer everything that
    /// the offer described stays, because the final answer may want it.
    fn settle(&mut self, kind: SdpType, topology: Topology) -> Vec<TransportKey> {
        match kind {
            SdpType::Answer => {
                self.topology = topology;
                self.pending_topology = None;
            }
            SdpType::Offer => self.pending_topology = Some(topology),
            SdpType::Pranswer | SdpType::Rollback => return Vec::new(),
        }
        self.discard_unused()
    }

    fn discard_unused(&mut self) -> Vec<TransportKey> {
        let in_use = |key: &TransportKey| {
            self.topology.has_transport(*key)
                || self
                    .pending_topology
                    .as_ref()
                    .is_some_and(|pending| pending.has_transport(*key))
        };
        let unused: Vec<TransportKey> = self
            .links
            .keys()
            .copied()
            .filter(|key| !in_use(key))
            .collect();
        for key in &unused {
            self.links.remove(key);
        }
        unused
    }

    /// RFC 9429 section 5.7: abandons the offer. Transports that it made go; those that it restarted get the credentials
    /// back that the current description has.
    fn rollback(&mut self, source: Source) -> Plan {
        self.pending_local = None;
        self.pending_remote = None;
        self.pending_topology = None;
        self.forget_proposals();
        self.signaling_state = SignalingState::Stable;
        let topology = self.topology.clone();
        let transports = self.plan_transports(Source::Local, SdpType::Offer, &topology);
        self.needs_ice_restart |= self.needed_ice_restart;
        Plan {
            source,
            kind: SdpType::Rollback,
            signaling_state_changed: true,
            sections: topology.sections,
            transports,
            discarded: self.discard_unused(),
            sctp: SctpPlan::Unchanged,
            media: MediaPlan::default(),
        }
    }
}

/// The candidates of a section. One that has no address of its own shares those of its group's tagged section.
fn remote_candidates(
    remote: &SessionDescription,
    bundles: &Bundles,
    index: usize,
    parameters: usize,
) -> Vec<CandidateAttribute> {
    let own: Vec<_> = remote.media[index].candidates().collect();
    if !own.is_empty() {
        return own;
    }
    let shares = |member: &&usize| {
        section_credentials(remote, **member) == section_credentials(remote, parameters)
    };
    let group = bundles.group_of(index).unwrap_or_default();
    group
        .iter()
        .filter(shares)
        .map(|member| remote.media[*member].candidates().collect::<Vec<_>>())
        .find(|candidates| !candidates.is_empty())
        .unwrap_or_default()
}
