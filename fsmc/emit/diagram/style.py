"""The style sheet of a picture: its colours on light pages and on dark ones, in classes that stand for what is drawn.

A picture follows the scheme of its reader's system, and within a page that has a scheme of its own
(`data-theme="dark"` or `"light"` on an element around it) that of the page.  There are no variables and no functions
in it: renderers other than browsers know neither.
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.emit.diagram import palette

Colours = tuple[tuple[str, dict[str, str]], ...]
"""What is drawn, by its selectors, and the colours that it has on light pages: those of the palette."""

ROOT = "fsmc-diagram"
"""The class of the picture; every rule is about what is inside it, so that it can be part of a page."""
ROLE = "graphics-document document"
"""What a picture is to readers of the screen, who would not find the links in an `img`."""

PAPER = "#ffffff"
_DARK = {
    palette.INK: "#e4eaf1",
    palette.QUIET: "#9fabb9",
    palette.MARK: "#e0a96d",
    palette.LINE: "#aab5c2",
    palette.STATE: "#1d2b42",
    palette.STATE_LINE: "#7d9fd4",
    palette.FOCUS: "#43351a",
    palette.FOCUS_LINE: "#d9a441",
    palette.FRAME_LINE: "#5b6878",
    palette.ADDED: "#3fb950",
    palette.REMOVED: "#f47067",
    palette.CHANGED: "#d29922",
    PAPER: "#12181f",
    "none": "none",
}

_COLOURS: Colours = (
    ("text", {"fill": palette.INK}),
    (".quiet", {"fill": palette.QUIET}),
    (".mark", {"fill": palette.MARK}),
    (".paper,.veil", {"fill": PAPER}),
    (".line", {"fill": "none", "stroke": palette.LINE}),
    (".head,.rule", {"fill": palette.LINE, "stroke": palette.LINE}),
    (".bold .line,.dashed .line,.legend .line", {"stroke": palette.PATH}),
    (".bold .head,.dashed .head", {"fill": palette.PATH, "stroke": palette.PATH}),
    (".dot", {"fill": palette.INK, "stroke": palette.INK}),
    (".frame", {"fill": "none", "stroke": palette.FRAME_LINE}),
    (".shared .ring", {"fill": "none", "stroke": palette.FRAME_LINE}),
    (".state .box", {"fill": palette.STATE, "stroke": palette.STATE_LINE}),
    (".state .ring", {"fill": "none", "stroke": palette.STATE_LINE}),
    (".state .rule", {"fill": palette.STATE_LINE, "stroke": palette.STATE_LINE}),
    (".focus .box", {"fill": palette.FOCUS, "stroke": palette.FOCUS_LINE}),
    (".focus .ring", {"fill": "none", "stroke": palette.FOCUS_LINE}),
    (".focus .rule", {"fill": palette.FOCUS_LINE, "stroke": palette.FOCUS_LINE}),
)

_SHAPES = """\
.fsmc-diagram{max-width:100%;height:auto}
.fsmc-diagram a{text-decoration:none}
.fsmc-diagram a:hover text,.fsmc-diagram a:focus text{text-decoration:underline}
.fsmc-diagram .edge:hover .line{stroke-width:2.5}"""


def sheet() -> str:
    """The style sheet of a diagram."""
    return "\n".join((_SHAPES, *schemes(ROOT, _COLOURS)))


def schemes(root: str, parts: Colours) -> Iterator[str]:
    """Rules for what is inside a class, one a line: light, dark for systems that are dark, dark for pages that are."""
    plain, themed = f".{root} ", f"[data-theme={{}}] .{root} "
    dark = [(what, {name: _DARK[value] for name, value in colours.items()}) for what, colours in parts]
    yield from (_rule(what, colours, plain, themed.format("light")) for what, colours in parts)
    yield "@media (prefers-color-scheme:dark){"
    yield from (_rule(what, colours, plain) for what, colours in dark)
    yield "}"
    yield from (_rule(what, colours, themed.format("dark")) for what, colours in dark)


def _rule(what: str, colours: dict[str, str], *within: str) -> str:
    selectors = ",".join(place + part for place in within for part in what.split(","))
    return f"{selectors}{{{';'.join(f'{name}:{value}' for name, value in colours.items())}}}"
