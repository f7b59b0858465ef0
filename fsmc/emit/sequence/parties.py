"""A machine in, who it talks to out: the parties left of it and those right of it, alike for all its scenarios."""

from __future__ import annotations

import re

from fsmc.model import Machine

ENVIRONMENT = "environment"
"""Who sends an event of which the spec does not say where it comes from."""

_LEFT = re.compile(
    r"(admin|administrator|app|application|caller|client|customer|environment|host|operator|owner|passenger|person"
    r"|upper|user)\b",
    re.IGNORECASE,
)
"""How whoever a machine serves is called; by custom these stand left of it."""

_RIGHT = re.compile(
    r"(device|driver|hardware|ip|line|link|lower|neighbou?r|network|partner|peer|remote|server|wire)\b", re.IGNORECASE
)
"""How whoever it serves them with, or talks to, is called."""


def placed(machine: Machine) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parties left and right of the machine, each from left to right.

    A name that tells nothing stands where there are fewer, on the left first.
    """
    left: list[str] = []
    right: list[str] = []
    for party in _parties(machine):
        leftwards = bool(_LEFT.match(party)) if _is_telling(party) else len(left) <= len(right)
        (left if leftwards else right).append(party)
    return tuple(left), tuple(right)


def _parties(machine: Machine) -> tuple[str, ...]:
    """Whoever sends events or gets actions in order of declaration, but first those whose names tell their side."""
    sent = [event.source or ENVIRONMENT for event in machine.events if event.expires is None]
    found = dict.fromkeys((*sent, *(action.to for action in machine.actions if action.to)))
    return tuple(sorted(found, key=_is_telling, reverse=True))


def _is_telling(party: str) -> bool:
    return bool(_LEFT.match(party) or _RIGHT.match(party))
