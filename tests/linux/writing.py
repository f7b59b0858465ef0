"""Numbers and flags in, segments out, in as few words as a test has room for."""

from __future__ import annotations

from docs.examples.tcp_segments import ACK, Segment, Step
from generated.tcp.tcp import Event, Flag


def seg(seq: int, ack: int | None = None, *flags: Flag, length: int = 0) -> Segment:
    whole = frozenset(flags) | (frozenset() if ack is None else {ACK})
    return Segment(seq, ack or 0, whole, 0, length)


def events(steps: list[Step]) -> list[Event]:
    return [step.event for step in steps]
