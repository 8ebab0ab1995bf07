//! `RTCConfiguration`, in and out.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::configuration as api;
use crate::api::enums as idl;

use super::allocation;
use super::certificate::RTCCertificate;
use super::dictionary::{self, Dictionary};
use super::entry::Failure;
use super::enumeration;
use super::enums::{
    RTCBundlePolicy, RTCConfigurationTargetLatency, RTCIceTransportPolicy, RTCRtcpMuxPolicy,
    RTCRtpHeaderEncryptionPolicy,
};
use super::handle::{self, lend};
use super::parts::Parts;
use super::text;

/// A STUN or TURN server. Initialise it with `RTC_ICE_SERVER_INIT`.
///
/// It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtciceserver>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCIceServer {
    /// The size of this struct.
    pub struct_size: usize,
    /// The URLs of the server: `"stun:stun.example.org"`, `"turn:turn.example.org?transport=tcp"`.
    pub urls: *const *const c_char,
    /// The number of URLs.
    pub urls_length: usize,
    /// The user name for TURN; NULL, the default: absent.
    pub username: *const c_char,
    /// The password for TURN; NULL, the default: absent.
    pub credential: *const c_char,
    /// Leave them 0.
    pub reserved: [u64; 2],
}

// SAFETY: integers and pointers, without padding.
unsafe impl Dictionary for RTCIceServer {
    const NAME: &'static str = "RTCIceServer";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        urls: ptr::null(),
        urls_length: 0,
        username: ptr::null(),
        credential: ptr::null(),
        reserved: [0; 2],
    };
}

/// How a connection is to be. Initialise it with `RTC_CONFIGURATION_INIT`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcconfiguration>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCConfiguration {
    /// The size of this struct.
    pub struct_size: usize,
    /// The STUN and TURN servers; none by default.
    pub ice_servers: *const RTCIceServer,
    /// The number of servers.
    pub ice_servers_length: usize,
    /// The certificates of the connection; by default it makes one.
    pub certificates: *const *mut RTCCertificate,
    /// The number of certificates.
    pub certificates_length: usize,
    /// Which candidates are used; `RTC_ICE_TRANSPORT_POLICY_ALL` by default.
    pub ice_transport_policy: MaybeUninit<RTCIceTransportPolicy>,
    /// How many transports are gathered for; `RTC_BUNDLE_POLICY_BALANCED` by default.
    pub bundle_policy: MaybeUninit<RTCBundlePolicy>,
    /// Whether RTCP shares a transport with RTP; `RTC_RTCP_MUX_POLICY_REQUIRE` by default.
    pub rtcp_mux_policy: MaybeUninit<RTCRtcpMuxPolicy>,
    /// For how many transports candidates are gathered ahead; 0 by default.
    pub ice_candidate_pool_size: u8,
    /// Whether data channels are negotiated although there is none yet; false by default.
    ///
    /// <https://w3c.github.io/webrtc-extensions/#dom-rtcconfiguration-alwaysnegotiatedatachannels>
    pub always_negotiate_data_channels: MaybeUninit<bool>,
    /// Whether loopback addresses are used although there are others; false by default.
    pub duologue_include_loopback: MaybeUninit<bool>,
    /// Leave it 0.
    pub reserved: u8,
    /// The only local address to use, like `"192.0.2.1"`; NULL, the default: all.
    pub duologue_bind_address: *const c_char,
    /// The names of the network interfaces to use; by default all.
    pub duologue_interfaces: *const *const c_char,
    /// The number of interfaces.
    pub duologue_interfaces_length: usize,
    /// The largest message that the peer is told it may send and that is sent, in bytes; 262144 by default.
    pub duologue_max_message_size: u64,
    /// How many bytes may wait to be sent on one data channel; 16777216 by default.
    pub duologue_max_buffered_amount: u64,
    /// The first UDP port to use; 0, the default: any.
    pub duologue_port_range_begin: u16,
    /// The last UDP port to use; 0, the default: any.
    pub duologue_port_range_end: u16,
    /// Leave it 0.
    pub reserved2: u32,
    /// Whether RTP header extensions must be encrypted; `RTC_RTP_HEADER_ENCRYPTION_POLICY_NEGOTIATE` by default.
    ///
    /// <https://w3c.github.io/webrtc-extensions/#dom-rtcconfiguration-rtpheaderencryptionpolicy>
    pub rtp_header_encryption_policy: MaybeUninit<RTCRtpHeaderEncryptionPolicy>,
    /// What to do about delay; `RTC_CONFIGURATION_TARGET_LATENCY_LOWEST` by default. A hint, which is kept.
    ///
    /// <https://w3c.github.io/webrtc-extensions/#dom-rtcconfiguration-targetlatency>
    pub target_latency: MaybeUninit<RTCConfigurationTargetLatency>,
    /// Who the peer must be, like `"bob@example.org"`: a description without a valid assertion of this identity is refused. NULL, the
    /// default: anybody.
    ///
    /// <https://w3c.github.io/webrtc-identity/#dom-rtcconfiguration-peeridentity>
    pub peer_identity: *const c_char,
    /// The origin that identity providers are told, like `"https://app.example.org"`; NULL, the default, stands for `"null"`.
    pub duologue_origin: *const c_char,
}

