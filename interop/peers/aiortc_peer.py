"""aiortc as a peer of interop/PROTOCOL.md: aiortc_peer.py ROLE [OPTIONS]."""

import asyncio
import json
import sys

import av
from aiortc import AudioStreamTrack, RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaBlackhole
from aiortc.mediastreams import VideoStreamTrack

TEXTS = 10
BINARY = bytes((i * 7 + (i >> 8)) & 0xFF for i in range(60000))
USAGE = "usage: aiortc_peer.py offer|answer [--media] [--ice URL[,USER,PASS]]... [--sdp-only]"


def fail(message):
    print(f"peer: {message}", file=sys.stderr)
    sys.exit(2)


def emit(message):
    print(json.dumps(message), flush=True)


def emit_open(channel):
    emit({"event": "open", "label": channel.label})


def parse_options(argv):
    if not argv or argv[0] not in ("offer", "answer"):
        fail(USAGE)
    role, rest = argv[0], argv[1:]
    servers, sdp_only, media = [], False, False
    while rest:
        name = rest.pop(0)
        if name == "--ice":
            if not rest:
                fail("--ice needs URL[,USER,PASS]")
            url, *credentials = rest.pop(0).split(",")
            servers.append(RTCIceServer(url, *credentials))
        elif name == "--sdp-only":
            sdp_only = True
        elif name == "--media":
            media = True
        elif name == "--relay":
            fail("--relay: aiortc has no iceTransportPolicy")
        else:
            fail(f"unknown option {name}; {USAGE}")
    return role, servers, sdp_only, media


class Pictures(VideoStreamTrack):
    """Small ones, five a second: the encoder is not what is tested."""

    async def recv(self):
        await asyncio.sleep(0.2)
        pts, time_base = await self.next_timestamp()
        frame = av.VideoFrame(width=160, height=120)
        frame.pts, frame.time_base = pts, time_base
        return frame


class Peer:
    def __init__(self, role, servers, media):
        self.role = role
        self.media = media
        self.sinks = MediaBlackhole()
        self.signal = None
        self.answered = None
        self.remote = None  # as it came: what remoteDescription writes lacks attributes that aiortc does not know
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=servers))
        self.texts = 0
        self.binary = None
        self.channel = None

        @self.pc.on("connectionstatechange")
        def on_state():
            emit({"event": "state", "state": self.pc.connectionState})

        @self.pc.on("datachannel")
        def on_datachannel(channel):
            if channel.label == "signal":
                self.signal_over(channel)
            else:
                channel.on("message", channel.send)
            if self.media:
                emit_open(channel)

        @self.pc.on("track")
        async def on_track(track):
            self.sinks.addTrack(track)
            await self.sinks.start()

    async def start(self):
        if self.media:
            for kind in ("audio", "video"):
                self.add_track(kind)
        if self.role == "offer":
            self.channel = self.pc.createDataChannel("lab")
            self.channel.on("message", self.pong)
            if self.media:
                self.channel.on("open", lambda: emit_open(self.channel))
                self.signal_over(self.pc.createDataChannel("signal"))
                self.signal.on("open", lambda: emit_open(self.signal))
            else:
                self.channel.on("open", self.ping)
            emit(await self.offer())

    def add_track(self, kind):
        self.pc.addTrack(Pictures() if kind == "video" else AudioStreamTrack())

    async def offer(self):
        return await self.describe(await self.pc.createOffer())

    async def answer(self, offer):
        await self.set_remote(offer)
        return await self.describe(await self.pc.createAnswer())

    async def set_remote(self, message):
        await self.pc.setRemoteDescription(RTCSessionDescription(message["sdp"], message["type"]))
        self.remote = message["sdp"]

    async def describe(self, description):
        # setLocalDescription gathers, and returns when that is done.
        await self.pc.setLocalDescription(description)
        local = self.pc.localDescription
        return {"type": local.type, "sdp": local.sdp}

    def signal_over(self, channel):
        self.signal = channel

        @channel.on("message")
        async def on_message(text):
            message = json.loads(text)
            if message["type"] == "offer":
                channel.send(json.dumps(await self.answer(message)))
            else:
                await self.set_remote(message)
                self.answered.set_result(None)

    async def negotiate_over_signal(self):
        self.answered = asyncio.get_running_loop().create_future()
        self.signal.send(json.dumps(await self.offer()))
        await self.answered

    def state(self):
        local = self.pc.localDescription
        return {
            "event": "session",
            "signaling": self.pc.signalingState,
            "connection": self.pc.connectionState,
            "local": local and local.sdp,
            "remote": self.remote,
            "transceivers": [
                {"mid": t.mid, "kind": t.kind, "direction": t.direction, "current": t.currentDirection}
                for t in self.pc.getTransceivers()
            ],
        }

    def ping(self):
        self.texts, self.binary = 0, None
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
        command = message.get("cmd")
        if message.get("type") == "offer":
            emit(await self.answer(message))
        elif message.get("type") == "answer":
            await self.set_remote(message)
        elif command == "stats":
            emit({"event": "stats", "video_in": 0, "audio_in": 0})
        elif command == "state":
            emit(self.state())
        elif command == "echo":
            self.ping()
        elif command == "negotiate" and message.get("over") != "signal":
            emit(await self.offer())
        elif command != "quit":
            await self.handle_media(message)
            emit({"event": "done", "cmd": command})

    async def handle_media(self, message):
        command = message.get("cmd")
        if command == "add-track":
            self.add_track(message["kind"])
        elif command == "direction":
            found = [t for t in self.pc.getTransceivers() if t.mid == message["mid"]]
            found[0].direction = message["direction"]
        elif command == "negotiate":
            await self.negotiate_over_signal()
        else:
            emit({"event": "error", "message": f"{command}: aiortc cannot do that"})


async def main():
    role, servers, sdp_only, media = parse_options(sys.argv[1:])
    peer = Peer(role, servers, media)
    await peer.start()
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
