"""A `Machine` in, how each of its moves is drawn out: as the scenarios that are `bold` or `dashed` pass over it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from fsmc.model import Machine, Scenario, State, Stroke, Transition
from fsmc.scenarios import Failure, follow


@lru_cache(maxsize=16)
def strokes(machine: Machine) -> Mapping[tuple[Transition, State], Scenario]:
    """The moves that are not drawn plainly, each with the first scenario that says so.

    Found once a machine: every picture of it asks, and to answer is to play the scenarios.
    """
    found: dict[tuple[Transition, State], Scenario] = {}
    for scenario in machine.scenarios:
        if scenario.stroke is not Stroke.PLAIN:
            for move in path(machine, scenario):
                found.setdefault(move, scenario)
    return found


def path(machine: Machine, scenario: Scenario) -> list[tuple[Transition, State]]:
    """The lines that the steps of a scenario take, each with the state that it starts from.

    The reference semantics tell: a step may take several lines, of deferred and raised events.  A scenario that fails
    has no path; such a spec has an error, and its pictures reach nobody.
    """
    passed = follow(machine, scenario)
    if isinstance(passed, Failure):
        return []
    taken = (one for step in passed for one in step.taken)
    return [(one.line, one.source) for one in taken if isinstance(one.line, Transition)]
