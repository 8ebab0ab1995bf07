//! webrtc-pc, "Set the configuration".

use std::net::IpAddr;
use std::sync::Arc;

use super::RTCPeerConnection;
use super::operations_chain::closed;
use crate::api::certificate::RTCCertificate;
use crate::api::configuration::RTCConfiguration;
use crate::api::enums::RTCIceTransportPolicy;
use crate::api::error::{Error, ErrorName};
use crate::api::ice_server_url;
use crate::session::{Command, IceConfiguration, IceTransportPolicy};

/// "If the number of ICE servers exceeds an implementation-defined limit, ignore the ICE servers above the threshold."
const MAX_ICE_SERVERS: usize = 32;

impl RTCPeerConnection {
    /// `getConfiguration`.
    pub(crate) fn configuration(&self) -> RTCConfiguration {
        self.state.lock().configuration.clone()
    }

    /// `setConfiguration`.
    pub(crate) fn set_configuration(
        &self,
        mut configuration: RTCConfiguration,
    ) -> Result<(), Error> {
        let mut state = self.state.lock();
        if state.is_closed {
            return Err(closed());
        }
        if state
            .identity
            .differs_from_target(configuration.peer_identity.as_deref())
        {
            return Err(unchangeable("peerIdentity"));
        }
        check_modification(
            &state.configuration,
            &configuration,
            state.set_local_description_called,
        )?;
        let ice = ice_configuration(&mut configuration)?;
        let old = &state.configuration;
        let gathers_differently = old.ice_servers != configuration.ice_servers
            || old.ice_transport_policy != configuration.ice_transport_policy;
        self.link.send(Command::SetIceConfiguration(ice));
        state.configuration = configuration;
        state.negotiation.always_negotiate_data_channels =
            state.configuration.always_negotiate_data_channels;
        if gathers_differently {
            // Candidates of the pool were gathered otherwise; those of a description are replaced by an ICE restart.
            self.discard_pool(&mut state);
            state.negotiation.needs_ice_restart |=
                state.transports.iter().any(|transport| transport.started);
        }
        self.update_pool(&mut state);
        Ok(())
    }
}

/// Step 3: what may not change. Nothing has been changed when it fails.
fn check_modification(
    old: &RTCConfiguration,
    new: &RTCConfiguration,
    set_local_description_called: bool,
) -> Result<(), Error> {
    let fail = |member: &str| Err(unchangeable(member));
    let same = |(a, b): (&Arc<RTCCertificate>, &Arc<RTCCertificate>)| Arc::ptr_eq(a, b);
    let certificates = old.certificates.iter().zip(&new.certificates);
    if old.certificates.len() != new.certificates.len() || !certificates.into_iter().all(same) {
        return fail("certificates");
    }
    if old.bundle_policy != new.bundle_policy {
        return fail("bundlePolicy");
    }
    if old.rtcp_mux_policy != new.rtcp_mux_policy {
        return fail("rtcpMuxPolicy");
    }
    if old.ice_candidate_pool_size != new.ice_candidate_pool_size && set_local_description_called {
        return fail("iceCandidatePoolSize after setLocalDescription was called");
    }
    // Channels and the description have been told these.
    if old.duologue.max_message_size != new.duologue.max_message_size {
        return fail("duologue_max_message_size");
    }
    if old.duologue.max_buffered_amount != new.duologue.max_buffered_amount {
        return fail("duologue_max_buffered_amount");
    }
    if old.duologue.origin != new.duologue.origin {
        return fail("duologue_origin");
    }
    Ok(())
}

fn unchangeable(member: &str) -> Error {
    Error::new(
        ErrorName::InvalidModificationError,
        format!("{member} cannot be changed"),
    )
}

/// Steps 4 to 9: the servers, as the network side takes them.
pub(super) fn ice_configuration(
    configuration: &mut RTCConfiguration,
) -> Result<IceConfiguration, Error> {
    configuration.ice_servers.truncate(MAX_ICE_SERVERS);
    let mut servers = Vec::new();
    for server in &configuration.ice_servers {
        if server.urls.is_empty() {
            return Err(Error::new(
                ErrorName::SyntaxError,
                "an ICE server has no URLs",
            ));
        }
        for url in &server.urls {
            servers.push(ice_server_url::parse(url, server)?);
        }
    }
    let duologue = &configuration.duologue;
    if let Some((first, last)) = duologue.port_range
        && (first == 0 || first > last)
    {
        return Err(Error::new(
            ErrorName::RangeError,
            format!("the port range {first} to {last} is empty or begins with 0"),
        ));
    }
    Ok(IceConfiguration {
        servers,
        policy: match configuration.ice_transport_policy {
            RTCIceTransportPolicy::All => IceTransportPolicy::All,
            RTCIceTransportPolicy::Public => IceTransportPolicy::Public,
            RTCIceTransportPolicy::Relay => IceTransportPolicy::Relay,
        },
        port_range: duologue.port_range,
        bind_address: match &duologue.bind_address {
            Some(text) => Some(bind_address(text)?),
            None => None,
        },
        interfaces: duologue.interfaces.clone(),
        include_loopback: duologue.include_loopback,
    })
}

fn bind_address(text: &str) -> Result<IpAddr, Error> {
    text.parse().map_err(|_| {
        Error::new(
            ErrorName::SyntaxError,
            format!("{text:?} is not an IP address to bind"),
        )
    })
}
