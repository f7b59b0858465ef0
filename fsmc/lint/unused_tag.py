"""A declared tag that nothing carries.

A footnote that no line points to explains nothing; a requirement such as `tag MUST-12 "..."` that no line carries is
not said to be met.  A tag that only a view names is a finding of that view.

Example:
    machine Door
    tag fire "by order of the fire brigade"     # FSM094
    state Shut initial
    state Open
    event push
    Shut on push -> Open
    Open on push -> Shut

Instead:
    machine Door
    tag fire "by order of the fire brigade"
    state Shut initial
    state Open
    event push
    Shut on push -> Open {fire}
    Open on push -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.analysis.carriers import carriers
from fsmc.diagnostics import Fix, Removal, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Notes, Tag


def check(analysis: Analysis) -> Iterator[Finding]:
    """Declared tags that no statement carries and no view names."""
    notes = (carrier for _, carrier in carriers(analysis.machine) if isinstance(carrier, Notes))
    carried = {tag.name for carrier in notes for tag in carrier.tags}
    carried |= {part.name for view in analysis.machine.views for part in view.parts if isinstance(part, Tag)}
    for tag in analysis.machine.declared_tags:
        if tag.name not in carried:
            yield _finding(tag)


def _finding(tag: Tag) -> Finding:
    name = names.quoted(tag.name)
    if tag.level:
        help = f"put {{{name}}} on the line that does what it asks, or take it away"
        return Finding(f"nothing carries the requirement {name}", tag.span, help)
    fix = Fix("take the tag away", (Removal(tag.span),))
    return Finding(f"nothing carries the tag {name}", tag.span, f"put {{{name}}} on a line, or take it away", fix=fix)


RULE = Rule("FSM094", "unused-tag", check, __doc__, Severity.WARNING, fixable=True)
