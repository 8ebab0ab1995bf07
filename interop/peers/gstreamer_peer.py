"""GStreamer's webrtcbin as a peer of interop/PROTOCOL.md: gstreamer_peer.py ROLE [OPTIONS].
BUNDLE=NONE in the environment: each section has a transport of its own.

webrtcbin works in a thread of its own; this program's main thread reads commands and waits for webrtcbin's promises.
Its media is what transceivers without a source make: they are negotiated, nothing is sent.
"""

import json
import os
import queue
import re
import sys
import threading
import urllib.parse

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

TEXTS = 10
BINARY = bytes((i * 7 + (i >> 8)) & 0xFF for i in range(60000))
USAGE = "usage: gstreamer_peer.py offer|answer [--media] [--ice URL[,USER,PASS]]... [--relay] [--sdp-only]"

# What an offer of ours holds. An answer takes the payload types of the offer.
CODECS = {
    "audio": ["OPUS,clock-rate=48000,encoding-params=(string)2,payload=97", "PCMU,clock-rate=8000,payload=0"],
    "video": ["VP8,clock-rate=90000,payload=96", "VP9,clock-rate=90000,payload=98"],
}
DIRECTIONS = {
    "inactive": GstWebRTC.WebRTCRTPTransceiverDirection.INACTIVE,
    "sendonly": GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY,
    "recvonly": GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY,
    "sendrecv": GstWebRTC.WebRTCRTPTransceiverDirection.SENDRECV,
}
SDP_TYPES = {"offer": GstWebRTC.WebRTCSDPType.OFFER, "answer": GstWebRTC.WebRTCSDPType.ANSWER}

output = threading.Lock()


def emit(message):
    with output:
        print(json.dumps(message), flush=True)


def fail(message):
    print(f"peer: {message}", file=sys.stderr)
    sys.exit(2)


def parse_options(argv):
    if not argv or argv[0] not in ("offer", "answer"):
        fail(USAGE)
    options = {"role": argv[0], "ice": [], "relay": False, "sdp_only": False, "media": False}
    rest = argv[1:]
    while rest:
        name = rest.pop(0)
        if name == "--ice" and rest:
            options["ice"].append(rest.pop(0).split(","))
        elif name in ("--relay", "--sdp-only", "--media"):
            options[name[2:].replace("-", "_")] = True
        else:
            fail(f"unknown option {name}; {USAGE}")
    return options


def caps(kind, role):
    codecs = CODECS[kind] if role == "offer" else [re.sub(",payload=.*", "", codec) for codec in CODECS[kind]]
    return Gst.Caps.from_string(";".join(f"application/x-rtp,media={kind},encoding-name={codec}" for codec in codecs))


