"""Other implementations as processes that speak PROTOCOL.md."""

import asyncio
import collections
import json
import os
import shlex
import signal

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(HERE)
BUILD = os.path.join(ROOT, "build", "interop")
NETLAB = os.path.join(ROOT, "tests", "lab", "netlab")

# Seconds. A browser starts in 1 to 7 s on a quiet machine; nothing here waits for long unless something is wrong.
START, CONNECT, ECHO, QUIT = 180, 90, 60, 60


class Kind:
    """`restart`: which part it can take in an ICE restart; `media_argv`: another program for --media."""

    def __init__(self, *argv, media_argv=None, restart=("offer", "answer"), media=True):
        self.argv = argv
        self.media_argv = media_argv or argv
        self.restart = restart
        self.media = media


def node(script, *arguments):
    return ("node", os.path.join(HERE, "peers", script), *arguments)


def python(script, interpreter="/usr/bin/python3"):
    return (interpreter, os.path.join(HERE, "peers", script))


PEERS = {
    "chromium": Kind(*node("browser.mjs", "chromium")),
    "firefox": Kind(*node("browser.mjs", "firefox")),
    "aiortc": Kind(*python("aiortc_peer.py", os.path.join(BUILD, "venv", "bin", "python")), restart=()),
    "pion": Kind(os.path.join(BUILD, "pion")),
    "libwebrtc": Kind(*node("libwebrtc.mjs")),
    "libdatachannel": Kind(*node("libdatachannel.mjs"), restart=(), media=False),
    "gstreamer": Kind(*python("gstreamer_peer.py"), restart=()),
    "unbundled": Kind("env", "BUNDLE=NONE", *python("gstreamer_peer.py"), restart=()),
}


class Failure(Exception):
    pass


class Peer:
    """One process that speaks PROTOCOL.md."""

    def __init__(self, implementation, role, lab, host, log, *options):
        self.implementation = implementation
        self.role = role
        self.name = f"{implementation} ({role})"
        kind = PEERS[implementation]
        argv = kind.media_argv if "--media" in options else kind.argv
        self.command = [NETLAB, "--name", lab, "exec", host, *argv, role, *options]
        self.log = log
        self.pending = collections.deque()
        self.changed = asyncio.Event()
        self.ended = False

    async def start(self):
        self.note(f"$ {shlex.join(self.command)}")
        self.process = await asyncio.create_subprocess_exec(
            *self.command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=self.log,
            start_new_session=True,
            limit=1 << 22,
        )
        self.reader = asyncio.create_task(self.read())

    def note(self, text):
        self.log.write(text + "\n")
        self.log.flush()

    async def read(self):
        while line := await self.process.stdout.readline():
            text = line.decode(errors="replace").rstrip()
            self.note(f"> {text}")
            try:
                message = json.loads(text)
                if not isinstance(message, dict):
                    raise ValueError("not an object")
            except ValueError as error:
                message = {"event": "error", "message": f"its output is not JSON ({error}): {text[:200]}"}
            self.pending.append(message)
            self.changed.set()
        self.ended = True
        self.changed.set()

    def send(self, message):
        text = json.dumps(message)
        self.note(f"< {text}")
        try:
            self.process.stdin.write(text.encode() + b"\n")
        except ConnectionError as error:
            raise Failure(f"{self.name} does not read its input: {error}") from None

    async def expect(self, timeout, **wanted):
        """The first message not taken yet that has these members (a value of None: any value)."""
        try:
            return await asyncio.wait_for(self._expect(wanted), timeout)
        except asyncio.TimeoutError:
            raise Failure(f"{self.name}: no {describe(wanted)} within {timeout} s") from None

    def forget(self, event):
        self.pending = collections.deque(message for message in self.pending if message.get("event") != event)

    async def _expect(self, wanted):
        while True:
            self.changed.clear()
            for message in self.pending:
                if message.get("event") == "error":
                    raise Failure(f"{self.name} says: {message.get('message')}")
                if message.get("event") == "state" and message.get("state") == "failed":
                    raise Failure(f"{self.name}: its connection failed")
                if all(k in message and v in (None, message[k]) for k, v in wanted.items()):
                    self.pending.remove(message)
                    return message
            if self.ended:
                status = await self.process.wait()
                raise Failure(f"{self.name} ended with status {status}, {describe(wanted)} was expected")
            await self.changed.wait()

    async def quit(self):
        self.send({"cmd": "quit"})
        try:
            status = await asyncio.wait_for(self.process.wait(), QUIT)
        except asyncio.TimeoutError:
            raise Failure(f"{self.name} does not end") from None
        if status != 0:
            raise Failure(f"{self.name} ended with status {status}")

    async def kill(self):
        if not hasattr(self, "process"):
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        await self.process.wait()
        await self.reader


def describe(wanted):
    return " ".join(k if v is None else f"{k} {v}" for k, v in wanted.items())


async def exchange(offerer, answerer):
    """Carries the offer over and the answer back; gives both descriptions."""
    offer = await offerer.expect(START, type="offer", sdp=None)
    answerer.send(offer)
    answer = await answerer.expect(START, type="answer", sdp=None)
    offerer.send(answer)
    return offer["sdp"], answer["sdp"]


async def netlab(*arguments):
    process = await asyncio.create_subprocess_exec(
        NETLAB, *arguments, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await process.communicate()
    if process.returncode:
        raise Failure(errors.decode().strip())
