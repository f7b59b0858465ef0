"""A part of a condition says nothing that the rest of it does not say already.

Of `n > 5 and n > 3` the second part never matters, and neither does the first of `n > 5 or n > 3`.  Most often one of
the numbers, or one of the names, was meant to be another.

Example:
    machine Scale
    state Empty initial
    state Loaded
    event load (weight: int)
    event clear
    Empty  on load [weight > 5 and weight > 3] -> Loaded    # FSM117: [weight > 5 and weight > 3]
    Empty  ignore load [else]
    Loaded on clear -> Empty
    Loaded ignore load
    Empty  ignore clear

Instead:
    machine Scale
    state Empty initial
    state Loaded
    event load (weight: int)
    event clear
    Empty  on load [3 < weight <= 5] -> Loaded
    Empty  ignore load [else]
    Loaded on clear -> Empty
    Loaded ignore load
    Empty  ignore clear
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, Asked, Assumptions
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.logic import Nothing
from fsmc.model import Expr, Logic, walk


def check(analysis: Analysis) -> Iterator[Finding]:
    """Conditions with a part that the others imply, the last such part of each; not those that always hold."""
    for asked in analysis.asked:
        parts = [part for part in walk(asked.condition) if isinstance(part, Logic)]
        told = next((each for part in parts for each in _idle_parts(analysis, asked, part)), None)
        if told is not None and not asked.always(analysis.decisions):
            yield Finding(told, asked.span, "take this part away, or mend it")


def _idle_parts(analysis: Analysis, asked: Asked, whole: Logic) -> Iterator[str]:
    """What there is to say of the parts of an `and` or `or` that say nothing, last ones first."""
    for place in range(len(whole.operands) - 1, -1, -1):
        part, others = whole.operands[place], whole.operands[:place] + whole.operands[place + 1 :]
        alone = Assumptions(others, (part,)) if whole.op == "and" else Assumptions((part,), others)
        if _is_impossible(analysis, alone):
            yield f"'{part}' says nothing: the rest of '{whole}' {'implies' if whole.op == 'and' else 'covers'} it"
        elif whole is asked.condition and whole.op == "and" and _is_known(analysis, asked, part, others):
            yield f"'{part}' says nothing: it always holds in {asked.places[0]}"


def _is_known(analysis: Analysis, asked: Asked, part: Expr, others: tuple[Expr, ...]) -> bool:
    """Whether the part holds wherever it is asked and the others hold."""
    cases = [case.and_holds(*others).and_fails(part) for case in asked.cases if asked.places]
    return bool(cases) and all(_is_impossible(analysis, case) for case in cases)


def _is_impossible(analysis: Analysis, case: Assumptions) -> bool:
    return isinstance(analysis.decisions.find(case), Nothing)


RULE = Rule("FSM117", "redundant-condition", check, __doc__, Severity.WARNING)
