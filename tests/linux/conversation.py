"""A case and a namespace in, a ledger of what kernel and machine did alike out: each step is done to both."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from time import monotonic

from docs.examples.tcp_segments import Segment
from tests.linux import kernel
from tests.linux.host import Host
from tests.linux.mirror import Mirror, spelled
from tests.linux.namespace import PEER, Namespace
from tests.linux.peer import Peer
from tests.linux.script import Case, Said, Step, said
from tests.linux.shadow import Change, Departure, DisagreementError, Ledger

PACE = 0.05
"""Seconds that a step may take which waits for nothing; if it takes longer, a timer of the kernel may come between."""
LATE = 1.0
"""Seconds that an ACK may take: RFC 9293, section 3.8.6.3, lets a host delay it by half a second."""
TRIES = 5
SETTINGS = {
    "rto": "tcp_rto_min_us",
    "rfc1337": "tcp_rfc1337",
    "retries2": "tcp_retries2",
    "tw_buckets": "tcp_max_tw_buckets",
}
USUAL = {
    "rto": 1000,  # milliseconds: no retransmission comes between the steps
    "rfc1337": 0,
    "retries2": 15,
    "tw_buckets": 4096,
    "tcp_invalid_ratelimit": 0,  # every challenge is answered, however soon after the last
    "tcp_challenge_ack_limit": 2**31 - 1,
    "tcp_timestamps": 0,
    "tcp_syncookies": 0,
    "tcp_syn_linear_timeouts": 0,  # retransmissions of a SYN are counted as they always were
}
_SECONDS = {"time-wait": 60.0}
"""What timers take in which nothing is sent."""
_ports = itertools.count(10000)


def play(namespace: Namespace, case: Case, departures: Mapping[str, Departure]) -> Ledger:
    """What a case has compared. A difference counts if the computer has kept pace; else the case is played again."""
    for name, usual in USUAL.items():
        value = case.settings.get(name, usual)
        namespace.set(SETTINGS.get(name, name), value * 1000 if name == "rto" else value)
    for tries_left in reversed(range(TRIES)):
        conversation = Conversation(namespace, case, departures)
        try:
            return conversation.play()
        except DisagreementError:
            if not conversation.late or not tries_left:
                raise
        finally:
            conversation.host.end()
    raise AssertionError("there is a last try")


class Conversation:
    """Two ends and the shadow of one of them."""

    def __init__(self, namespace: Namespace, case: Case, departures: Mapping[str, Departure]) -> None:
        here = PEER, next(_ports)
        self.case, self.departures, self.ledger = case, departures, Ledger()
        self.host = Host(namespace, case.settings, here)
        self.peer = Peer(namespace.wire, here, self.host.address)
        self.mirror = Mirror(case.settings)
        self.late = False
        self._due = 0.0

    def play(self) -> Ledger:
        for step in self.case.steps:
            if self.host.known != self.mirror.state:
                raise ValueError(
                    f"{step.place}: after {self.host.known} against {self.mirror.state} nothing can follow"
                )
            self._due = monotonic() + PACE
            self._compare(step, self.mirror.state, *self._done(step))
        return self.ledger

    def _done(self, step: Step) -> tuple[list[Segment], str]:
        """Do it to the kernel, then to the machine; what the kernel said, and what the machine was told."""
        word, *rest = step.what.split()
        self.mirror.listens(self.host.listens)
        if word == "<":
            return self._segment(said(step.what))
        if word == "timeout":
            return self._timeout(rest[0], step.linux)
        if word == "unreachable":
            self.peer.unreachable(int(rest[0]))
            return self._heard(), self.mirror.unreachable(int(rest[0]))
        return self._call(word, *map(int, rest))

    def _segment(self, segment: Said) -> tuple[list[Segment], str]:
        self.peer.skip(segment.skip)
        self.host.acknowledge_at_once()
        sent = self.peer.send(segment.flags, segment.seq, segment.ack, segment.text)
        return self._heard(), self.mirror.hears(sent)

    def _timeout(self, timer: str, outcome: str) -> tuple[list[Segment], str]:
        state, _, segments = outcome.partition(" / ")
        said = self.peer.wait(kernel.PATIENCE) if segments else []
        if not segments:
            kernel.settled(self.host.state, state, _SECONDS.get(timer, 0.0))
        self.late = True  # by now the next expiry may have come, too: one difference alone proves nothing
        return said + self.peer.heard(), self.mirror.expires(timer)

    def _call(self, call: str, length: int = 0) -> tuple[list[Segment], str]:
        unread = call == "close" and self.host.unread()
        getattr(self.host, call)(*([length] if length else []))
        return self._heard(), self.mirror.called(call, length, unread)

    def _heard(self) -> list[Segment]:
        said = self.peer.heard()
        self.mirror.learn(said)
        return said

    def _compare(self, step: Step, before: str, said: list[Segment], told: str) -> None:
        said = self._completed(said, step.linux.count(";") + (" / " in step.linux))
        own = self.mirror.said()
        linux, rfc = spelled(self.host.state(), said, own), spelled(self.mirror.state, own)
        self.late |= monotonic() > self._due
        if (linux, rfc) != (step.linux, step.rfc):
            wanted = f"{step.linux} not {step.rfc}" if step.departure else step.linux
            self._fail(
                step, f"{before} on {told}: expected {wanted}, Linux {linux} {_all(said)}, RFC {rfc} {_all(own)}"
            )
        if trouble := self.host.trouble():
            self._fail(step, trouble)
        lines = self.mirror.tcp.lines()
        if step.departure:
            self._departs(step, before, told, lines)
        self._note(Change(before, told, self.mirror.state), [] if step.departure else lines)

    def _completed(self, said: list[Segment], wanted: int) -> list[Segment]:
        """Wait for what may be delayed: an ACK, or a SYN that goes out once more."""
        began = monotonic()
        while len(said) < wanted and (more := self.peer.wait(LATE)):
            said += more
        self._due += monotonic() - began
        self.mirror.offer(said)
        return said

    def _departs(self, step: Step, before: str, told: str, lines: list[str]) -> None:
        """What was found stands in the script; the table of departures has to say the same, if only of the states."""
        row = self.departures[step.departure]
        same = before in row.state.split(", ") and told == row.event
        if not same or row.linux not in _whole(step.linux) or row.rfc not in _whole(step.rfc):
            self._fail(step, f"the table has {row}, found was {before} on {told}: {step.linux} not {step.rfc}")
        self.ledger.depart(row, lines)

    def _note(self, change: Change, lines: list[str]) -> None:
        self.ledger.states.add(self.host.known)
        if change.after == self.host.known:
            self.ledger.agree(change, lines)

    def _fail(self, step: Step, text: str) -> None:
        raise DisagreementError(f"{step.place} ({self.case.name}), {step.what}: {text}")


def _all(said: list[Segment]) -> str:
    return " ".join(map(str, said))


def _whole(outcome: str) -> tuple[str, str]:
    return outcome, outcome.partition(" / ")[0]
