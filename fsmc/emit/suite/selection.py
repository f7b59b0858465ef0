"""All cases of a cell in, those worth a row out.

The cases are the product of everything that is undetermined, most of which makes no difference.  A row is kept if it is

- the first to go its way: its line, and the truth of every condition on the way;
- one of two that differ in a single circumstance and go different ways.  So each condition is seen to decide on its own
  (the criterion that aviation calls MC/DC), and each bound from both sides: of numbers only neighbours count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import TypeVar

from fsmc.interpreter import Value

Circumstances = Mapping[str, Value]
Way = tuple[Hashable, ...]
"""How a case goes: the event as classified, the line, and perhaps the truth of each condition of its effects."""
T = TypeVar("T")
Found = Sequence[tuple[Circumstances, Way, T]]


def worth_a_row(found: Found[T], named: Collection[str]) -> list[T]:
    """Of cases given as (circumstances, way, case), those to keep, in order.

    `named` are the words that the conditions compare with: other words are as good as each other.
    """
    keep: set[int] = set()
    ways: set[Hashable] = set()
    for place, (_, way, _) in enumerate(found):
        if way not in ways:
            ways.add(way)
            keep.add(place)
    decided: set[Hashable] = set()
    for name, one, other in _pairs(found):
        key = (name, _decision(found[one], found[other], name, named))
        if found[one][1] != found[other][1] and key not in decided:
            decided.add(key)
            keep |= {one, other}
    return [found[place][2] for place in sorted(keep)]


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
