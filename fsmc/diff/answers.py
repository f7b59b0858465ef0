"""A line, or a case that it decides, in; how it takes its event out."""

from __future__ import annotations

from fsmc.diff.doings import Case, is_silent
from fsmc.diff.grading import Taking
from fsmc.diff.terms import Side
from fsmc.diff.verdict import Answer
from fsmc.model import (
    Disposition,
    Do,
    Kind,
    Rank,
    Transition,
)


def refuses(case: Case) -> bool:
    return case.line is None or (isinstance(case.line, Disposition) and case.line.kind in (Kind.REJECT, Kind.NEVER))


def moves(side: Side, case: Case) -> bool:
    """Whether the case comes to more than actions: another state, a value, a timer, an event raised or deferred."""
    if not isinstance(case.line, Transition):
        return case.line is not None and case.line.kind is Kind.DEFER
    effects = side.machine.effects(case.line, case.state)
    return case.target is not case.state or any(not isinstance(e, Do) or e.action.effects for e in effects)


def reason(case: Case) -> str:
    """Why the case refuses."""
    return case.line.reason if isinstance(case.line, Disposition) else ""


_ANSWERS = {
    Kind.IGNORE: Answer.IGNORED,
    Kind.REJECT: Answer.REFUSED,
    Kind.NEVER: Answer.IMPOSSIBLE,
    Kind.DEFER: Answer.DEFERRED,
}


def answer(line: Transition | Disposition) -> Answer:
    """How a line takes its event.  What `unlisted reject` refuses is what nobody decided."""
    if isinstance(line, Transition):
        return Answer.TAKEN
    if line.rank is Rank.UNLISTED and line.kind is Kind.REJECT:
        return Answer.UNDEFINED
    return _ANSWERS[line.kind]


def taking(side: Side, case: Case) -> Taking:
    """How a case takes its event."""
    if case.line is None:
        return Taking(Answer.QUIET if case.quiet else Answer.NO_EVENT)
    return Taking(answer(case.line), not is_silent(side, case) and isinstance(case.line, Transition))
