"""What was done to the kernel in, what the generated machine makes of the same out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from docs.examples.tcp_segments import Segment, Step
from docs.examples.tcp_stack import Stack
from generated.tcp.tcp import Event, Flag
from tests.linux.lines import Watched
from tests.linux.shadow import named

_CALLS = {
    "listen": Event.PASSIVE_OPEN,
    "connect": Event.ACTIVE_OPEN,
    "receive": Event.RECEIVE,
    "shutdown": Event.CLOSE,
    "abort": Event.ABORT,
}
_HARD = {2, 3, 4}
"""The codes of ICMP unreachable that RFC 9293, section 3.9.2.2, calls hard errors."""
_PATIENCE = 1.5
"""A user timeout that is over after the first retransmission and before the second, as it is in the cases."""


class Mirror:
    """The machine on its stack, with a clock that goes on when the kernel's timers have run out."""

    def __init__(self, settings: Mapping[str, int]) -> None:
        self.now = 0.0
        self.tcp = Watched(
            half_duplex=bool(settings.get("half_duplex")),
            syn_r2=settings.get("syn_retries", 7),
            r2=settings.get("retries2", 6),
            user_timeout=_PATIENCE if "user_timeout" in settings else 300.0,
            clock=lambda: self.now,
        )
        self.stack = Stack(self.tcp)

    @property
    def state(self) -> str:
        return self.tcp.state.value

    def listens(self, listens: bool) -> None:
        self.stack.listened = listens

    def learn(self, said: Iterable[Segment]) -> None:
        """Take from what the kernel said what no spec can know: where its numbers begin."""
        for segment in said:
            if Flag.SYN in segment.flags:
                self.stack.numbers = itertools.count(segment.seq)

    def offer(self, said: Iterable[Segment]) -> None:
        """The window is what the kernel last offered."""
        for segment in said:
            if Flag.RST not in segment.flags:
                self.stack.window = segment.window

    def hears(self, segment: Segment) -> str:
        return _words(self.stack.arrives(segment))

    def called(self, call: str, length: int, unread: bool) -> str:
        if call == "send":
            return _words([self.stack.write(length)])
        if call == "close":
            return _words([self.stack.call(Event.CLOSE, unread=unread)])
        return _words([self.stack.call(_CALLS[call])])

    def unreachable(self, code: int) -> str:
        return _words([self.stack.call(Event.ICMP_HARD_ERROR if code in _HARD else Event.ICMP_SOFT_ERROR)])

    def expires(self, timer: str) -> str:
        """Go on to the next deadline, which has to be that of this timer."""
        left: dict[str, float] = self.tcp.snapshot()["timers"]
        assert min(left, key=left.__getitem__) == timer, f"next is none of {timer}: {left}"
        self.now = self.tcp.deadline or self.now
        self.stack.advance()
        return f"timeout {timer}"

    def said(self) -> list[Segment]:
        """What it has sent since the last time: of acknowledgments in a row the last one says it all."""
        out, self.stack.out = self.stack.out, []
        return [one for one, after in zip(out, [*out[1:], None], strict=False) if not (_bare(one) and _bare(after))]


def _bare(segment: Segment | None) -> bool:
    return segment is not None and segment.flags == {Flag.ACK} and not segment.length


def _words(steps: Iterable[Step]) -> str:
    return ", ".join(map(named, steps))


def spelled(state: str, said: Sequence[Segment], beside: Sequence[Segment] = ()) -> str:
    """`SYN-RECEIVED / SYN,ACK`, as the scripts have it; where numbers are others than those beside, how far off."""
    segments = "; ".join(_spelled(*pair) for pair in itertools.zip_longest(said, beside[: len(said)]))
    return f"{state} / {segments}" if segments else state


def _spelled(segment: Segment, beside: Segment | None) -> str:
    order = (Flag.SYN, Flag.FIN, Flag.RST, Flag.ACK)
    words = [",".join(flag.value for flag in order if flag in segment.flags)]
    words += [f"text {segment.length}"] if segment.length else []
    return " ".join(words + _apart(segment, beside or segment))


def _apart(this: Segment, that: Segment) -> list[str]:
    """How far off the numbers are, of segments of one kind."""
    if (this.flags ^ that.flags) - {Flag.ACK}:
        return []
    both = Flag.ACK in this.flags & that.flags
    apart = {"seq": this.seq - that.seq, "ack": this.ack - that.ack if both else 0}
    return [f"{name}{number:+}" for name, number in apart.items() if number]
