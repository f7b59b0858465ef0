"""`fsmc testgen`: a spec in, a suite that tests any implementation of it, in any language, out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc import output
from fsmc.cli import offers
from fsmc.cli.specs import machine_of
from fsmc.cli.terminal import FINDINGS, FINE, UNUSABLE, Progress, count, named_path, say
from fsmc.diagnostics import printable
from fsmc.files import FileError
from fsmc.output import File

if TYPE_CHECKING:
    from fsmc.interpreter import Value
    from fsmc.model import Machine
    from fsmc.testgen import Suite

_KINDS = ("transitions", "pairs", "wp")
_SHOWN_AT_MOST = 20
_CONFTEST = "conftest.py"
_SMALLER = (
    "--suite pairs has fewer; --max-tests N writes the N that cover most, which prove nothing; "
    "--set gives an option one value, and a small number makes fewer states"
)


@click.command()
@click.argument("spec", type=named_path, shell_complete=offers.specs)
@click.option(
    "--suite", "kind", type=click.Choice(_KINDS), default="transitions", show_default=True, help="Which tests."
)
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FOLDER|FILE.py",
    default="blackbox",
    show_default=True,
    shell_complete=offers.files,
    help="Where the suite goes; `-` prints it alone.",
)
@click.option(
    "--max-tests", metavar="N", type=click.IntRange(1), help="Keep the N tests that cover most, and say what is lost."
)
@click.option(
    "--extra-states", metavar="N", type=click.IntRange(0, 3), default=0, help="States too many that wp allows for."
)
@click.option(
    "--max-places", metavar="N", type=click.IntRange(1), default=300, show_default=True, help="How far to look."
)
@click.option(
    "--set", "options", metavar="OPTION=VALUE", multiple=True, help="Set an option of the machine for all tests."
)
def testgen(
    spec: Path,
    kind: str,
    target: str,
    max_tests: int | None,
    extra_states: int,
    max_places: int,
    options: tuple[str, ...],
) -> int:
    """Write a test suite for black boxes: implementations of the machine in any language, behind a socket or a process.

    The suite is a pytest file; beside it go fsm_adapters.py, by which it reaches an implementation, and conftest.py.
    `transitions` takes every transition, `pairs` every two in succession, `wp` proves that an implementation answers
    as the spec does if it has no more states; of one that is too large it says how large it would be.  What a suite
    leaves out is said, and stands at the head of the file.

    \b
    Examples:
      fsmc testgen specs/turnstile.fsm
      fsmc testgen specs/turnstile.fsm --suite wp --extra-states 1
      fsmc testgen specs/ppp_lcp.fsm --suite wp --set Max-Configure=2
      fsmc testgen specs/tcp.fsm --suite pairs --max-tests 500 -o conformance

    Exit status: 0 written, 1 the spec has errors, 2 usage, a file that cannot be used, or a wp suite that is too large.
    """
    if extra_states and kind != "wp":
        raise click.UsageError("--extra-states is for --suite wp.")
    machine = machine_of(spec, otherwise="no tests are written")
    if machine is None:
        return FINDINGS
    given = _given(machine, options)
    if given is None:
        return UNUSABLE
    _refuse_foreign(_places(machine, kind, target))
    with Progress(wanted=True) as progress:
        suite, text = _made(machine, kind, given, max_places, extra_states, max_tests, progress)
    _deliver(machine, suite, text, target, spec)
    _tell(suite)
    return FINE


def _given(machine: Machine, options: tuple[str, ...]) -> dict[str, Value] | None:
    """The options that are set, or None after a complaint."""
    from fsmc.cli.steps import option_of
    from fsmc.cli.values import StepError

    try:
        return dict(option_of(text, machine) for text in options)
    except StepError as error:
        say(f"fsmc: error: {printable(str(error))}", err=True, fg="red")
        return None


def _made(
    machine: Machine,
    kind: str,
    given: dict[str, Value],
    places: int,
    extra: int,
    max_tests: int | None,
    progress: Progress,
) -> tuple[Suite, str]:
    from fsmc.testgen import TooLarge, made, suite_text

    def tell(text: str) -> None:
        progress.show(f"{machine.name}: {text}")

    try:
        suite = made(machine, kind, given, places=places, extra=extra, most=max_tests, tell=tell)
    except TooLarge as error:
        raise FileError(f"{machine.name}: the wp suite would have {error}", _SMALLER) from None
    return suite, suite_text(suite, tell)


def _places(machine: Machine, kind: str, target: str) -> tuple[Path, ...]:
    """Where the suite goes, then what lies beside it; nowhere on standard output."""
    from fsmc.testgen import companions, file_name

    if target == "-":
        return ()
    path = Path(target)
    path = path if path.suffix == ".py" else path / file_name(machine, kind)
    return path, *(path.parent / artifact.name for artifact in companions())


def _refuse_foreign(places: tuple[Path, ...]) -> None:
    """Raise before the work is done what would stop it at its end."""
    for path in places:
        found = output.obstacle(File(path, b"", "", path.parent))
        if found and path.name != _CONFTEST:
            raise found


def _deliver(machine: Machine, suite: Suite, text: str, target: str, spec: Path) -> None:
    """The suite and what it needs on disk, or the suite alone on standard output."""
    from fsmc.testgen import companions

    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        return
    texts = (text, *(artifact.text for artifact in companions()))
    for path, content in zip(_places(machine, suite.kind, target), texts, strict=True):
        _put(File(path, content.encode(), str(spec), path.parent))


def _put(file: File) -> None:
    if file.path.name == _CONFTEST and output.obstacle(file):
        say(f"kept      {file.path}; let it say: from fsm_adapters import *", fg="yellow")
        return
    changed = output.write(file)
    say(f"{'wrote    ' if changed else 'unchanged'} {file.path}", dim=not changed)


def _tell(suite: Suite) -> None:
    """How large the suite is, and what it leaves out, on standard error."""
    say(f"{count(len(suite.tests), 'test')}: {suite.claim}", err=True)
    for note in suite.remarks:
        say(f"note: {printable(note)}", err=True)
    if suite.dropped or suite.at_least:
        _tell_dropped(suite)


def _tell_dropped(suite: Suite) -> None:
    number = f"{'at least ' * suite.at_least}{count(suite.dropped, 'test')}"
    say(f"dropped {number} (--max-tests); {suite.counted} no longer covered: {len(suite.uncovered)}", err=True)
    for each in suite.uncovered[:_SHOWN_AT_MOST]:
        say(f"  {printable(each)}", err=True)
    if len(suite.uncovered) > _SHOWN_AT_MOST:
        say("  ... NOT_COVERED in the suite lists all of them", err=True)
