"""`make trust`: the commands of docs/trust.md are run, and what they print stands below them."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.trust import BLOCK, PAGE, commands, main

SMALL = """\
# Trust

```console
$ echo begun; echo 3 of 3 agree
2 of 2 agree
```

Words between.

```console
$ echo 7 of 8; false
8 of 8
```
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "trust.md"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_the_last_line_of_a_command_is_written_below_it(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agree"], page) == 0
    assert page.read_text(encoding="utf-8") == SMALL.replace("2 of 2", "3 of 3")
    assert "3 of 3 agree" in capsys.readouterr().out


def test_a_command_that_fails_keeps_its_old_figure_and_is_told(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], page) == 1
    assert page.read_text(encoding="utf-8") == SMALL.replace("2 of 2", "3 of 3")
    assert "FAILED" in capsys.readouterr().out


def test_words_that_no_command_has_are_told(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such"], page) == 2
    assert "no-such" in capsys.readouterr().err


def test_each_command_of_the_page_is_there_and_has_a_figure() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(commands(text)) == text.count("```console") > 5
    for block in BLOCK.finditer(text):
        module = re.match(r"python -m (\S+)", block["command"])
        assert module is None or find_spec(module[1]), block["command"]
        assert re.search(r"\d", block["figure"]), block["command"]
        assert block["figure"].count("\n") == 1, block["command"]
