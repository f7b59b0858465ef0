"""Every spec of `tests/corpus/` has exactly the findings that its comments promise: code, line, start of the message.

`# expect: FSM040 Locked on coin` stands at the end of the line with the finding, or alone on a line above it.  A file
whose name begins with `fine_` expects nothing.  What a project asks of a spec stands on a line of its own, any part of
which may be missing: `# demands: docs=state,event citations=transition max-unlisted=0`.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from fsmc import compiler, fixes, lint
from fsmc.diagnostics import Diagnostic, render
from fsmc.lint import Demands
from fsmc.project import Settings, judge
from fsmc.source import SourceFile

FILES = sorted((Path(__file__).parent / "corpus").glob("*.fsm"))
SPECS = sorted((Path(__file__).parent.parent / "specs").glob("*.fsm"))
_EXPECT = re.compile(r"# expect: (?P<code>FSM\d{3})\s*(?P<message>.*?)\s*$")
_ALONE = re.compile(r"\s*# expect: ")
_DEMANDS = re.compile(r"^# demands: (.*)$", re.MULTILINE)


def demands(text: str) -> Demands:
    """What the spec says that a project asks of it."""
    line = _DEMANDS.search(text)
    asked = dict(part.split("=") for part in line[1].split()) if line else {}
    assert set(asked) <= {"docs", "citations", "max-unlisted"}, "a demand that no project makes"
    docs, citations = (frozenset(filter(None, asked.get(kind, "").split(","))) for kind in ("docs", "citations"))
    return Demands(docs, citations, int(asked["max-unlisted"]) if "max-unlisted" in asked else None)


def findings(text: str) -> tuple[Diagnostic, ...]:
    """Everything that is found in a spec: rules run only if the front end, warnings only if no error was found."""
    source, asked = SourceFile("corpus.fsm", text), demands(text)
    return judge(source, compiler.check(source, asked).diagnostics, Settings(Path("."), demands=asked))


def expectations(text: str) -> list[tuple[int, str, str]]:
    """Line, code and start of the message of everything that the comments promise, in order."""
    expected, waiting = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        match = _EXPECT.search(line)
        if match:
            waiting.append((match["code"], match["message"]))
        if not _ALONE.match(line):
            expected += [(number, *promise) for promise in waiting]
            waiting = []
    assert not waiting, "an expectation stands above no line"
    return expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_spec_has_exactly_the_findings_that_its_comments_promise(path):
    text = path.read_text(encoding="utf-8")
    expected, found = expectations(text), findings(text)
    shown = [(each.span.line, each.code, each.message) for each in found]
    for line, code, message in expected:
        promised = [one for one in shown if one[:2] == (line, code) and one[2].startswith(message)]
        assert promised, f"line {line}: nothing like {code} {message}"
        shown.remove(promised[0])
    assert not shown, "\n\n".join(render(each, SourceFile(path.name, text)) for each in found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_faulty_spec_promises_a_finding_and_a_fine_one_does_not(path):
    assert bool(expectations(path.read_text(encoding="utf-8"))) is not path.name.startswith("fine_")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_finding_has_a_place_in_the_text_and_a_way_out(path):
    text = path.read_text(encoding="utf-8")
    for found in findings(text):
        line = SourceFile(path.name, text).line(found.span.line)
        assert 1 <= found.span.column <= len(line) + 1
        assert found.help or found.code == "FSM001", "what was expected instead is a way out too"
        assert not found.message.endswith(".")
        first = found.message.split()[0]
        assert found.message[:1] == found.message[:1].lower() or first in text or lint.catalog.rule(first)


FIXED = [(path, found) for path in FILES for found in findings(path.read_text(encoding="utf-8")) if found.fix]


@pytest.mark.parametrize(("path", "found"), FIXED, ids=lambda each: getattr(each, "stem", None) or each.code)
def test_after_a_fix_its_finding_is_gone(path, found):
    text = path.read_text(encoding="utf-8")
    mended = fixes.apply(SourceFile(path.name, text), [found.fix])
    before, after = (Counter((each.code, each.message) for each in findings(each)) for each in (text, mended))
    assert after[found.code, found.message] == before[found.code, found.message] - 1


def test_the_rules_that_call_themselves_fixable_are_those_whose_findings_have_fixes():
    assert {rule.code for rule in lint.RULES if rule.fixable} == {found.code for _, found in FIXED}


def test_every_rule_is_found_somewhere_in_the_corpus():
    codes = {code for path in FILES for _, code, _ in expectations(path.read_text(encoding="utf-8"))}
    assert {rule.code for rule in lint.RULES} <= codes


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_spec_that_people_read_has_no_finding(path):
    assert findings(path.read_text(encoding="utf-8")) == ()


def test_the_corpus_is_large_enough_to_judge_by():
    assert len([path for path in FILES if not path.name.startswith("fine_")]) >= 150
