"""A graph and inputs in, the smallest automaton that answers alike out, and what tells its states apart.

States of the automaton are classes of configurations that no input tells apart, found by partition refinement (Moore
1956).  An input that is not tried in a configuration is not defined there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from fsmc.testgen.alphabet import Alphabet
from fsmc.testgen.graph import Graph, Place, Tell
from fsmc.testgen.steps import Input, Leg

Word = tuple[int, ...]
"""Inputs one after another, by their numbers."""
Reply = Hashable
"""What the host sees of an input; None if it is not defined."""
Row = tuple[tuple["Leg | None", Reply], ...]
"""For each input what comes of it at a place; a wait that ends too soon has a reply, nothing, but no leg."""


@dataclass(frozen=True, eq=False)
class Automaton:
    """Classes 0, 1, ... of places; of those that lie beyond the search nothing is known."""

    inputs: tuple[Input, ...]
    representatives: tuple[Place, ...]
    """For each class that is known the place that was found first."""
    rows: tuple[Row, ...]
    """For each class that is known what its representative does."""
    targets: tuple[tuple[int | None, ...], ...]
    """The classes where these legs lead; None also where that is not known."""

    @property
    def size(self) -> int:
        """The number of classes that are known."""
        return len(self.representatives)

    @cached_property
    def replies(self) -> tuple[tuple[Reply, ...], ...]:
        """What each class answers to each input."""
        return tuple(tuple(reply for _, reply in row) for row in self.rows)

    def steps(self, state: int) -> Iterator[tuple[Leg | None, int | None]]:
        """What each input does in a class, and where it leads."""
        return ((leg, target) for (leg, _), target in zip(self.rows[state], self.targets[state], strict=True))

    def walks(self, state: int, steps: int) -> Iterator[tuple[Word, int | None]]:
        """All words of so many steps, and where each leads if that is known."""
        if not steps:
            yield (), state
            return
        for number, (leg, target) in enumerate(self.steps(state)):
            if leg and steps == 1:
                yield (number,), target
            elif leg and target is not None:
                yield from (((number, *word), end) for word, end in self.walks(target, steps - 1))

    def answer(self, start: int, word: Word) -> tuple[Reply, ...]:
        """What the host sees of a word, as far as it is defined and known where it leads."""
        found: list[Reply] = []
        here: int | None = start
        for number in word:
            if here is None or (reply := self.replies[here][number]) is None:
                break
            found.append(reply)
            here = self.targets[here][number]
        return tuple(found)

    @cached_property
    def access(self) -> tuple[Word, ...]:
        """For each class a shortest word that leads to it."""
        found: dict[int, Word] = {0: ()}
        queue = [0]
        for here in queue:
            for number, target in enumerate(self.targets[here]):
                if target is not None and target not in found:
                    found[target] = (*found[here], number)
                    queue.append(target)
        return tuple(found[each] for each in range(self.size))


def smallest(graph: Graph, alphabet: Alphabet, tell: Tell) -> Automaton:
    """The automaton of a graph whose legs are those of the inputs."""
    places = graph.seen
    inputs = alphabet.inputs(graph)
    rows = _rows(places, inputs, alphabet)
    after = [[graph.after(leg) if leg else None for leg, _ in row] for row in rows]
    block = _blocks(graph, places, rows, after, tell)
    firsts: dict[int, int] = {}
    for number, place in enumerate(places):
        firsts.setdefault(block[place.number], number)
    rank = {name: rank for rank, name in enumerate(firsts)}
    targets = tuple(tuple(rank.get(block[t.number]) if t else None for t in after[n]) for n in firsts.values())
    known = tuple(places[number] for number in firsts.values())
    return Automaton(inputs, known, tuple(rows[number] for number in firsts.values()), targets)


def _rows(places: Sequence[Place], inputs: Sequence[Input], alphabet: Alphabet) -> list[Row]:
    numbers = {given.key: number for number, given in enumerate(inputs)}
    waits = [(number, given) for number, given in enumerate(inputs) if given.event is None]
    return [_row(place, numbers, (n for n, wait in waits if alphabet.is_quiet(place.here, wait))) for place in places]


def _row(place: Place, numbers: dict[Hashable, int], quiet: Iterable[int]) -> Row:
    row: list[tuple[Leg | None, Reply]] = [(None, None)] * len(numbers)
    for number in quiet:
        row[number] = (None, ())
    for leg in place.legs:
        row[numbers[leg.input.key]] = (leg, leg.reply)
    return tuple(row)


def _blocks(
    graph: Graph, places: Sequence[Place], rows: Sequence[Row], after: Sequence[Sequence[Place | None]], tell: Tell
) -> dict[int, int]:
    """The class of each place, by numbers; a place beyond the search is alone in its class."""
    unknown = {place.number: -1 - place.number for place in graph.places.values() if not place.seen}
    block = {**unknown, **_numbered(places, [tuple(reply for _, reply in row) for row in rows])}
    count = 0
    while len(set(block.values())) > count:
        count = len(set(block.values()))
        tell(f"{count - len(unknown)} classes of {len(places)} places")
        finer = [
            (block[place.number], tuple(block[t.number] if t else None for t in row))
            for place, row in zip(places, after, strict=True)
        ]
        block = {**unknown, **_numbered(places, finer)}
    return block


def _numbered(places: Sequence[Place], signs: Sequence[Hashable]) -> dict[int, int]:
    """The number of each place's sign, in order of appearance."""
    known: dict[Hashable, int] = {}
    return {place.number: known.setdefault(sign, len(known)) for place, sign in zip(places, signs, strict=True)}
