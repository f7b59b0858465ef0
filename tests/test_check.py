"""`fsmc check`: which specs, which findings, in which form, what is mended, and what the exit status says."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fsmc import report
from fsmc.cli.check import FORMATS, status_of
from fsmc.diagnostics import Diagnostic
from fsmc.source import NOWHERE
from tests.command import Run, runner

FINE = """\
machine Turnstile
state Locked initial
state Unlocked
event coin
event push
Locked   on coin -> Unlocked
Locked   ignore push
Unlocked on push -> Locked
Unlocked ignore coin
"""
WARNED = FINE + "state Broken final\n"
"""One warning, FSM080 in line 10."""
FAULTY = FINE + "Unlocked on push -> Nowhere\n"
"""One error, FSM003 in line 10."""
FIXABLE = FINE.replace("Locked   ignore push", "Locked   on push -> stay  # not yet paid")
"""One warning with a fix, in line 7."""


@pytest.fixture
def fsmc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in a folder with `specs/turnstile.fsm`, which has no findings."""
    monkeypatch.chdir(tmp_path)
    write("specs/turnstile.fsm", FINE)
    return runner(monkeypatch, capsys)


def write(path: str, text: str | bytes) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def stdin(monkeypatch: pytest.MonkeyPatch, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


# -------------------------------------------------------------------------------------------------------- which specs


def test_without_a_path_the_specs_of_the_project_are_checked(fsmc: Run) -> None:
    assert fsmc("check").out == "1 spec checked: no findings\n"
    write("fsmc.toml", 'paths = ["protocols"]')
    write("protocols/a.fsm", WARNED)
    done = fsmc("check")
    assert done.status == 1
    assert "protocols/a.fsm:10:" in done.out
    assert "turnstile.fsm" not in done.out


def test_from_a_folder_below_the_specs_of_the_project_are_found(fsmc: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("fsmc.toml", "")
    write("specs/b.fsm", WARNED)
    monkeypatch.chdir("specs")
    assert fsmc("check").out.startswith("b.fsm:10:1: ")


def test_without_a_path_and_without_specs_the_way_out_is_told(fsmc: Run) -> None:
    Path("specs").rename("elsewhere")
    done = fsmc("check")
    assert done.status == 2
    assert "no PATH given, and no folder specs/ here" in done.err


def test_several_faulty_files_and_several_faults_are_told_in_one_run(fsmc: Run) -> None:
    write("specs/a.fsm", FAULTY + "Nobody on coin -> Locked\n")
    write("specs/b.fsm", WARNED)
    done = fsmc("check", "--format", "concise")
    assert [line.split(": ")[0] for line in done.out.splitlines()] == [
        "specs/a.fsm:10:21",
        "specs/a.fsm:11:1",
        "specs/b.fsm:10:1",
        "3 specs checked",
    ]
    assert done.status == 1


def test_a_file_that_cannot_be_read_is_status_2_and_the_others_are_told(fsmc: Run) -> None:
    write("specs/a.fsm", FAULTY)
    write("specs/b.fsm", b"\xff\xfe")
    done = fsmc("check")
    assert done.status == 2
    assert "specs/b.fsm: the text is UTF-16" in done.err
    assert "specs/a.fsm:10:21: error[FSM003]" in done.out


def test_a_link_that_leads_nowhere_or_in_a_circle_is_told_and_the_others_are_checked(fsmc: Run) -> None:
    Path("specs/gone.fsm").symlink_to("nowhere.fsm")
    Path("specs/loop.fsm").symlink_to("loop.fsm")
    done = fsmc("check")
    assert done.status == 2
    assert "specs/gone.fsm: a symbolic link that leads nowhere, to nowhere.fsm\n" in done.err
    assert "specs/loop.fsm: a symbolic link that leads nowhere, to loop.fsm\n" in done.err
    assert done.out == "1 spec checked: no findings\n"
    assert fsmc("check", "specs/loop.fsm", "--format", "json", "-o", "found.json").status == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_a_folder_is_no_spec(fsmc: Run) -> None:
    os.mkfifo("specs/pipe.fsm")
    assert fsmc("check").out == "1 spec checked: no findings\n"


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_name_that_is_no_text_is_told_in_every_format(fsmc: Run, format: str) -> None:
    try:
        write(os.fsdecode(b"specs/b\xffd.fsm"), WARNED)
    except OSError:
        pytest.skip("file names are text on this system")
    done = fsmc("check", "--format", format)
    assert done.status == 1
    assert done.err == ""
    assert "FSM080" in done.out
    done.out.encode()


def test_standard_input_is_called_as_its_user_says(fsmc: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, WARNED)
    done = fsmc("check", "-", "--stdin-filename", "specs/new.fsm")
    assert done.status == 1
    assert "specs/new.fsm:10:1: warning[FSM080]" in done.out
    stdin(monkeypatch, "")
    assert "<stdin>: the file is empty" in fsmc("check", "-").err
    stdin(monkeypatch, FINE)
    assert fsmc("check", "-", "specs").status == 2


# ----------------------------------------------------------------------------------------------------- which findings


def test_options_beat_the_settings(fsmc: Run) -> None:
    write("specs/turnstile.fsm", WARNED)
    write("fsmc.toml", 'ignore = ["unreachable-state"]\nmax-unlisted = 2\n')
    assert fsmc("check").status == 0
    assert "FSM104" in fsmc("check", "--max-unlisted", "1").out
    assert "FSM080" in fsmc("check", "--no-config").out
    assert "FSM080" in fsmc("check", "--ignore", "mixed-naming").out
    assert fsmc("check", "--no-config", "--select", "FSM12,mixed-naming").status == 0
    write("lax.toml", 'per-file-ignores = { "turnstile.fsm" = ["FSM"] }')
    assert fsmc("check", "--config", "lax.toml").status == 0


@pytest.mark.parametrize(
    ("option", "rule"),
    [(("--max-unlisted", "0"), "FSM104"), (("--require-docs",), "FSM102"), (("--require-citations",), "FSM103")],
)
def test_what_is_asked_on_the_command_line_is_looked_for(fsmc: Run, option: tuple[str, ...], rule: str) -> None:
    write("specs/turnstile.fsm", FINE.replace("Unlocked ignore coin\n", ""))
    assert fsmc("check").status == 0
    assert f"[{rule}]" in fsmc("check", *option).out


def test_a_rule_that_does_not_exist_or_must_not_be_ignored_is_wrong_usage(fsmc: Run) -> None:
    done = fsmc("check", "--select", "unreachable-stat")
    assert (done.status, "did you mean unreachable-state?" in done.err) == (2, True)
    done = fsmc("check", "--ignore", "FSM040")
    assert (done.status, "cannot be ignored: it is an error" in done.err) == (2, True)


def test_a_faulty_configuration_is_status_2_before_anything_is_done(fsmc: Run) -> None:
    write("fsmc.toml", "max-unlistd = 0")
    for command in ("check", "build"):
        done = fsmc(command)
        assert done.status == 2
        assert "fsmc.toml: max-unlistd: no such key" in done.err
        assert "did you mean max-unlisted?" in done.err
    assert not Path("generated").exists()
    assert fsmc("check", "--config", "none.toml").status == 2
    assert fsmc("check", "--config", "fsmc.toml", "--no-config").status == 2


def test_only_open_questions_are_status_3() -> None:
    question = Diagnostic("FSM042", "?", NOWHERE, undecided=True)
    assert status_of([]) == 0
    assert status_of([question]) == 3
    assert status_of([question, Diagnostic("FSM040", "!", NOWHERE)]) == 1


def test_a_question_that_is_left_open_is_told_as_one(fsmc: Run) -> None:
    corpus = Path(__file__).parent / "corpus" / "undecided_overlap.fsm"
    done = fsmc("check", str(corpus))
    assert done.status in (1, 3)
    assert "could not be decided)" in done.out


# ----------------------------------------------------------------------------------------------------------- reports


def test_every_format_of_the_reports_can_be_asked_for() -> None:
    assert FORMATS == report.FORMATS


def test_what_can_be_done_next_is_told_once(fsmc: Run) -> None:
    write("specs/a.fsm", WARNED)
    write("specs/b.fsm", WARNED)
    done = fsmc("check")
    assert done.out.endswith("3 specs checked: 2 warnings\nmore on a rule: fsmc explain FSM080\n")
    assert "explain" not in fsmc("check", "-q").out


def test_each_format_goes_where_the_option_behind_it_says(fsmc: Run) -> None:
    write("specs/a.fsm", WARNED)
    done = fsmc(
        "check", "--format", "full", "--format", "sarif", "-o", "out/a.sarif", "--format", "junit", "-o", "a.xml"
    )
    assert done.status == 1
    assert "warning[FSM080]" in done.out
    assert json.loads(Path("out/a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert ElementTree.parse("a.xml").getroot().get("failures") == "1"
    assert sorted(path.name for path in Path("out").iterdir()) == ["a.sarif"], "nothing is left beside it"


def test_with_all_reports_in_files_the_summary_is_still_told(fsmc: Run) -> None:
    done = fsmc("check", "-o", "a.json", "--format", "json")
    assert done.out == "1 spec checked: no findings\n"
    assert json.loads(Path("a.json").read_text(encoding="utf-8"))["findings"] == []
    assert fsmc("check", "-o", "a.txt", "-q").out == ""
    assert Path("a.txt").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("format", ["json", "sarif", "gitlab"])
def test_a_report_for_programs_stands_alone_on_standard_output(fsmc: Run, format: str) -> None:
    write("specs/a.fsm", FIXABLE)
    assert json.loads(fsmc("check", "--format", format, "-o", "-").out)
    done = fsmc("check", "--format", format, "--fix")
    assert isinstance(json.loads(done.out), (dict, list))
    assert "fixed specs/a.fsm" in done.err


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "full", "--format", "json"),
        ("--format", "json", "-o", "a", "-o", "b"),
        ("--format", "json", "-o", "a", "--format", "sarif", "-o", "a"),
        ("-o", "a", "--format", "json", "-o", "b"),
        ("--format", "jsn"),
    ],
)
def test_two_reports_in_one_place_or_two_places_for_one_are_wrong_usage(fsmc: Run, options: tuple[str, ...]) -> None:
    assert fsmc("check", *options).status == 2
    assert not Path("a").exists()


def test_a_report_never_takes_the_place_of_a_spec(fsmc: Run) -> None:
    done = fsmc("check", "--format", "json", "-o", "specs/turnstile.fsm")
    assert done.status == 2
    assert "a report never takes the place of a spec" in done.err
    assert Path("specs/turnstile.fsm").read_text(encoding="utf-8") == FINE
    assert fsmc("check", "--format", "json", "-o", "specs").status == 2


@pytest.mark.parametrize("text", [FINE, WARNED, FAULTY])
@pytest.mark.parametrize("format", FORMATS)
def test_a_report_takes_the_place_of_an_earlier_one(fsmc: Run, format: str, text: str) -> None:
    write("specs/turnstile.fsm", text)
    for _ in range(2):
        assert fsmc("check", "--format", format, "-o", "found").status == (text != FINE)


@pytest.mark.parametrize("text", ["# Gate\n", '{"name": "gate"}\n', "[1]\n", "<testsuites/>\n", b"\xff\x00"])
def test_a_report_takes_the_place_of_no_other_file(fsmc: Run, text: str | bytes) -> None:
    file = write("README.md", text)
    before = file.read_bytes()
    done = fsmc("check", "--format", "json", "-o", "README.md")
    assert done.status == 2
    assert done.err.startswith("fsmc: error: README.md: no report of fsmc, so it is left alone\n")
    assert file.read_bytes() == before


def test_statistics_tell_how_often_each_rule_found_something(fsmc: Run) -> None:
    write("specs/a.fsm", WARNED + "state Lost final\n")
    write("specs/b.fsm", FIXABLE)
    lines = fsmc("check", "--statistics").out.splitlines()
    assert lines[0] == "    2  FSM080  unreachable-state"
    assert lines[1].startswith("    1  FSM")
    assert lines[2] == "3 specs checked: 3 warnings"


# ------------------------------------------------------------------------------------------------------------ mending


def test_fix_mends_files_and_tells_what_it_did_and_what_is_left(fsmc: Run) -> None:
    file = write("specs/a.fsm", FIXABLE + "state Broken final\n")
    done = fsmc("check", "--fix")
    assert done.status == 1
    assert "fixed specs/a.fsm: write `ignore`" in done.out
    assert "warning[FSM080]" in done.out
    assert "2 specs checked: 1 warning\n" in done.out
    text = file.read_text(encoding="utf-8")
    assert "ignore push" in text
    assert "# not yet paid" in text


def test_when_all_is_mended_the_status_is_0_and_nothing_more_is_written(fsmc: Run) -> None:
    file = write("specs/a.fsm", FIXABLE)
    assert fsmc("check", "--fix").status == 0
    before = file.stat().st_mtime_ns
    done = fsmc("check", "--fix")
    assert (done.status, done.out) == (0, "2 specs checked: no findings\n")
    assert file.stat().st_mtime_ns == before


def test_fix_keeps_byte_order_mark_line_ends_and_a_missing_last_line_end(fsmc: Run) -> None:
    text = b"\xef\xbb\xbf" + FIXABLE.rstrip().replace("\n", "\r\n").encode()
    file = write("specs/a.fsm", text)
    assert fsmc("check", "--fix").status == 0
    mended = file.read_bytes()
    assert mended.startswith(b"\xef\xbb\xbfmachine")
    assert mended.count(b"\r\n") == mended.count(b"\n") == text.count(b"\n")
    assert not mended.endswith(b"\n")


def test_a_file_that_is_read_only_is_not_mended(fsmc: Run) -> None:
    file = write("specs/turnstile.fsm", FIXABLE)
    file.chmod(0o444)
    done = fsmc("check", "--fix")
    assert done.status == 2
    assert "specs/turnstile.fsm: read-only, so it is left alone\n  help: let it be written: chmod u+w" in done.err
    assert "idle-self-loop" in done.out
    assert file.read_text(encoding="utf-8") == FIXABLE


def test_diff_shows_what_fix_would_do_and_writes_nothing(fsmc: Run) -> None:
    file = write("specs/a.fsm", FIXABLE)
    done = fsmc("check", "--diff")
    assert done.status == 1
    assert "--- specs/a.fsm\n+++ specs/a.fsm (fixed)\n" in done.out
    assert "-Locked   on push -> stay  # not yet paid\n" in done.out
    assert done.err == "1 fix in 1 spec\n"
    assert file.read_text(encoding="utf-8") == FIXABLE
    assert fsmc("check", "specs/turnstile.fsm", "--diff").status == 0


def test_what_is_ignored_is_not_mended(fsmc: Run) -> None:
    file = write("specs/a.fsm", FIXABLE)
    assert fsmc("check", "--fix", "--ignore", "FSM").status == 0
    assert file.read_text(encoding="utf-8") == FIXABLE


def test_standard_input_is_mended_on_standard_output(fsmc: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, FIXABLE + "state Broken final\n")
    done = fsmc("check", "-", "--fix")
    assert done.status == 1
    assert done.out.startswith("machine Turnstile\n")
    assert "on push -> stay" not in done.out
    assert "<stdin>:10:1: warning[FSM080]" in done.err


# -------------------------------------------------------------------------------------------------------------- build


def test_build_goes_by_the_settings(fsmc: Run) -> None:
    write("fsmc.toml", 'paths = ["protocols"]\noutput = "out"\noutputs = ["python", "csv"]')
    write("protocols/door.fsm", FINE)
    done = fsmc("build")
    assert done.status == 0
    assert sorted(path.name for path in Path("out/turnstile").iterdir()) == ["turnstile.csv", "turnstile.py"]
    assert fsmc("build", "--check").status == 0
    assert fsmc("build", "--only", "json", "-o", "-").out.startswith("{")
    assert fsmc("build", "--no-config", "--only", "csv").status == 0
    assert Path("generated/turnstile/turnstile.csv").exists()


def test_warnings_do_not_stop_a_build_and_are_one_line(fsmc: Run) -> None:
    write("specs/turnstile.fsm", WARNED)
    done = fsmc("build", "--only", "csv")
    assert done.status == 0
    assert done.err == "specs/turnstile.fsm: 1 warning; fsmc check shows them\n"
    assert fsmc("build", "--only", "csv", "-q").err == ""
    write("fsmc.toml", 'ignore = ["unreachable-state"]')
    assert fsmc("build", "--only", "csv").err == ""
