"""A picture in, where its places lead to out: for the id of each state, edge and frame an id of the reference."""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.emit.anchors import anchor, cell_anchor, state_anchor
from fsmc.emit.picture import Frame, Picture, Row
from fsmc.model import Machine, State


def destinations(picture: Picture) -> dict[str, str]:
    """A state leads to its section, a frame to its group, and an edge to the first of the cells that take it."""
    machine = picture.machine
    found = {key: key for key in (*map(state_anchor, machine.states), *_groups(picture.frames))}
    for edge in picture.edges:
        found[anchor("edge", edge.source.name, edge.target.name)] = _cell(machine, edge.rows[0], edge.source)
    for shared in picture.shared:
        place = _cell(machine, shared.rows[0], shared.rows[0].line.sources[0])
        if shared.target is None:
            found["shared"] = place
        else:
            found[anchor("shared", shared.target.name)] = place
            found[anchor("shared-edge", shared.target.name)] = place
    return found


def _groups(frames: tuple[Frame, ...]) -> Iterator[str]:
    for frame in frames:
        yield anchor("group", frame.group.name)
        yield from _groups(frame.inner)


def _cell(machine: Machine, row: Row, source: State) -> str:
    """The cell that a line decides in a state; the state, where none is left to it."""
    cells = (machine.cells[source, event] for event in row.line.events if (source, event) in machine.cells)
    return next(map(cell_anchor, cells), state_anchor(source))
