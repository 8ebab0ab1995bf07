//! Somebody on the path between two sessions, who reads every datagram and does with it what a script of bytes says. Tests
//! make the script from a seed, fuzzing looks for one that breaks a session.

#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use super::pair::*;
use super::*;
use crate::sdp::candidate::CandidateAttribute;
use crate::transport::SocketId;

/// Datagrams of the past that the adversary keeps for later.
const HISTORY: usize = 512;

/// Reads a script; at its end everything is 0.
struct Script<'a>(&'a [u8]);

impl<'a> Script<'a> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    fn word(&mut self) -> usize {
        usize::from(u16::from_be_bytes([self.byte(), self.byte()]))
    }

    fn bytes(&mut self) -> &'a [u8] {
        let length = self.word() % 1500;
        let (taken, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        taken
    }

    fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a script has done so far.
struct Play {
    pair: Pair,
    history: Vec<Datagram>,
    /// The messages that end 0 sent.
    sent: u32,
    /// The adversary kept something back.
    lost: bool,
    /// The peer itself did what no peer of ours does: nothing is promised about messages then.
    peer_lied: bool,
}

/// Plays a script against a pair of sessions. Panics if messages come twice, changed, in another order, or if an adversary
/// who is only on the path ends a connection that was established.
pub(crate) fn play(script: &[u8]) {
    let mut script = Script(script);
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    let established = script.byte() & 1 == 0;
    if established {
        pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    }
    let mut play = Play {
        pair,
        history: Vec::new(),
        sent: 0,
        lost: false,
        peer_lied: false,
    };
    while !script.is_over() {
        play.act(&mut script);
        play.check_order();
    }
    play.pair.run_for(Duration::from_secs(60));
    play.check_order();
    // Whoever can hold all datagrams back for long enough can end a connection; nothing else of this can.
    let may_have_ended = play.lost && play.pair.ends.iter().any(ended);
    if established && !play.peer_lied && !may_have_ended {
        assert_eq!(
            received(&play.pair.ends[1]).len() as u32,
            play.sent,
            "messages are missing"
        );
    }
}

fn ended(end: &End) -> bool {
    end.saw(|event| {
        matches!(
            event,
            Event::SctpClosed { .. }
                | Event::IceStateChange {
                    state: IceTransportState::Failed,
                    ..
                }
        )
    })
}

impl Play {
    fn act(&mut self, script: &mut Script<'_>) {
        let action = script.byte();
        let end = usize::from(action >> 7);
        match action & 0x1f {
            0..=3 => self.step(),
            4 => self
                .pair
                .run_for(Duration::from_millis(script.byte().into())),
            5..=7 => self.send(script),
            8 => self.change(script, |payload, script| {
                let at = script.word() % payload.len().max(1);
                if let Some(byte) = payload.get_mut(at) {
                    *byte ^= script.byte();
                }
            }),
            9 => self.change(script, |payload, script| {
                let at = script.word() % payload.len().max(1);
                payload.truncate(at);
            }),
            10 => self.duplicate(script),
            11 => self.lose(script),
            12 | 13 => self.replay(script),
            14 => self.spoof(end, script),
            15 => self.delay(script),
            16 => self.command(end, script),
            17 => self.lie(end, script),
            18 => self.readdress(script),
            19 => self.inputs(end, script),
            _ => self.step(),
        }
    }

    /// One moment of the network passes by; the adversary reads along.
    fn step(&mut self) {
        self.remember();
        let until = self.pair.now + Duration::from_millis(200);
        self.pair.step(until);
    }

    fn remember(&mut self) {
        for datagram in self.pair.on_the_way.values() {
            if self.history.len() < HISTORY {
                self.history.push(datagram.clone());
            }
        }
    }

    fn send(&mut self, script: &mut Script<'_>) {
        let filler = usize::from(script.byte()) * 40;
        let mut data = self.sent.to_be_bytes().to_vec();
        data.resize(4 + filler, self.sent as u8);
        self.sent += 1;
        self.pair.command(
            0,
            Command::Send {
                channel: CHANNEL,
                binary: true,
                data,
            },
        );
    }

    fn pick(&self, script: &mut Script<'_>) -> Option<(Instant, usize)> {
        let count = self.pair.on_the_way.len().max(1);
        let index = usize::from(script.byte()) % count;
        self.pair.on_the_way.keys().nth(index).copied()
    }

