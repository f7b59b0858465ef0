"""Findings as a report of GitLab's Code Quality (https://docs.gitlab.com/ci/testing/code_quality/)."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

from fsmc.diagnostics import Diagnostic, Severity, printable
from fsmc.report.checked import Checked, fingerprints, path_from, rule_name, written

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def gitlab(checked: Sequence[Checked]) -> str:
    """A JSON list with an object a finding."""
    issues = [
        _issue(one, found, fingerprint)
        for one in checked
        for found, fingerprint in zip(one.found, fingerprints(one), strict=True)
    ]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"


def _issue(one: Checked, found: Diagnostic, fingerprint: str) -> dict[str, object]:
    span = written(found.span)
    path = path_from(os.environ.get("CI_PROJECT_DIR"), one)
    return {
        "description": f"{printable(found.message)} ({rule_name(found.code)})",
        "check_name": found.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITY[found.severity],
        "location": {"path": path, "lines": {"begin": span.line, "end": span.end_line}},
    }
