"""Negotiates tracks between two peers, step by step, and compares after each step what both ends make of it.

Both begin with an audio and a video track and a data channel. A step is an act of one side (the offerer, where nothing
else is said) and an exchange; after it both ends are stable and connected, data still comes back, and the two agree on
mids, kinds, directions, rejected sections, payload types and codecs, each with its own descriptions and with the other.
"""

import asyncio
import time

from harness import CONNECT, ECHO, START, Failure, exchange
from sdp import MIRRORED, credentials, intersect, sections

OPTIONS = ("--media",)
RENEGOTIATIONS = 10

# What a peer cannot do as the one that acts in a step or as the one that hears of it, and why. Such a step is left out.
CANNOT = {
    ("aiortc", "acts", "remove track"): "has no removeTrack",
    ("aiortc", "acts", "stop"): "stops senders and receivers only, and goes on to offer the section",
    ("aiortc", "hears", "stop"): "answers a rejected section as if it were none",
    ("aiortc", "acts", "offer back"): "numbers header extensions anew",
    ("aiortc", "acts", "restart"): "cannot restart ICE",
    ("aiortc", "hears", "restart"): "cannot restart ICE",
    ("pion", "hears", "remove track"): "answers recvonly with recvonly",
    ("pion", "hears", "stop"): "answers a rejected section as if it were none",
    ("pion", "hears", "sendonly"): "goes on to send",
    ("pion", "hears", "offer back"): "answers with another DTLS role than it has",
    ("pion", "acts", "direction"): "has no setter for a direction",
    ("pion", "acts", "stop"): "makes a stopped transceiver inactive and goes on to offer the section",
    ("gstreamer", "acts", "remove track"): "has no removeTrack",
    ("gstreamer", "acts", "stop"): "has no stop()",
    ("gstreamer", "acts", "direction"): "refuses another direction for a section that has one",
    ("gstreamer", "hears", "direction"): "refuses another direction for a section that has one",
    ("gstreamer", "hears", "stop"): "answers a rejected section as if it were none",
    ("gstreamer", "hears", "offer back"): "answers with another DTLS role than it has",
    ("gstreamer", "acts", "restart"): "cannot restart ICE",
    ("gstreamer", "hears", "restart"): "keeps its own credentials",
}
CANNOT.update({("unbundled", *key[1:]): why for key, why in CANNOT.items() if key[0] == "gstreamer"})
# RFC 9429 section 5.3.1 has the bundle policy "balanced" reject all but the first section of a kind.
CANNOT["unbundled", "acts", "add track"] = "would be refused a second video section without BUNDLE"
CANNOT["unbundled", "hears", "add track"] = "says its answer is complete before it has the new transport's candidates"
# Peers that say of a transceiver's direction something else than what was set.
ODD_DIRECTION = {"pion"}
# Peers that keep the last current direction when a section becomes inactive.
ODD_CURRENT = {"gstreamer", "unbundled"}
# Peers that use the section of a stopped transceiver again for a new one.
RECYCLES = {"chromium", "firefox", "libwebrtc", "duologue"}


# Peers that fire track.
TRACK_EVENTS = {"chromium", "firefox", "libwebrtc", "duologue"}
# Peers that fire negotiationneeded when they should. Firefox fires it also when it answers with less than its direction, and
# then not again.
NEGOTIATION_NEEDED = TRACK_EVENTS - {"firefox"}


