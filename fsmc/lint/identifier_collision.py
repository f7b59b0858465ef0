"""Two names of the spec become the same identifier in the generated Python.

Names are written as the standard writes them, and Python has fewer signs: `time-wait` and `TIME-WAIT` are two names
here, and one constant there.

Example:
    machine Door
    state half-open initial
    state HALF-OPEN             # FSM056
    event push
    half-open on push -> HALF-OPEN
    HALF-OPEN on push -> half-open

Instead:
    machine Door
    state half-open initial
    state nearly-open
    event push
    half-open   on push -> nearly-open
    nearly-open on push -> half-open
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.binding import collisions
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule


def check(analysis: Analysis) -> Iterator[Finding]:
    """Each name that has the identifier of an earlier one; once, though a name may be bound in several places."""
    seen = set()
    for found in collisions(analysis.machine):
        if found.first is not None and (pair := (found.first.span, found.second.span, found.second.name)) not in seen:
            seen.add(pair)
            notes = (Note("the first name", found.first.span),) if found.first.span != found.second.span else ()
            yield Finding(found.message, found.second.span, "rename one of the two", notes)


RULE = Rule("FSM056", "identifier-collision", check, __doc__)
