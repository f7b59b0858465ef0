"""Lines in, the cells that they decide out: for each state and event the branches in the order they are tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fsmc import logic
from fsmc.model import ELSE, Branch, Cell, Disposition, Event, Expr, Rank, Running, State, Timer, Transition

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


def is_possible(state: State, event: Event, covered: set[Event]) -> bool:
    """Whether the event can be decided in that state: a timer must be able to run there."""
    return event not in covered and (event.expires is None or state in event.expires.within)


def make_cells(
    states: Sequence[State], events: Sequence[Event], lines: Sequence[Line], unlisted: Disposition
) -> dict[tuple[State, Event], Cell]:
    """The cell of each state and event that can meet."""
    covered = covered_bases(events)
    timers = [event.timer for event in events if event.timer is not None]
    deciding: dict[tuple[State, Event], list[Line]] = defaultdict(list)
    for line in lines:
        for state in line.sources:
            for event in line.events:
                deciding[state, event].append(line)
    cells = {}
    for state in states:
        for event in events:
            if is_possible(state, event, covered):
                ranked = _by_rank(deciding[state, event])
                asks = any(not _is_rest(line) for rank in ranked for line in rank)
                known = Known.of(state, event, events, timers) if asks else Known()
                cells[state, event] = Cell(state, event, tuple(_branches(ranked, unlisted, known)))
    return cells


@dataclass(frozen=True)
class Known:
    """What is known in a cell before any guard is asked: what holds, and what does not."""

    holding: tuple[Expr, ...] = ()
    failing: tuple[Expr, ...] = ()

    @classmethod
    def of(cls, state: State, event: Event, events: Sequence[Event], timers: Sequence[Timer]) -> Known:
        """A derived event says that its condition holds, its base and its `[else]` that those of the others do not.

        A timer does not run while its expiry is decided, nor in a state outside of its `within`.
        """
        holding = () if event.when is None or event.when is ELSE else (event.when,)
        siblings = [other.when for other in events if other.base is not None and other.base in (event, event.base)]
        denied = [when for when in siblings if when is not None and when is not ELSE and when not in holding]
        still = [Running(timer) for timer in timers if timer is event.expires or state not in timer.within]
        return cls(holding, (*(denied if not holding else ()), *still))


def _by_rank(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of one rank together, the strongest rank first, `[else]` and lines without a guard last in theirs.

    `other` lines speak for an event only where no stronger line names it, whether its guards hold or not.
    """
    ranks: dict[Rank, list[Line]] = defaultdict(list)
    for line in lines:
        ranks[line.rank].append(line)
    if Rank.NAMED in ranks:
        ranks.pop(Rank.NAMED_OTHER, None)
    if Rank.NAMED in ranks or Rank.ANY in ranks:
        ranks.pop(Rank.ANY_OTHER, None)
    return [sorted(ranks[rank], key=_is_rest) for rank in sorted(ranks)]


def _is_rest(line: Line) -> bool:
    return line.guard is None or line.guard is ELSE


def _branches(ranks: Sequence[Sequence[Line]], unlisted: Disposition, known: Known) -> Iterator[Branch]:
    """Branches until nothing is left to decide.  One that can no longer be reached is left out."""
    earlier: list[Expr] = []
    for line in [*(line for rank in ranks for line in rank), unlisted]:
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
