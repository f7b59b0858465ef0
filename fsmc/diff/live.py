"""A machine in, the variables that anything visible may depend on out.

A variable is live if a condition, an argument, a duration or the payload of a raised event reads it, or if an
assignment carries it to one that is live.  What happens to any other shows nowhere but in the variable itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.diff.terms import Side
from fsmc.model import Assign, Do, Effect, Expr, Machine, Otherwise, Raise, Read, Start, Variable, walk


def live_variables(side: Side) -> frozenset[Variable]:
    """The live variables, in the common vocabulary."""
    found = {variable for expr in _visible(side.machine) for variable in _read(expr)}
    assigns = [effect for effect in all_effects(side.machine) if isinstance(effect, Assign)]
    while True:
        more = {v for assign in assigns if assign.variable in found for v in _read(assign.result)} - found
        if not more:
            return frozenset(side.entity(variable) for variable in found)
        found |= more


def all_effects(machine: Machine) -> Iterator[Effect]:
    """Every effect of lines, hooks and actions, as written."""
    owners = (machine.transitions, machine.enters, machine.leaves, machine.actions)
    for some in owners:
        for owner in some:
            yield from owner.effects


def visible_conditions(machine: Machine) -> Iterator[Expr]:
    """All on which it depends what is done: guards, conditions, arguments, and what is carried to them."""
    yield from (expr for expr, is_time in _visible_or_time(machine) if not is_time)
    yield from (effect.result for effect in all_effects(machine) if isinstance(effect, Assign))


def _visible(machine: Machine) -> Iterator[Expr]:
    return (expr for expr, _ in _visible_or_time(machine))


def _visible_or_time(machine: Machine) -> Iterator[tuple[Expr, bool]]:
    """What is read where something visible depends on it, and whether it only says how long a timer runs."""
    guards = [line.guard for line in machine.lines] + [event.when for event in machine.events]
    yield from ((guard, False) for guard in guards if guard is not None and not isinstance(guard, Otherwise))
    for effect in all_effects(machine):
        if effect.condition is not None:
            yield effect.condition, False
        if isinstance(effect, Do | Raise):
            yield from ((arg, False) for arg in effect.args)
        if isinstance(effect, Start):
            yield effect.length, True


def _read(expr: Expr) -> Iterator[Variable]:
    return (part.of for part in walk(expr) if isinstance(part, Read) and isinstance(part.of, Variable))
