"""An assignment changes nothing: the variable has that value already.

The guard of the line says so, or the assignment is of the kind `x = x`.  Most often another variable or another value
was meant.

Example:
    machine Lamp
    var lit: bool
    state Off initial
    state On
    event press
    event flicker
    action hum
    Off on press -> On / lit = true
    On  on press -> Off / lit = false
    On  on flicker [lit]  -> stay / lit = true, hum     # FSM115: lit = true
    On  on flicker [else] -> stay / lit = true
    Off ignore flicker

Instead:
    machine Lamp
    var lit: bool
    state Off initial
    state On
    event press
    event flicker
    action hum
    Off on press -> On / lit = true
    On  on press -> Off / lit = false
    On  on flicker [lit]  -> stay / lit = false, hum
    On  on flicker [else] -> stay / lit = true
    Off ignore flicker
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis, Assumptions, Doing
from fsmc.analysis.asked import relevant
from fsmc.analysis.steps import unfolded
from fsmc.diagnostics import Severity
from fsmc.lint.mending import without_effect
from fsmc.lint.rule import Finding, Rule
from fsmc.logic import Nothing
from fsmc.model import Assign, Comparison, Effect, Expr, Read, Transition, Variable, walk


def check(analysis: Analysis) -> Iterator[Finding]:
    """Assignments of the value that the variable has, in every case in which they are done."""
    for doing in analysis.doings:
        if isinstance(doing.effect, Assign) and _is_idle(analysis, doing, doing.effect):
            name = names.quoted(doing.effect.variable.name)
            message = f"'{doing.effect}' changes nothing: {name} has that value already"
            help = "assign the value that was meant, or take the assignment away"
            fix = without_effect(doing.owner.effects, doing.effect)
            yield Finding(message, doing.effect.span, help, fix=fix)


def _is_idle(analysis: Analysis, doing: Doing, assign: Assign) -> bool:
    value = assign.result
    if value == Read(assign.variable):
        return True
    if _may_have_changed(analysis, doing, {assign.variable, *_variables(value)}):
        return False
    same = Comparison((Read(assign.variable), value), ("==",))
    cases = dict.fromkeys(relevant(case, same) for case in _cases(analysis, doing))
    asked = (case.and_holds(*_condition(assign)).and_fails(same) for case in cases)
    return bool(cases) and all(isinstance(analysis.decisions.find(case), Nothing) for case in asked)


def _cases(analysis: Analysis, doing: Doing) -> Iterator[Assumptions]:
    """What is known when the step begins."""
    if not isinstance(doing.owner, Transition):
        yield Assumptions()
        return
    for place in analysis.decisions.decided[doing.owner]:
        yield analysis.decisions.case(doing.owner, place)


def _condition(assign: Assign) -> tuple[Expr, ...]:
    return () if assign.condition is None else (assign.condition,)


def _may_have_changed(analysis: Analysis, doing: Doing, variables: set[Variable]) -> bool:
    """Whether something earlier in the step may assign one of the variables."""
    earlier = [*unfolded(doing.owner, _before(doing))]
    if isinstance(doing.owner, Transition) and doing.owner.target is not None:
        hooks = (hook for hook in analysis.machine.leaves if set(hook.states) & set(doing.owner.sources))
        earlier += [each for hook in hooks for each in unfolded(hook, hook.effects)]
    return any(isinstance(each.effect, Assign) and each.effect.variable in variables for each in earlier)


def _before(doing: Doing) -> Iterator[Effect]:
    for effect in doing.owner.effects:
        if effect is doing.effect:
            return
        yield effect


def _variables(value: Expr) -> set[Variable]:
    return {part.of for part in walk(value) if isinstance(part, Read) and isinstance(part.of, Variable)}


RULE = Rule("FSM115", "idle-assignment", check, __doc__, Severity.WARNING, fixable=True)
