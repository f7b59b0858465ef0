"""Which cells differ, and in what: by meaning, whether or not anything comes of it."""

from __future__ import annotations

import pytest

from fsmc.diff import Comparison
from tests.diff.machines import compared

DOOR = """\
machine Door
const MOST = 3
option loud: bool = false
var count: int = 0
timer draught = 10s within Open
state Closed initial
state Open
state Locked
event open (force: bool = false)
event close
event lock
action squeak
action creak
Closed on open -> Open / count += 1, squeak if count > 100
Locked on open [force and count < MOST] -> Open / squeak
Locked reject open [else] "locked"
Open on close, timeout draught -> Closed
Closed on lock -> Locked
Closed ignore close
enter Open / start draught
"""

CELLS = {
    "added": ("Closed ignore close", "Closed ignore close\nLocked ignore close", ("Locked", "close")),
    "removed": ("Closed ignore close\n", "", ("Closed", "close")),
    "retargeted": ("Closed on lock -> Locked", "Closed on lock -> Open", ("Closed", "lock")),
    "other actions": ("Open / squeak\n", "Open / creak\n", ("Locked", "open")),
    "other guard": ("[force and count < MOST]", "[force and count <= MOST]", ("Locked", "open")),
    "other verdict": ("Closed ignore close", 'Closed reject close "it is"', ("Closed", "close")),
    "other reason": ('"locked"', '"it is locked"', ("Locked", "open")),
}


@pytest.mark.parametrize("change", CELLS)
def test_each_kind_of_change_is_named(change: str) -> None:
    old, new, place = CELLS[change]
    found = compared(DOOR, (old, new))
    assert change in {str(each) for cell in found.cells for each in cell.changes}
    assert place in {cell.old or cell.new for cell in found.cells}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("count < MOST]", "not count >= 3]"),
        ("count < MOST]", "MOST > count]"),
        ("count < MOST]", "count + 1 < 1 + MOST]"),
        ("count += 1", "count = 1 + count"),
        ("if count > 100", "if not count <= 100"),
        ("= 10s", "= 5s + 5s"),
        ("[force and count < MOST]", "[count < MOST and force]"),
        ("Open on close, timeout draught -> Closed", "Open on close -> Closed\nOpen on timeout draught -> Closed"),
    ],
)
def test_what_means_the_same_is_no_change(old: str, new: str) -> None:
    found = compared(DOOR, (old, new))
    assert not found.cells
    assert {str(verdict.grade) for verdict in found.verdicts} == {"identical"}


def test_a_way_that_both_cells_have_is_not_marked() -> None:
    (cell,) = compared(DOOR, ("Open / squeak\n", "Open / creak\n")).cells
    assert [(way.text, way.changed) for way in cell.old_ways] == [
        ("[force and count < MOST] -> Open / squeak", True),
        ('[else] reject "locked"', False),
    ]
    assert [way.span.line for way in cell.new_ways] == [15, 16]


def test_a_cell_that_no_run_reaches_is_listed_and_marked() -> None:
    island = f"{DOOR}state Island\nIsland on open -> Closed\n"
    found = compared(island, ("Island on open -> Closed", "Island on open -> Open"))
    assert [cell.reachable for cell in found.cells] == [False]
    assert str(found.verdicts[0].grade) == "identical"


def test_derived_events_have_cells_of_their_own() -> None:
    text = "machine M\nstate A initial\nstate B\nevent e (n: int)\nevent big = e [n > 3]\nA on big -> B\nA ignore e\n"
    (cell,) = compared(text, ("A on big -> B", "A ignore big")).cells
    assert cell.old == ("A", "big")


def declared(found: Comparison) -> list[tuple[str, str, str, str]]:
    """What is declared otherwise."""
    return [(each.kind, each.name, each.old, each.new) for each in found.declarations]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("= 10s", "= 20s", ("timer", "draught", "timer draught = 10s within Open", "timer draught = 20s within Open")),
        ("MOST = 3", "MOST = 4", ("const", "MOST", "const MOST = 3", "const MOST = 4")),
        (
            "loud: bool = false",
            "loud: bool = true",
            ("option", "loud", "option loud: bool = false", "option loud: bool = true"),
        ),
        ("action creak\n", "", ("action", "creak", "action creak", "")),
        ("enter Open / start draught", "enter Open / start draught, creak", ("enter", "Open", "", "")),
    ],
)
def test_declarations_that_differ_are_listed(old: str, new: str, told: tuple[str, str, str, str]) -> None:
    found = declared(compared(DOOR, (old, new)))
    assert any(each[:2] == told[:2] and (not told[2] or each == told) for each in found)
