"""Specs from strangers end in findings or in a machine: no traceback, no hang.  `tests.fuzz.soak` tries more."""

from __future__ import annotations

import sys

import pytest

from tests.fuzz.rounds import KINDS, ROUNDS, Kind, try_kind
from tests.fuzz.trials import SlowError, limited

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a timer of the processor's time")


@pytest.mark.parametrize("seed", ROUNDS)
@pytest.mark.parametrize("kind", [KINDS[0], KINDS[2]], ids=lambda kind: kind.name)
def test_no_text_of_a_stranger_does_harm(kind: Kind, seed: int) -> None:
    tried: list[None] = []
    try_kind(kind, kind.number, seed, lambda: tried.append(None))
    assert len(tried) >= kind.number


def test_what_does_harm_is_found_and_made_small() -> None:
    def harmful(text: str) -> None:
        assert "state" not in text, text

    kind = Kind("harmful", KINDS[0].inputs, harmful, 100)
    with pytest.raises(AssertionError, match="state"):
        try_kind(kind, kind.number, ROUNDS[0])


def _hang() -> None:
    while True:
        pass


def test_what_hangs_is_found() -> None:
    with pytest.raises(SlowError), limited(0.05):
        _hang()
