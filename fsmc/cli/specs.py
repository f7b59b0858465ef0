"""The paths of a command in, the texts of the specs there out, and what its project finds in each."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc.cli.terminal import FINE, UNUSABLE, Progress, complain, has_color, say
from fsmc.diagnostics import render
from fsmc.files import FileError, find, piped, read, text_of

if TYPE_CHECKING:
    from fsmc.compiler import Compilation
    from fsmc.diagnostics import Diagnostic
    from fsmc.model import Machine
    from fsmc.project import Settings
    from fsmc.report import Checked
    from fsmc.source import SourceFile

STANDARD_INPUT = Path("-")


class Specs:
    """The specs that the arguments name; `status` tells after `sources()` whether all could be read."""

    def __init__(self, paths: Iterable[Path], stdin_filename: str = "<stdin>") -> None:
        self._named = tuple(paths)
        self._stdin_filename = stdin_filename
        self.status = FINE
        self.is_standard_input = self._named == (STANDARD_INPUT,)
        if STANDARD_INPUT in self._named and not self.is_standard_input:
            raise click.UsageError("standard input (-) stands alone.")
        self.paths = () if self.is_standard_input else self._found()

    def sources(self) -> Iterator[SourceFile]:
        """The texts; a file that cannot be read is complained about and left out, so that the others get their turn."""
        for path in (STANDARD_INPUT,) if self.is_standard_input else self.paths:
            try:
                yield self._standard_input() if self.is_standard_input else read(path)
            except FileError as error:
                self.refuse(error)

    def _standard_input(self) -> SourceFile:
        return text_of(Path(self._stdin_filename), piped(sys.stdin.buffer, Path(self._stdin_filename)))

    def _found(self) -> tuple[Path, ...]:
        found: list[Path] = []
        for path in self._named:
            try:
                found += find([path])
            except FileError as error:
                self.refuse(error)
        return find(found)

    def refuse(self, error: FileError) -> None:
        """Complain, and go on."""
        complain(error)
        self.status = UNUSABLE


def judged(source: SourceFile, settings: Settings, progress: Progress | None = None) -> Checked:
    """A spec with what counts in its project of what is found in it."""
    from fsmc import compiler
    from fsmc.project import judge
    from fsmc.report import Checked

    if progress:
        progress.show(f"{source.name}: checking")
    return Checked(source, judge(source, compiler.check(source, settings.demands).diagnostics, settings))


def machine_of(spec: Path, otherwise: str) -> Machine | None:
    """The machine of a spec; if it has errors, they are told, and what is done `otherwise`."""
    from fsmc import compiler

    checked = compiler.check(read(spec))
    report(checked, err=True)
    if checked.errors:
        say(f"a spec with errors: {otherwise}", err=True, fg="red")
        return None
    return checked.machine


def report(compilation: Compilation, *, err: bool = False) -> None:
    """Print the errors of a spec in full; its warnings are a matter of `fsmc check`."""
    tell(compilation.errors, compilation.source, err=err)


def tell(findings: Iterable[Diagnostic], source: SourceFile, *, err: bool = True) -> None:
    """Print findings in full."""
    color = has_color(sys.stderr if err else sys.stdout)
    for found in findings:
        say(_in_full(found, source, color) + "\n", err=err)


def _in_full(found: Diagnostic, source: SourceFile, color: bool) -> str:
    """A finding with the name of its rule; the rules are imported only where there is something to tell."""
    from fsmc.report.checked import rule_name

    return render(found, source, color=color, name=rule_name(found.code))
