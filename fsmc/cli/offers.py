"""What was typed so far in, what shell completion offers out: specs, and the names in a spec.

A spec is read line by line, not compiled: who presses the tab key waits, and may be in the middle of an edit.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from fsmc.files import SUFFIX
from fsmc.names import BARE_NAME

if TYPE_CHECKING:
    from fsmc.lint import Rule

Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

_MOST_FOLDERS = 500
"""So many folders are searched for specs, at most: nobody waits for a whole disk."""
_OF_OTHERS = ("node_modules", "site-packages", "__pycache__")


def specs(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The specs in the folders below what was typed; where there is none, whatever files there are."""
    folder = os.path.dirname(incomplete)
    found = [path for path in _specs_in(Path(folder or ".")) if path.startswith(incomplete)]
    return [CompletionItem(path) for path in found] or files(_context, _parameter, incomplete)


def files(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Whatever files and folders the shell finds."""
    return [CompletionItem(incomplete, type="file")]


def _specs_in(folder: Path) -> list[str]:
    found: list[str] = []
    for place, folders, names in islice(os.walk(folder), _MOST_FOLDERS):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _OF_OTHERS)
        found += [Path(place, name).as_posix() for name in names if name.endswith(SUFFIX)]
    return sorted(found)


def declared(kind: str) -> Offer:
    """An offer of what the spec on the command line declares as `state`, `event`, `view` or `scenario`."""

    def offer(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        # click gives up before the arguments where an option still waits for its value
        spec = context.params.get("spec") or next((word for word in context.args if not word.startswith("-")), "")
        known = _declared(kind, Path(spec))
        return [CompletionItem(name, help=label or None) for name, label in known if name.startswith(incomplete)]

    return offer


def _declared(kind: str, spec: Path) -> Iterator[tuple[str, str]]:
    """Names and labels; those that a shell would not take as they are stay out."""
    try:
        text = spec.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    statement = rf"^\s*{kind}\s+({BARE_NAME})?\s*(?:\"((?:[^\"\\]|\\.)*)\")?"
    for found in re.finditer(statement, text, re.MULTILINE):
        name = found[1] or found[2] or ""  # a scenario may have a label only
        if name and shlex.quote(name) == name:
            yield name, found[2] or ""


def rules(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes and names of rules: the names unless a code was begun."""
    from fsmc.lint.catalog import RULES

    return _named(RULES, incomplete)


def warnings(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes and names of warnings, the last of a list with commas."""
    from fsmc.diagnostics import Severity
    from fsmc.lint.catalog import RULES

    before, comma, last = incomplete.rpartition(",")
    found = _named([rule for rule in RULES if rule.severity is Severity.WARNING], last)
    return [CompletionItem(f"{before}{comma}{item.value}", help=item.help) for item in found]


def _named(rules: Iterable[Rule], incomplete: str) -> list[CompletionItem]:
    if incomplete and "FSM".startswith(incomplete[:3]):
        return [CompletionItem(rule.code, help=rule.name) for rule in rules if rule.code.startswith(incomplete)]
    return [CompletionItem(rule.name, help=rule.code) for rule in rules if rule.name.startswith(incomplete)]


def outputs(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of outputs, the last of a list with commas."""
    from fsmc.emit import catalog

    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(f"{before}{comma}{name}") for name in catalog.NAMES if name.startswith(last)]
