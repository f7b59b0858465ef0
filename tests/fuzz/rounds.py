"""The kinds of input and how many of each in; all of them tried, or the smallest that does what none may do, out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from tests.fuzz import texts, trials


@dataclass(frozen=True)
class Kind:
    """A kind of input, what is done with one, and how many of it there are in a round."""

    name: str
    inputs: SearchStrategy[Any]
    trial: Callable[[Any], None]
    number: int


KINDS = (
    Kind("texts", texts.anything, trials.try_text, 1200),
    Kind("fixes", texts.gone_wrong(), trials.try_fixes, 120),
    Kind("bytes", texts.octets, trials.try_octets, 300),
    Kind("documents", texts.documents, trials.try_document, 400),
    Kind("tables", texts.tables, trials.try_table, 500),
    Kind("settings", texts.settings, trials.try_settings, 300),
    Kind("snapshots", texts.snapshots(trials.snapshot()), trials.try_snapshot, 1500),
)

ROUNDS = (20261122, 20261123, 20261124)
"""The seeds of the rounds in `make test`: with the other tests here they take two minutes or so."""


def try_kind(kind: Kind, number: int, with_seed: int, note: Callable[[], None] = lambda: None) -> None:
    """Try so many inputs of a kind, the same for the same seed; `note` is called for each that did no harm.

    Raises what an input raised, after that input was made as small as can be.
    """

    @seed(with_seed)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(kind.inputs)
    def trial(sent: Any) -> None:
        kind.trial(sent)
        note()

    trial()
