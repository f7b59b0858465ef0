"""Specs that may change at any time in; at each look, what changed since the last one checked, built and told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fsmc import compiler, output
from fsmc.cli.terminal import complain, count, has_color, say
from fsmc.compiler import Compilation
from fsmc.diagnostics import Diagnostic, Severity, printable
from fsmc.emit.diagram import DrawingError
from fsmc.files import FileError, find, read
from fsmc.output import File
from fsmc.project import Settings, judge
from fsmc.project.settings import OWN, SHARED
from fsmc.report import Checked, told

Stamp = tuple[int, int, int]
"""By this a file is known to be another than it was: the time of its last change, its size, its number on the disk."""


@dataclass
class Watched:
    """The specs that `paths` name, or those of the project, and how each of them was seen last.

    Nothing that is on its way (a folder that is being made, a file that is half written) ends the watch: it is looked
    at again when it has changed again.
    """

    paths: tuple[Path, ...]
    find_settings: Callable[[], Settings]
    builds: bool = True
    specs: dict[Path, Stamp] = field(default_factory=dict)
    _configuration: dict[Path, Stamp] = field(default_factory=dict)
    _settings: Settings | None = None
    _outputs: dict[Path, list[File]] = field(default_factory=dict)

    @property
    def places(self) -> tuple[Path, ...]:
        """What is searched for specs.  Raises FileError where there is nothing to search."""
        return self.paths or self.settings.specs()

    @property
    def settings(self) -> Settings:
        """What the project asks for, as last read without a fault."""
        if self._settings is None:
            self._settings = self.find_settings()
        return self._settings

    def folders(self) -> tuple[Path, ...]:
        """The folders in which a save would matter."""
        below = [folder for place in self.places for folder in _folders(place)]
        return tuple(dict.fromkeys([*below, self.settings.root]))

    def look(self) -> None:
        """Check and build what was saved since the last look."""
        everything = self._look_at_configuration()
        before, self.specs = self.specs, _stamps(_specs(self.places))
        for path in before.keys() - self.specs.keys():
            self._outputs.pop(path, None)
            say(f"{_name(path)}: gone; what was made of it stays")
        for path, stamp in self.specs.items():
            if everything or before.get(path) != stamp:
                self._do(path)

    def _look_at_configuration(self) -> bool:
        """Whether the project asks for something else now."""
        before, self._configuration = self._configuration, _stamps(_configurations())
        if before == self._configuration:
            return False
        try:
            asked = self.find_settings()
        except FileError as error:
            if self._settings is None:
                raise
            complain(error)
            return False
        changed, self._settings = asked != self._settings, asked
        return changed

    def _do(self, path: Path) -> None:
        try:
            self._check(path)
        except FileError as error:
            if path.exists():  # what went meanwhile is told at the next look
                complain(error)

    def _check(self, path: Path) -> None:
        """Check a spec, build it if it has no error, and say what came of it in one line after the findings."""
        compilation = self._compiled(path)
        found = judge(compilation.source, compilation.diagnostics, self.settings)
        if found:
            say(told([Checked(compilation.source, found)], "full", color=has_color(sys.stdout)).rstrip("\n") + "\n")
        built = f"; {self._build(path, compilation)}" if self.builds else ""
        say(f"{_name(path)}: {_counted(found)}{built}", fg="red" if compilation.errors else None)

    def _compiled(self, path: Path) -> Compilation:
        source, demands = read(path), self.settings.demands
        if not self.builds:
            return compiler.check(source, demands)
        try:
            return compiler.compile(source, self.settings.outputs, demands=demands)
        except DrawingError as error:
            raise FileError(f"{path}: no picture: {error}") from error

    def _build(self, path: Path, compilation: Compilation) -> str:
        """Write the outputs of a spec, all or none; what became of them."""
        if compilation.errors:
            return "outputs left as they are"
        folder, slug = self.settings.place(self.settings.output), compilation.slug
        files = [output.placed(folder, slug, one.name, one.text, str(path)) for one in compilation.artifacts]
        self._outputs[path] = files
        others = [file for each in self._outputs.values() for file in each]
        errors = [*output.collisions(others), *output.obstacles(files)]
        for error in errors:
            complain(error)
        if errors:
            return "nothing written"
        written = sum(output.write_all(files))
        return f"{count(written, 'file')} written, {len(files) - written} unchanged"


def _name(path: Path) -> str:
    return printable(str(path))


def _counted(found: Iterable[Diagnostic]) -> str:
    """`1 error, 2 warnings`."""
    severities = [each.severity for each in found]
    counts = [(severities.count(severity), severity.value) for severity in Severity]
    return ", ".join(count(number, noun) for number, noun in counts if number) or "no findings"


# ------------------------------------------------------------------------------------------------------- what is there


def _specs(places: Iterable[Path]) -> tuple[Path, ...]:
    """The specs that are there at the moment."""
    found: list[Path] = []
    for place in places:
        try:
            found += find([place])
        except FileError:  # none yet, or none any more
            continue
    return find(found)


def _configurations() -> list[Path]:
    here = Path.cwd()
    return [folder / name for folder in (here, *here.parents) for name in (OWN, SHARED)]


def _stamps(paths: Iterable[Path]) -> dict[Path, Stamp]:
    """How the files are at the moment; those that are not there are left out."""
    found = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def _folders(place: Path) -> list[Path]:
    """A folder with all that are in it; of a file its own; of what is not there, the nearest that is."""
    if place.is_dir():
        return [place, *_below(place)]
    return [next(folder for folder in (place.parent, *place.absolute().parents) if folder.is_dir())]


def _below(folder: Path) -> list[Path]:
    found = []
    for here, folders, _ in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(here, name) for name in folders]
    return found
