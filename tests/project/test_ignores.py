"""`# fsmc: ignore[RULE]` in a spec and the lists of the settings: which findings count, and which ignores are idle."""

from __future__ import annotations

from pathlib import Path

import pytest

from fsmc import compiler, fixes
from fsmc.diagnostics import Diagnostic
from fsmc.project import Settings, judge
from fsmc.project.selection import matches
from fsmc.source import SourceFile

HEAD = "machine Door\nstate Closed initial\nstate Open\nevent turn\nClosed on turn -> Open\nOpen on turn -> Closed\n"
"""A machine without findings, of six lines."""


def found(text: str, settings: Settings | None = None, name: str = "door.fsm") -> tuple[Diagnostic, ...]:
    settings = settings or Settings(Path.cwd())
    source = SourceFile(name, text)
    return judge(source, compiler.check(source, settings.demands).diagnostics, settings)


def codes(text: str, settings: Settings | None = None, name: str = "door.fsm") -> list[tuple[str, int]]:
    return [(each.code, each.span.line) for each in found(text, settings, name)]


def test_a_state_that_nothing_reaches_is_found_without_an_ignore() -> None:
    assert ("FSM080", 7) in codes(HEAD + "state Stuck final\n")


@pytest.mark.parametrize(
    "statement",
    [
        "state Stuck final  # fsmc: ignore[FSM080] kept for the next version",
        "state Stuck final  # fsmc: ignore[unreachable-state]",
        "state Stuck final  # fsmc: ignore[ fsm080 , unreachable-state ]",
        "state Stuck final  #fsmc:ignore[FSM080]",
        "state Stuck final  # FSMC: Ignore[Unreachable-State]",
        "state Stuck final  # a spare one # fsmc: ignore[FSM080]",
        "# fsmc: ignore[FSM080]\nstate Stuck final",
        "# fsmc: ignore[FSM080]\n## What is documented.\nstate Stuck final  ## Here too.",
        "# fsmc: ignore[FSM080]\n\n# more about it\nstate Stuck final",
    ],
)
def test_a_comment_ignores_what_is_found_in_its_statement(statement: str) -> None:
    assert codes(HEAD + statement + "\n") == []


@pytest.mark.parametrize("first", [True, False])
def test_any_line_of_a_statement_will_do(first: bool) -> None:
    comment = "  # fsmc: ignore[unused-group]"
    lines = ["group All = Closed,", "    Open"]
    assert [code for code, _ in codes(HEAD + "\n".join(lines))] == ["FSM093"]
    lines[0 if first else 1] += comment
    assert codes(HEAD + "\n".join(lines)) == []


def test_an_ignore_speaks_of_its_own_statement_only() -> None:
    text = HEAD.replace("state Open", "state Open # fsmc: ignore[FSM080]") + "state Stuck final\n"
    assert codes(text) == [("FSM140", 3), ("FSM080", 7)]


@pytest.mark.parametrize(
    "line",
    [
        'state Stuck "# fsmc: ignore[FSM080]" final',
        "state '# fsmc: ignore[FSM080]' final",
        "state Stuck final  ## One writes # fsmc: for what fsmc is to be told.",
    ],
)
def test_what_stands_in_a_text_a_name_or_documentation_is_no_ignore(line: str) -> None:
    assert codes(HEAD + line + "\n") == [("FSM080", 7)]


@pytest.mark.parametrize(
    "statement",
    [
        "state Stuck final  ## # fsmc: ignore[FSM080]",
        "state Stuck final  ## A spare one. # fsmc: ignore[unreachable-state]",
        "state Stuck final  ## fsmc: ignore[FSM080]",
        "## fsmc: ignore[FSM080]\nstate Stuck final",
    ],
)
def test_an_ignore_in_documentation_ignores_nothing_and_is_told(statement: str) -> None:
    said = found(HEAD + statement + "\n")
    assert sorted(each.code for each in said) == ["FSM080", "FSM144"]
    (told,) = [each for each in said if each.code == "FSM144"]
    assert told.message.startswith("an ignore in documentation is not heard")
    assert told.help == "write `# fsmc: ignore[RULE] reason` on a line of its own above the statement"


def test_an_ignore_that_ignores_nothing_is_found_and_can_be_taken_away() -> None:
    text = HEAD.replace("state Open", "state Open  # fsmc: ignore[FSM080, dead-end] for later")
    (one,) = found(text)
    assert (one.code, one.message) == ("FSM140", "nothing to ignore here: no FSM080 and dead-end")
    assert one.fix is not None
    assert fixes.apply(SourceFile("door.fsm", text), [one.fix]) == HEAD


