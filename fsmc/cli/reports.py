"""`--format` and `-o` in, where each report goes out; findings in, reports on disk and on standard output out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc.cli.terminal import has_color
from fsmc.files import SUFFIX, FileError, unusable

if TYPE_CHECKING:
    from fsmc.report import Checked

STANDARD_OUTPUT = "-"


class Pairing(click.Command):
    """A command that knows in which order its options stand: `-o` belongs to the `--format` before it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As always, but the order is kept beside the values."""
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        ctx.meta[__name__] = [option.name for option in order]
        return super().parse_args(ctx, args)


@dataclass(frozen=True)
class Report:
    """A report in a format that goes to `target`, a file or `-` for standard output; `is_placed` if an `-o` says so."""

    format: str
    target: str = STANDARD_OUTPUT
    is_placed: bool = False

    def put(self, checked: Sequence[Checked], *, err: bool = False) -> None:
        """Tell the findings where they are wanted; what is for standard output goes to standard error with `err`."""
        from fsmc import output
        from fsmc.report import FOR_PEOPLE, told

        if self.target != STANDARD_OUTPUT:
            output.put(Path(self.target), told(checked, self.format).encode(), _is_report)
        elif self.format in FOR_PEOPLE:
            color = has_color(sys.stderr if err else sys.stdout)
            click.echo(told(checked, self.format, color=color), nl=False, err=err, color=color)
        else:  # programs read it, whatever the encoding of the terminal is
            click.echo(told(checked, self.format).encode(), nl=False, err=err)

    def obstacle(self, specs: Iterable[Path]) -> None:
        """Raise FileError where the file is no place for a report, before anything is done."""
        target = Path(self.target)
        if self.target == STANDARD_OUTPUT:
            return
        if target.suffix == SUFFIX or os.path.realpath(target) in map(os.path.realpath, specs):
            raise FileError(f"{target}: a report never takes the place of a spec", "name another file with -o")
        if target.is_dir():
            raise FileError(f"{target}: a folder, not a file", f"name a file in it, as in -o {target / 'fsmc.txt'}")
        if target.is_file() and not _is_replaceable(target):
            raise FileError(
                f"{target}: no report of fsmc, so it is left alone", "move or delete it, or name another file with -o"
            )


def _is_replaceable(file: Path) -> bool:
    """Whether the file is an earlier report, or empty.  Raises FileError."""
    from fsmc.report.earlier import ENOUGH

    try:
        with file.open("rb") as report:
            return _is_report(report.read(ENOUGH))
    except OSError as error:
        raise unusable(file, error) from error


def _is_report(beginning: bytes) -> bool:
    from fsmc.report.earlier import is_report

    return is_report(beginning.decode("utf-8", "replace"))


def reports(formats: Sequence[str], targets: Sequence[str]) -> tuple[Report, ...]:
    """Each format with the file of the `-o` behind it; an `-o` that comes first is for the first format."""
    said = _in_order(formats, targets)
    if said and said[0][0] == "targets":
        said[:1] = [said.pop(1), said[0]] if len(said) > 1 else [("formats", "full"), said[0]]
    found: list[Report] = []
    for option, value in said:
        if option == "formats":
            found.append(Report(value))
        else:
            found[-1] = _with_file(found[-1], value)
    _refuse_two_in_one_place(found)
    return tuple(found) or (Report("full"),)


def _in_order(formats: Sequence[str], targets: Sequence[str]) -> list[tuple[str, str]]:
    """Both options with their values as they stand on the command line."""
    values = {"formats": iter(formats), "targets": iter(targets)}
    order: list[str] = click.get_current_context().meta[__name__]
    return [(option, next(values[option])) for option in order if option in values]


def _with_file(report: Report, target: str) -> Report:
    if report.is_placed:
        raise click.UsageError(f"-o {target}: {report.format} has a place already; put a --format before each -o.")
    return Report(report.format, target, is_placed=True)


def _refuse_two_in_one_place(found: Sequence[Report]) -> None:
    places: dict[str, str] = {}
    for report in found:
        if report.target in places:
            where = "standard output" if report.target == STANDARD_OUTPUT else report.target
            both = f"{places[report.target]} and {report.format}"
            raise click.UsageError(f"{both} cannot both go to {where}: give one of them a file with -o.")
        places[report.target] = report.format
