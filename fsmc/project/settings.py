"""The files of a project in, what it asks for out: where its specs are, which findings count, what must be there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fsmc.analysis import DECLARED, LINES, NO_DEMANDS, Demands
from fsmc.files import FileError
from fsmc.project import toml
from fsmc.project.keys import Keys

OWN = "fsmc.toml"
SHARED = "pyproject.toml"


@dataclass(frozen=True)
class Settings:
    """What a project asks for; `file` is where it says so, None if nowhere.

    `paths`, `output` and the globs of `per_file_ignores` are relative to `root`.  Rules are named by code, name or the
    beginning of a code; `select` None means all of them, as `outputs` None does.
    """

    root: Path
    paths: tuple[str, ...] = ("specs",)
    output: str = "generated"
    outputs: tuple[str, ...] | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    demands: Demands = NO_DEMANDS
    file: Path | None = None

    def place(self, path: str) -> Path:
        """One of the paths of the settings as a user of the working directory would write it."""
        whole = self.root / path
        try:
            return Path(os.path.relpath(whole))
        except ValueError:  # another drive of Windows
            return whole

    def specs(self) -> tuple[Path, ...]:
        """Where the specs of the project are, or may come to be; FileError if nobody said so and nothing is there."""
        places = tuple(self.place(path) for path in self.paths)
        if self.file is None and not any(place.exists() for place in places):
            raise FileError(f"no PATH given, and no folder {self.paths[0]}/ here", "name a spec or a folder")
        return places

    def present_specs(self) -> tuple[Path, ...]:
        """Where the specs of the project are; FileError, with the file that names it, for a place that is not there."""
        places = self.specs()
        for path, place in zip(self.paths, places, strict=True):
            if self.file and self.paths != Settings.paths and not place.exists():
                raise FileError(
                    f"{_named(self.file)}: paths: no file or folder {path!r}",
                    "write paths from the folder of this file",
                )
        return places


def find_settings(start: Path) -> Settings:
    """The settings of the nearest folder upwards from `start`, an absolute path; those of no project if none has any.

    `fsmc.toml` beats a `pyproject.toml` beside it; a `pyproject.toml` without `[tool.fsmc]` says nothing.  Raises
    FileError for what cannot be read, or says something that means nothing.
    """
    return next(_upwards(start), Settings(start))


def read_settings(file: Path) -> Settings:
    """The settings in a file: under `[tool.fsmc]` in a `pyproject.toml`, else at the top."""
    found = _in_shared(file) if file.name == SHARED else _in_own(file)
    if found is None:
        raise FileError(f"{file}: no table [tool.fsmc]", "add one, or name another file with --config")
    return found


def _upwards(start: Path) -> Iterator[Settings]:
    for folder in (start, *start.parents):
        own, shared = folder / OWN, folder / SHARED
        if own.is_file():
            yield _in_own(own)
        elif shared.is_file() and (found := _in_shared(shared)):
            yield found


def _in_own(file: Path) -> Settings:
    table = toml.read(_named(file))
    if "tool" in table:
        raise FileError(
            f"{_named(file)}: the table [tool] is for {SHARED} only", "write the keys at the top of the file"
        )
    return _settings(Keys(_named(file), table), file)


def _in_shared(file: Path) -> Settings | None:
    tool = toml.read(_named(file)).get("tool")
    table = tool.get("fsmc") if isinstance(tool, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise FileError(f"{_named(file)}: tool.fsmc is no table", "write [tool.fsmc] and the keys below it")
    return _settings(Keys(_named(file), table, "tool.fsmc"), file)


def _named(file: Path) -> Path:
    """The file as messages speak of it: short where it is near."""
    near = file.absolute().is_relative_to(Path.cwd())
    return file.absolute().relative_to(Path.cwd()) if near else file


def _settings(keys: Keys, file: Path) -> Settings:
    keys.refuse_unknown()
    return Settings(
        root=file.absolute().parent,
        paths=keys.paths(Settings.paths),
        output=keys.text("output", Settings.output),
        outputs=keys.outputs(),
        select=keys.rules("select", leaves_out=False),
        ignore=keys.rules("ignore", leaves_out=True) or (),
        per_file_ignores=keys.per_file(),
        demands=Demands(
            docs=keys.kinds("require-docs", DECLARED),
            citations=keys.kinds("require-citations", LINES),
            max_unlisted=keys.number("max-unlisted"),
        ),
        file=file,
    )
