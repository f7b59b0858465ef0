"""A line taken in a state in; all that the step does, in order and with whose it is, out.

Hooks and what rides along with actions are put where they happen.  What rides along is told twice over: as the spec
has it, to know it again, and with the arguments of the action in place of its parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fsmc.analysis.done import Doing, Owner
from fsmc.analysis.graph import Way
from fsmc.model import Do, Effect, Machine, Transition, riding


@dataclass(frozen=True)
class Done:
    """One effect of a step: `doing` as the spec has it, `effect` with arguments in place of parameters.

    `sure` says that neither it nor the action along which it rides stands under a condition.
    """

    doing: Doing
    effect: Effect
    sure: bool


def owners(machine: Machine, way: Way) -> tuple[Owner, ...]:
    """Whose effects the step is made of, in order: what leaves a state, the line, what enters one."""
    if way.line.target is None:
        return (way.line,)
    leaving = (hook for hook in machine.leaves if way.source in hook.states)
    entering = (hook for hook in machine.enters if way.line.target in hook.states)
    return (*leaving, way.line, *entering)


def done(machine: Machine, way: Way) -> tuple[Done, ...]:
    """All that the step does, in order."""
    return tuple(each for owner in owners(machine, way) for each in unfolded(owner, owner.effects))


def unfolded(owner: Owner, effects: Iterable[Effect]) -> Iterator[Done]:
    """Effects of one owner, each followed by what rides along with it."""
    for effect in effects:
        sure = effect.condition is None
        yield Done(Doing(owner, effect), effect, sure)
        if isinstance(effect, Do):
            for own, told in zip(effect.action.effects, riding(effect), strict=True):
                yield Done(Doing(effect.action, own), told, sure and own.condition is None)


def followers(machine: Machine, doing: Doing) -> tuple[Done, ...]:
    """What follows an effect in the same step: after those of a line come those of the state that it enters.

    What follows a hook or an action depends on the line, and only the rest of its own effects is told.
    """
    place = next(place for place, each in enumerate(doing.owner.effects) if each is doing.effect)
    owners: list[Owner] = []
    if isinstance(doing.owner, Transition):
        owners += [hook for hook in machine.enters if doing.owner.target in hook.states]
    rest = unfolded(doing.owner, doing.owner.effects[place + 1 :])
    return (*rest, *(each for owner in owners for each in unfolded(owner, owner.effects)))