class Call:
    def __init__(self, offerer, answerer):
        self.peers = (offerer, answerer)
        self.wanted = {}  # mid -> what each side wants, from its own view
        self.stopped = set()
        self.offered = 0  # which side made the last offer
        self.left_out = []

    def can(self, actor, *acts):
        for peer in self.peers:
            part = "acts" if peer is self.peers[actor] else "hears"
            for act in acts:
                if (peer.implementation, part, act) in CANNOT:
                    return self.leave_out(act)
        return True

    def may_offer(self, side):
        return side == 0 or self.can(1, "offer back")

    def leave_out(self, act):
        if act not in self.left_out:
            self.left_out.append(act)
        return False

    async def tell(self, side, command, **arguments):
        self.peers[side].send({"cmd": command, **arguments})
        await self.peers[side].expect(ECHO, event="done", cmd=command)

    async def act(self, side, command, **arguments):
        """Tells something that needs negotiation."""
        peer = self.peers[side]
        peer.forget("negotiationneeded")
        await self.tell(side, command, **arguments)
        if peer.implementation in NEGOTIATION_NEEDED:
            await peer.expect(ECHO, event="negotiationneeded")

    async def hear_track(self, side, section):
        """There is a track event for a section of the remote description."""
        if self.peers[side].implementation in TRACK_EVENTS:
            event = await self.peers[side].expect(ECHO, event="track", mid=section.mid)
            if event["kind"] != section.kind or (section.streams and set(event["streams"]) != section.streams):
                raise Failure(f"{self.peers[side].name}: {event} does not fit {section} with streams {section.streams}")

    async def negotiate(self, side):
        self.offered = side
        self.peers[side].send({"cmd": "negotiate"})
        return await exchange(self.peers[side], self.peers[1 - side])

    async def negotiate_over_signal(self, side):
        self.offered = side
        await self.tell(side, "negotiate", over="signal")

    async def want(self, side, mid, direction):
        # What such a peer offered last may be all that can be had.
        odd = self.peers[1 - side].implementation in ODD_DIRECTION
        await (self.tell if odd else self.act)(side, "direction", mid=mid, direction=direction)
        self.wanted[mid][side] = direction

    async def echo(self):
        self.peers[0].send({"cmd": "echo"})
        await self.peers[0].expect(ECHO, event="echo", text=10, binary=60000)

    async def settled_states(self):
        """When both are connected: a section may have begun a transport of its own."""
        deadline = time.monotonic() + CONNECT
        while True:
            states = await self.states()
            if all(state.connection == "connected" for state in states) or time.monotonic() > deadline:
                return states
            await asyncio.sleep(0.2)

    async def states(self):
        for peer in self.peers:
            peer.send({"cmd": "state"})
        return [State(peer, await peer.expect(ECHO, event="session")) for peer in self.peers]

    async def check(self, step):
        """Gives both states."""
        states = await self.settled_states()
        try:
            for state in states:
                state.is_settled()
                state.fits(self.stopped)
            compare(states, self.offered)
            self.compare_with_wanted(states)
        except Failure as failure:
            raise Failure(f"after {step}: {failure}") from None
        await self.echo()
        return states

    def compare_with_wanted(self, states):
        for side, state in enumerate(states):
            if set(state.transceivers) != set(self.wanted):
                raise Failure(f"{state.name} has transceivers for {sorted(state.transceivers)}, not {sorted(self.wanted)}")
            for mid, wanted in self.wanted.items():
                found = state.transceivers[mid]
                current = intersect(wanted[side], wanted[1 - side])
                if found.get("current", current) != current and state.implementation not in ODD_CURRENT:
                    raise Failure(f"{state.name}: mid {mid} is {found['current']}, wanted is {current}")
                if state.negotiated_direction(mid, side == self.offered) != current:
                    raise Failure(f"{state.name}: the descriptions do not make mid {mid} {current}")
                if found["direction"] != wanted[side] and state.implementation not in ODD_DIRECTION:
                    raise Failure(f"{state.name}: mid {mid} has the direction {found['direction']}, {wanted[side]} was set")


class State:
    """One end, as it describes itself."""

    def __init__(self, peer, session):
        self.name, self.implementation = peer.name, peer.implementation
        self.signaling, self.connection = session["signaling"], session["connection"]
        self.local, self.remote = sections(session["local"] or ""), sections(session["remote"] or "")
        self.all = session["transceivers"]
        self.transceivers = {t["mid"]: t for t in self.all if t["direction"] != "stopped" and t.get("current") != "stopped"}

    def is_settled(self):
        if self.signaling != "stable" or self.connection != "connected":
            raise Failure(f"{self.name} is {self.signaling} and {self.connection}")

    def fits(self, stopped):
        """Do its transceivers fit its descriptions?"""
        mids = {section.mid: section.kind for section in self.local if section.kind != "application" and not section.rejected}
        if len(self.local) != len(self.remote):
            raise Failure(f"{self.name} has {len(self.local)} local and {len(self.remote)} remote sections")
        for mid in stopped:
            if mid in mids:
                raise Failure(f"{self.name}: the section of the stopped mid {mid} is not rejected")
            self.transceivers.pop(mid, None)
        if mids != {mid: transceiver["kind"] for mid, transceiver in self.transceivers.items()}:
            raise Failure(f"{self.name} has transceivers {self.all} for the sections {self.local}")

    def section(self, mid, which):
        return next(section for section in which if section.mid == mid)

    def negotiated_direction(self, mid, offered):
        """What the answer says, seen from here."""
        if offered:
            return MIRRORED[self.section(mid, self.remote).direction]
        return self.section(mid, self.local).direction


