"""The Markdown of a reference in, nodes out: sections, tables, lists, links and pictures of docutils.

Only what the reference itself writes is understood; anything else in it is shown as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from docutils import nodes

from fsmc.emit.page.reading import OWN_HTML, SyntaxTreeNode, tree

_OPENING = re.compile(r'<a(?: id="(?P<id>[\w.~-]+)")?(?: href="#(?P<to>[\w.~-]+)")?>')
_BREAKS = {"<br>": ", ", "<wbr>": ""}
"""Line ends within words, and what stands for them where the output is no HTML."""
_NO_HTML = "text latex manpage texinfo"


class Places(Protocol):
    """What is known of the document that the nodes are for."""

    def mark(self, element: nodes.Element, anchor: str) -> None:
        """Make the element what links to the anchor lead to."""

    def new_section(self, element: nodes.Element, title: str) -> None:
        """Give an id to a section that no link leads to."""

    def link(self, anchor: str) -> nodes.Element | None:
        """An empty link to the anchor; None if nobody knows where that is."""

    def picture(self, file: str, alt: str) -> list[nodes.Node]:
        """What shows the picture that the Markdown has in that file."""


def read(markdown: str, places: Places, *, titled: bool = False) -> list[nodes.Node]:
    """The nodes of a reference; its title is a section of its own if it is to be `titled`."""
    return _Reader(places).blocks(tree(markdown).children, titled)


class _Reader:
    """Blocks go into the innermost section, words into whatever holds them."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._anchors: list[str] = []  # of which the section is that comes next

    def blocks(self, found: Iterable[SyntaxTreeNode], titled: bool) -> list[nodes.Node]:
        root = nodes.container()
        open_sections: list[tuple[int, nodes.Element]] = [(0, root)]
        for block in found:
            if block.type == "heading":
                level = int(block.tag[1:])
                while open_sections[-1][0] >= level:
                    open_sections.pop()
                if level > 1 or titled:
                    open_sections.append((level, self._section(block, open_sections[-1][1])))
            else:
                open_sections[-1][1].extend(self._block(block))
        return list(root.children)

    def _section(self, block: SyntaxTreeNode, parent: nodes.Element) -> nodes.Element:
        title = self._words(nodes.title(), block)
        section = nodes.section("", title)
        for anchor in self._anchors:
            self._places.mark(section, anchor)
        if not self._anchors:
            self._places.new_section(section, title.astext())
        self._anchors = []
        parent += section
        return section

    def _block(self, block: SyntaxTreeNode) -> list[nodes.Node]:
        match block.type:
            case "paragraph":
                return self._paragraph(block)
            case "bullet_list":
                items = (
                    nodes.list_item("", *(node for inner in item.children for node in self._block(inner)))
                    for item in block.children
                )
                return [nodes.bullet_list("", *items)]
            case "table":
                return [nodes.container("", self._table(block), classes=["fsm-table"])]
            case "html_block" if block.content.strip().startswith("<!--"):
                return []
            case _:
                return [nodes.paragraph("", block.content)]

    def _paragraph(self, block: SyntaxTreeNode) -> list[nodes.Node]:
        """Words, or a picture; nothing where all is places of the next section, or links to other files."""
        parts = block.children[0].children if block.children else []
        if parts and all(part.type == "html_inline" and part.content.startswith(("<a id", "</a")) for part in parts):
            found = (_OPENING.fullmatch(part.content) for part in parts)
            self._anchors += [match["id"] for match in found if match and match["id"]]
            return []
        away = [part for part in parts if part.type == "link" and not _is_web(part)]
        pictures = [part for part in away if part.children and part.children[0].type == "image"]
        if pictures:
            return [
                node
                for part in pictures
                for node in self._places.picture(str(part.attrs["href"]), part.children[0].content)
            ]
        return [] if away else [self._words(nodes.paragraph(), block)]

    # -------------------------------------------------------------------------------------------------------- tables

    def _table(self, block: SyntaxTreeNode) -> nodes.table:
        rows = [self._row(row) for part in block.children for row in part.children]
        table = nodes.table(classes=["colwidths-auto"])
        group = nodes.tgroup(cols=len(rows[0].children))
        group += [nodes.colspec(colwidth=width) for width in _widths(rows)]
        group += [nodes.thead("", rows[0]), nodes.tbody("", *rows[1:])]
        table += group
        return table

    def _row(self, row: SyntaxTreeNode) -> nodes.row:
        return nodes.row("", *(self._entry(cell) for cell in row.children))

    def _entry(self, cell: SyntaxTreeNode) -> nodes.entry:
        centred = "center" in str(cell.attrs.get("style", ""))
        words = self._words(nodes.paragraph(), cell)
        return nodes.entry("", words, classes=["fsm-centred"] if centred else [])

    # --------------------------------------------------------------------------------------------------------- words

    def _words(self, parent: nodes.TextElement, block: SyntaxTreeNode) -> nodes.TextElement:
        self._inline(parent, block.children[0].children if block.children else [])
        return parent

    def _inline(self, parent: nodes.Element, parts: Sequence[SyntaxTreeNode]) -> None:
        into = [parent]
        for part in parts:
            match part.type:
                case "html_inline":
                    self._tag(into, part.content)
                case "code_inline":
                    into[-1] += nodes.literal("", part.content)
                case "em" | "strong" | "link":
                    inner = _MADE[part.type](part)
                    self._inline(inner, part.children)
                    into[-1] += inner
                case "hardbreak":
                    into[-1] += _break("<br>")
                case "softbreak":
                    into[-1] += nodes.Text("\n")
                case _:
                    into[-1] += nodes.Text(part.content)

    def _tag(self, into: list[nodes.Element], tag: str) -> None:
        """A tag of the reference's own: one that opens is where words go until it is closed."""
        if not OWN_HTML.fullmatch(tag):
            into[-1] += nodes.Text(tag)
        elif tag in _BREAKS:
            into[-1] += _break(tag)
        elif tag.startswith("</"):
            if len(into) > 1:
                into.pop()
        else:
            into.append(self._opened(into[-1], tag))

    def _opened(self, parent: nodes.Element, tag: str) -> nodes.Element:
        found = _OPENING.fullmatch(tag)
        if found is None:
            made: nodes.Element = nodes.inline(classes=["fsm-small"])
            parent += made
            return made
        if found["id"]:
            target = nodes.target()
            self._places.mark(target, found["id"])
            parent += target
        link = self._places.link(found["to"]) if found["to"] else None
        shown = nodes.inline() if link is None else link
        parent += shown
        # a reference that is yet to be resolved has what it shows as its only child
        if shown.tagname != "pending_xref":
            return shown
        shown += nodes.inline()
        inner = shown.children[0]
        assert isinstance(inner, nodes.Element)
        return inner


def _web_link(part: SyntaxTreeNode) -> nodes.Element:
    return nodes.reference("", "", refuri=str(part.attrs["href"]), internal=False) if _is_web(part) else nodes.inline()


_MADE = {"em": lambda part: nodes.emphasis(), "strong": lambda part: nodes.strong(), "link": _web_link}


def _is_web(link: SyntaxTreeNode) -> bool:
    return str(link.attrs.get("href", "")).lower().startswith(("http://", "https://"))


def _break(tag: str) -> list[nodes.Node]:
    instead = [nodes.raw("", _BREAKS[tag], format=_NO_HTML)] if _BREAKS[tag] else []
    return [nodes.raw("", tag, format="html"), *instead]


_BROADEST = 40
"""The letters that a column of a table of plain text is wide at most, if no word is longer."""


def _widths(rows: Sequence[nodes.row]) -> Iterable[int]:
    for column in zip(*(row.children for row in rows), strict=True):
        texts = [entry.astext() for entry in column]
        words = max((len(word) for told in texts for word in told.split()), default=0)
        yield max(4, words, min(_BROADEST, *map(len, texts))) + 2 if len(texts) > 1 else max(4, words) + 2
