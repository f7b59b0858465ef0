"""Suites of random specs, which use the whole language: the modules that fsmc makes of these pass them all."""

from __future__ import annotations

import pytest

from fsmc.compiler import check, compile
from fsmc.source import SourceFile
from fsmc.testgen import made
from fsmc.testgen.kit import fsm_adapters as kit
from tests.random.modules import module_of
from tests.random.specs import random_case
from tests.testgen.boxed import boxed

TESTS_AT_MOST = 150


@pytest.mark.parametrize("seed", [2, 3, 6, 9, 10, 16, 19, 27])
def test_the_module_of_a_random_spec_passes(seed: int) -> None:
    source = SourceFile("random.fsm", random_case(str(seed)).text)
    of = check(source).machine
    (artifact,) = compile(source, only=("python",)).artifacts
    assert of
    module = module_of(artifact.text)
    for kind in ("transitions", "wp" if seed % 3 == 0 else "pairs"):
        suite = boxed(made(of, kind, {}, places=6, most=TESTS_AT_MOST, tell=lambda text: None))
        assert suite.failures(kit.ModuleAdapter(module, suite.names)) == []


def test_what_raises_events_without_end_is_not_sent_and_this_is_said() -> None:
    text = "machine Loop\nstate A initial\nevent x\nevent y\nvar go: bool = true\nA on x [go] -> A / raise x\n"
    of = check(SourceFile("loop.fsm", text + "A on x [else] -> A / go = true\nA on y -> A / go = false\n")).machine
    assert of
    for kind in ("transitions", "pairs", "wp"):
        suite = made(of, kind, {}, tell=lambda said: None)
        assert any("raises events without end: A on x" in note for note in suite.notes), suite.notes
