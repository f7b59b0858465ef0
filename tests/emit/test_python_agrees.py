"""A generated module and the interpreter do the same, whatever comes: states, actions, refusals, timers, deferrals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emit.build import Pair
from tests.emit.walk import fail, walk

HERE = Path(__file__).parent
SPECS = [HERE / "everything.fsm", *sorted((HERE.parent.parent / "specs").glob("*.fsm"))]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(40))
def test_a_walk_at_random_ends_where_the_interpreter_ends(path: Path, seed: int) -> None:
    pair = Pair(path.read_text(encoding="utf-8"))
    walk(pair, seed, 50)
    assert pair.made.state.value == pair.told.state.name


@pytest.mark.parametrize("seed", range(20))
def test_other_options_lead_both_the_same_way(seed: int) -> None:
    options = {"fast": True, "most": 2}
    walk(Pair((HERE / "everything.fsm").read_text(encoding="utf-8"), options), seed, 50)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(10))
def test_a_machine_restored_at_any_point_goes_on_as_the_interpreter(path: Path, seed: int) -> None:
    pair = Pair(path.read_text(encoding="utf-8"))
    for part in range(8):
        walk(pair, 100 * seed + part, 6)
        pair.restore()


@pytest.mark.parametrize("seed", range(10))
def test_a_host_that_fails_leaves_the_machine_as_it_was(seed: int) -> None:
    pair = Pair((HERE / "everything.fsm").read_text(encoding="utf-8"))
    failures = 0
    for part in range(6):
        walk(pair, 100 * seed + part, 8)
        failures += fail(pair, seed)
    assert failures
