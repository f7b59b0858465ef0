"""The text of a spec in, the generated module out, imported; and both it and the interpreter driven side by side."""

from __future__ import annotations

import json
import sys
from enum import Enum
from functools import cache
from itertools import count
from types import ModuleType, SimpleNamespace
from typing import Any

from fsmc import names
from fsmc.binding import Binding
from fsmc.emit.python import emit
from fsmc.interpreter import EndlessRaise, Impossible, Interpreter, Refused, Rejected
from fsmc.language import load
from fsmc.model import Enumeration, Event, HostType, Machine, Many
from fsmc.source import SourceFile

_numbers = count()


@cache
def machine_of(text: str) -> Machine:
    """The machine of a spec without faults."""
    machine, faults = load(SourceFile("spec.fsm", text))
    assert machine is not None, [fault.message for fault in faults]
    return machine


@cache
def source_of(text: str) -> str:
    """The generated module's text."""
    return emit(machine_of(text)).text


def module_of(text: str) -> Any:
    """The generated module, imported."""
    return imported(source_of(text))


def imported(source: str) -> Any:
    """A module with that source."""
    module = ModuleType(f"generated_{next(_numbers)}")
    sys.modules[module.__name__] = module
    exec(compile(source, module.__name__, "exec"), module.__dict__)
    return module


class Clock:
    """A clock that stands still until it is told otherwise, and counts how often it is read."""

    def __init__(self) -> None:
        self.now = 0.0
        self.reads = 0

    def __call__(self) -> float:
        self.reads += 1
        return self.now


class Answers:
    """A host that answers every guard as told; it records what it was asked, and may fail."""

    def __init__(self, default: bool = False, **answers: bool) -> None:
        self.default = default
        self.answers = answers
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.failing: Exception | None = None

    def __getattr__(self, name: str) -> Any:
        def ask(*args: Any) -> bool:
            self.asked.append((name, args))
            if self.failing:
                raise self.failing
            return self.answers.get(name, self.default)

        return ask


class Pair:
    """A generated machine and the interpreter, given the same events; whatever they show must be equal."""

    def __init__(self, text: str, options: dict[str, Any] | None = None) -> None:
        self.machine = machine_of(text)
        self.module = module_of(text)
        self.clock = Clock()
        self.answers: dict[str, bool] = {}
        given = options or {}
        self.told = Interpreter(self.machine, options=given, answers=self._answer, clock=self.clock)
        self.hosted: dict[str, Any] = {}
        if self.machine.predicates:
            self.hosted["guards"] = self._guards()
        if self.machine.timers:
            self.hosted["clock"] = self.clock
        self.kind = getattr(self.module, Binding(self.machine).machine)
        self.made = self.kind(**{names.snake(name): value for name, value in given.items()}, **self.hosted)

    def _answer(self, predicate: Any, args: tuple[Any, ...]) -> bool:
        return self.answers[predicate.name]

    def _guards(self) -> Any:
        methods = {
            names.snake(predicate.name): lambda _, *args, name=predicate.name: self.answers[name]
            for predicate in self.machine.predicates
        }
        return type("Guards", (), methods)()

    def send(self, event: str, payload: dict[str, Any] | None = None) -> None:
        """Deliver an event to both."""
        given = payload or {}
        typed = self.typed(self.machine.event(event), given)
        member = self.module.Event(event)
        told = outcome_of(lambda: self.told.send(event, given))
        made = outcome_of(lambda: self.made.handle(member, **typed))
        self.agree(told, made, event)

    def advance(self) -> None:
        """Let both deliver what has expired."""
        self.agree(outcome_of(self.told.advance), outcome_of(self.made.advance), "advance")

    def copied(self, hosted: dict[str, Any]) -> Any:
        """Another machine in the same condition, with another host."""
        return self.kind.restore(self.made.snapshot(), **hosted)

    def typed(self, event: Event, payload: dict[str, Any]) -> dict[str, Any]:
        """A payload as the generated module takes it."""
        return {names.snake(part.name): self._typed(payload[part.name], part.type) for part in event.params}

    def restore(self) -> None:
        """Go on with a copy of the generated machine that went through JSON."""
        before = self.condition_made()
        self.made = self.kind.restore(json.loads(json.dumps(self.made.snapshot())), **self.hosted)
        assert _about(self.condition_made()) == _about(before)

    def agree(self, told: Any, made: Any, after: str) -> None:
        assert made == told, f"after {after} in {self.told.state.name}: {made}, and {told} by the interpreter"
        assert _about(self.condition_made()) == _about(self.condition_told()), f"after {after}"

    def condition_told(self) -> dict[str, Any]:
        """State, variables, timers in order and deferred events, by the interpreter."""
        return {
            "state": self.told.state.name,
            "variables": self.told.variables,
            "timers": list(self.told.timers.items()),
            "deferred": [(name, dict(payload)) for name, payload in self.told.deferred],
        }

    def condition_made(self) -> dict[str, Any]:
        """The same by the generated machine, partly through a snapshot."""
        shot = self.made.snapshot()
        return {
            "state": shot["state"],
            "variables": shot.get("variables", {}),
            "timers": list(self.made._timers.items()) if self.machine.timers else [],
            "deferred": [(name, _told(payload)) for name, payload in shot.get("deferred", [])],
        }

    def _typed(self, value: Any, kind: Any) -> Any:
        if isinstance(kind, Many):
            return tuple(self._typed(item, kind.item) for item in value)
        if isinstance(kind, HostType):
            fields = {names.snake(part.name): self._typed(value[part.name], part.type) for part in kind.fields}
            return SimpleNamespace(**fields)
        if isinstance(kind, Enumeration):
            return getattr(self.module, Binding(self.machine).enumeration(kind))(value)
        return value


def _about(condition: dict[str, Any]) -> dict[str, Any]:
    """The condition with deadlines rounded: a snapshot keeps the time left, and floats do not add up exactly."""
    return {**condition, "timers": [(timer, round(deadline, 6)) for timer, deadline in condition["timers"]]}


def _told(value: Any) -> Any:
    """A value of a snapshot as the interpreter has it."""
    if isinstance(value, dict):
        return {name: _told(part) for name, part in value.items()}
    if isinstance(value, SimpleNamespace):
        return _told(vars(value))
    return tuple(map(_told, value)) if isinstance(value, list) else _plain(value)


def outcome_of(call: Any) -> Any:
    """What a call returns or raises, in words that both sides share."""
    try:
        return [_action(action) for action in call()]
    except Exception as error:
        name = type(error).__name__
        if name in ("Rejected", "Impossible"):
            return name, *_refusal(error)
        return (name,)


def _refusal(error: Any) -> tuple[str, str, str, str]:
    if isinstance(error, (Rejected, Impossible)):
        return error.state, error.event, error.reason, error.section
    return error.state.value, error.event.value, error.reason, error.section


def _action(action: Any) -> Any:
    if isinstance(action, Refused):
        return "Refused", action.event, action.reason
    if type(action).__name__ == "Refused":
        return "Refused", action.event.value, action.reason
    if type(action).__name__ == "Output":
        return names.pascal(action.action), *action.args
    return type(action).__name__, *(_plain(getattr(action, name)) for name in action.__slots__)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


__all__ = ["Answers", "Clock", "EndlessRaise", "Pair", "imported", "machine_of", "module_of", "outcome_of", "source_of"]
