"""Lines in, the cells that they decide out: for each state and event the branches in the order they are tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fsmc import logic
from fsmc.model import ELSE, Branch, Cell, Disposition, Event, Expr, Running, State, Timer, Transition, by_rank

Line = Transition | Disposition


def covered_bases(events: Sequence[Event]) -> set[Event]:
    """The events that never fire as themselves, since events derived from them cover every case."""
    derived: dict[Event, list[Event]] = defaultdict(list)
    for event in events:
        if event.base is not None:
            derived[event.base].append(event)
    return {base for base, parts in derived.items() if _covers([part.when for part in parts])}


def _covers(guards: Sequence[object]) -> bool:
    if any(guard is ELSE for guard in guards):
        return True
    return logic.exhaustive([guard for guard in guards if guard is not None])  # type: ignore[misc]


def possible_states(states: Sequence[State], events: Sequence[Event]) -> dict[Event, frozenset[State]]:
    """For each event the states in which it can be decided: a timer must be able to run there."""
    covered, everywhere = covered_bases(events), frozenset(states)
    within = {timer: frozenset(timer.within) for timer in _timers(events)}
    return {
        event: frozenset() if event in covered else within[event.expires] if event.expires else everywhere
        for event in events
    }


def _timers(events: Sequence[Event]) -> list[Timer]:
    return [event.timer for event in events if event.timer is not None]


def make_cells(
    states: Sequence[State], events: Sequence[Event], lines: Sequence[Line], unlisted: Disposition
) -> dict[tuple[State, Event], Cell]:
    """The cell of each state and event that can meet."""
    possible = possible_states(states, events)
    speaking = _speaking(lines)
    ways = _Ways(events, unlisted)
    cells = {}
    for state in states:
        for event in events:
            if state in possible[event]:
                said = tuple(speaking.get((state, event), ()))
                cells[state, event] = Cell(state, event, ways.out(state, event, said))
    return cells


def _speaking(lines: Sequence[Line]) -> dict[tuple[State, Event], list[Line]]:
    """For each state and event of which lines speak these lines, in order of the spec."""
    found: dict[tuple[State, Event], list[Line]] = defaultdict(list)
    for line in lines:
        for state in line.sources:
            for event in line.events:
                found[state, event].append(line)
    return found


class Known(NamedTuple):
    """What is known in a cell before any guard is asked: what holds, and what does not."""

    holding: tuple[Expr, ...] = ()
    failing: tuple[Expr, ...] = ()


_NOTHING = Known()


class _Ways:
    """The ways out of the cells of one machine.

    Cells of which the same lines speak while the same is known share them: most cells of a large machine are silent.
    """

    def __init__(self, events: Sequence[Event], unlisted: Disposition) -> None:
        self._unlisted = unlisted
        self._within = {timer: frozenset(timer.within) for timer in _timers(events)}
        self._named: dict[Event, list[Expr]] = defaultdict(list)
        for event in events:
            if event.base is not None and event.when is not None and event.when is not ELSE:
                self._named[event.base].append(event.when)
        self._found: dict[tuple[tuple[Line, ...], Known], tuple[Branch, ...]] = {}

    def out(self, state: State, event: Event, lines: tuple[Line, ...]) -> tuple[Branch, ...]:
        """The branches of the cell of which these lines speak."""
        known = _NOTHING if all(map(_is_rest, lines)) else self._known(state, event)
        if (lines, known) not in self._found:
            self._found[lines, known] = tuple(_branches(lines, self._unlisted, known))
        return self._found[lines, known]

    def _known(self, state: State, event: Event) -> Known:
        """A derived event says that its condition holds, its base and its `[else]` that those of the others do not.

        A timer does not run while its expiry is decided, nor in a state outside of its `within`.
        """
        still = [Running(timer) for timer in self._within if timer is event.expires or state not in self._within[timer]]
        if event.when is not None and event.when is not ELSE:
            return Known((event.when,), tuple(still))
        return Known((), (*self._named.get(event.base or event, ()), *still))


def _is_rest(line: Line) -> bool:
    return line.guard is None or line.guard is ELSE


def _branches(lines: Iterable[Line], unlisted: Disposition, known: Known) -> Iterator[Branch]:
    """Branches until nothing is left to decide.  One that can no longer be reached is left out.

    `[else]` and lines without a guard come last in their rank.
    """
    earlier: list[Expr] = []
    for line in [*(line for rank in by_rank(lines) for line in sorted(rank, key=_is_rest)), unlisted]:
        if line.guard is None or line.guard is ELSE:
            yield Branch(None, line)
            return
        failing = (*known.failing, *earlier)
        if _never((*known.holding, line.guard), failing):
            continue
        earlier.append(line.guard)
        if _never(known.holding, (*failing, line.guard)):
            yield Branch(None, line, proved=True)
            return
        yield Branch(line.guard, line)


def _never(holding: Sequence[Expr], failing: Sequence[Expr]) -> bool:
    """Whether it is proved that these conditions cannot hold while those fail."""
    return isinstance(logic.find(holding, failing), logic.Nothing)
