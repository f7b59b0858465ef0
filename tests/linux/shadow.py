"""A machine and a way to read the kernel's state in, a ledger of what both did out: one is fed beside the other.

A mode of the comparison is a module that has:

- `TITLE`, how it came to its endpoints, in a few words;
- `DEPARTURES`, the departures from the RFC that it observes, each exactly;
- `missing()`, why it cannot run here, or nothing;
- `run(ledger)`, which plays all that it has and notes it in the ledger. A `Ledger` can be pickled and merged, so a mode
  may run in another process.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

from docs.examples.tcp_segments import Step
from generated.tcp.tcp import TCP, TRANSITIONS, Actions, Event, Rejected, Snd
from tests.linux import kernel
from tests.linux.lines import Watched

Told: TypeAlias = Event | Step
"""What the machine was told: an event without payload, or a step of an endpoint."""


class Change(NamedTuple):
    """What machine and kernel did alike; several events if one segment or call said them all."""

    before: str
    events: str
    after: str


@dataclass(frozen=True)
class Departure:
    """What Linux does otherwise than the RFC, on purpose: where, at what, and both outcomes."""

    name: str
    state: str
    event: str
    rfc: str
    linux: str
    why: str

    def places(self) -> list[tuple[str, str]]:
        return [(state, self.event) for state in self.state.split(", ")]


class DisagreementError(AssertionError):
    """Machine and kernel are in states that nobody has said they would be in."""


@dataclass
class Ledger:
    """What was compared: each once, in the order in which it came first."""

    changes: dict[Change, None] = field(default_factory=dict)
    stays: dict[Change, None] = field(default_factory=dict)
    refusals: dict[tuple[str, str], None] = field(default_factory=dict)
    grants: dict[tuple[str, str], None] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    departures: dict[Departure, None] = field(default_factory=dict)
    lines: dict[str, None] = field(default_factory=dict)
    unlike: dict[str, None] = field(default_factory=dict)

    def agree(self, change: Change, lines: Iterable[str] = ()) -> None:
        """Every segment has an ACK: one that says nothing new makes no change of its own of what it comes with."""
        self.lines |= dict.fromkeys(lines)
        plain = change._replace(events=change.events.removeprefix("rcv-old-ACK, "))
        (self.stays if change.before == change.after else self.changes)[plain] = None

    def merge(self, other: Ledger) -> None:
        self.changes |= other.changes
        self.stays |= other.stays
        self.refusals |= other.refusals
        self.grants |= other.grants
        self.states |= other.states
        self.departures |= other.departures
        self.lines |= other.lines
        self.unlike |= other.unlike

    def answer(self, call: tuple[str, str], lines: Iterable[str], *, refused: bool) -> None:
        (self.refusals if refused else self.grants)[call] = None
        self.lines |= dict.fromkeys(lines)

    def depart(self, departure: Departure, lines: Iterable[str] = ()) -> None:
        self.departures[departure] = None
        self.unlike |= dict.fromkeys(lines)


class Shadow:
    """One end of a connection twice: the machine, and the kernel's own, of which only the state can be read.

    The kernel acts first. Then `takes` feeds the machine one event and compares; who feeds the machine by an endpoint
    that reports segments calls `compare` with the steps. All that one segment or one call says is one change.
    """

    def __init__(self, read: Callable[[], str], ledger: Ledger, tcp: Watched | None = None) -> None:
        self.tcp = tcp or Watched()
        self.read = read
        self.ledger = ledger
        self.state = self.kernel = self.tcp.state.value
        self.last = Change("", "", self.state)
        self._lines: list[str] = []

    def takes(self, event: Event, **payload: Any) -> Actions:
        """Feed one event, and compare the states after it."""
        step = self._fed(event, payload)
        self.compare([step])
        return step.actions

    def compare(self, told: Iterable[Told]) -> None:
        """The machine has been told these things: wait until the kernel is where the machine is, or fail."""
        in_step = self.state == self.kernel
        change = self._compared(told)
        if in_step:
            self.ledger.agree(change, self._lines)

    def takes_together(self, *events: Event) -> None:
        """Feed all that one segment says, and compare the states after it."""
        self.compare([self._fed(event, {}) for event in events])

    def passes(self, *events: Event) -> None:
        """Feed what several segments said at once: only where it ends can be compared, and no change is noted."""
        self._compared([self._fed(event, {}) for event in events])

    def departs(self, departure: Departure, told: Iterable[Told] | str) -> None:
        """The machine has been told these things (or nothing, and words say why), and the kernel does exactly what the
        departure says."""
        change = self._moved(told)
        self.state, self.kernel = change.after, kernel.settled(self.read, departure.linux)
        expected = (Change(departure.state, departure.event, departure.rfc), departure.linux)
        if (change, self.kernel) != expected:
            raise DisagreementError(f"{departure.name}: expected {expected}, found {(change, self.kernel)}")
        self.ledger.depart(departure, self._lines)

    def takes_unlike(self, departure: Departure, event: Event, **payload: Any) -> None:
        """Feed one event that the kernel answers otherwise."""
        self.departs(departure, [self._fed(event, payload)])

    def sends_unlike(self, departure: Departure, asked: Actions, sent: str) -> None:
        """The state was the same, but the kernel sent what the machine did not ask for."""
        own = [",".join(flag.value for flag in action.flags) for action in asked if isinstance(action, Snd)]
        found = [" / ".join([self.state, *segments]) for segments in (own, [sent])]
        if found != [departure.rfc, departure.linux] or self.last[:2] not in departure.places():
            raise DisagreementError(f"{departure.name}: {self.last} gave {found}")
        self.ledger.depart(departure)

    def refuses(self, event: Event, refused: bool, departure: Departure | None = None, **payload: Any) -> None:
        """A call was made that changes nothing in the kernel: the machine refuses it if the kernel did, or a departure
        says otherwise."""
        before, words = self.state, label(event, payload)
        found = (_OUTCOME[self._refused(event, payload)], _OUTCOME[refused])
        expected = (departure.rfc, departure.linux) if departure else (_OUTCOME[refused],) * 2
        place = departure is None or (before, words) in departure.places()
        self.state, self.kernel = self.tcp.state.value, kernel.settled(self.read, before)
        if found != expected or not place or self.kernel != before:
            raise DisagreementError(f"{before} on {words}: RFC {found[0]}, Linux {found[1]}, then {self.kernel}")
        self.ledger.states.add(before)
        lines = self.tcp.lines()
        if departure:
            self.ledger.depart(departure, lines)
        else:
            self.ledger.answer((before, words), lines, refused=refused)

    def _fed(self, event: Event, payload: dict[str, Any]) -> Step:
        before = self.tcp.state
        actions = self.tcp.handle(event, **payload)
        return Step(event, payload, before, self.tcp.state, actions)

    def _refused(self, event: Event, payload: dict[str, Any]) -> bool:
        try:
            self.tcp.handle(event, **payload)
        except Rejected:
            return True
        return False

    def _compared(self, told: Iterable[Told]) -> Change:
        change = self._moved(told)
        self.state, self.kernel = change.after, kernel.settled(self.read, change.after)
        if self.kernel != self.state:
            raise DisagreementError(f"{change.before} on {change.events}: RFC {self.state}, Linux {self.kernel}")
        self.ledger.states.add(self.kernel)
        self.last = change
        return change

    def _moved(self, told: Iterable[Told] | str) -> Change:
        self._lines = self.tcp.lines()
        words = told if isinstance(told, str) else ", ".join(map(named, told))
        return Change(self.state, words, self.tcp.state.value)


_OUTCOME = {False: "done", True: "refused"}


def named(told: Told) -> str:
    return told.value if isinstance(told, Event) else label(told.event, told.payload) + _by_option(told)


def _by_option(step: Step) -> str:
    """The option that alone allows what the machine did, if there is one."""
    same = [t.guard for t in TRANSITIONS if (t.source, t.event, t.target) == (step.before, step.event, step.after)]
    return " [half-duplex]" if same and all(guard.startswith("half-duplex") for guard in same) else ""


def label(event: Event, payload: dict[str, Any]) -> str:
    """An event with what its payload says beyond the usual: `rcv-FIN(fin-acked)`."""
    usual = inspect.signature(getattr(TCP, event.name.lower())).parameters if payload else {}
    parts = [_part(name, value) for name, value in payload.items() if value != usual[name].default]
    return event.value + (f"({', '.join(parts)})" if parts else "")


def _part(name: str, value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return ("" if value else "not ") + name.replace("_", "-")
