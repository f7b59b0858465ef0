"""The engine's SVG in, the SVG of a page out: rid of the engine's name and habits, in classes, with links and titles.

What comes through is written anew: shapes, words and tooltips, each with the class that says what it is.  An id of the
DOT stays as it is; several pictures in one page need a `prefix` each.  Colours remain as attributes for renderers
without style sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from fsmc.emit.backend import banner
from fsmc.emit.diagram import palette
from fsmc.emit.diagram.engine import DrawingError
from fsmc.emit.diagram.layout import manner
from fsmc.emit.diagram.links import destinations
from fsmc.emit.diagram.style import ROLE, ROOT, sheet
from fsmc.emit.picture import Picture
from fsmc.emit.prose import in_comment, on_one_line

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_SHAPES = ("path", "polygon", "polyline", "ellipse")
_KINDS = ("node", "edge", "cluster")
_GEOMETRY = ("d", "points", "x", "y", "cx", "cy", "rx", "ry", "transform")
_FONT = ("text-anchor", "font-size", "font-weight", "font-style", "text-decoration")
_COLOUR = ("fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray")
_WHITE = ("white", "#ffffff")
_VOICES = {palette.QUIET: "quiet", palette.MARK: "mark"}
_PIXELS = 96 / 72
"""Pixels of a page in one point of the engine."""


def finished(drawn: str, picture: Picture, reference: str = "", prefix: str = "") -> str:
    """The picture for pages.

    `reference` is the address of the machine's reference, as seen from the picture; without one nothing is a link.
    `prefix` stands before every id.  Raises DrawingError for what is no SVG.
    """
    writer = _Writer(destinations(picture) if reference else {}, reference, prefix)
    return _page(_parsed(drawn), writer, picture.title, _description(picture), banner(picture.machine), sheet())


def framed(drawn: str, title: str, description: str, sentence: str, rules: str) -> str:
    """Any other drawing for pages, without links: its title, what it shows, its banner and its style sheet beside it.

    Raises DrawingError for what is no SVG.
    """
    return _page(_parsed(drawn), _Writer({}, "", ""), title, description, sentence, rules)


def _page(root: Element, writer: _Writer, title: str, description: str, sentence: str, rules: str) -> str:
    """The text of an SVG file."""
    width, height = _size(root)
    title_id, desc_id = f"{writer.prefix}picture.title", f"{writer.prefix}picture.desc"
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<!-- {in_comment(sentence)} -->",
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{ROOT}" role="{ROLE}" '
            f"aria-labelledby={quoteattr(title_id)} aria-describedby={quoteattr(desc_id)} "
            f'width="{round(width * _PIXELS)}" height="{round(height * _PIXELS)}" '
            f'viewBox="0 0 {width:g} {height:g}" font-family="Helvetica, Arial, sans-serif">',
            f"<title id={quoteattr(title_id)}>{escape(on_one_line(title))}</title>",
            f"<desc id={quoteattr(desc_id)}>{escape(description)}</desc>",
            f"<style>\n{rules}\n</style>",
            # larger than the picture, whose sides may be parts of a pixel off
            f'<rect class="paper" x="-9" y="-9" width="{width + 18:g}" height="{height + 18:g}" fill="#ffffff"/>',
            *writer.children(root, "graph"),
            "</svg>",
            "",
        )
    )


def _parsed(drawn: str) -> Element:
    """The root of the drawing."""
    try:
        root = ElementTree.fromstring(drawn.encode())
    except ElementTree.ParseError as error:
        raise DrawingError(f"what the engine drew is no SVG: {error}") from error
    if root.tag != f"{_SVG}svg" or len(root.get("viewBox", "").split()) != 4:
        raise DrawingError("what the engine drew is no SVG")
    return root


def _size(root: Element) -> tuple[float, float]:
    """Width and height in points."""
    _, _, width, height = map(float, root.get("viewBox", "").split())
    return width, height


def _description(picture: Picture) -> str:
    """What is shown, in a sentence or two, for those who do not see it."""
    lines = len({row.line for row in picture.rows})
    told = f"A state diagram of {_count(len(picture.boxes), 'state')} and {_count(lines, 'transition')}."
    start = f" It starts in {on_one_line(picture.machine.initial.name)}." if picture.start else ""
    return told + start + ("" if manner(picture).labelled else " What the arrows stand for is in their tooltips.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes elements, one a line; `links` are ids of the reference by the ids of places."""

    links: Mapping[str, str]
    reference: str
    prefix: str

    def children(self, parent: Element, kind: str) -> Iterator[str]:
        """What is inside an element of a node, an edge, a frame or (`graph`) of none."""
        for child in parent:
            tag = _tag(child)
            if tag == "g" and _classes(child)[:1] == ["graph"]:
                yield f'<g class="graph"{_attributes(child)}>'
                yield from self.children(child, "graph")
                yield "</g>"
            elif tag == "g" and _classes(child)[:1] and _classes(child)[0] in _KINDS:
                yield from self._place(child, _classes(child)[0])
            else:
                for href, written in self._pieces(child, kind):
                    yield from _linked(href, written)

    def _place(self, element: Element, kind: str) -> Iterator[str]:
        """A state, an edge or a frame: one link to the reference, with its tooltip."""
        key = element.get("id", "")
        classes = " ".join(dict.fromkeys(_classes(element)))
        place = f"{self.reference}#{self.links[key]}" if key in self.links else ""
        yield f"<g id={quoteattr(self.prefix + key)} class={quoteattr(classes)}>"
        yield from _tooltip(element)
        pieces = (piece for child in element for piece in self._pieces(child, kind))
        for href, group in groupby(pieces, key=itemgetter(0)):
            yield from _linked(href or place, [line for _, written in group for line in written])
        yield "</g>"

    def _pieces(self, element: Element, kind: str) -> Iterator[tuple[str, list[str]]]:
        """An element in pieces, each with where it leads on its own account: links may not lie inside links."""
        tag = _tag(element)
        if tag == "a" and _leads_out(element):
            inside = [line for child in element for _, lines in self._pieces(child, kind) for line in lines]
            yield _href(element), [*_tooltip(element), *inside]
        elif tag in ("g", "a"):
            for child in element:
                yield from self._pieces(child, kind)
        elif not _is_paper(element, kind) and (written := list(_drawn(element, kind))):
            yield "", written


