"""aiortc as a peer of interop/PROTOCOL.md: aiortc_peer.py ROLE [OPTIONS]."""

import asyncio
import json
import sys

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription

TEXTS = 10
BINARY = bytes((i * 7 + (i >> 8)) & 0xFF for i in range(60000))
USAGE = "usage: aiortc_peer.py offer|answer [--ice URL[,USER,PASS]]... [--sdp-only]"


def fail(message):
    print(f"peer: {message}", file=sys.stderr)
    sys.exit(2)


def emit(message):
    print(json.dumps(message), flush=True)


def parse_options(argv):
    if not argv or argv[0] not in ("offer", "answer"):
        fail(USAGE)
    role, rest = argv[0], argv[1:]
    servers, sdp_only = [], False
    while rest:
        name = rest.pop(0)
        if name == "--ice":
            if not rest:
                fail("--ice needs URL[,USER,PASS]")
            url, *credentials = rest.pop(0).split(",")
            servers.append(RTCIceServer(url, *credentials))
        elif name == "--sdp-only":
            sdp_only = True
        elif name in ("--media", "--codec"):
            fail(f"{name}: this peer has data channels only")
        elif name == "--relay":
            fail("--relay: aiortc has no iceTransportPolicy")
        else:
            fail(f"unknown option {name}; {USAGE}")
    return role, servers, sdp_only


class Peer:
    def __init__(self, role, servers):
        self.role = role
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=servers))
        self.texts = 0
        self.binary = None
        self.channel = None

        @self.pc.on("connectionstatechange")
        def on_state():
            emit({"event": "state", "state": self.pc.connectionState})

        @self.pc.on("datachannel")
        def on_datachannel(channel):
            @channel.on("message")
            def on_message(data):
                channel.send(data)

    async def offer(self):
        self.channel = self.pc.createDataChannel("lab")
        self.channel.on("open", self.ping)
        self.channel.on("message", self.pong)
        await self.describe(await self.pc.createOffer())

    async def describe(self, description):
        # setLocalDescription gathers, and returns when that is done.
        await self.pc.setLocalDescription(description)
        local = self.pc.localDescription
        emit({"type": local.type, "sdp": local.sdp})

    def ping(self):
        for n in range(TEXTS):
            self.channel.send(f"ping {n}")
        self.channel.send(BINARY)

    def pong(self, data):
        if isinstance(data, str):
            if data != f"ping {self.texts}":
                emit({"event": "error", "message": f"echo {self.texts} is {data!r}"})
            self.texts += 1
        else:
            if data != BINARY:
                emit({"event": "error", "message": f"the binary echo of {len(data)} bytes differs"})
            self.binary = len(data)
        if self.texts == TEXTS and self.binary is not None:
            emit({"event": "echo", "text": self.texts, "binary": self.binary})

    async def handle(self, message):
        if message.get("type") in ("offer", "answer"):
            await self.pc.setRemoteDescription(RTCSessionDescription(message["sdp"], message["type"]))
            if message["type"] == "offer":
                await self.describe(await self.pc.createAnswer())
        elif message.get("cmd") == "stats":
            emit({"event": "stats", "video_in": 0, "audio_in": 0})
        elif message.get("cmd") == "restart":
            emit({"event": "error", "message": "restart: aiortc cannot restart ICE"})
        elif message.get("cmd") != "quit":
            raise ValueError(f"unknown message {message}")


async def main():
    role, servers, sdp_only = parse_options(sys.argv[1:])
    peer = Peer(role, servers)
    if role == "offer":
        await peer.offer()
    if not sdp_only:
        reader = asyncio.StreamReader(limit=1 << 20)
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            message = json.loads(line)
            await peer.handle(message)
            if message.get("cmd") == "quit":
                break
    peer.pc.remove_all_listeners("connectionstatechange")
    await peer.pc.close()


asyncio.run(main())
