"""A condition can never hold: the guard of a line, the `if` of an action, or what a derived event asks.

What stands behind it never happens.  Most often an `and` was meant as an `or`, a comparison points the wrong way, or
the event already says otherwise: `running(t)` is false in `timeout t`, a derived event brings its own condition.

Example:
    machine Door
    state Shut initial
    state Open final
    event push (force: int)
    Shut on push [force < 3 and force > 7] -> Open  # FSM048
    any  ignore push

Instead:
    machine Door
    state Shut initial
    state Open final
    event push (force: int)
    Shut on push [force < 3 or force > 7] -> Open
    any  ignore push
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, AnyLine, Assumptions, Doing
from fsmc.analysis.cells import at_arrival, condition
from fsmc.lint.rule import Finding, Rule
from fsmc.model import ELSE, Event, Transition

_HELP = "mend the condition, or take the line away"


def check(analysis: Analysis) -> Iterator[Finding]:
    """Guards of lines, conditions of effects and conditions of derived events that never hold."""
    for line in analysis.machine.lines:
        if is_contradiction(analysis, line):
            yield Finding(f"[{line.guard}] never holds{_where(analysis, line)}", line.guard_span, _HELP)
    for doing in analysis.doings:
        if _is_dead(analysis, doing):
            message = f"'{doing.effect}' is never done: its condition never holds"
            yield Finding(message, doing.effect.span, "mend the condition, or take the action away")
    for event in analysis.machine.events:
        if event.base is not None and not _can_fire(analysis, event, event.base):
            yield Finding(
                f"{event} never fires: {_why(event)}", event.span, "mend the condition, or take the event away"
            )


def is_contradiction(analysis: Analysis, line: AnyLine) -> bool:
    """Whether the guard of a line holds in none of its cells, whatever other lines say."""
    guard, places = condition(line.guard), analysis.decisions.spoken_of[line]
    if not guard or not places:
        return False
    cases = dict.fromkeys(analysis.decisions.assumptions(place).and_holds(*guard) for place in places)
    return not any(analysis.decisions.possible(case) for case in cases)


def _where(analysis: Analysis, line: AnyLine) -> str:
    """` in S on e`, where the guard alone is no contradiction."""
    alone = analysis.decisions.possible(Assumptions(condition(line.guard)))
    return f" in {analysis.decisions.spoken_of[line][0]}" if alone else ""


def _is_dead(analysis: Analysis, doing: Doing) -> bool:
    """Whether the condition of an effect holds in no case in which it would be asked."""
    if doing.effect.condition is None:
        return False
    cases = [Assumptions()]
    if isinstance(doing.owner, Transition):
        line = doing.owner
        cases = [analysis.decisions.case(line, place) for place in analysis.decisions.decided[line]]
    asked = dict.fromkeys(case.and_holds(doing.effect.condition) for case in cases)
    return bool(asked) and not any(analysis.decisions.possible(case) for case in asked)


def _can_fire(analysis: Analysis, event: Event, base: Event) -> bool:
    others = (each for other in analysis.machine.derived(base) for each in condition(other.when))
    known = at_arrival(base)
    case = known.and_fails(*others) if event.when is ELSE else known.and_holds(*condition(event.when))
    return analysis.decisions.possible(case)


def _why(event: Event) -> str:
    return "the other conditions leave nothing" if event.when is ELSE else "its condition never holds"


RULE = Rule("FSM048", "condition-never-holds", check, __doc__)
