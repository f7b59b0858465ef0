"""A machine in, the tests of the Wp-method out (Fujiwara, von Bochmann, Khendek, Amalou and Ghedamsi, 1991).

Phase 1 goes to every state and tells it from all others by every word of W; phase 2 takes every transition and tells
the state that it leads to by the words of its own W_i.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from fsmc.interpreter import Value
from fsmc.model import Basic, Enumeration, Machine
from fsmc.testgen.alphabet import Alphabet, searched
from fsmc.testgen.automaton import Automaton, Word, smallest
from fsmc.testgen.cover import Settings, shown_options
from fsmc.testgen.dropping import Items, chosen, lost, part
from fsmc.testgen.graph import Graph, Tell, live
from fsmc.testgen.separation import Separation, separation
from fsmc.testgen.steps import Leg, Player
from fsmc.testgen.suite import Item, Suite, Test, count, item, named, not_followed, quiet, test_name, words
from fsmc.testgen.words import Words, longest

LARGEST = 20_000
"""So many tests are made unless more are asked for: of a suite that takes hours nobody should learn by waiting."""

LOOKED_AT = 300_000
"""Of so many words those are chosen that cover most."""


class TooLarge(Exception):  # noqa: N818 - it is no error of anybody
    """The suite has so many tests that somebody has to say how many are wanted."""

    def __init__(self, expected: int, done: int, settings: int) -> None:
        ways = "" if done == settings else f" for {done} of {settings} ways to set its options alone"
        super().__init__(f"about {_rounded(expected):,} tests{ways}")


def _rounded(number: int) -> int:
    """A number with two digits that count: the rest is no better than a guess before the words are made."""
    return int(float(f"{number:.2g}"))


def wp_suite(
    machine: Machine, settings: Settings, at_most: int, tell: Tell, extra: int = 0, most: int | None = None
) -> Suite:
    """The suite that no implementation passes which differs and has no more states than the machine, and `extra`.

    With `most`, so many of its tests at most.  Without it, raises TooLarge before any is made.
    """
    methods: list[_Method] = []
    for options in settings:
        methods.append(_Method.of(machine, options, at_most, extra, tell))
        expected = sum(method.words.count for method in methods)
        if most is None and expected > LARGEST:
            raise TooLarge(expected, len(methods), len(settings))
    more = f"{extra} more states" if extra > 1 else "one more state" if extra else "no more states"
    claim = f"by the Wp-method, for implementations with {more} than the spec needs"
    notes = tuple(dict.fromkeys(note for method in methods for note in method.notes(at_most)))
    return _filled(Suite(machine, "wp", (), claim, notes, promise=_RESTS_ON), methods, most, tell)


_RESTS_ON = (
    "an implementation that passes answers as the spec does, as long as it can be reset, has no more states than that "
    "and is sent nothing but the inputs that are tried here: values and answers that matter to some condition of the "
    "spec, and waits until the next timer is due"
)


@dataclass(frozen=True, eq=False)
class _Method:
    """The method for one setting of the options."""

    options: Mapping[str, Value]
    alphabet: Alphabet
    graph: Graph
    automaton: Automaton
    apart: Separation
    words: Words

    @classmethod
    def of(cls, machine: Machine, options: Mapping[str, Value], at_most: int, extra: int, tell: Tell) -> _Method:
        alphabet, graph = searched(Player(machine, options), at_most, tell)
        automaton = smallest(graph, alphabet, tell)
        apart = separation(automaton, tell)
        return cls(options, alphabet, graph, automaton, apart, Words(automaton, apart, extra))

    # ------------------------------------------------------------------------------------------------------- notes

    def notes(self, at_most: int) -> Iterator[str]:
        """What the guarantee rests on, and where it ends."""
        size, words = self.automaton.size, len(self.apart.words)
        has = f"{count(size, 'state')} and {count(len(self.automaton.inputs), 'input')}"
        apart = f"; {count(words, 'word')} tell{'s' * (words == 1)} its states apart" if words else ""
        yield f"the automaton{shown_options(self.options)} has {has}{apart}"
        yield from not_followed(self.graph.player.left_out)
        yield from self._bounded(self.alphabet.deferred)
        if not self.graph.is_complete:
            beyond = len(self.graph.places) - len(self.graph.seen)
            yield (
                f"{at_most} configurations were looked at, {beyond} found and not looked at: "
                "of these, and of what comes after them, nothing is promised"
            )
            yield from self._varying()
        if self.apart.alike:
            alike = count(len(self.apart.alike), "pair")
            yield f"{alike} of states not told apart: they differ only in what never comes or was not looked at"

    def _bounded(self, deferred: int) -> Iterator[str]:
        if any(len(place.here.deferred) == deferred for place in self.graph.seen):
            waits = "one deferred event waits" if deferred == 1 else f"{deferred} deferred events wait"
            yield f"where {waits} nothing is sent that would be deferred, too"

    def _varying(self) -> Iterator[str]:
        """A hint at what makes so many configurations."""
        values: defaultdict[str, set[str]] = defaultdict(set)
        for variable in live(self.graph.player.machine):
            if variable.type is not Basic.BOOL and not isinstance(variable.type, Enumeration):
                values[variable.name] = {repr(place.here.variables[variable]) for place in self.graph.places.values()}
        told = ", ".join(f"{name} takes {len(found)} values" for name, found in values.items() if len(found) > 2)
        if told:
            yield f"{told}: --suite pairs looks at places that differ only in such numbers once"

    # ------------------------------------------------------------------------------------------------------- tests

    def drafts(self, at_most: int) -> list[_Draft]:
        """Of the first so many words those that begin no other."""
        found: dict[Word, _Draft] = {}
        for start, word in islice(self.words, at_most):
            found.setdefault((*self.automaton.access[start], *word), _Draft(self, start, word))
        return [found[whole] for whole in longest(found)]

    def test(self, start: int, word: Word) -> Test:
        """The test that goes to a state, and does there what the word says."""
        place = self.automaton.representatives[start]
        legs = self._legs(start, word)
        shown = [words(leg) for leg in legs]
        name = test_name(place.here.state.name, *shown[:1], ".".join(shown[1:]))
        covers = frozenset((item(leg),) for leg in (*place.way(), *legs))
        return Test(name, self.options, place, legs, covers)

    def _legs(self, start: int, word: Word) -> tuple[Leg, ...]:
        """A word from a place on, as it is played there."""
        here, found = self.automaton.representatives[start].here, list[Leg]()
        for number in word:
            leg = self.graph.player.play(here, self.automaton.inputs[number])
            assert leg, "a word is cut where it is no longer defined"
            found.append(leg)
            here = leg.after
        return tuple(found)

    def covers(self, start: int, word: Word) -> Iterator[Item]:
        """What the test will cover, by the places that stand for the states on its way."""
        yield from self._reached[start]
        here: int | None = start
        for number in word:
            assert here is not None
            leg, _ = self.automaton.rows[here][number]
            yield (item(leg) if leg else quiet(self.automaton.representatives[here].here.state),)
            here = self.automaton.targets[here][number]

    @cached_property
    def _reached(self) -> list[tuple[Item, ...]]:
        """What the ways to the states cover."""
        return [tuple((item(leg),) for leg in place.way()) for place in self.automaton.representatives]


@dataclass(frozen=True, eq=False)
class _Draft:
    """A test that is not yet made."""

    method: _Method
    start: int
    word: Word

    @property
    def size(self) -> int:
        """How many steps it has."""
        return len(self.method.automaton.access[self.start]) + len(self.word)

    def covers(self) -> Iterator[Item]:
        """What it covers, more or less."""
        return self.method.covers(self.start, self.word)

    def test(self) -> Test:
        """The test."""
        return self.method.test(self.start, self.word)


def _filled(suite: Suite, methods: list[_Method], most: int | None, tell: Tell) -> Suite:
    """The suite with its tests, or those of them that cover most."""
    at_most = max(LOOKED_AT, most or 0) // len(methods)
    more = any(method.words.count > at_most for method in methods)
    tell("the words")
    drafts = [draft for method in methods for draft in method.drafts(at_most)]
    if most is None or (len(drafts) <= most and not more):
        return replace(suite, tests=_made(drafts, tell))
    items = Items()
    masks = [items.mask(draft.covers()) for draft in drafts]
    kept = sorted(chosen(masks, [draft.size for draft in drafts], most))
    tests = _made([drafts[place] for place in kept], tell)
    return part(suite, tests, len(drafts), lost(items, masks, tests), more=more)


def _made(drafts: Iterable[_Draft], tell: Tell) -> tuple[Test, ...]:
    found: list[Test] = []
    for draft in drafts:
        tell(f"{len(found)} tests made")
        found.append(draft.test())
    return named(found)
