"""What is told about faulty markers is true: an example has its fault at the marked place, the text instead none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from fsmc import lint
from fsmc.embed.rules import catalog
from fsmc.lint import Rule
from tests.command import Run, runner

SPECS = Path(__file__).parent.parent / "specs"
_MARK = re.compile(r"\s+<- (?P<code>FSM\d{3})(?:: (?P<words>.*))?$", re.MULTILINE)
_PLACE = re.compile(r"^page\.md:(\d+):(\d+): error\[(FSM\d{3})\]", re.MULTILINE)


@pytest.fixture
def inject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `fsmc inject` in a folder with `specs/turnstile.fsm`, and nothing built of it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    shutil.copy(SPECS / "turnstile.fsm", tmp_path / "specs")
    return runner(monkeypatch, capsys, "inject")


@pytest.mark.parametrize("rule", catalog.RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_has_its_fault_at_the_marked_place_and_no_other(rule: Rule, inject: Run) -> None:
    mark = _MARK.search(rule.example)
    assert mark
    document = _MARK.sub("", rule.example)
    Path("page.md").write_text(document, encoding="utf-8")
    done = inject("page.md")
    ((line, column, code),) = _PLACE.findall(done.err)
    assert code == mark["code"] == rule.code
    assert int(line) == rule.example.count("\n", 0, mark.start()) + 1
    assert document.splitlines()[int(line) - 1][int(column) - 1 :].startswith(mark["words"] or "")


@pytest.mark.parametrize("rule", catalog.RULES, ids=lambda rule: rule.name)
def test_what_a_rule_proposes_instead_can_be_filled_in(rule: Rule, inject: Run) -> None:
    Path("page.md").write_text(rule.instead, encoding="utf-8")
    done = inject("page.md")
    assert (done.status, done.err) == (0, "")


def test_codes_and_names_are_unique_and_in_order_among_those_of_specs_too() -> None:
    rules = (*lint.RULES, *catalog.RULES)
    codes = [rule.code for rule in rules]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in rules}) == len(codes)
