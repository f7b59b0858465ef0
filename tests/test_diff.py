"""`fsmc diff` as a command: what it compares, what it prints and writes, and with which status it ends."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
from pathlib import Path

import pytest

from tests.command import Run, runner
from tests.git import Repository

ROOT = Path(__file__).parent.parent
DOOR = """\
machine Door
state Open initial
state Shut
event push
event turn
action squeak
Open on push -> Shut / squeak
Shut on push -> Open
"""
EXTENDED = DOOR + "Shut on turn -> Shut\n"
QUIETER = DOOR.replace(" / squeak", "")
NARROWER = (DOOR + "Open ignore turn\n", DOOR + "Open reject turn\n")
RENAMED = DOOR.replace("Shut", "Closed")


@pytest.fixture
def diff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `fsmc diff` in a repository whose last commit has `specs/door.fsm`."""
    repository = Repository(tmp_path / "repository", monkeypatch)
    repository.commit("specs/door.fsm", DOOR)
    monkeypatch.chdir(repository.folder)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    return runner(monkeypatch, capfd, "diff")


def now(text: str) -> None:
    Path("specs/door.fsm").write_text(text, encoding="utf-8")


# --------------------------------------------------------------------------------------------------------- what is told


def test_a_file_is_compared_with_the_last_commit(diff: Run) -> None:
    done = diff("specs/door.fsm")
    same = "no difference in behaviour, names, stored states and emitted actions"
    assert (done.status, done.out, done.err) == (0, f"HEAD:specs/door.fsm -> specs/door.fsm: {same}\n", "")


def test_a_change_is_told_with_its_cells_its_verdicts_and_its_trace(diff: Run) -> None:
    now(QUIETER)
    done = diff("main:", "specs/door.fsm")
    assert done.status == 1
    assert "    push  other actions  - 7  -> Shut / squeak\n" in done.out
    assert "                         + 7  -> Shut\n" in done.out
    assert "  1. push   -> Shut / squeak   -> Shut\n" in done.out
    assert "  fsmc simulate main:specs/door.fsm push\n" in done.out


def test_the_trace_can_be_replayed_on_both_sides(
    diff: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import shlex

    now(QUIETER)
    commands = [line.strip() for line in diff("main:", "specs/door.fsm").out.splitlines() if " simulate " in line]
    told = [runner(monkeypatch, capfd)(*shlex.split(command)[1:]).out for command in commands]
    assert [text.splitlines()[0] for text in told] == ["push: Open -> Shut / squeak", "push: Open -> Shut"]


def test_quiet_is_one_line_or_none(diff: Run) -> None:
    assert diff("-q", "specs/door.fsm").out == ""
    now(QUIETER)
    done = diff("-q", "specs/door.fsm")
    assert done.status == 1
    assert done.out.startswith("HEAD:specs/door.fsm -> specs/door.fsm: behaviour ")
    assert done.out.count("\n") == 1


def test_standard_input_may_be_a_side(diff: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(QUIETER.encode())))
    done = diff("specs/door.fsm", "-")
    assert done.status == 1
    assert done.out.startswith("specs/door.fsm -> <stdin>: breaking\n")
    assert [line for line in done.out.splitlines() if "simulate" in line] == ["  fsmc simulate specs/door.fsm push"]