def compare(states, offered):
    """Each end's local description is the other's remote one, and the answer fits the offer."""
    for one, other in (states, states[::-1]):
        for sent, received in zip(one.local, other.remote):
            if not sent.heard_as(received):
                raise Failure(f"{one.name} says {sent}, {other.name} heard {received}")
    offer, answer = states[offered].local, states[1 - offered].local
    if len(offer) != len(answer):
        raise Failure(f"{len(offer)} sections were offered, {len(answer)} answered")
    for offered_section, answered in zip(offer, answer):
        if (offered_section.kind, offered_section.mid) != (answered.kind, answered.mid):
            if not answered.rejected:
                raise Failure(f"{offered_section} was answered with {answered}")
        if not answered.rejected and not answered.codecs.items() <= offered_section.codecs.items():
            raise Failure(f"the answer has codecs that were not offered: {offered_section} / {answered}")
    for sender, receiver in (states, states[::-1]):
        for mid, transceiver in sender.transceivers.items():
            sent = transceiver.get("send")
            received = receiver.transceivers[mid].get("receive") if mid in receiver.transceivers else None
            # The first is what is sent; Chromium also names what it could send, had its answer taken it.
            if sent and received and sent[0] not in received:
                raise Failure(f"mid {mid}: {sender.name} sends {sent}, {receiver.name} receives {received}")


async def run(offerer, answerer):
    """Gives what was done."""
    call = Call(offerer, answerer)
    await first_exchange(call)
    audio, video = call.wanted
    await offer_back(call)
    await add_and_remove_track(call)
    await change_direction(call, audio, video)
    await stop_and_recycle(call)
    await restart(call)
    await renegotiate(call, video)
    told = await compare_statistics(call)
    left_out = f"; left out: {', '.join(call.left_out)}" if call.left_out else ""
    return f"{len(call.wanted)} sections at the end, {told} statistics compared{left_out}"


async def first_exchange(call):
    await exchange(*call.peers)
    for peer in call.peers:
        await peer.expect(CONNECT, event="state", state="connected")
        for label in ("lab", "signal"):
            await peer.expect(CONNECT, event="open", label=label)
    for side, state in enumerate(await call.states()):
        for section in state.remote:
            if section.kind != "application":
                call.wanted[section.mid] = ["sendrecv", "sendrecv"]
                await call.hear_track(side, section)
    await call.check("the first exchange")


async def offer_back(call):
    if call.may_offer(1):
        await call.negotiate(1)
        await call.check("an offer of the answerer")


async def add_track(call, kind):
    """Gives the new section's mid."""
    await call.act(0, "add-track", kind=kind)
    await call.negotiate(0)
    state, other = await call.states()
    (mid,) = set(state.transceivers) - set(call.wanted) - call.stopped
    call.wanted[mid] = ["sendrecv", "recvonly"]
    await call.hear_track(1, other.section(mid, other.remote))
    return mid


async def add_and_remove_track(call):
    if not call.can(0, "add track"):
        return
    mid = await add_track(call, "video")
    await call.check("a track was added")
    if call.can(0, "remove track"):
        await call.act(0, "remove-track", mid=mid)
        call.wanted[mid][0] = "recvonly"
        await call.negotiate(0)
        await call.check("a track was removed")


async def change_direction(call, audio, video):
    changes = [(0, video, "recvonly"), (0, video, "sendrecv"), (0, audio, "sendonly"), (1, video, "recvonly")]
    for side, mid, direction in changes:
        if call.can(side, "direction", direction) and call.may_offer(side):
            await call.want(side, mid, direction)
            await call.negotiate(side)
            await call.check(f"{call.peers[side].name} made mid {mid} {direction}")


