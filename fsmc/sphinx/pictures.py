"""A drawing in a document in: inline SVG out where the output is HTML, and a table in its place where it is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from docutils import nodes

from fsmc.sphinx.domain import FsmDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"


class FsmPicture(nodes.General, nodes.Element):
    """A drawing (`svg`), its text for those who do not see it (`alt`), perhaps with the table that stands for it.

    `links` are the names of states and events by their anchors in the drawing; `prefix` makes its ids unique.
    """


def place_pictures(app: Sphinx, document: nodes.document, name: str) -> None:
    """Make of every `FsmPicture` of a resolved document what the format at hand can show."""
    for picture in list(document.findall(FsmPicture)):
        if app.builder.format == "html":
            svg = inline(picture["svg"], picture["prefix"], picture["alt"], _addresses(app, picture, name))
            picture.replace_self(nodes.raw("", svg, format="html"))
        else:
            _in_place_of(picture)


def _addresses(app: Sphinx, picture: FsmPicture, name: str) -> Callable[[str], str]:
    """Where what an anchor of the picture means is described, as seen from the document of that name."""
    domain = app.env.domains["fsm"]
    assert isinstance(domain, FsmDomain)

    def address(anchor: str) -> str:
        place = domain.place(*picture["links"].get(anchor, ("", "")))
        return f"{app.builder.get_relative_uri(name, place.document)}#{place.id}" if place else ""

    return address


def _in_place_of(picture: FsmPicture) -> None:
    """Put the table where the picture, or the figure around it, was; a caption becomes its title."""
    if not picture.children:  # the reference says the same in tables
        picture.parent.remove(picture)
        return
    (table,) = picture.children
    figure = picture.parent
    if not isinstance(figure, nodes.figure):
        picture.replace_self(table)
        return
    assert isinstance(table, nodes.table)
    caption = next(figure.findall(nodes.caption), None)
    if caption is not None:
        table.insert(0, nodes.title("", "", *caption.children))
    table["ids"] += figure["ids"]
    table["names"] += figure["names"]
    figure.replace_self(table)


# ---------------------------------------------------------------------------------------------------------- inline SVG


HERE = "fsm:here"
"""The address of the reference in drawings that are to be `inline`."""


def inline(svg: str, prefix: str, alt: str, address: Callable[[str], str]) -> str:
    """A drawing as an element of a page: its own ids, its links leading into the pages."""
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            element.set(name, _renamed(name, value, prefix))
        if element.get("href", "").startswith(HERE):
            _lead(element, address(element.attrib.pop("href").partition("#")[2]))
    root.set("aria-label", alt)
    root.attrib.pop("aria-labelledby", None)
    return f'<div class="fsm-picture">{ElementTree.tostring(root, encoding="unicode")}</div>'


def _lead(link: ElementTree.Element, address: str) -> None:
    """Make it a link to the address, if there is one."""
    if address:
        link.set("href", address)


def _renamed(name: str, value: str, prefix: str) -> str:
    """An attribute's value with the ids of the drawing made its own."""
    if name == "id":
        return prefix + value
    if name in ("aria-labelledby", "aria-describedby"):
        return " ".join(prefix + one for one in value.split())
    return re.sub(r"url\(#", f"url(#{prefix}", value)
