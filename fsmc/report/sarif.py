"""Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for code scanning and for viewers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fsmc import fixes
from fsmc.diagnostics import Diagnostic, Edit, Fix, Note, printable
from fsmc.lint import catalog
from fsmc.lint.rule import Rule
from fsmc.report.checked import Checked, each, fingerprints, rule_name, written
from fsmc.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
Object = dict[str, Any]


def sarif(checked: Sequence[Checked]) -> str:
    """A log of one run, with the documentation of the rules that found something."""
    rules = sorted({found.code for _, found in each(checked)})
    run = {
        "tool": {"driver": {"name": "fsmc", "rules": [_rule(code) for code in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(one, found, rules, fingerprint)
            for one in checked
            for found, fingerprint in zip(one.found, fingerprints(one), strict=True)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


# ------------------------------------------------------------------------------------------------------------- rules


def _rule(code: str) -> Object:
    rule = catalog.rule(code)
    return {"id": code} if rule is None else {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary}\n\n{rule.why}".strip()},
        "help": {"text": _page(rule, "", ""), "markdown": _page(rule, "```fsm\n", "```\n")},
        "defaultConfiguration": {"level": rule.severity.value},
    }  # fmt: skip


def _page(rule: Rule, begin: str, end: str) -> str:
    """The documentation of a rule, with its specs between `begin` and `end`."""
    examples = f"Example:\n\n{begin}{rule.example}{end}\nInstead:\n\n{begin}{rule.instead}{end}"
    return f"{rule.summary}\n\n{rule.why}\n\n{examples}"


# ----------------------------------------------------------------------------------------------------------- results


def _result(one: Checked, found: Diagnostic, rules: list[str], fingerprint: str) -> Object:
    result: Object = {
        "ruleId": found.code,
        "ruleIndex": rules.index(found.code),
        "level": found.severity.value,
        "message": {"text": _message(found)},
        "locations": [{"physicalLocation": _location(one, found.span)}],
        "partialFingerprints": {"fsmc/v1": fingerprint},
        "properties": {"rule": rule_name(found.code), "undecided": found.undecided},
    }
    if found.notes:
        result["relatedLocations"] = [_related(one, note, number) for number, note in enumerate(found.notes, start=1)]
    if found.fix:
        result["fixes"] = [_fix(one, found.fix)]
    return result


def _message(found: Diagnostic) -> str:
    """The message and the way out: viewers show nothing else."""
    help = f"\nhelp: {printable(found.help)}" if found.help else ""
    return printable(found.message) + help


def _location(one: Checked, span: Span) -> Object:
    return {"artifactLocation": {"uri": uri(one)}, "region": _region(written(span))}


def _region(span: Span) -> Object:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _related(one: Checked, note: Note, number: int) -> Object:
    return {
        "id": number,
        "message": {"text": printable(note.text)},
        "physicalLocation": _location(one, note.span),
    }


def _fix(one: Checked, fix: Fix) -> Object:
    replacements = [_replacement(edit) for edit in fixes.edits(one.source, fix)]
    change = {"artifactLocation": {"uri": uri(one)}, "replacements": replacements}
    return {"description": {"text": printable(fix.title)}, "artifactChanges": [change]}


def _replacement(edit: Edit) -> Object:
    return {"deletedRegion": _region(written(edit.span)), "insertedContent": {"text": edit.text}}


def uri(one: Checked) -> str:
    """The address of a spec: relative to the working directory, or of the whole path where it is not below."""
    path = Path(one.path)
    return path.as_uri() if path.is_absolute() else quote(one.path)
