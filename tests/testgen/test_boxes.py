"""The written suites against implementations: our own modules, a class, a program and a server in another language."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fsmc.compiler import check, compile
from fsmc.model import Machine
from fsmc.source import SourceFile
from fsmc.testgen import KINDS
from tests.testgen.boxed import EXAMPLES, ROOT, Told, judged, written
from tests.testgen.test_suites import LAMP, machine, spec

PERL = shutil.which("perl")
PYTHON_PROGRAM = f'"{sys.executable}" lines.py'

CLIENT = """
machine Client
type Response (status: int, 'half-done': bool)
type Blob
type Kind = big | small-one
option mode: Kind = big
option 'how-long': duration = 3s
guard is-known (who: str, r: Response)
state Waiting initial
state Done
event response (r: Response, b: Blob, k: Kind, more: Kind*) from server
event r1xx = response [100 <= r.status < 200]
event rest = response [else]
event go-on
action show-it (r: Response, b: Blob, k: Kind, more: Kind*)
timer t = how-long within Done
Waiting on rest [is-known("ann", r) and not is-known("bob", r)] -> Done / show-it(r, b, k, more), start t
Waiting on rest [else] -> stay / show-it(r, b, mode, big, small-one)
Waiting ignore r1xx
Waiting defer go-on
Done on timeout t -> Waiting
Done reject other "it is done"
"""


def module(of: Machine, text: str, folder: Path) -> str:
    """The option that names the module of a machine, which is made in the folder."""
    made = compile(SourceFile("test.fsm", text), only=("python",)).artifacts
    path = folder / f"{of.slug}.py"
    path.write_text(made[0].text, encoding="utf-8")
    return f"--module={path.name}"


# ----------------------------------------------------------------------------------------------------- our modules


@pytest.mark.parametrize(
    ("name", "kinds"), [("turnstile", KINDS), ("ppp_lcp", ("transitions",)), ("tcp", ("transitions",))]
)
def test_the_module_of_a_spec_passes(name: str, kinds: tuple[str, ...], tmp_path: Path) -> None:
    written(spec(name), tmp_path, *kinds)
    shutil.copy(ROOT / "generated" / name / f"{name}.py", tmp_path / f"{name}.py")
    told = judged(tmp_path, f"--module={name}.py")
    assert told.status == 0, told.text
    assert re.fullmatch(r"\d+ passed", told.summary)


@pytest.mark.parametrize("text", [LAMP, CLIENT], ids=["Lamp", "Client"])
def test_a_module_with_guards_values_options_time_and_deferral_passes(text: str, tmp_path: Path) -> None:
    of = machine(text)
    written(of, tmp_path, *KINDS)
    told = judged(tmp_path, module(of, text, tmp_path))
    assert told.status == 0, told.text


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("timer tired = 3s", "timer tired = 2s"),
        ("timer tired = 3s", "timer tired = 4s"),
        ("within On", "within On, Broken"),
        ("start tired", "start tired = 5s"),
        ("hum(count)", "hum(0)"),
        ("bulb(60)", "bulb(61)"),
        ("Broken reject mend [else]", "Broken ignore mend [else]"),
        ("count < 3", "count <= 3"),
        ("state Off initial\nstate On", "state Off\nstate On initial"),
    ],
)
def test_a_wrong_module_fails(right: str, wrong: str, tmp_path: Path) -> None:
    assert LAMP.count(right) == 1
    text = LAMP.replace(right, wrong)
    if "Broken" in wrong and "within" in wrong:  # the timer goes on, and then expires where nobody expects it
        text += "Broken on timeout tired -> Off\n"
    written(machine(LAMP), tmp_path, "transitions", "pairs")
    found = check(SourceFile("test.fsm", text)).machine
    assert found
    told = judged(tmp_path, module(found, text, tmp_path))
    assert told.status == 1, told.text
    assert "expected" in told.text


# ----------------------------------------------------------------------------------------------- processes, sockets

LINES = """
import json, sys
paid = False
for line in sys.stdin:
    said = json.loads(line)
    does = []
    if said["do"] == "reset":
        paid = False
    elif said["do"] == "step":
        event = said["event"]
        does = ["alarm"] if event == "push" and not paid else []
        paid = event == "coin"
    print(json.dumps({"actions": does}), flush=True)
