"""`fsmc draw`: a spec and the name of a part of it in, one picture out."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from fsmc import output
from fsmc.cli import offers
from fsmc.cli.specs import machine_of
from fsmc.cli.terminal import FINDINGS, FINE, named_path, say
from fsmc.diagnostics import printable
from fsmc.files import FileError
from fsmc.output import File

if TYPE_CHECKING:
    from fsmc.emit.picture import Picture
    from fsmc.model import Machine, Scenario

_SUFFIXES = {
    ".svg": "svg",
    ".png": "png",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".puml": "plantuml",
    ".plantuml": "plantuml",
}
_FORMATS = tuple(dict.fromkeys(_SUFFIXES.values()))
_OF_SCENARIOS = ("svg", "mermaid")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How a picture is to be drawn."""

    format: str
    dpi: int
    links: str
    dot: Path | None


@click.command()
@click.argument("spec", type=named_path, shell_complete=offers.specs)
@click.option(
    "--view",
    "view_name",
    metavar="NAME",
    shell_complete=offers.declared("view"),
    help="Draw what a view picks.",
)
@click.option(
    "--state",
    "state_name",
    metavar="NAME",
    shell_complete=offers.declared("state"),
    help="Draw a state, what leads to it and what leads from it.",
)
@click.option(
    "--scenario",
    "scenario_name",
    metavar="NAME",
    shell_complete=offers.declared("scenario"),
    help="Draw a scenario as a sequence of messages.",
)
@click.option("--format", "format_", type=click.Choice(_FORMATS), help="[default: by the end of FILE, else svg]")
@click.option("--dpi", type=click.IntRange(24, 600), default=144, show_default=True, help="Dots an inch of a PNG.")
@click.option("--links", metavar="ADDRESS", default="", help="Let states and edges of an SVG lead to this reference.")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    default="-",
    shell_complete=offers.files,
    help="[default: standard output]",
)
@click.option(
    "--dot", metavar="PATH", type=named_path, shell_complete=offers.files, help="Draw with this Graphviz program."
)
@click.option("--list", "list_", is_flag=True, help="Print what there is to draw, and draw nothing.")
def draw(
    spec: Path,
    view_name: str | None,
    state_name: str | None,
    scenario_name: str | None,
    format_: str | None,
    dpi: int,
    links: str,
    target: str,
    dot: Path | None,
    list_: bool,
) -> int:
    """Draw one picture of a machine: all of it, a view, a state with its neighbours, or a scenario.

    A file is written whole, and never over a file that fsmc did not write.

    \b
    Examples:
      fsmc draw specs/tcp.fsm -o tcp.svg                    the complete machine
      fsmc draw specs/tcp.fsm --list                        what else there is
      fsmc draw specs/tcp.fsm --view overview -o tcp.png    a view, for slides
      fsmc draw specs/tcp.fsm --state LISTEN > listen.svg   a state and what is around it
      fsmc draw specs/tcp.fsm --scenario reset --format mermaid

    Exit status: 0 drawn, 1 the spec has errors, 2 usage, an unknown name, or a file that cannot be used.
    """
    asked = {"--view": view_name, "--state": state_name, "--scenario": scenario_name}
    if sum(name is not None for name in asked.values()) > 1:
        raise click.UsageError("of --view, --state and --scenario one at a time.")
    wanted = _Wanted(format_ or _by_suffix(target), dpi, links, dot)
    machine = machine_of(spec, otherwise="nothing is drawn")
    if machine is None:
        return FINDINGS
    if list_:
        _print_list(machine)
    else:
        _deliver(_drawn(machine, asked, wanted, spec), wanted.format, target, spec)
    return FINE


def _by_suffix(target: str) -> str:
    """The format that the name of a file stands for."""
    if target == "-":
        return "svg"
    suffix = Path(target).suffix.lower()
    if suffix not in _SUFFIXES:
        raise click.UsageError(f"-o {target}: of its name no format is known; choose one with --format.")
    return _SUFFIXES[suffix]


# ------------------------------------------------------------------------------------------------ what there is to draw


