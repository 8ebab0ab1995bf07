//! The slots of a connection that negotiation reads and writes.

use std::collections::BTreeMap;
use std::fmt;

use crate::random::Random;
use crate::sdp::{Fingerprint, SessionDescription};

use super::apply::Link;
use super::description::Description;
use super::media::Numbers;
use super::offer::OfferOptions;
use super::topology::{Topology, TransportKey};
use super::transceiver::{Transceiver, TransceiverKey};

/// `RTCSdpType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SdpType {
    Offer,
    Pranswer,
    Answer,
    Rollback,
}

impl SdpType {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Pranswer => "pranswer",
            Self::Answer => "answer",
            Self::Rollback => "rollback",
        }
    }
}

/// `RTCSignalingState`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SignalingState {
    #[default]
    Stable,
    HaveLocalOffer,
    HaveRemoteOffer,
    HaveLocalPranswer,
    HaveRemotePranswer,
    Closed,
}

impl SignalingState {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::HaveLocalOffer => "have-local-offer",
            Self::HaveRemoteOffer => "have-remote-offer",
            Self::HaveLocalPranswer => "have-local-pranswer",
            Self::HaveRemotePranswer => "have-remote-pranswer",
            Self::Closed => "closed",
        }
    }
}

/// By which method a description was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Local,
    Remote,
}

/// `RTCRtcpMuxPolicy`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum RtcpMuxPolicy {
    #[default]
    Require,
    /// RTCP has a transport of its own until the peer agrees to multiplex it.
    Negotiate,
}

/// `RTCBundlePolicy`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum BundlePolicy {
    #[default]
    Balanced,
    MaxCompat,
    MaxBundle,
}

/// `ice-ufrag` and `ice-pwd`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct IceCredentials {
    pub(crate) ufrag: String,
    pub(crate) pwd: String,
}

impl IceCredentials {
    /// 48 and 144 random bits; RFC 8445 section 5.3 asks for 24 and 128.
    pub(crate) fn generate(random: &mut dyn Random) -> Self {
        Self {
            ufrag: ice_chars::<8>(random),
            pwd: ice_chars::<24>(random),
        }
    }
}

fn ice_chars<const N: usize>(random: &mut dyn Random) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    let chars = bytes.map(|byte| char::from(ALPHABET[usize::from(byte & 63)]));
    chars.iter().collect()
}

impl fmt::Debug for IceCredentials {
    /// Without the password: it may not get into logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IceCredentials")
            .field("ufrag", &self.ufrag)
            .finish_non_exhaustive()
    }
}

/// What negotiation knows of a connection.
#[derive(Debug, Default)]
pub(crate) struct NegotiationState {
    // What `api` sets before it asks for an offer or an answer.
    pub(crate) bundle_policy: BundlePolicy,
    pub(crate) rtcp_mux_policy: RtcpMuxPolicy,
    /// The fingerprints of all certificates.
    pub(crate) fingerprints: Vec<Fingerprint>,
    /// The value of our `a=max-message-size`; 0 stands for no limit.
    pub(crate) max_message_size: u64,
    /// The id of the stream of remote tracks of which no stream is told (RFC 9429 section 5.8.2).
    pub(crate) default_stream_id: String,
    /// `createDataChannel` was called.
    pub(crate) data_channel_created: bool,
    /// Offers have a data section, and begin with it (webrtc-extensions).
    pub(crate) always_negotiate_data_channels: bool,
    /// The ICE servers or the transport policy changed after gathering began: the next offer restarts ICE.
    pub(crate) needs_ice_restart: bool,
    /// The value of our `a=identity` (RFC 8827 section 5).
    pub(crate) identity_assertion: Option<String>,
    /// Credentials under which the candidate pool was gathered, for the transports to come.
    pub(crate) credentials_pool: Vec<IceCredentials>,

    // The slots of webrtc-pc.
    pub(crate) signaling_state: SignalingState,
    pub(crate) current_local: Option<Description>,
    pub(crate) pending_local: Option<Description>,
    pub(crate) current_remote: Option<Description>,
    pub(crate) pending_remote: Option<Description>,
    pub(crate) last_created_offer: String,
    pub(crate) last_created_answer: String,
    /// In the order in which they were made; those that are stopped leave with the answer.
    pub(crate) transceivers: Vec<Transceiver>,
    /// `[[LocalIceCredentialsToReplace]]`.
    pub(super) credentials_to_replace: Vec<IceCredentials>,

    // Our own.
    pub(super) session_id: Option<u64>,
    pub(super) session_version: u64,
    pub(super) topology: Topology,
    pub(super) pending_topology: Option<Topology>,
    pub(super) links: BTreeMap<TransportKey, Link>,
    pub(super) next_transport: u32,
    pub(super) last_transceiver: u64,
    /// Payload types and ids of header extensions.
    pub(super) numbers: Numbers,
    /// The CNAME of all senders (RFC 7022), once there is one.
    pub(super) cname: Option<String>,
    /// Which transceiver each m-section of the last created offer is for, by index (RFC 9429 section 5.2.1).
    pub(super) offered_transceivers: Vec<(usize, TransceiverKey)>,
    /// The section that describes the transport of each section of the last created offer, by index.
    pub(super) offered_carriers: Vec<usize>,
    /// Credentials that created descriptions propose to transports that begin, and to those that restart (`true`); forgotten
    /// when one is applied.
    pub(super) proposed: BTreeMap<bool, Proposal>,
    pub(super) proposed_data_mid: Option<String>,
    pub(super) proposed_mids: BTreeMap<TransceiverKey, String>,
    pub(super) next_mid: u32,
    pub(super) last_offer_options: OfferOptions,
    /// `needs_ice_restart` as it was before the pending local offer, for its rollback.
    pub(super) needed_ice_restart: bool,
}

