"""What became of each spec of a project since a revision, as reports speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fsmc.diff.side import Report
from fsmc.diff.verdict import Axis, Grade


class Fate(Enum):
    """What became of a spec.  UNCHANGED: not a character; FAILED: one side cannot be read, or has errors."""

    UNCHANGED = "unchanged"
    COMPARED = "compared"
    NEW = "new"
    GONE = "gone"
    FAILED = "not compared"

    def __str__(self) -> str:
        return self.value


_GRADES = {Fate.UNCHANGED: Grade.IDENTICAL, Fate.NEW: Grade.EXTENDS, Fate.GONE: Grade.BREAKING}
"""Of a spec that has one side: a new one takes nothing from anybody, with one that is gone all of it is gone."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One spec: `file` is its path now, `was` that at the revision; empty where there is none.

    `report` is there if it was compared, `why` says why it was not.
    """

    file: str
    was: str
    fate: Fate
    report: Report | None = None
    why: str = ""

    @property
    def name(self) -> str:
        """`specs/tcp.fsm`, with the name that it had if that is another."""
        renamed = self.file and self.was and self.file != self.was
        return f"{self.file} (was {self.was})" if renamed else self.file or self.was

    @property
    def grade(self) -> Grade | None:
        """The gravest grade of any axis; None if it could not be compared."""
        return self.report.comparison.grade if self.report else _GRADES.get(self.fate)

    def on(self, axis: Axis) -> Grade | None:
        """The grade on an axis; None if it could not be compared."""
        return self.report.comparison.verdict(axis).grade if self.report else _GRADES.get(self.fate)


@dataclass(frozen=True, slots=True)
class Project:
    """The specs of a project, in order of path, since a revision; `base` is the commit that they are compared with."""

    since: str
    base: str
    specs: tuple[Spec, ...]

    @property
    def grade(self) -> Grade:
        """The gravest grade of any spec that could be compared."""
        return max((spec.grade for spec in self.specs if spec.grade), default=Grade.IDENTICAL)
