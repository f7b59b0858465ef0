"""fsmc compiles one text spec of a finite state machine to a Python module, a diagram, a reference and their tests.

    compilation = fsmc.compile("specs/tcp.fsm")
    compilation.machine, compilation.diagnostics, compilation.artifacts

The compiler itself is imported at the first call, so that `import fsmc` costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fsmc.compiler import Compilation

__all__ = ["__version__", "compile"]
__version__ = "0.1.0"


def compile(text_or_path: str | Path, *, only: Iterable[str] | None = None, dot: Path | None = None) -> Compilation:
    """Compile a spec, given as text or as the path of a file; nothing is written to disk.

    A `Path` is a file; so is a `str` of one line.  A `str` with a newline is the text of a spec.  `only` names the
    outputs wanted (`python`, `dot`, `svg`, `markdown`, `tests`), by default all; `dot` is a Graphviz program that
    draws the picture in place of the engine that comes with fsmc.

    What is wrong with the spec comes back in `diagnostics`; with an error among them there are no artifacts.  Raises
    `fsmc.files.FileError` for a file that cannot be read and `ValueError` for an output that fsmc does not know.
    """
    from fsmc import compiler, files
    from fsmc.source import SourceFile

    if isinstance(text_or_path, str) and "\n" in text_or_path:
        source = SourceFile("<text>", text_or_path)
    else:
        source = files.read(Path(text_or_path))
    return compiler.compile(source, only, dot=dot)