def test_of_a_list_only_what_is_idle_is_taken_away() -> None:
    text = HEAD + "state Stuck final # why # fsmc: ignore[dead-end, FSM080]  for later\n"
    (one,) = found(text)
    assert one.code == "FSM140"
    assert one.fix is not None
    mended = fixes.apply(SourceFile("door.fsm", text), [one.fix])
    assert mended == HEAD + "state Stuck final # why # fsmc: ignore[FSM080]  for later\n"
    assert found(mended) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("state Open  # fsmc: ignore[FSM080] why", "state Open"),
        ("state Open  # open # fsmc: ignore[FSM080] why", "state Open  # open"),
        ("state Open  # fsmc: ignore[FSM080] why # open", "state Open  # open"),
        ("# fsmc: ignore[FSM080]\nstate Open", "state Open"),
        ("  # fsmc: ignore[FSM080]\r\nstate Open", "state Open"),
    ],
)
def test_no_other_comment_goes_with_an_idle_ignore(before: str, after: str) -> None:
    text = HEAD.replace("state Open", before)
    (one,) = found(text)
    assert one.fix is not None
    assert fixes.apply(SourceFile("door.fsm", text), [one.fix]) == HEAD.replace("state Open", after)


def test_an_ignore_before_no_statement_ignores_nothing() -> None:
    (one,) = found(HEAD + "# fsmc: ignore[FSM080]\n")
    assert one.message == "no statement follows to ignore FSM080 in"


def test_while_a_spec_has_errors_no_ignore_is_called_idle() -> None:
    text = HEAD + "state Stuck final # fsmc: ignore[FSM080]\nOpen on nothing -> Closed\n"
    assert [code for code, _ in codes(text)] == ["FSM003"]


def test_an_ignore_of_what_only_other_projects_ask_for_is_not_idle() -> None:
    assert codes(HEAD.replace("state Open", "state Open # fsmc: ignore[missing-docs]")) == []


@pytest.mark.parametrize(
    ("comment", "code", "message"),
    [
        ("fsmc: ignore", "FSM141", "this ignore names no rule"),
        ("fsmc: ignore[]", "FSM141", "this ignore names no rule"),
        ("fsmc: ignore FSM080", "FSM141", "this ignore names no rule"),
        ("fsmc: ignore[unreachable-stat]", "FSM142", "no rule 'unreachable-stat'"),
        ("fsmc: ignore[FSM08]", "FSM142", "'FSM08' is no rule, but the beginning of several codes"),
        ("fsmc: ignore[FSM040]", "FSM143", "FSM040 (cell-decided-twice) cannot be ignored: it is an error"),
        ("fsmc: ingore[FSM080]", "FSM144", "a comment tells fsmc 'ingore', which means nothing"),
        ("fsmc: ignore[FSM080", "FSM144", "the list of this ignore has no end"),
        ("fsmc:", "FSM144", "a comment tells fsmc nothing, which means nothing"),
    ],
)
def test_an_ignore_that_cannot_mean_anything_is_a_finding(comment: str, code: str, message: str) -> None:
    (one,) = found(HEAD.replace("state Open", f"state Open # {comment}"))
    assert (one.code, one.message) == (code, message)
    assert one.help


def test_a_comment_that_speaks_about_fsmc_is_none_to_it() -> None:
    assert codes(HEAD.replace("state Open", "state Open # see fsmc: it ignores this, and the fsmc docs")) == []


def test_an_error_is_not_ignored_by_anything() -> None:
    text = HEAD + "Open on turn -> Open # fsmc: ignore[FSM040]\n"
    settings = Settings(Path.cwd(), select=("FSM08",), ignore=("FSM",), per_file_ignores={"*": ("FSM",)})
    assert codes(text, settings) == [("FSM040", 7)]


STUCK = HEAD + "state Stuck final\n"


def test_settings_select_and_ignore_warnings_by_code_name_and_prefix() -> None:
    root = Path.cwd()
    assert codes(STUCK, Settings(root, select=("FSM1",))) == []
    assert codes(STUCK, Settings(root, select=("FSM08",))) == [("FSM080", 7)]
    assert codes(STUCK, Settings(root, ignore=("unreachable-state",))) == []
    assert codes(STUCK, Settings(root, select=("FSM08",), ignore=("FSM080",))) == []


def test_files_are_excepted_by_globs_relative_to_the_configuration() -> None:
    settings = Settings(Path.cwd(), per_file_ignores={"old/*.fsm": ("FSM080",)})
    assert codes(STUCK, settings, "old/door.fsm") == []
    assert codes(STUCK, settings, "new/door.fsm") == [("FSM080", 7)]


@pytest.mark.parametrize(
    ("glob", "place", "expected"),
    [
        ("door.fsm", "specs/door.fsm", True),
        ("*.fsm", "specs/a/door.fsm", True),
        ("specs/*.fsm", "specs/a/door.fsm", False),
        ("specs/**/*.fsm", "specs/a/b/door.fsm", True),
        ("specs/**/*.fsm", "specs/door.fsm", True),
        ("specs/", "specs/a/door.fsm", True),
        ("./specs/d?or.fsm", "specs/door.fsm", True),
        ("specs/[a].fsm", "specs/a.fsm", False),
    ],
)
def test_a_glob_means_paths_as_people_expect(glob: str, place: str, expected: bool) -> None:
    assert matches(place, glob) is expected
