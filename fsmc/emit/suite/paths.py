"""A machine in, the paths of its scenarios and of timers that are due together out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from fsmc.emit.suite.attempt import placed
from fsmc.emit.suite.rows import Before, Move, Path
from fsmc.emit.suite.vain import with_vain
from fsmc.emit.suite.values import remaining, unusual
from fsmc.interpreter import EndlessRaise, Impossible, Interpreter, Rejected
from fsmc.model import Machine, Scenario, State
from fsmc.outcomes import World, within_measure
from fsmc.scenarios import Failure, beginning, follow


def scenario_paths(machine: Machine) -> tuple[Path, ...]:
    """One path a scenario that holds, through the first world of each step."""
    runs = (partial(_scenario_path, machine, scenario) for scenario in machine.scenarios)
    return tuple(path for run in runs for path in within_measure(run) if path)


def _scenario_path(machine: Machine, scenario: Scenario) -> Path | None:
    passed = follow(machine, scenario)
    if isinstance(passed, Failure):
        return None
    start = beginning(machine, scenario)
    before = Before(
        state=start.state,
        options=start.options,
        variables=start.variables,
        timers=start.timers,
    )
    moves = tuple(
        Move(
            event=step.event,
            payload=way.payload,
            answers=with_vain(machine, way.looked, way.answers),
            outcomes=way.outputs,
            target=way.after.state,
        )
        for step, way in zip(scenario.steps, passed, strict=True)
    )
    return Path(name=scenario.title, before=before, moves=moves)


def due_paths(machine: Machine) -> tuple[Path, ...]:
    """For each state in which several timers can run: all due at once, and due in the reverse order of their start."""
    found: list[Path] = []
    for state in machine.states:
        names = list(remaining(machine, state))
        orders = {
            "at once": [1.0] * len(names),
            "in reverse": [float(len(names) - place) for place in range(len(names))],
        }
        for order, seconds in orders.items() if len(names) > 1 else ():
            name = f"all timers of {state.name} are due {order}"
            run = partial(_due_path, machine, state, dict(zip(names, seconds, strict=True)))
            found += [replace(path, name=name) for path in within_measure(run) if path]
    return tuple(found)


def _due_path(machine: Machine, state: State, timers: dict[str, float]) -> Path | None:
    """What `advance` does when the timers, of which these seconds are left, are all overdue; None if it refuses."""
    before = Before(state=state, variables=unusual(Interpreter(machine)), timers=timers)
    wait = max(timers.values()) + 1
    world = World()
    late = replace(before, timers={name: seconds - wait for name, seconds in timers.items()})
    interpreter = placed(machine, late, world.answer)
    try:
        found = interpreter.advance()
    except (Rejected, Impossible, EndlessRaise):
        return None
    move = Move(
        event=None,
        wait=wait,
        answers=with_vain(machine, interpreter.looked, world.answers),
        outcomes=found,
        target=interpreter.state,
        timers=interpreter.timers,
    )
    return Path(name="", before=before, moves=(move,))
