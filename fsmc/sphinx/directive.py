"""`.. fsm:: specs/tcp.fsm` in, the picture or table of that spec as nodes out; what is wrong with it is a warning."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id

from fsmc.diagnostics import printable
from fsmc.embed import grid, subjects
from fsmc.embed.markers import Word
from fsmc.embed.problems import BlockError
from fsmc.embed.subjects import Drawing
from fsmc.emit.anchors import cell_anchor
from fsmc.emit.diagram import DrawingError
from fsmc.emit.reference.parts import state_markdown
from fsmc.emit.reference.written import Named, place_of
from fsmc.files import FileError
from fsmc.model import Machine, State
from fsmc.source import NOWHERE
from fsmc.sphinx import markdown, reference, tables
from fsmc.sphinx.domain import FsmDomain, Place
from fsmc.sphinx.pictures import HERE, FsmPicture
from fsmc.sphinx.specs import ContentError, machine_at

if TYPE_CHECKING:
    from fsmc.embed.grid import Grid, Run

VIEWS = {
    "diagram": ("picture", "state"),
    "table": ("state", "scenario"),
    "matrix": (),
    "sequence": ("scenario",),
    "reference": (),
}
"""What can be shown, and which options say what of it."""
_RANKS = {"reference": 1, "matrix": 2, "table": 3, "diagram": 4, "sequence": 5}
"""Of several places that speak of a state the best is linked: its own cells, then its column or row among others."""
_OWN, _SOMEWHERE = 0, 9


def _view(argument: str) -> str:
    return directives.choice(argument, tuple(VIEWS))


class FsmDirective(SphinxDirective):
    """A picture or a table of a spec.

    `:view:` is `diagram` (of the machine, of the view `:picture:`, or of the neighbours of `:state:`), `table` (the
    transitions, the cells of `:state:`, or the steps of `:scenario:`), `matrix`, `sequence` (of `:scenario:`), or
    `reference`: all that is known of the machine, in sections.
    """

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {  # noqa: RUF012 - declared so by docutils
        "view": _view,
        "picture": directives.unchanged_required,
        "state": directives.unchanged_required,
        "scenario": directives.unchanged_required,
        "caption": directives.unchanged_required,
        "alt": directives.unchanged_required,
        "name": directives.unchanged,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        try:
            self._check_options()
            return self._shown(self._machine())
        except BlockError as error:
            return self._complaint(f"{error} ({error.found.help})")
        except (ContentError, FileError, DrawingError) as error:
            return self._complaint(str(error))

    def _complaint(self, message: str) -> list[nodes.Node]:
        """For whoever builds the document, and in the place of what is missing."""
        shown = printable(message)
        told = self.state.document.reporter.error(f"fsm: {shown}", line=self.lineno)
        return [told, nodes.error("", nodes.paragraph("", shown))]

    # ---------------------------------------------------------------------------------------------- what is read

    def _machine(self) -> Machine:
        """The machine of the spec, which has no errors.  Its file is looked at again with each build."""
        name, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(path)
        return machine_at(Path(path), name)

    def _check_options(self) -> None:
        """Whether the options say one thing, and one that the view can show."""
        view = self._view()
        known = VIEWS[view]
        given = [option for option in ("picture", "state", "scenario") if option in self.options]
        if stray := [option for option in given if option not in known]:
            raise ContentError(f"':view: {view}' has no ':{stray[0]}:'")
        if len(given) > 1:
            raise ContentError(f"':{given[0]}:' and ':{given[1]}:' exclude each other")

    def _word(self, option: str) -> Word | None:
        value = self.options.get(option)
        return None if value is None else Word(value, NOWHERE)

    def _needed(self, option: str) -> Word:
        word = self._word(option)
        if word is None:
            raise ContentError(f"':view: {self._view()}' needs ':{option}:'")
        return word

    def _view(self) -> str:
        view: str = self.options.get("view", "diagram")
        return view

    # --------------------------------------------------------------------------------------------- what is shown

    def _shown(self, machine: Machine) -> list[nodes.Node]:
        match self._view():
            case "diagram":
                drawing = subjects.diagram(machine, self._word("picture"), self._word("state"))
                return self._figure(machine, drawing, grid.transitions(machine, drawing.lines))
            case "sequence":
                scenario = self._needed("scenario")
                steps = grid.steps(subjects.scenario(machine, scenario))
                return self._figure(machine, subjects.sequence(machine, scenario), steps)
            case "matrix":
                return self._matrix(machine)
            case "reference":
                return self._reference(machine)
            case _:
                return self._rows(machine)

    def _reference(self, machine: Machine) -> list[nodes.Node]:
        """All that is known of the machine.  Its title is that of a document that has none."""
        titled = next(self.state.document.findall(nodes.section), None) is None
        return self._told(machine, reference.reference(machine, self._document(machine), titled=titled))

    def _state(self, machine: Machine, shown: State) -> list[nodes.Node]:
        """What is known of a state, and its cells."""
        target = nodes.target()
        self._note(_key(machine, shown), _OWN, target)
        return [
            target,
            *self._told(machine, markdown.read(state_markdown(machine, shown, ""), self._document(machine))),
        ]

    def _told(self, machine: Machine, parts: list[nodes.Node]) -> list[nodes.Node]:
        """Parts of a reference, of which the first table has the caption."""
        tables_of_parts = (table for part in parts for table in part.findall(nodes.table))
        first = next(tables_of_parts, None)
        if first is not None:
            first[:0] = self._caption(nodes.title)
        target, _ = self._placed(machine, next((p for p in parts if isinstance(p, nodes.Element)), nodes.paragraph()))
        return [target, *parts]

    def _document(self, machine: Machine) -> reference.Document:
        """The document as parts of a reference of the machine see it."""
        known = _known(machine)

        def new_id(element: nodes.Element, anchor: str) -> None:
            if anchor in known and not anchor.startswith("cell."):
                self._note(known[anchor], _OWN, element)
                return
            element["ids"].append(make_id(self.env, self.state.document, "fsm", f"{machine.name}.{anchor}"))
            self.state.document.note_explicit_target(element)

        def picture(file: str, alt: str) -> list[nodes.Node]:
            return [nodes.container("", self._picture(machine, reference.drawings(machine)[file], alt))]

        return reference.Document(known, new_id, picture)

    def _rows(self, machine: Machine) -> list[nodes.Node]:
        state, scenario = self._word("state"), self._word("scenario")
        if state is not None:
            return self._state(machine, subjects.state(machine, state))
        if scenario is not None:
            steps = grid.steps(subjects.scenario(machine, scenario))
            return self._table(machine, steps, _nowhere)
        moves = grid.transitions(machine, machine.transitions)
        return [*self._whole(machine, [("", moves)]), *tables.hooks(machine, grid.always(machine))]

    def _matrix(self, machine: Machine) -> list[nodes.Node]:
        return [*self._whole(machine, grid.matrices(machine)), _legend(machine)]

    def _figure(self, machine: Machine, drawing: Drawing, instead: Grid) -> list[nodes.Node]:
        """The drawing, with its caption below; where no drawing can be shown a table stands for it."""
        picture = self._picture(machine, drawing, self.options.get("alt", drawing.title))
        picture += tables.table(machine, instead, _nowhere)
        caption = self._caption(nodes.caption)
        shown = nodes.figure("", picture, *caption) if caption else nodes.container("", picture)
        return list(self._placed(machine, shown))

    def _picture(self, machine: Machine, drawing: Drawing, alt: str) -> FsmPicture:
        prefix = f"fsm{self.env.new_serialno('fsm')}-"
        return FsmPicture(svg=drawing.svg(HERE), alt=alt, prefix=prefix, links=_known(machine))

    def _whole(self, machine: Machine, parts: list[tuple[str, Grid]]) -> list[nodes.Node]:
        """Tables about the whole machine: links to a state or an event lead to where they first speak of it."""
        left = {key: None for key in _known(machine).values() if key[0] != "group"}
        found = {
            run.about for _, shown in parts for row in (shown.head, *shown.rows) for e in row for run in e if run.place
        }
        placed = {_key(machine, about) for about in found if about}

        def place(run: Run, target: nodes.Element) -> bool:
            name = _key(machine, run.about) if run.about else ("", "")
            if name not in left:
                return False
            del left[name]
            self._note(name, _RANKS[self._view()], target)
            return True

        (title, first), *others = parts
        made = [*_heading(title), *self._table(machine, first, place, dict.fromkeys(left.keys() - placed, _SOMEWHERE))]
        for title, shown in others:
            made += [*_heading(title), nodes.container("", tables.table(machine, shown, place), classes=["fsm-table"])]
        return made

    def _table(
        self, machine: Machine, shown: Grid, place: tables.Places, others: Mapping[tuple[str, str], int] | None = None
    ) -> list[nodes.Node]:
        """The table under its caption.  Links to `others` lead to the table itself."""
        table = tables.table(machine, shown, place)
        table[:0] = self._caption(nodes.title)
        target, placed = self._placed(machine, table)
        for name, rank in (others or {}).items():
            self._note(name, rank, target)
        return [target, nodes.container("", placed, classes=["fsm-table"])]

    def _caption(self, kind: type[nodes.TextElement]) -> list[nodes.Node]:
        if not self.options.get("caption"):
            return []
        text, messages = self.parse_inline(self.options["caption"], lineno=self.lineno)
        return [kind("", "", *text), *messages]

    def _placed(self, machine: Machine, shown: nodes.Element) -> tuple[nodes.target, nodes.Element]:
        """The node, and before it what links to the machine lead to."""
        target = nodes.target()
        self._note(("machine", machine.name), _RANKS[self._view()], target)
        shown["classes"] += self.options.get("class", [])
        self.set_source_info(shown)
        self.add_name(shown)
        return target, shown

    def _note(self, name: tuple[str, str], rank: int, target: nodes.Element) -> None:
        """Give the target an id, and make it known to all documents as the place of a (kind, name)."""
        domain = self.env.domains["fsm"]
        assert isinstance(domain, FsmDomain)
        kind, full = name
        id = make_id(self.env, self.state.document, f"fsm-{kind}", full)
        target["ids"].append(id)
        self.state.document.note_explicit_target(target)
        domain.note(kind, full, Place(rank, self.env.docname, self.lineno, id))


def _nowhere(run: Run, target: nodes.Element) -> bool:
    """The place of a name in a table that is not what links to it lead to."""
    return False


def _legend(machine: Machine) -> nodes.paragraph:
    return nodes.paragraph("", f"{grid.legend(machine)}.", classes=["fsm-legend"])


def _heading(title: str) -> list[nodes.Node]:
    return [nodes.rubric("", title)] if title else []


def _known(machine: Machine) -> dict[str, tuple[str, str]]:
    """The (kind, name) of states, events and groups by their anchors; a cell is described with its state."""
    named: tuple[Named, ...] = (*machine.states, *machine.all_events, *machine.groups)
    places = {place_of(about): _key(machine, about) for about in named}
    return places | {cell_anchor(cell): _key(machine, cell.state) for cell in machine.cells.values()}


def _key(machine: Machine, about: Named) -> tuple[str, str]:
    return tables.kind_of(about), f"{machine.name}.{about.name}"
