"""A statement has no documentation, and the project asks for it.

Found only where `require-docs` asks: `true` asks it of all that is declared, a list of the kinds that it names
(`state`, `event`, `transition` ...).  What `##` says reaches every output.  A scenario, a view or a tag with a label
has been explained by it.

Example:
    machine Turnstile
    state Locked initial    ## Nobody gets through.
    state Unlocked          # FSM102
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked

Instead:
    machine Turnstile
    state Locked initial    ## Nobody gets through.
    state Unlocked          ## Somebody has paid.
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, Demands
from fsmc.analysis.carriers import Carrier, carriers, spoken
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Scenario, Tag, View


def check(analysis: Analysis) -> Iterator[Finding]:
    """Statements of the kinds that the project names, if they say nothing about themselves."""
    for kind, carrier in carriers(analysis.machine):
        if kind in analysis.demands.docs and not _is_explained(carrier):
            message = f"{spoken(kind, carrier)} has no documentation"
            yield Finding(message, carrier.span, "write `## ...` beside it, or on a line above it")


def _is_explained(carrier: Carrier) -> bool:
    return bool(carrier.doc) or (isinstance(carrier, (Scenario, View, Tag)) and bool(carrier.label))


RULE = Rule("FSM102", "missing-docs", check, __doc__, Severity.WARNING, asked=Demands(docs=frozenset({"state"})))
