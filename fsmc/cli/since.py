"""`fsmc diff --since`: a revision and paths in, what became of each spec there since the revision out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fsmc.cli.comparing import compared
from fsmc.cli.revisions import Base, base_since, read_revision
from fsmc.cli.sides import load_sides
from fsmc.cli.terminal import complain, say
from fsmc.diff.project import Fate, Project, Spec
from fsmc.files import FileError, find, read

if TYPE_CHECKING:
    from fsmc.source import SourceFile


def since(revision: str, paths: Sequence[Path]) -> Project:
    """What became of each spec that the paths name, in order of path.  Raises FileError if nothing can be compared.

    What cannot be read or has errors is told at once, and is a spec that could not be compared.
    """
    if not revision:
        raise FileError("the revision after --since is empty", "name one: --since main")
    base = base_since(revision, _folder(paths))
    if not base.common:
        said = "no common history with HEAD is here, as in a shallow clone: compared with it as it is"
        say(f"{revision}: {said}", err=True, fg="yellow")
    return Project(revision, base.name, tuple(_became(*pair, base) for pair in _pairs(paths, base)))


def _folder(paths: Sequence[Path]) -> Path:
    """Where Git is asked: by the first path that is there."""
    there = next((path for path in paths if path.exists()), Path())
    return there if there.is_dir() else there.parent


# -------------------------------------------------------------------------------------------------------------- pairs


def _pairs(paths: Sequence[Path], base: Base) -> list[tuple[str, str]]:
    """The specs, each by its path now and then, from the root of the repository; empty where there is none."""
    now = {base.path_of(file) for path in paths for file in _specs(path, base)}
    found = [(path, _was(path, base)) for path in now]
    followed = now | {was for _, was in found}
    gone = {each for path in paths for each in base.specs(base.path_of(path))} - followed
    return sorted([*found, *(("", path) for path in gone)], key=lambda pair: pair[0] or pair[1])


def _was(path: str, base: Base) -> str:
    was = base.renamed.get(path, path)
    return was if was in base.paths else ""


def _specs(path: Path, base: Base) -> tuple[Path, ...]:
    """The specs at a path; none where the revision had some that are gone."""
    try:
        if not path.exists():
            read(path)  # which says that there is no such file, and which has a name like it
        return find([path])
    except FileError:
        if base.specs(base.path_of(path)):
            return ()
        raise


# --------------------------------------------------------------------------------------------------------------- fates


def _became(now: str, then: str, base: Base) -> Spec:
    """What became of a spec."""
    file, was = (_shown(path, base) for path in (now, then))
    if not now:
        return Spec("", was, Fate.GONE)
    try:
        new = read(Path(file))
        if not then:
            return Spec(file, "", Fate.NEW)
        return _compared(Spec(file, was, Fate.COMPARED), read_revision(base.at(then)), new)
    except FileError as error:
        complain(error)
        return Spec(file, was, Fate.FAILED, why=str(error))


def _shown(path: str, base: Base) -> str:
    """A path from the root as a user of the working directory would write it."""
    return Path(os.path.relpath(base.root / path)).as_posix() if path else ""


def _compared(spec: Spec, old: SourceFile, new: SourceFile) -> Spec:
    if old.text == new.text:
        return replace(spec, fate=Fate.UNCHANGED)
    sides = load_sides((old, new))
    if sides is None:
        return replace(spec, fate=Fate.FAILED, why="one side has errors")
    return replace(spec, report=compared(*sides))
