"""Random specs and what comes of one change: no verdict and no trace that the interpreters do not bear out."""

from __future__ import annotations

from collections import Counter

import pytest

from fsmc import compiler
from fsmc.diff import Axis, Grade, compare
from fsmc.model import Machine
from fsmc.source import SourceFile
from tests.diff.mutations import mutants
from tests.diff.replay import wrong
from tests.random.specs import random_case

PAIRS = 500
PARTS = 10
MUTANTS = 8
STEPS = 800


def machine_of(text: str) -> Machine | None:
    """The machine, or None if fsmc refuses the spec."""
    checked = compiler.check(SourceFile("random.fsm", text))
    return None if checked.errors else checked.machine


@pytest.mark.parametrize("part", range(PARTS))
def test_verdicts_on_random_pairs_are_borne_out_by_both_interpreters(part: int) -> None:
    seen: Counter[Grade] = Counter()
    spec = 0
    while sum(seen.values()) < PAIRS // PARTS:
        spec += 1
        text = random_case(f"diff {part}.{spec}").text
        old = machine_of(text)
        for what, after in mutants(text, f"{part}.{spec}", MUTANTS) if old else ():
            new = machine_of(after)
            if old is None or new is None:
                continue
            found = compare(old, new, STEPS)
            seen[found.verdict(Axis.BEHAVIOUR).grade] += 1
            faults = list(wrong(old, new, found))
            assert not faults, f"{what} of spec {part}.{spec}: {faults[0]}\n{text}\n--- and ---\n{after}"
    assert seen[Grade.UNKNOWN] < sum(seen.values()) / 3, seen


@pytest.mark.parametrize("seed", range(30))
def test_a_random_spec_is_identical_with_itself(seed: int) -> None:
    text = random_case(f"same {seed}").text
    old, new = machine_of(text), machine_of(text + "\n")
    if old is not None and new is not None:
        found = compare(old, new)
        assert {verdict.grade for verdict in found.verdicts} == {Grade.IDENTICAL}
        assert not found.cells
        assert not found.declarations
