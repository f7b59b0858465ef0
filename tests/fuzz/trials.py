"""What a stranger sent in, nothing out: whatever it is, it ends in findings, a machine or a plain sentence."""

from __future__ import annotations

import ast
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

from fsmc import compiler
from fsmc.cli.surroundings import Specs, Surroundings
from fsmc.diff.tables import Against, load_table
from fsmc.embed import Document, Markup, fill
from fsmc.files import FileError, text_of
from fsmc.fixes import mend
from fsmc.formatter import formatted
from fsmc.project import judge, read_settings
from fsmc.project.settings import Settings
from fsmc.report import Checked, told
from fsmc.source import SourceFile
from tests.random.hosts import Host
from tests.random.modules import Module

LIMIT = 20
"""The most seconds of the processor's time that an input may take; none should come near."""
GATE = """\
machine Gate
type Mode = slow | fast
var count: int
var mode: Mode
var patience: duration
timer watch = 3s
event push (n: int)
event pull
state Open initial
state Shut
Open on push [n > 3] -> Shut / count += 1, start watch
Open on push [else] -> stay / mode = fast
Open defer pull
Shut on timeout watch -> Open / patience += 1s
Shut on pull -> Open
Shut ignore push
"""


class SlowError(Exception):
    """An input took more time than any may."""


@contextmanager
def limited(seconds: float = LIMIT) -> Iterator[None]:
    """SlowError where what is done takes longer, by the clock of the process: other processes do not count."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise SlowError(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def try_text(text: str) -> None:
    """Check, lay out and report; of a machine without errors also make what programs read."""
    source = SourceFile("x.fsm", text)
    with limited():
        compilation = compiler.compile(source, only=("python", "csv", "json"))
        told([Checked(source, compilation.diagnostics)], "full")
        json.loads(told([Checked(source, compilation.diagnostics)], "json"))
        formatted(source)
        for artifact in compilation.artifacts:
            if artifact.name.endswith(".py"):
                ast.parse(artifact.text)


def try_fixes(text: str) -> None:
    """Mend what can be mended."""
    with limited(3 * LIMIT):
        mend(SourceFile("x.fsm", text), lambda source: compiler.check(source).diagnostics)


def try_octets(data: bytes) -> None:
    """Read a file that may be no text."""
    with suppress(FileError):
        try_text(text_of(Path("x.fsm"), data).text)


def try_document(text: str) -> None:
    """Fill the blocks of a document that lies beside a spec."""
    with TemporaryDirectory() as name, limited():
        folder = Path(name)
        (folder / "door.fsm").write_text(GATE)
        for file in ("page.md", "page.rst"):
            source = SourceFile(file, text)
            with suppress(FileError):
                fill(Document(source, Markup.of(file)), Surroundings(folder / file, Specs()))
        assert [path.name for path in folder.iterdir()] == ["door.fsm"]


def try_table(text: str) -> None:
    """Read a state table beside a spec."""
    with limited():
        load_table(SourceFile("x.csv", text), _against())


def try_settings(text: str) -> None:
    """Read a configuration, and judge findings by it."""
    with TemporaryDirectory() as name, limited(), suppress(FileError):
        file = Path(name, "fsmc.toml")
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        _judged(read_settings(file))


def _judged(settings: Settings) -> None:
    source = SourceFile("x.fsm", GATE)
    judge(source, compiler.check(source, settings.demands).diagnostics, settings)


def try_snapshot(data: Any) -> None:
    """Restore a machine from data that may be no snapshot of it: it is refused, or the machine is a machine."""
    with limited():
        try:
            machine = _module().restore(data, Host())
        except ValueError:
            return
        machine.snapshot()


@cache
def _against() -> Against:
    source = SourceFile("gate.fsm", GATE)
    machine = compiler.check(source).machine
    assert machine is not None
    return Against(machine, source)


@cache
def _module() -> Module:
    return Module(_against().machine)


def snapshot() -> dict[str, Any]:
    """A snapshot that is one."""
    module = _module()
    found: dict[str, Any] = module.make(Host(), {}).snapshot()
    return found
