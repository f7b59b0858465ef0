"""`fsmc diff`: two sides or a project in, what changed in behaviour out, with an exit status for CI."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc.cli import offers
from fsmc.cli.delivery import FORMATS, PICTURES, Job, deliver, jobs
from fsmc.cli.terminal import FINDINGS, FINE, UNDECIDED, UNUSABLE

if TYPE_CHECKING:
    from fsmc.cli.results import Result
    from fsmc.diff.verdict import Axis, Fails, Grade

_FAILING = {
    "breaking": ("breaking",),
    "narrows": ("narrows", "breaking"),
    "any": ("compatible", "extends", "narrows", "breaking"),
    "never": (),
}
AXES = ("behaviour", "names", "stored", "actions")


@click.command()
@click.argument("sides", metavar="[OLD] NEW | --since REV [PATH]...", nargs=-1, shell_complete=offers.specs)
@click.option("--since", "revision", metavar="REV", help="Compare each spec at PATH with what it was at REV.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), help="[default: by the end of FILE, else text]"
)
@click.option(
    "-o", "--output", "targets", metavar="FILE", multiple=True, shell_complete=offers.files,
    help="Write the next --format here, or what the end of FILE says: .md, .json, .txt; .svg, .png or .mmd for a "
    "picture of the changed part.",
)  # fmt: skip
@click.option(
    "--fail-on", "threshold", type=click.Choice(tuple(_FAILING)), default="breaking", show_default=True,
    help="Exit 1 for changes so grave or graver.",
)  # fmt: skip
@click.option("--axis", "axes", type=click.Choice(AXES), multiple=True, help="Let only this count for the exit status.")
@click.option("-q", "--quiet", is_flag=True, help="Print one line of verdicts, and nothing if nothing changed.")
def diff(
    sides: tuple[str, ...],
    revision: str | None,
    formats: tuple[str, ...],
    targets: tuple[str, ...],
    threshold: str,
    axes: tuple[str, ...],
    quiet: bool,
) -> int:
    """Say what changed in the behaviour of a machine, and show it with the shortest trace.

    A side is a spec or a state table (CSV): a file, `-`, or a file at a Git revision, as in main:specs/tcp.fsm.
    `main:` and `main` stand for the other side's file there, `:` for what is staged; a single FILE or folder is
    compared with HEAD.  A table is held against the other side: its columns are from, event, guard, actions and to.

    With --since each spec of the project, or at PATH, a file or a folder, is compared with what it was where the
    history left that of REV, as a pull request is: specs that were renamed are followed, and those that are new or
    gone are told.

    Four verdicts are given: on behaviour, on the names that users of the generated module import, on stored states,
    and on emitted actions.  Each is identical, compatible, extends, narrows or breaking; or unknown, where neither a
    proof nor a trace was found.

    \b
    Examples:
      fsmc diff specs/tcp.fsm                       what did I change since the last commit?
      fsmc diff main specs/tcp.fsm                  and since main?
      fsmc diff --since main                        what does my branch change, in all specs?
      fsmc diff main:specs/tcp.fsm HEAD:specs/tcp.fsm
      fsmc diff specs/ppp_lcp.fsm rfc1661.csv       is it what the standard's table says?
      fsmc diff main: specs/tcp.fsm --format markdown -o comment.md
      fsmc diff main: specs/tcp.fsm -o changed.svg  a picture of the changed part

    Exit status: 0 nothing so grave, 1 --fail-on is reached, 2 a side that cannot be read or compared, 3 unknown.
    """
    wanted = jobs(formats, targets)
    if revision is None and len(sides) == 1 and Path(sides[0]).is_dir():
        revision = "HEAD"
    result, status = _of_sides(sides) if revision is None else _of_project(revision, sides, wanted)
    if result is None:
        return status
    fails = _judge(threshold, axes)
    deliver(result, wanted, quiet, fails)
    return status or _status(result, fails, threshold, axes)


# ----------------------------------------------------------------------------------------------------------- comparing


def _of_sides(sides: Sequence[str]) -> tuple[Result | None, int]:
    """The comparison of two sides; none where one has errors."""
    from fsmc.cli.comparing import compared
    from fsmc.cli.results import OfSides
    from fsmc.cli.sides import load_sides, read_sides

    if not 1 <= len(sides) <= 2:
        raise click.UsageError("name one side, two sides, or --since REV for all specs of the project.")
    if folder := next((side for side in sides if side and Path(side).is_dir()), ""):
        raise click.UsageError(f"{folder} is a folder: fsmc diff --since REV {folder}")
    loaded = load_sides(read_sides(sides[0], sides[1] if len(sides) == 2 else None))
    return (OfSides(compared(*loaded)), FINE) if loaded else (None, UNUSABLE)


def _of_project(revision: str, paths: Sequence[str], wanted: Sequence[Job]) -> tuple[Result, int]:
    """What became of the specs at the paths, or of all specs of the project, and 2 where one could not be compared."""
    from fsmc.cli.results import OfProject
    from fsmc.cli.since import since
    from fsmc.cli.terminal import named_path
    from fsmc.diff.project import Fate
    from fsmc.project import find_settings

    if any(format in PICTURES for format, _ in wanted):
        raise click.UsageError("a picture shows one spec: name its two sides instead of --since.")
    places = tuple(map(named_path, paths)) or find_settings(Path.cwd()).specs()
    project = since(revision, places)
    return OfProject(project), UNUSABLE if any(spec.fate is Fate.FAILED for spec in project.specs) else FINE


# -------------------------------------------------------------------------------------------------------------- status


def _judge(threshold: str, axes: Sequence[str]) -> Fails:
    """Whether a grade on an axis is as grave as `--fail-on` says."""

    def fails(axis: Axis, grade: Grade) -> bool:
        return _counts(axis, axes) and grade.value in _FAILING[threshold]

    return fails


def _counts(axis: Axis, axes: Sequence[str]) -> bool:
    """Whether an axis counts for the exit status."""
    return not axes or axis.name.lower() in axes


def _status(result: Result, fails: Fails, threshold: str, axes: Sequence[str]) -> int:
    from fsmc.diff.verdict import Grade

    grades = result.grades()
    if any(fails(*each) for each in grades):
        return FINDINGS
    unknown = any(_counts(axis, axes) and grade is Grade.UNKNOWN for axis, grade in grades)
    return UNDECIDED if unknown and threshold != "never" else FINE
