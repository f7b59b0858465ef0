"""The values that a picture is made of."""

from __future__ import annotations

from dataclasses import dataclass

from fsmc.model import Group, Hook, Machine, State, Stroke, Transition


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the spec where a picture shows it, in words: `rcv-FIN [fin-acked] / snd(ACK), peer-closed`.

    `guard` has its brackets and is empty where nothing beside it needs telling apart.  `marks` are the titles of the
    line's tags that pictures show.
    """

    line: Transition
    events: str
    guard: str
    actions: tuple[str, ...]
    marks: tuple[str, ...] = ()
    stroke: Stroke = Stroke.PLAIN


@dataclass(frozen=True, slots=True)
class Box:
    """A state, the lines that stay in it, and what is done whenever it is entered or left.

    `focus` says that the picture is about this state.
    """

    state: State
    inside: tuple[Row, ...] = ()
    enters: tuple[Hook, ...] = ()
    leaves: tuple[Hook, ...] = ()
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """The lines that lead from one state to another."""

    source: State
    target: State
    rows: tuple[Row, ...]

    @property
    def stroke(self) -> Stroke:
        """How the edge is drawn: as the first of its rows that is not plain."""
        return next((row.stroke for row in self.rows if row.stroke is not Stroke.PLAIN), Stroke.PLAIN)


@dataclass(frozen=True, slots=True)
class Shared:
    """Lines of many sources: those that lead to `target`, or those that stay where they are (None)."""

    target: State | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A group drawn as a box: the boxes inside it, and the states that are in none of those."""

    group: Group
    inner: tuple[Frame, ...]
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: what a stroke stands for."""

    stroke: Stroke
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn.

    `title` is what the picture is of; it is written over the picture if `titled`.  `loose` are the states in no frame.
    `start` says that the initial state is marked by an arrow from a dot.  `complete` says that the picture holds the
    whole machine, so that its labels must be terse.
    """

    machine: Machine
    title: str
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    shared: tuple[Shared, ...] = ()
    frames: tuple[Frame, ...] = ()
    loose: tuple[State, ...] = ()
    legend: tuple[Entry, ...] = ()
    start: bool = True
    titled: bool = True
    complete: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """All lines that are shown, a line of several places more than once."""
        places = [box.inside for box in self.boxes]
        places += [edge.rows for edge in self.edges] + [shared.rows for shared in self.shared]
        return tuple(row for rows in places for row in rows)