def _linked(href: str, inside: list[str]) -> Iterator[str]:
    """The inside as a link, or as it is where it leads nowhere."""
    if not href:
        yield from inside
        return
    yield f"<a href={quoteattr(href)}>"
    yield from inside
    yield "</a>"


def _tag(element: Element) -> str:
    """The name of an SVG element; empty for comments and whatever else there is."""
    return element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _href(element: Element) -> str:
    return element.get(f"{_XLINK}href", element.get("href", ""))


def _leads_out(element: Element) -> bool:
    """Whether an element is a link to the web: the address of a reference comes from the spec, and may be anything."""
    return _href(element).startswith(("https://", "http://"))


def _tooltip(element: Element) -> Iterator[str]:
    """What is told of an element: the title of the first link in it."""
    told = next((title for link in element.iter(f"{_SVG}a") if (title := link.get(f"{_XLINK}title"))), "")
    if told:
        yield f"<title>{escape(told)}</title>"


def _drawn(element: Element, kind: str) -> Iterator[str]:
    """A shape, or words that are not blank."""
    tag, role = _tag(element), _role(element, kind)
    named = f' class="{role}"' if role else ""
    if tag in _SHAPES:
        yield f"<{tag}{named}{_attributes(element)}/>"
    elif tag == "text" and (words := "".join(element.itertext()).rstrip()).strip():
        space = ' xml:space="preserve"' if words != " ".join(words.split()) else ""
        yield f"<text{named}{_attributes(element)}{space}>{escape(words)}</text>"


def _is_paper(element: Element, kind: str) -> bool:
    """Whether a shape is the white sheet behind all others, which the engine makes a hair too small."""
    return kind == "graph" and _tag(element) == "polygon" and element.get("fill") in _WHITE


def _attributes(element: Element) -> str:
    return "".join(
        f" {name}={quoteattr(value)}"
        for name in (*_GEOMETRY, *_FONT, *_COLOUR)
        if (value := element.get(name)) is not None and (name, value) != ("text-anchor", "start")
    )


def _role(element: Element, kind: str) -> str:
    """What a shape is, or the voice of some words."""
    tag, fill = _tag(element), element.get("fill", "")
    if tag == "text":
        return _VOICES.get(fill, "")
    if fill in _WHITE:
        return "veil"
    if tag == "polygon" and _is_flat(element):
        return "rule"
    if kind == "edge" or tag == "polyline":
        return "line" if fill == "none" else "head"
    if kind == "cluster":
        return "frame"
    if tag == "ellipse":
        return "dot"
    return "ring" if fill == "none" else "box"


def _is_flat(element: Element) -> bool:
    """Whether all points have one height, as those of a rule in a label have; an arrow head's have not."""
    return len({point.partition(",")[2] for point in element.get("points", "").split()}) == 1
