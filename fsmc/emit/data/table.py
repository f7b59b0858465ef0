"""A `Machine` in, its cells as CSV out: a row for each branch of each cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from fsmc.emit.backend import banner
from fsmc.emit.data.cells import cells, line_ids, outcome, when
from fsmc.emit.data.terms import names_of
from fsmc.emit.prose import on_one_line
from fsmc.model import Cell, Disposition, Machine, Transition

HEAD = (
    "state", "event", "source", "guard", "kind", "target", "actions", "reason", "citations", "tags", "line"
)  # fmt: skip

_FORMULA = re.compile(r"'*[=+\-@\uff0b\uff0d\uff1d\uff20]")
"""What a spreadsheet may run instead of show, in its narrow and its wide form."""


def table(machine: Machine) -> str:
    """The rows below a head.

    The head ends with a column of no content whose name is the banner: unlike a comment, for which CSV has no form,
    that is whole CSV to every reader.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*HEAD, on_one_line(banner(machine))))
    for cell in cells(machine):
        writer.writerows((*map(shown, row), "") for row in _rows(machine, cell))
    return text.getvalue()


def _rows(machine: Machine, cell: Cell) -> Iterator[tuple[str, ...]]:
    """The branches in the order in which they are tried."""
    for number, branch in enumerate(cell.branches):
        line = branch.line
        yield (
            cell.state.name,
            names_of(machine).event(cell.event),
            (cell.event.base or cell.event).source,
            when(cell, number),
            outcome(branch),
            _target(cell, line),
            _actions(machine, cell, line),
            line.reason if isinstance(line, Disposition) else "",
            "; ".join(cite.label for cite in line.cites),
            "; ".join(tag.name for tag in line.tags),
            line_ids(machine)[line],
        )


def _target(cell: Cell, line: Transition | Disposition) -> str:
    """The state after the row; nothing where the machine takes no step."""
    return line.target_from(cell.state).name if isinstance(line, Transition) else ""


def _actions(machine: Machine, cell: Cell, line: Transition | Disposition) -> str:
    """All that is done, in order: on leaving, by the line, on entering."""
    effects = machine.effects(line, cell.state) if isinstance(line, Transition) else ()
    return "; ".join(map(str, effects))


def shown(text: str) -> str:
    """The text on one line; with a `'` in front where a spreadsheet would take it for a formula."""
    plain = on_one_line(text)
    return f"'{plain}" if _FORMULA.match(plain) else plain
