"""The steps that expiries take in; the loops of them that nothing ends, out.

An expiry that starts a timer whose expiry starts a timer, and so on round, is a loop that needs nobody.  It is told
only where it is proved that it goes on: whenever one line of it is taken, its effects make the condition of the next
hold.  A counter that the loop changes, a question to the host, another timer or an option may therefore be its end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fsmc.analysis.asked import relevant
from fsmc.analysis.cells import Assumptions, Decisions, Place
from fsmc.analysis.components import Graph, components
from fsmc.analysis.graph import Way
from fsmc.analysis.steps import Done
from fsmc.logic import Nothing
from fsmc.model import (
    Ask,
    Assign,
    Expr,
    Option,
    Raise,
    Read,
    Running,
    Start,
    State,
    Stop,
    Timer,
    Variable,
    put_in,
    walk,
)


@dataclass(frozen=True)
class Loop:
    """Ways that follow each other round; `reads` are the variables that their conditions read, all unchanged."""

    ways: tuple[Way, ...]
    reads: tuple[Variable, ...]


def timer_loops(decisions: Decisions, done: Mapping[Way, tuple[Done, ...]]) -> Iterator[Loop]:
    """Each loop once, though several states may go round in it."""
    search = _Search(decisions, done)
    seen: set[frozenset[object]] = set()
    for ways in components(search.graph):
        loop = _shortest(search.graph, ways)
        lines = frozenset(way.line for way in loop)
        if loop and lines not in seen and not search.is_ended(loop):
            seen.add(lines)
            yield Loop(loop, search.reads(loop))


def started_surely(decisions: Decisions, way: Way, steps: tuple[Done, ...]) -> tuple[Timer, ...]:
    """The timers that a step starts in every case in which it is taken, and does not stop again."""
    found: dict[Timer, None] = {}
    for each in steps:
        if isinstance(each.effect, Start) and (each.sure or _holds(decisions, way, each)):
            found[each.effect.timer] = None
        elif isinstance(each.effect, Stop):
            found.pop(each.effect.timer, None)
    return tuple(found)


def case_of(decisions: Decisions, way: Way) -> Assumptions:
    """What holds and what fails when the way is taken."""
    return decisions.case(way.line, Place(way.source, way.event))


def _holds(decisions: Decisions, way: Way, each: Done) -> bool:
    """Whether the condition of an effect, which does not ride along with another, holds whenever the way is taken."""
    condition = each.effect.condition
    if condition is None or each.doing.effect is not each.effect:
        return False
    return _implies(decisions, case_of(decisions, way), condition, True)


def _implies(decisions: Decisions, case: Assumptions, condition: Expr, holds: bool) -> bool:
    asked = relevant(case, condition)
    asked = asked.and_fails(condition) if holds else asked.and_holds(condition)
    return isinstance(decisions.find(asked), Nothing)


class _Search:
    """What is known of the ways that expiries take."""

    def __init__(self, decisions: Decisions, done: Mapping[Way, tuple[Done, ...]]) -> None:
        self.decisions = decisions
        self.done = done
        self.ways = tuple(way for way in done if way.event.expires and not self._raises(way))
        self._expiries: dict[tuple[State, Timer | None], list[Way]] = {}
        for way in self.ways:
            self._expiries.setdefault((way.source, way.event.expires), []).append(way)
        self.graph: Graph[Way] = {way: tuple(self._followers(way)) for way in self.ways}

    def _raises(self, way: Way) -> bool:
        """Whether the step may have others behind it, which may lead elsewhere."""
        return any(isinstance(each.effect, Raise) for each in self.done[way])

    def _followers(self, way: Way) -> Iterator[Way]:
        for timer in started_surely(self.decisions, way, self.done[way]):
            expiries = self._expiries.get((way.target, timer), ())
            yield from (other for other in expiries if self._leads_to(way, other))

    def _leads_to(self, way: Way, other: Way) -> bool:
        """Whether the condition of `other` holds after `way`, as often as it is taken."""
        before, needed = case_of(self.decisions, way), case_of(self.decisions, other)
        after = self._after(way)
        holding = ((expr, True) for expr in needed.holding)
        failing = ((expr, False) for expr in needed.failing if not _is_known(expr, other))
        return all(self._follows(before, after, *each) for each in (*holding, *failing))

    def _follows(self, before: Assumptions, after: Mapping[Expr, Expr | None], expr: Expr, holds: bool) -> bool:
        parts = set(walk(expr))
        if any(isinstance(part, (Ask, Running)) or after.get(part, part) is None for part in parts):
            return False
        later = put_in(expr, {term: value for term, value in after.items() if value is not None})
        return not _is_switch(parts) and _implies(self.decisions, before, later, holds)

    def _after(self, way: Way) -> Mapping[Expr, Expr | None]:
        """The new values of the variables that the step assigns, by the old ones; None for those that depend."""
        found: dict[Expr, Expr | None] = {}
        for each in self.done[way]:
            if isinstance(each.effect, Assign):
                known = {term: value for term, value in found.items() if value is not None}
                lost = any(found.get(part, part) is None for part in walk(each.effect.result))
                value = None if lost or not each.sure else put_in(each.effect.result, known)
                found[Read(each.effect.variable)] = value
        return found

    def is_ended(self, loop: tuple[Way, ...]) -> bool:
        """Whether another timer may lead out of the loop, or stop one of its timers."""
        states, timers = {way.source for way in loop}, {way.event.expires for way in loop}
        others = (way for way in self.done if way.source in states and way.event.expires)
        ending = (way for way in others if way.event.expires not in timers)
        return any(way.target not in states or self._stops(way, timers) for way in ending)

    def _stops(self, way: Way, timers: set[Timer | None]) -> bool:
        if any(isinstance(each.effect, Raise) for each in self.done[way]):
            return True
        return any(isinstance(each.effect, Stop) and each.effect.timer in timers for each in self.done[way])

    def reads(self, loop: tuple[Way, ...]) -> tuple[Variable, ...]:
        """The variables of which the conditions in a loop ask."""
        cases = [case_of(self.decisions, way) for way in loop]
        parts = [part for case in cases for expr in (*case.holding, *case.failing) for part in walk(expr)]
        read = (part.of for part in parts if isinstance(part, Read))
        return tuple(dict.fromkeys(variable for variable in read if isinstance(variable, Variable)))


def _is_known(expr: Expr, way: Way) -> bool:
    """Whether it goes without saying that the timer of which `expr` asks does not run."""
    return isinstance(expr, Running) and (expr.timer is way.event.expires or way.source not in expr.timer.within)


def _is_switch(parts: set[Expr]) -> bool:
    """Whether a condition asks for options and no variable: the host has said that it wants the loop."""
    read = [part.of for part in parts if isinstance(part, Read)]
    return any(isinstance(each, Option) for each in read) and not any(isinstance(each, Variable) for each in read)


def _shortest(graph: Graph[Way], among: tuple[Way, ...]) -> tuple[Way, ...]:
    """The shortest way round through the earliest of some nodes that all reach each other; empty if there is none."""
    first = min(among, key=lambda way: (way.line.span, among.index(way)))
    back: dict[Way, Way] = {}
    waiting = deque([first])
    while waiting:
        way = waiting.popleft()
        for other in graph[way]:
            if other == first:
                return tuple(_path(back, first, way))
            if other in among and other not in back:
                back[other] = way
                waiting.append(other)
    return ()


def _path(back: Mapping[Way, Way], first: Way, last: Way) -> list[Way]:
    path = [last]
    while path[0] != first:
        path.insert(0, back[path[0]])
    return path
