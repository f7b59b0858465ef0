"""Where the machines, states and events of a project are described: roles in, links, index and inventory out."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils.nodes import Element
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from docutils.nodes import reference
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is described: the smaller `rank`, the better."""

    rank: int
    document: str
    line: int
    id: str


class _Role(XRefRole):
    """`:fsm:state:`TCP.CLOSED``; a tilde in front shows the last part only."""

    def process_link(
        self, env: BuildEnvironment, refnode: Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        if not has_explicit_title and target.startswith("~"):
            target = target[1:]
            title = target.partition(".")[2] or target
        return title, target


class FsmDomain(Domain):
    """State machines.  Names are `TCP`, `TCP.CLOSED`, `TCP.timeout rtx`; of one machine, `CLOSED` will do."""

    name = "fsm"
    label = "State machines"
    object_types = {  # noqa: RUF012 - declared so by Sphinx
        "machine": ObjType("machine", "machine"),
        "state": ObjType("state", "state"),
        "event": ObjType("event", "event"),
        "group": ObjType("group", "group"),
    }
    roles = {kind: _Role(warn_dangling=True) for kind in ("machine", "state", "event", "group")}  # noqa: RUF012
    dangling_warnings = {  # noqa: RUF012
        "machine": "no fsm directive describes a machine %(target)s",
        "state": "no fsm directive describes a state %(target)s",
        "event": "no fsm directive describes an event %(target)s",
        "group": "no fsm directive describes a group %(target)s",
    }
    initial_data = {"places": {}}  # noqa: RUF012
    data_version = 1

    @property
    def places(self) -> dict[tuple[str, str], set[Place]]:
        """Every place of a (kind, name)."""
        found: dict[tuple[str, str], set[Place]] = self.data["places"]
        return found

    def note(self, kind: str, name: str, place: Place) -> None:
        """Remember that something is described there."""
        self.places.setdefault((kind, name), set()).add(place)

    def place(self, kind: str, name: str) -> Place | None:
        """The best place of a name; one without its machine is found if one machine only has it."""
        if (kind, name) not in self.places:
            full = [known for known in self.places if known[0] == kind and known[1].partition(".")[2] == name]
            if len(full) != 1:
                return None
            (kind, name) = full[0]
        return min(self.places[kind, name])

    def clear_doc(self, docname: str) -> None:
        for key, places in list(self.places.items()):
            kept = {place for place in places if place.document != docname}
            self.data["places"].update({key: kept}) if kept else self.data["places"].pop(key)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        for (kind, name), places in otherdata["places"].items():
            for place in places:
                if place.document in docnames:
                    self.note(kind, name, place)

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> reference | None:
        place = self.place(typ, target)
        if place is None:
            return None
        return make_refnode(builder, fromdocname, place.document, place.id, contnode, target)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, reference]]:
        found = (
            (kind, self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode)) for kind in self.roles
        )
        return [(f"fsm:{kind}", link) for kind, link in found if link is not None]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for (kind, name), places in sorted(self.places.items()):
            best = min(places)
            yield name, name, kind, best.document, best.id, 1
