//! `RTCIceCandidate`, `RTCIceCandidatePair` and their dictionaries.

use std::sync::Arc;

use super::enums::{
    RTCIceCandidateType, RTCIceComponent, RTCIceProtocol, RTCIceServerTransportProtocol,
    RTCIceTcpCandidateType,
};
use super::error::{Error, ErrorName};
use super::object::{Object, ObjectKind};
use crate::sdp::candidate::{CandidateAttribute, CandidateProtocol, CandidateType, TcpType};

/// `RTCIceCandidateInit`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RTCIceCandidateInit {
    pub(crate) candidate: String,
    pub(crate) sdp_mid: Option<String>,
    pub(crate) sdp_m_line_index: Option<u16>,
    pub(crate) username_fragment: Option<String>,
}

/// `RTCLocalIceCandidateInit`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RTCLocalIceCandidateInit {
    pub(crate) init: RTCIceCandidateInit,
    pub(crate) relay_protocol: Option<RTCIceServerTransportProtocol>,
    pub(crate) url: Option<String>,
}

/// `RTCIceCandidate`: immutable.
#[repr(C)]
pub(crate) struct RTCIceCandidate {
    object: Object,
    init: RTCLocalIceCandidateInit,
    /// What the candidate-attribute says, if it is well formed and within what the attributes can show.
    parsed: Option<CandidateAttribute>,
    component: Option<RTCIceComponent>,
    /// The address was learned from the network, not from the application.
    hides_address: bool,
}

impl RTCIceCandidate {
    /// The constructor.
    pub(crate) fn new(init: RTCLocalIceCandidateInit) -> Result<Arc<Self>, Error> {
        if init.init.sdp_mid.is_none() && init.init.sdp_m_line_index.is_none() {
            return Err(Error::new(
                ErrorName::TypeError,
                "both sdpMid and sdpMLineIndex are null",
            ));
        }
        Ok(Self::create(init))
    }

    /// "Create an RTCIceCandidate".
    pub(crate) fn create(init: RTCLocalIceCandidateInit) -> Arc<Self> {
        // A candidate that does not parse keeps its text alone, for the sake of applications that pass it on.
        let parsed = CandidateAttribute::parse(&init.init.candidate).ok();
        Self::with_attribute(init, parsed, false)
    }

    /// A remote candidate that a check has shown: it has no text, and "the user agent MUST leave the address attribute as null".
    pub(super) fn peer_reflexive(
        init: RTCIceCandidateInit,
        attribute: CandidateAttribute,
    ) -> Arc<Self> {
        let init = RTCLocalIceCandidateInit {
            init: RTCIceCandidateInit {
                candidate: String::new(),
                ..init
            },
            ..RTCLocalIceCandidateInit::default()
        };
        Self::with_attribute(init, Some(attribute), true)
    }