def test_a_table_may_come_from_standard_input(diff: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    table = "from,event,actions,to\nOpen,push,squeak,Shut\nShut,push,,Open\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(table.encode())))
    assert diff("specs/door.fsm", "-").status == 0


# --------------------------------------------------------------------------------------------------------------- status


@pytest.mark.parametrize(
    ("old", "new", "gravest", "statuses"),
    [
        (DOOR, DOOR, "no difference", (0, 0, 0, 0)),
        (DOOR, EXTENDED, "extends", (0, 0, 1, 0)),
        (*NARROWER, "narrows", (0, 1, 1, 0)),
        (DOOR, QUIETER, "breaking", (1, 1, 1, 0)),
    ],
)
def test_the_status_is_1_from_the_threshold_on(
    diff: Run, old: str, new: str, gravest: str, statuses: tuple[int, ...]
) -> None:
    Path("old.fsm").write_text(old)
    Path("new.fsm").write_text(new)
    found = []
    for threshold in ("breaking", "narrows", "any", "never"):
        done = diff("--fail-on", threshold, "--axis", "behaviour", "--axis", "actions", "old.fsm", "new.fsm")
        assert gravest in done.out
        found.append(done.status)
    assert tuple(found) == statuses


def test_breaking_is_the_threshold_if_none_is_named(diff: Run) -> None:
    now(QUIETER)
    assert diff("specs/door.fsm").status == 1
    now(EXTENDED)
    assert diff("specs/door.fsm").status == 0


def test_an_axis_that_is_not_asked_for_does_not_count(diff: Run) -> None:
    now(RENAMED)
    assert diff("specs/door.fsm").status == 1  # State.SHUT is gone
    assert diff("specs/door.fsm", "--axis", "behaviour").status == 0
    assert diff("specs/door.fsm", "--axis", "behaviour", "--axis", "stored").status == 1


def test_what_is_not_known_is_status_3_unless_something_is_worse(diff: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from fsmc.diff.verdict import Axis, Grade
    from tests.comparisons import SAME, verdict

    unknown = verdict(Axis.BEHAVIOUR, Grade.UNKNOWN)
    broken = verdict(Axis.NAMES, Grade.BREAKING)
    made = replace(SAME, verdicts=(unknown, *SAME.verdicts[1:]))
    monkeypatch.setattr("fsmc.diff.compare", lambda old, new: made)
    assert diff("specs/door.fsm").status == 3
    assert diff("specs/door.fsm", "--fail-on", "any").status == 3
    assert diff("specs/door.fsm", "--fail-on", "never").status == 0
    assert diff("specs/door.fsm", "--axis", "names").status == 0
    made = replace(SAME, verdicts=(unknown, broken, *SAME.verdicts[2:]))
    assert diff("specs/door.fsm").status == 1
    assert diff("specs/door.fsm", "--axis", "behaviour").status == 3


@pytest.mark.parametrize("side", ["main:specs/dor.fsm", "none:specs/door.fsm", "missing.fsm", "specs", "-", ""])
def test_a_side_that_cannot_be_read_is_status_2(diff: Run, side: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    done = diff(side, "specs/door.fsm")
    assert done.status == 2
    assert done.out == ""
    assert "rror: " in done.err


@pytest.mark.parametrize("text", ["machine A\nmachine B\n", DOOR + "Open on pull -> Shut\n", DOOR + DOOR])
def test_a_side_with_errors_is_status_2_never_no_difference(diff: Run, text: str) -> None:
    now(text)
    done = diff("specs/door.fsm")
    assert (done.status, done.out) == (2, "")
    assert "error[FSM" in done.err
    assert "nothing is compared" in done.err
    Path("t.csv").write_text("from,event,to\nOpen,push,count >\n,,x\n")
    assert diff("HEAD:specs/door.fsm", "t.csv").status == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "json", "--format", "text"),
        ("--format", "github", "-o", "x.txt"),
        ("-o", "x.pdf"),
        ("-o", "x"),
        ("--fail-on", "sometimes"),
        ("--format", "yaml"),
    ],
)
def test_what_makes_no_sense_is_status_2(diff: Run, options: tuple[str, ...]) -> None:
    assert diff("specs/door.fsm", *options).status == 2


# ---------------------------------------------------------------------------------------------------------------- files


def test_formats_go_to_files_and_to_standard_output(diff: Run) -> None:
    now(QUIETER)
    files = [f"a.{end}" for end in ("json", "md", "txt", "svg", "png", "mmd")]
    done = diff("specs/door.fsm", *(word for file in files for word in ("-o", file)))
    assert done.out.splitlines() == [f"wrote     {file}" for file in files]
    assert json.loads(Path("a.json").read_text())["grade"] == "breaking"
    assert "### ❌ breaking" in Path("a.md").read_text(encoding="utf-8")
    assert "other actions" in Path("a.txt").read_text()
    assert Path("a.svg").read_text().startswith("<?xml")
    assert Path("a.mmd").read_text().splitlines()[1] == "flowchart TB"
    again = diff("specs/door.fsm", "--format", "json", "-o", "a.json", "-o", "a.svg", "--format", "markdown")
    assert again.out.startswith("unchanged a.json\nunchanged a.svg\n<!-- Generated by fsmc diff")


def test_a_format_may_go_to_a_file_of_any_name(diff: Run) -> None:
    now(QUIETER)
    diff("specs/door.fsm", "--format", "markdown", "-o", "comment")
    assert "### ❌ breaking" in Path("comment").read_text(encoding="utf-8")


def test_a_file_of_somebody_else_is_left_alone(diff: Run) -> None:
    Path("notes.md").write_text("mine")
    done = diff("specs/door.fsm", "-o", "notes.md")
    assert done.status == 2
    assert "not written by fsmc" in done.err
    assert Path("notes.md").read_text() == "mine"


def test_without_a_change_there_is_nothing_to_draw(diff: Run) -> None:
    done = diff("specs/door.fsm", "-o", "a.svg")
    assert (done.status, done.out) == (0, "")
    assert "nothing to draw" in done.err
    assert not Path("a.svg").exists()


def test_outputs_do_not_depend_on_hashes(diff: Run) -> None:
    import subprocess

    now(QUIETER + "state Ajar\nShut on turn -> Ajar\n")
    made = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "fsmc", "diff", "specs/door.fsm", "--format", "json"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        made.add(subprocess.run(command, capture_output=True, env=environment, check=False).stdout)
    assert len(made) == 1


# --------------------------------------------------------------------------------------------------------------- GitHub


