"""As much of a session description as comparing two of them needs."""

import re

STATIC = {0: "pcmu/8000", 3: "gsm/8000", 8: "pcma/8000", 9: "g722/8000", 13: "cn/8000"}
DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
MIRRORED = {"sendrecv": "sendrecv", "sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive"}


class Section:
    """An m-section. `codecs` maps payload types to what their rtpmap says, in small letters."""

    def __init__(self, text):
        self.kind, port, _, formats = text.split("\n", 1)[0].strip().split(" ", 3)
        self.mid = attribute(text, "mid")
        self.rejected = port == "0" and attribute(text, "bundle-only") is None
        self.streams = {msid.split()[0] for msid in re.findall(r"^a=msid:(.*)$", text, re.MULTILINE)} - {"-"}
        found = [name for name in DIRECTIONS if attribute(text, name) is not None]
        self.direction = found[0] if found else "sendrecv"
        self.codecs = {}
        if self.kind in ("audio", "video") and not self.rejected:
            maps = dict(re.findall(r"^a=rtpmap:(\d+) (\S+)", text, re.MULTILINE))
            for payload_type in formats.split():
                codec = maps.get(payload_type) or STATIC.get(int(payload_type), "?")
                # without the number of channels, which some leave away
                self.codecs[payload_type] = "/".join(codec.lower().split("/")[:2])

    def heard_as(self, other):
        """Can the other be what a peer made of this? Firefox keeps the first thirty codecs only."""
        same = (self.kind, self.mid, self.rejected, self.direction) == (other.kind, other.mid, other.rejected, other.direction)
        return same and other.codecs.items() <= self.codecs.items()

    def __repr__(self):
        return f"{self.kind} {self.mid} {'rejected' if self.rejected else self.direction} {self.codecs}"


def attribute(text, name):
    """The value of the first such attribute, "" if it has none, None if it is not there."""
    found = re.search(rf"^a={name}(?::(.*))?\r?$", text, re.MULTILINE)
    return found and (found[1] or "").strip()


def sections(sdp):
    return [Section(part) for part in re.split(r"^m=", sdp, flags=re.MULTILINE)[1:]]


def credentials(sdp):
    return re.findall(r"^a=ice-(?:ufrag|pwd):(\S+)", sdp, re.MULTILINE)


def intersect(ours, theirs):
    """What a section's direction becomes when each side wants this of its own view."""
    theirs = MIRRORED[theirs]
    sends = all(direction in ("sendrecv", "sendonly") for direction in (ours, theirs))
    receives = all(direction in ("sendrecv", "recvonly") for direction in (ours, theirs))
    return {(True, True): "sendrecv", (True, False): "sendonly", (False, True): "recvonly"}.get((sends, receives), "inactive")
