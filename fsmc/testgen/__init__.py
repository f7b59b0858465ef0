"""A machine in, a suite of black-box tests out, and its text as pytest files.

    suite = made(machine, "wp", {}, places=300, extra=0, tell=print)
    suite_text(at_most(suite, 100), print)

Configurations of the machine are played by the interpreter (`steps`, `inputs`) and joined to a graph (`graph`); `cover`
takes its edges and pairs of them, `automaton`, `separation` and `wp` what the Wp-method needs.
"""

from __future__ import annotations

from collections.abc import Mapping

from fsmc.interpreter import Value
from fsmc.model import Machine
from fsmc.testgen.cover import pairs, transitions
from fsmc.testgen.graph import Tell
from fsmc.testgen.options import rare, settings
from fsmc.testgen.suite import Suite, at_most
from fsmc.testgen.text import companions, file_name, suite_text
from fsmc.testgen.wp import wp

__all__ = ["KINDS", "PLACES", "Suite", "at_most", "companions", "file_name", "made", "suite_text"]

KINDS = ("transitions", "pairs", "wp")
PLACES = 300
"""How many places of a machine are looked at."""


def made(
    machine: Machine, kind: str, given: Mapping[str, Value], *, places: int = PLACES, extra: int = 0, tell: Tell
) -> Suite:
    """A suite; `given` sets options by name, the others take all values that they can have if these are few."""
    ways = settings(machine, given)
    if kind == "wp":
        return wp(machine, ways, places, tell, extra)
    if kind == "pairs":
        return pairs(machine, ways, places, tell)
    return transitions(machine, ways, places, tell, tuple(rare(machine, given)))
