"""`fsmc check`: specs in, findings out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc.cli.terminal import FINDINGS, FINE, UNUSABLE, complain, count, has_color, named_path, say
from fsmc.diagnostics import Severity, render
from fsmc.files import FileError, find, read

if TYPE_CHECKING:
    from fsmc.compiler import Compilation
    from fsmc.source import SourceFile


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=named_path)
@click.option("-q", "--quiet", is_flag=True, help="Print findings only, no summary.")
def check(paths: tuple[Path, ...], quiet: bool) -> int:
    """Check specs and write nothing.  Folders are searched for *.fsm.

    \b
    Examples:
      fsmc check specs/tcp.fsm
      fsmc check specs examples -q

    Exit status: 0 no findings, 1 errors or warnings, 2 a file could not be read.
    """
    from fsmc import compiler

    specs = Specs(paths)
    checked = [compiler.check(source) for source in specs.sources()]
    for compilation in checked:
        report(compilation)
    if not quiet and checked:
        say(summary(checked))
    return max(specs.status, FINDINGS if any(one.diagnostics for one in checked) else FINE)


class Specs:
    """The specs that the arguments name; `status` tells after `sources()` whether all could be read."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = paths
        self.status = FINE

    def sources(self) -> Iterator[SourceFile]:
        """The texts; a file that cannot be read is complained about and left out, so that the others get their turn."""
        for path in self._found():
            try:
                yield read(path)
            except FileError as error:
                self._refuse(error)

    def _found(self) -> tuple[Path, ...]:
        found: list[Path] = []
        for path in self._paths:
            try:
                found += find([path])
            except FileError as error:
                self._refuse(error)
        return find(found)

    def _refuse(self, error: FileError) -> None:
        complain(error)
        self.status = UNUSABLE


def report(compilation: Compilation, *, err: bool = False) -> None:
    """Print what was found in a spec."""
    stream = sys.stderr if err else sys.stdout
    for found in compilation.diagnostics:
        say(render(found, compilation.source, color=has_color(stream)) + "\n", err=err)


def summary(compilations: list[Compilation]) -> str:
    """`2 specs checked: 1 error, 3 warnings`."""
    found = [one.severity for compilation in compilations for one in compilation.diagnostics]
    counts = [(found.count(severity), severity.value) for severity in Severity]
    said = ", ".join(count(number, noun) for number, noun in counts if number)
    return f"{count(len(compilations), 'spec')} checked: {said or 'no findings'}"
