"""States and frames in, what diagram languages need of them out: identifiers, and the order to write them in."""

from __future__ import annotations

import re
from typing import Union

from fsmc.emit.picture.parts import Frame
from fsmc.model import Group, Machine, State

_UNSAFE = re.compile(r"[^0-9A-Za-z]+")


def identifiers(machine: Machine) -> dict[State | Group, str]:
    """An identifier for each state and group: `TIME_WAIT_` for TIME-WAIT, `frame_1` for the first group.

    The underscore at the end keeps states apart from the words of any language and from frames; a name that differs
    from an earlier one only in letter case, or in what is no letter and no digit, is numbered.
    """
    found: dict[State | Group, str] = {group: f"frame_{number}" for number, group in enumerate(machine.groups, 1)}
    taken: set[str] = set()
    for state in machine.states:
        found[state] = _free(_UNSAFE.sub("_", state.name).strip("_") or "state", taken)
        taken.add(found[state].casefold())
    return found


def _free(stem: str, taken: set[str]) -> str:
    """The stem with an underscore, or the first of its numbered kind that is free."""
    number, chosen = 1, f"{stem}_"
    while chosen.casefold() in taken:
        number += 1
        chosen = f"{stem}_{number}_"
    return chosen


def in_order(machine: Machine, frames: tuple[Frame, ...], states: tuple[State, ...]) -> list[Union[Frame, State]]:
    """Frames and states side by side, in the order in which the spec declares the states.

    Layouts put what they read first on top; a frame stands where its first state does.
    """
    parts: list[Union[Frame, State]] = [*frames, *states]
    return sorted(parts, key=lambda part: machine.states.index(_first(part)))


def _first(part: Frame | State) -> State:
    return part if isinstance(part, State) else part.group.states[0]
