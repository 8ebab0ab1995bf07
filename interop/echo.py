"""Data channels and ICE restarts between two peers."""

from harness import CONNECT, ECHO, PEERS, Failure, exchange
from sdp import credentials

OPTIONS = ()


async def run(offerer, answerer):
    """Gives what was done."""
    before = await connect(offerer, answerer)
    await statistics(offerer, answerer)
    if not all(peer.role in PEERS[peer.implementation].restart for peer in (offerer, answerer)):
        return "echo"
    await restart(offerer, answerer, before)
    return "echo, restart"


async def connect(offerer, answerer):
    before = await exchange(offerer, answerer)
    for peer in (offerer, answerer):
        await peer.expect(CONNECT, event="state", state="connected")
    await offerer.expect(ECHO, event="echo", text=10, binary=60000)
    return before


async def statistics(offerer, answerer):
    for peer in (offerer, answerer):
        peer.send({"cmd": "stats"})
        await peer.expect(ECHO, event="stats", video_in=None, audio_in=None)


async def restart(offerer, answerer, before):
    offerer.send({"cmd": "restart"})
    after = await exchange(offerer, answerer)
    for peer, old, new in zip((offerer, answerer), before, after):
        if not credentials(new) or set(credentials(old)) & set(credentials(new)):
            raise Failure(f"{peer.name}: no new ICE credentials after a restart")
    await offerer.expect(ECHO, event="echo", text=10, binary=60000)
