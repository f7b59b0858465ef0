"""What the suites find: never a right implementation, and by the Wp-method every wrong one that it promises to find."""

from __future__ import annotations

from random import Random

import pytest

from tests.testgen.boxes import kills
from tests.testgen.kills import SUITES, holds, measured, sentence, share, suites, tables
from tests.testgen.mealy import Table, table

MACHINES = 12


@pytest.mark.parametrize("seed", range(MACHINES))
def test_a_right_implementation_passes_every_suite(seed: int) -> None:
    right = table(Random(seed))
    assert [name for name, suite in suites(right.machine()).items() if kills(suite, right)] == []


def test_the_stronger_a_suite_the_more_it_finds_and_wp_finds_all() -> None:
    found = measured(tables(MACHINES))
    hits = [sum(found[name, kind] for kind in ("target", "output")) for name in SUITES[:3]]
    assert hits[0] < hits[1] < hits[2]
    assert holds(found)
    assert share(found, "wp", "target", "output") == share(found, "wp+1", "extra") == "100 %"
    assert found["wp", "extra"] < found["all", "extra"]  # what one state more takes is not for nothing
    assert sentence(found, MACHINES).endswith("wp+1 100 %.")


def test_a_wrong_target_that_no_single_transition_shows_is_found_by_pairs_and_one_that_no_pair_shows_by_wp() -> None:
    # a ring of four of which only the last says something: a step to a wrong place shows three steps later
    ring = {(n, "x"): ((n + 1) % 4, "a0" if n == 3 else "") for n in range(4)} | {(n, "y"): (n, "") for n in range(4)}
    right, wrong = Table(ring), Table(ring).but(0, "y", (1, ""))
    assert right.differs(wrong)
    found = {name: kills(suite, wrong) for name, suite in suites(right.machine()).items()}
    assert found == {"transitions": False, "pairs": False, "wp": True, "wp+1": True}
