"""A `Picture` in, PlantUML text out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fsmc.emit.backend import banner
from fsmc.emit.picture import Box, Edge, Frame, Picture
from fsmc.emit.picture.identifiers import identifiers, in_order
from fsmc.emit.picture.rows import WIDE, edge_rows, inside_rows, shared_rows
from fsmc.emit.plantuml.escape import comment, escaped
from fsmc.model import State, Stroke

_STEP = "    "
_STYLES = {Stroke.PLAIN: "", Stroke.BOLD: "[thickness=2]", Stroke.DASHED: "[dashed,thickness=2]"}
_SAMPLES = {Stroke.PLAIN: "──", Stroke.BOLD: "━━", Stroke.DASHED: "╍╍"}


def source(picture: Picture) -> str:
    """The text of a picture: states inside their frames with their notes, then the edges in order of the states."""
    return "\n".join(("@startuml", comment(banner(picture.machine)), *_Writer(picture).lines(), "@enduml", ""))


class _Writer:
    """A picture, and what it needs to know of a state: its identifier, its box, the lines that lead to it."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.names = identifiers(picture.machine)
        self.boxes = {box.state: box for box in picture.boxes}
        self.rank = {state: number for number, state in enumerate(picture.machine.states, 1)}
        self.rank[picture.machine.initial] = 0
        self.shared = {shared.target: shared for shared in picture.shared}

    def lines(self) -> Iterator[str]:
        if self.picture.titled:
            yield f"title {escaped(self.picture.title)}"
        yield "hide empty description"
        yield "skinparam shadowing false"
        yield from self.parts(self.picture.frames, self.picture.loose, "")
        if None in self.shared:
            yield f'note "{_joined(("in several states", *shared_rows(self.shared[None], WIDE)))}" as stay'
        yield from self.edges()
        yield from self.legend()

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
            rows = ("from several states", *shared_rows(self.shared[box.state], WIDE))
            yield f"{indent}note right of {name} : {_joined(rows)}"

    def edges(self) -> Iterator[str]:
        if self.picture.start:
            yield f"[*] --> {self.names[self.picture.machine.initial]}"
        yield from map(self.edge, self.picture.edges)
        yield from (f"{self.names[box.state]} --> [*]" for box in self.picture.boxes if box.state.final)

    def edge(self, edge: Edge) -> str:
        """An edge; one against the order of declaration leads upwards, so that the layout keeps that order."""
        upwards = "up" if self.rank[edge.source] > self.rank[edge.target] else ""
        arrow = f"-{upwards}{_STYLES[edge.stroke]}->"
        return f"{self.names[edge.source]} {arrow} {self.names[edge.target]} : {_joined(edge_rows(edge))}"

    def legend(self) -> Iterator[str]:
        if self.picture.legend:
            yield "legend"
            yield from (f"{_STEP}{_SAMPLES[entry.stroke]} {escaped(entry.text)}" for entry in self.picture.legend)
            yield "endlegend"


def _joined(rows: Iterable[str]) -> str:
    """Rows of text in one statement."""
    return r"\n".join(map(escaped, rows))