def _print_list(machine: Machine) -> None:
    say(f"{'(no option)':<32} {printable(machine.title)}")
    for view in machine.views:
        _print_choice("--view", view.name, view.label)
    for state in machine.states:
        _print_choice("--state", state.name, state.label)
    for scenario in machine.scenarios:
        _print_choice("--scenario", _key(scenario), scenario.label)


def _print_choice(option: str, name: str, label: str) -> None:
    say(printable(f"{f'{option} {shlex.quote(name)}':<32} {label if label != name else ''}".rstrip()))


def _key(scenario: Scenario) -> str:
    """What a scenario is called by: its name, or its label."""
    return scenario.name or scenario.label


_Entity = TypeVar("_Entity")


def _found(option: str, machine: Machine, name: str, known: dict[str, _Entity]) -> _Entity:
    """What has that name, or a complaint that names what is near."""
    if name in known:
        return known[name]
    kind = option.removeprefix("--")
    fold = {key.casefold(): key for key in known}
    close = get_close_matches(name.casefold(), fold, n=1)
    if close:
        help = f"did you mean {fold[close[0]]}?"
    else:
        help = f"`--list` shows all there are: {len(known)}" if known else f"the spec declares no {kind}"
    raise FileError(f"machine {machine.name} has no {kind} {name}", help)


# ------------------------------------------------------------------------------------------------------------- drawing


def _drawn(machine: Machine, asked: dict[str, str | None], wanted: _Wanted, spec: Path) -> bytes:
    """The bytes of the picture that is asked for."""
    from fsmc.emit.diagram import DrawingError

    name = asked["--scenario"]
    try:
        if name is not None:
            scenarios = {_key(scenario): scenario for scenario in machine.scenarios}
            return _sequence(machine, _found("--scenario", machine, name, scenarios), wanted).encode()
        return _diagram(_picture(machine, asked["--view"], asked["--state"]), wanted)
    except DrawingError as error:
        raise FileError(f"{spec}: no picture: {error}") from error


def _sequence(machine: Machine, scenario: Scenario, wanted: _Wanted) -> str:
    from fsmc.emit.sequence import sequence_mermaid, sequence_svg

    if wanted.format not in _OF_SCENARIOS:
        raise FileError(
            f"a scenario is drawn as {' or '.join(_OF_SCENARIOS)}, not as {wanted.format}",
            "for a PNG of its SVG, use `resvg`, `rsvg-convert`, or a browser" if wanted.format == "png" else "",
        )
    if wanted.format == "svg":
        return sequence_svg(machine, scenario, wanted.links)
    return sequence_mermaid(machine, scenario)


def _picture(machine: Machine, view: str | None, state: str | None) -> Picture:
    from fsmc.emit.picture import compose, neighbourhood, view_picture

    if view is not None:
        return view_picture(machine, _found("--view", machine, view, {one.name: one for one in machine.views}))
    if state is not None:
        return neighbourhood(machine, _found("--state", machine, state, {one.name: one for one in machine.states}))
    return compose(machine)


def _diagram(picture: Picture, wanted: _Wanted) -> bytes:
    from fsmc.emit.diagram import dot_text, png_bytes, svg_text
    from fsmc.emit.mermaid import mermaid_text
    from fsmc.emit.plantuml import plantuml_text

    if wanted.format == "png":
        return png_bytes(picture, wanted.dpi, wanted.dot)
    if wanted.format == "svg":
        return svg_text(picture, wanted.dot, wanted.links).encode()
    write: dict[str, Callable[[Picture], str]] = {
        "dot": dot_text, "mermaid": mermaid_text, "plantuml": plantuml_text
    }  # fmt: skip
    return write[wanted.format](picture).encode()


def _deliver(content: bytes, format: str, target: str, spec: Path) -> None:
    """The picture on disk, or on standard output."""
    if target == "-":
        if format == "png" and sys.stdout.isatty():
            raise click.UsageError("a PNG is no text for a terminal: send it to a file, with -o FILE.")
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    path = Path(target)
    changed = output.write(File(path, content, str(spec), path.parent))
    say(f"{'wrote    ' if changed else 'unchanged'} {path}", dim=not changed)
