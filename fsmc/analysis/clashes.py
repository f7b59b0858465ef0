"""The lines of each cell in, the pairs of one rank that decide the same case out: each pair once, with one cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from fsmc.analysis.cells import AnyLine, Decisions, Place, condition
from fsmc.logic import Found, Nothing, Witness
from fsmc.model import ELSE, Expr


class Clashing(Enum):
    """How two lines clash."""

    TWICE = "they decide the same cases, whatever is the case"
    ELSE_TWICE = "both are [else]"
    OVERLAP = "both guards hold in a case that is known"
    UNDECIDED = "whether both guards can hold is not known"


@dataclass(frozen=True)
class Clash:
    """Two lines that clash in `place` and in `more` other cells; `found` is what the logic says of that cell."""

    kind: Clashing
    earlier: AnyLine
    later: AnyLine
    place: Place
    found: Found
    more: int


def line_clashes(decisions: Decisions) -> Iterator[Clash]:
    """All clashes, in order of the spec."""
    pairs: dict[tuple[AnyLine, AnyLine], list[tuple[Place, Found]]] = {}
    for place, ranks in decisions.ranks.items():
        for lines in ranks:
            for pair in combinations(lines, 2):
                found = decisions.find(decisions.assumptions(place).and_holds(*_both(pair)))
                if not isinstance(found, Nothing):
                    pairs.setdefault(pair, []).append((place, found))
    for (earlier, later), cells in pairs.items():
        kind = _kind(earlier, later, cells)
        if kind:
            proved = [cell for cell in cells if isinstance(cell[1], Witness)]
            counted = proved or cells
            yield Clash(kind, earlier, later, *counted[0], len(counted) - 1)


def _both(pair: tuple[AnyLine, AnyLine]) -> Iterator[Expr]:
    return (each for line in pair for each in condition(line.guard))


def _kind(earlier: AnyLine, later: AnyLine, cells: list[tuple[Place, Found]]) -> Clashing | None:
    """How the two clash; None if one is the `[else]` of the other's guard."""
    guards = (earlier.guard, later.guard)
    if guards == (ELSE, ELSE):
        return Clashing.ELSE_TWICE
    if ELSE in guards and None not in guards:
        return None
    if ELSE in guards or earlier.guard == later.guard:
        return Clashing.TWICE
    return Clashing.OVERLAP if any(isinstance(found, Witness) for _, found in cells) else Clashing.UNDECIDED
