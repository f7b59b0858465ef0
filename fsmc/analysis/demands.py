"""What a project asks of its specs beyond what the language does: documentation, citations, no cell left undecided."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demands:
    """Kinds (`state`, `event`, `transition` ... as their statements are called) that must have `docs` or `citations`.

    `max_unlisted` is how many cells may be left to `unlisted`; None asks nothing.
    """

    docs: frozenset[str] = frozenset()
    citations: frozenset[str] = frozenset()
    max_unlisted: int | None = None


NO_DEMANDS = Demands()
"""What a spec is held to outside of any project."""
