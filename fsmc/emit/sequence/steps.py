"""A step of a scenario in, the event that its author named and what is assumed besides out.

The model has a step on a derived event as one on its base that assumes what makes it the derived one; in a picture the
name says it better.
"""

from __future__ import annotations

from fsmc.model import ELSE, Event, Expr, Guard, Logic, Machine, Not, Otherwise, Step


def named_event(machine: Machine, step: Step) -> tuple[Event, Guard]:
    """The event, and what the step assumes besides."""
    for event in machine.derived(step.event):
        classifier = _classifier(machine, event)
        if step.assuming == classifier:
            return event, None
        if isinstance(step.assuming, Logic) and step.assuming.op == "and" and len(step.assuming.operands) == 2:
            first, rest = step.assuming.operands
            if first == classifier:
                return event, rest
    return step.event, step.assuming


def _classifier(machine: Machine, event: Event) -> Expr | None:
    """The condition under which a derived event fires; for an `[else]` that none of the others holds."""
    if not isinstance(event.when, Otherwise):
        return event.when
    assert event.base is not None, "only derived events have a condition"
    whens = (other.when for other in machine.derived(event.base) if other is not event)
    others = tuple(Not(when) for when in whens if when is not None and when is not ELSE)
    return Logic("and", others) if len(others) > 1 else others[0] if others else None
