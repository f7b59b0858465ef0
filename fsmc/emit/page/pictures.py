"""A picture as SVG text in, the same picture as part of a page out: its ids as data, its colours as names.

An engine may write anything; what comes through are shapes, words and tooltips, nothing else.  A page shows several
pictures of one machine beside a reference with the same ids, so ids become `data-at`.  Each colour becomes a class, and
`colours` gives it a counterpart for dark pages.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_SVG = "{http://www.w3.org/2000/svg}"
_TOOLTIP = "{http://www.w3.org/1999/xlink}title"
_SHAPES = {"path", "polygon", "polyline", "ellipse", "circle", "rect", "line", "text", "tspan"}
_KEPT = (
    *("d", "points", "x", "y", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "width", "height", "transform"),
    *("text-anchor", "font-size", "font-weight", "font-style", "text-decoration"),
    *("stroke-width", "stroke-dasharray", "fill-opacity", "stroke-opacity"),
)
_WHITE = ("white", "#ffffff")
_NAMED = {"black": "#000000", "white": "#ffffff"}
_HEX = re.compile(r"#[0-9a-f]{6}")
_CLASS = re.compile(r"(node|edge|cluster|legend)( [\w-]+)*")
_ID = re.compile(r"[\w.~-]+")


def inline_svg(svg: str, name: str, lines: Mapping[str, str]) -> str:
    """The picture as an element of a page; `name` is what readers of the screen are told.

    `lines` are the ids of the lines of the spec that a place shows, by the id of the place.
    """
    root = ElementTree.fromstring(svg.encode())
    box = escape(root.get("viewBox", "0 0 100 100"))
    inside = "".join(_children(root, lines))
    return f'<svg class="picture" role="img" aria-label="{escape(name)}" viewBox="{box}">{inside}</svg>'


def _children(element: Element, lines: Mapping[str, str]) -> Iterator[str]:
    for child in element:
        kind = child.tag.removeprefix(_SVG) if isinstance(child.tag, str) else ""
        if kind == "g":
            yield _group(child, lines)
        elif kind == "a":  # what it led to or told is in the group around it
            yield from _children(child, lines)
        elif kind in _SHAPES and not _is_canvas(element, child):
            yield _shape(kind, child)


def _group(element: Element, lines: Mapping[str, str]) -> str:
    """A group: that of a node, an edge or a frame with its id and tooltip, any other as its content alone."""
    inside = "".join(_children(element, lines))
    kind = element.get("class", "")
    if kind == "graph":
        return f'<g transform="{escape(element.get("transform", ""))}">{inside}</g>'
    if not _CLASS.fullmatch(kind):
        return inside
    return f'<g class="{kind}"{_place(element.get("id", ""), lines)}>{_tooltip(element)}{inside}</g>\n'


def _place(key: str, lines: Mapping[str, str]) -> str:
    """The attributes by which scripts find a place and the lines that it shows."""
    if not _ID.fullmatch(key):
        return ""
    shown = f' data-lines="{escape(lines[key])}"' if key in lines else ""
    return f' data-at="{key}"{shown}'


def _tooltip(element: Element) -> str:
    told = next((title for link in element.iter(f"{_SVG}a") if (title := link.get(_TOOLTIP))), "")
    told = told or next((title.text or "" for title in element.iter(f"{_SVG}title")), "")
    return f"<title>{escape(told)}</title>" if told else ""


def _is_canvas(parent: Element, child: Element) -> bool:
    """Whether a shape is the white sheet behind the picture: a page has its own."""
    return parent.get("class") == "graph" and child.get("fill") in _WHITE and child.tag == f"{_SVG}polygon"


def _shape(kind: str, element: Element) -> str:
    attributes = [f'{name}="{escape(value)}"' for name in _KEPT if (value := element.get(name)) is not None]
    fill, stroke = element.get("fill"), element.get("stroke")
    classes = [f"{side}-{_colour(value)}" for side, value in (("f", fill), ("s", stroke)) if value]
    if kind == "polygon" and fill == stroke:
        classes.append("head")  # of an arrow; scripts light it with its line
    if classes:
        attributes.append(f'class="{" ".join(classes)}"')
    text = escape(element.text or "") + "".join(_children(element, {}))
    return f"<{' '.join([kind, *attributes])}" + (f">{text}</{kind}>" if text else "/>")


def _colour(value: str) -> str:
    """The name of a colour in classes: its six digits, or `none`."""
    code = _NAMED.get(value.lower(), value.lower())
    return code[1:] if _HEX.fullmatch(code) else "none"


def colours(pictures: Iterable[str]) -> str:
    """The style rules of all colours in the pictures, for light pages and for dark ones."""
    used = sorted({found for text in pictures for found in re.findall(r"\b[fs]-(?:[0-9a-f]{6}|none)\b", text)})
    return "\n".join(map(_rule, used))


def _rule(name: str) -> str:
    side, code = {"f": "fill", "s": "stroke"}[name[0]], name[2:]
    if code in _SHEET:
        return f".{name}{{{side}:{_SHEET[code]}}}"
    return f".{name}{{{side}:#{code};{side}:light-dark(#{code},#{_dark(code)})}}"


_SHEET = {"none": "none", "ffffff": "var(--card)", "000000": "var(--ink)"}
"""White is the sheet that a picture lies on, and black the ink of the page."""


def _dark(code: str) -> str:
    """The counterpart of a colour on a dark page: light becomes dark and dark becomes light, the hue stays."""
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    turned = 0.11 + 0.80 * (1 - light)
    return "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, turned, strength * 0.65))
