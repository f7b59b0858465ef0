"""The text of a spec in, its machine out; and changed texts, each change stated once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from fsmc import compiler
from fsmc.diff import Comparison, compare
from fsmc.model import Machine
from fsmc.source import SourceFile

SPECS = Path(__file__).parent.parent.parent / "specs"


@cache
def machine(text: str) -> Machine:
    """The machine of a spec without errors."""
    checked = compiler.check(SourceFile("spec.fsm", text))
    assert checked.machine is not None, [fault.message for fault in checked.errors]
    assert not checked.errors, [fault.message for fault in checked.errors]
    return checked.machine


def changed(text: str, *edits: tuple[str, str]) -> str:
    """The text with each part replaced that an edit names; each stands there once or more."""
    for old, new in ((narrow(old), narrow(new)) for old, new in edits):
        assert old in text, f"the spec has no {old!r}"
        text = text.replace(old, new)
    return text


def narrow(text: str) -> str:
    """The text without alignment."""
    return re.sub(r"(?<=\S) +", " ", text)


def compared(text: str, *edits: tuple[str, str]) -> Comparison:
    """A spec held against itself with some edits."""
    return compare(machine(text), machine(changed(text, *edits)))


@cache
def tcp() -> str:
    """The spec of TCP without the paths that must hold: some of them do not after a change."""
    text = (SPECS / "tcp.fsm").read_text(encoding="utf-8")
    return narrow(text[: text.index("# ---- paths that must hold")])
