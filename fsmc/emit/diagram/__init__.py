r"""A `Machine` in, its picture out: `NAME.dot`, and `NAME.svg` drawn from it.

`picture` decides what stands where, `labels` writes the words, `statements` the DOT; `engine` draws it.

How to read the DOT back (each statement is one line; attribute values hold no quote and no backslash of their own)
-------------------------------------------------------------------------------------------------------------------
Every transition line of the spec is in the tooltip of exactly one *kind* of place, in full, as `Transition.label`:

- a line that moves from one or two states: in the edge of each (source, target) pair;
- a line that stays in one or two states: in the node of each of them;
- a line of three or more sources: in one shared node, and (unless it stays) in the edge from there to its target.

An edge with `dir=back` leads from the second name to the first (lines against the order of declaration are written so,
which keeps the layout in that order).  Line by line:

    EDGE = re.compile(r'^\t+("[^"]*"|\w+) -> ("[^"]*"|\w+) \[')
    NODE = re.compile(r'^\t+("[^"]*"|\w+) \[')
    TOOLTIP = re.compile(r' tooltip="([^"]*)"')
    BACK = ">> dir=back "

Names and tooltips are escaped with entities: `html.unescape(name.strip('"'))` gives them back; a backslash in a tooltip
is four, of which Graphviz leaves one.  The name of a state's node is `str(state)`; names in parentheses are no states:
`(start)`, from which one edge leads to the initial state, and the shared nodes `(to TARGET)` and `(stay)`.  The lines
`graph [`, `node [` and `edge [` set defaults; a state of such a name is in quotes.  A tooltip is a list of rows, apart
by the two characters `\n`: rows that start with `## ` are docs, and `enter` and `leave` lines (`## enter S / ...`) in
the nodes of their states; a first row `state NAME` heads the node of a state; every other row is a line of the spec.
"""

from __future__ import annotations

from pathlib import Path

from fsmc.emit.backend import Artifact
from fsmc.emit.diagram.engine import DrawingError, draw
from fsmc.emit.diagram.picture import compose
from fsmc.emit.diagram.statements import source
from fsmc.emit.diagram.svg import finished
from fsmc.model import Machine

__all__ = ["DrawingError", "emit_dot", "emit_svg"]


def emit_dot(machine: Machine) -> Artifact:
    """The picture as DOT text, `NAME.dot`."""
    return Artifact(f"{machine.slug}.dot", source(compose(machine)))


def emit_svg(machine: Machine, dot: Path | None = None) -> Artifact:
    """The picture as SVG, `NAME.svg`, drawn by the embedded engine or by the Graphviz program `dot`.

    Raises DrawingError if the engine is missing, fails or takes too long.
    """
    drawn = draw(source(compose(machine)), dot)
    return Artifact(f"{machine.slug}.svg", finished(drawn, machine))
