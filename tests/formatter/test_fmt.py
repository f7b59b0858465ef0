"""`fsmc fmt` as people call it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from fsmc import formatter
from tests.command import Run, runner

UGLY = "machine M\nstate  A initial\n"
NEAT = "machine M\nstate A initial\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "ugly.fsm").write_bytes(UGLY.encode())
    (tmp_path / "specs" / "neat.fsm").write_bytes(NEAT.encode())
    return runner(monkeypatch, capsys, "fmt")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """Makes bytes what comes from standard input."""

    def type_in(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return type_in


def test_files_are_rewritten_and_told(run: Run) -> None:
    done = run("specs")
    assert (done.status, done.out) == (0, "reformatted specs/ugly.fsm\n1 file reformatted, 1 unchanged\n")
    assert Path("specs/ugly.fsm").read_text() == NEAT
    assert run("specs").out == "2 files unchanged\n"


def test_without_a_path_the_specs_of_the_project_are_taken(run: Run) -> None:
    assert run().out.endswith("1 file reformatted, 1 unchanged\n")
    Path("other").mkdir()
    Path("other/x.fsm").write_text(UGLY)
    Path("fsmc.toml").write_text('paths = ["other"]\n')
    assert run().out == "reformatted other/x.fsm\n1 file reformatted\n"


def test_check_names_what_would_change_and_writes_nothing(run: Run) -> None:
    done = run("--check")
    assert (done.status, done.out) == (1, "would reformat specs/ugly.fsm\n1 file would be reformatted, 1 unchanged\n")
    assert Path("specs/ugly.fsm").read_text() == UGLY
    assert run("--check", "specs/neat.fsm").status == 0
    assert run("--check", "-q").out == "would reformat specs/ugly.fsm\n"


def test_diff_shows_what_would_change_and_writes_nothing(run: Run) -> None:
    done = run("--diff")
    head = "--- specs/ugly.fsm\n+++ specs/ugly.fsm\n"
    assert (done.status, done.out) == (1, f"{head}@@ -1,2 +1,2 @@\n machine M\n-state  A initial\n+state A initial\n")
    assert done.err == "1 file would be reformatted, 1 unchanged\n"
    assert Path("specs/ugly.fsm").read_text() == UGLY


def test_a_file_that_cannot_be_parsed_is_left_and_the_others_are_done(run: Run) -> None:
    Path("specs/bad.fsm").write_text("state  A A\n")
    done = run("specs", "nowhere.fsm")
    assert done.status == 2
    assert "specs/bad.fsm:1:10: error[FSM001]" in done.err
    assert "(unexpected-word)\n" in done.err
    assert "nowhere.fsm: no such file or folder" in done.err
    assert done.out.endswith("1 file reformatted, 1 unchanged, 2 with faults\n")
    assert Path("specs/bad.fsm").read_text() == "state  A A\n"
    assert Path("specs/ugly.fsm").read_text() == NEAT


def test_a_fault_of_meaning_does_not_matter(run: Run) -> None:
    Path("specs/ugly.fsm").write_text("A  on nothing -> Nowhere\n")
    assert run("specs").status == 0
    assert Path("specs/ugly.fsm").read_text() == "A on nothing -> Nowhere\n"


def test_the_byte_order_mark_and_the_line_ends_stay(run: Run) -> None:
    Path("specs/ugly.fsm").write_bytes(b"\xef\xbb\xbf" + UGLY.replace("\n", "\r\n").encode())
    assert run("specs").status == 0
    assert Path("specs/ugly.fsm").read_bytes() == b"\xef\xbb\xbf" + NEAT.replace("\n", "\r\n").encode()


def test_standard_input_goes_to_standard_output(run: Run, typed) -> None:
    typed(UGLY.encode())
    done = run("-")
    assert (done.status, done.out, done.err) == (0, NEAT, "")


def test_standard_input_that_cannot_be_parsed_gives_nothing(run: Run, typed) -> None:
    typed(b"state A A\n")
    done = run("-", "--stdin-filename", "specs/new.fsm")
    assert (done.status, done.out) == (2, "")
    assert "specs/new.fsm:1:9: error[FSM001]" in done.err


def test_standard_input_can_be_checked(run: Run, typed) -> None:
    typed(UGLY.encode())
    assert run("-", "--check").status == 1
    typed(NEAT.encode())
    assert run("-", "--check").status == 0
    assert run("-", "specs").status == 2


def test_sort_orders_the_lines(run: Run) -> None:
    Path("specs/ugly.fsm").write_text("state A\nstate B\nB on x -> A\nA on x -> B\n")
    assert run("--sort").status == 0
    assert Path("specs/ugly.fsm").read_text() == "state A\nstate B\nA on x -> B\nB on x -> A\n"


def test_a_defect_leaves_the_file_as_it_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise formatter.LayoutError("the words of the spec would change")

    monkeypatch.setattr(formatter, "formatted", fail)
    done = run("specs/ugly.fsm")
    assert done.status == 2
    assert "a defect of fsmc" in done.err
    assert Path("specs/ugly.fsm").read_text() == UGLY