// SAFETY: integers, flags and enumerations that may hold anything, and pointers, without padding at the end.
unsafe impl Dictionary for RTCConfiguration {
    const NAME: &'static str = "RTCConfiguration";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        ice_servers: ptr::null(),
        ice_servers_length: 0,
        certificates: ptr::null(),
        certificates_length: 0,
        ice_transport_policy: MaybeUninit::new(RTCIceTransportPolicy::All),
        bundle_policy: MaybeUninit::new(RTCBundlePolicy::Balanced),
        rtcp_mux_policy: MaybeUninit::new(RTCRtcpMuxPolicy::Require),
        ice_candidate_pool_size: 0,
        always_negotiate_data_channels: MaybeUninit::new(false),
        duologue_include_loopback: MaybeUninit::new(false),
        reserved: 0,
        duologue_bind_address: ptr::null(),
        duologue_interfaces: ptr::null(),
        duologue_interfaces_length: 0,
        duologue_max_message_size: api::DEFAULT_MAX_MESSAGE_SIZE,
        duologue_max_buffered_amount: api::DEFAULT_MAX_BUFFERED_AMOUNT,
        duologue_port_range_begin: 0,
        duologue_port_range_end: 0,
        reserved2: 0,
        rtp_header_encryption_policy: MaybeUninit::new(RTCRtpHeaderEncryptionPolicy::Negotiate),
        target_latency: MaybeUninit::new(RTCConfigurationTargetLatency::Lowest),
        peer_identity: ptr::null(),
        duologue_origin: ptr::null(),
    };
}

mirror!(RTCIceTransportPolicy, idl::RTCIceTransportPolicy, { Relay, All, Public });
mirror!(RTCBundlePolicy, idl::RTCBundlePolicy, { Balanced, MaxCompat, MaxBundle });
mirror!(RTCRtcpMuxPolicy, idl::RTCRtcpMuxPolicy, { Require, Negotiate });
mirror!(RTCRtpHeaderEncryptionPolicy, idl::RTCRtpHeaderEncryptionPolicy, { Negotiate, Require });
mirror!(RTCConfigurationTargetLatency, idl::RTCConfigurationTargetLatency, { Lowest, None });

/// # Safety
/// As for `dictionary::read`, and all that the struct points to is there.
pub(super) unsafe fn read(
    pointer: *const RTCConfiguration,
) -> Result<api::RTCConfiguration, Failure> {
    // SAFETY: as promised by the caller, here and below.
    let c =
        unsafe { dictionary::read(pointer, "configuration") }?.unwrap_or(RTCConfiguration::INIT);
    let default = api::RTCConfiguration::default();
    // SAFETY: as above.
    let servers = unsafe {
        dictionary::read_array(
            c.ice_servers,
            c.ice_servers_length,
            "configuration.ice_servers",
        )
    }?;
    Ok(api::RTCConfiguration {
        ice_servers: servers
            .iter()
            // SAFETY: as above.
            .map(|server| unsafe { read_server(server) })
            .collect::<Result<_, _>>()?,
        ice_transport_policy: enumeration::optional(
            c.ice_transport_policy,
            "configuration.ice_transport_policy",
        )?
        .map_or(default.ice_transport_policy, Into::into),
        bundle_policy: enumeration::optional(c.bundle_policy, "configuration.bundle_policy")?
            .map_or(default.bundle_policy, Into::into),
        rtcp_mux_policy: enumeration::optional(c.rtcp_mux_policy, "configuration.rtcp_mux_policy")?
            .map_or(default.rtcp_mux_policy, Into::into),
        // SAFETY: as above.
        certificates: unsafe {
            handle::share_array(
                c.certificates,
                c.certificates_length,
                "configuration.certificates",
            )
        }?,
        ice_candidate_pool_size: c.ice_candidate_pool_size,
        always_negotiate_data_channels: dictionary::flag(c.always_negotiate_data_channels),
        rtp_header_encryption_policy: enumeration::optional(
            c.rtp_header_encryption_policy,
            "configuration.rtp_header_encryption_policy",
        )?
        .map_or(default.rtp_header_encryption_policy, Into::into),
        target_latency: enumeration::optional(c.target_latency, "configuration.target_latency")?
            .map_or(default.target_latency, Into::into),
        // SAFETY: as above.
        peer_identity: unsafe { text::optional(c.peer_identity, "configuration.peer_identity") }?
            .map(str::to_owned),
        duologue: api::DuologueConfiguration {
            port_range: match (c.duologue_port_range_begin, c.duologue_port_range_end) {
                (0, 0) => None,
                range => Some(range),
            },
            // SAFETY: as above.
            bind_address: unsafe {
                text::optional(
                    c.duologue_bind_address,
                    "configuration.duologue_bind_address",
                )
            }?
            .map(str::to_owned),
            // SAFETY: as above.
            interfaces: unsafe {
                text::array(
                    c.duologue_interfaces,
                    c.duologue_interfaces_length,
                    "configuration.duologue_interfaces",
                )
            }?,
            include_loopback: dictionary::flag(c.duologue_include_loopback),
            max_message_size: c.duologue_max_message_size,
            max_buffered_amount: c.duologue_max_buffered_amount,
            // SAFETY: as above.
            origin: unsafe { text::optional(c.duologue_origin, "configuration.duologue_origin") }?
                .map(str::to_owned),
        },
    })
}

