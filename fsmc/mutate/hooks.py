"""An `enter` or `leave` line in, machines in which it is wrong out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fsmc.model import Hook, Machine
from fsmc.mutate.effects import faulty_effects
from fsmc.mutate.remaking import remade
from fsmc.mutate.sites import Ground, Made


def wrong_hook(ground: Ground, hook: Hook) -> Iterator[Made]:
    """Every fault of a hook: in its effects, and in which states it has them."""
    machine = ground.machine
    for fault, change, effects in faulty_effects(hook.effects, machine.actions):
        yield Made(fault, change, _with(machine, hook, replace(hook, effects=effects)))
    for state in hook.states if len(hook.states) > 1 else ():
        others = tuple(each for each in hook.states if each is not state)
        yield Made("hook dropped in one state", f"not for {state}", _with(machine, hook, replace(hook, states=others)))


def _with(machine: Machine, old: Hook, new: Hook) -> Machine:
    if old in machine.enters:
        return remade(machine, enters=tuple(new if each is old else each for each in machine.enters))
    return remade(machine, leaves=tuple(new if each is old else each for each in machine.leaves))
