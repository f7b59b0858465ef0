"""An `[else]` stands alone: in none of its cells has another line a guard.

A reader takes `[else]` for the rest of some choice and looks for the other half.  Most often that half was renamed or
deleted, and the line now decides more than was meant.  A guard on a line of a stronger rank is half enough.

Example:
    machine Door
    state Shut initial
    state Open
    event push
    Shut on push [else] -> Open         # FSM044
    Open on push        -> Shut

Instead:
    machine Door
    state Shut initial
    state Open
    event push
    Shut on push -> Open
    Open on push -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, AnyLine
from fsmc.lint.mending import without_guard
from fsmc.lint.rule import Finding, Rule
from fsmc.model import ELSE


def check(analysis: Analysis) -> Iterator[Finding]:
    """`[else]` lines that are alone in every cell."""
    for line, places in analysis.decisions.spoken_of.items():
        if line.guard is ELSE and places and not _has_company(analysis, line):
            yield Finding(
                f"[else] of what? no other line decides {places[0]} under a guard",
                line.guard_span,
                "take [else] away, or write the line whose rest it is",
                fix=without_guard(analysis.machine, line),
            )


def _has_company(analysis: Analysis, line: AnyLine) -> bool:
    """Whether another line of the same rank, or one with a guard of a stronger rank, speaks of one of its cells."""
    for place in analysis.decisions.spoken_of[line]:
        for rank in analysis.decisions.ranks[place]:
            others = [other for other in rank if other is not line]
            if any(line in rank or other.guard is not None for other in others):
                return True
            if line in rank:
                break
    return False


RULE = Rule("FSM044", "else-of-nothing", check, __doc__, fixable=True)
