"""A machine and the places of a document in, its reference or one of its states out as nodes of that document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from docutils import nodes
from sphinx import addnodes

from fsmc.embed import subjects
from fsmc.embed.markers import Word
from fsmc.embed.subjects import Drawing
from fsmc.emit.reference import emit_reference
from fsmc.model import Machine
from fsmc.source import NOWHERE
from fsmc.sphinx.markdown import read

Key = tuple[str, str]
"""What the domain knows a place by: a kind and a name, `("state", "TCP.CLOSED")`."""

_PLACE = re.compile(r'<a id="([\w.~-]+)"')


def reference(machine: Machine, document: Document, *, titled: bool) -> list[nodes.Node]:
    """All that NAME.md says, in sections; the title is one, too, if it is to be `titled`."""
    told = emit_reference(machine).text
    document.expect(_PLACE.findall(told))
    return read(told, document, titled=titled)


class Document:
    """The places of one directive: ids of its own for anchors of the machine, links to those and to other documents.

    `new_id` notes an element with a new id under the anchor it is for; `known` are what the domain knows anchors by.
    """

    def __init__(
        self,
        known: Mapping[str, Key],
        new_id: Callable[[nodes.Element, str], None],
        picture: Callable[[str, str], list[nodes.Node]],
    ) -> None:
        self._known = known
        self._new_id = new_id
        self._picture = picture
        self._ids: dict[str, str] = {}

    def expect(self, anchors: list[str]) -> None:
        """Make ids of anchors that will be marked, so that links may come before them."""
        for anchor in anchors:
            holder = nodes.target()
            self._new_id(holder, anchor)
            self._ids[anchor] = holder["ids"][0]

    def mark(self, element: nodes.Element, anchor: str) -> None:
        element["ids"].append(self._ids[anchor])

    def new_section(self, element: nodes.Element, title: str) -> None:
        self._new_id(element, "section." + title)

    def link(self, anchor: str) -> nodes.Element | None:
        if anchor in self._ids:
            return nodes.reference("", "", refid=self._ids[anchor], internal=True)
        if anchor not in self._known:
            return None
        kind, name = self._known[anchor]
        return addnodes.pending_xref("", refdomain="fsm", reftype=kind, reftarget=name, refexplicit=True)

    def picture(self, file: str, alt: str) -> list[nodes.Node]:
        return self._picture(file, alt)


@lru_cache(maxsize=4)
def drawings(machine: Machine) -> dict[str, Drawing]:
    """The pictures that a reference shows, by their addresses in its Markdown."""
    found = [subjects.diagram(machine)]
    found += [subjects.diagram(machine, view_name=Word(view.name, NOWHERE)) for view in machine.views]
    found += [subjects.diagram(machine, state_name=Word(state.name, NOWHERE)) for state in machine.states]
    names = map(subjects.named, machine.scenarios)
    found += [subjects.sequence(machine, Word(name, NOWHERE)) for name in names]
    return {f"./{drawing.file}": drawing for drawing in found}
