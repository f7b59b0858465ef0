"""The documentation of every rule is true: its example has the finding where it says so, the text instead has none."""

from __future__ import annotations

import pytest

from fsmc import lint
from fsmc.language import load
from fsmc.source import SourceFile


def findings(text: str) -> list[tuple[str, int]]:
    """The code and line of everything that is found in a spec."""
    machine, faults = load(SourceFile("example.fsm", text))
    assert machine is not None, [fault.message for fault in faults]
    return [(found.code, found.span.line) for found in lint.check(machine)]


def marked(text: str) -> list[tuple[str, int]]:
    """What the comments of an example say."""
    lines = enumerate(text.splitlines(), start=1)
    return [(line.split("# ")[1], number) for number, line in lines if "# FSM" in line]


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_has_its_finding_at_the_marked_line_and_no_other(rule):
    assert [code for code, _ in marked(rule.example)] == [rule.code]
    assert findings(rule.example) == marked(rule.example)


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.name)
def test_what_a_rule_proposes_instead_has_no_finding(rule):
    assert findings(rule.instead) == []


def test_codes_and_names_of_rules_are_unique_and_in_order():
    codes = [rule.code for rule in lint.RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in lint.RULES}) == len(codes)


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.name)
def test_a_rule_lives_in_the_file_of_its_name(rule):
    assert rule.check.__module__ == f"fsmc.lint.{rule.name.replace('-', '_')}"


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.name)
def test_the_summary_of_a_rule_is_one_paragraph_that_ends_in_a_full_stop(rule):
    assert rule.summary.endswith((".", ":"))
    assert "Example" not in rule.summary
