"""A seed in, the few kinds of choice that a generator of specs makes out; the same in every version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Random choices.

    Not those of Hypothesis: its specs differ too little, and take minutes to shrink. Here trials.py shrinks the text.
    """

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def yes(self, percent: int) -> bool:
        """Whether something that is so in `percent` of all cases is so."""
        return self.number(0, 99) < percent

    def one(self, things: Sequence[T]) -> T:
        """One of several."""
        return things[self.number(0, len(things) - 1)]

    def some(self, things: Sequence[T], at_least: int = 0, at_most: int = 99) -> list[T]:
        """Some of several, in their order."""
        left, chosen = list(range(len(things))), set()
        for _ in range(self.number(min(at_least, len(things)), min(at_most, len(things)))):
            chosen.add(left.pop(self.number(0, len(left) - 1)))
        return [thing for place, thing in enumerate(things) if place in chosen]
