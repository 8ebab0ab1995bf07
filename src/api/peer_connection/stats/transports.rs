//! "transport", "candidate-pair", "local-candidate", "remote-candidate" and "certificate".

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Gatherer;
use crate::api::dtls_transport::RTCDtlsTransport;
use crate::api::enums::{RTCIceCandidateType, RTCIceTcpCandidateType};
use crate::api::peer_connection::state::CertificateSlot;
use crate::api::peer_connection::transport::Transport;
use crate::api::stats::{
    Nullable, RTCCertificateStats, RTCDtlsRole, RTCIceCandidatePairStats, RTCIceCandidateStats,
    RTCStats, RTCStatsIceCandidatePairState, RTCStatsType, RTCTransportStats, StatsDetail,
};
use crate::sdp::candidate::{CandidateAttribute, CandidateProtocol, CandidateType, TcpType};
use crate::session::{
    CandidateId, CandidatePairStatistics, DtlsRole, HashAlgorithm, IceStatistics,
    LocalCandidateName, PairId, PairState, Traffic, TransportStatistics,
};

impl Gatherer<'_> {
    pub(super) fn transport_id(&self, dtls: &Arc<RTCDtlsTransport>) -> String {
        // The object lives as long as the transport does, which has this name only.
        let transports = self.state.transports.iter();
        let key = transports
            .chain(&self.state.retired_transports)
            .find(|transport| Arc::ptr_eq(&transport.dtls, dtls))
            .map(|transport| transport.key.0.to_string());
        self.id(RTCStatsType::Transport, &key.unwrap_or_default())
    }

    pub(super) fn transport(
        &self,
        transport: &Transport,
        counted: Option<&TransportStatistics>,
    ) -> RTCStats {
        let ice = transport.dtls.ice_transport();
        let Traffic {
            packets_sent,
            packets_received,
            bytes_sent,
            bytes_received,
        } = counted.map(|counted| counted.traffic).unwrap_or_default();
        let dtls = counted.map(|counted| counted.dtls.clone());
        let (role, session) = dtls.map_or((None, None), |dtls| (dtls.role, dtls.session));
        let id = self.transport_id(&transport.dtls);
        let selected = counted.and_then(|counted| counted.selected_pair);
        let detail = RTCTransportStats {
            packets_sent,
            packets_received,
            bytes_sent,
            bytes_received,
            ice_role: ice.role(),
            ice_local_username_fragment: transport.local_ufrag(),
            dtls_state: transport.dtls.state(),
            ice_state: ice.state(),
            selected_candidate_pair_id: selected.map(|pair| self.pair_id(&id, pair)),
            local_certificate_id: self.local_certificate().map(|der| self.certificate_id(der)),
            remote_certificate_id: transport
                .dtls
                .remote_certificates()
                .first()
                .map(|der| self.certificate_id(der)),
            tls_version: session.map(|session| session.tls_version.to_owned()),
            dtls_cipher: session.map(|session| session.cipher.to_owned()),
            dtls_role: match role {
                None => RTCDtlsRole::Unknown,
                Some(DtlsRole::Client) => RTCDtlsRole::Client,
                Some(DtlsRole::Server) => RTCDtlsRole::Server,
            },
            srtp_cipher: session
                .and_then(|session| session.srtp_cipher)
                .map(str::to_owned),
            selected_candidate_pair_changes: counted
                .map_or(0, |counted| counted.selected_pair_changes),
        };
        self.stats(id, StatsDetail::Transport(detail))
    }

    /// The pairs of a transport and their candidates.
    pub(super) fn ice(&self, transport: &Transport, ice: &IceStatistics) -> Vec<RTCStats> {
        let transport_id = self.transport_id(&transport.dtls);
        let mut all = Vec::new();
        for local in &ice.locals {
            let mut candidate = candidate(&transport_id, &local.attribute);
            candidate.address = Nullable(Some(local.attribute.address.clone()));
            candidate.username_fragment = Some(local.name.ufrag.clone());
            candidate.url.clone_from(&local.url);
            let id = self.local_id(&transport_id, &local.name);
            all.push(self.stats(id, StatsDetail::LocalCandidate(candidate)));
        }
        for remote in &ice.remotes {
            let mut candidate = candidate(&transport_id, &remote.attribute);
            candidate.address = Nullable(shown_address(transport, &remote.attribute));
            let signalled = remote.attribute.username_fragment().map(str::to_owned);
            candidate.username_fragment = signalled.or_else(|| remote.ufrag.clone());
            let id = self.remote_id(&transport_id, remote.id);
            all.push(self.stats(id, StatsDetail::RemoteCandidate(candidate)));
        }
        let pairs = ice.pairs.iter();
        all.extend(pairs.map(|pair| self.pair(&transport_id, pair)));
        all
    }

    fn pair(&self, transport_id: &str, counted: &CandidatePairStatistics) -> RTCStats {
        let pair = &counted.pair;
        let statistics = &pair.statistics;
        let time = |at| self.environment.unix_time_of(at);
        let detail = RTCIceCandidatePairStats {
            transport_id: transport_id.to_owned(),
            local_candidate_id: self.local_id(transport_id, &counted.local),
            remote_candidate_id: self.remote_id(transport_id, pair.remote),
            state: match pair.state {
                PairState::Frozen => RTCStatsIceCandidatePairState::Frozen,
                PairState::Waiting => RTCStatsIceCandidatePairState::Waiting,
                PairState::InProgress => RTCStatsIceCandidatePairState::InProgress,
                PairState::Succeeded => RTCStatsIceCandidatePairState::Succeeded,
                PairState::Failed => RTCStatsIceCandidatePairState::Failed,
            },
            nominated: pair.nominated,
            packets_sent: statistics.packets_sent,
            packets_received: statistics.packets_received,
            bytes_sent: statistics.bytes_sent,
            bytes_received: statistics.bytes_received,
            last_packet_sent_timestamp: statistics.last_packet_sent.map(time),
            last_packet_received_timestamp: statistics.last_packet_received.map(time),
            total_round_trip_time: statistics.total_round_trip_time.as_secs_f64(),
            current_round_trip_time: statistics
                .current_round_trip_time
                .map(|time| time.as_secs_f64()),
            requests_received: statistics.requests_received,
            requests_sent: statistics.requests_sent,
            responses_received: statistics.responses_received,
            responses_sent: statistics.responses_sent,
            consent_requests_sent: statistics.consent_requests_sent,
        };
        let id = self.pair_id(transport_id, pair.id);
        self.stats(id, StatsDetail::CandidatePair(detail))
    }

    fn pair_id(&self, transport_id: &str, pair: PairId) -> String {
        let name = format!("{transport_id} {}", pair.0);
        self.id(RTCStatsType::CandidatePair, &name)
    }

    fn local_id(&self, transport_id: &str, name: &LocalCandidateName) -> String {
        let name = format!("{transport_id} {} {}", name.id.0, name.ufrag);
        self.id(RTCStatsType::LocalCandidate, &name)
    }

    fn remote_id(&self, transport_id: &str, candidate: CandidateId) -> String {
        let name = format!("{transport_id} {}", candidate.0);
        self.id(RTCStatsType::RemoteCandidate, &name)
    }

    /// Ours, and the chains of the peers, each once.
    pub(super) fn certificates(&self) -> Vec<RTCStats> {
        let mut found = BTreeMap::new();
        if let Some(der) = self.local_certificate().filter(|_| self.has_transports()) {
            let stats = self.certificate(der, None);
            found.insert(stats.id.clone(), stats);
        }
        for transport in &self.state.transports {
            let chain = transport.dtls.remote_certificates();
            for (at, der) in chain.iter().enumerate() {
                let stats = self.certificate(der, chain.get(at + 1));
                found.entry(stats.id.clone()).or_insert(stats);
            }
        }
        found.into_values().collect()
    }

    fn has_transports(&self) -> bool {
        !self.state.transports.is_empty()
    }

    fn local_certificate(&self) -> Option<&[u8]> {
        match &self.state.certificate {
            CertificateSlot::Ready(certificate) => Some(certificate.certificate().der()),
            CertificateSlot::Pending | CertificateSlot::Failed(_) => None,
        }
    }

    fn certificate(&self, der: &[u8], issuer: Option<&Vec<u8>>) -> RTCStats {
        let algorithm = HashAlgorithm::Sha256;
        let detail = RTCCertificateStats {
            fingerprint: algorithm.fingerprint(der),
            fingerprint_algorithm: algorithm.name().to_owned(),
            base64_certificate: STANDARD.encode(der),
            issuer_certificate_id: issuer.map(|issuer| self.certificate_id(issuer)),
        };
        self.stats(self.certificate_id(der), StatsDetail::Certificate(detail))
    }

    fn certificate_id(&self, der: &[u8]) -> String {
        let fingerprint = HashAlgorithm::Sha256.fingerprint(der);
        self.id(RTCStatsType::Certificate, &fingerprint)
    }
}

