"""What a suite is before it is written: tests, what each of them covers, and what has to be said about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from fsmc.interpreter import AnyLine, Value
from fsmc.interpreter.values import MOST_DIGITS
from fsmc.model import Event, Machine, State
from fsmc.testgen.graph import Place
from fsmc.testgen.steps import ECHOED, LeftOut, Leg

Item = tuple[tuple[Hashable, ...], ...]
"""What can be covered: the ways of a leg, or of several legs one after another."""


@dataclass(frozen=True, eq=False)
class Test:
    """Steps at a place that is reached by a shortest way, with the options set so."""

    __test__ = False  # pytest looks at whatever is called Test

    name: str
    options: Mapping[str, Value]
    at: Place
    legs: tuple[Leg, ...]
    covers: frozenset[Item]

    @property
    def whole(self) -> tuple[Leg, ...]:
        """All steps, from where the machine begins."""
        return (*self.at.way(), *self.legs)


@dataclass(frozen=True, eq=False)
class Suite:
    """Tests of a machine; `claim` says what they are, `notes` what they leave out and why."""

    machine: Machine
    kind: str
    tests: tuple[Test, ...]
    claim: str
    notes: tuple[str, ...] = ()
    dropped: int = 0
    at_least: bool = False
    """Whether more were dropped, which nobody has counted."""
    uncovered: tuple[str, ...] = ()
    """What the dropped tests had covered, and no other does."""
    promise: str = ""
    """What holds of an implementation that passes."""

    @property
    def counted(self) -> str:
        """What `covers` and `uncovered` are."""
        return "pairs of branches" if self.kind == "pairs" else "branches"

    @property
    def remarks(self) -> tuple[str, ...]:
        """What has to be said about the suite: the promise, then the notes."""
        return tuple(filter(None, (self.promise, *self.notes)))


# ----------------------------------------------------------------------------------------------------------- items


def item(leg: Leg) -> tuple[Hashable, ...]:
    """What a leg covers: its ways, or that in this state nothing happens though time goes by."""
    return leg.ways or quiet(leg.before.state)


def quiet(state: State) -> tuple[Hashable, ...]:
    """What is covered where in a state nothing happens though time goes by."""
    return ((state,),)


def singles(legs: Iterable[Leg]) -> frozenset[Item]:
    """What some legs cover, each on its own."""
    return frozenset((way,) for leg in legs for way in item(leg))  # type: ignore[misc]


def told(covered: Item) -> str:
    """An item in words: `LISTEN on rcv-SYN, then SYN-RECEIVED on rcv-ACK`."""
    return ", then ".join(map(_told_way, covered))


def _told_way(way: tuple[Hashable, ...]) -> str:
    if isinstance(way[0], tuple):
        return " and ".join(dict.fromkeys(_told_way(each) for each in way))  # type: ignore[arg-type]
    if len(way) == 1:
        return f"{way[0]} while time goes by"
    return branch_name(*way[:3]) + _truths(way[3:])  # type: ignore[arg-type]


def branch_name(state: State, event: Event, line: AnyLine) -> str:
    """A branch in words: `Closing on TO+`."""
    return f"{state} on {event}{line.condition}"


def not_followed(left_out: LeftOut) -> Iterator[str]:
    """What is not sent since nobody follows it to its end."""
    if left_out.endless:
        yield f"not sent, for it raises events without end: {_cells(left_out.endless)}"
    if left_out.beyond:
        beyond = f"a number would have more than {MOST_DIGITS:,} digits, or a duration be longer than a float can tell"
        yield f"not sent where {beyond}: {_cells(left_out.beyond)}"


def _cells(found: Iterable[tuple[State, Event | None]]) -> str:
    return "; ".join(dict.fromkeys(f"{state} on {event or 'time'}" for state, event in found))


def _truths(truths: Iterable[Hashable]) -> str:
    """` (yn)` for what is true and false on a way, and whether the way is taken with another payload."""
    told = tuple(truths)
    shown = "".join("yn"[not each] for each in told if each != ECHOED)
    return (f" ({shown})" if shown else "") + f" {ECHOED}" * (ECHOED in told)


# ----------------------------------------------------------------------------------------------------------- names


def count(number: int, noun: str) -> str:
    """`1 test`, `2 tests`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def named(tests: Iterable[Test]) -> tuple[Test, ...]:
    """The tests with names that are told apart by numbers."""
    used: Counter[str] = Counter()
    return tuple(_numbered(test, used) for test in tests)


def _numbered(test: Test, used: Counter[str]) -> Test:
    used[test.name] += 1
    return test if used[test.name] == 1 else replace(test, name=f"{test.name} #{used[test.name]}")


def test_name(*parts: str) -> str:
    """`LISTEN--rcv-SYN`."""
    return "--".join(filter(None, parts))


def words(leg: Leg) -> str:
    """A leg in a name: its event, as classified, with the condition of the line."""
    if not leg.ways:
        return leg.input.name
    _, event, line, *rest = leg.ways[0]
    return f"{event}{line.condition}" + f" {ECHOED}" * (ECHOED in rest)  # type: ignore[attr-defined]
