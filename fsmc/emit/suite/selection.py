"""All cases of a cell in, those worth a row out.

The cases are the product of everything that is undetermined, most of which makes no difference.  A row is kept if it is

- the first to go its way: its line, and the truth of every condition on the way;
- one of two that differ in a single circumstance and go different ways, if possible to different ends.  So each
  condition is seen to decide on its own (the criterion that aviation calls MC/DC), and each bound from both sides: of
  numbers only neighbours count;
- the first to show of a circumstance that it makes no difference to a way.  A line that decides in place of another
  may lead to the same in the circumstances of one row, and to something else in those of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import TypeVar

from fsmc.interpreter import Value

Circumstances = Mapping[str, Value]
Way = tuple[Hashable, ...]
"""How a case goes: the event as classified, the line, and perhaps the truth of each condition of its effects."""
T = TypeVar("T")
Found = Sequence[tuple[Circumstances, Way, T]]


def worth_a_row(found: Found[T], named: Collection[str], end: Callable[[T], object]) -> list[T]:
    """Of cases given as (circumstances, way, case), those to keep, in order.

    `named` are the words that the conditions compare with: other words are as good as each other.  `end` is what comes
    of a case.
    """
    keep: set[int] = set()
    ways: set[Hashable] = set()
    for place, (_, way, _) in enumerate(found):
        if way not in ways:
            ways.add(way)
            keep.add(place)
    decided: set[Hashable] = set()
    ends = [end(case) for _, _, case in found]
    pairs = [pair for pair in _pairs(found) if found[pair[1]][1] != found[pair[2]][1]]
    for name, one, other in sorted(pairs, key=lambda pair: ends[pair[1]] == ends[pair[2]]):
        key = (name, _decision(found[one], found[other], name, named))
        if key not in decided:
            decided.add(key)
            keep |= {one, other}
    _add_indifferent(found, keep)
    return [found[place][2] for place in sorted(keep)]


def _add_indifferent(found: Found[T], keep: set[int]) -> None:
    """Keep cases until each circumstance that has several values on a way has two of them in the rows of that way."""
    by_way: defaultdict[Way, list[int]] = defaultdict(list)
    for place, (_, way, _) in enumerate(found):
        by_way[way].append(place)
    for places in by_way.values():
        kept = [found[place][0] for place in places if place in keep]
        varied = _varying(kept)
        missing = _varying([found[place][0] for place in places]) - varied
        for place in places:
            shown = missing & _varying([kept[0], found[place][0]])
            if shown:
                keep.add(place)
                missing -= shown


def _varying(cases: Sequence[Circumstances]) -> set[str]:
    """The circumstances that are not the same in all cases; a question that only some of them ask is none."""
    first = cases[0]
    return {name for case in cases for name, value in case.items() if name in first and first[name] != value}


def _decision(
    one: tuple[Circumstances, Way, T], other: tuple[Circumstances, Way, T], name: str, named: Collection[str]
) -> Hashable:
    """What a pair shows: which values of the circumstance lead to which lines, or to which truths of one line."""
    same_line = one[1][:2] == other[1][:2]
    return frozenset((_word(case[0][name], named), case[1] if same_line else case[1][:2]) for case in (one, other))


def _word(value: Value, named: Collection[str]) -> str:
    return "" if isinstance(value, str) and value not in named else str(value)


def _pairs(found: Found[T]) -> Iterator[tuple[str, int, int]]:
    """The pairs of cases that differ in one circumstance: its name and their places."""
    alike: defaultdict[tuple[str, frozenset[tuple[str, str]]], list[int]] = defaultdict(list)
    for place, (circumstances, _, _) in enumerate(found):
        items = {(name, str(value)) for name, value in circumstances.items()}
        for name, value in items:
            alike[name, frozenset(items - {(name, value)})].append(place)
    for (name, _), places in alike.items():
        values = [found[place][0][name] for place in places]
        yield from ((name, places[one], places[other]) for one, other in _neighbours(values))


def _neighbours(values: Sequence[Value]) -> Iterable[tuple[int, int]]:
    """The pairs of places to compare: all, but of numbers only those next to each other."""
    if any(isinstance(value, (bool, str)) or not isinstance(value, (int, float)) for value in values):
        return combinations(range(len(values)), 2)
    order = sorted(range(len(values)), key=lambda place: values[place])
    return ((min(pair), max(pair)) for pair in pairwise(order))
