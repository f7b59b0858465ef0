"""`fsmc diff`: two sides in, what changed in behaviour out, with an exit status for CI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Timer
from typing import TYPE_CHECKING

import click

from fsmc.cli import offers
from fsmc.cli.delivery import FORMATS, deliver, jobs
from fsmc.cli.terminal import FINDINGS, FINE, PATIENCE, UNDECIDED, UNUSABLE, Progress

if TYPE_CHECKING:
    from fsmc.diff.side import Report, Side
    from fsmc.diff.verdict import Verdict

_FAILING = {
    "breaking": ("breaking",),
    "narrows": ("narrows", "breaking"),
    "any": ("compatible", "extends", "narrows", "breaking"),
    "never": (),
}
AXES = ("behaviour", "names", "stored", "actions")


@click.command()
@click.argument("old", shell_complete=offers.specs)
@click.argument("new", required=False, shell_complete=offers.specs)
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), help="[default: by the end of FILE, else text]"
)
@click.option(
    "-o", "--output", "targets", metavar="FILE", multiple=True,
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
    old: str,
    new: str | None,
    formats: tuple[str, ...],
    targets: tuple[str, ...],
    threshold: str,
    axes: tuple[str, ...],
    quiet: bool,
) -> int:
    """Say what changed in the behaviour of a machine, and show it with the shortest trace.

    A side is a spec or a state table (CSV): a file, `-`, or a file at a Git revision, as in main:specs/tcp.fsm.
    `main:` and `main` stand for the other side's file there, `:` for what is staged; a single FILE is compared with
    HEAD.  A table is held against the other side: its columns are from, event, guard, actions and to.

    Four verdicts are given: on behaviour, on the names that users of the generated module import, on stored states,
    and on emitted actions.  Each is identical, compatible, extends, narrows or breaking; or unknown, where neither a
    proof nor a trace was found.

    \b
    Examples:
      fsmc diff specs/tcp.fsm                       what did I change since the last commit?
      fsmc diff main specs/tcp.fsm                  and since main?
      fsmc diff main:specs/tcp.fsm HEAD:specs/tcp.fsm
      fsmc diff specs/ppp_lcp.fsm rfc1661.csv       is it what the standard's table says?
      fsmc diff main: specs/tcp.fsm --format markdown -o comment.md
      fsmc diff main: specs/tcp.fsm -o changed.svg  a picture of the changed part

    Exit status: 0 nothing so grave, 1 --fail-on is reached, 2 a side that cannot be read or compared, 3 unknown.
    """
    from fsmc.cli.sides import load_sides, read_sides

    wanted = jobs(formats, targets)
    sides = load_sides(read_sides(old, new))
    if sides is None:
        return UNUSABLE
    report = _compared(*sides)
    counts = _counting(axes)
    deliver(report, wanted, quiet, _judge(threshold, counts))
    return _status(report, threshold, counts)


# ----------------------------------------------------------------------------------------------------------- comparing


def _compared(old: Side, new: Side) -> Report:
    from fsmc.diff import compare
    from fsmc.diff.side import Report

    with Progress(wanted=True) as progress:
        # one call that may take long: the line is due when patience ends, not before
        line = Timer(PATIENCE, progress.show, (f"comparing {old.name} with {new.name}",))
        line.start()
        try:
            return Report(compare(old.machine, new.machine), old, new)
        finally:
            line.cancel()
            line.join()


def _counting(axes: Sequence[str]) -> Callable[[Verdict], bool]:
    """Whether a verdict counts for the exit status."""
    return lambda verdict: not axes or verdict.axis.name.lower() in axes


def _judge(threshold: str, counts: Callable[[Verdict], bool]) -> Callable[[Verdict], bool]:
    """Whether a verdict is as grave as `--fail-on` says."""
    return lambda verdict: counts(verdict) and verdict.grade.value in _FAILING[threshold]


def _status(report: Report, threshold: str, counts: Callable[[Verdict], bool]) -> int:
    from fsmc.diff.verdict import Grade

    verdicts = report.comparison.verdicts
    if any(map(_judge(threshold, counts), verdicts)):
        return FINDINGS
    unknown = any(counts(verdict) and verdict.grade is Grade.UNKNOWN for verdict in verdicts)
    return UNDECIDED if unknown and threshold != "never" else FINE
