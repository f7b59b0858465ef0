"""What a project asks of its specs beyond what the language does: documentation, citations, no cell left undecided."""

from __future__ import annotations

from dataclasses import dataclass

DECLARED = (
    "machine", "reference", "const", "type", "option", "var", "timer", "event", "action", "guard", "state", "group",
    "tag", "scenario", "view",
)  # fmt: skip
"""The kinds of statements that declare something: by `require-docs = true` each must have documentation."""
LINES = ("transition", "ignore", "reject", "never", "defer", "enter", "leave")
"""The kinds of statements that say what happens: by `require-citations = true` each must cite a document."""
KINDS = DECLARED + LINES
"""Every kind that documentation or citations can be asked of."""


@dataclass(frozen=True, slots=True)
class Demands:
    """The kinds of statements (of `KINDS`) that must have `docs` or `citations`.

    `max_unlisted` is how many cells may be left to `unlisted`; None asks nothing.
    """

    docs: frozenset[str] = frozenset()
    citations: frozenset[str] = frozenset()
    max_unlisted: int | None = None


NO_DEMANDS = Demands()
"""What a spec is held to outside of any project."""
