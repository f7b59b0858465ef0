r"""A `Machine` in, its pictures out: `NAME.dot`, one for each view, and the SVG drawn from them.

`emit.picture` decides what stands where, `labels` writes the words, `statements` the DOT; `engine` draws it, and `svg`
makes of the drawing what pages need.

How to read the DOT back (each statement is one line; attribute values hold no quote and no backslash of their own)
-------------------------------------------------------------------------------------------------------------------
Every transition line of the spec is, in `NAME.dot`, in the tooltip of exactly one *kind* of place, in full, as
`Transition.label`:

- a line that moves from one or two states: in the edge of each (source, target) pair;
- a line that stays in one or two states: in the node of each of them;
- a line of three or more sources: in one shared node, and (unless it stays) in the edge from there to its target.

An edge with `dir=back` leads from the second name to the first (lines against the order of declaration are written so,
which keeps the layout in that order).  Line by line:

    EDGE = re.compile(r'^\t+("[^"]*"|\w+) -> ("[^"]*"|\w+) \[')
    NODE = re.compile(r'^\t+("[^"]*"|\w+) \[')
    TOOLTIP = re.compile(r' tooltip="([^"]*)"')
    BACK = re.compile(r'(?:>>|="") (?:\w+="[^"]*" |\w+=\w+ )*dir=back ')

Names and tooltips are escaped with entities: `html.unescape(name.strip('"'))` gives them back; a backslash in a tooltip
is four, of which Graphviz leaves one.  The name of a state's node is `str(state)`; names in parentheses are no states:
`(start)`, from which one edge leads to the initial state, and the shared nodes `(to TARGET)` and `(stay)`.  The lines
`graph [`, `node [` and `edge [` set defaults; a state of such a name is in quotes.  A tooltip is a list of rows, apart
by the two characters `\n`: rows that start with `## ` are docs, and `enter` and `leave` lines (`## enter S / ...`) in
the nodes of their states; a first row `state NAME` heads the node of a state; every other row is a line of the spec.
"""

from __future__ import annotations

from pathlib import Path

from fsmc.emit.backend import Artifact, banner
from fsmc.emit.diagram.engine import DrawingError, draw, draw_all, draw_png
from fsmc.emit.diagram.png import bannered
from fsmc.emit.diagram.statements import source
from fsmc.emit.diagram.svg import finished
from fsmc.emit.filing import stems
from fsmc.emit.picture import Picture, neighbourhood, whole_and_views
from fsmc.model import Machine

__all__ = ["DrawingError", "dot_text", "emit_dot", "emit_svg", "png_bytes", "svg_text"]


def emit_dot(machine: Machine) -> tuple[Artifact, ...]:
    """The whole machine and each view as DOT text: `NAME.dot`, `views/VIEW.dot`."""
    return tuple(Artifact(name, dot_text(picture)) for name, picture in whole_and_views(machine, "dot").items())


def emit_svg(machine: Machine, dot: Path | None = None) -> tuple[Artifact, ...]:
    """The same as SVG, and each state with its neighbours: `NAME.svg`, `views/VIEW.svg`, `states/STATE.svg`.

    Drawn by the embedded engine or by the Graphviz program `dot`.  Raises DrawingError if the engine is missing, fails
    or takes too long.
    """
    files = stems(state.name for state in machine.states)
    around = {f"states/{files[state.name]}.svg": neighbourhood(machine, state) for state in machine.states}
    named = {**whole_and_views(machine, "svg"), **around}
    drawn = draw_all([source(picture) for picture in named.values()], dot)
    return tuple(
        Artifact(name, finished(one, picture, f"{'../' * name.count('/')}{machine.slug}.md"))
        for (name, picture), one in zip(named.items(), drawn, strict=True)
    )


def dot_text(picture: Picture) -> str:
    """A picture as DOT text."""
    return source(picture)


def svg_text(picture: Picture, dot: Path | None = None, reference: str = "", prefix: str = "") -> str:
    """A picture as SVG; its links lead to `reference`, and `prefix` stands before its ids, if there are such."""
    return finished(draw(source(picture), dot), picture, reference, prefix)


def png_bytes(picture: Picture, dpi: int, dot: Path | None = None) -> bytes:
    """A picture as PNG, with so many dots an inch."""
    return bannered(draw_png(source(picture), dpi, dot), banner(picture.machine))
