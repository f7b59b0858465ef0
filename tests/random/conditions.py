"""A machine of either side in, the condition that it is in out, in words that both share."""

from __future__ import annotations

from typing import Any

from fsmc.interpreter import Interpreter
from fsmc.model import Option, Variable
from tests.random.hosts import typed
from tests.random.modules import Module

Condition = dict[str, Any]


def of_interpreter(spec: Interpreter) -> Condition:
    """State, options, variables, timers in order, deferred events, the deadline."""
    return {
        "state": spec.state.name,
        "values": {name: typed(value) for name, value in {**spec.options, **spec.variables}.items()},
        "timers": list(spec.timers.items()),
        "deferred": [(name, *map(typed, payload.values())) for name, payload in spec.deferred],
        "deadline": spec.deadline,
    }


def of_machine(module: Module, machine: Any) -> Condition:
    """The same of a machine of the module."""
    entities: list[Option | Variable] = [*module.machine.options, *module.machine.variables]
    waiting = getattr(machine, "_deferred", ())
    return {
        "state": machine.state.value,
        "values": {entity.name: module.value(machine, entity) for entity in entities},
        "timers": list(machine._timers.items()) if module.machine.timers else [],
        "deferred": [(event.value, *map(typed, payload)) for event, payload in waiting],
        "deadline": getattr(machine, "deadline", None),
    }


def of_snapshot(spec: Interpreter, now: float, *, defers: bool) -> Condition:
    """What a snapshot must hold, said by the interpreter; `defers` if the module keeps deferred events at all."""
    machine = spec.machine
    left = {name: deadline - now for name, deadline in spec.timers.items()}
    waiting = [[name, {part: _listed(value) for part, value in payload.items()}] for name, payload in spec.deferred]
    return {
        "state": spec.state.name,
        **({"options": spec.options} if machine.options else {}),
        **({"variables": spec.variables} if machine.variables else {}),
        **({"timers": left} if machine.timers else {}),
        **({"deferred": waiting} if defers else {}),
    }


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
