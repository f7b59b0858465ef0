"""A graph and inputs in, the smallest automaton that answers alike out, and what tells its states apart.

States of the automaton are classes of configurations that no input tells apart, found by partition refinement (Moore
1956).  An input that never comes in a configuration, by the word of the spec, is not defined there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from fsmc.testgen.graph import Graph, Place, Tell
from fsmc.testgen.steps import Input, Leg

Word = tuple[int, ...]
"""Inputs one after another, by their numbers."""


@dataclass(frozen=True, eq=False)
class Automaton:
    """Classes 0, 1, ... of places; `beyond` are those of which nothing is known, since the search was cut short."""

    inputs: tuple[Input, ...]
    representatives: tuple[Place, ...]
    """For each class that is known the place that was found first."""
    legs: tuple[tuple[Leg | None, ...], ...]
    """For each class that is known and each input the leg of its representative, if it is defined."""
    targets: tuple[tuple[int | None, ...], ...]
    """The same for the class where the leg leads; None also where that is not known."""

    @property
    def size(self) -> int:
        """The number of classes that are known."""
        return len(self.representatives)

    def run(self, start: int, word: Word) -> Iterator[tuple[Leg, int | None]]:
        """The legs of a word and where they lead, as far as it is defined and known."""
        here: int | None = start
        for number in word:
            if here is None:
                return
            leg, here = self.legs[here][number], self.targets[here][number]
            if leg is None:
                return
            yield leg, here

    def answer(self, start: int, word: Word) -> tuple[Hashable, ...]:
        """What the host sees of a word."""
        return tuple(leg.reply for leg, _ in self.run(start, word))

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


def smallest(graph: Graph, inputs: Sequence[Input], tell: Tell) -> Automaton:
    """The automaton of a graph whose legs are those of the inputs."""
    places = graph.seen
    numbers = {given.key: number for number, given in enumerate(inputs)}
    rows = [_row(place, numbers) for place in places]
    row_of = {place.number: row for place, row in zip(places, rows, strict=True)}
    block = _blocks(graph, places, rows, tell)
    firsts: dict[int, Place] = {}
    for place in places:
        firsts.setdefault(block[place.number], place)
    rank = {name: rank for rank, name in enumerate(firsts)}
    legs = tuple(row_of[place.number] for place in firsts.values())
    after = [[graph.after(leg) if leg else None for leg in row] for row in legs]
    targets = tuple(tuple(rank.get(block[t.number]) if t else None for t in row) for row in after)
    return Automaton(tuple(inputs), tuple(firsts.values()), legs, targets)


def _row(place: Place, numbers: dict[Hashable, int]) -> tuple[Leg | None, ...]:
    row: list[Leg | None] = [None] * len(numbers)
    for leg in place.legs:
        row[numbers[leg.input.key]] = leg
    return tuple(row)


def _blocks(
    graph: Graph, places: Sequence[Place], rows: Sequence[tuple[Leg | None, ...]], tell: Tell
) -> dict[int, int]:
    """The class of each place, by numbers; a place beyond the search is alone in its class."""
    after = [[graph.after(leg) if leg else None for leg in row] for row in rows]
    unknown = {place.number: -1 - place.number for place in graph.places.values() if not place.seen}
    signs = [tuple(leg.reply if leg else None for leg in row) for row in rows]
    block = {**unknown, **_numbered(places, signs)}
    count = 0
    while len(set(block.values())) > count:
        count = len(set(block.values()))
        tell(f"{count} classes of {len(places)} places")
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
