//! Calls in any order, at any time: no panic, no busy deadline, nothing unbounded.

use proptest::prelude::*;

use super::world::{A, B, Signal, World, addr, ip};
use crate::transport::SocketId;
use crate::transport::ice::{Credentials, Role};

#[derive(Clone, Debug)]
enum Step {
    Run(u64),
    Gather(usize),
    Credentials(usize),
    EndOfCandidates(usize),
    Restart(usize, u64),
    AddSocket(usize, u8),
    RemoveSocket(usize, u32),
    SetRole(usize, bool),
    Down(u8, bool),
    Loss(u32),
    Timeout(usize),
    Data(usize),
    Server(usize, u8),
    Close(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = 0..2usize;
    let step = prop_oneof![
        4 => (0u64..20_000).prop_map(Step::Run),
        2 => (0u64..50).prop_map(Step::Run),
        2 => who.clone().prop_map(Step::Gather),
        3 => who.clone().prop_map(Step::Credentials),
        1 => who.clone().prop_map(Step::EndOfCandidates),
        2 => (who.clone(), 0u64..4).prop_map(|(who, seed)| Step::Restart(who, seed)),
        2 => (who.clone(), 1u8..6).prop_map(|(who, n)| Step::AddSocket(who, n)),
        1 => (who.clone(), 1u32..4).prop_map(|(who, n)| Step::RemoveSocket(who, n)),
        1 => (who.clone(), any::<bool>()).prop_map(|(who, role)| Step::SetRole(who, role)),
        2 => (1u8..6, any::<bool>()).prop_map(|(n, down)| Step::Down(n, down)),
        1 => (0u32..500).prop_map(Step::Loss),
        1 => who.clone().prop_map(Step::Timeout),
        2 => who.clone().prop_map(Step::Data),
        1 => (who.clone(), 1u8..4).prop_map(|(who, n)| Step::Server(who, n)),
        1 => (who, 0..6u8).prop_map(|(who, n)| if n == 0 { Step::Close(who) } else { Step::Run(5) }),
    ];
    proptest::collection::vec(step, 1..40)
}

fn address(who: usize, n: u8) -> String {
    format!("192.0.{who}.{n}")
}

fn take(world: &mut World, step: Step) {
    let now = world.now;
    match step {
        Step::Run(time) => world.run_for(std::time::Duration::from_millis(time)),
        Step::Gather(who) => world.gather(who),
        Step::Credentials(who) => world.send_credentials(who),
        Step::EndOfCandidates(who) => world.signal(who, Signal::EndOfCandidates),
        Step::Restart(who, seed) => {
            let seed = seed + 10 * who as u64;
            let credentials = Credentials::generate(&mut crate::random::SeededRandom(seed));
            world.agent(who, |agent| agent.restart(now, credentials));
        }
        Step::AddSocket(who, n) => {
            world.add_socket(who, &format!("{}:{n}", address(who, n)));
        }
        Step::RemoveSocket(who, n) => world.remove_socket(who, SocketId(n)),
        Step::SetRole(who, controlling) => {
            let role = if controlling {
                Role::Controlling
            } else {
                Role::Controlled
            };
            world.agent(who, |agent| agent.set_role(now, role));
        }
        Step::Down(n, down) => world.network.set_down(ip(&address(A, n)), down),
        Step::Loss(permille) => world.network.options.loss_permille = permille,
        Step::Timeout(who) => world.agent(who, |agent| agent.handle_timeout(now)),
        Step::Data(who) => {
            world.send_data(who);
        }
        Step::Server(who, n) => {
            let server = addr(&format!("203.0.113.{n}:3478"));
            world.agent(who, |agent| {
                agent.add_stun_server(now, "stun:late.example", server)
            });
        }
        Step::Close(who) => world.agent(who, |agent| agent.close()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_calls_is_survived(seed in 0u64..1_000, steps in steps()) {
        let mut world = World::of_two_hosts(seed);
        world.stun_servers = vec![addr("203.0.113.1:3478")];
        for step in steps {
            take(&mut world, step);
            for peer in &world.peers {
                prop_assert!(peer.agent.pairs().count() <= 200);
            }
        }
        // Whatever happened, a restart with everything in order connects.
        world.network.options.loss_permille = 0;
        for n in 0..6 {
            world.network.set_down(ip(&address(A, n)), false);
        }
        if world.peers.iter().any(|peer| peer.agent.poll_timeout().is_none() && peer.is_closed()) {
            return Ok(());
        }
        for who in [A, B] {
            world.add_socket(who, &format!("198.51.100.{who}:9"));
            let now = world.now;
            let seed = 1_000 + who as u64;
            let credentials = Credentials::generate(&mut crate::random::SeededRandom(seed));
            world.agent(who, |agent| {
                agent.restart(now, credentials);
                agent.set_role(now, if who == A { Role::Controlling } else { Role::Controlled });
            });
        }
        world.run_for(std::time::Duration::from_secs(1));
        world.start();
        world.expect_completed(std::time::Duration::from_secs(60));
    }
}
