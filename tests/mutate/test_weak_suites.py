"""Small specs of which generated tests once overlooked a fault, each with the faults that nobody noticed."""

from __future__ import annotations

import pytest

from fsmc.emit.suite.wide import Wide
from fsmc.mutate.run import Grader
from tests.mutate.machines import machine, the_mutant

HEAD = "machine M\nstate A initial\nstate B\nevent e\nevent f\n"
REST = "A ignore f\nB ignore e\nB on f -> A\n"

BEYOND_THE_BOUND = HEAD + "var n: int = 2\nA on e -> B / n += n if n < 1, n -= 3\n" + REST
"""The values next to the bound that keep the condition true are 0, which makes no difference."""

BEHIND_CONDITIONS = (
    HEAD + "option o: int\nvar n: int\nguard p\nguard q\nA on e -> B / n -= o if not p and not q\n" + REST
)
"""What is taken away is nothing by default, whatever the host answers."""

ALIKE_BY_DEFAULT = (
    HEAD + "type Tone = red | dark\noption tint: Tone = dark\noption loud: bool\naction say (b: bool)\n"
    "A on e -> B / say(loud), say(false) if tint == red\n" + REST
)
"""Both say the same unless two options differ from their defaults."""

ONE_PART_LESS = (
    "machine M\nstate A initial\nevent e (p: bool = true)\nvar m: bool\nvar r: bool\n"
    "A on e [m and p] -> A / r = p, m = false\nA on e [m and not p] -> A / r = false\nA on e [else] -> A\n"
    "enter A / m = true\n"
)
"""Where the first line decides wrongly it shows only in a variable that no guard reads and another line sets."""

LISTS = (
    HEAD + "type Flag = SYN | ACK\nevent g (flags: Flag*)\naction say (flags: Flag*)\n"
    "A on g -> B / say(flags)\nB ignore g\nA ignore e\n" + REST
)
"""A list is empty where nobody asks for its items."""

IN_EACH_CELL = (
    "machine M\nstate A initial\nstate B\nstate C\nevent e\nevent f\noption o: int\nvar n: int\nguard p\n"
    "A, B on e -> C / n += o if p\nC ignore e\nA on f -> B\nB, C on f -> A\n"
)
"""What shows in one cell of a line need not show in the next."""


@pytest.mark.parametrize(
    ("text", "fault", "change"),
    [
        pytest.param(BEYOND_THE_BOUND, "assignment dropped", "without n += n if n < 1", id="beyond the bound"),
        pytest.param(BEHIND_CONDITIONS, "condition shortened", "n -= o if not p, not n -= o if not p and not q",
                     id="behind conditions"),
        pytest.param(ALIKE_BY_DEFAULT, "actions reordered", "say(false) if tint == red before say(loud)",
                     id="alike by default"),
        pytest.param(ONE_PART_LESS, "guard shortened", "[p], not [m and p]", id="one part less"),
        pytest.param(IN_EACH_CELL, "effects dropped in one cell", "B-e: without / n += o if p", id="in each cell"),
        pytest.param(LISTS, "another argument", "say, not say(flags)", id="lists"),
    ],
)  # fmt: skip
def test_the_fault_is_noticed(text: str, fault: str, change: str) -> None:
    assert Grader(machine(text)).trial(the_mutant(text, fault, change)).killer


MUCH_AT_ONCE = (
    "machine M\nstate A initial\nevent e\nevent f\noption o: bool\noption q: bool\naction say\naction note\n"
    + "".join(f"guard g{n}\n" for n in range(10))
    + f"A on e -> A / {', '.join(f'say if g{n}' for n in range(10))}, raise f\n"
    + "A on f [not o and not q] -> A / note\nA ignore f [else]\n"
)
"""Of what the raised event needs nothing is new by itself, and the host's answers alone fill all that is looked at."""


def test_what_needs_much_at_once_is_met_where_much_varies() -> None:
    made = machine(MUCH_AT_ONCE)
    found = Wide(made, made.initial, made.event("e")).cases()
    assert any("note" in str(case.after.outcomes) for case in found)
