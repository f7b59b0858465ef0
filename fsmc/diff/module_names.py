"""Two machines in, what users of the generated module notice of their names out: imports, calls, protocols.

The names are those of fsmc/binding.py.  What users import or call may be added without harm.  What they implement or
must give may not: a guard that is added must be answered, an action that is added must be performed (a `Handler` that
lacks its method fails a type checker, and then at run time), a part of a payload without a default must be sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fsmc.binding import Binding
from fsmc.diff.verdict import Axis, Grade, Verdict
from fsmc.model import Basic, Enumeration, HostType, Machine, Many, Parameter, Type


@dataclass(frozen=True)
class _Name:
    """A name that users may know: what it is to them, its type, and whether they have to do something for it."""

    what: str
    type: str = ""
    demands: bool = False


def names_verdict(old: Machine, new: Machine) -> Verdict:
    """The verdict on names."""
    was, now = dict(_names(old)), dict(_names(new))
    broken = list(_broken(was, now))
    added = [f"{now[key].what} is new" for key in now if key not in was and not _inside(key, was)]
    if broken:
        more = f" and {len(broken) - 1} more" if len(broken) > 1 else ""
        return Verdict(Axis.NAMES, Grade.BREAKING, broken[0] + more, details=(*broken, *added))
    if added:
        more = f" and {len(added) - 1} more" if len(added) > 1 else ""
        return Verdict(Axis.NAMES, Grade.EXTENDS, added[0] + more, details=tuple(added))
    return Verdict(Axis.NAMES, Grade.IDENTICAL, "the generated module has the same names")


def _inside(key: str, was: Mapping[str, _Name]) -> bool:
    """Whether a name belongs to an entity that is new as a whole: it goes without saying."""
    owner = key.rpartition("/")[0]
    return "/" in owner and owner not in was


def _broken(was: Mapping[str, _Name], now: Mapping[str, _Name]) -> Iterator[str]:
    for key, name in was.items():
        owner = key.rpartition("/")[0]
        if key not in now:
            if "/" not in owner or owner in now:
                yield f"{name.what} is gone"
        elif name.type != now[key].type:
            yield f"{name.what} was {name.type}, now {now[key].type}"
    for key, name in now.items():
        owner = key.rpartition("/")[0]
        if key not in was and name.demands and ("/" not in owner or owner in was):
            yield (
                f"{name.what} is new and must be given"
                if "/" in owner
                else f"{name.what} is new and must be implemented"
            )


def _names(machine: Machine) -> Iterator[tuple[str, _Name]]:
    """Every name by a key: its kind, then the identifiers from the outside in."""
    bind = Binding(machine)
    yield "machine/", _Name("the module and its class", f"{bind.module}.{bind.machine}")
    for state in machine.states:
        yield f"state/{bind.state(state)}", _Name(f"State.{bind.state(state)}")
    for event in machine.all_events:
        yield f"member/{bind.event(event)}", _Name(f"Event.{bind.event(event)}")
    for event in machine.inputs:
        if event.timer is None:
            key, called = f"event/{bind.method(event)}", f"{bind.machine}.{bind.method(event)}"
            yield key, _Name(f"{called}()", _ordered(event.params, bind))
            yield from _parts(key, f"{called}()", event.params, bind, preset=True)
    for action in machine.actions:
        key = f"action/{bind.action(action)}"
        yield key, _Name(f"action {bind.action(action)}", _ordered(action.params, bind), demands=True)
        yield from _parts(key, bind.action(action), action.params, bind)
    for guard in machine.predicates:
        key, called = f"guard/{bind.called(guard.name)}", f"Guards.{bind.called(guard.name)}()"
        yield key, _Name(called, _ordered(guard.params, bind), demands=True)
        yield from _parts(key, called, guard.params, bind)
    yield from _values(machine, bind)
    yield from _types(machine, bind)


def _parts(
    key: str, owner: str, params: tuple[Parameter, ...], bind: Binding, preset: bool = False
) -> Iterator[tuple[str, _Name]]:
    for part in params:
        needed = not preset or part.default is None
        told = _type(part.type, bind) + ("" if part.default is None else " with a default")
        yield f"{key}/{bind.called(part.name)}", _Name(f"{owner} {bind.called(part.name)}", told, demands=needed)


def _ordered(params: tuple[Parameter, ...], bind: Binding) -> str:
    """Nothing yet: parts are compared one by one, and those of events are given by place, too."""
    return ""


def _values(machine: Machine, bind: Binding) -> Iterator[tuple[str, _Name]]:
    for constant in machine.constants:
        yield f"const/{bind.constant(constant)}", _Name(bind.constant(constant), _type(constant.value.type, bind))
    for option in machine.options:
        what = f"option {bind.attribute(option)}"
        yield f"option/{bind.attribute(option)}", _Name(what, _type(option.type, bind))
    for variable in machine.variables:
        what = f"{bind.machine}.{bind.attribute(variable)}"
        yield f"var/{bind.attribute(variable)}", _Name(what, _type(variable.type, bind))


def _types(machine: Machine, bind: Binding) -> Iterator[tuple[str, _Name]]:
    for kind in machine.enumerations:
        called = bind.enumeration(kind)
        yield f"type/{called}", _Name(called)
        for member in kind.members:
            yield f"type/{called}/{bind.member(member)}", _Name(f"{called}.{bind.member(member)}")
    for host in machine.host_types:
        called = bind.host_type(host)
        yield f"host/{called}", _Name(called)
        for part in host.fields:
            told = _type(part.type, bind)
            yield f"host/{called}/{bind.called(part.name)}", _Name(f"{called}.{bind.called(part.name)}", told, True)


_PLAIN = {Basic.BOOL: "bool", Basic.INT: "int", Basic.STR: "str", Basic.DURATION: "float"}


def _type(kind: Type, bind: Binding) -> str:
    match kind:
        case Many():
            return f"tuple of {_type(kind.item, bind)}"
        case Enumeration():
            return bind.enumeration(kind)
        case HostType():
            return bind.host_type(kind)
        case _:
            return _PLAIN[kind]
