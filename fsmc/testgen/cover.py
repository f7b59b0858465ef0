"""A machine in, the tests that take every transition, or every pair of transitions one after another, out.

Transitions are the branches of cells, refusals and what is ignored among them; each is told apart by the truth of the
conditions of its effects.  Pairs are the 1-switch cover of Chow (1978), "transition pairs" in Offutt et al. (2003).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from fsmc.interpreter import AnyLine, Configuration, Value
from fsmc.model import Disposition, Event, Kind, Machine, State
from fsmc.testgen.graph import DEFERRED_AT_MOST, Graph, Key, Place, Tell, coarse, decisive, exact, explored
from fsmc.testgen.inputs import Chooser
from fsmc.testgen.steps import LeftOut, Leg, Player
from fsmc.testgen.suite import Item, Suite, Test, branch_name, item, named, not_followed, singles, test_name, words

Settings = Sequence[Mapping[str, Value]]
"""The ways in which the options are set, that of the defaults first."""


Branch = tuple[State, Event, AnyLine]
Branches = dict[Branch, None]


def transitions(machine: Machine, settings: Settings, at_most: int, tell: Tell, rare: Settings = ()) -> Suite:
    """Every branch of every cell that the search comes to, once, at the end of a shortest way to it.

    Rough graphs come first, with all settings of the options.  Only if something is left come finer graphs, for which a
    number makes a difference, and at last settings that are `rare`, with which much comes soon.
    """
    found, left, left_out = _singly(machine, settings, at_most, tell, rare)
    claim = "every transition, refusals and ignored events among them, at the end of a shortest way to it"
    missed = _missed(left, len(settings) + len(rare), at_most)
    return Suite(machine, "transitions", named(found), claim, (*missed, *not_followed(left_out)))


def _singly(
    machine: Machine, settings: Settings, at_most: int, tell: Tell, rare: Settings
) -> tuple[list[Test], Branches, LeftOut]:
    """The tests, the branches that are left, and what is left out."""
    wanted = _Wanted(dict.fromkeys(_branches(machine)))
    found: list[Test] = []
    seen: set[Item] = set()
    left_out = LeftOut()
    first = [(coarse, options) for options in settings]
    later = [(decisive, settings[0]), (exact, settings[0]), *((coarse, options) for options in rare)]
    for level, options in (*first, *later):
        if wanted.is_seen and (level, options) not in first:
            break
        chooser = Chooser(Player(machine, options))
        graph = explored(chooser.player, level, chooser.legs, at_most, tell)
        left_out.add(chooser.player.left_out)
        for test in _new_ways(graph, options, seen):
            found.append(test)
            wanted.take(test.legs[-1])
    return found, wanted.left, left_out


@dataclass
class _Wanted:
    """The branches that no test takes so far, and what was seen of the conditions of those that are taken."""

    left: Branches
    _truths: dict[tuple[object, ...], set[object]] = field(default_factory=dict)

    def take(self, leg: Leg) -> None:
        """Note what a leg takes."""
        for way in leg.ways:
            self.left.pop(way[:3], None)  # type: ignore[arg-type]
            for place, truth in enumerate(way[3:]):
                if isinstance(truth, bool):
                    self._truths.setdefault((*way[:3], place), set()).add(truth)

    @property
    def is_seen(self) -> bool:
        """Whether every branch is taken, and every condition of its effects was both true and false."""
        return not self.left and all(len(truths) == 2 for truths in self._truths.values())


def _branches(machine: Machine) -> Iterator[Branch]:
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


def _missed(left: Iterable[Branch], settings: int, at_most: int) -> Iterator[str]:
    """What was not reached, and how far the search went."""
    told = [branch_name(*branch) for branch in left]
    if told:
        ways = f"the options set in {settings} ways" if settings > 1 else "its options as they are"
        yield (
            f"{len(told)} not reached, with {ways} and at most {at_most} places looked at (they may be out of reach): "
            + "; ".join(told)
        )


# ----------------------------------------------------------------------------------------------------------- pairs


def pairs(machine: Machine, settings: Settings, at_most: int, tell: Tell, rare: Settings = ()) -> Suite:
    """Every two transitions that can be taken one after the other, once, after a shortest way to the first.

    A graph may be too rough for some transitions: a place stands for others that differ in a number.  So those that
    `transitions` takes and no pair does come last, each from where it is taken there, with all that can follow.
    """
    found: list[Test] = []
    seen: set[Item] = set()
    notes: list[str] = []
    singly, left, left_out = _singly(machine, settings, at_most, tell, rare)
    for options in settings:
        chooser = Chooser(Player(machine, options))
        graph = best(chooser.player, chooser.legs, at_most, tell)
        found += _Pairing(chooser, exact(machine), seen).tests(graph, tell)
        left_out.add(chooser.player.left_out)
        notes += _cut(graph, options, at_most)
    found += _rest(machine, singly, found, seen)
    taken = {way[:3] for way in _ways(found)}
    missed = _missed((each for each in left if each not in taken), len(settings) + len(rare), at_most)
    claim = "every pair of transitions one after the other, refusals and ignored events among them"
    return Suite(machine, "pairs", named(found), claim, (*missed, *not_followed(left_out), *dict.fromkeys(notes)))


def _rest(machine: Machine, singly: Sequence[Test], found: Sequence[Test], seen: set[Item]) -> Iterator[Test]:
    """Pairs for the tests of single transitions that take what no other pair takes."""
    taken = _ways(found)
    for options, tests in groupby(singly, lambda test: test.options):
        pairing = _Pairing(Chooser(Player(machine, options)), exact(machine), seen)
        for test in tests:
            if not all(way in taken for (way,) in singles(test.legs)):
                yield from pairing.follow(test)


def _ways(tests: Iterable[Test]) -> set[tuple[Hashable, ...]]:
    """All that is taken somewhere in the tests."""
    legs = {id(leg): leg for test in tests for leg in test.whole}
    return {way for leg in legs.values() for (way,) in singles([leg])}


def best(player: Player, legs: Callable[[Configuration], Iterator[Leg]], at_most: int, tell: Tell) -> Graph:
    """The finest graph of which the search comes to an end; a rough one that is cut short if there is none."""
    for level in (exact, decisive, coarse):
        graph = explored(player, level, legs, at_most, tell, whole=level is not coarse)
        if graph.is_complete:
            break
    return graph


def _cut(graph: Graph, options: Mapping[str, Value], at_most: int) -> Iterator[str]:
    """What was looked at less closely than it might have been."""
    if any(place.is_crowded for place in graph.places.values()):
        yield f"where more than {DEFERRED_AT_MOST} deferred events wait the search goes no further"
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
    """Pairs with the options set in one way.  The second leg is looked for where the first one leads, to the second."""

    chooser: Chooser
    key: Key
    seen: set[Item]
    _known: dict[object, tuple[Leg, ...]] = field(default_factory=dict)

    def tests(self, graph: Graph, tell: Tell) -> Iterator[Test]:
        """A test for each pair in a graph not yet seen."""
        for done, place in enumerate(graph.seen):
            tell(f"pairs from {done} of {len(graph.seen)} places")
            for first in place.legs:
                for second in self._after(first):
                    yield from self._pair(place, first, second)

    def follow(self, test: Test) -> Iterator[Test]:
        """A test for each new pair that begins with what a test does; the test itself if nothing can follow."""
        (first,) = test.legs
        seconds = self._after(first)
        for second in seconds:
            yield from self._pair(test.at, first, second)
        if not seconds:
            yield test

    def _after(self, leg: Leg) -> tuple[Leg, ...]:
        key = self.key(leg.after)
        if key not in self._known:
            self._known[key] = tuple(self.chooser.legs(leg.after))
        return self._known[key]

    def _pair(self, place: Place, first: Leg, second: Leg) -> Iterator[Test]:
        pair = (item(first), item(second))
        if pair not in self.seen:
            self.seen.add(pair)
            second = self._joined(first, second)
            name = test_name(first.before.state.name, words(first), words(second))
            yield Test(name, self.chooser.player.options, place, (first, second), self._covered(place, first, second))

    def _joined(self, first: Leg, second: Leg) -> Leg:
        """The second leg as it is after the first: what its place is known by may leave out what nobody sees."""
        return self.chooser.player.play(first.after, second.input) or second

    def _covered(self, place: Place, *legs: Leg) -> frozenset[Item]:
        whole = (*place.way(), *legs)
        return frozenset((item(one), item(other)) for one, other in pairwise(whole))
