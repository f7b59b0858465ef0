"""The guards of two lines of one rank hold in the same case.

Which of the two lines decides then would depend on their order, and order carries no meaning in a spec.  The message
names a case in which both hold.  Guards that the host answers and parts of payloads count as independent of each other.

Example:
    machine Door
    state Shut initial
    state Open
    guard allowed
    event push (force: int)
    Shut on push [force > 3] -> Open
    Shut on push [allowed]   -> Open    # FSM041
    Open on push             -> Shut

Instead:
    machine Door
    state Shut initial
    state Open
    guard allowed
    event push (force: int)
    Shut on push [force > 3 or allowed] -> Open
    Shut ignore push [else]
    Open on push                        -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, AnyLine, Clash, Clashing
from fsmc.analysis.cells import condition
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule, and_more
from fsmc.logic import Witness, spell
from fsmc.model import ELSE, Comparison, Expr, Logic, Not, Otherwise, walk


def check(analysis: Analysis) -> Iterator[Finding]:
    """Pairs of lines of which a case is known where both guards hold."""
    for clash in analysis.clashes:
        if clash.kind is Clashing.OVERLAP:
            yield Finding(
                f"{clash.place} is decided by two lines{_case(clash)}{and_more(clash.more, 'cell')}",
                clash.later.deciding_span,
                way_out(clash.earlier, clash.later),
                (Note("first decided here", clash.earlier.deciding_span),),
            )


def _case(clash: Clash) -> str:
    """The case in which both hold, as far as the two guards speak of it."""
    spoken_of = {
        part for line in (clash.earlier, clash.later) for guard in condition(line.guard) for part in walk(guard)
    }
    known = clash.found.values if isinstance(clash.found, Witness) else {}
    case = spell(Witness({term: value for term, value in known.items() if term in spoken_of}))
    return f" if {case}" if case else " in every case"


def way_out(earlier: AnyLine, later: AnyLine) -> str:
    """How to tell two lines apart."""
    if earlier.guard is None or later.guard is None:
        return f"write [{ELSE}] on the line without a guard"
    assert not isinstance(earlier.guard, Otherwise)
    assert not isinstance(later.guard, Otherwise)
    apart = Logic("and", (*_parts(later.guard), *_parts(_denied(earlier.guard))))
    return f"write [{ELSE}] on one of the two, or [{apart}] here"


def _parts(guard: Expr) -> tuple[Expr, ...]:
    return guard.operands if isinstance(guard, Logic) and guard.op == "and" else (guard,)


_DENIED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def _denied(guard: Expr) -> Expr:
    """The opposite of a guard, as a person would write it."""
    match guard:
        case Not():
            return guard.operand
        case Comparison(operators=(op,)):
            return Comparison(guard.operands, (_DENIED[op],))
        case _:
            return Not(guard)


RULE = Rule("FSM041", "overlapping-guards", check, __doc__)
