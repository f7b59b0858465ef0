"""A machine in, the tests of the Wp-method out (Fujiwara, von Bochmann, Khendek, Amalou and Ghedamsi, 1991).

Phase 1 goes to every state and tells it from all others by every word of W; phase 2 takes every transition and tells
the state that it leads to by the words of its own W_i.  Of `extra` more states in an implementation each costs one more
input before the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product

from fsmc.interpreter import Configuration, Value
from fsmc.model import Machine
from fsmc.testgen.automaton import Automaton, Word, smallest
from fsmc.testgen.cover import Settings, best, shown_options
from fsmc.testgen.graph import Graph, Place, Tell, exact, explored
from fsmc.testgen.inputs import Chooser
from fsmc.testgen.separation import Separation, separation
from fsmc.testgen.steps import Input, Leg, Player
from fsmc.testgen.suite import Suite, Test, item, named, test_name, unending, words


def wp(machine: Machine, settings: Settings, at_most: int, tell: Tell, extra: int = 0) -> Suite:
    """The suite that no implementation passes which differs and has no more states than the machine, and `extra`."""
    tests: list[Test] = []
    notes: list[str] = []
    for options in settings:
        method = _Method.of(machine, options, at_most, extra, tell)
        tests += method.tests(tell)
        notes += method.notes(at_most)
    more = f"{extra} more states" if extra > 1 else "one more state" if extra else "no more states"
    claim = f"by the Wp-method, for implementations with {more} than the spec needs"
    return Suite(machine, "wp", named(tests), claim, tuple(notes), promise=_RESTS_ON)


_RESTS_ON = (
    "an implementation that passes answers as the spec does, as long as it can be reset, has no more states than that "
    "and is sent nothing but the inputs that are tried here"
)


@dataclass(frozen=True, eq=False)
class _Method:
    """The method for one setting of the options."""

    options: Mapping[str, Value]
    graph: Graph
    automaton: Automaton
    apart: Separation
    extra: int

    @classmethod
    def of(cls, machine: Machine, options: Mapping[str, Value], at_most: int, extra: int, tell: Tell) -> _Method:
        player = Player(machine, options)
        inputs = alphabet(player, at_most, tell)
        graph = explored(player, exact, lambda here: defined(player, here, inputs), at_most, tell)
        automaton = smallest(graph, inputs, tell)
        return cls(options, graph, automaton, separation(automaton, tell), extra)

    def notes(self, at_most: int) -> Iterator[str]:
        """What the guarantee rests on, and where it ends."""
        size, words = self.automaton.size, len(self.apart.words)
        has = f"{_count(size, 'state')} and {_count(len(self.automaton.inputs), 'input')}"
        apart = f"; {_count(words, 'word')} tell{'s' * (words == 1)} its states apart" if words else ""
        yield f"the automaton{shown_options(self.options)} has {has}{apart}"
        yield from unending(self.graph.player.endless)
        if not self.graph.is_complete:
            beyond = len(self.graph.places) - len(self.graph.seen)
            yield f"at most {at_most} configurations were looked at, {beyond} lie beyond: of these nothing is promised"
        if self.apart.alike:
            alike = _count(len(self.apart.alike), "pair")
            yield f"{alike} of states not told apart: they differ only in what never comes, or lies beyond"

    # ------------------------------------------------------------------------------------------------------- words

    def tests(self, tell: Tell) -> Iterator[Test]:
        """The tests, but for those that others begin with."""
        found: dict[Word, tuple[int, Word]] = {}
        for start, word in chain(self._phase_1(), self._phase_2()):
            word = self._defined(start, word)
            found.setdefault((*self.automaton.access[start], *word), (start, word))
        tell(f"{len(found)} words, some of which begin others")
        begun = {whole[:size] for whole in found for size in range(len(whole))}
        for whole, (start, word) in found.items():
            if whole not in begun:
                yield self._test(start, word)

    def _phase_1(self) -> Iterator[tuple[int, Word]]:
        """Each state, then up to `extra` inputs, then every word of W."""
        for state in range(self.automaton.size):
            for between in self._between(self.extra):
                for word in self.apart.words or ((),):
                    yield state, (*between, *word)

    def _phase_2(self) -> Iterator[tuple[int, Word]]:
        """Each state, an input, up to `extra` more, then the words that tell where this should lead."""
        for state in range(self.automaton.size):
            for first in range(len(self.automaton.inputs)):
                for between in self._between(self.extra):
                    yield from self._identified(state, (first, *between))

    def _identified(self, state: int, word: Word) -> Iterator[tuple[int, Word]]:
        legs = list(self.automaton.run(state, word))
        if len(legs) == len(word):
            target = legs[-1][1]
            for own in (self.apart.own[target] if target is not None else ()) or ((),):
                yield state, (*word, *own)

    def _between(self, at_most: int) -> Iterator[Word]:
        numbers = range(len(self.automaton.inputs))
        return chain.from_iterable(product(numbers, repeat=size) for size in range(at_most + 1))

    def _defined(self, start: int, word: Word) -> Word:
        """The word as far as it is defined."""
        return word[: len(list(self.automaton.run(start, word)))]

    # ------------------------------------------------------------------------------------------------------- tests

    def _test(self, start: int, word: Word) -> Test:
        place = self.automaton.representatives[start]
        legs = self._legs(place, word)
        shown = [words(leg) for leg in legs]
        name = test_name(place.here.state.name, *shown[:1], ".".join(shown[1:]))
        covers = frozenset((item(leg),) for leg in (*place.way(), *legs))
        return Test(name, self.options, place, legs, covers)

    def _legs(self, place: Place, word: Word) -> tuple[Leg, ...]:
        """A word from a place on, as it is played there."""
        here, found = place.here, list[Leg]()
        for number in word:
            leg = self.graph.player.play(here, self.automaton.inputs[number])
            assert leg, "a word is cut where it is no longer defined"
            found.append(leg)
            here = leg.after
        return tuple(found)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def alphabet(player: Player, at_most: int, tell: Tell) -> tuple[Input, ...]:
    """All inputs that are worth a look anywhere."""
    chooser = Chooser(player)
    graph = best(player, chooser.legs, at_most, tell)
    found = {leg.input.key: leg.input for place in graph.seen for leg in place.legs}
    return tuple(found.values())


def defined(player: Player, here: Configuration, inputs: Sequence[Input]) -> Iterator[Leg]:
    """The legs of the inputs that are defined: of time only what does not go beyond the next expiry."""
    due = min(here.timers.values(), default=None)
    for given in inputs:
        if given.event is None and due is not None and given.seconds > max(0.0, due):
            continue
        if (here.state, given.event) in player.endless:
            continue
        leg = player.play(here, given)
        if leg:
            yield leg
