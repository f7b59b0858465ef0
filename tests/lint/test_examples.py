"""The documentation of every rule is true: its example has the finding where it says so, the text instead has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fsmc import compiler, lint
from fsmc.diagnostics import Diagnostic, render
from fsmc.lint import Rule, catalog
from fsmc.project import Settings, judge
from fsmc.source import SourceFile

_MARK = re.compile(r"# (?P<code>FSM\d{3})(?:: (?P<words>.*\S))?\s*$")


def checked(text: str, rule: Rule) -> tuple[Diagnostic, ...]:
    """Everything that is found in a spec of which a project asks what the examples of the rule need."""
    source = SourceFile("example.fsm", text)
    return judge(source, compiler.check(source, rule.asked).diagnostics, Settings(Path("."), demands=rule.asked))


def marked(text: str) -> Iterator[tuple[str, int, str]]:
    """What the comments of an example say: code, line, and the words that are pointed to, if only some are."""
    for number, line in enumerate(text.splitlines(), start=1):
        mark = _MARK.search(line)
        if mark:
            yield mark["code"], number, mark["words"] or ""


def pointed(text: str, found: Diagnostic) -> str:
    """The words of a line that a finding points to."""
    line, span = SourceFile("example.fsm", text).line(found.span.line), found.span
    return line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else None]


def shown(text: str, found: tuple[Diagnostic, ...]) -> str:
    return "\n\n".join(render(each, SourceFile("example.fsm", text)) for each in found)


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_has_its_finding_at_the_marked_place_and_no_other(rule: Rule) -> None:
    found, marks = checked(rule.example, rule), list(marked(rule.example))
    assert {code for code, _, _ in marks} == {rule.code}
    assert [(each.code, each.span.line) for each in found] == [mark[:2] for mark in marks], shown(rule.example, found)
    for each, (_, _, words) in zip(found, marks, strict=True):
        assert words in ("", pointed(rule.example, each))
        assert each.severity is rule.severity


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.name)
def test_what_a_rule_proposes_instead_has_no_finding(rule: Rule) -> None:
    found = checked(rule.instead, rule)
    assert not found, shown(rule.instead, found)


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.name)
def test_a_rule_whose_example_can_be_mended_says_that_it_is_fixable(rule: Rule) -> None:
    assert rule.fixable or not any(each.fix for each in checked(rule.example, rule))


def test_codes_and_names_of_rules_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in lint.RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in lint.RULES}) == len(codes)


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.name)
def test_a_rule_lives_in_the_file_of_its_name(rule: Rule) -> None:
    assert getattr(catalog, rule.name.replace("-", "_")).RULE is rule


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.name)
def test_a_rule_is_found_by_its_code_and_by_its_name(rule: Rule) -> None:
    assert catalog.rule(rule.code) is catalog.rule(rule.code.lower()) is catalog.rule(rule.name) is rule


def test_no_rule_is_found_by_what_is_no_code_and_no_name() -> None:
    assert catalog.rule("FSM999") is None


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.name)
def test_the_summary_of_a_rule_is_one_paragraph_that_ends_in_a_full_stop_and_says_why_it_matters(rule: Rule) -> None:
    assert rule.summary.endswith((".", ":"))
    assert "Example" not in rule.summary
    assert rule.why.endswith((".", ":", "`"))
