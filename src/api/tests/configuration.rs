//! RTCConfiguration-*.html, RTCPeerConnection-constructor.html, RTCPeerConnection-setConfiguration-*.html, RTCCertificate.html

use super::*;
use crate::api::certificate::{KeygenAlgorithm, RTCCertificate};
use crate::api::configuration::RTCIceServer;
use crate::api::enums::{RTCBundlePolicy, RTCIceTransportPolicy};

fn with_server(url: &str) -> RTCConfiguration {
    RTCConfiguration {
        ice_servers: vec![RTCIceServer {
            urls: vec![url.to_owned()],
            ..Default::default()
        }],
        ..Default::default()
    }
}

fn certificate(world: &Arc<World>, expires: Option<u64>) -> Arc<RTCCertificate> {
    let environment: Arc<dyn Environment> = Arc::clone(world) as Arc<dyn Environment>;
    let (promise, completion) = Promise::new();
    let algorithm = KeygenAlgorithm::EcdsaP256;
    RTCPeerConnection::generate_certificate(&environment, algorithm, expires, completion)
        .expect("the algorithm is supported");
    assert!(promise.is_pending(), "never inside the call");
    world.run();
    promise.take().expect("a certificate")
}

#[test]
fn the_initial_states_are_those_of_the_text() {
    let peer = World::new().peer();
    let connection = &peer.connection;
    assert_eq!(connection.signaling_state().as_str(), "stable");
    assert_eq!(connection.ice_gathering_state().as_str(), "new");
    assert_eq!(connection.ice_connection_state().as_str(), "new");
    assert_eq!(connection.connection_state().as_str(), "new");
    assert_eq!(connection.can_trickle_ice_candidates(), None);
    assert!(connection.local_description().is_none());
    assert!(connection.remote_description().is_none());
    assert!(connection.sctp().is_none());
}

#[test]
fn urls_are_validated_by_the_constructor_and_by_set_configuration() {
    let world = World::new();
    for (url, name) in [
        ("http://example.com", ErrorName::SyntaxError),
        ("stun:", ErrorName::SyntaxError),
        ("turn:example.net", ErrorName::InvalidAccessError),
    ] {
        assert_eq!(refusal(world.try_connection(with_server(url))), name);
        let peer = world.peer();
        assert_eq!(
            refusal(peer.connection.set_configuration(with_server(url))),
            name
        );
        assert!(peer.connection.configuration().ice_servers.is_empty());
    }
    let without_urls = RTCConfiguration {
        ice_servers: vec![RTCIceServer::default()],
        ..Default::default()
    };
    assert_eq!(
        refusal(world.try_connection(without_urls)),
        ErrorName::SyntaxError
    );
}

#[test]
fn a_turn_server_with_an_empty_credential_is_refused() {
    let world = World::new();
    let with = |username: &str, credential: &str| {
        let mut configuration = with_server("turn:example.net");
        let server = &mut configuration.ice_servers[0];
        server.username = Some(username.to_owned());
        server.credential = Some(credential.to_owned());
        configuration
    };
    let refused = world.try_connection(with("user", ""));
    assert_eq!(refusal(refused), ErrorName::InvalidAccessError);
    let peer = world.connection(with("", "secret"));
    let refused = peer.connection.set_configuration(with("user", ""));
    assert_eq!(refusal(refused), ErrorName::InvalidAccessError);
}

#[test]
fn servers_above_the_limit_are_ignored() {
    let mut configuration = with_server("stun:example.net");
    configuration.ice_servers = vec![configuration.ice_servers[0].clone(); 40];
    let peer = World::new().connection(configuration);
    assert_eq!(peer.connection.configuration().ice_servers.len(), 32);
}

#[test]
fn what_may_not_change_is_an_invalid_modification() {
    let world = World::new();
    let peer = world.peer();
    let given = certificate(&world, None);
    for configuration in [
        RTCConfiguration {
            bundle_policy: RTCBundlePolicy::MaxBundle,
            ..Default::default()
        },
        RTCConfiguration {
            certificates: vec![given],
            ..Default::default()
        },
    ] {
        assert_eq!(
            refusal(peer.connection.set_configuration(configuration)),
            ErrorName::InvalidModificationError
        );
    }
    let relay = RTCConfiguration {
        ice_transport_policy: RTCIceTransportPolicy::Relay,
        ..Default::default()
    };
    peer.connection
        .set_configuration(relay)
        .expect("it may change");
    assert_eq!(
        peer.connection.configuration().ice_transport_policy,
        RTCIceTransportPolicy::Relay
    );
}

