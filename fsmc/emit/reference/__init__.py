r"""A `Machine` in, its reference out: `NAME.md`, Markdown that renders on GitHub and under MyST.

How to read the cells back
--------------------------
Ids are those of `emit.anchors`: `state.CLOSED`, `event.SEND` or `timeout.rtx`, and `cell.CLOSED.SEND` for a cell.  The
id of every cell is in the document exactly once, in the section of its state, in one of two places:

1. A table with a row a branch, in the order in which they are tried.  The first row of a cell begins with its id, the
   next ones begin with the event alone; `line[2:-2].split(" | ")` gives five parts:

       | <a id="cell.CLOSED.SEND"></a>[SEND](#event.SEND) | when | next state | actions | notes |
       | [SEND](#event.SEND) | otherwise | *rejected*: the reason | | notes |

   When: empty, `otherwise`, or the guard as code.  Next state: `[NAME](#state.NAME)`, the same with ` *again*` where
   the state is left and entered, `*stays*`, or `*rejected*`, `*ignored*`, `*deferred*`, `*impossible*`, perhaps with a
   reason.  Actions: effects as code, joined by `, `, with those of leaving and entering.

2. Below it a list with an item a line, for cells that one disposition decides as a whole:

       - **Rejected**: <a id="cell.CLOSED.SEND"></a>[SEND](#event.SEND), <a id=...>...

   The first word is Rejected, Ignored, Deferred or Impossible.

The matrix has `[mark<br>mark](#cell.CLOSED.SEND)` for every cell, with one mark for each different outcome: the name of
another state, `↺` for the same, `·` ignored, `–` rejected, `»` deferred, `×` impossible.

    CELL = re.compile(r'<a id="(cell\.[^"]+)"></a>')
    MATRIX_ENTRY = re.compile(r'\[([^\]]*)\]\(#(cell\.[^)]+)\)')
"""

from __future__ import annotations

import re
from urllib.parse import quote

from fsmc.emit.backend import Artifact, banner
from fsmc.emit.prose import on_one_line
from fsmc.emit.reference import coverage, declarations
from fsmc.emit.reference.events import event_sections
from fsmc.emit.reference.markdown import block, text
from fsmc.emit.reference.matrix import legend, matrix
from fsmc.emit.reference.scenarios import scenario_sections
from fsmc.emit.reference.states import state_sections
from fsmc.emit.reference.words import marks, refusal
from fsmc.emit.rendering import render
from fsmc.model import Machine


def emit_reference(machine: Machine) -> Artifact:
    """The reference of a machine, `NAME.md`."""
    page = render("reference.md.j2", _values(machine))
    return Artifact(f"{machine.slug}.md", _BLANKS.sub("\n\n", page).strip() + "\n")


_BLANKS = re.compile(r"\n{3,}")
"""Parts that are left out leave their empty lines behind."""


def _values(machine: Machine) -> dict[str, object]:
    """What the template fills in: sections as lists of dataclasses, tables as text."""
    return {
        "banner": on_one_line(banner(machine)).replace("--", "- -"),
        "title": text(machine.title),
        "name": text(machine.name) if machine.label else "",
        "doc": block(machine.doc),
        "notes": marks(machine, machine),
        "picture": quote(f"{machine.slug}.svg"),
        "matrix": matrix(machine),
        "legend": legend(machine),
        "unlisted": refusal(machine.unlisted),
        "states": state_sections(machine),
        "events": event_sections(machine),
        "timers": declarations.timer_sections(machine),
        "scenarios": scenario_sections(machine),
        "tables": [(heading, table) for heading, table in _tables(machine).items() if table],
    }


def _tables(machine: Machine) -> dict[str, str]:
    """The sections that are one table each, in order of the page."""
    return {
        "Groups": declarations.groups(machine),
        "Derived events": declarations.derived(machine),
        "Actions": declarations.actions(machine),
        "Guards": declarations.guards(machine),
        "Variables": declarations.variables(machine),
        "Options": declarations.options(machine),
        "Constants": declarations.constants(machine),
        "Types": declarations.types(machine),
        "Requirements": coverage.requirements(machine),
        "Footnotes": coverage.footnotes(machine),
        "Documents": coverage.references(machine),
    }
