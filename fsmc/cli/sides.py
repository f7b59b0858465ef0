"""The two sides of a comparison as they are named on the command line in, their texts and machines out.

A name is, in this order: `-`, standard input; a file; `main:specs/tcp.fsm`, a file at a revision; `main:` or `main`,
the other side's file there.  A single FILE is compared with what was last committed, `HEAD:`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc.cli.revisions import Revision, is_revision, named, of_file, read_revision, unknown_revision
from fsmc.cli.specs import tell
from fsmc.cli.terminal import count, say
from fsmc.diagnostics import Diagnostic, in_order
from fsmc.files import FileError, decoded, piped, read
from fsmc.source import SourceFile

if TYPE_CHECKING:
    from fsmc.diff.side import Side

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SUFFIXES = (".fsm", ".csv", ".tsv")
_TABLES = (".csv", ".tsv")
STDIN = "<stdin>"
_FAILING_SCENARIO = "FSM053"
"""What a change of behaviour breaks first: the machine is what it is, and to see what changed helps to mend either."""


# --------------------------------------------------------------------------------------------------------------- texts


def read_sides(old: str, new: str | None) -> tuple[SourceFile, SourceFile]:
    """The texts of both sides.  Raises FileError, or UsageError where the names do not say what is meant."""
    if new is None:
        old, new = _alone(old)
    if old == new == "-":
        raise click.UsageError("standard input can be one side only.")
    return _text(old, new), _text(new, old)


def read_spec(name: str) -> SourceFile:
    """The text of one spec by such a name.  Raises FileError."""
    return _text(name, "")


def _alone(name: str) -> tuple[str, str]:
    """Both sides where only one is named: a file against HEAD, a revision against the file as it is now."""
    if _is_file(name):
        return "HEAD:", name
    if found := named(name):
        if not found[1]:
            raise click.UsageError(f"{name} names no file: fsmc diff {name} specs/NAME.fsm")
        return name, str(Revision(*found).beside)
    if name == "-":
        raise click.UsageError("standard input is to be compared with what? name a second side.")
    if _is_revision(name, ""):
        raise click.UsageError(f"{name} names no file: fsmc diff {name} specs/NAME.fsm")
    return "HEAD:", name


def _is_file(name: str) -> bool:
    """A file that is there wins over a revision of the same name; `C:\\x.fsm` is never a revision."""
    return name != "-" and (Path(name).exists() or bool(_DRIVE.match(name)))


def _text(name: str, other: str) -> SourceFile:
    if not name:
        raise click.BadParameter("the name of a side is empty.")
    if name == "-":
        return _piped()
    if _is_file(name):
        return read(Path(name))
    if found := named(name):
        return read_revision(Revision(*found) if found[1] else _at(found[0], name, other))
    if _is_revision(name, other):
        return read_revision(_at(name, name, other))
    if not Path(name).suffix:
        raise unknown_revision(name)
    return read(Path(name))  # which says that there is no such file, and which has a name like it


def _is_revision(name: str, other: str) -> bool:
    """Whether a name without a colon is that of a revision, in the repository of the other side."""
    folder = Path(other).parent if _is_file(other) else Path()
    return Path(name).suffix not in _SUFFIXES and is_revision(name, folder)


def _at(revision: str, name: str, other: str) -> Revision:
    """The other side's file at a revision."""
    found = None if _is_file(other) else named(other)
    if found and found[1]:
        return Revision(revision, found[1])
    if found is None and other not in ("", "-") and (_is_file(other) or not _is_revision(other, "")):
        return of_file(revision, Path(other))
    raise click.UsageError(f"{name} names no file, and neither does the other side: {revision}:specs/NAME.fsm")


def _piped() -> SourceFile:
    data = piped(sys.stdin.buffer, Path(STDIN))
    if not data.strip():
        raise FileError(f"{STDIN}: standard input is empty")
    return SourceFile(STDIN, decoded(Path(STDIN), data, "spec"))


# ------------------------------------------------------------------------------------------------------------ machines


def load_sides(sources: tuple[SourceFile, SourceFile]) -> tuple[Side, Side] | None:
    """The machines of both sides; None where one has errors, which are shown."""
    from fsmc.diff.side import Side
    from fsmc.diff.tables import Against, load_table

    tables = [_is_table(source) for source in sources]
    specs = [None if table else _spec(source) for source, table in zip(sources, tables, strict=True)]
    if any(spec is None and not table for spec, table in zip(specs, tables, strict=True)):
        return None
    against = next((Against(side.machine, side.source) for side in specs if side), None)
    sides = []
    for source, spec in zip(sources, specs, strict=True):
        if spec is None:
            tabled = load_table(source, against)
            _complain(source, tabled.errors)
            spec = Side(source, tabled.machine, table=True) if tabled.machine else None
        sides.append(spec)
    old, new = sides
    return (old, new) if old and new else None


def _is_table(source: SourceFile) -> bool:
    """By the end of the name, or where that does not tell, by the first row."""
    from fsmc.diff.tables import is_table

    suffix = Path(source.name).suffix.lower()
    return suffix in _TABLES or (suffix != ".fsm" and is_table(source.text))


def _spec(source: SourceFile) -> Side | None:
    from fsmc import language, lint
    from fsmc.diff.side import Side

    machine, errors = language.load(source)
    errors = errors if machine is None else lint.errors(machine)
    broken = [found for found in errors if found.code == _FAILING_SCENARIO]
    if machine and len(broken) == len(errors):
        if broken:
            said = f"{count(len(broken), 'scenario')} {'does' if len(broken) == 1 else 'do'} not hold"
            say(f"{source.name}: {said}: see `fsmc check {source.name}`", err=True, fg="yellow")
        return Side(source, machine)
    _complain(source, in_order(errors))
    return None


def _complain(source: SourceFile, errors: tuple[Diagnostic, ...]) -> None:
    tell(errors, source)
    if errors:
        say(f"{source.name}: {count(len(errors), 'error')}: nothing is compared", err=True, fg="red")
