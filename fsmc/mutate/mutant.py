"""What the other modules of this package exchange: a machine with one fault, and what is known of the difference.

Nothing here is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fsmc.diff.verdict import Trace
from fsmc.model import Machine
from fsmc.source import Span


@dataclass(frozen=True)
class Mutant:
    """One machine that differs from the spec in one fault.

    `fault` is the kind ("other target"), `change` what was done in words of the spec ("-> CLOSING, not TIME-WAIT"),
    `span` the line of the spec that was changed.  What the fault leaves alone is the same object in both machines:
    a cell that is decided as before, a line, an action.  `Machine.lines` has the fault too, so whatever only retells
    them (`TRANSITIONS` of the module, a picture, a reference) gives a mutant away without a step being taken.
    """

    fault: str
    change: str
    span: Span
    machine: Machine


class Finding(Enum):
    """Whether any run shows the fault: it is proved that none does, one does, or neither is known."""

    EQUIVALENT = "equivalent"
    DIFFERENT = "different"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Judgement:
    """What is known of a mutant, and why in a sentence: "after coin, count is 0 instead of 1".

    `trace` is the shortest run that was found to show a difference (the old side is the spec, the new one the mutant);
    its texts are steps as `fsmc simulate` takes them.  It has no moves where the difference shows at the start.  None
    where no run is known.
    """

    finding: Finding
    because: str
    trace: Trace | None = None

    @property
    def is_equivalent(self) -> bool:
        """Whether it is proved that no run shows the fault."""
        return self.finding is Finding.EQUIVALENT
