"""Holds specs/turnstile.fsm, the first example that a reader sees, to what everybody knows of turnstiles."""

from __future__ import annotations

import pytest

from fsmc.model import Machine
from tests.specs.driving import happens, spec


@pytest.fixture(scope="module")
def turnstile() -> Machine:
    return spec("turnstile")


def test_it_is_locked_at_first(turnstile: Machine) -> None:
    assert turnstile.initial.name == "Locked"


@pytest.mark.parametrize(
    ("state", "event", "done"),
    [
        ("Locked", "coin", "Unlocked"),
        ("Locked", "push", "Locked / alarm"),
        ("Unlocked", "push", "Locked"),
        ("Unlocked", "coin", "ignored"),
    ],
)
def test_a_coin_unlocks_it_and_a_push_locks_it(turnstile: Machine, state: str, event: str, done: str) -> None:
    assert happens(turnstile, state, event) == done
    assert len(turnstile.cells) == 4
