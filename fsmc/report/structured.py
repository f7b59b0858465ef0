"""Findings as JSON of fsmc's own, version 1: `schema.json` beside this file says what it holds."""

from __future__ import annotations

import json
from collections.abc import Sequence

from fsmc import fixes
from fsmc.diagnostics import Diagnostic, Edit, Fix, Note, Severity
from fsmc.report.checked import Checked, each, rule_name
from fsmc.source import SourceFile, Span

VERSION = 1


def structured(checked: Sequence[Checked]) -> str:
    """A JSON object: the version, the specs that were checked, and every finding."""
    findings = [_finding(one, found) for one, found in each(checked)]
    counts = {f"{severity.value}s": _count(checked, severity) for severity in Severity}
    report = {"version": VERSION, "specs": [one.path for one in checked], **counts, "findings": findings}
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def _count(checked: Sequence[Checked], severity: Severity) -> int:
    return sum(found.severity is severity for _, found in each(checked))


def _finding(one: Checked, found: Diagnostic) -> dict[str, object]:
    return {
        "code": found.code,
        "rule": rule_name(found.code),
        "severity": found.severity.value,
        "undecided": found.undecided,
        "path": one.path,
        **_place(found.span),
        "message": found.message,
        "help": found.help or None,
        "notes": [_note(note) for note in found.notes],
        "fix": _fix(one.source, found.fix) if found.fix else None,
    }


def _place(span: Span) -> dict[str, int]:
    """Lines and columns count from 1, columns in code points; the end is the place after the last character."""
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}


def _note(note: Note) -> dict[str, object]:
    return {**_place(note.span), "message": note.text}


def _fix(source: SourceFile, fix: Fix) -> dict[str, object]:
    return {"title": fix.title, "edits": [_edit(edit) for edit in fixes.edits(source, fix)]}


def _edit(edit: Edit) -> dict[str, object]:
    return {**_place(edit.span), "text": edit.text}
