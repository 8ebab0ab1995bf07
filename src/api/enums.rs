//! The enumerations of webrtc-pc, with the strings that the IDL gives them.

/// An enumeration of the IDL.
pub(crate) trait IdlStrings: Copy + 'static {
    /// The values in the IDL's order.
    const ALL: &'static [Self];

    /// The IDL's string.
    fn as_str(self) -> &'static str;

    /// The value whose string this is, if there is one.
    fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|value| value.as_str() == text)
    }
}

/// Defines an `IdlStrings`.
macro_rules! idl_enum {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum $name {
            $($variant),+
        }

        impl $crate::api::enums::IdlStrings for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }
    };
}

pub(crate) use idl_enum;

idl_enum! {
    RTCSdpType {
        Offer = "offer",
        Pranswer = "pranswer",
        Answer = "answer",
        Rollback = "rollback",
    }
}

idl_enum! {
    RTCSignalingState {
        Stable = "stable",
        HaveLocalOffer = "have-local-offer",
        HaveRemoteOffer = "have-remote-offer",
        HaveLocalPranswer = "have-local-pranswer",
        HaveRemotePranswer = "have-remote-pranswer",
        Closed = "closed",
    }
}

idl_enum! {
    RTCIceGatheringState {
        New = "new",
        Gathering = "gathering",
        Complete = "complete",
    }
}

idl_enum! {
    RTCPeerConnectionState {
        Closed = "closed",
        Failed = "failed",
        Disconnected = "disconnected",
        New = "new",
        Connecting = "connecting",
        Connected = "connected",
    }
}

idl_enum! {
    RTCIceConnectionState {
        Closed = "closed",
        Failed = "failed",
        Disconnected = "disconnected",
        New = "new",
        Checking = "checking",
        Completed = "completed",
        Connected = "connected",
    }
}

idl_enum! {
    RTCIceTransportPolicy {
        Relay = "relay",
        All = "all",
        // Of early drafts.
        Public = "public",
    }
}

idl_enum! {
    RTCBundlePolicy {
        Balanced = "balanced",
        MaxCompat = "max-compat",
        MaxBundle = "max-bundle",
    }
}

idl_enum! {
    RTCRtcpMuxPolicy {
        Require = "require",
        // Of early drafts.
        Negotiate = "negotiate",
    }
}

idl_enum! {
    /// webrtc-extensions.
    RTCRtpHeaderEncryptionPolicy {
        Negotiate = "negotiate",
        Require = "require",
    }
}

idl_enum! {
    /// webrtc-extensions.
    RTCConfigurationTargetLatency {
        Lowest = "lowest",
        None = "none",
    }
}

idl_enum! {
    RTCRtpTransceiverDirection {
        Sendrecv = "sendrecv",
        Sendonly = "sendonly",
        Recvonly = "recvonly",
        Inactive = "inactive",
        Stopped = "stopped",
    }
}

idl_enum! {
    RTCIceProtocol {
        Udp = "udp",
        Tcp = "tcp",
    }
}

idl_enum! {
    RTCIceTcpCandidateType {
        Active = "active",
        Passive = "passive",
        So = "so",
    }
}

idl_enum! {
    RTCIceCandidateType {
        Host = "host",
        Srflx = "srflx",
        Prflx = "prflx",
        Relay = "relay",
    }
}

idl_enum! {
    RTCIceServerTransportProtocol {
        Udp = "udp",
        Tcp = "tcp",
        Tls = "tls",
    }
}

idl_enum! {
    RTCIceComponent {
        Rtp = "rtp",
        Rtcp = "rtcp",
    }
}

idl_enum! {
    RTCIceRole {
        Unknown = "unknown",
        Controlling = "controlling",
        Controlled = "controlled",
    }
}

idl_enum! {
    RTCIceGathererState {
        New = "new",
        Gathering = "gathering",
        Complete = "complete",
    }
}

idl_enum! {
    RTCIceTransportState {
        Closed = "closed",
        Failed = "failed",
        Disconnected = "disconnected",
        New = "new",
        Checking = "checking",
        Completed = "completed",
        Connected = "connected",
    }
}

idl_enum! {
    RTCDtlsTransportState {
        New = "new",
        Connecting = "connecting",
        Connected = "connected",
        Closed = "closed",
        Failed = "failed",
    }
}

idl_enum! {
    RTCSctpTransportState {
        Connecting = "connecting",
        Connected = "connected",
        Closed = "closed",
    }
}

idl_enum! {
    RTCDataChannelState {
        Connecting = "connecting",
        Open = "open",
        Closing = "closing",
        Closed = "closed",
    }
}

idl_enum! {
    /// HTML's `BinaryType`.
    BinaryType {
        Blob = "blob",
        Arraybuffer = "arraybuffer",
    }
}

idl_enum! {
    /// mediacapture-streams, `MediaStreamTrackState`.
    RTCMediaStreamTrackState {
        Live = "live",
        Ended = "ended",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_go_both_ways_and_nothing_else_is_taken() {
        for state in RTCSignalingState::ALL {
            assert_eq!(RTCSignalingState::parse(state.as_str()), Some(*state));
        }
        assert_eq!(
            RTCSignalingState::HaveLocalPranswer.as_str(),
            "have-local-pranswer"
        );
        assert_eq!(RTCSignalingState::parse("Stable"), None);
        assert_eq!(RTCSdpType::parse(""), None);
    }
}
