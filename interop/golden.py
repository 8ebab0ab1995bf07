"""Our answers to the recorded offers of tests/fixtures/sdp, judged by the browser that made them.

An answer can be set only where its offer was made, and the connections of the recordings are gone. So the browser makes
each offer again, by the same steps (peers/recordings.mjs). When what it says is what was recorded, but for names, keys,
numbers of sources and addresses, an answer to the recorded offer answers the new one as well: ours is made from the
recorded text alone, and the browser has to take it and do what it says. Where another version of the browser says something
else, our answer is made from the new offer, and the run says so.
"""

import os
import re

from harness import CONNECT, ROOT, START, Failure, Peer
from sdp import MIRRORED, sections

FIXTURES = os.path.join(ROOT, "tests", "fixtures", "sdp")
BROWSERS = ("chromium", "firefox")
# What differs between two connections that were made by the same steps.
VOLATILE = re.compile(r"(o|c)=|a=(candidate|end-of-candidates|fingerprint|ice-ufrag|ice-pwd|msid|msid-semantic|rtcp|ssrc|ssrc-group)\b")


def recordings(browser):
    """The names of the offers. A re-offer goes on with the connection of its offer, and comes right after it."""
    names = (name.removesuffix(".sdp") for name in os.listdir(FIXTURES) if name.startswith(f"{browser}-"))
    return sorted((name for name in names if name.endswith("offer")), key=lambda name: ("restart" in name, name))


def lasting(sdp):
    """Per section and for the session what two connections have in common, in any order; codecs in theirs."""
    parts = re.split(r"^m=", sdp, flags=re.MULTILINE)
    return [
        sorted(re.sub(r"^(\w+) [1-9]\d* ", r"\1 PORT ", line) for line in part.splitlines() if not VOLATILE.match(line))
        for part in parts
    ]


async def run_browser(browser, lab, logs):
    """Gives what was done."""
    page = Peer(browser, "--recordings", lab, "hostA", logs[0])
    await page.start()
    differing = []
    ours = None
    try:
        names = recordings(browser)
        for name in names:
            if not name.endswith("reoffer"):
                ours = await another(ours, lab, logs[1])
            if not await judge(page, ours, browser, name):
                differing.append(name)
        await ours.quit()
        page.send({"cmd": "quit"})
        return f"{len(names)} answers" + (f"; other offers than recorded: {', '.join(differing)}" if differing else "")
    finally:
        for peer in (page, ours):
            if peer is not None:
                await peer.kill()


async def another(ours, lab, log):
    if ours is not None:
        await ours.quit()
    ours = Peer("duologue", "answer", lab, "hostB", log, "--media")
    await ours.start()
    return ours


async def judge(page, ours, browser, name):
    """Gives whether the browser still makes the recorded offer."""
    with open(os.path.join(FIXTURES, f"{name}.sdp"), newline="") as file:
        recorded = file.read()
    page.send({"recording": name.removeprefix(f"{browser}-")})
    offer = (await page.expect(START, event="offer"))["sdp"]
    same = made_again(name, lasting(offer), lasting(recorded))
    ours.send({"type": "offer", "sdp": recorded if same else offer})
    answer = (await ours.expect(CONNECT, type="answer"))["sdp"]
    page.send({"answer": answer})
    judged = await page.expect(CONNECT, event=None)
    if judged["event"] != "session":
        raise Failure(f"{name}: {browser} refused the answer: {judged['message']}\n{answer}")
    follows(name, judged, sections(offer), sections(answer))
    return same


def made_again(name, offer, recorded):
    if name.endswith("reoffer") and len(offer) == len(recorded):
        # It was recorded after a browser's answer and follows ours now, which leaves some header extensions out.
        return all(set(lines) <= set(more) for lines, more in zip(offer, recorded))
    return offer == recorded


def follows(name, state, offer, answer):
    """Does the browser do what the answer says?"""
    if state["signaling"] != "stable":
        raise Failure(f"{name}: the browser is {state['signaling']}")
    found = {transceiver["mid"]: transceiver for transceiver in state["transceivers"]}
    for offered, answered in zip(offer, answer, strict=True):
        if answered.rejected:
            raise Failure(f"{name}: the answer rejects {offered}")
        if answered.kind == "application":
            continue
        transceiver = found[answered.mid]
        if transceiver["current"] != MIRRORED[answered.direction]:
            raise Failure(f"{name}: mid {answered.mid} is {transceiver['current']} after {answered}")
        if transceiver["send"] == [] and transceiver["current"] in ("sendrecv", "sendonly"):
            raise Failure(f"{name}: the browser sends no codec of {answered}")
