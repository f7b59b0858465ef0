"""`fsmc explain` prints the documentation of rules, and `docs/rules.md` is made of the same text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from fsmc.cli import terminal
from fsmc.report import pages
from tests.command import Run, runner

BOOK = Path(__file__).parent.parent / pages.BOOK


@pytest.fixture
def explain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(monkeypatch, capsys, "explain")


def told(text: str) -> str:
    """A text as the runner tells it."""
    return text.replace("\\", "/")


def test_a_page_says_what_is_found_and_why_and_shows_both_examples(explain: Run) -> None:
    done = explain("FSM047")
    assert (done.status, done.err) == (0, "")
    title, traits, _, summary, *_ = done.out.splitlines()
    assert title == "FSM047 shadowed-line"
    assert traits.startswith("error")
    assert summary.startswith("A line can never decide:")
    assert "\nExample:\n    machine Turnstile\n" in done.out
    assert "\nInstead:\n    machine Turnstile\n" in done.out


@pytest.mark.parametrize("name", ["FSM012", "fsm012", "12", "second-initial-state", "Second_Initial_State"])
def test_a_rule_is_named_by_its_code_or_its_name_as_people_write_them(explain: Run, name: str) -> None:
    assert explain(name).out.startswith("FSM012 second-initial-state\n")


def test_several_rules_are_explained_in_the_order_in_which_they_are_named_each_once(explain: Run) -> None:
    out = explain("FSM203", "FSM003", "unknown-block").out
    assert [line for line in out.splitlines() if line.startswith("FSM")] == [
        "FSM203 unknown-block",
        "FSM003 undeclared-name",
    ]


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("shadowed-lin", "did you mean shadowed-line (FSM047)?"),
        ("misspelt", "did you mean misspelt-statement (FSM002)?"),
        ("nothing of it", "`fsmc explain --list` prints them all"),
    ],
)
def test_an_unknown_rule_is_said_with_the_nearest_one_and_nothing_is_printed(
    explain: Run, name: str, help: str
) -> None:
    done = explain("FSM047", name)
    assert (done.status, done.out) == (2, "")
    assert f"no rule is called '{name}'" in done.err
    assert help in done.err


@pytest.mark.parametrize("args", [(), ("--all", "FSM047"), ("--list", "FSM047")])
def test_rules_are_named_or_all_are_asked_for(explain: Run, args: tuple[str, ...]) -> None:
    done = explain(*args)
    assert (done.status, done.out) == (2, "")
    assert "--list" in done.err


def test_the_list_has_a_line_for_each_rule(explain: Run) -> None:
    lines = explain("--list").out.splitlines()
    assert [line.split()[:2] for line in lines] == [[rule.code, rule.name] for rule in pages.RULES]
    undeclared = next(line for line in lines if line.startswith("FSM003"))
    assert undeclared.split(maxsplit=4)[2:] == ["error", "fix", "A name is used that nothing declares."]


def test_the_data_has_everything_that_a_page_says(explain: Run) -> None:
    (entry,) = json.loads(explain("FSM003", "--format", "json").out)["rules"]
    assert (entry["code"], entry["name"], entry["severity"]) == ("FSM003", "undeclared-name", "error")
    assert entry["fixable"] is True
    assert entry["example"].startswith("machine ")
    assert not entry["can_be_ignored"]


def test_the_data_of_all_rules_has_them_all_and_a_version(explain: Run) -> None:
    data = pages.data(pages.RULES)
    assert data["version"] == pages.FORMAT_VERSION
    assert explain("--list", "--format", "json").out == told(json.dumps(data, indent=2, ensure_ascii=False)) + "\n"


def test_a_rule_in_markdown_is_its_section_of_the_book(explain: Run) -> None:
    assert explain("FSM047", "--format", "markdown").out in pages.book()


def test_people_see_headings_in_bold_and_examples_dimmed(explain: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "has_color", lambda _: True)
    out = explain("FSM047").out
    assert "\033[1mFSM047 shadowed-line\033[0m" in out
    assert "\033[2m    state Locked initial\033[0m" in out


def test_prose_is_broken_to_the_width_and_lists_stay_as_they_are() -> None:
    assert pages._broken("one two\nthree", 9) == ["one two", "three"]
    assert pages._broken("- one two\n- three", 5) == ["- one two", "- three"]


def test_the_beginning_of_codes_means_the_rules_that_settings_would_take(explain: Run) -> None:
    pages = explain("FSM08", "FSM081", "--format", "markdown").out
    assert re.findall("^### .*(FSM...) `", pages, re.MULTILINE) == [f"FSM08{number}" for number in range(10)]


# ------------------------------------------------------------------------------------------------------- the book


def test_the_book_is_current() -> None:
    assert BOOK.read_text(encoding="utf-8") == pages.book(), "run `make`"


def test_the_book_has_a_place_for_each_rule_and_a_row_that_leads_to_it() -> None:
    html = cmarkgfm.github_flavored_markdown_to_html(pages.book(), options=Options.CMARK_OPT_UNSAFE)
    for rule in pages.RULES:
        assert html.count(f'<a id="{rule.code.lower()}"></a>') == 1
        assert html.count(f'<td><a href="#{rule.code.lower()}">{rule.code}</a></td>') == 1


def test_every_rule_has_a_chapter_of_the_book() -> None:
    assert [rule for _, rules in pages._chapters() for rule in rules] == list(pages.RULES)
