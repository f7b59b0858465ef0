"""`fsmc build`: specs in, their outputs on disk, or compared with what is there."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc import output
from fsmc.cli import offers
from fsmc.cli.asking import CONFIG, options, settings_for
from fsmc.cli.specs import Specs, report
from fsmc.cli.terminal import FINDINGS, FINE, UNUSABLE, Progress, complain, count, named_path, say, say_of_diff
from fsmc.diagnostics import Severity, printable
from fsmc.emit import catalog
from fsmc.files import FileError
from fsmc.output import Drift, File

if TYPE_CHECKING:
    from fsmc.compiler import Compilation
    from fsmc.emit.backend import Artifact
    from fsmc.project import Settings
    from fsmc.source import SourceFile

_LEFT_OVER = "no spec of this command makes it; delete it if no other does"


def _names(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """`python,svg` as names of the catalogue."""
    if value is None:
        return None
    wanted = tuple(name.strip() for name in value.split(",") if name.strip())
    try:
        catalog.chosen(wanted)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return wanted


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=named_path, shell_complete=offers.specs)
@click.option(
    "-o",
    "--output",
    "target",
    metavar="PATH",
    shell_complete=offers.files,
    help="The folder for the outputs (generated); for a single one of --only also a FILE, or - for standard output.",
)
@click.option(
    "--only",
    metavar="NAME,...",
    callback=_names,
    shell_complete=offers.outputs,
    help=f"Of {', '.join(catalog.NAMES)}: make these.",
)
@click.option("--check", "compare", is_flag=True, help="Write nothing; exit 1 with a diff if an output is not current.")
@click.option("--fail-on-change", "strict", is_flag=True, help="Exit 1 if a file had to be written: for hooks.")
@click.option(
    "--dot",
    metavar="PATH",
    type=named_path,
    shell_complete=offers.files,
    help="Draw with this Graphviz program, not with the engine that comes with fsmc.",
)
@options(*CONFIG)
@click.option("-q", "--quiet", is_flag=True, help="Print faults only.")
def build(
    paths: tuple[Path, ...],
    target: str | None,
    only: tuple[str, ...] | None,
    compare: bool,
    strict: bool,
    dot: Path | None,
    config: Path | None,
    isolated: bool,
    quiet: bool,
) -> int:
    """Compile specs into a Python module, a diagram, a reference and tests.

    Without a PATH the specs of the project are built, as its configuration names them, else those in specs/.  Folders
    are searched for *.fsm.  The outputs of a machine go to a folder of its own, such as generated/tcp/.  A file is
    written whole and only if it changed, and never over a file that fsmc did not write.

    \b
    Examples:
      fsmc build                                           every spec under specs/ into generated/
      fsmc build specs/tcp.fsm -o out                      one spec into out/tcp/
      fsmc build specs/tcp.fsm --only svg -o docs/tcp.svg  one output, where you want it
      fsmc build specs/tcp.fsm --only dot -o - | less      one output to standard output
      fsmc build --check                                   in CI: are the outputs current?

    Exit status: 0 fine, 1 a spec has errors, or an output is not current or was not, 2 usage or a file that cannot be
    used.
    """
    settings = settings_for(config, isolated)
    target = target or str(settings.place(settings.output))
    wanted = only or settings.outputs
    outputs = len(catalog.chosen(wanted))
    if outputs > 1 and _is_single(target):
        raise _too_many(target, outputs)
    specs = Specs(paths or settings.present_specs())
    sources = list(specs.sources())
    with Progress(wanted=not quiet) as progress:
        compiled = [_compiled(source, wanted, dot, settings, progress) for source in sources]
    for compilation in compiled:
        report(compilation, err=True)
        if not quiet:
            _mention_warnings(compilation, settings)
    made = [compilation for compilation in compiled if not compilation.errors]
    faulty = len(compiled) - len(made)
    if faulty:
        say(f"{count(faulty, 'spec')} with errors: outputs left as they are", err=True, fg="red")
    status = max(specs.status, FINDINGS if faulty else FINE)
    if not made:
        return status
    if target == "-":
        _print(made, compare)
        return status
    files = _files(made, target)
    owned = [] if only else _owned(files, target, everything=not paths and status == FINE)
    deliver = _compared if compare else partial(_written, strict=strict)
    return max(status, _refused(files) or deliver(files, owned, quiet))


def _compiled(
    source: SourceFile, only: tuple[str, ...] | None, dot: Path | None, settings: Settings, progress: Progress
) -> Compilation:
    """A spec compiled, with every artifact that is wanted."""
    from fsmc import compiler
    from fsmc.emit.diagram import DrawingError

    try:
        progress.show(f"{source.name}: checking")
        return compiler.compile(
            source,
            only,
            dot=dot,
            demands=settings.demands,
            begins=lambda name: progress.show(f"{source.name}: making {name}"),
        )
    except DrawingError as error:
        raise FileError(f"{source.name}: no picture: {error}") from error


def _mention_warnings(compilation: Compilation, settings: Settings) -> None:
    """One line for the warnings of a spec that is built all the same."""
    from fsmc.project import judge

    found = judge(compilation.source, compilation.diagnostics, settings)
    warnings = sum(each.severity is Severity.WARNING for each in found)
    if warnings and not compilation.errors:
        name = printable(compilation.source.name)
        say(f"{name}: {count(warnings, 'warning')}; fsmc check shows them", err=True, fg="yellow")


# ------------------------------------------------------------------------------------------------- where things go


def _print(made: list[Compilation], compare: bool) -> None:
    """Write the single output to standard output."""
    if compare:
        raise click.UsageError("--check compares files: it needs -o with a folder or a file.")
    text = _single(made, "-").text
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())


def _files(made: list[Compilation], target: str) -> list[File]:
    """The files that the outputs are to be."""
    if _is_single(target):
        path = Path(target)
        return [File(path, _single(made, target).text.encode(), made[0].source.name, path.parent)]
    return [
        output.placed(Path(target), compilation.slug, artifact.name, artifact.text, compilation.source.name)
        for compilation in made
        for artifact in compilation.artifacts
    ]


def _owned(files: list[File], target: str, *, everything: bool) -> list[Path]:
    """The folders in which every file of fsmc must be one of `files`: those of the machines, or all there are."""
    folder = Path(target)
    if everything and folder.is_dir():
        return [path for path in folder.iterdir() if path.is_dir()]
    return [file.path.parent for file in files]


def _is_single(target: str) -> bool:
    """Whether `-o` takes one output: `-`, or a name that ends as outputs do and is no folder."""
    return target == "-" or (Path(target).suffix in catalog.SUFFIXES and not Path(target).is_dir())


def _single(made: list[Compilation], target: str) -> Artifact:
    """The one output that goes to a file or to standard output: of several pictures, that of the whole machine."""
    if len(made) != 1:
        raise _too_many(target, len(made))
    whole = next((artifact for artifact in made[0].artifacts if "/" not in artifact.name), None)
    if whole is None:
        raise _no_whole(made[0])
    return whole


def _no_whole(compilation: Compilation) -> click.UsageError:
    """There is a sequence diagram a scenario, and none of the machine."""
    scenarios = compilation.machine.scenarios if compilation.machine else ()
    if not scenarios:
        return click.UsageError(f"{compilation.source.name} has no scenarios, so there is nothing to draw.")
    command = f"fsmc draw {compilation.source.name} --scenario {scenarios[0].name}"
    return click.UsageError(f"There is a sequence a scenario, so draw one of them: {command}")


def _too_many(target: str, number: int) -> click.UsageError:
    return click.UsageError(
        f"-o {target} takes one output, and there are {number}: name one spec, and one of "
        f"{', '.join(catalog.NAMES)} with --only."
    )


def _refused(files: list[File]) -> int:
    """Complain about every file that must not be written, before any is."""
    errors = output.collisions(files)
    for error in errors:
        complain(error)
    return UNUSABLE if errors else FINE


# ------------------------------------------------------------------------------------------------- writing, comparing


def _written(files: list[File], folders: list[Path], quiet: bool, *, strict: bool) -> int:
    """Write the files, all of them or, where one must not be written, none; `strict` calls it a finding."""
    errors = output.obstacles(files)
    for error in errors:
        complain(error)
    if errors:
        return UNUSABLE
    changes = output.write_all(files)
    for file, changed in zip(files, changes, strict=True):
        if not quiet or (changed and strict):
            say(f"{'wrote    ' if changed else 'unchanged'} {file.path}", dim=not changed)
    written = sum(changes)
    for path in output.leftovers(files, folders):
        say(f"left over {path}: fsmc wrote it, and {_LEFT_OVER}", err=True, fg="yellow")
    if not quiet:
        say(f"{_specs(files)}: {count(written, 'file')} written, {len(files) - written} unchanged")
    return FINDINGS if strict and written else FINE


def _compared(files: list[File], folders: list[Path], quiet: bool) -> int:
    """Print every difference between the files and the disk."""
    drifts = [drift for file in files if (drift := output.compare(file))]
    drifts += [Drift(path, f"left over: {_LEFT_OVER}") for path in output.leftovers(files, folders)]
    for drift in drifts:
        show_drift(drift)
    if drifts:
        say(f"{_specs(files)}: {count(len(drifts), 'file')} not current{_way_out(drifts)}")
    elif not quiet:
        say(f"{_specs(files)}: {count(len(files), 'file')} current")
    return FINDINGS if drifts else FINE


def show_drift(drift: Drift) -> None:
    """Print how a file is not what it should be."""
    say(f"{printable(str(drift.path))}: {printable(drift.what)}", fg="red")
    if drift.help:
        say(f"    help: {printable(drift.help)}")
    for line in drift.diff:
        say_of_diff(line, "    ")


def _way_out(drifts: list[Drift]) -> str:
    """What `fsmc build` can do: nothing as long as something is in its way, and it deletes nothing."""
    if any(drift.help for drift in drifts):
        return "; `fsmc build` writes nothing until what is in the way is moved"
    if all(_LEFT_OVER in drift.what for drift in drifts):
        return ""
    return "; `fsmc build` brings outputs up to date"


def _specs(files: Iterable[File]) -> str:
    return count(len({file.origin for file in files}), "spec")
