"""A machine in; the Python identifier of each of its entities out, and the names that cannot live side by side.

The generated module, its tests and the reference all take Python names from `Binding`, so they agree.  The names that
the module needs for itself are listed here, once; an entity whose identifier is among them, or is that of another
entity of the same scope, is a `Collision`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from fsmc import names
from fsmc.model import (
    Action,
    Basic,
    Constant,
    Disposition,
    Enumeration,
    Event,
    HostType,
    Kind,
    Machine,
    Many,
    Option,
    Parameter,
    State,
    Timer,
    Variable,
)
from fsmc.source import Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BUILTINS = _words("bool classmethod dict float int list object property str tuple")

RESERVED_MODULE = _words(
    "Action Actions Any BaseException Callable ClassVar EndlessRaise Enum Event Exception False Final Guards Handler "
    "Impossible Mapping NamedTuple None Protocol Refused Rejected Runner RuntimeError State TRANSITIONS Transition "
    "True TypeAlias TypeError ValueError"
)
"""What the generated module defines, imports or takes from the builtins."""

RESERVED_MACHINE = _BUILTINS | _words("state deadline advance handle restore snapshot clock guards")
"""Attributes and constructor arguments of the machine class, and the builtins that its signatures name."""

RESERVED_ACTION = _BUILTINS | _words("perform self handler")
RESERVED_PAYLOAD = _words("self")
RESERVED_MEMBER = _BUILTINS


_PRIVATE = _words("_capture _clock _deferred _follow _guards _raised _revert _settle _settling _take _timers")


class Named(Protocol):
    """Anything with a name and a place in the spec."""

    @property
    def name(self) -> str: ...
    @property
    def span(self) -> Span: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of the spec at one place of the generated module."""

    kind: str
    name: str
    span: Span
    identifier: str

    def __str__(self) -> str:
        return f"{self.kind} {names.quoted(self.name)}"


@dataclass(frozen=True, slots=True)
class Collision:
    """Two names with one identifier (`first` stands earlier), or one name (`first` is None) that Python or fsmc keeps.

    `scope` says where, such as "a member of State"; `identifier` is the Python identifier.
    """

    second: Entry
    first: Entry | None
    scope: str

    @property
    def identifier(self) -> str:
        return self.second.identifier

    @property
    def message(self) -> str:
        """`state 'A b' and state A-b are both A_B in Python`, or `event state is reserved in Python`."""
        if self.first is None:
            return f"{self.second} would be {self.identifier} in Python, {self.scope}: the word is reserved"
        return f"{self.first} and {self.second} would both be {self.identifier} in Python, {self.scope}"


class Binding:
    """The Python identifiers of one machine.  Names of one scope are told apart by `collisions`, not here."""

    def __init__(self, machine: Machine) -> None:
        self.machine = names.pascal(machine.name)
        """The machine class."""
        self.module = machine.slug
        """The module, without `.py`."""

    def state(self, state: State) -> str:
        """The member of `State`."""
        return names.constant(state.name)

    def event(self, event: Event) -> str:
        """The member of `Event`: `RCV_FIN`, `TIMEOUT_RTX`."""
        return f"TIMEOUT_{_tail(names.constant(event.timer.name))}" if event.timer else names.constant(event.name)

    def method(self, event: Event) -> str:
        """The method that takes the event; that of a derived event or a timeout is private."""
        if event.timer:
            return f"_on_timeout_{_tail(names.snake(event.timer.name))}"
        return f"_on_{_tail(names.snake(event.name))}" if event.base else names.snake(event.name)

    def action(self, action: Action) -> str:
        """The class of the action."""
        return names.pascal(action.name)

    def enumeration(self, enumeration: Enumeration) -> str:
        """The class of an enumeration."""
        return names.pascal(enumeration.name)

    def host_type(self, host: HostType) -> str:
        """The alias or the Protocol of a type of the host."""
        return names.pascal(host.name)

    def member(self, name: str) -> str:
        """A member of an enumeration."""
        return names.constant(name)

    def constant(self, constant: Constant) -> str:
        """A named constant of the module."""
        return names.constant(constant.name)

    def attribute(self, entity: Variable | Option) -> str:
        """The attribute of the machine; for an option also the constructor's argument."""
        return names.snake(entity.name)

    def hidden(self, option: Option) -> str:
        """The private attribute that holds an option; it keeps clear of the class's own private names."""
        name = f"_{_tail(names.snake(option.name))}"
        taken = name in _PRIVATE or name == self.attribute(option) or name.startswith(("_on_", "_option_"))
        return f"_option{name}" if taken else name

    def timer(self, timer: Timer) -> str:
        """The part that a timer adds to identifiers, such as `RTX` in `TIMEOUT_RTX`."""
        return _tail(names.constant(timer.name))

    def called(self, name: str) -> str:
        """A method of `Handler` or `Guards`, a parameter, or a field of a host type."""
        return names.snake(name)


