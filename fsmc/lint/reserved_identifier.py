"""A name of the spec becomes an identifier that Python, or the generated module itself, needs.

The names of a spec become those of a class: its events are methods, its variables attributes. A method `handle` of the
spec would take the place of the one that every machine has, and a keyword of Python can be no name at all.

Example:
    machine Door
    state Shut initial
    state Open
    event handle                # FSM057
    Shut on handle -> Open
    Open on handle -> Shut

Instead:
    machine Door
    state Shut initial
    state Open
    event turn-handle
    Shut on turn-handle -> Open
    Open on turn-handle -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.binding import Entry, collisions
from fsmc.lint.rule import Finding, Rule


def check(analysis: Analysis) -> Iterator[Finding]:
    """Each name whose identifier is reserved; once, though a name may be bound in several places."""
    seen = set()
    for found in collisions(analysis.machine):
        if found.first is None and (name := (found.second.span, found.second.name)) not in seen:
            seen.add(name)
            yield Finding(found.message, found.second.span, _way_out(found.second))


def _way_out(entry: Entry) -> str:
    label = "; its label may stay as it is" if entry.kind in _LABELLED else ""
    return f"give it another name{label}"


_LABELLED = ("state", "event", "action", "guard", "machine", "scenario")

RULE = Rule("FSM057", "reserved-identifier", check, __doc__)
