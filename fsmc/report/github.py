"""Findings as workflow commands of GitHub Actions, which become annotations of the lines.

The form is that of https://docs.github.com/actions/reference/workflow-commands-for-github-actions, and what must be
escaped that of `@actions/core`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from fsmc.diagnostics import Diagnostic, printable
from fsmc.report.checked import Checked, each, path_from, rule_name, written


def github(checked: Sequence[Checked]) -> str:
    """`::error file=specs/tcp.fsm,line=12,...::message`, a line a finding."""
    return "".join(_command(one, found) + "\n" for one, found in each(checked))


def _command(one: Checked, found: Diagnostic) -> str:
    span = written(found.span)
    # GitHub refuses columns where an annotation has several lines
    columns = {"col": span.column, "endColumn": span.end_column} if span.line == span.end_line else {}
    file = path_from(os.environ.get("GITHUB_WORKSPACE"), one)
    place: dict[str, object] = {"file": file, "line": span.line, "endLine": span.end_line, **columns}
    place["title"] = f"{found.code} ({rule_name(found.code)})"
    return f"::{found.severity.value} {_properties(place)}::{_data(_message(found))}"


def _message(found: Diagnostic) -> str:
    notes = [f"line {note.span.line}: {printable(note.text)}" for note in found.notes]
    help = [f"help: {printable(found.help)}"] if found.help else []
    return "\n".join([printable(found.message), *notes, *help])


def _properties(values: Mapping[str, object]) -> str:
    return ",".join(f"{key}={_property(str(value))}" for key, value in values.items())


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