def _tail(identifier: str) -> str:
    """The identifier as the later part of one: without the underscore that makes `2_way` legal."""
    return identifier.lstrip("_")


def collisions(machine: Machine) -> tuple[Collision, ...]:
    """All names of the spec that cannot be told apart, or are reserved, in the generated Python module."""
    return tuple(found for scope in _scopes(machine) for found in scope.collisions())


@dataclass(frozen=True, slots=True)
class _Scope:
    """One namespace of the generated module."""

    what: str
    entries: tuple[Entry, ...]
    reserved: frozenset[str]

    def collisions(self) -> Iterator[Collision]:
        seen: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.identifier in self.reserved or names.is_reserved(entry.identifier):
                yield Collision(entry, None, self.what)
            elif entry.identifier in seen:
                yield Collision(entry, seen[entry.identifier], self.what)
            seen.setdefault(entry.identifier, entry)


def _scopes(machine: Machine) -> Iterator[_Scope]:
    bind = Binding(machine)
    module = [
        Entry("machine", machine.name, machine.span, bind.machine),
        *(_entry("action", action, bind.action(action)) for action in machine.actions),
        *(_entry("type", kind, bind.enumeration(kind)) for kind in machine.enumerations),
        *(_entry("type", kind, bind.host_type(kind)) for kind in machine.host_types),
        *(_entry("constant", constant, bind.constant(constant)) for constant in machine.constants),
    ]
    yield _Scope("a name of the module", tuple(module), RESERVED_MODULE)
    yield _Scope("a member of State", tuple(_entry("state", s, bind.state(s)) for s in machine.states), frozenset())
    events = tuple(_entry("event", event, bind.event(event)) for event in machine.all_events)
    yield _Scope("a member of Event", events, frozenset())
    attributes = [
        *(_entry("option", option, bind.attribute(option)) for option in machine.options),
        *(_entry("variable", variable, bind.attribute(variable)) for variable in machine.variables),
        *(_entry("event", event, bind.method(event)) for event in machine.events),
    ]
    yield _Scope("an attribute of the machine", tuple(attributes), RESERVED_MACHINE)
    handler = tuple(_entry("action", action, bind.called(action.name)) for action in machine.actions)
    yield _Scope("a method of Handler", handler, _handler_words(machine))
    guards = tuple(_entry("guard", guard, bind.called(guard.name)) for guard in machine.predicates)
    yield _Scope("a method of Guards", guards, RESERVED_MEMBER)
    yield from _inner_scopes(machine, bind)


_ANNOTATIONS = {Basic.BOOL: "bool", Basic.INT: "int", Basic.STR: "str", Basic.DURATION: "float"}


def _handler_words(machine: Machine) -> frozenset[str]:
    """The names that the methods of `Handler` cannot have: `refused`, and the builtins that its signatures name.

    A method `str` hides the type of that name in the class, which is harmless where no signature speaks of it; RFC 1661
    has an action of that name.
    """
    kinds = [param.type for action in machine.actions for param in action.params]
    used = {"tuple" for kind in kinds if isinstance(kind, Many)}
    items = [kind.item if isinstance(kind, Many) else kind for kind in kinds]
    used |= {_ANNOTATIONS[kind] for kind in items if isinstance(kind, Basic)}
    if any(isinstance(line, Disposition) and line.kind is Kind.DEFER for line in machine.lines):
        used |= {"refused", "str"}
    return frozenset(used)


def _inner_scopes(machine: Machine, bind: Binding) -> Iterator[_Scope]:
    """The scopes inside one entity: members, fields, parameters."""
    for kind in machine.enumerations:
        members = tuple(Entry("member", name, kind.span, bind.member(name)) for name in kind.members)
        yield _Scope(f"a member of {bind.enumeration(kind)}", members, frozenset())
    for host in machine.host_types:
        yield _Scope(f"a field of {bind.host_type(host)}", _parameters(host.fields, bind), RESERVED_MEMBER)
    for event in machine.events:
        yield _Scope(f"a parameter of {bind.event(event)}", _parameters(event.params, bind), RESERVED_PAYLOAD)
    for action in machine.actions:
        yield _Scope(f"a field of {bind.action(action)}", _parameters(action.params, bind), RESERVED_ACTION)
    for guard in machine.predicates:
        what = f"a parameter of {bind.called(guard.name)}"
        yield _Scope(what, _parameters(guard.params, bind), RESERVED_PAYLOAD)


def _entry(kind: str, entity: Named, identifier: str) -> Entry:
    return Entry(kind, entity.name, entity.span, identifier)


def _parameters(parameters: Iterable[Parameter], bind: Binding) -> tuple[Entry, ...]:
    return tuple(Entry("parameter", part.name, part.span, bind.called(part.name)) for part in parameters)
