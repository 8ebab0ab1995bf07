//! What an applied description asks of the transports.

use crate::sdp::candidate::CandidateAttribute;
use crate::sdp::{Fingerprint, SessionDescription, Setup};

use super::super::plan::{Change, DtlsPlan, DtlsRole, IceRole, LocalIce, RemoteIce, TransportPlan};
use super::super::state::{
    IceCredentials, NegotiationState, SdpType, Source, fingerprint_set, section_credentials,
};
use super::super::topology::{Bundles, Carried, Topology, TransportKey, parameters_of};

/// What a transport was told by the plans so far.
#[derive(Clone, Debug)]
pub(in super::super) struct Link {
    pub(in super::super) ice_role: IceRole,
    pub(in super::super) local: Option<IceCredentials>,
    pub(in super::super) remote: Option<IceCredentials>,
    pub(in super::super) fingerprints: Vec<Fingerprint>,
    pub(in super::super) dtls_role: Option<DtlsRole>,
    pub(in super::super) sctp_ports: Option<(u16, u16)>,
    /// The username fragment of the generation that has no more local candidates.
    pub(in super::super) gathered: Option<String>,
}

impl NegotiationState {
    pub(super) fn make_links(&mut self, topology: &Topology, ice_role: IceRole) {
        for carried in topology.carriers() {
            self.links.entry(carried.key).or_insert_with(|| Link {
                ice_role,
                local: None,
                remote: None,
                fingerprints: Vec::new(),
                dtls_role: None,
                sctp_ports: None,
                gathered: None,
            });
        }
    }

    pub(super) fn plan_transports(
        &mut self,
        source: Source,
        kind: SdpType,
        topology: &Topology,
    ) -> Vec<TransportPlan> {
        let is_answer = kind != SdpType::Offer;
        let remote = self.remote_description().filter(|_| is_answer);
        let bundles = remote.map(|remote| Bundles::of(remote.sdp(), &topology.mids()));
        let mut plans = Vec::new();
        for carried in topology.carriers() {
            let Carried {
                key,
                index,
                component,
            } = carried;
            let local = (source == Source::Local)
                .then(|| self.plan_local(key, index))
                .flatten();
            let remote = bundles
                .as_ref()
                .and_then(|bundles| self.plan_remote(source, carried, bundles));
            let (remote, dtls) = remote.unzip();
            plans.push(TransportPlan {
                key,
                mid: topology.sections[index].mid.clone(),
                m_line_index: index,
                component,
                ice_role: self.links[&key].ice_role,
                local,
                remote,
                dtls,
            });
        }
        plans
    }

    fn plan_local(&mut self, key: TransportKey, index: usize) -> Option<LocalIce> {
        let credentials = section_credentials(self.local_description()?.sdp(), index)?;
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
        carried: Carried,
        bundles: &Bundles,
    ) -> Option<(RemoteIce, DtlsPlan)> {
        let Carried { key, index, .. } = carried;
        let remote = self.remote_description()?.sdp();
        let parameters = parameters_of(remote, bundles, index);
        let credentials = section_credentials(remote, parameters)?;
        let fingerprints = fingerprint_set(remote, parameters);
        let setup = match source {
            Source::Local => self.local_description()?.sdp().setup(index)?,
            Source::Remote => remote.setup(parameters)?,
        };
        let role = match (source, setup) {
            (Source::Local, Setup::Active) | (Source::Remote, Setup::Passive) => DtlsRole::Client,
            _ => DtlsRole::Server,
        };
        let mut candidates = remote_candidates(remote, bundles, index, parameters);
        candidates.retain(|candidate| candidate.component == carried.component);
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
        // RFC 8842 section 5.1: with other fingerprints or another role an association is another one.
        let before = link.dtls_role.map(|role| (role, &link.fingerprints));
        let dtls = DtlsPlan {
            role,
            fingerprints: usable.cloned().collect(),
            change: Change::of(before.as_ref(), &(role, &fingerprints)),
        };
        link.remote = Some(credentials);
        link.fingerprints = fingerprints;
        link.dtls_role = Some(role);
        Some((ice, dtls))
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
