"""The findings of a spec in, those that count in its project out, with what is wrong about its ignores."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import PurePath

from fsmc.diagnostics import Diagnostic, Severity, in_order
from fsmc.lint.catalog import rule
from fsmc.project import selectors
from fsmc.project.ignores import Directive, directives
from fsmc.project.misuses import misuses, unused
from fsmc.project.settings import Settings
from fsmc.source import SourceFile


def judge(source: SourceFile, diagnostics: Iterable[Diagnostic], settings: Settings) -> tuple[Diagnostic, ...]:
    """What counts of the findings in a spec, in order: errors always do, warnings unless something ignores them.

    A comment in the spec has the first word, so that one which ignores nothing can be told from one which does; then
    come the settings.
    """
    found, said = list(diagnostics), directives(source)
    heard = [each for each in found if not _is_ignored(each, said)]
    more = [each for directive in said for each in misuses(directive)]
    if not _has_error(found):  # no warning has been looked for otherwise, so nobody knows what would be ignored
        more += [
            each for directive in said for each in unused(directive, _codes_in(directive, found), settings.demands)
        ]
    wanted = selectors.codes(("FSM",) if settings.select is None else settings.select)
    wanted -= selectors.codes((*settings.ignore, *_ignored_in(source.name, settings)))
    return in_order([each for each in heard + more if each.severity is Severity.ERROR or each.code in wanted])


def _has_error(found: Iterable[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in found)


# ---------------------------------------------------------------------------------------------------------- comments


def _is_ignored(found: Diagnostic, said: Iterable[Directive]) -> bool:
    return any(_codes_in(directive, (found,)) for directive in said)


def _codes_in(directive: Directive, found: Iterable[Diagnostic]) -> frozenset[str]:
    """The codes that a directive names and that are found in its statement."""
    named = {meant.code for name in directive.ignored if (meant := rule(name))}
    return frozenset(
        each.code
        for each in found
        if each.code in named and each.severity is Severity.WARNING and directive.speaks_of(each.span.line)
    )


# ------------------------------------------------------------------------------------------------------------- files


def _ignored_in(name: str, settings: Settings) -> tuple[str, ...]:
    """The rules that per-file ignores name for the file."""
    place = _below(name, settings)
    lists = (rules for glob, rules in settings.per_file_ignores.items() if matches(place, glob))
    return tuple(selector for rules in lists for selector in rules)


def _below(name: str, settings: Settings) -> str:
    """The path of a file from the root of its settings, with `/`."""
    try:
        return PurePath(os.path.relpath(name, settings.root)).as_posix()
    except ValueError:  # another drive of Windows
        return PurePath(name).as_posix()


def matches(place: str, glob: str) -> bool:
    """Whether a glob means the path: `*.fsm` names in any folder, `old/*.fsm` paths, `old/` all below, `**` folders."""
    if "/" not in glob:
        place = place.rpartition("/")[2]
    return bool(re.fullmatch(_expression(f"{glob}**" if glob.endswith("/") else glob), place))


_SIGNS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _expression(glob: str) -> str:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob.removeprefix("./"))
    return "".join(_SIGNS.get(part, re.escape(part)) for part in parts)
