"""Two machines in, the entities of one that stand for those of the other out: by name, or by where they are used.

An entity that is missing on the other side may only be called otherwise there.  It is paired where all lines that speak
of it, with the names that one side lacks left blank, are those of one other entity only; where each side has just one
that the other lacks, they are tried as a pair.  Neither is a proof: the proof is that the machines so paired agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fsmc.model import Event, Machine, Type
from fsmc.model import expressions as model

KINDS = ("type", "option", "var", "timer", "guard", "event", "action")
_NAME = re.compile(r"'(?:[^'\\]|\\.)*'|\w[\w-]*[+?-]?")


@dataclass(frozen=True)
class Pairing:
    """For each kind of entity (KINDS) the entities of the new machine with those of the old one that they stand for."""

    pairs: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)
    """kind -> new entity -> old entity."""

    def old(self, kind: str, new: Any) -> Any:
        """The old entity that a new one stands for, or None."""
        return self.pairs[kind].get(new)

    def new(self, kind: str, old: Any) -> Any:
        """The new entity that stands for an old one, or None."""
        return next((new for new, known in self.pairs[kind].items() if known is old), None)

    def renamed(self) -> Iterator[tuple[str, str, str]]:
        """Kind, old name and new name of what is called otherwise."""
        for kind in KINDS:
            for new, old in self.pairs[kind].items():
                if new.name != old.name and getattr(new, "timer", None) is None:
                    yield kind, old.name, new.name


def entities(machine: Machine, kind: str) -> Sequence[Any]:
    """The entities of a kind, in order of the spec.  Timeouts go with their timers."""
    found: dict[str, Sequence[Any]] = {
        "type": (*machine.enumerations, *machine.host_types),
        "option": machine.options,
        "var": machine.variables,
        "timer": machine.timers,
        "guard": machine.predicates,
        "event": machine.events,
        "action": machine.actions,
    }
    return found[kind]


def by_name(old: Machine, new: Machine) -> Pairing:
    """Entities of the same name and, where they have one, of the same type."""
    return Pairing({kind: dict(_same_name(old, new, kind)) for kind in KINDS})


def _same_name(old: Machine, new: Machine, kind: str) -> Iterator[tuple[Any, Any]]:
    known = {entity.name: entity for entity in entities(old, kind)}
    for entity in entities(new, kind):
        if entity.name in known and _alike(known[entity.name], entity):
            yield entity, known[entity.name]


def _alike(old: Any, new: Any) -> bool:
    """Whether one can stand for the other: values by their type, questions by what they are asked with."""
    if type(old) is not type(new):
        return False
    match old:
        case model.Option() | model.Variable():
            return _spelled(old.type) == _spelled(new.type)
        case model.Predicate():
            return _types(old.params) == _types(new.params)
        case Event():
            return (old.base is None) == (new.base is None)
        case _:
            return True


def _types(params: Iterable[model.Parameter]) -> list[str]:
    return [_spelled(part.type) for part in params]


def _spelled(kind: Type) -> str:
    """A type by its name; one written in place, named after its owner, by that it is one."""
    return "in place" if isinstance(kind, model.Enumeration) and kind.in_place else str(kind)


def recognized(old: Machine, new: Machine) -> Pairing:
    """Entities of the same name, and those that are used in the same way under different names."""
    named = by_name(old, new)
    gone = {kind: [e for e in entities(old, kind) if named.new(kind, e) is None] for kind in KINDS}
    come = {kind: [e for e in entities(new, kind) if named.old(kind, e) is None] for kind in KINDS}
    lost = _missing(old, new)
    was, now = _uses(old, lost), _uses(new, lost)
    return Pairing({kind: {**named.pairs[kind], **_matched(gone[kind], come[kind], was, now)} for kind in KINDS})


def _missing(old: Machine, new: Machine) -> frozenset[str]:
    """The names that only one side has, of anything."""
    return frozenset(_all_names(old) ^ _all_names(new))


def _all_names(machine: Machine) -> set[str]:
    named = [entity.name for kind in KINDS for entity in entities(machine, kind)]
    return {*named, *(state.name for state in machine.states), *(group.name for group in machine.groups)}


def _uses(machine: Machine, blank: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """For each blank name the lines that speak of it, with every blank name left out."""
    texts = [line.label for line in machine.lines]
    texts += [f"{hook.written_states} / {', '.join(map(str, hook.effects))}" for hook in machine.enters]
    texts += [f"{hook.written_states} / {', '.join(map(str, hook.effects))}" for hook in machine.leaves]
    texts += [f"{action.name}{model.signature(action.params)} / {action.effects}" for action in machine.actions]
    texts += [f"{event.name}{model.signature(event.params)} = {event.base} [{event.when}]" for event in machine.events]
    texts += [f"{guard.name}{model.signature(guard.params)}" for guard in machine.predicates]
    found: dict[str, list[str]] = {}
    for text in texts:
        spoken = {name.strip("'") for name in _NAME.findall(text)} & blank
        told = _NAME.sub(lambda name: "_" if name[0].strip("'") in blank else name[0], text) if spoken else ""
        for name in spoken:
            found.setdefault(name, []).append(told)
    return {name: tuple(sorted(lines)) for name, lines in found.items()}


_Entity = TypeVar("_Entity")


def _matched(
    gone: list[Any], come: list[Any], was: Mapping[str, tuple[str, ...]], now: Mapping[str, tuple[str, ...]]
) -> dict[Any, Any]:
    """New entities with the old ones that are used alike; the last one of each side with the other."""
    found = {}
    for new in come:
        alike = [old for old in gone if _alike(old, new) and was.get(old.name, ()) == now.get(new.name, ())]
        rivals = [other for other in come if now.get(other.name, ()) == now.get(new.name, ())]
        if len(alike) == len(rivals) == 1 and now.get(new.name):
            found[new] = alike[0]
    left = [old for old in gone if old not in found.values()]
    if len(left) == 1 and len(come) - len(found) == 1:
        last = next(new for new in come if new not in found)
        if _alike(left[0], last):
            found[last] = left[0]
    return found