class Peer:
    def __init__(self, options):
        self.role = options["role"]
        self.media = options["media"]
        self.channels = {}
        self.texts, self.binary = 0, None
        self.gathered = threading.Event()
        self.work = queue.Queue()
        self.loop = GLib.MainLoop()
        threading.Thread(target=self.loop.run, daemon=True).start()

        self.pipeline = Gst.Pipeline()
        self.webrtc = Gst.ElementFactory.make("webrtcbin")
        bundle = os.environ.get("BUNDLE", "MAX_BUNDLE")
        self.webrtc.set_property("bundle-policy", getattr(GstWebRTC.WebRTCBundlePolicy, bundle))
        if options["relay"]:
            self.webrtc.set_property("ice-transport-policy", GstWebRTC.WebRTCICETransportPolicy.RELAY)
        for server in options["ice"]:
            self.add_server(*server)
        self.pipeline.add(self.webrtc)
        self.webrtc.connect("notify::connection-state", self.on_state)
        self.webrtc.connect("notify::ice-gathering-state", self.on_gathering)
        self.webrtc.connect("on-data-channel", lambda _, channel: self.on_channel(channel))
        self.webrtc.connect("pad-added", self.on_pad)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", self.on_error)
        self.pipeline.set_state(Gst.State.PLAYING)

    def add_server(self, url, user=None, password=None):
        scheme, rest = url.split(":", 1)
        if scheme == "stun":
            self.webrtc.set_property("stun-server", f"stun://{rest}")
        else:
            credentials = ":".join(urllib.parse.quote(part, safe="") for part in (user, password))
            self.webrtc.emit("add-turn-server", f"{scheme}://{credentials}@{rest}")

    def on_error(self, _bus, message):
        error, debug = message.parse_error()
        emit({"event": "error", "message": f"{error.message} ({debug})"})

    def on_state(self, *_):
        emit({"event": "state", "state": self.webrtc.get_property("connection-state").value_nick})

    def on_gathering(self, *_):
        if self.webrtc.get_property("ice-gathering-state").value_nick == "complete":
            self.gathered.set()
        else:
            self.gathered.clear()

    def on_pad(self, _, pad):
        if pad.get_direction() == Gst.PadDirection.SRC:
            sink = Gst.ElementFactory.make("fakesink")
            self.pipeline.add(sink)
            sink.sync_state_with_parent()
            pad.link(sink.get_static_pad("sink"))

    # ---- Negotiation

    def call(self, signal, *arguments, wanted=None):
        """Makes webrtcbin do something and waits for it. Gives a description: a copy, for a reply dies with its promise."""
        promise = Gst.Promise.new()
        self.webrtc.emit(signal, *arguments, promise)
        promise.wait()
        reply = promise.get_reply()
        if reply is not None and reply.has_field("error"):
            raise RuntimeError(f"{signal}: {reply.get_value('error').message}")
        if wanted is None:
            return None
        return self.description(wanted, reply.get_value(wanted).sdp.as_text())

    def description(self, type, text):
        _, sdp = GstSdp.SDPMessage.new_from_text(text)
        return GstWebRTC.WebRTCSessionDescription.new(SDP_TYPES[type], sdp)

    def offer(self):
        return self.describe("offer", self.call("create-offer", None, wanted="offer"))

    def answer(self, offer):
        self.set_remote(offer)
        answer = self.describe("answer", self.call("create-answer", None, wanted="answer"))
        self.keep_codecs(answer["sdp"])
        return answer

    def keep_codecs(self, answer):
        """An offer of ours needs payload types, and a transceiver made by an offer to us has none to prefer."""
        _, sdp = GstSdp.SDPMessage.new_from_text(answer)
        for transceiver in self.transceivers():
            media = sdp.get_media(transceiver.get_property("mlineindex"))
            formats = [int(media.get_format(n)) for n in range(media.formats_len())]
            structures = [media.get_caps_from_media(n).get_structure(0).to_string() for n in formats]
            names = [re.sub("^application/x-unknown", "application/x-rtp", text) for text in structures]
            if media.get_port() != 0 and names:
                transceiver.set_property("codec-preferences", Gst.Caps.from_string(";".join(names)))

    def describe(self, type, description):
        """Sets a local description and gives it as a message, when it holds all candidates."""
        self.call("set-local-description", description)
        if not self.gathered.wait(30):
            raise RuntimeError("gathering does not end")
        return {"type": type, "sdp": self.webrtc.get_property("local-description").sdp.as_text()}

    def set_remote(self, message):
        self.call("set-remote-description", self.description(message["type"], message["sdp"]))

    def start(self):
        if self.media:
            for kind in ("audio", "video"):
                self.add_track(kind)
        if self.role == "offer":
            for label in ("lab", "signal") if self.media else ("lab",):
                self.on_channel(self.webrtc.emit("create-data-channel", label, None))
            emit(self.offer())

    # ---- Media

    def add_track(self, kind):
        self.webrtc.emit("add-transceiver", DIRECTIONS["sendrecv"], caps(kind, self.role))

    def transceivers(self):
        index = 0
        while transceiver := self.webrtc.emit("get-transceiver", index):
            yield transceiver
            index += 1

    def set_direction(self, mid, direction):
        for transceiver in self.transceivers():
            if transceiver.get_property("mid") == mid:
                transceiver.set_property("direction", DIRECTIONS[direction])

    def state(self):
        def description(which):
            found = self.webrtc.get_property(f"current-{which}-description")
            return found and found.sdp.as_text()

        def nick(transceiver, name):
            value = transceiver.get_property(name).value_nick
            return None if value == "none" else value

        return {
            "event": "session",
            "signaling": self.webrtc.get_property("signaling-state").value_nick,
            "connection": self.webrtc.get_property("connection-state").value_nick,
            "local": description("local"),
            "remote": description("remote"),
            "transceivers": [
                {
                    "mid": transceiver.get_property("mid"),
                    "kind": nick(transceiver, "kind"),
                    "direction": nick(transceiver, "direction"),
                    "current": nick(transceiver, "current-direction"),
                }
                for transceiver in self.transceivers()
            ],
        }

    # ---- Data channels. webrtcbin's thread calls.

    def on_channel(self, channel):
        label = channel.get_property("label")
        self.channels[label] = channel
        if self.media and self.role == "offer":
            channel.connect("on-open", lambda _: emit({"event": "open", "label": label}))
        elif self.media:
            emit({"event": "open", "label": label})
        if label == "signal":
            channel.connect("on-message-string", lambda _, text: self.work.put({"signal": json.loads(text)}))
            return
        channel.connect("on-message-string", self.on_message)
        channel.connect("on-message-data", self.on_message)
        if self.role == "offer" and not self.media:
            channel.connect("on-open", lambda _: self.ping())

    def send(self, label, message):
        channel = self.channels[label]
        if isinstance(message, str):
            channel.emit("send-string", message)
        else:
            channel.emit("send-data", message)

    def on_message(self, _, message):
        if self.role == "answer":
            self.send("lab", message)
        else:
            self.pong(message)

    def ping(self):
        self.texts, self.binary = 0, None
        for n in range(TEXTS):
            self.send("lab", f"ping {n}")
        self.send("lab", GLib.Bytes.new(BINARY))

    def pong(self, message):
        if isinstance(message, str):
            if message != f"ping {self.texts}":
                emit({"event": "error", "message": f"echo {self.texts} is {message!r}"})
            self.texts += 1
        else:
            if message.get_data() != BINARY:
                emit({"event": "error", "message": f"the binary echo of {message.get_size()} bytes differs"})
            self.binary = message.get_size()
        if self.texts == TEXTS and self.binary is not None:
            emit({"event": "echo", "text": self.texts, "binary": self.binary})

    # ---- Commands, and descriptions that come over the channel `signal`: one after the other

    def run(self):
        threading.Thread(target=self.read, daemon=True).start()
        while (message := self.work.get()).get("cmd") != "quit":
            if "signal" in message:
                self.handle_signal(message["signal"])
            elif "type" in message:
                self.handle_description(message)
            else:
                self.handle_command(message)

    def read(self):
        for line in sys.stdin:
            self.work.put(json.loads(line))
        self.work.put({"cmd": "quit"})

    def handle_description(self, message):
        if message["type"] == "offer":
            emit(self.answer(message))
        else:
            self.set_remote(message)

    def handle_signal(self, message):
        if message["type"] == "offer":
            self.send("signal", json.dumps(self.answer(message)))
        else:
            self.set_remote(message)
            emit({"event": "done", "cmd": "negotiate"})

    def handle_command(self, message):
        command = message["cmd"]
        if command == "stats":
            emit({"event": "stats", "video_in": 0, "audio_in": 0})
        elif command == "state":
            emit(self.state())
        elif command == "echo":
            self.ping()
        elif command == "negotiate" and message.get("over") == "signal":
            self.send("signal", json.dumps(self.offer()))
        elif command == "negotiate":
            emit(self.offer())
        elif command == "add-track":
            self.add_track(message["kind"])
            emit({"event": "done", "cmd": command})
        elif command == "direction":
            self.set_direction(message["mid"], message["direction"])
            emit({"event": "done", "cmd": command})
        else:
            raise RuntimeError(f"{command}: webrtcbin cannot do that")


def main():
    Gst.init(None)
    options = parse_options(sys.argv[1:])
    peer = Peer(options)
    try:
        peer.start()
        if not options["sdp_only"]:
            peer.run()
    except Exception as error:
        emit({"event": "error", "message": str(error)})
        raise
    finally:
        peer.webrtc.handler_block_by_func(peer.on_state)
        peer.pipeline.set_state(Gst.State.NULL)


main()
