"""A statement cites no document, and the project asks for it.

Found only where `require-citations` asks: `true` asks it of all lines that say what happens, a list of the kinds that
it names (`transition`, `ignore`, `state` ...).  A citation says on whose word the machine does what it does.

Example:
    machine Turnstile
    reference Manual "https://example.org/manual#{}"
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked    @2.1
    Unlocked on push -> Locked      # FSM103
    Unlocked ignore coin

Instead:
    machine Turnstile
    reference Manual "https://example.org/manual#{}"
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked    @2.1
    Unlocked on push -> Locked      @2.2
    Unlocked ignore coin
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, Demands
from fsmc.analysis.carriers import carriers, spoken
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Notes


def check(analysis: Analysis) -> Iterator[Finding]:
    """Statements of the kinds that the project names, if they cite nothing; documents and tags cannot."""
    for kind, carrier in carriers(analysis.machine):
        if kind in analysis.demands.citations and isinstance(carrier, Notes) and not carrier.cites:
            message = f"{spoken(kind, carrier)} cites nothing"
            yield Finding(message, carrier.span, "cite the section that says so at the end of the statement: `@3.2`")


RULE = Rule(
    "FSM103",
    "missing-citations",
    check,
    __doc__,
    Severity.WARNING,
    asked=Demands(citations=frozenset({"transition"})),
)