    fn with_attribute(
        init: RTCLocalIceCandidateInit,
        parsed: Option<CandidateAttribute>,
        hides_address: bool,
    ) -> Arc<Self> {
        let component = parsed
            .as_ref()
            .and_then(|attribute| match attribute.component {
                1 => Some(RTCIceComponent::Rtp),
                2 => Some(RTCIceComponent::Rtcp),
                _ => None,
            });
        Arc::new(Self {
            object: Object::new(ObjectKind::IceCandidate),
            init,
            parsed: parsed.filter(|_| component.is_some()),
            component,
            hides_address,
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn candidate(&self) -> &str {
        &self.init.init.candidate
    }

    pub(crate) fn sdp_mid(&self) -> Option<&str> {
        self.init.init.sdp_mid.as_deref()
    }

    pub(crate) fn sdp_m_line_index(&self) -> Option<u16> {
        self.init.init.sdp_m_line_index
    }

    pub(crate) fn foundation(&self) -> Option<&str> {
        Some(&self.parsed.as_ref()?.foundation)
    }

    pub(crate) fn component(&self) -> Option<RTCIceComponent> {
        self.component
    }

    pub(crate) fn priority(&self) -> Option<u32> {
        Some(self.parsed.as_ref()?.priority)
    }

    pub(crate) fn address(&self) -> Option<&str> {
        let parsed = self.parsed.as_ref().filter(|_| !self.hides_address);
        Some(&parsed?.address)
    }

    pub(crate) fn protocol(&self) -> Option<RTCIceProtocol> {
        Some(match self.parsed.as_ref()?.protocol {
            CandidateProtocol::Udp => RTCIceProtocol::Udp,
            CandidateProtocol::Tcp => RTCIceProtocol::Tcp,
        })
    }

    pub(crate) fn port(&self) -> Option<u16> {
        Some(self.parsed.as_ref()?.port)
    }

    pub(crate) fn candidate_type(&self) -> Option<RTCIceCandidateType> {
        Some(match self.parsed.as_ref()?.kind {
            CandidateType::Host => RTCIceCandidateType::Host,
            CandidateType::Srflx => RTCIceCandidateType::Srflx,
            CandidateType::Prflx => RTCIceCandidateType::Prflx,
            CandidateType::Relay => RTCIceCandidateType::Relay,
        })
    }

    pub(crate) fn tcp_type(&self) -> Option<RTCIceTcpCandidateType> {
        let parsed = self.parsed.as_ref()?;
        if parsed.protocol != CandidateProtocol::Tcp {
            return None;
        }
        Some(match parsed.tcp_type? {
            TcpType::Active => RTCIceTcpCandidateType::Active,
            TcpType::Passive => RTCIceTcpCandidateType::Passive,
            TcpType::So => RTCIceTcpCandidateType::So,
        })
    }

    pub(crate) fn related_address(&self) -> Option<&str> {
        let (address, _) = self.parsed.as_ref()?.related.as_ref()?;
        Some(address)
    }

    pub(crate) fn related_port(&self) -> Option<u16> {
        let (_, port) = self.parsed.as_ref()?.related.as_ref()?;
        Some(*port)
    }

    pub(crate) fn username_fragment(&self) -> Option<&str> {
        self.init.init.username_fragment.as_deref()
    }

    pub(crate) fn relay_protocol(&self) -> Option<RTCIceServerTransportProtocol> {
        self.init.relay_protocol
    }

    pub(crate) fn url(&self) -> Option<&str> {
        self.init.url.as_deref()
    }

    /// `toJSON`, as the dictionary.
    #[cfg(test)]
    pub(crate) fn to_init(&self) -> RTCIceCandidateInit {
        self.init.init.clone()
    }
}

/// `RTCIceCandidatePair`.
#[repr(C)]
pub(crate) struct RTCIceCandidatePair {
    object: Object,
    local: Arc<RTCIceCandidate>,
    remote: Arc<RTCIceCandidate>,
}

impl RTCIceCandidatePair {
    /// "Create an RTCIceCandidatePair".
    pub(crate) fn create(local: Arc<RTCIceCandidate>, remote: Arc<RTCIceCandidate>) -> Arc<Self> {
        Arc::new(Self {
            object: Object::new(ObjectKind::IceCandidatePair),
            local,
            remote,
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn local(&self) -> &Arc<RTCIceCandidate> {
        &self.local
    }

    pub(crate) fn remote(&self) -> &Arc<RTCIceCandidate> {
        &self.remote
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn init(candidate: &str) -> RTCLocalIceCandidateInit {
        RTCLocalIceCandidateInit {
            init: RTCIceCandidateInit {
                candidate: candidate.to_owned(),
                sdp_mid: Some("0".to_owned()),
                ..Default::default()
            },
            ..Default::default()
        }
    }

    // RTCIceCandidate-constructor.html

    #[test]
    fn both_mids_null_is_a_type_error() {
        let error = RTCIceCandidate::new(RTCLocalIceCandidateInit::default())
            .err()
            .expect("no mid, no index");
        assert_eq!(error.name, ErrorName::TypeError);
    }

    #[test]
    fn a_host_candidate_shows_its_fields() {
        let candidate = RTCIceCandidate::new(init(
            "candidate:1905690388 1 udp 2113937151 192.168.0.1 58041 typ host generation 0",
        ))
        .expect("a mid is given");
        assert_eq!(candidate.foundation(), Some("1905690388"));
        assert_eq!(candidate.component(), Some(RTCIceComponent::Rtp));
        assert_eq!(candidate.priority(), Some(2_113_937_151));
        assert_eq!(candidate.address(), Some("192.168.0.1"));
        assert_eq!(candidate.port(), Some(58041));
        assert_eq!(candidate.protocol(), Some(RTCIceProtocol::Udp));
        assert_eq!(candidate.candidate_type(), Some(RTCIceCandidateType::Host));
        assert_eq!(candidate.tcp_type(), None);
        assert_eq!(candidate.related_address(), None);
        assert_eq!(candidate.username_fragment(), None);
    }

    #[test]
    fn a_tcp_srflx_candidate_shows_what_it_stems_from() {
        let candidate = RTCIceCandidate::create(init(
            "candidate:435653019 2 tcp 1845501695 192.168.0.196 4444 typ srflx raddr www.example.com rport 22222 tcptype active",
        ));
        assert_eq!(candidate.component(), Some(RTCIceComponent::Rtcp));
        assert_eq!(candidate.tcp_type(), Some(RTCIceTcpCandidateType::Active));
        assert_eq!(candidate.related_address(), Some("www.example.com"));
        assert_eq!(candidate.related_port(), Some(22222));
    }

    #[test]
    fn text_that_is_no_candidate_is_kept() {
        let candidate = RTCIceCandidate::create(init("arbitrary string[0] here;"));
        assert_eq!(candidate.candidate(), "arbitrary string[0] here;");
        assert_eq!(candidate.foundation(), None);
        assert_eq!(candidate.priority(), None);
        assert_eq!(candidate.component(), None);
    }

    #[test]
    fn a_component_without_a_name_leaves_all_fields_null() {
        let candidate = RTCIceCandidate::create(init("candidate:1 7 udp 1 192.0.2.1 1 typ host"));
        assert_eq!(candidate.foundation(), None);
        assert_eq!(candidate.port(), None);
    }
}
