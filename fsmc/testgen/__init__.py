"""A machine in, a suite of black-box tests out, and its text as pytest files.

    suite = made(machine, "pairs", {}, most=100, tell=print)
    suite_text(suite, print)

Configurations of the machine are played by the interpreter (`steps`, `inputs`) and joined to a graph (`graph`); `cover`
takes its edges and pairs of them; `alphabet`, `automaton`, `separation`, `words` and `wp` are the Wp-method.
"""

from __future__ import annotations

from collections.abc import Mapping

from fsmc.interpreter import Value
from fsmc.model import Machine
from fsmc.testgen.cover import pairs, transitions
from fsmc.testgen.dropping import at_most
from fsmc.testgen.graph import Tell
from fsmc.testgen.options import rare, settings
from fsmc.testgen.suite import Suite
from fsmc.testgen.text import companions, file_name, suite_text
from fsmc.testgen.wp import TooLarge, wp_suite

__all__ = ["KINDS", "PLACES", "Suite", "TooLarge", "at_most", "companions", "file_name", "made", "suite_text"]

KINDS = ("transitions", "pairs", "wp")
PLACES = 300
"""How many places of a machine are looked at."""


def made(
    machine: Machine,
    kind: str,
    given: Mapping[str, Value],
    *,
    places: int = PLACES,
    extra: int = 0,
    most: int | None = None,
    tell: Tell,
) -> Suite:
    """A suite of at most so many tests; raises TooLarge for one that nobody should run who has not asked for so many.

    `given` sets options by name, the others take all values that they can have if these are few.
    """
    ways = settings(machine, given)
    if kind == "wp":
        return wp_suite(machine, ways, places, tell, extra, most)
    cover = pairs if kind == "pairs" else transitions
    suite = cover(machine, ways, places, tell, tuple(rare(machine, given)))
    return suite if most is None else at_most(suite, most)
