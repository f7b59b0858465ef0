"""`--help` of every command: an example, the exit statuses, and lines that no width of the terminal breaks."""

from __future__ import annotations

import inspect
import re
import shlex

import click
import pytest

from fsmc.cli import commands
from tests.command import runner

NAMES = sorted(commands.commands)


def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int, *command: str) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    done = runner(monkeypatch, capsys)(*command, "--help")
    assert done.status == 0
    return done.out


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize("name", NAMES)
def test_help_shows_examples_and_exit_statuses(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, columns: int
) -> None:
    text = shown(monkeypatch, capsys, columns, name)
    assert re.search(r"^  Examples:$", text, re.MULTILINE)
    assert re.search(r"^  Exit status: 0 ", text, re.MULTILINE)
    assert all(line in text for line in examples(name))


@pytest.mark.parametrize("name", NAMES)
def test_no_example_is_wider_than_help_may_be(name: str) -> None:
    assert [line for line in examples(name) if len(line) > 100] == []


def examples(name: str) -> list[str]:
    """The lines of the examples as they are written."""
    written = inspect.cleandoc(commands.commands[name].help or "").partition("Examples:\n")[2].partition("\n\n")[0]
    return written.splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_the_options_in_the_examples_exist(name: str) -> None:
    known = {option for parameter in commands.commands[name].params for option in parameter.opts} | {"--help"}
    for line in examples(name):
        for command in re.findall(rf"fsmc {name}\b([^|>)]*?)(?=\s{{3,}}|$|[|>)])", line):
            used = {word.partition("=")[0] for word in shlex.split(command, comments=True) if word.startswith("-")}
            assert used - {"-"} <= known, line


def test_the_first_page_names_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown(monkeypatch, capsys, 80)
    assert [name for name in NAMES if not re.search(rf"^  {name} ", text, re.MULTILINE)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_explained(name: str) -> None:
    options = [one for one in commands.commands[name].params if isinstance(one, click.Option)]
    silent = [one.opts for one in options if not one.help and not isinstance(one.type, click.Choice)]
    assert silent == []
