//! Roles and their conflicts (RFC 8445 section 7.3.1.1), and ICE-lite.

use super::world::{A, B, World, addr, ms};
use crate::transport::SocketId;
use crate::transport::ice::{Credentials, Event, IceTransportState, Role};
use crate::transport::stun::{Class, Message, MessageBuilder, Method};

#[test]
fn two_controlling_and_two_controlled_agents_settle_it() {
    for seed in 0..20 {
        for role in [Role::Controlling, Role::Controlled] {
            let mut world = World::of_two_hosts(seed);
            let now = world.now;
            for who in [A, B] {
                world.agent(who, |agent| agent.set_role(now, role));
            }
            world.start();
            world.expect_completed(ms(200));
            assert_ne!(world.peers[A].agent.role(), world.peers[B].agent.role());
            let changes = |who: usize| {
                let events = world.peers[who].events.iter();
                let change = |(_, event): &&(_, Event)| matches!(event, Event::RoleChange(_));
                events.filter(change).count()
            };
            // One by `set_role`, one by the conflict: only one agent gives way.
            assert_eq!(changes(A) + changes(B), 2, "seed {seed}, {role:?}");
            let priorities =
                [A, B].map(|who| world.peers[who].agent.pairs().next().unwrap().priority);
            assert_eq!(priorities[0], priorities[1]);
        }
    }
}

#[test]
fn a_conflict_is_settled_under_loss_and_simultaneous_checks() {
    for seed in 0..40 {
        let mut world = World::of_two_hosts(seed);
        world.signalling_delay = ms(0);
        world.network.options.loss_permille = 200;
        world.network.options.jitter = ms(20);
        let now = world.now;
        world.agent(B, |agent| agent.set_role(now, Role::Controlling));
        world.start();
        let done = |w: &World| w.is_in(IceTransportState::Completed);
        assert!(world.run_until(ms(35_000), done), "seed {seed}");
        assert_ne!(world.peers[A].agent.role(), world.peers[B].agent.role());
    }
}

/// A lite agent (RFC 8445 section 2.5) at B's address: it answers checks and sends none.
struct Lite {
    credentials: Credentials,
    nominated: bool,
    requests: usize,
}

impl Lite {
    fn serve(&mut self, world: &mut World) {
        for datagram in std::mem::take(&mut world.lost) {
            let request = Message::parse(&datagram.payload).unwrap();
            assert!(request.verify_integrity(self.credentials.pwd.as_bytes()));
            assert!(request.ice_controlling().is_some());
            self.requests += 1;
            self.nominated |= request.use_candidate();
            let id = request.transaction_id();
            let response = MessageBuilder::new(Class::SuccessResponse, Method::BINDING, id)
                .xor_mapped_address(datagram.from)
                .finish_with_integrity(self.credentials.pwd.as_bytes());
            let now = world.now;
            world
                .network
                .send(now, datagram.to, datagram.from, response);
        }
    }
}

#[test]
fn a_lite_peer_is_controlled_and_nominated_to() {
    let mut world = World::new(3);
    world.add_socket(A, "192.0.2.1:1000");
    let mut lite = Lite {
        credentials: Credentials::generate(&mut world.random()),
        nominated: false,
        requests: 0,
    };
    let now = world.now;
    let mut candidate = {
        world.gather(A);
        world.peers[A].candidates()[0].clone()
    };
    candidate.address = "192.0.2.77".to_owned();
    candidate.extensions.clear();
    let credentials = lite.credentials.clone();
    world.agent(A, |agent| {
        agent.set_role(now, Role::Controlled);
        agent.set_remote_credentials(now, credentials, true);
        agent.add_remote_candidate(now, &candidate).unwrap();
        agent.remote_end_of_candidates(now);
    });
    for _ in 0..60_000 {
        world.run_for(ms(1));
        lite.serve(&mut world);
    }
    assert_eq!(world.peers[A].agent.role(), Role::Controlling);
    assert_eq!(world.peers[A].agent.state(), IceTransportState::Completed);
    assert!(lite.nominated);
    // The check, the nomination, and consent for a minute.
    assert!((10..20).contains(&lite.requests), "{}", lite.requests);
    let path = world.peers[A].agent.send_path();
    assert_eq!(path, Some((SocketId(1), addr("192.0.2.77:1000"))));
}
