//! Roles and their conflicts (RFC 8445 section 7.3.1.1), and ICE-lite.

use super::world::{A, B, World, addr, ms};
use crate::transport::SocketId;
use crate::transport::ice::{Credentials, Event, IceTransportState, Role};
use crate::transport::stun::{Class, Message, MessageBuilder, Method, TransactionId};

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

/// A lite agent (RFC 8445 section 2.5), or an aggressive one (RFC 5245), at an address that none of the agents has: it
/// answers checks and sends none by itself.
struct Puppet {
    credentials: Credentials,
    nominated: bool,
    requests: usize,
}

impl Puppet {
    fn new(world: &World) -> Self {
        Self {
            credentials: Credentials::generate(&mut world.random()),
            nominated: false,
            requests: 0,
        }
    }

    /// Tells A of itself, as being at these addresses of port 1000.
    fn introduce(&self, world: &mut World, addresses: &[&str], lite: bool) {
        world.gather(A);
        let now = world.now;
        let credentials = self.credentials.clone();
        world.agent(A, |agent| {
            agent.set_remote_credentials(now, credentials, lite)
        });
        let mut candidate = world.peers[A].candidates()[0].clone();
        candidate.extensions.clear();
        candidate.port = 1000;
        for address in addresses {
            candidate.address = (*address).to_owned();
            candidate.priority -= 1_000;
            world
                .agent(A, |agent| agent.add_remote_candidate(now, &candidate))
                .unwrap();
        }
        world.agent(A, |agent| agent.remote_end_of_candidates(now));
    }

    fn run(&mut self, world: &mut World, millis: u64) {
        for _ in 0..millis {
            world.run_for(ms(1));
            self.serve(world);
        }
    }

    fn serve(&mut self, world: &mut World) {
        for datagram in std::mem::take(&mut world.lost) {
            let request = Message::parse(&datagram.payload).unwrap();
            if request.class() != Class::Request {
                continue;
            }
            assert!(request.verify_integrity(self.credentials.pwd.as_bytes()));
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

    fn nominate(&self, world: &mut World, from: &str, n: u8) {
        let local = world.peers[A].agent.local_credentials().clone();
        let request = MessageBuilder::new(Class::Request, Method::BINDING, TransactionId([n; 12]))
            .username(&format!("{}:{}", local.ufrag, self.credentials.ufrag))
            .priority(5)
            .ice_controlling(0)
            .use_candidate()
            .finish_with_integrity(local.pwd.as_bytes());
        let now = world.now;
        world
            .network
            .send(now, addr(from), addr("192.0.2.1:1000"), request);
    }
}

#[test]
fn a_lite_peer_is_controlled_and_nominated_to() {
    let mut world = World::new(3);
    world.add_socket(A, "192.0.2.1:1000");
    let mut lite = Puppet::new(&world);
    let now = world.now;
    world.agent(A, |agent| agent.set_role(now, Role::Controlled));
    lite.introduce(&mut world, &["192.0.2.77"], true);
    lite.run(&mut world, 60_000);
    assert_eq!(world.peers[A].agent.role(), Role::Controlling);
    assert_eq!(world.peers[A].agent.state(), IceTransportState::Completed);
    assert!(lite.nominated);
    // The check, the nomination, and consent for a minute.
    assert!((10..20).contains(&lite.requests), "{}", lite.requests);
    let path = world.peers[A].agent.send_path();
    assert_eq!(path, Some((SocketId(1), addr("192.0.2.77:1000"))));
}

#[test]
fn of_the_nominations_of_an_aggressive_peer_the_best_counts_and_later_the_last() {
    const BETTER: &str = "192.0.2.77:1000";
    const WORSE: &str = "192.0.2.78:1000";
    for order in [[BETTER, WORSE], [WORSE, BETTER]] {
        let mut world = World::new(4);
        world.add_socket(A, "192.0.2.1:1000");
        let now = world.now;
        world.agent(A, |agent| agent.set_role(now, Role::Controlled));
        let mut peer = Puppet::new(&world);
        peer.introduce(&mut world, &["192.0.2.77", "192.0.2.78"], false);
        for (n, from) in order.into_iter().enumerate() {
            peer.nominate(&mut world, from, n as u8);
            peer.run(&mut world, 100);
        }
        let path = |w: &World| w.peers[A].agent.send_path().unwrap().1;
        assert_eq!(path(&world), addr(BETTER));
        assert_eq!(world.peers[A].agent.state(), IceTransportState::Completed);
        // Repeated as a keepalive the nomination changes nothing,
        peer.run(&mut world, 5_000);
        peer.nominate(&mut world, BETTER, 10);
        peer.run(&mut world, 100);
        assert_eq!(path(&world), addr(BETTER));
        // but when the peer moves we follow, at once and also after a long time.
        for (pause, to) in [(5_000, WORSE), (60_000, BETTER), (60_000, WORSE)] {
            peer.run(&mut world, pause);
            peer.nominate(&mut world, to, 11);
            peer.run(&mut world, 100);
            assert_eq!(path(&world), addr(to), "{order:?} {pause}");
        }
        assert_eq!(world.peers[A].agent.state(), IceTransportState::Completed);
    }
}