impl NegotiationState {
    /// `localDescription`.
    pub(crate) fn local_description(&self) -> Option<&Description> {
        self.pending_local.as_ref().or(self.current_local.as_ref())
    }

    /// `remoteDescription`.
    pub(crate) fn remote_description(&self) -> Option<&Description> {
        self.pending_remote
            .as_ref()
            .or(self.current_remote.as_ref())
    }

    /// `restartIce()`, without the update of the negotiation-needed flag.
    pub(crate) fn restart_ice(&mut self) {
        self.credentials_to_replace = [&self.current_local, &self.pending_local]
            .into_iter()
            .flatten()
            .flat_map(|description| all_credentials(description.sdp()))
            .collect();
    }

    /// `canTrickleIceCandidates`.
    pub(crate) fn can_trickle_ice_candidates(&self) -> Option<bool> {
        let sdp = self.remote_description()?.sdp();
        // Beyond the last section the session part alone is asked.
        let trickle = (0..=sdp.media.len()).any(|index| sdp.has_ice_option(index, "trickle"));
        Some(trickle)
    }

    /// Where sections and transports stand now.
    pub(super) fn latest_topology(&self) -> &Topology {
        self.pending_topology.as_ref().unwrap_or(&self.topology)
    }

    /// The newest local description and the topology that goes with it.
    pub(super) fn local_base(&self) -> Option<(&SessionDescription, &Topology)> {
        match (&self.pending_local, &self.current_local) {
            (Some(pending), _) => Some((pending.sdp(), self.latest_topology())),
            (None, Some(current)) => Some((current.sdp(), &self.topology)),
            (None, None) => None,
        }
    }

    /// The credentials that created descriptions propose, the same until one is applied. Those of the pool are for
    /// transports that begin: a restart gathers anew.
    ///
    /// RFC 9429 section 5.2.1 asks for a set for each transport. But browsers say the same everywhere, and Pion refuses a
    /// description in which they differ.
    pub(super) fn propose_credentials(
        &mut self,
        restart: bool,
        random: &mut dyn Random,
    ) -> IceCredentials {
        if let Some(proposal) = self.proposed.get(&restart) {
            return proposal.credentials.clone();
        }
        let pooled = !restart && !self.credentials_pool.is_empty();
        let credentials = match pooled {
            true => self.credentials_pool.remove(0),
            false => IceCredentials::generate(random),
        };
        let proposal = Proposal {
            credentials: credentials.clone(),
            pooled,
        };
        self.proposed.insert(restart, proposal);
        credentials
    }

    /// Forgets what was proposed. What came from the pool and is in no local description goes back there.
    pub(super) fn forget_proposals(&mut self) {
        let used = self
            .local_description()
            .map(|local| all_credentials(local.sdp()))
            .unwrap_or_default();
        let unused = std::mem::take(&mut self.proposed)
            .into_values()
            .filter(|proposal| proposal.pooled && !used.contains(&proposal.credentials))
            .map(|proposal| proposal.credentials);
        self.credentials_pool.splice(0..0, unused);
        self.proposed_data_mid = None;
        self.proposed_mids.clear();
    }
}

/// Credentials that stand in a created description.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    pub(super) credentials: IceCredentials,
    pooled: bool,
}

/// Every pair of credentials of a description.
pub(super) fn all_credentials(sdp: &SessionDescription) -> Vec<IceCredentials> {
    let mut found: Vec<_> = (0..sdp.media.len())
        .filter_map(|index| section_credentials(sdp, index))
        .collect();
    found.dedup();
    found
}

/// The credentials of an m-section, its own or those of the session.
pub(super) fn section_credentials(
    sdp: &SessionDescription,
    index: usize,
) -> Option<IceCredentials> {
    Some(IceCredentials {
        ufrag: sdp.ice_ufrag(index)?.to_owned(),
        pwd: sdp.ice_pwd(index)?.to_owned(),
    })
}

/// The fingerprints of an m-section; their order says nothing.
pub(super) fn fingerprint_set(sdp: &SessionDescription, index: usize) -> Vec<Fingerprint> {
    let mut fingerprints = sdp.fingerprints(index);
    fingerprints.sort();
    fingerprints.dedup();
    fingerprints
}

#[cfg(test)]
mod tests {
    use crate::random::SeededRandom;

    use super::*;

    #[test]
    fn credentials_are_ice_chars_and_never_in_logs() {
        let credentials = IceCredentials::generate(&mut SeededRandom(1));
        assert_eq!((credentials.ufrag.len(), credentials.pwd.len()), (8, 24));
        let is_ice_char = |c: char| c.is_ascii_alphanumeric() || c == '+' || c == '/';
        assert!(
            credentials
                .ufrag
                .chars()
                .chain(credentials.pwd.chars())
                .all(is_ice_char)
        );
        assert_ne!(credentials, IceCredentials::generate(&mut SeededRandom(2)));
        assert!(!format!("{credentials:?}").contains(&credentials.pwd));
    }
}
