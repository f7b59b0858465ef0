"""Random specs and what comes of one change: no verdict and no trace that the interpreters do not bear out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from unittest import mock

import pytest

from fsmc import lint
from fsmc.diff import Axis, Grade, compare
from fsmc.interpreter import run
from fsmc.language import load
from fsmc.model import Machine
from fsmc.source import SourceFile
from tests.diff.mutations import mutants
from tests.diff.replay import wrong
from tests.random.specs import random_case
from tests.random.twins import RAISED_AT_MOST

PAIRS = 500
PARTS = 10
MUTANTS = 8
STEPS = 800


def machine_of(text: str) -> Machine | None:
    """The machine, or None if fsmc refuses the spec."""
    machine, _ = load(SourceFile("random.fsm", text))
    return machine if machine is not None and not lint.errors(machine) else None


def compared(seed: str) -> Iterator[Grade]:
    """How behaviour changes from a random spec to each of its mutants, after a look at whether that is true."""
    text = random_case(f"diff {seed}").text
    old = machine_of(text)
    for what, after in mutants(text, seed, MUTANTS) if old else ():
        new = machine_of(after)
        if old is None or new is None:
            continue
        with mock.patch.object(run, "RAISED_AT_MOST", RAISED_AT_MOST):
            found = compare(old, new, STEPS)
            faults = list(wrong(old, new, found))
        assert not faults, f"{what} of spec {seed}: {faults[0]}\n{text}\n--- and ---\n{after}"
        yield found.verdict(Axis.BEHAVIOUR).grade


@pytest.mark.parametrize("part", range(PARTS))
def test_verdicts_on_random_pairs_are_borne_out_by_both_interpreters(part: int) -> None:
    seen: Counter[Grade] = Counter()
    spec = 0
    while sum(seen.values()) < PAIRS // PARTS:
        spec += 1
        seen.update(compared(f"{part}.{spec}"))
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
