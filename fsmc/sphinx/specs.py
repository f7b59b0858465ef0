"""The path of a spec in, its machine out; what is wrong with it becomes warnings of the build, at their own places."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from fsmc import compiler, files
from fsmc.diagnostics import Diagnostic, Severity, place, printable
from fsmc.model import Machine
from fsmc.source import SourceFile

if TYPE_CHECKING:
    from fsmc.compiler import Compilation

_log = logging.getLogger(__name__)


class ContentError(Exception):
    """Nothing can be shown; the text says why."""


def machine_at(path: Path, name: str) -> Machine:
    """The machine of a spec without errors, of which a document speaks as `name`.  Raises ContentError, FileError."""
    compilation = _checked(files.read(path))
    for found in compilation.diagnostics:
        _warn(found, compilation.source)
    if compilation.machine is None or compilation.errors:
        raise ContentError(f"{name} has errors, so nothing is made of it")
    return compilation.machine


@lru_cache(maxsize=64)
def _checked(source: SourceFile) -> Compilation:
    """A spec that several directives show is compiled once."""
    return compiler.check(source)


def _warn(found: Diagnostic, source: SourceFile) -> None:
    """Errors are warnings of the build; a spec's own warnings are for `fsmc check`."""
    where = place(found.span, source)
    told = printable(f"{found.message} ({found.help})" if found.help else found.message)
    level = _log.warning if found.severity is Severity.ERROR else _log.info
    level("%s[%s]: %s", found.severity.value, found.code, told, location=where, type="fsm")
