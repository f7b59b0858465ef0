"""A machine in, the ways to set its options that a suite tries out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product

from fsmc.interpreter import Interpreter, Value
from fsmc.model import Basic, Enumeration, Machine, Option
from fsmc.outcomes import known_duration

SETTINGS_AT_MOST = 8


def settings(machine: Machine, given: Mapping[str, Value]) -> tuple[dict[str, Value], ...]:
    """What differs from the defaults: first what is given alone, then other values of the options that have few."""
    usual = Interpreter(machine).options
    choices = [(given[o.name],) if o.name in given else _choices(o, usual[o.name]) for o in machine.options]
    found = (dict(zip(usual, values, strict=True)) for values in islice(product(*choices), SETTINGS_AT_MOST))
    return tuple({name: value for name, value in each.items() if value != usual[name]} for each in found)


def rare(machine: Machine, given: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    """Settings in which what is rare comes soon: numbers 0 or 1, a time shorter than all others or none."""
    usual = Interpreter(machine).options
    short = _short(machine)
    values: dict[object, tuple[Value, ...]] = {Basic.INT: (0, 1), Basic.DURATION: (short, 0.0)}
    for option in machine.options:
        for value in values.get(option.type, ()):
            if option.name not in given and value != usual[option.name]:
                yield {**given, option.name: value}


def _short(machine: Machine) -> float:
    """A quarter of the shortest time that the spec knows."""
    known = (known_duration(timer.duration) for timer in machine.timers)
    return min((float(seconds) for seconds in known if seconds), default=1.0) / 4


def _choices(option: Option, usual: Value) -> tuple[Value, ...]:
    kind = option.type
    members = kind.members if isinstance(kind, Enumeration) else (True, False) if kind is Basic.BOOL else ()
    return (usual, *(value for value in members if value != usual))