"""


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
    done = subprocess.run([sys.executable, "-c", start, *asked], cwd=here, capture_output=True, text=True, check=False)
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


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('paid = event == "coin"', "paid = True", "expected alarm but found no action"),
        ('paid = event == "coin"', "pass", "expected no action but found alarm"),
        ('["alarm"]', '["bell"]', "expected alarm but found bell"),
        ('["alarm"]', '[["alarm", 1]]', "but found alarm(1)"),
        ('{"actions": does}', '{"refused": "no"}', "but found refused"),
        ('{"actions": does}', '{"actions": does, "state": "Locked"}', "the state after it: expected Unlocked"),
    ],
)
def test_a_wrong_program_fails(turnstile: Path, right: str, wrong: str, words: str) -> None:
    assert LINES.count(right) == 1
    (turnstile / "lines.py").write_text(LINES.replace(right, wrong), encoding="utf-8")
    told = judged(turnstile, "--process", PYTHON_PROGRAM, "test_turnstile_wp.py")
    assert told.status == 1
    assert words in " ".join(told.text.split()), told.text


@pytest.mark.parametrize("end", ["raise SystemExit", "print('?', flush=True)"])
def test_a_program_that_ends_or_talks_nonsense_fails_one_test_and_is_started_again(turnstile: Path, end: str) -> None:
    once = f"import os\nif not os.path.exists('was'):\n    open('was', 'w').close()\n    {end}\n"
    (turnstile / "lines.py").write_text(once + LINES, encoding="utf-8")
    told = judged(turnstile, "--process", PYTHON_PROGRAM, "test_turnstile_pairs.py")
    assert told.status == 1
    assert told.summary.startswith("1 failed, 7 passed") or "no line of JSON" in told.text, told.text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ('"[]"', "no 'actions', 'refused' or 'unsupported' in '[]"),
        ('\'{"state": "Locked"}\'', "no 'actions', 'refused' or 'unsupported' in"),
        ("'{\"actions\": null}'", "no 'actions', 'refused' or 'unsupported' in"),
        ('\'{"actions": "alarm"}\'', "no list of actions: 'alarm'"),
        ("'{\"actions\": 3}'", "no list of actions: 3"),
        ("'{\"actions\": [7]}'", "no action: 7: a name, or a list that begins with one"),
        ('"\\udcff"', "no line of JSON:"),
    ],
)
def test_what_is_no_answer_is_told_after_the_steps_that_led_there(turnstile: Path, answer: str, words: str) -> None:
    wrong = LINES.replace('json.dumps({"actions": does})', answer)
    head = "import sys\nsys.stdout.reconfigure(errors='surrogateescape')\n"
    (turnstile / "lines.py").write_text(head + wrong, encoding="utf-8")
    told = judged(turnstile, "--process", PYTHON_PROGRAM, "test_turnstile_wp.py")
    assert told.summary == "3 failed"
    assert "1. begin anew" in told.text
    assert words in told.text
    assert "Traceback" not in told.text


def test_a_line_too_many_fails_where_it_comes_and_moves_no_answer(turnstile: Path) -> None:
    (turnstile / "lines.py").write_text("print('ready', flush=True)\n" + LINES, encoding="utf-8")
    told = judged(turnstile, "--process", PYTHON_PROGRAM, "test_turnstile_wp.py")
    assert told.summary == "3 failed"
    assert told.text.count("no line of JSON: 'ready") == 3


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--process", "no-such-program here"), "no-such-program here: cannot be started"),
        (("--process", "'open"), "write COMMAND"),
        (("--connect", "localhost"), "write HOST:PORT"),
        (("--adapter", "gate"), "write MODULE:CLASS"),
        (("--adapter", "no_gate:Turnstile"), "there is no module no_gate"),
        (("--adapter", "gate:Turnpike"), "gate has no Turnpike"),
        (("--adapter", "gate:Gate"), "Gate has no method reset"),
        (("--module=gate.py",), "gate.py: no module that fsmc has made"),
        (("--module=no_gate.py",), "no_gate.py: no Python module is there"),
    ],
)
def test_an_implementation_that_cannot_be_reached_ends_the_run_with_a_sentence(
    turnstile: Path, asked: tuple[str, ...], words: str
) -> None:
    told = judged(turnstile, *asked, "test_turnstile_wp.py")
    assert told.status == 4
    assert words in told.text
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
