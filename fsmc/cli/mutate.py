"""`fsmc mutate`: specs in, how many faults of each machine its generated tests notice out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc.cli import offers
from fsmc.cli.asking import CONFIG, options, settings_for
from fsmc.cli.specs import Specs, report
from fsmc.cli.terminal import FINDINGS, FINE, UNDECIDED, UNUSABLE, Progress, count, has_color, named_path
from fsmc.files import FileError

if TYPE_CHECKING:
    from fsmc.mutate.report import Graded
    from fsmc.source import SourceFile

_BAR = 24


def usable_cpus() -> int:
    """How many processes can run at a time: a batch system or a container may grant less than there is."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=named_path, shell_complete=offers.specs)
@click.option(
    "--min-score", "least", metavar="PERCENT", type=click.FloatRange(0, 100), default=100, show_default=True,
    help="Exit 1 if the tests notice fewer of the mutants that make a difference.",
)  # fmt: skip
@click.option("--only", "faults", metavar="FAULT", multiple=True, help="Try mutants with this kind of fault only.")
@click.option("--line", "number", metavar="N", type=click.IntRange(min=1), help="Try mutants of this line only.")
@click.option("--list", "lists", is_flag=True, help="Tell all mutants and try none.")
@click.option("--format", type=click.Choice(("text", "json")), default="text", help="How it is told (text).")
@click.option(
    "-j", "--jobs", metavar="N", type=click.IntRange(min=1), default=usable_cpus,
    help="Share the mutants among at most N processes (as many as there are CPUs).",
)  # fmt: skip
@options(*CONFIG)
@click.option("-q", "--quiet", is_flag=True, help="Print a line for each spec only.")
def mutate(
    paths: tuple[Path, ...],
    least: float,
    faults: tuple[str, ...],
    number: int | None,
    lists: bool,
    format: str,
    jobs: int,
    config: Path | None,
    isolated: bool,
    quiet: bool,
) -> int:
    """Grade the generated tests: change a machine by one fault at a time, and see whether they notice.

    A mutant has another target, other actions, a row less, a guard turned round, a timer that is not started, and so
    on.  Its module is made and runs against the tests of the spec; nothing is written.  A mutant that no test notices
    is compared with the spec over all that both can do: either no run can tell them apart, which is proved, or the
    shortest run that does is shown, or it is said that neither was found.

    The score is how many of 100 mutants are noticed, of those that are not proved to be equivalent.  Grading needs the
    package pytest.

    \b
    Examples:
      fsmc mutate                                  every spec of the project
      fsmc mutate specs/tcp.fsm --min-score 95
      fsmc mutate specs/turnstile.fsm --line 13    what is tried on this line, and what comes of it
      fsmc mutate specs/tcp.fsm --only 'other target' --list
      fsmc mutate specs/tcp.fsm --format json | jq '.specs[].score'

    Exit status: 0 fine, 1 a score is too low or a spec has errors, 2 usage or a file that cannot be read, 3 the score
    may be too low, but some mutants are undecided.
    """
    _need_pytest()
    specs = Specs(paths or settings_for(config, isolated).present_specs())
    with Progress(wanted=not quiet) as progress:
        loaded = [_loaded(source, number, progress) for source in specs.sources()]
        whole = [graded for graded in loaded if graded]
        _refuse_idle(whole, faults, number)
        wanted = [_selected(graded, faults) for graded in whole]
        found = wanted if lists else [_tried(graded, jobs, progress) for graded in wanted]
    _tell(found, format, lists=lists, quiet=quiet, singly=number is not None)
    statuses = {specs.status, FINDINGS if None in loaded else FINE, *(_status(graded, least) for graded in found)}
    return next(status for status in (UNUSABLE, FINDINGS, UNDECIDED, FINE) if status in statuses)


def _need_pytest() -> None:
    try:
        import fsmc.mutate.run  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name != "pytest":
            raise
        raise FileError("this runs the generated tests, which need the package pytest", "pip install pytest") from None


# ------------------------------------------------------------------------------------------------------------- mutants


def _loaded(source: SourceFile, number: int | None, progress: Progress) -> Graded | None:
    """A spec with all mutants of its machine, or of one line; None where it has errors, which are told."""
    from fsmc import compiler
    from fsmc.mutate import mutants
    from fsmc.mutate.report import Graded

    progress.show(f"{source.name}: checking")
    checked = compiler.check(source)
    report(checked, err=True)
    if checked.machine is None or checked.errors:
        return None
    progress.show(f"{source.name}: making mutants")
    return Graded(source, checked.machine, tuple(mutants(checked.machine, number)))


def _selected(graded: Graded, faults: Sequence[str]) -> Graded:
    """The spec with those of its mutants that are asked for."""
    wanted = (mutant for mutant in graded.mutants if not faults or mutant.fault in faults)
    return replace(graded, mutants=tuple(wanted))


def _refuse_idle(whole: Sequence[Graded], faults: Iterable[str], number: int | None) -> None:
    """A choice that leaves no mutant is a slip: without any, all of them would be killed."""
    known = dict.fromkeys(mutant.fault for graded in whole for mutant in graded.mutants)
    if whole and not known and number is not None:
        raise click.UsageError(f"no mutant of line {number}: `--list` tells where they are.")
    for fault in faults:
        if known and fault not in known:
            where = "" if number is None else f" of line {number}"
            raise click.UsageError(f"--only {fault!r}: no mutant{where} has this fault. {_choice(fault, known)}")


def _choice(fault: str, known: Iterable[str]) -> str:
    close = get_close_matches(fault, known, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Choose from {', '.join(known)}."


# -------------------------------------------------------------------------------------------------------------- trials


def _tried(graded: Graded, jobs: int, progress: Progress) -> Graded:
    """The spec with what became of its mutants."""
    from fsmc.mutate.run import survey

    made, name = len(graded.mutants), graded.source.name
    progress.show(f"{name}: making the tests")
    found = survey(graded.machine, graded.mutants, lambda done: progress.show(f"{name}: {_bar(done, made)}"), jobs)
    return replace(graded, survey=found)


def _bar(done: int, made: int) -> str:
    """`26 of 101 mutants [######..................]`: what a narrow terminal cuts off is the bar."""
    filled = _BAR * done // made
    return f"{done} of {count(made, 'mutant')} [{'#' * filled}{'.' * (_BAR - filled)}]"


def _status(graded: Graded, least: float) -> int:
    """Whether the score is too low, surely or perhaps."""
    if graded.survey is None or graded.survey.score >= least:
        return FINE
    return FINDINGS if graded.survey.best_score < least else UNDECIDED


# ------------------------------------------------------------------------------------------------------ what is said


def _tell(found: Sequence[Graded], format: str, *, lists: bool, quiet: bool, singly: bool) -> None:
    from fsmc.mutate.report import json_text, listed, summary, text, total

    color = has_color(sys.stdout)
    if format == "json":  # programs read it, whatever the encoding of the terminal is
        click.echo(json_text(found).encode(), nl=False)
        return
    for place, graded in enumerate(found):
        if lists:
            click.echo(listed(graded), nl=False)
        elif quiet:
            click.echo(summary(graded))
        else:
            click.echo(("\n" if place else "") + text(graded, singly=singly, color=color), nl=False, color=color)
    if len(found) > 1 and not lists:
        click.echo(("" if quiet else "\n") + total(found))
