"""For random specs and random walks, the generated module does what the interpreter does."""

from __future__ import annotations

from tests.random.trials import try_specs

SPECS = 300


def test_the_module_does_what_the_interpreter_does() -> None:
    trial = try_specs(SPECS, seed=9293)
    assert not trial.difference, trial.difference
    assert trial.agreed == SPECS
    assert trial.tried < 2 * SPECS, "fsmc refuses too many of the random specs"
