"""A member of an enumeration that no variable can ever hold.

Only variables have the type, and no line sets one of them to this member, compares with it, or begins with it.  A type
that comes from outside, with an event or as an option, may have members that lines leave to `[else]`.

Example:
    machine Door
    var mood: calm | tense | broken     # FSM091
    state Shut initial
    state Open
    event push
    event kick
    Shut on push [mood == calm]  -> Open
    Shut on push [mood == tense] -> stay / mood = calm
    Open on push -> Shut
    any  on kick -> stay / mood = tense

Instead:
    machine Door
    var mood: calm | tense
    state Shut initial
    state Open
    event push
    event kick
    Shut on push [mood == calm]  -> Open
    Shut on push [mood == tense] -> stay / mood = calm
    Open on push -> Shut
    any  on kick -> stay / mood = tense
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule, listed
from fsmc.model import Enumeration, Member, Variable


def check(analysis: Analysis) -> Iterator[Finding]:
    """Enumerations that only variables have, if nothing speaks of some of their members."""
    for kind in analysis.machine.enumerations:
        variables = [variable for variable in analysis.machine.variables if variable.type is kind]
        if variables and kind not in analysis.uses.given and _is_used(analysis, variables):
            unused = [name for name in kind.members if Member(kind, name) not in analysis.uses.members]
            if unused:
                yield _finding(kind, unused)


def _is_used(analysis: Analysis, variables: list[Variable]) -> bool:
    """Whether something reads one of the variables; if nothing does, that is the fault."""
    return not analysis.uses.read.isdisjoint(variables)


def _finding(kind: Enumeration, unused: list[str]) -> Finding:
    whose = f"the variable {kind.name}" if kind.in_place else f"a variable of the type {kind}"
    message = f"{whose} is never {listed(map(names.quoted, unused))}: nothing sets it or asks for it"
    return Finding(message, kind.span, "set it where it is meant, or take the member away")


RULE = Rule("FSM091", "unused-member", check, __doc__, Severity.WARNING)
