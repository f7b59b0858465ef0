"""The command line as tests run it: arguments in, exit status and what was printed out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fsmc.cli import main


@dataclass
class Done:
    """What a command came to."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]


def runner(monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str], *before: str) -> Run:
    """Runs `fsmc` in this process with the arguments `before` and those that it is given; paths are told with `/`."""

    def run(*args: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["fsmc", *before, *args])
        with pytest.raises(SystemExit) as exit:
            main()
        out, err = capture.readouterr()
        return Done(int(exit.value.code or 0), out.replace("\\", "/"), err.replace("\\", "/"))

    return run
