"""Two groups with a `box` have states in common, and neither lies inside the other.

A picture cannot draw their frames: a state stands in one place.

Example:
    machine Lamp
    state Off initial
    state Dim
    state Bright
    group LIT  box = Dim, Bright
    group CALM box = Off, Dim           # FSM058
    event press
    Off    on press -> Dim
    Dim    on press -> Bright
    Bright on press -> Off
    view calm = CALM

Instead:
    machine Lamp
    state Off initial
    state Dim
    state Bright
    group LIT box = Dim, Bright
    group CALM    = Off, Dim
    event press
    Off    on press -> Dim
    Dim    on press -> Bright
    Bright on press -> Off
    view calm = CALM
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Group


def check(analysis: Analysis) -> Iterator[Finding]:
    """Each box that crosses one before it; a box that does is not held against later ones."""
    kept: list[Group] = []
    for box in (group for group in analysis.machine.groups if group.box):
        other = next((other for other in kept if _cross(box, other)), None)
        if other is None:
            kept.append(box)
        else:
            common = next(state for state in box.states if state in other.states)
            message = f"the box {names.quoted(box.name)} crosses the box {names.quoted(other.name)}: both hold {common}"
            help = "take `box` from one of them, or make one lie inside the other"
            yield Finding(message, box.span, help, (Note("the other box", other.span),))


def _cross(group: Group, other: Group) -> bool:
    """Whether two groups have states in common and neither lies inside the other."""
    first, second = set(group.states), set(other.states)
    return bool(first & second and first - second and second - first)


RULE = Rule("FSM058", "crossing-boxes", check, __doc__)
