"""A `Machine` in, what of it generated tests go over out."""

from __future__ import annotations

from collections import Counter

from fsmc.model import Cell, Machine, Scenario
from fsmc.walks import way_through


def test_of_scenario(machine: Machine, scenario: Scenario) -> str:
    """The id of the generated test of a scenario; nothing where pytest would spell it in another way."""
    titles = Counter(other.title for other in machine.scenarios)
    plain = scenario.title.isascii() and scenario.title.isprintable() and titles[scenario.title] == 1
    return f"test_a_scenario[{scenario.title}]" if plain and way_through(machine, scenario) else ""


def has_tests(cell: Cell) -> bool:
    """Whether the ids of the generated tests of a cell begin with its name: pytest spells some names in another way."""
    return cell.name.isascii() and cell.name.isprintable()
