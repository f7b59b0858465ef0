"""A view picks the transitions with a tag, and no transition carries it.

That part of the picture is empty.  Most often the tag is misspelt, or its lines have gone.

Example:
    machine Door
    state Shut initial
    state Open
    event push
    Shut on push -> Open {MUST-1}
    Open on push -> Shut
    view duties = {MUST-1}, {MUST-2}    # FSM097

Instead:
    machine Door
    state Shut initial
    state Open
    event push
    Shut on push -> Open {MUST-1}
    Open on push -> Shut {MUST-2}
    view duties = {MUST-1}, {MUST-2}
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Tag


def check(analysis: Analysis) -> Iterator[Finding]:
    """Tags of views that no transition carries."""
    carried = {tag.name for line in analysis.machine.transitions for tag in line.tags}
    for view in analysis.machine.views:
        for tag in (part for part in view.parts if isinstance(part, Tag)):
            if tag.name not in carried:
                name = names.quoted(tag.name)
                message = f"the view {names.quoted(view.name)} shows nothing of {{{name}}}: no transition carries it"
                yield Finding(message, view.span, f"put {{{name}}} on a transition, or take it out of the view")


RULE = Rule("FSM097", "view-without-transitions", check, __doc__, Severity.WARNING)
