"""A player in, the graph of the places that it can come to out: breadth first, so each is reached by a shortest way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from fsmc.diff.live import live_variables
from fsmc.diff.terms import Side
from fsmc.interpreter import Configuration
from fsmc.model import Basic, Enumeration, Machine, Variable
from fsmc.testgen.steps import Leg, Player

Key = Callable[[Configuration], Hashable]
"""What makes two configurations two places."""

Level = Callable[[Machine], Key]
"""How finely places are told apart: `exact`, `decisive` or `coarse`."""

Tell = Callable[[str], None]
"""Says what is being done, for whoever waits."""


DEFERRED_AT_MOST = 3
"""Where more deferred events wait, nobody goes on: one more seldom shows more, and there is no end of them."""


@dataclass(eq=False)
class Place:
    """A place, by the first configuration that was found there; `entry` leads to it from the place before it."""

    number: int
    here: Configuration
    entry: Leg | None = None
    before: Place | None = None
    legs: tuple[Leg, ...] = ()
    seen: bool = False
    """Whether its legs are known."""

    @property
    def is_crowded(self) -> bool:
        """Whether so many deferred events wait that nobody goes on."""
        return len(self.here.deferred) > DEFERRED_AT_MOST

    def way(self) -> tuple[Leg, ...]:
        """The legs that lead here from where the machine begins."""
        found: list[Leg] = []
        place: Place | None = self
        while place and place.entry:
            found.append(place.entry)
            place = place.before
        return tuple(found[::-1])


@dataclass(eq=False)
class Graph:
    """The places of a machine with its options set in one way, in the order in which they were found."""

    player: Player
    level: Level
    key: Key
    places: dict[Hashable, Place] = field(default_factory=dict)

    def after(self, leg: Leg) -> Place | None:
        """Where a leg leads; None if the search did not come so far."""
        return self.places.get(self.key(leg.after))

    @property
    def seen(self) -> tuple[Place, ...]:
        """The places of which the legs are known."""
        return tuple(place for place in self.places.values() if place.seen)

    @property
    def is_complete(self) -> bool:
        """Whether the search came to its end, but for where more events are deferred than anybody goes on with."""
        return all(place.seen or place.is_crowded for place in self.places.values())


def explored(
    player: Player,
    level: Level,
    legs: Callable[[Configuration], Iterable[Leg]],
    at_most: int,
    tell: Tell,
    *,
    whole: bool = False,
) -> Graph:
    """The places that can be reached; the legs of at most so many.

    Where only the `whole` graph is of use, the search ends as soon as there are too many places for that.
    """
    graph = Graph(player, level, level(player.machine))
    start = Place(0, player.start)
    graph.places[graph.key(player.start)] = start
    queue = deque([start])
    for done in range(at_most):
        if not queue or (whole and len(graph.places) > at_most):
            break
        tell(f"{done} places seen, {len(queue)} to go")
        place = queue.popleft()
        place.legs, place.seen = tuple(legs(place.here)), True
        for leg in place.legs:
            _arrive(graph, queue, place, leg)
    return graph


def _arrive(graph: Graph, queue: deque[Place], before: Place, leg: Leg) -> None:
    key = graph.key(leg.after)
    if key not in graph.places:
        graph.places[key] = place = Place(len(graph.places), leg.after, leg, before)
        if not place.is_crowded:
            queue.append(place)


# ------------------------------------------------------------------------------------------------------------ keys


def exact(machine: Machine) -> Key:
    """All that can ever be seen to make a difference, the seconds that timers have left among it."""
    shown = live(machine)

    def key(here: Configuration) -> Hashable:
        due = tuple((timer, left) for timer, left in _due(here))
        return (*_common(here), tuple(repr(here.variables[each]) for each in shown), due, _deferred(here))

    return key


def decisive(machine: Machine) -> Key:
    """As `exact`, but of timers only which run, in order of their deadlines."""
    shown = live(machine)

    def key(here: Configuration) -> Hashable:
        due = tuple(timer for timer, _ in _due(here))
        return (*_common(here), tuple(repr(here.variables[each]) for each in shown), due, _deferred(here))

    return key


def coarse(machine: Machine) -> Key:
    """The state, variables of few values, which timers run, and which events wait."""
    few = tuple(each for each in live(machine) if each.type is Basic.BOOL or isinstance(each.type, Enumeration))

    def key(here: Configuration) -> Hashable:
        values = tuple(repr(here.variables[each]) for each in few)
        return (*_common(here), values, frozenset(here.timers), frozenset(each.event for each in here.deferred))

    return key


def _common(here: Configuration) -> tuple[Hashable, ...]:
    return (here.state,)


def _due(here: Configuration) -> list[tuple[Hashable, float]]:
    """The running timers in order of deadline, then of start."""
    return sorted(here.timers.items(), key=lambda item: item[1])


def _deferred(here: Configuration) -> tuple[Hashable, ...]:
    return tuple((each.event, repr(each.payload)) for each in here.deferred)


def live(machine: Machine) -> tuple[Variable, ...]:
    """The variables that anything visible may depend on, in order of the spec."""
    found = live_variables(Side(machine))
    return tuple(variable for variable in machine.variables if variable in found)
