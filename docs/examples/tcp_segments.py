"""Segments in, events of the generated machine out: what a host adds to `generated/tcp/tcp.py` to have a TCP.

The machine decides, but it knows no numbers. An `Endpoint` keeps the sequence numbers of one connection and reports
each thing that an arriving segment says as one event, in the order of RFC 9293, section 3.10.7. Left out is what
changes no state: urgent data, options, and text that comes out of order, which the peer has to send again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from generated.tcp.tcp import TCP, Actions, Event, Fit, Flag, State

SYN, ACK, FIN, RST = Flag.SYN, Flag.ACK, Flag.FIN, Flag.RST
WINDOW = 65535


@dataclass(frozen=True)
class Segment:
    """What the header of a segment says; the window in bytes, the data by its length."""

    seq: int
    ack: int = 0
    flags: frozenset[Flag] = frozenset()
    window: int = WINDOW
    length: int = 0

    @property
    def end(self) -> int:
        """The sequence number after the segment: SYN and FIN take one each."""
        return _add(self.seq, self.length + (SYN in self.flags) + (FIN in self.flags))

    def __str__(self) -> str:
        """As the figures of RFC 9293 write it."""
        acked = f"<ACK={self.ack}>" if ACK in self.flags else ""
        data = f"<DATA={self.length}>" if self.length else ""
        flags = ",".join(flag.value for flag in (SYN, FIN, RST, ACK) if flag in self.flags)
        return f"<SEQ={self.seq}>{acked}{data}<CTL={flags}>"


Finding: TypeAlias = tuple[Event, dict[str, Any]]


class Step(NamedTuple):
    """An event that the machine took, and what came of it."""

    event: Event
    payload: dict[str, Any]
    before: State
    after: State
    actions: Actions


# ---- sequence numbers: 2 ** 32 of them, in a circle


def _add(number: int, more: int) -> int:
    return (number + more) % 2**32


def later(this: int, that: int) -> bool:
    """Does `this` come after `that`?"""
    return 0 < (this - that) % 2**32 < 2**31


# ---- from segments to events


class Endpoint:
    """One end of a connection: tell it of calls, of segments sent and of segments that arrive."""

    def __init__(self, tcp: TCP | None = None, *, listened: bool = False) -> None:
        self.tcp = tcp or TCP()
        self.listened = listened  # Somebody listens at this address: a new SYN may end TIME-WAIT.
        self.iss = self.una = self.nxt = -1  # what we send: the first number, the first not acknowledged, the next
        self.fin: int | None = None  # the number after our FIN, once it is sent
        self.irs = self.rcv = 0  # what we receive: the first number, the next
        self.window = WINDOW  # what we offer
        self.widest = 0  # the widest window that the peer has offered
        self.held: list[Finding] = []  # what came with a SYN, until the connection is open

    def call(self, event: Event, **payload: Any) -> Step:
        """A call of the user, or anything else that is no segment."""
        return self._report(event, payload)

    def sent(self, segment: Segment) -> None:
        """Note a segment that has gone out."""
        if RST in segment.flags:
            return
        if SYN in segment.flags and segment.seq != self.iss:
            self.iss = self.una = self.nxt = segment.seq
            self.fin = None
        if later(segment.end, self.nxt):
            self.nxt = segment.end
        if FIN in segment.flags:
            self.fin = segment.end
        self.window = segment.window

    def arrives(self, segment: Segment) -> list[Step]:
        """Report what an arriving segment says. Each finding is reported before the next one is looked for."""
        self.widest = max(self.widest, segment.window)
        return [self._report(event, payload) for event, payload in self._findings(segment)]

    def _report(self, event: Event, payload: dict[str, Any]) -> Step:
        before = self.tcp.state
        actions = self.tcp.handle(event, **payload)
        return Step(event, payload, before, self.tcp.state, actions)

    def _findings(self, segment: Segment) -> Iterator[Finding]:
        if self.tcp.state in (State.CLOSED, State.LISTEN):
            return self._without_peer(segment)
        if self.tcp.state is State.SYN_SENT:
            return self._before_syn(segment)
        return self._after_syn(segment)

    def _without_peer(self, segment: Segment) -> Iterator[Finding]:
        """Sections 3.10.7.1 and 3.10.7.2: there is nothing yet that a number could be compared with."""
        if RST in segment.flags:
            yield Event.RCV_RST, {"fit": Fit.OUTSIDE}
        elif ACK in segment.flags:
            yield Event.RCV_SYN_ACK if SYN in segment.flags else Event.RCV_ACK, {}
        elif SYN in segment.flags:
            yield from self._syn(Event.RCV_SYN, segment)
        else:
            yield Event.RCV_NO_ACK, {}

    def _before_syn(self, segment: Segment) -> Iterator[Finding]:
        """Section 3.10.7.3: our SYN is out, and nothing is known of the peer."""
        good = later(segment.ack, self.iss) and not later(segment.ack, self.nxt)
        if RST in segment.flags:
            yield Event.RCV_RST, {"fit": Fit.EXACT if ACK in segment.flags and good else Fit.OUTSIDE}
        elif ACK in segment.flags and not good:
            yield Event.RCV_BAD_ACK if later(segment.ack, self.nxt) else Event.RCV_OLD_ACK, {}
        elif SYN in segment.flags and ACK in segment.flags:
            self.una = segment.ack
            yield from self._syn(Event.RCV_SYN_ACK, segment)
        elif SYN in segment.flags:
            yield from self._syn(Event.RCV_SYN, segment)
        else:
            yield Event.RCV_ACK_OF_SYN if ACK in segment.flags else Event.RCV_NO_ACK, {}

    def _syn(self, event: Event, segment: Segment) -> Iterator[Finding]:
        """A SYN that opens: the peer's numbers begin here."""
        self.irs, self.rcv, self.held = segment.seq, _add(segment.seq, 1), []
        yield event, {}
        yield from self._contents(segment)

    def _after_syn(self, segment: Segment) -> Iterator[Finding]:
        """Section 3.10.7.4: both sides have numbers."""
        if self._is_new(segment):
            yield from self._syn(Event.RCV_NEW_SYN, segment)
        elif not self._acceptable(segment):
            yield self._outside(segment)
        elif RST in segment.flags:
            yield Event.RCV_RST, {"fit": Fit.EXACT if segment.seq == self.rcv else Fit.IN_WINDOW}
        elif SYN in segment.flags:
            yield Event.RCV_SYN_ACK if ACK in segment.flags else Event.RCV_SYN, {}
        elif ACK not in segment.flags:
            yield Event.RCV_NO_ACK, {}
        else:
            yield from self._body(segment)

    def _is_new(self, segment: Segment) -> bool:
        """A SYN beyond all numbers of a connection that is over, while somebody listens (section 3.6.1)."""
        over = self.tcp.state is State.TIME_WAIT and self.listened
        return over and segment.flags == {SYN} and later(segment.seq, self.rcv)

    def _acceptable(self, segment: Segment) -> bool:
        """The four cases of section 3.10.7.4: does any part of the segment lie in the window?"""
        last = segment.end if segment.end == segment.seq else _add(segment.end, -1)
        if self.window == 0:
            return segment.seq == segment.end == self.rcv
        return self._in_window(segment.seq) or self._in_window(last)

    def _in_window(self, number: int) -> bool:
        return (number - self.rcv) % 2**32 < self.window

    def _outside(self, segment: Segment) -> Finding:
        """What lies outside the window is answered and dropped, but three things come there in good order."""
        if RST in segment.flags:
            return Event.RCV_RST, {"fit": Fit.OUTSIDE}
        if self.tcp.state is State.TIME_WAIT and FIN in segment.flags and segment.end == self.rcv:
            return Event.RCV_FIN, {}  # Our last ACK was lost.
        opening = self.tcp.state is State.SYN_RECEIVED and segment.flags == {SYN, ACK} and segment.seq == self.irs
        return self._acknowledgment(segment) if opening else (Event.RCV_UNACCEPTABLE, {})  # Both sides open at once.

    def _body(self, segment: Segment) -> Iterator[Finding]:
        event, payload = self._acknowledgment(segment)
        yield event, payload
        if event is Event.RCV_BAD_ACK or payload.get("too_old") or self.tcp.state is State.SYN_RECEIVED:
            return  # The segment was answered and is dropped.
        held, self.held = self.held, []
        yield from held
        yield from self._contents(segment)

    def _acknowledgment(self, segment: Segment) -> Finding:
        if later(segment.ack, self.nxt):
            return Event.RCV_BAD_ACK, {}
        if not later(segment.ack, self.una):
            return Event.RCV_OLD_ACK, {"too_old": later(_add(self.una, -self.widest), segment.ack)}
        self.una = segment.ack
        if self.una == self.fin:
            return Event.RCV_ACK_OF_FIN, {}
        if self.una == _add(self.iss, 1):
            return Event.RCV_ACK_OF_SYN, {}
        return Event.RCV_ACK, {"all_acked": self.una == self.nxt}

    def _contents(self, segment: Segment) -> Iterator[Finding]:
        """Text and FIN, if they are what comes next. Those of a SYN wait until the connection is open."""
        for finding in self._next(segment):
            if self.tcp.state is State.SYN_RECEIVED:
                self.held.append((finding[0], {}))
            yield finding

    def _next(self, segment: Segment) -> Iterator[Finding]:
        text = _add(segment.seq, SYN in segment.flags)
        if self.tcp.state in (State.CLOSED, State.LISTEN, State.SYN_SENT) or later(text, self.rcv):
            return
        if later(_add(text, segment.length), self.rcv):
            self.rcv = _add(text, segment.length)
            yield Event.RCV_TEXT, {}
        if FIN in segment.flags:
            self.rcv = segment.end
            # Our SYN is not acknowledged if the FIN came with the peer's. Whether our FIN is, the ACK before has said.
            yield Event.RCV_FIN, {"syn_acked": self.tcp.state is not State.SYN_RECEIVED}
