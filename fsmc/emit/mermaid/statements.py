"""A `Picture` in, Mermaid text out.

Mermaid has no strokes for the edges of a state diagram and no legend: paths that other formats draw bold or dashed are
plain here.
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.emit.backend import banner
from fsmc.emit.mermaid.escape import comment, escaped
from fsmc.emit.picture import Box, Frame, Picture, Shared
from fsmc.emit.picture.identifiers import identifiers, in_order
from fsmc.emit.picture.rows import WIDE, WIDTH, edge_rows, inside_rows, shared_rows
from fsmc.model import State

_STEP = "    "


def source(picture: Picture) -> str:
    """The text of a picture: states inside their frames with their notes, then the edges in order of the states."""
    return "\n".join((comment(banner(picture.machine)), "stateDiagram-v2", *_Writer(picture).lines(), ""))


class _Writer:
    """A picture, and what it needs to know of a state: its identifier, its box, the lines that lead to it."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.names = identifiers(picture.machine)
        self.boxes = {box.state: box for box in picture.boxes}
        self.shared = {shared.target: shared for shared in picture.shared}

    def lines(self) -> Iterator[str]:
        yield f"{_STEP}accTitle: {escaped(self.picture.title)}"
        yield f"{_STEP}direction TB"
        yield from self.parts(self.picture.frames, self.picture.loose, _STEP)
        if None in self.shared:
            yield from _staying(self.shared[None])
        yield from self.edges()

    def parts(self, frames: tuple[Frame, ...], states: tuple[State, ...], indent: str) -> Iterator[str]:
        for part in in_order(self.picture.machine, frames, states):
            if isinstance(part, State):
                yield from self.state(self.boxes[part], indent)
            else:
                yield f'{indent}state "{escaped(part.group.title)}" as {self.names[part.group]} {{'
                yield from self.parts(part.inner, part.states, indent + _STEP)
                yield f"{indent}}}"

    def state(self, box: Box, indent: str) -> Iterator[str]:
        name = self.names[box.state]
        yield f'{indent}state "{escaped(box.state.name)}" as {name}'
        yield from (f"{indent}{name} : {escaped(row)}" for row in inside_rows(box))
        if box.state in self.shared:
            rows = ("from several states", *shared_rows(self.shared[box.state], WIDTH))
            yield f"{indent}note right of {name}"
            yield from (f"{indent}{_STEP}{escaped(row)}" for row in rows)
            yield f"{indent}end note"

    def edges(self) -> Iterator[str]:
        if self.picture.start:
            yield f"{_STEP}[*] --> {self.names[self.picture.machine.initial]}"
        for edge in self.picture.edges:
            label = "<br/>".join(map(escaped, edge_rows(edge)))
            yield f"{_STEP}{self.names[edge.source]} --> {self.names[edge.target]} : {label}"
        for box in self.picture.boxes:
            if box.state.final:
                yield f"{_STEP}{self.names[box.state]} --> [*]"


def _staying(shared: Shared) -> Iterator[str]:
    """What many states do without leaving them: a box of its own, since a note needs a state to be beside."""
    yield f"{_STEP}classDef shared stroke-dasharray: 4 3"
    yield f'{_STEP}state "in several states" as stay'
    yield from (f"{_STEP}stay : {escaped(row)}" for row in shared_rows(shared, WIDE))
    yield f"{_STEP}class stay shared"
