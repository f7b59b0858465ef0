"""Statements cite sections, and no `reference` says of which document.

Readers, and every output, can only write "section 3.2" and link to nothing.

Example:
    machine Door
    state Shut initial  @2.1    # FSM096
    state Open          @2.2
    event push
    Shut on push -> Open
    Open on push -> Shut

Instead:
    machine Door
    reference Manual "https://example.org/manual#{}"
    state Shut initial  @2.1
    state Open          @2.2
    event push
    Shut on push -> Open
    Open on push -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.analysis.carriers import carriers
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule, and_more
from fsmc.model import Notes

_HELP = 'declare the document: `reference NAME "https://...#section-{}"`'


def check(analysis: Analysis) -> Iterator[Finding]:
    """The first citation in the file, if no document is declared."""
    if analysis.machine.references:
        return
    notes = [carrier for _, carrier in carriers(analysis.machine) if isinstance(carrier, Notes) and carrier.cites]
    if notes:
        first = min(notes, key=lambda carrier: carrier.span)
        more = and_more(sum(len(carrier.cites) for carrier in notes) - 1, "citation")
        message = f"@{first.cites[0].section} is a section of no document: no `reference` is declared{more}"
        yield Finding(message, first.span, _HELP)


RULE = Rule("FSM096", "citation-without-document", check, __doc__, Severity.WARNING)