fn candidate(transport_id: &str, attribute: &CandidateAttribute) -> RTCIceCandidateStats {
    let related = attribute.related.as_ref();
    RTCIceCandidateStats {
        transport_id: transport_id.to_owned(),
        address: Nullable(None),
        port: attribute.port.into(),
        protocol: match attribute.protocol {
            CandidateProtocol::Udp => "udp",
            CandidateProtocol::Tcp => "tcp",
        }
        .to_owned(),
        candidate_type: match attribute.kind {
            CandidateType::Host => RTCIceCandidateType::Host,
            CandidateType::Srflx => RTCIceCandidateType::Srflx,
            CandidateType::Prflx => RTCIceCandidateType::Prflx,
            CandidateType::Relay => RTCIceCandidateType::Relay,
        },
        priority: Some(attribute.priority),
        url: None,
        relay_protocol: None,
        foundation: Some(attribute.foundation.clone()),
        related_address: related.map(|(address, _)| address.clone()),
        related_port: related.map(|(_, port)| (*port).into()),
        username_fragment: None,
        tcp_type: attribute.tcp_type.map(|tcp_type| match tcp_type {
            TcpType::Active => RTCIceTcpCandidateType::Active,
            TcpType::Passive => RTCIceTcpCandidateType::Passive,
            TcpType::So => RTCIceTcpCandidateType::So,
        }),
    }
}

/// The address of a candidate of the peer: what a check has shown is shown only when "the web application" has given it.
fn shown_address(transport: &Transport, attribute: &CandidateAttribute) -> Option<String> {
    let known = transport.dtls.ice_transport().remote_candidates();
    let given = |address: &str| known.iter().any(|it| it.address() == Some(address));
    let is_shown = attribute.kind != CandidateType::Prflx || given(&attribute.address);
    is_shown.then(|| attribute.address.clone())
}
