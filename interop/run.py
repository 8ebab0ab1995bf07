#!/usr/bin/env python3
"""Lets WebRTC implementations talk to each other, each as a real process on a network host of its own.

  interop/run.py [--build DIR] [--only echo|media|golden] [PAIR...]

PAIR is OFFERER:ANSWERER, either may be '*'. Without one: duologue with each other peer, in both roles. A pair gets two
network namespaces with one link between them (tests/lab/netlab) and follows a script: `echo` (echo.py) exchanges messages
over a data channel and restarts ICE, `media` (media.py) negotiates tracks and compares what both ends make of them.
Without a pair, `golden` (golden.py) is run as well: browsers judge our answers to what was recorded of them.
Needs root, and interop/setup.sh before.
"""

import argparse
import asyncio
import collections
import os
import shutil
import signal
import sys
import time

import echo
import golden
import media
from harness import BUILD, PEERS, ROOT, Failure, Kind, Peer, netlab

OURS = (("examples-c", "peer"), ("interop-c", "media_peer"))
SCRIPTS = {"echo": echo, "media": media}


async def run_script(script, names, number, logs, one_at_a_time):
    """Gives what was done."""
    lab = f"i{os.getpid()}-{number}"
    async with one_at_a_time:  # the machine's first two `ip netns add` at once get in each other's way
        await netlab("--name", lab, "up", "direct")
    try:
        if script == "golden":
            return await golden.run_browser(names[0], lab, logs)
        return await run_pair(script, names, lab, logs)
    finally:
        await netlab("--name", lab, "down")


async def run_pair(script, names, lab, logs):
    peers = []
    try:
        for name, role, host, log in zip(names, ("offer", "answer"), ("hostA", "hostB"), logs):
            peers.append(Peer(name, role, lab, host, log, *SCRIPTS[script].OPTIONS))
            await peers[-1].start()
        done = await SCRIPTS[script].run(*peers)
        for peer in peers:
            await peer.quit()
        return done
    finally:
        for peer in peers:
            await peer.kill()


class Run:
    def __init__(self, jobs):
        self.slots = asyncio.Semaphore(jobs)
        self.setup = asyncio.Lock()
        self.passed = self.failed = 0

    async def all(self, work):
        await asyncio.gather(*(self.one(script, names, number) for number, (script, names) in enumerate(work)))

    async def one(self, script, names, number):
        title = f"{script} {names[0]} > {names[1]}"
        paths = [
            os.path.join(BUILD, "logs", f"{number}-{script}-{names[0]}-{names[1]}-{role}.log")
            for role in ("offer", "answer")
        ]
        async with self.slots:
            start = time.monotonic()
            with open(paths[0], "w+") as first, open(paths[1], "w+") as second:
                try:
                    done = await run_script(script, names, number, (first, second), self.setup)
                except Failure as failure:
                    self.failed += 1
                    self.report("FAILED", title, start, str(failure))
                    for path in paths:
                        print_tail(path)
                    return
            self.passed += 1
            self.report("ok", title, start, done)
            for path in paths:
                os.unlink(path)

    def report(self, result, title, start, text):
        print(f"{result:7} {title:39} {time.monotonic() - start:6.1f} s  {text}", flush=True)


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
    parser.add_argument("--build", default=os.path.join(ROOT, "build"), help="where our own peers were built")
    parser.add_argument("--only", choices=[*SCRIPTS, "golden"], help="one of the scripts")
    parser.add_argument("--repeat", type=int, default=1, help="run everything so many times")
    parser.add_argument("--jobs", type=int, default=2, help="pairs at a time")
    arguments = parser.parse_args()
    become_root()

    programs = [os.path.abspath(os.path.join(arguments.build, *path)) for path in OURS]
    PEERS["duologue"] = Kind(programs[0], media_argv=programs[1:])
    pairs = select(arguments.pairs)
    for program in programs:
        if any("duologue" in pair for pair in pairs) and not os.access(program, os.X_OK):
            sys.exit(f"interop: {program} is not there; build it first")
    scripts = [arguments.only] if arguments.only else [*SCRIPTS, "golden"]
    work = [
        (script, pair)
        for script in scripts
        if script in SCRIPTS
        for pair in pairs
        if script == "echo" or all(PEERS[name].media for name in pair)
    ]

    if "golden" in scripts and not arguments.pairs:
        work += [("golden", (browser, "duologue")) for browser in golden.BROWSERS]

    shutil.rmtree(os.path.join(BUILD, "logs"), ignore_errors=True)
    os.makedirs(os.path.join(BUILD, "logs"))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    run = Run(arguments.jobs)
    asyncio.run(run.all(work * arguments.repeat))
    if run.failed:
        print(f"the logs are in {os.path.relpath(os.path.join(BUILD, 'logs'), os.getcwd())}")
    print(f"{run.passed} passed, {run.failed} failed")
    sys.exit(run.failed > 0 or run.passed == 0)


main()