def test_in_a_workflow_lines_are_annotated_and_the_step_has_a_summary(
    diff: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    now(QUIETER)
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_WORKSPACE", os.getcwd())
    monkeypatch.chdir("specs")
    done = diff("door.fsm", "--format", "github", "--axis", "actions")
    assert done.status == 1
    first = next(line for line in done.out.splitlines() if "emitted actions" in line)
    assert first.startswith("::error file=specs/door.fsm,line=7,title=emitted actions%3A breaking::")
    assert not any(line.startswith("::error") for line in done.out.splitlines() if "emitted actions" not in line)
    written = summary.read_text(encoding="utf-8")
    assert written.startswith("before\n<!-- Generated by fsmc diff")
    assert "```mermaid" in written


# ------------------------------------------------------------------------------------------- the table of a standard


RFC1661 = ROOT / "tests/data/rfc1661_lcp.csv"
FOOTNOTES = {"r": "raise Down if restart; raise Up if restart", "p": "tlf if not passive"}


def test_ppp_differs_from_the_table_of_rfc_1661_in_its_footnotes_only(diff: Run) -> None:
    done = diff(str(ROOT / "specs/ppp_lcp.fsm"), str(RFC1661), "--format", "json")
    told = json.loads(done.out)
    changed = {(cell["old"]["state"], cell["old"]["event"]) for cell in told["cells"]}
    rows = [row.split(",") for row in RFC1661.read_text().splitlines()[1:]]
    assert changed == {(row[0], row[1]) for row in rows if row[5] in ("r", "p")}
    assert {change for cell in told["cells"] for change in cell["changes"]} == {"other actions"}


def test_with_its_footnotes_the_table_of_rfc_1661_is_the_machine(diff: Run) -> None:
    rows = [row.split(",") for row in RFC1661.read_text().splitlines()]
    for row in rows:
        row[3] = FOOTNOTES.get(row[5], row[3])
    Path("table.csv").write_text("\n".join(map(",".join, rows)) + "\n")
    done = diff(str(ROOT / "specs/ppp_lcp.fsm"), "table.csv", "--fail-on", "any")
    assert done.status == 0
    assert "no difference" in done.out


@pytest.mark.parametrize("name", ["turnstile", "ppp_lcp", "tcp"])
def test_a_spec_is_what_its_own_table_says(diff: Run, name: str) -> None:
    sides = str(ROOT / f"specs/{name}.fsm"), str(ROOT / f"generated/{name}/{name}.csv")
    assert diff(*sides, "--fail-on", "any").status == 0
    assert diff(*reversed(sides), "--fail-on", "any").status == 0


def test_two_tables_are_compared_by_what_they_name(diff: Run) -> None:
    Path("a.csv").write_text("from,event,actions,to\nOpen,push,squeak,Shut\nShut,push,,Open\n")
    Path("b.csv").write_text("state;event;next state;output\nOpen;push;Shut;squeak\nShut;push;Open;\n")
    assert diff("a.csv", "b.csv", "--fail-on", "any").status == 0
    Path("b.csv").write_text("from,event,actions,to\nOpen,push,squeak,Shut\nShut,push,,Shut\n")
    done = diff("a.csv", "b.csv")
    assert done.status == 1
    assert "retargeted" in done.out


def test_a_scenario_that_does_not_hold_any_more_stops_no_comparison(diff: Run) -> None:
    now(DOOR.replace("Open on push -> Shut", "Open on push -> Open") + "scenario falls: Open, push -> Shut\n")
    done = diff("specs/door.fsm")
    assert done.status == 1
    assert done.err == "specs/door.fsm: 1 scenario does not hold: see `fsmc check specs/door.fsm`\n"
    assert "retargeted" in done.out


# -------------------------------------------------------------------------------------------------------- the manual


def _commands() -> list[str]:
    """The commands of docs/diff.md that are for a shell."""
    import re

    page = (ROOT / "docs/diff.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("command", _commands())
def test_a_command_of_the_manual_does_what_it_says(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import shlex

    repository = Repository(tmp_path / "repository", monkeypatch)
    monkeypatch.chdir(repository.folder)
    for file in ("specs/tcp.fsm", "specs/ppp_lcp.fsm", "generated/tcp/tcp.csv"):
        repository.commit(file, (ROOT / file).read_text(encoding="utf-8"))
    repository.git("tag", "v1.0")
    repository.git("tag", "v1.1")
    done = runner(monkeypatch, capfd)(*shlex.split(command)[1:])
    assert done.status == 0


def test_a_comparison_that_takes_long_says_what_it_does(diff: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from fsmc.cli import terminal
    from tests.comparisons import SAME

    told = threading.Event()
    monkeypatch.setattr("fsmc.cli.comparing.PATIENCE", 0.0)
    monkeypatch.setattr(terminal.Progress, "show", lambda self, text: told.set() if "comparing" in text else None)
    monkeypatch.setattr("fsmc.diff.compare", lambda old, new: SAME if told.wait(10) else None)
    assert diff("specs/door.fsm").status == 0
