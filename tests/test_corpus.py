"""Every spec of `tests/corpus/` has exactly the findings that its comments promise: code, line, start of the message.

`# expect: FSM040 Locked on coin` stands at the end of the line with the finding, or alone on a line above it.  A file
whose name begins with `fine_` expects nothing.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fsmc import lint
from fsmc.diagnostics import Diagnostic, in_order, render
from fsmc.language import load
from fsmc.source import SourceFile

FILES = sorted((Path(__file__).parent / "corpus").glob("*.fsm"))
_EXPECT = re.compile(r"# expect: (?P<code>FSM\d{3})\s*(?P<message>.*?)\s*$")
_ALONE = re.compile(r"\s*# expect: ")


def findings(text: str) -> tuple[Diagnostic, ...]:
    """Everything that is found in a spec; the rules run only if the front end has nothing to say."""
    machine, faults = load(SourceFile("corpus.fsm", text))
    return in_order(faults if machine is None else faults + lint.check(machine))


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
    cut = {(line, code): len(message) for line, code, message in expected}
    shown = [(d.span.line, d.code, d.message[: cut.get((d.span.line, d.code))]) for d in found]
    source = SourceFile(path.name, text)
    assert sorted(shown) == sorted(expected), "\n\n".join(render(each, source) for each in found)


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
        assert found.message[:1] == found.message[:1].lower() or found.message.split()[0] in text


def test_every_rule_is_found_somewhere_in_the_corpus():
    codes = {code for path in FILES for _, code, _ in expectations(path.read_text(encoding="utf-8"))}
    assert {rule.code for rule in lint.RULES} <= codes
