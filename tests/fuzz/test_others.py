"""Documents, tables, settings and snapshots from strangers, and fixes of their specs: no traceback, no hang."""

from __future__ import annotations

import sys

import pytest

from tests.fuzz.rounds import KINDS, ROUNDS, Kind, try_kind
from tests.fuzz.trials import snapshot, try_snapshot

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a timer of the processor's time")


@pytest.mark.parametrize("seed", ROUNDS)
@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.name not in ("texts", "bytes")], ids=lambda kind: kind.name
)
def test_nothing_of_a_stranger_does_harm(kind: Kind, seed: int) -> None:
    tried: list[None] = []
    try_kind(kind, kind.number, seed, lambda: tried.append(None))
    assert len(tried) >= kind.number // 2  # hypothesis stops where it knows of no other input


def test_a_snapshot_as_it_was_made_is_taken() -> None:
    try_snapshot(snapshot())
