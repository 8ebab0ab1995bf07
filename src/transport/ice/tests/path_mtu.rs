//! The search for the path MTU (RFC 8899) on the pair in use.

use super::world::{A, B, World, ip, ms};
use crate::transport::ice::{BASE_PATH_MTU, IceTransportState};

const BULK: usize = 1_225;

/// Both directions take payloads of at most `mtu` bytes.
fn limit(world: &mut World, mtu: usize) {
    let (a, b) = (ip("192.0.2.1"), ip("192.0.2.2"));
    world.network.set_mtu(a, b, mtu);
    world.network.set_mtu(b, a, mtu);
}

fn connected(mtu: usize) -> World {
    let mut world = World::of_two_hosts(1);
    limit(&mut world, mtu);
    world.start();
    world.expect_completed(ms(20));
    world
}

/// A sends for a time, four datagrams a second.
fn send_bulk(world: &mut World, seconds: u64) {
    for _ in 0..seconds * 4 {
        assert!(world.send_data_of(A, BULK));
        world.run_for(ms(250));
    }
}

fn size(world: &World, who: usize) -> u16 {
    world.peers[who].agent.path_mtu()
}

#[test]
fn whoever_sends_much_finds_the_largest_size_in_a_round_trip() {
    let mut world = connected(1460);
    assert!(world.send_data_of(A, BULK));
    let start = world.now;
    assert!(world.run_until(ms(100), |w| size(w, A) == 1460));
    assert!(world.now - start <= ms(2));
    assert_eq!(size(&world, B), BASE_PATH_MTU, "each direction has its own");
    assert!(world.is_in(IceTransportState::Completed));
}

#[test]
fn ipv6_leaves_room_for_its_header() {
    let mut world = World::new(1);
    world.add_socket(A, "[2001:db8::1]:1");
    world.add_socket(B, "[2001:db8::2]:2");
    world.start();
    world.expect_completed(ms(20));
    send_bulk(&mut world, 1);
    assert_eq!(size(&world, A), 1452);
}

#[test]
fn narrow_paths_are_measured_and_lose_nothing_else() {
    for (mtu, found) in [
        (1472, 1460),
        (1430, 1420),
        (1399, 1392),
        (1240, BASE_PATH_MTU),
    ] {
        let mut world = connected(mtu);
        send_bulk(&mut world, 20);
        assert_eq!(size(&world, A), found);
        assert!(world.is_in(IceTransportState::Completed));
        assert_eq!(
            world.peers[A].states().len(),
            3,
            "{:?}",
            world.peers[A].states()
        );
        world.expect_data_flows();
    }
}

#[test]
fn idle_connections_are_not_woken() {
    let mut world = connected(1460);
    send_bulk(&mut world, 2);
    world.run_for(ms(10_000));
    world.delivered.clear();
    world.run_for(ms(3_600_000));
    assert!(world.delivered.iter().all(|d| d.payload.len() < 200));
    // And later it is confirmed at once that the size still works.
    assert!(world.send_data_of(A, BULK));
    world.run_for(ms(10));
    assert_eq!(
        world
            .delivered
            .iter()
            .filter(|d| d.payload.len() == 1460)
            .count(),
        1
    );
}

#[test]
fn a_path_that_shrinks_costs_seconds_and_no_consent() {
    let mut world = connected(1460);
    send_bulk(&mut world, 7);
    limit(&mut world, 1300);
    let cut = world.now;
    while size(&world, A) == 1460 {
        send_bulk(&mut world, 1);
    }
    assert!(world.now - cut <= ms(10_000));
    assert_eq!(size(&world, A), BASE_PATH_MTU);
    world.run_for(ms(60_000));
    assert_eq!(
        world.peers[A].states().len(),
        3,
        "{:?}",
        world.peers[A].states()
    );
    // When there is a reason to doubt it takes less.
    let mut world = connected(1460);
    send_bulk(&mut world, 1);
    limit(&mut world, 1300);
    let now = world.now;
    world.agent(A, |agent| agent.doubt_path_mtu(now));
    assert!(world.run_until(ms(3_200), |w| size(w, A) == BASE_PATH_MTU));
}

#[test]
fn an_outage_is_not_taken_for_a_narrow_path() {
    for outage in [1_000, 3_000, 6_000, 15_000, 22_000] {
        let mut world = connected(1460);
        send_bulk(&mut world, 7);
        world.network.set_down(ip("192.0.2.2"), true);
        send_bulk(&mut world, outage / 1_000);
        assert_eq!(size(&world, A), 1460);
        world.network.set_down(ip("192.0.2.2"), false);
        send_bulk(&mut world, 5);
        assert_eq!(size(&world, A), 1460);
    }
}

#[test]
fn losses_are_not_taken_for_it_either() {
    let mut world = connected(1460);
    world.network.options.loss_permille = 20;
    send_bulk(&mut world, 5);
    let mut changes = 0;
    for _ in 0..600 {
        let before = size(&world, A);
        send_bulk(&mut world, 1);
        changes += usize::from(size(&world, A) < before);
    }
    // 120 confirmations, each of which three probes or their answers have to miss.
    assert_eq!((changes, size(&world, A)), (0, 1460));
}

#[test]
fn another_path_begins_at_the_base() {
    let mut world = World::new(3);
    for (who, n) in [(A, 1), (B, 2)] {
        world.add_socket(who, &format!("[2001:db8::{n}]:{n}"));
        world.add_socket(who, &format!("192.0.2.{n}:{n}"));
    }
    world.start();
    world.expect_completed(ms(1_000));
    send_bulk(&mut world, 2);
    assert_eq!(size(&world, A), 1452);
    world.network.set_down(ip("2001:db8::2"), true);
    let moved = |w: &World| {
        w.peers[A]
            .agent
            .send_path()
            .is_some_and(|(_, to)| to.is_ipv4())
    };
    assert!(world.run_until(ms(10_000), moved));
    assert_eq!(size(&world, A), BASE_PATH_MTU);
    send_bulk(&mut world, 2);
    assert_eq!(size(&world, A), 1460);
}

#[test]
fn what_the_system_refuses_is_skipped() {
    let mut world = connected(1460);
    let socket = crate::transport::SocketId(1);
    assert!(world.send_data_of(A, BULK));
    let now = world.now;
    world.agent(A, |agent| {
        agent.note_too_large(now, socket, 1460);
        agent.note_too_large(now, crate::transport::SocketId(9), 1420);
        agent.note_too_large(now, socket, 100_000);
    });
    world.run_for(ms(10));
    assert_eq!(size(&world, A), 1420);
}