    /// A copy with a change overtakes the original.
    fn change(&mut self, script: &mut Script<'_>, how: fn(&mut Vec<u8>, &mut Script<'_>)) {
        let Some(key) = self.pick(script) else {
            return;
        };
        let mut copy = self.pair.on_the_way[&key].clone();
        how(&mut copy.payload, script);
        self.put(copy, Duration::ZERO);
    }

    fn put(&mut self, datagram: Datagram, delay: Duration) {
        self.pair.sent += 1;
        let key = (self.pair.now + delay, self.pair.sent);
        self.pair.on_the_way.insert(key, datagram);
    }

    fn duplicate(&mut self, script: &mut Script<'_>) {
        if let Some(key) = self.pick(script) {
            let copy = self.pair.on_the_way[&key].clone();
            self.put(copy, Duration::from_millis(script.byte().into()));
        }
    }

    fn lose(&mut self, script: &mut Script<'_>) {
        self.lost = true;
        if let Some(key) = self.pick(script) {
            self.pair.on_the_way.remove(&key);
        }
    }

    fn delay(&mut self, script: &mut Script<'_>) {
        self.lost = true;
        if let Some(key) = self.pick(script)
            && let Some(datagram) = self.pair.on_the_way.remove(&key)
        {
            self.put(datagram, Duration::from_millis(script.byte().into()));
        }
    }

    fn replay(&mut self, script: &mut Script<'_>) {
        self.remember();
        let index = script.word() % self.history.len().max(1);
        if let Some(datagram) = self.history.get(index).cloned() {
            self.put(datagram, Duration::ZERO);
        }
    }

    /// Something that was heard, from an address of the adversary's.
    fn readdress(&mut self, script: &mut Script<'_>) {
        self.remember();
        let index = script.word() % self.history.len().max(1);
        if let Some(mut datagram) = self.history.get(index).cloned() {
            datagram.from.set_port(u16::from(script.byte()) + 1);
            self.put(datagram, Duration::ZERO);
        }
    }

    /// Arbitrary bytes from the address of the peer, or of a stranger.
    fn spoof(&mut self, end: usize, script: &mut Script<'_>) {
        let address = |pair: &Pair, end: usize| pair.ends[end].sockets.keys().next().copied();
        let (Some(mut from), Some(to)) = (address(&self.pair, 1 - end), address(&self.pair, end))
        else {
            return;
        };
        if script.byte() & 1 == 1 {
            from.set_port(9);
        }
        let payload = script.bytes().to_vec();
        self.put(Datagram { from, to, payload }, Duration::ZERO);
    }

    /// The peer itself sends arbitrary SCTP packets: DTLS does not protect from it.
    fn lie(&mut self, end: usize, script: &mut Script<'_>) {
        self.peer_lied = true;
        let packet = script.bytes();
        self.pair.send_sctp(end, packet);
    }

    /// Anything that the application may do, and whatever the peer's descriptions may make it do.
    fn command(&mut self, end: usize, script: &mut Script<'_>) {
        self.peer_lied = true;
        let kind = script.byte();
        let transport = TransportId(u32::from(script.byte() % 3));
        let channel = ChannelKey(u64::from(script.byte() % 4));
        let small = script.byte();
        let text = || String::from_utf8_lossy(&[small; 12]).into_owned();
        let credentials = || Credentials {
            ufrag: text(),
            pwd: text().repeat(3),
        };
        let pair = &mut self.pair;
        let certificate = pair.ends[end].certificate.clone();
        pair.command(
            end,
            match kind % 14 {
                0 => Command::Gather { transport },
                1 => Command::RestartIce {
                    transport,
                    credentials: credentials(),
                },
                2 => Command::SetRemoteIceParameters {
                    transport,
                    credentials: credentials(),
                    lite: small & 1 == 1,
                },
                3 => match CandidateAttribute::parse(&String::from_utf8_lossy(script.bytes())) {
                    Ok(candidate) => Command::AddRemoteCandidate {
                        transport,
                        candidate,
                    },
                    Err(_) => return,
                },
                4 => Command::RemoteEndOfCandidates { transport },
                5 => Command::OpenChannel {
                    channel,
                    stream_id: script.word() as u16,
                    parameters: parameters(small),
                },
                6 => Command::Send {
                    channel,
                    binary: small & 1 == 1,
                    data: script.bytes().to_vec(),
                },
                7 => Command::CloseChannel { channel },
                8 => Command::RemoveTransport { transport },
                9 => Command::AddTransport {
                    transport,
                    component: 1,
                    credentials: credentials(),
                    role: IceRole::Controlling,
                    certificate,
                },
                10 => Command::StartDtls {
                    transport,
                    role: DtlsRole::Client,
                    fingerprints: vec![pair.ends[1 - end].fingerprint()],
                },
                11 => Command::StartSctp {
                    transport,
                    parameters: SctpParameters {
                        local_port: script.word() as u16,
                        remote_port: script.word() as u16,
                        local_max_message_size: u64::from(small) * 1000,
                    },
                },
                12 => Command::SetIceRole {
                    transport,
                    role: IceRole::Controlled,
                },
                _ => Command::Close,
            },
        );
    }

    /// Answers of the world that nobody asked for.
    fn inputs(&mut self, end: usize, script: &mut Script<'_>) {
        self.peer_lied = true;
        let request = RequestId(u32::from(script.byte()));
        let address = std::net::IpAddr::from([10, 0, 0, script.byte()]);
        let input = match script.byte() % 4 {
            0 => Input::Interfaces(vec![LocalInterface {
                name: "eth1".to_owned(),
                address,
                loopback: false,
            }]),
            1 => Input::Bound {
                request,
                result: Err("no".to_owned()),
            },
            2 => Input::Resolved {
                request,
                result: Ok(vec![address; usize::from(script.byte() % 3)]),
            },
            _ => Input::SocketLost(SocketId(u32::from(script.byte() % 4))),
        };
        let now = self.pair.now;
        self.pair.ends[end].session.handle_input(now, input);
        self.pair.drain(end);
    }

    /// What arrived is a beginning of what was sent, each message once and whole.
    fn check_order(&self) {
        if self.peer_lied {
            return;
        }
        for (n, message) in received(&self.pair.ends[1]).iter().enumerate() {
            let n = n as u32;
            assert!(n < self.sent, "a message that nobody sent");
            assert_eq!(message[..4], n.to_be_bytes(), "the order is another");
            assert!(message[4..].iter().all(|byte| *byte == n as u8), "changed");
        }
    }
}

fn parameters(bits: u8) -> ChannelParameters {
    ChannelParameters {
        label: "l".repeat(bits.into()),
        protocol: String::new(),
        ordered: bits & 1 == 1,
        max_packet_life_time: (bits & 2 == 2).then_some(20),
        max_retransmits: (bits & 6 == 4).then_some(1),
        negotiated: bits & 8 == 8,
        priority: 256,
    }
}
