"""A machine in, each of its effects with its owner out: the line, the hook or the action that has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Union

from fsmc.model import Action, Do, Effect, Hook, Machine, Start, Transition

Owner = Union[Transition, Hook, Action]


@dataclass(frozen=True)
class Doing:
    """An effect and whose it is."""

    owner: Owner
    effect: Effect


def doings(machine: Machine) -> Iterator[Doing]:
    """Every effect of the machine, each once, in order of lines, hooks and actions."""
    owners: list[Owner] = [*machine.transitions, *machine.enters, *machine.leaves, *machine.actions]
    return (Doing(owner, effect) for owner in owners for effect in owner.effects)


def starts(effects: Iterable[Effect]) -> Iterator[tuple[Start, Action | None]]:
    """The timers that the effects start, with the action along which a start rides."""
    for effect in effects:
        if isinstance(effect, Start):
            yield effect, None
        elif isinstance(effect, Do):
            yield from ((own, effect.action) for own in effect.action.effects if isinstance(own, Start))
