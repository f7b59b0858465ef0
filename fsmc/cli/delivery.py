"""A comparison in, its formats out: printed, written to files, or told to a workflow of GitHub."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc import output
from fsmc.cli.terminal import has_color, say
from fsmc.files import FileError, unusable
from fsmc.output import File

if TYPE_CHECKING:
    from fsmc.diff.side import Report, Side
    from fsmc.diff.verdict import Verdict

FORMATS = ("text", "json", "markdown", "github")
_SUFFIXES = {".txt": "text", ".json": "json", ".md": "markdown", ".markdown": "markdown"}
_PICTURES = {".svg": "svg", ".png": "png", ".mmd": "mermaid", ".mermaid": "mermaid"}

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


def deliver(report: Report, wanted: Sequence[Job], quiet: bool, fails: Callable[[Verdict], bool]) -> None:
    """Every format to where it goes; `fails` says which verdicts are as grave as is asked for."""
    for format, target in wanted:
        if target != "-":
            _write(report, format, target, quiet)
        elif quiet and format == "text":
            _print_headline(report)
        else:
            _print(report, format, fails)


def _print_headline(report: Report) -> None:
    from fsmc.diff.shown import words
    from fsmc.diff.shown.text import headline

    if words.differs(report):
        say(headline(report))


def _print(report: Report, format: str, fails: Callable[[Verdict], bool]) -> None:
    if format == "github":
        _annotate(report, fails)
        return
    from fsmc.diff.shown.text import text

    if format == "text":
        color = has_color(sys.stdout)
        click.echo(text(report, color=color, width=_width()), nl=False, color=color)
    else:
        click.echo(_made(report, format).decode(), nl=False)


def _width() -> int:
    """The columns of the terminal, up to what is still read; always the same where nobody looks."""
    return min(shutil.get_terminal_size((100, 24)).columns, 140) if sys.stdout.isatty() else 100


def _made(report: Report, format: str) -> bytes:
    from fsmc.diff.shown.document import json_text
    from fsmc.diff.shown.markdown import markdown
    from fsmc.diff.shown.picture import banner
    from fsmc.diff.shown.text import text

    if format == "json":
        return json_text(report).encode()
    if format == "markdown":
        return markdown(report).encode()
    return f"{banner(report)}\n\n{text(report)}".encode()


def _write(report: Report, format: str, target: str, quiet: bool) -> None:
    path = Path(target)
    content = _drawn(report, format) if format in _PICTURES.values() else _made(report, format)
    if content is None:
        say(f"nothing to draw: no state and no cell changed; {target} is not written", err=True)
        return
    changed = output.write(File(path, content, f"{report.old.name} and {report.new.name}", path.parent))
    if not quiet:
        say(f"{'wrote    ' if changed else 'unchanged'} {path}", dim=not changed)


def _drawn(report: Report, format: str) -> bytes | None:
    """The picture of the changed part, if there is one."""
    from fsmc.diff.shown.picture import changed_picture
    from fsmc.emit.diagram import DrawingError
    from fsmc.emit.diagram.changed import changed_png, changed_svg
    from fsmc.emit.mermaid.changed import changed_mermaid

    picture = changed_picture(report)
    if picture is None:
        return None
    if format == "mermaid":
        return changed_mermaid(picture).encode()
    try:
        return changed_png(picture) if format == "png" else changed_svg(picture).encode()
    except DrawingError as error:
        raise FileError(f"no picture of the changed part: {error}") from error


# -------------------------------------------------------------------------------------------------------------- GitHub


def _annotate(report: Report, fails: Callable[[Verdict], bool]) -> None:
    """Print workflow commands; in a workflow, the Markdown goes to the summary of its step as well."""
    from fsmc.diff.shown.github import workflow_commands

    click.echo(workflow_commands(report, _annotated_file(report.new), fails), nl=False)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(summary).open("ab") as file:
                file.write(_made(report, "markdown") + b"\n")
        except OSError as error:
            raise unusable(Path(summary), error) from error


def _annotated_file(side: Side) -> str:
    """The path of a side from the root of the workspace; empty if it is no file of the working tree."""
    path = Path(side.name)
    if not path.is_file():
        return ""
    root = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
    whole = path.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.as_posix()
