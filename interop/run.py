#!/usr/bin/env python3
"""Lets WebRTC implementations talk to each other, each as a real process on a network host of its own.

  interop/run.py [--program PATH] [PAIR...]

PAIR is OFFERER:ANSWERER, either may be '*'. Without one: duologue with each other peer, in both roles. A pair gets two
network namespaces with one link between them (tests/lab/netlab), exchanges descriptions (PROTOCOL.md), echoes texts and
a binary message, restarts ICE where both sides can, and quits. Needs root, and interop/setup.sh before.
"""

import argparse
import asyncio
import collections
import json
import os
import re
import shlex
import shutil
import signal
import sys
import time

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(HERE)
BUILD = os.path.join(ROOT, "build", "interop")
NETLAB = os.path.join(ROOT, "tests", "lab", "netlab")

# Seconds. A browser starts in 1 to 7 s on a quiet machine; nothing here waits for long unless something is wrong.
START, CONNECT, ECHO, QUIT = 180, 90, 60, 60


class Kind:
    def __init__(self, *argv, offers_restart=True, answers_restart=True):
        self.argv = argv
        self.offers_restart = offers_restart
        self.answers_restart = answers_restart


def node(script, *arguments):
    return ("node", os.path.join(HERE, "peers", script), *arguments)


PEERS = {
    "chromium": Kind(*node("browser.mjs", "chromium")),
    "firefox": Kind(*node("browser.mjs", "firefox")),
    "aiortc": Kind(
        os.path.join(BUILD, "venv", "bin", "python"),
        os.path.join(HERE, "peers", "aiortc_peer.py"),
        offers_restart=False,
        answers_restart=False,
    ),
    "pion": Kind(os.path.join(BUILD, "pion")),
    "libwebrtc": Kind(*node("libwebrtc.mjs")),
    "libdatachannel": Kind(*node("libdatachannel.mjs"), offers_restart=False, answers_restart=False),
}


class Failure(Exception):
    pass


class Peer:
    """One process that speaks PROTOCOL.md."""

    def __init__(self, name, kind, role, lab, host, log):
        self.name = f"{name} ({role})"
        self.command = [NETLAB, "--name", lab, "exec", host, *kind.argv, role]
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


def credentials(sdp):
    return re.findall(r"^a=ice-(?:ufrag|pwd):(\S+)", sdp, re.MULTILINE)


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


async def netlab(*arguments):
    process = await asyncio.create_subprocess_exec(
        NETLAB, *arguments, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await process.communicate()
    if process.returncode:
        raise Failure(errors.decode().strip())


async def run_pair(names, number, logs, one_at_a_time):
    """Gives what was done."""
    kinds = [PEERS[name] for name in names]
    lab = f"i{os.getpid()}-{number}"
    peers = []
    async with one_at_a_time:  # the machine's first two `ip netns add` at once get in each other's way
        await netlab("--name", lab, "up", "direct")
    try:
        for name, kind, role, host, log in zip(names, kinds, ("offer", "answer"), ("hostA", "hostB"), logs):
            peers.append(Peer(name, kind, role, lab, host, log))
            await peers[-1].start()
        done = ["echo"]
        before = await connect(*peers)
        await statistics(*peers)
        if kinds[0].offers_restart and kinds[1].answers_restart:
            await restart(*peers, before)
            done.append("restart")
        for peer in peers:
            await peer.quit()
        return done
    finally:
        for peer in peers:
            await peer.kill()
        await netlab("--name", lab, "down")


class Run:
    def __init__(self, pairs, jobs):
        self.pairs = pairs
        self.slots = asyncio.Semaphore(jobs)
        self.setup = asyncio.Lock()
        self.passed = self.failed = 0

    async def all(self):
        await asyncio.gather(*(self.one(names, number) for number, names in enumerate(self.pairs)))

    async def one(self, names, number):
        title = f"{names[0]} > {names[1]}"
        paths = [os.path.join(BUILD, "logs", f"{number}-{names[0]}-{names[1]}-{role}.log") for role in ("offer", "answer")]
        async with self.slots:
            start = time.monotonic()
            with open(paths[0], "w+") as first, open(paths[1], "w+") as second:
                try:
                    done = await run_pair(names, number, (first, second), self.setup)
                except Failure as failure:
                    self.failed += 1
                    self.report("FAILED", title, start, str(failure))
                    for path in paths:
                        print_tail(path)
                    return
            self.passed += 1
            self.report("ok", title, start, ", ".join(done))
            for path in paths:
                os.unlink(path)

    def report(self, result, title, start, text):
        print(f"{result:7} {title:33} {time.monotonic() - start:6.1f} s  {text}", flush=True)


def print_tail(path, count=40):
    print(f"------- {os.path.relpath(path, ROOT)}")
    with open(path, errors="replace") as log:
        for line in collections.deque(log, count):
            print("  " + line.rstrip()[:400])


def select(patterns):
    if not patterns:
        others = [name for name in PEERS if name != "duologue"]
        return [("duologue", name) for name in others] + [(name, "duologue") for name in others]
    pairs = []
    for pattern in patterns:
        offerer, _, answerer = pattern.partition(":")
        found = [
            (a, b) for a in PEERS for b in PEERS if offerer in (a, "*") and answerer in (b, "*")
        ]
        if not found:
            sys.exit(f"interop: no pair {pattern!r}; peers: {', '.join(PEERS)}")
        pairs += found
    return pairs


def become_root():
    if os.geteuid() == 0:
        return
    if not shutil.which("sudo"):
        sys.exit("interop: network namespaces need root")
    os.execvp("sudo", ["sudo", f"PATH={os.environ['PATH']}", sys.executable, *sys.argv])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", metavar="PAIR", nargs="*")
    parser.add_argument("--program", default=os.path.join(ROOT, "build", "examples-c", "peer"), help="our own peer")
    parser.add_argument("--repeat", type=int, default=1, help="run everything so many times")
    parser.add_argument("--jobs", type=int, default=2, help="pairs at a time")
    arguments = parser.parse_args()
    become_root()

    PEERS["duologue"] = Kind(os.path.abspath(arguments.program))
    pairs = select(arguments.pairs) * arguments.repeat
    if any("duologue" in pair for pair in pairs) and not os.access(arguments.program, os.X_OK):
        sys.exit(f"interop: {arguments.program} is not there; build it first")

    shutil.rmtree(os.path.join(BUILD, "logs"), ignore_errors=True)
    os.makedirs(os.path.join(BUILD, "logs"))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    run = Run(pairs, arguments.jobs)
    asyncio.run(run.all())
    if run.failed:
        print(f"the logs are in {os.path.relpath(os.path.join(BUILD, 'logs'), os.getcwd())}")
    print(f"{run.passed} passed, {run.failed} failed")
    sys.exit(run.failed > 0 or run.passed == 0)


main()
