"""A comparison in, its formats out: printed, written to files, or told to a workflow of GitHub."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc import output
from fsmc.cli.terminal import has_color, say
from fsmc.files import FileError, unusable
from fsmc.output import File

if TYPE_CHECKING:
    from fsmc.cli.results import Result
    from fsmc.diff.verdict import Fails

FORMATS = ("text", "json", "markdown", "github")
_SUFFIXES = {".txt": "text", ".json": "json", ".md": "markdown", ".markdown": "markdown"}
_PICTURES = {".svg": "svg", ".png": "png", ".mmd": "mermaid", ".mermaid": "mermaid"}

PICTURES = tuple(dict.fromkeys(_PICTURES.values()))

Job = tuple[str, str]
"""A format, and the file that it goes to; `-` for standard output."""


def jobs(formats: Sequence[str], targets: Sequence[str]) -> list[Job]:
    """Which format goes where: pictures by the end of their file, the others in order; what is left is printed."""
    pictures = [(_PICTURES[suffix], target) for target in targets if (suffix := _suffix(target)) in _PICTURES]
    files = [target for target in targets if _suffix(target) not in _PICTURES]
    made = [(formats[place] if place < len(formats) else _by_suffix(file), file) for place, file in enumerate(files)]
    printed = formats[len(files) :] or (() if targets else ("text",))
    if any(format == "github" and file != "-" for format, file in made):
        raise click.UsageError("--format github is for the log of a workflow, not for a file.")
    if len(printed) > 1:
        raise click.UsageError(f"one format at a time is printed, not {' and '.join(printed)}: name files with -o.")
    return [*made, *pictures, *((format, "-") for format in printed)]


def _suffix(target: str) -> str:
    return Path(target).suffix.lower()


def _by_suffix(target: str) -> str:
    if target == "-":
        return "text"
    if _suffix(target) not in _SUFFIXES:
        raise click.UsageError(f"-o {target}: of its name no format is known; choose one with --format.")
    return _SUFFIXES[_suffix(target)]


def deliver(result: Result, wanted: Sequence[Job], quiet: bool, fails: Fails) -> None:
    """Every format to where it goes; `fails` says which grades are as grave as is asked for."""
    for format, target in wanted:
        if target != "-":
            _write(result, format, target, quiet)
        elif format == "github":
            _annotate(result, fails)
        elif format != "text":
            click.echo(_made(result, format).decode(), nl=False)
        elif quiet:
            click.echo(result.headlines(), nl=False)
        else:
            color = has_color(sys.stdout)
            click.echo(result.text(color, _width()), nl=False, color=color)


def _width() -> int:
    """The columns of the terminal, up to what is still read; always the same where nobody looks."""
    return min(shutil.get_terminal_size((100, 24)).columns, 140) if sys.stdout.isatty() else 100


def _made(result: Result, format: str) -> bytes:
    if format == "json":
        return result.json().encode()
    if format == "markdown":
        return result.markdown().encode()
    return f"{result.banner()}\n\n{result.text(False, 100)}".encode()


def _write(result: Result, format: str, target: str, quiet: bool) -> None:
    path = Path(target)
    content = _drawn(result, format) if format in PICTURES else _made(result, format)
    if content is None:
        say(f"nothing to draw: no state and no cell changed; {target} is not written", err=True)
        return
    changed = output.write(File(path, content, result.source, path.parent))
    if not quiet:
        say(f"{'wrote    ' if changed else 'unchanged'} {path}", dim=not changed)


def _drawn(result: Result, format: str) -> bytes | None:
    """The picture of the changed part, if there is one."""
    from fsmc.emit.diagram import DrawingError
    from fsmc.emit.diagram.changed import changed_png, changed_svg
    from fsmc.emit.mermaid.changed import changed_mermaid

    picture = result.picture()
    if picture is None:
        return None
    if format == "mermaid":
        return changed_mermaid(picture).encode()
    try:
        return changed_png(picture) if format == "png" else changed_svg(picture).encode()
    except DrawingError as error:
        raise FileError(f"no picture of the changed part: {error}") from error


def _annotate(result: Result, fails: Fails) -> None:
    """Print workflow commands of GitHub; in a workflow, the Markdown goes to the summary of its step as well."""
    from fsmc.cli.results import workspace_path

    click.echo(result.commands(workspace_path, fails), nl=False)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(summary).open("ab") as file:
                file.write(_made(result, "markdown") + b"\n")
        except OSError as error:
            raise unusable(Path(summary), error) from error