#[test]
fn the_pool_size_is_fixed_by_set_local_description() {
    let peer = World::new().peer();
    let pool = |size| RTCConfiguration {
        ice_candidate_pool_size: size,
        ..Default::default()
    };
    peer.connection.set_configuration(pool(1)).expect("not yet");
    peer.channel("x");
    peer.set_local_implicitly().expect("an offer");
    assert_eq!(
        refusal(peer.connection.set_configuration(pool(2))),
        ErrorName::InvalidModificationError
    );
    peer.connection
        .set_configuration(pool(1))
        .expect("the same");
}

#[test]
fn a_closed_connection_takes_no_configuration() {
    let peer = World::new().peer();
    peer.connection.close();
    assert_eq!(
        refusal(
            peer.connection
                .set_configuration(RTCConfiguration::default())
        ),
        ErrorName::InvalidStateError
    );
}

#[test]
fn our_own_members_are_validated_too() {
    let world = World::new();
    let mut configuration = RTCConfiguration::default();
    configuration.duologue.port_range = Some((2000, 1000));
    assert_eq!(
        refusal(world.try_connection(configuration)),
        ErrorName::RangeError
    );
    let mut configuration = RTCConfiguration::default();
    configuration.duologue.bind_address = Some("localhost".to_owned());
    assert_eq!(
        refusal(world.try_connection(configuration)),
        ErrorName::SyntaxError
    );
}

#[test]
fn a_certificate_says_when_it_expires() {
    let world = World::new();
    let now = world.unix_time_ms();
    assert_eq!(certificate(&world, None).expires(), now + 2_592_000_000);
    assert_eq!(certificate(&world, Some(1000)).expires(), now + 1000);
    let capped = certificate(&world, Some(u64::MAX));
    assert_eq!(capped.expires(), now + 31_536_000_000);
    let fingerprints = capped.fingerprints();
    assert_eq!(fingerprints[0].algorithm, "sha-256");
    assert_eq!(fingerprints[0].value.len(), 95);
    assert_eq!(
        fingerprints[0].value,
        fingerprints[0].value.to_ascii_lowercase()
    );
}

#[test]
fn an_expired_certificate_is_refused() {
    let world = World::new();
    let given = certificate(&world, Some(1000));
    *world.unix_time_ms.lock() += 1001;
    let configuration = RTCConfiguration {
        certificates: vec![given],
        ..Default::default()
    };
    assert_eq!(
        refusal(world.try_connection(configuration)),
        ErrorName::InvalidAccessError
    );
}

#[test]
fn an_offer_has_the_fingerprints_of_the_certificates_given() {
    let world = World::new();
    let given = vec![certificate(&world, None), certificate(&world, None)];
    let peer = world.connection(RTCConfiguration {
        certificates: given.clone(),
        ..Default::default()
    });
    peer.channel("x");
    let offer = peer.create_offer().expect("an offer").sdp;
    for certificate in &given {
        let value = certificate.fingerprints()[0].value.to_ascii_uppercase();
        assert!(offer.contains(&format!("a=fingerprint:sha-256 {value}\r\n")));
    }
    let shown = peer.connection.configuration().certificates;
    assert!(Arc::ptr_eq(&shown[1], &given[1]), "the same objects");
}

#[test]
fn a_certificate_survives_as_pem() {
    let world = World::new();
    let made = certificate(&world, None);
    let pem = made.to_pem().expect("text");
    let read = RTCCertificate::from_pem(pem.as_bytes()).expect("the same certificate");
    assert_eq!(read.fingerprints(), made.fingerprints());
    assert_eq!(
        refusal(RTCCertificate::from_pem(b"nothing of the kind")),
        ErrorName::SyntaxError
    );
}

#[test]
fn a_key_of_a_length_that_nobody_uses_is_not_supported() {
    let environment: Arc<dyn Environment> = World::new();
    let (promise, completion) = Promise::new();
    let algorithm = KeygenAlgorithm::RsassaPkcs1V15 { modulus_length: 64 };
    let result = RTCPeerConnection::generate_certificate(&environment, algorithm, None, completion);
    assert_eq!(refusal(result), ErrorName::NotSupportedError);
    assert!(promise.is_pending());
}
