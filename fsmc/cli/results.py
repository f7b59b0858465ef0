"""What `fsmc diff` found out, of two sides or of a project, in one shape: each format of it is asked for in one way.

Formats that bring much with them are imported when they are asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from fsmc.diff.project import Project
from fsmc.diff.shown import words
from fsmc.diff.shown.picture import banner, changed_picture
from fsmc.diff.shown.text import headline, text
from fsmc.diff.side import Report
from fsmc.diff.verdict import Axis, Fails, Grade
from fsmc.emit.picture.changed import ChangedPicture

Place = Callable[[str], str]
"""The path of a file from the root of a workspace; empty if it is no file of the working tree."""


class Result(Protocol):
    """What is found out, as the formats show it; `source` is a name for what it was found out of."""

    @property
    def source(self) -> str: ...
    def headlines(self) -> str: ...
    def text(self, color: bool, width: int) -> str: ...
    def banner(self) -> str: ...
    def json(self) -> str: ...
    def markdown(self) -> str: ...
    def commands(self, place: Place, fails: Fails) -> str: ...
    def picture(self) -> ChangedPicture | None: ...
    def grades(self) -> list[tuple[Axis, Grade]]: ...


@dataclass(frozen=True, slots=True)
class OfSides:
    """The comparison of two sides."""

    report: Report

    @property
    def source(self) -> str:
        return f"{self.report.old.name} and {self.report.new.name}"

    def headlines(self) -> str:
        return f"{headline(self.report)}\n" if words.differs(self.report) else ""

    def text(self, color: bool, width: int) -> str:
        return text(self.report, color=color, width=width)

    def banner(self) -> str:
        return banner(self.report)

    def json(self) -> str:
        from fsmc.diff.shown.document import json_text

        return json_text(self.report)

    def markdown(self) -> str:
        from fsmc.diff.shown.markdown import markdown

        return markdown(self.report)

    def commands(self, place: Place, fails: Fails) -> str:
        from fsmc.diff.shown.github import workflow_commands

        file = place(self.report.new.name)
        return workflow_commands(self.report, file, lambda verdict: fails(verdict.axis, verdict.grade))

    def picture(self) -> ChangedPicture | None:
        return changed_picture(self.report)

    def grades(self) -> list[tuple[Axis, Grade]]:
        return [(verdict.axis, verdict.grade) for verdict in self.report.comparison.verdicts]


@dataclass(frozen=True, slots=True)
class OfProject:
    """What became of the specs of a project."""

    project: Project

    @property
    def source(self) -> str:
        return f"what changed since {self.project.since}"

    def headlines(self) -> str:
        from fsmc.diff.shown.project import is_told, project_headlines

        return project_headlines(self.project) if any(map(is_told, self.project.specs)) else ""

    def text(self, color: bool, width: int) -> str:
        from fsmc.diff.shown.project import project_text

        return project_text(self.project, color=color, width=width)

    def banner(self) -> str:
        from fsmc.diff.shown.project import banner

        return banner(self.project)

    def json(self) -> str:
        from fsmc.diff.shown.project import project_json

        return project_json(self.project)

    def markdown(self) -> str:
        from fsmc.diff.shown.comment import comment

        return comment(self.project)

    def commands(self, place: Place, fails: Fails) -> str:
        from fsmc.diff.shown.project import project_commands

        return project_commands(self.project, place, fails)

    def picture(self) -> ChangedPicture | None:
        raise AssertionError("a picture shows one spec: the command refuses it before")

    def grades(self) -> list[tuple[Axis, Grade]]:
        return [(axis, grade) for spec in self.project.specs for axis in Axis if (grade := spec.on(axis))]


def workspace_path(name: str) -> str:
    """The path of a side from the root of the workspace of a workflow; empty if it is no file of the working tree."""
    path = Path(name)
    if not path.is_file():
        return ""
    root = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
    whole = path.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.as_posix()
