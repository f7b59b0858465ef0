"""The written suites as users run them, with pytest: how an implementation is named, and what is said of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fsmc.testgen import KINDS
from tests.apart import environment
from tests.testgen.boxed import EXAMPLES, LINES, ROOT, Told, judged, written
from tests.testgen.test_modules import CLIENT
from tests.testgen.test_suites import machine, spec

PERL = shutil.which("perl")
PYTHON_PROGRAM = f'"{sys.executable}" lines.py'
"""What --process is told."""


@pytest.fixture
def turnstile(tmp_path: Path) -> Path:
    """A folder with all suites of the turnstile, a program that is one, and what is in the documentation."""
    (tmp_path / "lines.py").write_text(LINES, encoding="utf-8")
    shutil.copy(EXAMPLES / "gate.py", tmp_path)
    return written(spec("turnstile"), tmp_path, *KINDS)


def test_a_class_passes_by_option_and_by_environment(turnstile: Path) -> None:
    for told in (
        judged(turnstile, "--adapter", "gate:Turnstile"),
        judged(turnstile, environment={"FSM_ADAPTER": "gate:Turnstile"}),
    ):
        assert (told.status, told.summary) == (0, "15 passed")


def test_a_class_is_found_from_where_pytest_is_started(
    turnstile: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    here = tmp_path_factory.mktemp("here")
    (turnstile / "gate.py").rename(here / "gate.py")
    start = "import sys; sys.path.remove(''); import pytest; sys.exit(pytest.main(sys.argv[1:]))"  # as `pytest` does
    asked = ["-q", "-p", "no:cacheprovider", str(turnstile), "--adapter", "gate:Turnstile"]
    done = subprocess.run(
        [sys.executable, "-c", start, *asked], cwd=here, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1].startswith("15 passed"), done.stdout


def test_a_program_passes(turnstile: Path) -> None:
    told = judged(turnstile, "--process", PYTHON_PROGRAM)
    assert (told.status, told.summary) == (0, "15 passed")


needs_perl = pytest.mark.skipif(PERL is None, reason="perl is not installed")


@needs_perl
def test_a_program_in_another_language_passes(turnstile: Path) -> None:
    told = judged(turnstile, "--process", f"{PERL} {EXAMPLES / 'turnstile.pl'}")
    assert (told.status, told.summary) == (0, "15 passed")


@contextmanager
def server() -> Iterator[str]:
    """The address of the turnstile in another language, on a port that is free."""
    command = [str(PERL), str(EXAMPLES / "turnstile.pl"), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield f"127.0.0.1:{process.stdout.readline().split()[-1]}"
        finally:
            process.kill()


@needs_perl
def test_a_server_in_another_language_passes(turnstile: Path) -> None:
    with server() as address:
        told = judged(turnstile, "--connect", address)
    assert (told.status, told.summary) == (0, "15 passed")


def test_the_module_of_a_spec_passes(tmp_path: Path) -> None:
    written(spec("turnstile"), tmp_path, *KINDS)
    shutil.copy(ROOT / "generated/turnstile/turnstile.py", tmp_path)
    told = judged(tmp_path, "--module=turnstile.py")
    assert (told.status, told.summary) == (0, "15 passed"), told.text


def test_pytest_tells_the_steps_that_led_to_what_is_wrong(turnstile: Path) -> None:
    (turnstile / "lines.py").write_text(LINES.replace('paid = event == "coin"', "paid = True"), encoding="utf-8")
    told = judged(turnstile, "--process", PYTHON_PROGRAM, "test_turnstile_wp.py")
    assert (told.status, told.summary) == (1, "2 failed, 1 passed")
    assert "  1. begin anew\n  2. coin\n" in told.text
    assert "after it: expected alarm\n          but found no action\n" in told.text
    assert "Traceback" not in told.text


def test_what_ends_a_run_is_a_sentence(turnstile: Path) -> None:
    told = judged(turnstile, "--module=no_gate.py", "test_turnstile_wp.py")
    assert told.status == 4
    assert "no_gate.py: no Python module is there" in told.text
    assert "Traceback" not in told.text


def test_what_cannot_be_tested_is_skipped_with_a_reason_or_left_out_by_marks(tmp_path: Path) -> None:
    of = machine(CLIENT)
    written(of, tmp_path, "transitions")
    (tmp_path / "lines.py").write_text(
        'import sys\nfor line in sys.stdin:\n    print(\'{"unsupported": "no such thing"}\', flush=True)\n',
        encoding="utf-8",
    )
    told = judged(tmp_path, "--process", PYTHON_PROGRAM, "-rs")
    assert told.status == 0
    assert re.fullmatch(r"\d+ skipped", told.summary)
    assert "no such thing" in told.text
    whole, timed = (_collected(judged(tmp_path, "--collect-only", *which)) for which in ((), ("-m", "not time")))
    assert 0 < timed < whole


def _collected(told: Told) -> int:
    return sum("::" in line for line in told.text.splitlines())


def test_without_an_implementation_pytest_says_what_to_name(turnstile: Path) -> None:
    told = judged(turnstile)
    assert told.status == 4
    assert "what is to be tested? Say --adapter MODULE:CLASS or --process COMMAND" in told.text
