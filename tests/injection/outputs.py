"""A hostile spec in, every text that fsmc makes of it out, each with the judge that reads its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from fsmc import compiler
from fsmc.diff import compare
from fsmc.diff.shown.document import json_text
from fsmc.diff.shown.github import workflow_commands
from fsmc.diff.shown.markdown import markdown
from fsmc.diff.shown.text import text
from fsmc.diff.side import Report, Side
from fsmc.embed import Document, Markup, fill
from fsmc.embed.requests import Request
from fsmc.embed.subjects import Drawing
from fsmc.emit.catalog import BACKENDS
from fsmc.model import Machine
from fsmc.report import Checked, told
from fsmc.source import SourceFile
from tests.injection import judges
from tests.injection.judges import Seen
from tests.injection.specs import Hostile, without

Judge = Callable[[str], Seen]
Output = Callable[[Hostile], Iterator[tuple[str, Judge]]]
"""The texts of an output, each with its judge."""


def _artifacts(name: str, spec: Hostile) -> Iterator[tuple[str, Judge]]:
    backend = next(backend for backend in BACKENDS if backend.name == name)
    for artifact in backend.emit(spec.machine()):
        yield artifact.text, _JUDGES[artifact.name.rpartition(".")[2]]


_JUDGES: dict[str, Judge] = {
    "py": judges.python,
    "dot": judges.dot,
    "svg": judges.xml,
    "mmd": judges.mermaid,
    "puml": judges.plantuml,
    "md": judges.markdown,
    "html": judges.html,
    "csv": judges.table,
    "json": judges.data,
}


# ------------------------------------------------------------------------------------------------------------ findings


def _findings(format: str, judge: Judge, spec: Hostile) -> Iterator[tuple[str, Judge]]:
    """Those of a spec of which nothing can be made, and of one in which much is unused."""
    for checked in _checked(spec):
        assert checked.found
        yield told((checked,), format), judge


@lru_cache(maxsize=2)
def _checked(spec: Hostile) -> list[Checked]:
    losses = ("state N(open)", "N(start) on N(event)")
    sources = [SourceFile("spec.fsm", without(spec, lost, "scenario", "view")) for lost in losses]
    return [Checked(source, compiler.check(source).diagnostics) for source in sources]


# --------------------------------------------------------------------------------------------------------- differences


@lru_cache(maxsize=2)
def _report(spec: Hostile) -> Report:
    """What changes where lines are taken away."""
    new = SourceFile("new.fsm", without(spec, "N(start) reject", "N(open) ignore", "N(start) on N(derived)"))
    checked = compiler.check(new)
    assert checked.machine
    assert not checked.errors
    old = Side(spec.source, spec.machine())
    return Report(compare(old.machine, checked.machine), old, Side(new, checked.machine))


def _difference(show: Callable[[Report], str], judge: Judge, spec: Hostile) -> Iterator[tuple[str, Judge]]:
    yield show(_report(spec)), judge


def _commands(report: Report) -> str:
    return workflow_commands(report, "new.fsm", lambda verdict: True)


# ----------------------------------------------------------------------------------------------------------- documents


class _Around:
    """Where the one spec of a document is."""

    def __init__(self, spec: Hostile) -> None:
        self._spec = spec

    def spec(self, request: Request) -> tuple[SourceFile, Machine]:
        return self._spec.source, self._spec.machine()

    def address(self, request: Request, machine: Machine, drawing: Drawing) -> str:
        return f"pictures/{drawing.file}"


def _document(markup: Markup, judge: Judge, spec: Hostile) -> Iterator[tuple[str, Judge]]:
    """A document with a block of each kind."""
    start, scenario = (spec.at[place].replace("\\", "\\\\").replace('"', '\\"') for place in ("start", "scenario"))
    kinds = ["table x links=x.md", "matrix x", "diagram x", "diagram x format=mermaid", "source x"]
    if markup is Markup.RST:  # a comment of Markdown cannot hold whatever a name holds
        kinds += [f'state x state="{start}"', f'scenario x scenario="{scenario}" format=table']
        kinds += [f'source x state="{start}"']
    mark = "<!-- fsmc:{} -->\n<!-- /fsmc -->\n" if markup is Markup.MARKDOWN else ".. fsmc:{}\n.. /fsmc\n\n"
    page = Document(SourceFile("page", "".join(mark.format(kind) for kind in kinds)), markup)
    filled = fill(page, _Around(spec))
    assert not filled.faults, filled.faults
    lines = filled.text.replace(".. mermaid::", ".. code-block:: text").split("\n")
    # the markers are words of whoever writes the document
    yield "\n".join(line for line in lines if not line.startswith((".. fsmc:", ".. /fsmc"))), judge


OUTPUTS: dict[str, Output] = {
    **{backend.name: partial(_artifacts, backend.name) for backend in BACKENDS},
    "findings full": partial(_findings, "full", judges.terminal),
    "findings concise": partial(_findings, "concise", judges.terminal),
    "findings json": partial(_findings, "json", judges.data),
    "findings sarif": partial(_findings, "sarif", judges.data),
    "findings github": partial(_findings, "github", judges.workflow),
    "findings gitlab": partial(_findings, "gitlab", judges.data),
    "findings junit": partial(_findings, "junit", judges.xml),
    "diff text": partial(_difference, text, judges.terminal),
    "diff markdown": partial(_difference, partial(markdown, largest=1_000_000), judges.markdown),
    "diff github": partial(_difference, _commands, judges.workflow),
    "diff json": partial(_difference, json_text, judges.data),
    "blocks in Markdown": partial(_document, Markup.MARKDOWN, judges.markdown),
    "blocks in reStructuredText": partial(_document, Markup.RST, judges.rst),
}
"""Everything that is made of a spec alone, by name."""
