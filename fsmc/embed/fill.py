"""A document and its surroundings in, the document with its blocks filled in out, or what keeps them from that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from fsmc.diagnostics import Diagnostic, in_order
from fsmc.embed import excerpts, markdown, rst, subjects
from fsmc.embed.document import Document, Markup
from fsmc.embed.markers import Block, scan
from fsmc.embed.problems import BlockError
from fsmc.embed.requests import Request, understood
from fsmc.embed.subjects import Drawing
from fsmc.model import Machine, Scenario, State
from fsmc.source import SourceFile


class Surroundings(Protocol):
    """What a document's markers refer to.  All raise `BlockError`."""

    def spec(self, request: Request) -> tuple[SourceFile, Machine]:
        """The spec that a block is made from, which has no errors."""

    def address(self, request: Request, machine: Machine, drawing: Drawing) -> str:
        """Where the picture is or will be, as the document has to name it."""


class Writer(Protocol):
    """One markup: parts of a machine in, lines out."""

    def image(self, address: str, alt: str) -> list[str]: ...
    def code(self, language: str, lines: Sequence[str]) -> list[str]: ...
    def mermaid(self, lines: Sequence[str]) -> list[str]: ...
    def table(self, machine: Machine, links: str | None) -> list[str]: ...
    def matrix(self, machine: Machine, links: str | None) -> list[str]: ...
    def state(self, machine: Machine, shown: State, links: str | None) -> list[str]: ...
    def scenario(self, machine: Machine, shown: Scenario, links: str | None) -> list[str]: ...


_WRITERS: Mapping[Markup, Writer] = {Markup.MARKDOWN: markdown, Markup.RST: rst}


@dataclass(frozen=True, slots=True)
class Filled:
    """A document as it should be; with faults it is as it was."""

    text: str
    blocks: int
    faults: tuple[Diagnostic, ...] = ()


def fill(document: Document, surroundings: Surroundings) -> Filled:
    """Put into every block what its marker asks for; all else stays as it is, byte for byte."""
    blocks, faults = scan(document)
    bodies: list[list[str]] = []
    for block in blocks:
        request, wrong = understood(block.marker)
        faults += wrong
        if request is not None:
            try:
                bodies.append(_body(request, surroundings, _WRITERS[document.markup]))
            except BlockError as error:
                faults.append(error.found)
    if faults:
        return Filled(document.source.text, len(blocks), in_order(faults))
    return Filled(_joined(document, list(zip(blocks, bodies, strict=True))), len(blocks))


def _joined(document: Document, bodies: list[tuple[Block, list[str]]]) -> str:
    parts: list[str] = []
    place = 0
    for block, body in bodies:
        parts += document.lines[place : block.begin]
        parts += [f"{block.prefix}{line}".rstrip() + block.newline for line in ("", *body, "")]
        place = block.end
    return "".join([*parts, *document.lines[place:]])


def _body(request: Request, surroundings: Surroundings, write: Writer) -> list[str]:
    source, machine = surroundings.spec(request)
    links = request.text("links")
    match request.kind:
        case "diagram":
            drawing = subjects.diagram(machine, request.options.get("view"), request.options.get("state"))
            return _picture(request, machine, drawing, surroundings, write)
        case "scenario":
            name = request.options["scenario"]
            if request.format == "table":
                return write.scenario(machine, subjects.scenario(machine, name), links)
            return _picture(request, machine, subjects.sequence(machine, name), surroundings, write)
        case "table":
            return write.table(machine, links)
        case "matrix":
            return write.matrix(machine, links)
        case "state":
            return write.state(machine, subjects.state(machine, request.options["state"]), links)
        case _:
            return write.code("fsm", excerpts.lines(source, machine, request))


def _picture(
    request: Request, machine: Machine, drawing: Drawing, surroundings: Surroundings, write: Writer
) -> list[str]:
    if request.format == "mermaid":
        # its banner speaks of a file of its own
        return write.mermaid([line for line in drawing.mermaid().splitlines() if not line.startswith("%% ")])
    alt = request.text("alt")
    return write.image(surroundings.address(request, machine, drawing), drawing.title if alt is None else alt)
