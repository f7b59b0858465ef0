"""The style sheet of a sequence diagram, in the colours of the other pictures."""

from __future__ import annotations

from fsmc.emit.diagram import palette
from fsmc.emit.diagram.style import PAPER, Colours, schemes

ROOT = "fsmc-sequence"
"""The class of the drawing; every rule is about what is inside it, so that it can be part of a page."""

_COLOURS: Colours = (
    ("text", {"fill": palette.INK}),
    ("text.small", {"fill": palette.QUIET}),
    (".paper", {"fill": PAPER}),
    (".lifeline", {"fill": "none", "stroke": palette.FRAME_LINE}),
    (".party,.clock", {"fill": PAPER, "stroke": palette.LINE}),
    (".state", {"fill": palette.STATE, "stroke": palette.STATE_LINE}),
    (".arrow", {"fill": "none", "stroke": palette.LINE}),
    (".head", {"fill": palette.LINE}),
    (".sent .arrow", {"stroke": palette.STATE_LINE}),
    (".sent .head", {"fill": palette.STATE_LINE}),
)

_SHAPES = """\
.fsmc-sequence{max-width:100%;height:auto}
.fsmc-sequence text{font-size:13px;text-anchor:middle}
.fsmc-sequence text.title{font-size:16px;font-weight:bold;text-anchor:start}
.fsmc-sequence text.name{font-weight:bold}
.fsmc-sequence text.small{font-size:11px}
.fsmc-sequence text.beside{text-anchor:start}
.fsmc-sequence text.remark{font-style:italic}
.fsmc-sequence .lifeline{stroke-dasharray:4 3}
.fsmc-sequence .machine{stroke-dasharray:none;stroke-width:2}
.fsmc-sequence .arrow,.fsmc-sequence .clock{stroke-width:1.3}
.fsmc-sequence a{text-decoration:none}
.fsmc-sequence a:hover text,.fsmc-sequence a:focus text{text-decoration:underline}"""


def sheet() -> str:
    """Its rules, one a line."""
    return "\n".join((_SHAPES, *schemes(ROOT, _COLOURS)))
