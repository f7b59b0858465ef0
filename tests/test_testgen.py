"""`fsmc testgen`: what is written where, what is said of it, and when it refuses."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fsmc.testgen import wp
from tests.command import Run, runner

ROOT = Path(__file__).parent.parent
TURNSTILE = str(ROOT / "specs/turnstile.fsm")
PPP = str(ROOT / "specs/ppp_lcp.fsm")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return runner(monkeypatch, capsys, "testgen")


def test_a_suite_is_written_with_what_it_needs_beside_it(run: Run, tmp_path: Path) -> None:
    done = run(TURNSTILE)
    assert done.status == 0
    names = ["conftest.py", "fsm_adapters.py", "test_turnstile_transitions.py"]
    assert sorted(path.name for path in (tmp_path / "blackbox").iterdir()) == names
    assert done.out.count("wrote") == 3
    assert (
        done.err
        == "4 tests: every transition, refusals and ignored events among them, at the end of a shortest way to it\n"
    )
    again = run(TURNSTILE)
    assert again.out.count("unchanged") == 3


def test_suites_share_what_they_need(run: Run, tmp_path: Path) -> None:
    for kind in ("transitions", "pairs", "wp"):
        assert run(TURNSTILE, "--suite", kind, "-o", "box").status == 0
    assert len(list((tmp_path / "box").iterdir())) == 5


def test_the_suite_goes_to_a_file_or_to_standard_output(run: Run, tmp_path: Path) -> None:
    assert run(TURNSTILE, "-o", "box/test_gate.py").status == 0
    done = run(TURNSTILE, "-o", "-")
    assert done.out == (tmp_path / "box/test_gate.py").read_text(encoding="utf-8")


def test_what_is_dropped_is_said(run: Run, tmp_path: Path) -> None:
    done = run(TURNSTILE, "--suite", "pairs", "--max-tests", "2", "-o", "box")
    assert done.status == 0
    assert "2 tests: every pair" in done.err
    assert "dropped 6 tests (--max-tests); pairs of branches no longer covered: 4" in done.err
    assert done.err.count(", then ") == 4
    text = (tmp_path / "box/test_turnstile_pairs.py").read_text(encoding="utf-8")
    listed = next(
        node.value for node in ast.parse(text).body if isinstance(node, ast.Assign) and _name(node) == "NOT_COVERED"
    )
    assert [f"  {each}" for each in ast.literal_eval(listed)] == done.err.splitlines()[2:]


def test_a_suite_that_is_too_large_is_not_made_and_the_ways_out_are_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wp, "LARGEST", 3)
    done = run(TURNSTILE, "--suite", "wp")
    assert done.status == 2
    assert "Turnstile: the wp suite would have about 6 tests\n" in done.err
    assert all(way in done.err for way in ("help: --suite pairs", "--max-tests N", "--set"))
    assert not list(tmp_path.iterdir())
    assert run(TURNSTILE, "--suite", "wp", "--max-tests", "2").status == 0
    assert run(TURNSTILE, "--suite", "wp", "--max-tests", "3").status == 0


def test_what_nobody_has_counted_is_said_to_be_dropped_at_least(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wp, "LOOKED_AT", 2)
    done = run(TURNSTILE, "--suite", "wp", "--max-tests", "1")
    assert "dropped at least 1 test (--max-tests)" in done.err


def _name(node: ast.Assign) -> str:
    return getattr(node.targets[0], "id", "")


def test_what_is_not_reached_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "far.fsm").write_text(
        "machine Far\nstate A initial\nstate B final\nvar n: int\nevent x\n"
        "A on x [n < 1000] -> A / n += 1\nA on x [else] -> B\nB ignore x\n"
    )
    done = run("far.fsm", "--max-places", "50")
    assert done.status == 0
    assert "2 not reached" in done.err
    assert "A on x [else]; B on x" in done.err


def test_options_are_set_for_all_tests(run: Run) -> None:
    done = run(
        PPP, "--suite", "wp", "--set", "Max-Configure=2", "--set", "passive=true", "--set", "restart=true", "-o", "-"
    )
    assert done.status == 0
    assert '"Max-Configure": 2' in done.out
    assert "Reach()" not in done.out
    assert "the automaton with passive = True, restart = True, Max-Configure = 2 has 16 states" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--extra-states", "1"], "--extra-states is for --suite wp"),
        (["--set", "speed=1"], "speed"),
        (["--set", "speed"], "speed"),
        (["--max-tests", "0"], "--max-tests"),
        (["--suite", "all"], "--suite"),
    ],
)
def test_what_makes_no_sense_is_refused(run: Run, tmp_path: Path, arguments: list[str], words: str) -> None:
    done = run(TURNSTILE, *arguments)
    assert done.status == 2
    assert words in done.err
    assert not list(tmp_path.iterdir())


def test_a_spec_with_errors_has_no_tests(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.fsm").write_text("machine Bad\nstate A initial\nA on x -> B\n")
    done = run("bad.fsm")
    assert done.status == 1
    assert "no tests are written" in done.err
    assert not (tmp_path / "blackbox").exists()


def test_files_of_others_are_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "blackbox").mkdir()
    mine = tmp_path / "blackbox/conftest.py"
    mine.write_text("# mine\n")
    done = run(TURNSTILE)
    assert done.status == 0
    assert "kept      blackbox/conftest.py; let it say: from fsm_adapters import *" in done.out
    assert mine.read_text() == "# mine\n"
    (tmp_path / "blackbox/test_turnstile_transitions.py").write_text("# mine\n")
    done = run(TURNSTILE)
    assert done.status == 2
    assert "not written by fsmc" in done.err


def test_before_a_file_of_others_nothing_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "blackbox").mkdir()
    (tmp_path / "blackbox/fsm_adapters.py").write_text("# mine\n")
    done = run(TURNSTILE)
    assert (done.status, done.out) == (2, "")
    assert "blackbox/fsm_adapters.py: not written by fsmc" in done.err
    assert [path.name for path in (tmp_path / "blackbox").iterdir()] == ["fsm_adapters.py"]


@pytest.mark.parametrize(("spec", "kind"), [(TURNSTILE, "wp"), (TURNSTILE, "pairs"), (PPP, "transitions")])
def test_the_same_spec_gives_the_same_bytes_and_ruff_would_write_them_so(spec: str, kind: str, tmp_path: Path) -> None:
    texts = [_written(spec, kind, tmp_path / seed, seed) for seed in ("1", "2")]
    assert texts[0] == texts[1]
    for command in (["format", "--check"], ["check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--isolated", "--no-cache", "--target-version", "py310"]
        subprocess.run([*ruff, str(tmp_path / "1")], check=True, capture_output=True)


def _written(spec: str, kind: str, folder: Path, seed: str) -> list[str]:
    command = [sys.executable, "-m", "fsmc", "testgen", spec, "--suite", kind, "-o", str(folder)]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": f"UTC+{seed}"}
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)
    return [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]


def test_hostile_words_stay_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.fsm").write_text(
        'machine Odd "label \\"\\"\\" \\\\ end"\nstate \'a "\\\\" b\' initial\nevent \'e {{x}} """\'\n'
        'action act (t: str)\n\'a "\\\\" b\' on \'e {{x}} """\' -> stay / act("\\"\\"\\" \\\\ \' \\n # ")\n',
        encoding="utf-8",
    )
    for kind in ("transitions", "pairs", "wp"):
        assert run("odd.fsm", "--suite", kind, "-o", f"{kind}.py").status == 0
        tree = ast.parse((tmp_path / f"{kind}.py").read_text(encoding="utf-8"))
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert {'e {{x}} """', 'a "\\" b', '""" \\ \' \n # '} <= texts
