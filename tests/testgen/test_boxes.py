"""The written suites against programs and servers: wrong ones, and such as give no answers at all."""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fsmc.testgen.kit import fsm_adapters as kit
from tests.testgen.boxed import EXAMPLES, LINES, Box, box, program
from tests.testgen.test_suites import machine, spec


@pytest.fixture(scope="module")
def turnstile_box() -> Box:
    """The tests of the turnstile by the Wp-method: three."""
    return box(spec("turnstile"), "wp")


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
def test_a_wrong_program_fails(turnstile_box: Box, tmp_path: Path, right: str, wrong: str, words: str) -> None:
    assert LINES.count(right) == 1
    found = turnstile_box.failures(program(tmp_path, LINES.replace(right, wrong)))
    assert any(words in " ".join(told.split()) for told in found), found


@pytest.mark.parametrize(("reason", "faults"), [("", 0), (', "reason": "no door"', 0), (', "reason": "no"', 1)])
def test_a_program_may_tell_the_reason_too(tmp_path: Path, reason: str, faults: int) -> None:
    wall = box(machine('machine Wall\nstate A initial\nevent knock\nA reject knock "no door"\n'), "transitions")
    answer = f"print('{{\"refused\": \"go away\"{reason}}}' if 'step' in line else '{{\"actions\": []}}', flush=True)"
    found = wall.failures(program(tmp_path, f"import sys\nfor line in sys.stdin:\n    {answer}\n"))
    assert len(found) == faults


@pytest.mark.parametrize("end", ["raise SystemExit", "print('?', flush=True)"])
def test_a_program_that_ends_or_talks_nonsense_fails_one_test_and_is_started_again(tmp_path: Path, end: str) -> None:
    was = str(tmp_path / "was")
    once = f"import os\nif not os.path.exists({was!r}):\n    open({was!r}, 'w').close()\n    {end}\n"
    (told,) = box(spec("turnstile"), "pairs").failures(program(tmp_path, once + LINES))
    assert "the program ended with status 0" in told or "no line of JSON: '?" in told


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
def test_what_is_no_answer_is_told_after_the_steps_that_led_there(
    turnstile_box: Box, tmp_path: Path, answer: str, words: str
) -> None:
    wrong = LINES.replace('json.dumps({"actions": does})', answer)
    head = "import sys\nsys.stdout.reconfigure(errors='surrogateescape')\n"
    found = turnstile_box.failures(program(tmp_path, head + wrong))
    assert len(found) == 3
    assert all("1. begin anew" in told and words in told for told in found)


def test_a_line_too_many_fails_where_it_comes_and_moves_no_answer(turnstile_box: Box, tmp_path: Path) -> None:
    found = turnstile_box.failures(program(tmp_path, "print('ready', flush=True)\n" + LINES))
    assert len(found) == 3
    assert all("no line of JSON: 'ready" in told for told in found)


def test_what_answers_too_late_or_not_at_all_is_told(turnstile_box: Box, tmp_path: Path) -> None:
    adapter = program(tmp_path, "import sys\nfor line in sys.stdin:\n    pass\n")
    adapter.patience = 0.01
    found = turnstile_box.failures(adapter)
    assert len(found) == 3
    assert all('no answer within 0.01 s to {"do": "reset", "options": {}}' in told for told in found)


def test_a_server_that_hangs_up_fails_a_test_and_is_connected_to_again(turnstile_box: Box) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_hang_up_once, args=(listening,), daemon=True).start()
        host, port = listening.getsockname()
        found = turnstile_box.failures(kit.SocketAdapter(host, port))
    assert len(found) == 1
    assert f"{host}:{port} closed the connection; asked was" in found[0]


def _hang_up_once(listening: socket.socket) -> None:
    """Take a line and hang up; then be a turnstile."""
    first, _ = listening.accept()
    with first:
        first.recv(100)
    second, _ = listening.accept()
    with second, second.makefile("rw", encoding="utf-8", newline="\n") as lines:
        paid = False
        for line in iter(lines.readline, ""):
            event = json.loads(line).get("event", "")
            does = ["alarm"] if event == "push" and not paid else []
            paid = event == "coin"
            lines.write(json.dumps({"actions": does}) + "\n")
            lines.flush()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("process", "no-such-program here"), "no-such-program here: cannot be started"),
        (("process", "'open"), "write COMMAND"),
        (("connect", "localhost"), "write HOST:PORT"),
        (("adapter", "gate"), "write MODULE:CLASS"),
        (("adapter", "no_gate:Turnstile"), "there is no module no_gate"),
        (("adapter", "gate:Turnpike"), "gate has no Turnpike"),
        (("adapter", "gate:Gate"), "Gate has no method reset"),
        (("module", "gate.py"), "gate.py: no module that fsmc has made"),
        (("module", "no_gate.py"), "no_gate.py: no Python module is there"),
    ],
)
def test_an_implementation_that_cannot_be_reached_ends_the_run_with_a_sentence(
    turnstile_box: Box, asked: tuple[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.setattr(sys, "path", [*sys.path])
    suite: Any = SimpleNamespace(module=None)
    with pytest.raises(pytest.exit.Exception, match=re.escape(words)) as end:
        turnstile_box.failures(kit._make(*asked, suite))
    sys.modules.pop("gate", None)
    assert end.value.returncode == 4
