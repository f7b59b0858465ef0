"""Actions of the generated machine in, segments out: the other half of a TCP, on top of `tcp_segments.py`.

A `Stack` is an endpoint that sends what the machine asks it to send. It has no network: a test, or a program with a raw
socket, takes the segments away and brings others.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from docs.examples.tcp_segments import ACK, RST, SYN, Endpoint, Segment, Step, later
from generated.tcp.tcp import TCP, Action, Established, Event, Flag, Rejected, Resend, Segmentize, Snd, State

_UNOPENED = (State.CLOSED, State.LISTEN, State.TIME_WAIT)


class Stack(Endpoint):
    """An endpoint that sends: `out` holds what goes out, until a network takes it away."""

    def __init__(self, tcp: TCP | None = None, *, iss: int = 0, listened: bool = False) -> None:
        super().__init__(tcp, listened=listened)
        self.numbers = count(iss, 100)  # where connections begin; a real host asks a clock and a secret
        self.start = iss
        self.unsent = 0  # how much the user has handed over before it could be sent
        self.unacked: dict[int, Segment] = {}
        self.asker: Segment | None = None  # the segment that is being answered
        self.out: list[Segment] = []

    def write(self, length: int) -> Step:
        """The user sends this much."""
        self.unsent += length
        try:
            return self.call(Event.SEND)
        except Rejected:
            self.unsent -= length
            raise

    def arrives(self, segment: Segment) -> list[Step]:
        self.asker = segment
        steps = super().arrives(segment)
        self.asker = None
        self.unacked = {seq: kept for seq, kept in self.unacked.items() if later(kept.end, self.una)}
        return steps

    def advance(self) -> None:
        """The clock of the machine has gone on: do what is due."""
        for action in self.tcp.advance():
            self._perform(action)

    def _report(self, event: Event, payload: dict[str, Any]) -> Step:
        step = super()._report(event, payload)
        if step.before in _UNOPENED and step.after in (State.SYN_SENT, State.SYN_RECEIVED):
            self.start, self.unacked = next(self.numbers), {}
        for action in step.actions:
            self._perform(action)
        return step

    def _perform(self, action: Action) -> None:
        if isinstance(action, Snd):
            self._put(self._made(frozenset(action.flags)))
        elif isinstance(action, (Segmentize, Established)) and self.unsent:
            length, self.unsent = self.unsent, 0
            self._put(Segment(self.nxt, self.rcv, frozenset({ACK}), self.window, length))
        elif isinstance(action, Resend):
            self.out.append(replace(next(iter(self.unacked.values())), ack=self.rcv))

    def _made(self, flags: frozenset[Flag]) -> Segment:
        """A segment with these flags and the numbers that belong to them."""
        if flags == {RST, ACK} and self.asker:
            return Segment(0, self.asker.end, flags)
        if RST in flags:
            asked = self.asker is not None and ACK in self.asker.flags
            return Segment(self.asker.ack if self.asker and asked else self.nxt, 0, flags)
        if SYN in flags:
            return Segment(self.start, self.rcv if ACK in flags else 0, flags, self.window)
        return Segment(self.nxt, self.rcv, flags | {ACK}, self.window)

    def _put(self, segment: Segment) -> None:
        self.sent(segment)
        self.out.append(segment)
        if segment.end != segment.seq:
            self.unacked[segment.seq] = segment
