"""A machine in; its generated module, run without a file, and what values of the spec are in it, out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any

from fsmc.binding import Binding
from fsmc.emit.python import emit
from fsmc.model import Enumeration, Event, HostType, Machine, Many, Option, Type, Variable
from tests.random.hosts import Host, Reply, typed


class Module:
    """The generated module of a machine."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.bind = Binding(machine)
        self.module = module_of(emit(machine).text)
        self.names = vars(self.module)
        self.kind: Any = self.names[self.bind.machine]
        self.events = {event: self.names["Event"][self.bind.event(event)] for event in machine.all_events}
        self.actions = {self.names[self.bind.action(action)]: action for action in machine.actions}

    def make(self, host: Host, options: Mapping[str, Any]) -> Any:
        """A new machine."""
        named = {option.name: option for option in self.machine.options}
        given = {self.bind.attribute(named[o]): self.of_spec(v, named[o].type) for o, v in options.items()}
        return self.kind(**given, **self.host_side(host))

    def restore(self, data: dict[str, Any], host: Host) -> Any:
        """A machine from a snapshot."""
        return self.kind.restore(data, **self.host_side(host))

    def host_side(self, host: Host) -> dict[str, Any]:
        """The arguments of the host that the constructor and `restore` take."""
        guards = {"guards": self._guards(host)} if self.machine.predicates else {}
        return {**guards, "clock": host.clock} if self.machine.timers else guards

    def _guards(self, host: Host) -> Any:
        guards = self.machine.predicates
        return SimpleNamespace(**{self.bind.called(p.name): partial(host.asked_by_module, p.name) for p in guards})

    @contextmanager
    def importable(self) -> Iterator[None]:
        """While this lasts the module is found by its name, which pickle and dataclasses look up."""
        with _found(self.module):
            yield

    def runner(self, machine: Any, perform: Callable[[tuple[Any, ...]], None]) -> Any:
        """A Runner whose handler hands each action to `perform`, as `outcome` tells it."""

        def method(name: str) -> Callable[..., None]:
            return lambda *args: perform((name, *map(typed, args)))

        methods = {self.bind.called(action.name): method(action.name) for action in self.machine.actions}
        refused = {"refused": lambda event, reason: perform(("refused", event.value, reason))}
        return self.names["Runner"](machine, SimpleNamespace(**{**methods, **refused}))

    def of_spec(self, value: Any, kind: Type) -> Any:
        """A value of the interpreter as the module has it."""
        match kind:
            case Enumeration():
                return self.names[self.bind.enumeration(kind)](value)
            case Many():
                return tuple(self.of_spec(item, kind.item) for item in value)
            case HostType():
                parts = {self.bind.called(p.name): self.of_spec(getattr(value, p.name), p.type) for p in kind.fields}
                return Reply(**parts)
            case _:
                return value

    def payload(self, event: Event, payload: Mapping[str, Any]) -> dict[str, Any]:
        """A payload as the keywords of a method."""
        kinds = {part.name: part.type for part in event.params}
        return {self.bind.called(name): self.of_spec(value, kinds[name]) for name, value in payload.items()}

    def outcome(self, action: Any) -> tuple[Any, ...]:
        """An action: its name in the spec and its arguments with their types."""
        if type(action) is self.names.get("Refused"):
            return "refused", action.event.value, action.reason
        spec = self.actions[type(action)]
        return (spec.name, *(typed(getattr(action, self.bind.called(part.name))) for part in spec.params))

    def value(self, machine: Any, entity: Variable | Option) -> Any:
        """The value of a variable or an option with its type, that of an enumeration with its class."""
        value = getattr(machine, self.bind.attribute(entity))
        if isinstance(entity.type, Enumeration) and type(value) is not self.names[self.bind.enumeration(entity.type)]:
            return "no member", value
        return typed(value)


def module_of(source: str) -> ModuleType:
    """A module with that source."""
    module = ModuleType("generated_at_random")
    with _found(module):
        exec(compile(source, "generated.py", "exec"), vars(module))
    return module


@contextmanager
def _found(module: ModuleType) -> Iterator[None]:
    sys.modules[module.__name__] = module
    try:
        yield
    finally:
        del sys.modules[module.__name__]
