"""Findings as a JUnit report, which nearly every CI system shows: a suite a spec, a failed case a finding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from fsmc.diagnostics import Diagnostic, place, printable, render
from fsmc.report.checked import Checked, rule_name


def junit(checked: Sequence[Checked]) -> str:
    """An XML document; a spec without findings is one case that passes."""
    found = sum(len(one.found) for one in checked)
    root = ElementTree.Element("testsuites", {"name": "fsmc check", **_counts(sum(map(_cases, checked)), found)})
    for one in checked:
        suite = ElementTree.SubElement(
            root, "testsuite", {"name": _text(one.path), **_counts(_cases(one), len(one.found))}
        )
        for diagnostic in one.found:
            _failure(suite, one, diagnostic)
        if not one.found:
            _case(suite, one, "no findings")
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _counts(cases: int, failures: int) -> dict[str, str]:
    return {"tests": str(cases), "failures": str(failures), "errors": "0", "skipped": "0"}


def _cases(one: Checked) -> int:
    return len(one.found) or 1


def _case(suite: ElementTree.Element, one: Checked, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(
        suite, "testcase", {"classname": _text(one.path), "name": _text(name), "file": _text(one.path)}
    )


def _failure(suite: ElementTree.Element, one: Checked, found: Diagnostic) -> None:
    name = rule_name(found.code)
    where = place(found.span, one.source)
    case = _case(suite, one, f"{where.removeprefix(printable(one.source.name) + ':')} {found.code} {name}")
    case.set("line", str(max(found.span.line, 1)))
    message = {"message": _text(found.message), "type": f"{found.severity.value} {found.code}"}
    ElementTree.SubElement(case, "failure", message).text = _text(render(found, one.source, name=name), lines=True)


_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _text(text: str, *, lines: bool = False) -> str:
    """The text with nothing that XML cannot hold or that would hide something."""
    shown = "\n".join(map(printable, text.split("\n"))) if lines else printable(text)
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", shown)
