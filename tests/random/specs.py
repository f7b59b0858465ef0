"""A seed in, the text of a well-formed spec that uses the whole language out.

What fsmc refuses all the same is thrown away by the tests.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.random.dice import Dice
from tests.random.effects import Effects


@dataclass(frozen=True)
class Case:
    """A spec, which options it is tried with, and how many steps of which random walk."""

    text: str
    options: int
    walk: int
    steps: int


def spec_text(dice: Dice) -> str:
    """A whole spec: declarations, then lines by rank, then their effects."""
    maker = Effects(dice)
    maker.declare()
    maker.write_lines()
    maker.write_effects()
    parts = [maker.declared, maker.written]
    if dice.yes(10):
        parts.reverse()
    return "\n".join(["machine Random", *(line for part in parts for line in part), ""])


def random_case(seed: str) -> Case:
    """The spec of a seed, with its walk."""
    dice = Dice(seed)
    text = spec_text(dice)
    return Case(text, options=dice.number(0, 20), walk=dice.number(0, 9999), steps=dice.number(20, 80))
