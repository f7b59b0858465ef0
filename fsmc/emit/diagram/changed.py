"""A picture of what changed in, its SVG or PNG out: added green, removed red and dashed, changed amber."""

from __future__ import annotations

from pathlib import Path

import graphviz

from fsmc.emit.diagram import palette
from fsmc.emit.diagram.engine import draw, draw_png
from fsmc.emit.diagram.labels import escaped, hint
from fsmc.emit.diagram.png import bannered
from fsmc.emit.diagram.style import ROOT, Colours, schemes, sheet
from fsmc.emit.diagram.svg import framed
from fsmc.emit.picture.changed import Arrow, ChangedPicture, Mark, Place
from fsmc.emit.picture.rows import WIDE, WIDTH
from fsmc.emit.prose import on_one_line

_LEFT = '<br align="left"/>'
_FONT = "Helvetica"
_TONES = {
    Mark.KEPT: palette.LINE,
    Mark.ADDED: palette.ADDED,
    Mark.REMOVED: palette.REMOVED,
    Mark.CHANGED: palette.CHANGED,
}
_MARKED = (Mark.ADDED, Mark.REMOVED, Mark.CHANGED)
_COLOURS: Colours = tuple(
    part
    for mark in _MARKED
    for part in (
        (f".{mark} .box", {"stroke": _TONES[mark]}),
        (f".{mark} .rule", {"fill": _TONES[mark], "stroke": _TONES[mark]}),
        (f".{mark} .line", {"fill": "none", "stroke": _TONES[mark]}),
        (f".{mark} .head", {"fill": _TONES[mark], "stroke": _TONES[mark]}),
    )
)
"""On light pages; the sheet of diagrams knows each colour's twin on dark ones."""


def changed_svg(picture: ChangedPicture, dot: Path | None = None) -> str:
    """The picture for pages, light and dark.  Raises DrawingError."""
    rules = "\n".join((sheet(), *schemes(ROOT, _COLOURS)))
    told = f"{len(picture.places)} states and {len(picture.arrows)} arrows: + added, \N{MINUS SIGN} removed, ± changed."
    return framed(draw(_source(picture), dot), picture.title, told, picture.banner, rules)


def changed_png(picture: ChangedPicture, dpi: int = 144, dot: Path | None = None) -> bytes:
    """The picture as PNG.  Raises DrawingError."""
    return bannered(draw_png(_source(picture), dpi, dot), picture.banner)


def _source(picture: ChangedPicture) -> str:
    """The DOT of the picture."""
    names = {place.name: f"s{number}" for number, place in enumerate(picture.places, 1)}
    graph = graphviz.Digraph(
        name="changed",
        comment=on_one_line(picture.banner),
        graph_attr={"fontname": _FONT, "pad": "0.2", "nodesep": "0.4", "ranksep": "0.5", "id": "changed"},
        node_attr={"shape": "box", "style": "rounded,filled", "fillcolor": palette.STATE, "fontname": _FONT,
                   "fontsize": "9", "fontcolor": palette.INK, "margin": "0.12,0.06"},
        edge_attr={"fontname": _FONT, "fontsize": "9", "fontcolor": palette.INK, "arrowsize": "0.7"},
    )  # fmt: skip
    for place in picture.places:
        _add_place(graph, names[place.name], place)
    for number, arrow in enumerate(picture.arrows, 1):
        _add_arrow(graph, names, arrow, number)
    return str(graph.source)


def _add_place(graph: graphviz.Digraph, name: str, place: Place) -> None:
    head = f'<b><font point-size="12">{escaped(place.title)}</font></b>'
    rows = [escaped(row) for tale in place.inside for row in tale.rows(WIDE)]
    inside = f"<br/>{_LEFT.join(rows)}{_LEFT}" if rows else ""
    graph.node(name, f"<{head}{inside}>", id=f"changed.{name}", tooltip=hint(place.name), **_looks(place.mark, "state"))


def _add_arrow(graph: graphviz.Digraph, names: dict[str, str], arrow: Arrow, number: int) -> None:
    rows = [row for tale in arrow.tales for row in tale.rows(WIDTH)]
    label = "".join(f"&#160;{escaped(row)}{_LEFT}" for row in rows)  # a blank, or the line runs through the sign
    tooltip = "\\n".join(hint(f"{tale.mark.sign} {tale.text}") for tale in arrow.tales)
    ends = names[arrow.source], names[arrow.target]
    looks = _looks(arrow.mark, "edge")
    graph.edge(*ends, f"<{label}>", id=f"changed.edge.{number}", tooltip=tooltip, labeltooltip=tooltip, **looks)


def _looks(mark: Mark, kind: str) -> dict[str, str]:
    """The class of a part, its colour, and what tells the marks apart without colours."""
    looks = {"class": f"{kind} {mark}", "color": _TONES[mark]}
    if mark is not Mark.KEPT:
        looks["penwidth"] = "2"
    if mark is Mark.REMOVED:
        looks["style"] = "dashed" if kind == "edge" else "rounded,filled,dashed"
    return looks
