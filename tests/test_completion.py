"""Shell completion: what the tab key offers, asked in the words in which a shell asks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from fsmc.cli import commands, offers
from tests.command import runner

SPEC = """machine Door
state TIME-WAIT initial
state Shut "it is shut"
state 'half open'
event open
event lock (force: bool)
view overview "the whole" = any
scenario calm: Shut
scenario "no name": Shut
"""


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with two specs, and much else."""
    for name, text in {
        "specs/door.fsm": SPEC, "specs/old/gate.fsm": SPEC, ".hidden/no.fsm": "", "node_modules/no.fsm": "",
        "README.md": "", "main.py": "",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def offered(*words: str) -> list[str]:
    """The values that are offered for the last word, as the scripts of the shells get them."""
    environment = {**os.environ, "_FSMC_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(["fsmc", *words])}
    environment["COMP_CWORD"] = str(len(words))
    done = subprocess.run(
        [sys.executable, "-m", "fsmc"], env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert not done.stderr
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def test_commands_and_options_are_offered() -> None:
    assert {"build", "check", "completion", "diff", "explain", "fmt", "new", "watch"} <= set(offered(""))
    assert "--max-unlisted" in offered("check", "--max")
    assert offered("completion", "z") == ["zsh"]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("command", ["build", "check", "fmt", "watch", "draw", "simulate", "diff"])
def test_specs_are_offered_and_nothing_else(command: str) -> None:
    assert offered(command, "") == ["specs/door.fsm", "specs/old/gate.fsm"]
    assert offered(command, "specs/o") == ["specs/old/gate.fsm"]


@pytest.mark.usefixtures("project")
def test_where_there_is_no_spec_the_shell_offers_its_files() -> None:
    assert offered("check", "elsewhere/") == ["elsewhere/"]


@pytest.mark.usefixtures("project")
def test_the_names_in_a_spec_are_offered() -> None:
    assert offered("draw", "specs/door.fsm", "--state", "") == ["TIME-WAIT", "Shut"]
    assert offered("draw", "specs/door.fsm", "--view", "") == ["overview"]
    assert offered("draw", "specs/door.fsm", "--scenario", "c") == ["calm"]
    assert offered("simulate", "specs/door.fsm", "o") == ["open"]
    assert offered("simulate", "specs/door.fsm", "--start", "TIME") == ["TIME-WAIT"]


@pytest.mark.usefixtures("project")
def test_a_spec_that_is_not_there_offers_no_names() -> None:
    assert offered("draw", "specs/none.fsm", "--state", "") == []


def test_rules_and_outputs_are_offered() -> None:
    assert "unreachable-state" in offered("explain", "unr")
    assert offered("explain", "FSM08")[0] == "FSM080"
    assert offered("build", "--only", "python,s") == ["python,svg", "python,sequence"]


def test_warnings_are_offered_to_the_options_that_take_them() -> None:
    assert offered("check", "--ignore", "dead-end,mixed-n") == ["dead-end,mixed-naming"]
    assert offered("check", "--select", "undeclared-n") == [], "an error is always told"


@pytest.mark.parametrize("command", sorted(commands.commands))
def test_every_option_that_takes_a_path_offers_files(command: str) -> None:
    for parameter in commands.commands[command].params:
        if isinstance(parameter, click.Option) and parameter.metavar in ("FILE", "DIR", "FOLDER", "PATH"):
            assert offered(command, parameter.opts[0], "some") == ["some"], parameter.opts[0]


def test_a_spec_is_not_compiled_for_a_completion(project: Path) -> None:
    program = (
        "import sys, click\nfrom fsmc.cli import commands, offers\n"
        "context = click.Context(commands); context.params['spec'] = 'specs/door.fsm'\n"
        "assert offers.declared('state')(context, None, '')\n"
        "print(sorted({'lark', 'fsmc.compiler', 'fsmc.lint'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_only_so_many_folders_are_searched(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "_MOST_FOLDERS", 2)
    found = offers.specs(None, None, "")  # type: ignore[arg-type]
    assert [item.value for item in found] == ["specs/door.fsm"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_fsmc(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    done = runner(monkeypatch, capsys)("completion", shell)
    assert done.status == 0
    assert f"_FSMC_COMPLETE={shell}_complete" in done.out


@pytest.mark.usefixtures("project")
@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_completes_with_the_script() -> None:
    script = """
        eval "$(fsmc completion bash)"
        COMP_WORDS=(fsmc draw specs/door.fsm --state T); COMP_CWORD=4
        _fsmc_completion fsmc
        echo "${COMPREPLY[@]}"
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(["bash", "-c", script], env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert done.stdout == "TIME-WAIT\n"
    assert not done.stderr


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_can_read_their_scripts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"needs {shell}")
    script = runner(monkeypatch, capsys)("completion", shell).out
    assert subprocess.run([shell, "-n"], input=script, text=True, capture_output=True).returncode == 0
