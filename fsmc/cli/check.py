"""`fsmc check`: specs in, findings out; what can be mended safely is, where it is wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc.cli import offers
from fsmc.cli.asking import CONFIG, SELECTION, Asked, options, settings_for
from fsmc.cli.reports import STANDARD_OUTPUT, Pairing, Report, reports
from fsmc.cli.specs import Specs, judged
from fsmc.cli.terminal import FINDINGS, FINE, UNDECIDED, Progress, count, named_path, say
from fsmc.diagnostics import Severity

if TYPE_CHECKING:
    from fsmc.diagnostics import Diagnostic
    from fsmc.report import Checked

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")


@click.command(cls=Pairing)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=named_path, shell_complete=offers.specs)
@click.option("--fix", is_flag=True, help="Do the fixes that are safe, and tell what is left.")
@click.option("--diff", is_flag=True, help="Write nothing; print what --fix would change, and exit 1 if it would.")
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="How findings are told (full); several formats each want an -o, but for one.",
)
@click.option(
    "-o",
    "--output",
    "targets",
    metavar="FILE",
    multiple=True,
    shell_complete=offers.files,
    help="Where the --format before it goes (-, standard output).",
)
@options(*SELECTION)
@options(*CONFIG)
@click.option("--stdin-filename", metavar="NAME", default="<stdin>", help="What messages call standard input.")
@click.option("--statistics", is_flag=True, help="Tell how often each rule found something, not what.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings only, no summary.")
def check(
    paths: tuple[Path, ...],
    fix: bool,
    diff: bool,
    formats: tuple[str, ...],
    targets: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    max_unlisted: int | None,
    require_docs: bool,
    require_citations: bool,
    config: Path | None,
    isolated: bool,
    stdin_filename: str,
    statistics: bool,
    quiet: bool,
) -> int:
    """Say what is wrong with specs: errors, which stop a build, and warnings.  Folders are searched for *.fsm.

    Without a PATH the specs of the project are checked, as its configuration names them, else those in specs/.  A PATH
    of - is standard input.  RULE is a code (FSM080), a name (unreachable-state) or the beginning of codes (FSM08).

    \b
    Examples:
      fsmc check                                   every spec of the project
      fsmc check specs/tcp.fsm --fix               mend what can be mended safely
      fsmc check --ignore mixed-naming --max-unlisted 0
      fsmc check --format github                   annotations in GitHub Actions
      fsmc check --format full --format sarif -o findings.sarif
      fsmc check - --stdin-filename specs/a.fsm < a.fsm

    Exit status: 0 no findings, 1 errors or warnings, 2 usage or a file that cannot be read, 3 nothing but questions
    that fsmc could not decide.
    """
    told = reports(formats, targets)
    settings = Asked(select, ignore, max_unlisted, require_docs, require_citations).over(settings_for(config, isolated))
    specs = Specs(paths or settings.present_specs(), stdin_filename)
    for each in told:
        each.obstacle(specs.paths)
    with Progress(wanted=not quiet) as progress:
        if fix or diff:
            from fsmc.cli.mending import Mending

            mending = Mending(settings, specs, writes=not diff, prints=specs.is_standard_input)
            checked = mending.mended(progress)
        else:
            checked = [judged(source, settings, progress) for source in specs.sources()]
    if diff:
        return specs.status or (FINDINGS if mending.show_differences(quiet=quiet) else FINE)
    err = fix and specs.is_standard_input
    if fix and not quiet:
        mending.say_what_was_done(err=err or not _reads_well(told))
    _tell(checked, told, err=err, quiet=quiet, statistics=statistics)
    return specs.status or status_of(each for one in checked for each in one.found)


def status_of(found: Iterable[Diagnostic]) -> int:
    """The exit status that findings make: questions that are left open are no findings yet, nor none."""
    decided = [not each.undecided for each in found]
    return FINDINGS if any(decided) else UNDECIDED if decided else FINE


# ------------------------------------------------------------------------------------------------------ what is said


def _reads_well(told: Sequence[Report]) -> bool:
    """Whether people read standard output: a program's report there must stay alone."""
    return all(each.target != STANDARD_OUTPUT or each.format in ("full", "concise") for each in told)


def _tell(checked: list[Checked], told: Sequence[Report], *, err: bool, quiet: bool, statistics: bool) -> None:
    for each in told:
        if not (statistics and each.target == STANDARD_OUTPUT):
            each.put(checked, err=err)
    if statistics:
        for line in _statistics(checked):
            say(line, err=err)
    if checked and not quiet and _reads_well(told):
        say(summary(checked), err=err)
        for line in () if statistics else _hints(checked, told):
            say(line, err=err, dim=True)


def summary(checked: Sequence[Checked]) -> str:
    """`2 specs checked: 1 error, 3 warnings`."""
    found = [each.severity for one in checked for each in one.found]
    counts = [(found.count(severity), severity.value) for severity in Severity]
    said = ", ".join(count(number, noun) for number, noun in counts if number)
    undecided = sum(each.undecided for one in checked for each in one.found)
    question = f" ({undecided} could not be decided)" if undecided else ""
    return f"{count(len(checked), 'spec')} checked: {said or 'no findings'}{question}"


def _hints(checked: Sequence[Checked], told: Sequence[Report]) -> Iterator[str]:
    """What can be done next, for those who read the findings in full."""
    found = [each for one in checked for each in one.found]
    fixable = sum(each.fix is not None for each in found)
    if fixable:
        yield f"{fixable} of them can be mended by --fix" if len(found) > 1 else "--fix mends it"
    if found and any(each.format == "full" and each.target == STANDARD_OUTPUT for each in told):
        yield f"more on a rule: fsmc explain {found[0].code}"


def _statistics(checked: Sequence[Checked]) -> Iterator[str]:
    """`  12  FSM080  unreachable-state`, the most frequent rule first."""
    from fsmc.report.checked import rule_name

    counted = Counter(each.code for one in checked for each in one.found)
    for code, number in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{number:>5}  {code}  {rule_name(code)}"