/// # Safety
/// All that the struct points to is there.
unsafe fn read_server(server: &RTCIceServer) -> Result<api::RTCIceServer, Failure> {
    dictionary::check_reserved(&server.reserved, "configuration.ice_servers")?;
    // SAFETY: as promised by the caller.
    unsafe {
        Ok(api::RTCIceServer {
            urls: text::array(server.urls, server.urls_length, "urls of an ICE server")?,
            username: text::optional(server.username, "username of an ICE server")?
                .map(str::to_owned),
            credential: text::optional(server.credential, "credential of an ICE server")?
                .map(str::to_owned),
        })
    }
}

/// A configuration for C, to be released by `duologue_free`.
pub(super) fn give(configuration: &api::RTCConfiguration) -> *mut RTCConfiguration {
    let mut parts = Parts::default();
    let servers: Vec<RTCIceServer> = configuration
        .ice_servers
        .iter()
        .map(|server| RTCIceServer {
            urls: texts(&server.urls, &mut parts),
            urls_length: server.urls.len(),
            username: parts.optional_text(server.username.as_deref()),
            credential: parts.optional_text(server.credential.as_deref()),
            ..RTCIceServer::INIT
        })
        .collect();
    let certificates = configuration.certificates.clone();
    let handles: Vec<*mut RTCCertificate> = certificates.iter().map(lend).collect();
    let own = &configuration.duologue;
    let (begin, end) = own.port_range.unwrap_or_default();
    let c = RTCConfiguration {
        struct_size: size_of::<RTCConfiguration>(),
        ice_servers: parts.list(servers),
        ice_servers_length: configuration.ice_servers.len(),
        certificates: parts.list(handles),
        certificates_length: certificates.len(),
        ice_transport_policy: MaybeUninit::new(configuration.ice_transport_policy.into()),
        bundle_policy: MaybeUninit::new(configuration.bundle_policy.into()),
        rtcp_mux_policy: MaybeUninit::new(configuration.rtcp_mux_policy.into()),
        ice_candidate_pool_size: configuration.ice_candidate_pool_size,
        always_negotiate_data_channels: MaybeUninit::new(
            configuration.always_negotiate_data_channels,
        ),
        duologue_include_loopback: MaybeUninit::new(own.include_loopback),
        reserved: 0,
        duologue_bind_address: parts.optional_text(own.bind_address.as_deref()),
        duologue_interfaces: texts(&own.interfaces, &mut parts),
        duologue_interfaces_length: own.interfaces.len(),
        duologue_max_message_size: own.max_message_size,
        duologue_max_buffered_amount: own.max_buffered_amount,
        duologue_port_range_begin: begin,
        duologue_port_range_end: end,
        reserved2: 0,
        rtp_header_encryption_policy: MaybeUninit::new(
            configuration.rtp_header_encryption_policy.into(),
        ),
        target_latency: MaybeUninit::new(configuration.target_latency.into()),
        peer_identity: parts.optional_text(configuration.peer_identity.as_deref()),
        duologue_origin: parts.optional_text(own.origin.as_deref()),
    };
    allocation::structure(c, (parts, certificates))
}

fn texts(texts: &[String], parts: &mut Parts) -> *const *const c_char {
    let list: Vec<*const c_char> = texts.iter().map(|text| parts.text(text)).collect();
    parts.list(list)
}
