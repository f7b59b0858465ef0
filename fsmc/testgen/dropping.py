"""What tests cover in; which of them to keep, if not all, and what is lost then, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush

from fsmc.testgen.suite import Item, Suite, Test, told


class Items:
    """Numbers what can be covered, so that a set of it is a whole number: a bit for each item."""

    def __init__(self) -> None:
        self._numbers: dict[Item, int] = {}

    def mask(self, items: Iterable[Item]) -> int:
        """The set of some items."""
        found = 0
        for item in items:
            found |= 1 << self._numbers.setdefault(item, len(self._numbers))
        return found

    def of(self, mask: int) -> Iterator[Item]:
        """The items of a set, as they were numbered."""
        return (item for item, number in self._numbers.items() if mask >> number & 1)


def at_most(suite: Suite, number: int) -> Suite:
    """The suite with so many of its tests: at each turn the one that covers most of what is left, shorter ones first.

    The tests that are kept stand in the order that they had.
    """
    if len(suite.tests) <= number:
        return suite
    items = Items()
    masks = [items.mask(_in_order(test)) for test in suite.tests]
    kept = sorted(chosen(masks, [len(test.whole) for test in suite.tests], number))
    tests = tuple(suite.tests[place] for place in kept)
    return part(suite, tests, len(suite.tests), lost(items, masks, tests))


def lost(items: Items, masks: Iterable[int], kept: Sequence[Test]) -> Iterator[Item]:
    """What is covered by some of all, and by none of the tests that are kept."""
    whole = 0
    for mask in masks:
        whole |= mask
    for test in kept:
        whole &= ~items.mask(test.covers)
    return items.of(whole)


def part(suite: Suite, kept: tuple[Test, ...], number: int, lost: Iterable[Item], *, more: bool = False) -> Suite:
    """The suite with these of its tests; it had so many, or `more`."""
    whole = f"{'more than ' * more}{number:,}"
    promise = suite.promise and f"only all {whole} tests together are a proof: of these nothing is promised"
    uncovered = tuple(dict.fromkeys(map(told, lost)))
    return replace(suite, tests=kept, dropped=number - len(kept), at_least=more, uncovered=uncovered, promise=promise)


def _in_order(test: Test) -> list[Item]:
    return sorted(test.covers, key=told)


def chosen(masks: Sequence[int], sizes: Sequence[int], number: int) -> Iterator[int]:
    """The places of the tests to keep: what a test still adds only shrinks, so it is worked out when it is needed."""
    covered = 0
    queue = [(-mask.bit_count(), size, place) for place, (mask, size) in enumerate(zip(masks, sizes, strict=True))]
    heapify(queue)
    while queue and number:
        _, size, place = heappop(queue)
        now = -(masks[place] & ~covered).bit_count()
        if queue and (now, size, place) > queue[0]:
            heappush(queue, (now, size, place))
            continue
        covered |= masks[place]
        number -= 1
        yield place
