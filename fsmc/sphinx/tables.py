"""A `Grid` in, a table of docutils out, in which states and events are links, or what links lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from docutils import nodes
from sphinx import addnodes

from fsmc.embed.grid import Entry, Grid, Run
from fsmc.emit.prose import on_one_line
from fsmc.emit.reference.written import Named
from fsmc.model import Event, Machine, State

Places = Callable[[Run, nodes.Element], bool]
"""Given a name where a table speaks of it, and an empty target: whether that became what links lead to."""


def table(machine: Machine, grid: Grid, place: Places) -> nodes.table:
    """The table, its first row being the head."""
    made = nodes.table(classes=["fsm-matrix"] if grid.titled else [])
    group = nodes.tgroup(cols=len(grid.head))
    group += [nodes.colspec(colwidth=width) for width in _widths(grid)]
    rows = [nodes.row("", *(_entry(machine, grid, entry, place) for entry in row)) for row in (grid.head, *grid.rows)]
    group += [nodes.thead("", rows[0]), nodes.tbody("", *rows[1:])]
    made += group
    return made


def link(machine: Machine, run: Run) -> addnodes.pending_xref:
    """A name that leads to where it is described, wherever that is."""
    assert run.about
    kind = kind_of(run.about)
    text = nodes.inline("", on_one_line(run.text), classes=[f"fsm-{kind}"])
    return addnodes.pending_xref(
        "", text, refdomain="fsm", reftype=kind, reftarget=f"{machine.name}.{run.name}", refexplicit=True
    )


def kind_of(about: Named) -> str:
    """What the domain calls its kind."""
    return "state" if isinstance(about, State) else "event" if isinstance(about, Event) else "group"


def hooks(machine: Machine, found: Sequence[Entry]) -> list[nodes.Node]:
    """What is done whenever states are entered or left, as a list."""
    items = (nodes.list_item("", _words(machine, entry, lambda run, target: False)) for entry in found)
    return [nodes.bullet_list("", *items)] if found else []


def _widths(grid: Grid) -> Iterable[int]:
    """How wide the columns are beside each other: as their longest word at least."""
    for column in zip(grid.head, *grid.rows, strict=True):
        lengths = [len(word) for entry in column for run in entry for word in run.text.split()]
        yield max(4, *lengths) + 2


def _entry(machine: Machine, grid: Grid, entry: Entry, place: Places) -> nodes.entry:
    return nodes.entry("", _words(machine, entry, place, titled=grid.titled))


def _words(machine: Machine, entry: Entry, place: Places, *, titled: bool = False) -> nodes.paragraph:
    """The items of a list, with commas between them but where they are glued."""
    made = nodes.paragraph()
    for number, run in enumerate(entry):
        if number and not run.glued:
            made += nodes.Text(", ")
        made += _run(machine, run, place, titled=titled)
    return made


def _run(machine: Machine, run: Run, place: Places, *, titled: bool) -> list[nodes.Node]:
    text = on_one_line(run.text)
    if run.code:
        return [nodes.literal("", text)]
    if run.about is None:
        return [nodes.Text(f"{' ' * run.text.startswith(' ')}{text}{' ' * run.text.endswith(' ')}")]
    target = nodes.target()
    placed = run.place and place(run, target)
    shown = nodes.strong("", text) if placed and titled else link(machine, run)
    return [target, shown] if placed else [shown]
