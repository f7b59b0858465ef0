"""A machine in, the tests that take every transition, or every pair of transitions one after another, out.

Transitions are the branches of cells, refusals and what is ignored among them; each is told apart by the truth of the
conditions of its effects.  Pairs are the 1-switch cover of Chow (1978), "transition pairs" in Offutt et al. (2003).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from fsmc.interpreter import AnyLine, Configuration, Value
from fsmc.model import Disposition, Event, Kind, Machine, State
from fsmc.testgen.graph import Graph, Key, Place, Tell, coarse, decisive, exact, explored
from fsmc.testgen.inputs import Chooser
from fsmc.testgen.steps import Leg, Player
from fsmc.testgen.suite import Item, Suite, Test, branch_name, item, named, singles, test_name, unending, words

Settings = Sequence[Mapping[str, Value]]
"""The ways in which the options are set, that of the defaults first."""


def transitions(machine: Machine, settings: Settings, at_most: int, tell: Tell, rare: Settings = ()) -> Suite:
    """Every branch of every cell that the search comes to, once, at the end of a shortest way to it.

    Rough graphs come first, with all settings of the options; those that are `rare`, and finer graphs, only if
    something is left.
    """
    left = dict.fromkeys(_branches(machine))
    found: list[Test] = []
    seen: set[Item] = set()
    endless: dict[tuple[State, Event | None], None] = {}
    rough = [(coarse, options) for options in (*settings, *rare)]
    for level, options in (*rough, (decisive, settings[0]), (exact, settings[0])):
        if not left and (level is not coarse or options in rare):
            break
        chooser = Chooser(Player(machine, options))
        graph = explored(chooser.player, level, chooser.legs, at_most, tell)
        endless.update(chooser.player.endless)
        for test in _new_ways(graph, options, seen):
            found.append(test)
            for way in test.legs[-1].ways:
                left.pop(way[:3], None)  # type: ignore[arg-type]
    claim = "every transition, refusals and ignored events among them, at the end of a shortest way to it"
    looked = len(settings) + len(rare)
    return Suite(machine, "transitions", named(found), claim, (*_missed(left, looked, at_most), *unending(endless)))


def _branches(machine: Machine) -> Iterator[tuple[State, Event, AnyLine]]:
    """All branches of all cells, but for what never happens."""
    for state in machine.states:
        for cell in machine.cells_of(state):
            for branch in cell.branches:
                if not (isinstance(branch.line, Disposition) and branch.line.kind is Kind.NEVER):
                    yield cell.state, cell.event, branch.line


def _new_ways(graph: Graph, options: Mapping[str, Value], seen: set[Item]) -> Iterator[Test]:
    for place in graph.seen:
        for leg in place.legs:
            if singles([leg]) <= seen:
                continue
            seen |= singles([leg])
            name = test_name(leg.before.state.name, words(leg))
            yield Test(name, options, place, (leg,), singles((*place.way(), leg)))


def _missed(left: Mapping[tuple[State, Event, AnyLine], None], settings: int, at_most: int) -> Iterator[str]:
    """What was not reached, and how far the search went."""
    if left:
        ways = f"the options set in {settings} ways" if settings > 1 else "its options as they are"
        yield (
            f"{len(left)} not reached, with {ways} and at most {at_most} places looked at (they may be out of reach): "
            + "; ".join(branch_name(*branch) for branch in left)
        )


# ----------------------------------------------------------------------------------------------------------- pairs


def pairs(machine: Machine, settings: Settings, at_most: int, tell: Tell) -> Suite:
    """Every two transitions that can be taken one after the other, once, after a shortest way to the first."""
    found: list[Test] = []
    seen: set[Item] = set()
    notes: list[str] = []
    for options in settings:
        chooser = Chooser(Player(machine, options))
        graph = best(chooser.player, chooser.legs, at_most, tell)
        pairing = _Pairing(graph, options, chooser.legs, exact(machine), seen)
        found += pairing.tests(tell)
        notes += _cut(machine, graph, options, at_most)
    claim = "every pair of transitions one after the other, refusals and ignored events among them"
    return Suite(machine, "pairs", named(found), claim, tuple(notes))


def best(player: Player, legs: Callable[[Configuration], Iterator[Leg]], at_most: int, tell: Tell) -> Graph:
    """The finest graph of which the search comes to an end; a rough one that is cut short if there is none."""
    for level in (exact, decisive, coarse):
        graph = explored(player, level, legs, at_most, tell, whole=level is not coarse)
        if graph.is_complete:
            break
    return graph


def _cut(machine: Machine, graph: Graph, options: Mapping[str, Value], at_most: int) -> Iterator[str]:
    """What was looked at less closely than it might have been."""
    yield from unending(graph.player.endless)
    if not graph.is_complete:
        yield f"at most {at_most} places were looked at{shown_options(options)}: there are more"
    if graph.level is not exact:
        rough = "numbers, texts or" if graph.level is coarse else "the time that timers have left, or"
        yield (
            f"places that differ only in {rough} what nobody sees count as one{shown_options(options)}: "
            f"there are more than {at_most} otherwise"
        )


def shown_options(options: Mapping[str, Value]) -> str:
    """` with passive = True`, or nothing."""
    told = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f" with {told}" if told else ""


@dataclass(eq=False)
class _Pairing:
    """Pairs in one graph.  The second transition is looked for where the first one leads, to the second."""

    graph: Graph
    options: Mapping[str, Value]
    legs: Callable[[Configuration], Iterator[Leg]]
    key: Key
    seen: set[Item]
    _known: dict[object, tuple[Leg, ...]] = field(default_factory=dict)

    def tests(self, tell: Tell) -> Iterator[Test]:
        """A test for each pair not yet seen."""
        for done, place in enumerate(self.graph.seen):
            tell(f"pairs from {done} of {len(self.graph.seen)} places")
            for first in place.legs:
                for second in self._after(first):
                    yield from self._pair(place, first, second)

    def _after(self, leg: Leg) -> tuple[Leg, ...]:
        key = self.key(leg.after)
        if key not in self._known:
            self._known[key] = tuple(self.legs(leg.after))
        return self._known[key]

    def _pair(self, place: Place, first: Leg, second: Leg) -> Iterator[Test]:
        pair = (item(first), item(second))
        if pair not in self.seen:
            self.seen.add(pair)
            second = self._joined(first, second)
            name = test_name(first.before.state.name, words(first), words(second))
            yield Test(name, self.options, place, (first, second), self._covered(place, first, second))

    def _joined(self, first: Leg, second: Leg) -> Leg:
        """The second leg as it is after the first: what its place is known by may leave out what nobody sees."""
        return self.graph.player.play(first.after, second.input) or second

    def _covered(self, place: Place, *legs: Leg) -> frozenset[Item]:
        whole = (*place.way(), *legs)
        return frozenset((item(one), item(other)) for one, other in pairwise(whole))
