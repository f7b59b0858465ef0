"""What `fsmc.analysis` knows of the values of variables, from what is assigned to them."""

from __future__ import annotations

import pytest

from fsmc.analysis import Analysis
from fsmc.language import load
from fsmc.source import SourceFile


def known(declared: str, effects: str) -> str:
    """What is known of the first variable of a machine with these effects."""
    lines = f"state A initial\nevent e (n: int)\naction put (m: int) / kept = m\nA on e -> stay / {effects}\n"
    text = f"machine M\nconst TWO = 2\n{declared}\nvar kept: int\n{lines}"
    machine, faults = load(SourceFile("test.fsm", text))
    assert machine is not None, faults
    found = Analysis(machine).ranges.get(machine.variables[0])
    return str(found) if found else ""


@pytest.mark.parametrize(
    ("declared", "effects", "is_known"),
    [
        ("var x: int", "put(n)", "always 0"),
        ("var x: int = 2", "x = TWO, x = 1 + 1", "always 2"),
        ("var x: int", "x = 7, x = TWO", "only ever 0, 7 or TWO"),
        ("var x: bool", "x = true", "only ever false or true"),
        ("var x: on | off", "x = off if n > 3", "only ever on or off"),
        ("var x: int", "x += 1, x = 7, x = x + TWO", "never below 0"),
        ("var x: int = 5", "x -= TWO, x = 9", "never above 9"),
        ("var x: int", "x += 0", "always 0"),
        ("var x: duration = 1s", "x += 1s", "never below 1s"),
    ],
)
def test_constants_and_steps_in_one_direction_tell_what_a_variable_can_be(declared, effects, is_known):
    assert known(declared, effects) == is_known


@pytest.mark.parametrize("effects", ["x = n", "x += 1, x -= 1", "x = x * 2", "x += n", "x = kept"])
def test_nothing_is_known_of_a_variable_that_goes_both_ways_or_takes_what_comes(effects):
    assert known("var x: int", effects) == ""