async def stop_and_recycle(call):
    if not call.can(0, "stop"):
        return
    *_, mid = call.wanted
    await call.act(0, "stop", mid=mid)
    del call.wanted[mid]
    call.stopped.add(mid)
    await call.negotiate(0)
    before, _ = await call.check("a transceiver was stopped")
    await add_track(call, "video")
    after, _ = await call.check("a track was added after that")
    grown = len(after.local) - len(before.local)
    if grown and call.peers[0].implementation in RECYCLES:
        raise Failure(f"{call.peers[0].name} did not use the stopped section again")


async def restart(call):
    if not call.can(0, "restart"):
        return
    before = [credentials(state["local"]) for state in await raw_states(call)]
    call.offered = 0
    call.peers[0].send({"cmd": "restart"})
    after = await exchange(*call.peers)
    for peer, old, new in zip(call.peers, before, after):
        if not credentials(new) or set(old) & set(credentials(new)):
            raise Failure(f"{peer.name}: no new ICE credentials after a restart")
    await call.peers[0].expect(ECHO, event="echo", text=10, binary=60000)
    await call.check("an ICE restart")


async def raw_states(call):
    for peer in call.peers:
        peer.send({"cmd": "state"})
    return [await peer.expect(START, event="session") for peer in call.peers]


async def renegotiate(call, video):
    """Over the data channel, each side in turn, changing a direction where it can."""
    for count in range(RENEGOTIATIONS):
        side = count % 2 if call.may_offer(1) else 0
        if call.can(side, "direction"):
            await call.want(side, video, "sendrecv" if call.wanted[video][side] == "recvonly" else "recvonly")
        await call.negotiate_over_signal(side)
        await call.check(f"renegotiation {count + 1} over the data channel")


# Peers that answer the command for statistics of a transport.
STATISTICS = {"chromium", "firefox", "libwebrtc", "duologue"}
# Peers with a version that names SRTP profiles as RFC 4568 does.
ODD_PROFILES = {"libwebrtc"}
# What both ends say alike, what each says of the other, and what is one thing for one end and another for the other.
SAME = ("dtls", "tls_version", "srtp")
CROSSED = (("local_fingerprint", "remote_fingerprint"), ("local_port", "remote_port"))
OPPOSITE = {"dtls_role": {"client", "server"}, "ice_role": {"controlling", "controlled"}}


async def compare_statistics(call):
    """What getStats says at one end against what it says at the other. Gives how many members could be compared."""
    if not all(peer.implementation in STATISTICS for peer in call.peers):
        return 0
    # After the restart the pair that was nominated is heard of at one end first.
    deadline = time.monotonic() + CONNECT
    while True:
        stats = []
        for peer in call.peers:
            peer.send({"cmd": "stats"})
            stats.append(await peer.expect(ECHO, event="stats"))
            if peer.implementation in ODD_PROFILES:
                stats[-1].pop("srtp", None)
        compared, differing = hold_together(*stats)
        if not differing:
            break
        if time.monotonic() > deadline:
            raise Failure(f"the ends do not agree on {', '.join(differing)}: {stats}")
        await asyncio.sleep(0.2)
    for peer, own in zip(call.peers, stats):
        videos = len(call.wanted) - 1
        if peer.implementation == "duologue" and (own["audio_out"] != 1 or not 1 <= own["video_out"] <= videos):
            raise Failure(f"{peer.name}: {own} for the sections {call.wanted}")
    return compared


def hold_together(one, other):
    """How many members both ends know, and the names of those that do not fit."""
    pairs = [(key, one.get(key), other.get(key), lambda a, b: a == b) for key in SAME]
    for mine, theirs in CROSSED:
        pairs += [(mine, one.get(mine), other.get(theirs), lambda a, b: a == b)]
        pairs += [(theirs, one.get(theirs), other.get(mine), lambda a, b: a == b)]
    for key, values in OPPOSITE.items():
        pairs.append((key, one.get(key), other.get(key), lambda a, b, values=values: {a, b} == values))
    # Something was on its way when one end was asked.
    for mine, theirs in ((one, other), (other, one)):
        pairs.append(("sent", mine.get("sent"), theirs.get("received"), lambda a, b: 0.9 < a / b < 1.1))
    known = [pair for pair in pairs if pair[1] is not None and pair[2] is not None]
    return len(known), [key for key, mine, theirs, fits in known if not fits(mine, theirs)]
