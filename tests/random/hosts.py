"""The host's side of a random test: answers to guards, the time, faults, and values for payloads and options."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from enum import Enum
from itertools import count
from types import SimpleNamespace
from typing import Any
from weakref import WeakValueDictionary

from fsmc.model import Basic, Enumeration, HostType, Many, Type

DOMAINS: dict[Type, tuple[Any, ...]] = {
    Basic.BOOL: (False, True),
    Basic.INT: (0, 1, 2, 3, 5, -1, 7),
    Basic.STR: ("a", "", "b", 'it\'s "x"\n{y}'),
    Basic.DURATION: (0.0, 0.5, 1.0, 2.0, 120.0, -0.25),
}
"""Values close to the limits that guards compare with.  Sums of these durations are exact."""


class GuardError(Exception):
    """What a guard of the host raises instead of an answer."""


class Stopped(BaseException):
    """The same, of the kind of KeyboardInterrupt, which nobody is meant to catch."""


class HandlerError(Exception):
    """What a handler raises instead of performing an action."""


class Host:
    """The answers to guards, the time, and what was asked.  Each of the machines has its own; all are set alike."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.answers = 0
        self.fault: type[BaseException] = GuardError
        self.trap: tuple[str, str] | None = None
        """The question that raises `fault` instead of being answered."""
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.number = next(_NUMBERS)
        _HOSTS[self.number] = self

    def __reduce__(self) -> tuple[Callable[[int], Host], tuple[int]]:
        """A machine that is pickled or copied keeps its host, as it would keep a socket."""
        return _host, (self.number,)

    def clock(self) -> float:
        """The time."""
        return self.now

    def answer(self, guard: str, args: tuple[Any, ...]) -> bool:
        """With `answers` 0 always no, with 1 always yes; any other number gives each question an answer of its own."""
        self.asked.append((guard, args))
        if (guard, repr(args)) == self.trap:
            raise self.fault(guard)
        mixed = zlib.crc32(repr((guard, args, self.answers)).encode())
        return bool(self.answers) if self.answers < 2 else bool(mixed >> 7 & 1)

    def asked_by_module(self, guard: str, *args: Any) -> bool:
        """The same, asked with the values that a module has."""
        return self.answer(guard, plain(args))


_NUMBERS = count()
_HOSTS: WeakValueDictionary[int, Host] = WeakValueDictionary()


def _host(number: int) -> Host:
    return _HOSTS[number]


class Reply(SimpleNamespace):
    """A value of a host type."""


def pick(kind: Type, number: int) -> Any:
    """A value of a type, as the interpreter has it; each number stands for one."""
    match kind:
        case Enumeration():
            return kind.members[number % len(kind.members)]
        case Many():
            return tuple(pick(kind.item, number // 4 + place) for place in range(number % 4))
        case HostType():
            return Reply(**{part.name: pick(part.type, number + place) for place, part in enumerate(kind.fields)})
        case _:
            domain = DOMAINS[kind]
            return domain[number % len(domain)]


def plain(value: Any) -> Any:
    """A value of the module as the interpreter has it: a member of an enumeration is its name."""
    match value:
        case tuple() | list():
            return type(value)(map(plain, value))
        case dict():
            return {name: plain(part) for name, part in value.items()}
        case Reply():
            return Reply(**plain(vars(value)))
        case _:
            return value.value if isinstance(value, Enum) else value


def typed(value: Any) -> Any:
    """A value of either with its type, so that 1, 1.0 and true are three things."""
    match value:
        case tuple():
            return tuple(map(typed, value))
        case Reply():
            return ("Reply", *((name, typed(part)) for name, part in sorted(vars(value).items())))
        case _:
            shown = plain(value)
            return type(shown).__name__, shown
