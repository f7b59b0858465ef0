"""A document that nothing cites, while others are cited.

Most often citations lack its name: `@4` is a section of the first document, `@RFC5961:4` of another.  A spec that cites
nothing at all may name the documents that it rests on.

Example:
    machine Door
    reference Manual "https://example.org/manual#{}"
    reference Addendum "https://example.org/addendum#{}"    # FSM095
    state Shut initial  @1
    state Open          @2
    event push
    Shut on push -> Open
    Open on push -> Shut

Instead:
    machine Door
    reference Manual "https://example.org/manual#{}"
    reference Addendum "https://example.org/addendum#{}"
    state Shut initial  @1
    state Open          @Addendum:2
    event push
    Shut on push -> Open
    Open on push -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.analysis.carriers import carriers
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Notes


def check(analysis: Analysis) -> Iterator[Finding]:
    """Documents that nothing cites, if something cites any."""
    notes = (carrier for _, carrier in carriers(analysis.machine) if isinstance(carrier, Notes))
    cited = {cite.reference for carrier in notes for cite in carrier.cites}
    for reference in analysis.machine.references if cited else ():
        if reference not in cited:
            name = names.quoted(reference.name)
            help = f"cite a section of it, `@{reference.name}:4`, or take it away"
            yield Finding(f"nothing cites the document {name}", reference.span, help)


RULE = Rule("FSM095", "unused-reference", check, __doc__, Severity.WARNING)
