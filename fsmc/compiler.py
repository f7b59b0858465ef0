"""The pipeline on one page: the text of a spec in; its machine, what is wrong with it and its artifacts out.

text --language--> Machine --lint--> findings
                           --emit--> artifacts, if there is no error
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fsmc import language, lint
from fsmc.diagnostics import Diagnostic, Severity, in_order
from fsmc.model import Machine
from fsmc.source import SourceFile

if TYPE_CHECKING:
    from fsmc.emit.backend import Artifact


@dataclass(frozen=True, slots=True)
class Compilation:
    """What a spec came to.

    `machine` is None if the text describes none; one that it describes may still have errors (guards that overlap, a
    scenario that does not hold).  `artifacts` is empty if `diagnostics` holds an error.
    """

    source: SourceFile
    machine: Machine | None
    diagnostics: tuple[Diagnostic, ...]
    artifacts: tuple[Artifact, ...] = ()

    @property
    def slug(self) -> str:
        """The folder of the outputs: `TCP` gives `tcp`; empty where there is no machine."""
        return self.machine.slug if self.machine else ""

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that stop a build."""
        return tuple(found for found in self.diagnostics if found.severity is Severity.ERROR)


def check(source: SourceFile, demands: lint.Demands = lint.NO_DEMANDS) -> Compilation:
    """Find everything that is wrong with a spec, by what its project demands too, and make nothing of it."""
    machine, found = language.load(source)
    if machine is not None:
        found = [*found, *lint.check(machine, demands)]
        found += [] if any(each.severity is Severity.ERROR for each in found) else language.looks(source)
    return Compilation(source, machine, in_order(found))


def compile(
    source: SourceFile,
    only: Iterable[str] | None = None,
    *,
    dot: Path | None = None,
    demands: lint.Demands = lint.NO_DEMANDS,
    begins: Callable[[str], None] = lambda _: None,
) -> Compilation:
    """Check a spec and, if it holds no error, make the outputs named in `only` (None: all), in order of the catalogue.

    `dot` is a Graphviz program that draws in place of the engine that comes with fsmc; `begins` is told the name of
    each output before it is made.  Raises ValueError for an unknown output.
    """
    from fsmc.emit import catalog  # whoever checks a spec makes nothing of it

    backends = catalog.chosen(only, dot)
    checked = check(source, demands)
    if checked.machine is None or checked.errors:
        return checked
    made: list[Artifact] = []
    for backend in backends:
        begins(backend.name)
        made += backend.emit(checked.machine)
    return replace(checked, artifacts=tuple(made))
