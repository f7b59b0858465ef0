"""A seed in, the text of a well-formed spec that uses the whole language out.

What fsmc refuses all the same is thrown away by the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fsmc.language import load
from fsmc.source import SourceFile
from tests.random.dice import Dice
from tests.random.effects import Effects
from tests.random.scenarios import scenarios, views
from tests.random.trimmings import trimmed


@dataclass(frozen=True)
class Case:
    """A spec, which options it is tried with, and how many steps of which random walk."""

    text: str
    options: int
    walk: int
    steps: int


def spec_text(dice: Dice) -> str:
    """A whole spec: declarations, lines by rank, their effects, then what is walked on all that."""
    maker = Effects(dice)
    maker.declare()
    maker.write_lines()
    maker.write_effects()
    parts = [maker.declared, maker.written]
    if dice.yes(10):
        parts.reverse()
    lines = trimmed(["machine Random", *(line for part in parts for line in part)], dice)
    return _text([*lines, *(_walked(_text(lines), dice) if dice.yes(30) else [])])


def _text(lines: list[str]) -> str:
    return "\n".join([*lines, ""])


def _walked(text: str, dice: Dice) -> list[str]:
    """Scenarios that hold, and views, where the spec has a meaning so far."""
    machine, _ = load(SourceFile("random.fsm", text))
    if machine is None:
        return []
    paths = scenarios(machine, dice)
    return [*paths.values(), *views(machine, dice, paths)]


@lru_cache(maxsize=512)
def random_case(seed: str) -> Case:
    """The spec of a seed, with its walk; several tests look at the same few hundred."""
    dice = Dice(seed)
    text = spec_text(dice)
    return Case(text, options=dice.number(0, 20), walk=dice.number(0, 9999), steps=dice.number(20, 80))
