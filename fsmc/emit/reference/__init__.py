r"""A `Machine` in, its reference out: `NAME.md`, Markdown that renders on GitHub and under MyST.

How to read the cells back
--------------------------
Ids are those of `emit.anchors`: `state.CLOSED`, `event.SEND` or `timeout.rtx`, and `cell.CLOSED.SEND` for a cell.  The
id of every cell is in the document exactly once, in the section of its state, in one of two tables:

1. A table with a row a branch, in the order in which they are tried.  The first row of a cell begins with its id, and
   those of the cells that do the same; the next ones with nothing.  `line[2:-2].split(" | ")` gives five parts:

       | <a id="cell.CLOSED.SEND" href="#event.SEND">SEND</a> | when | next state | actions | notes |
       |  | otherwise | *rejected*: the reason |  | notes |

   When: empty, `otherwise`, or the guard as code.  Next state: `<a href="#state.NAME">NAME</a>`, the same with
   ` *again*` where the state is left and entered, `*stays*`, or `*rejected*`, `*ignored*`, `*deferred*`,
   `*impossible*`, perhaps with a reason.  Actions: effects as code, joined by `, `, with those of leaving and entering.

2. Below it a table of the cells that one disposition decides as a whole, a row a reason, in three parts:

       | *rejected* | <a id="cell.CLOSED.SEND" href="#event.SEND">SEND</a>, <a id=...>... | “the reason” · notes |

The matrix has `<a href="#cell.CLOSED.SEND">mark<br>mark</a>` for every cell, with one mark for each different outcome:
the name of another state, `↺` for the same, `·` ignored, `–` rejected, `»` deferred, `×` impossible.  Where a matrix
would fill pages, a list has links of the same kind for the cells that move or act.

    CELL = re.compile(r'<a id="(cell\.[^"]+)"')
    MATRIX_ENTRY = re.compile(r'<a href="#(cell\.[^"]+)">(.*?)</a>')
"""

from __future__ import annotations

import re

from fsmc.emit.backend import Artifact, banner
from fsmc.emit.prose import in_comment
from fsmc.emit.reference import coverage, declarations, pictures
from fsmc.emit.reference.citations import definition_lines
from fsmc.emit.reference.events import event_sections
from fsmc.emit.reference.markdown import block, heading
from fsmc.emit.reference.matrix import matrix
from fsmc.emit.reference.scenarios import scenario_sections
from fsmc.emit.reference.states import state_sections
from fsmc.emit.reference.words import Words, refusal
from fsmc.emit.rendering import render
from fsmc.model import Machine


def emit_reference(machine: Machine) -> Artifact:
    """The reference of a machine, `NAME.md`."""
    page = render("reference.md.j2", _values(Words(machine)))
    return Artifact(f"{machine.slug}.md", _BLANKS.sub("\n\n", page).strip() + "\n")


_BLANKS = re.compile(r"\n{3,}")
"""Parts that are left out leave their empty lines behind."""


def _values(words: Words) -> dict[str, object]:
    """What the template fills in: sections as lists of dataclasses, tables as text."""
    machine = words.machine
    return {
        "banner": in_comment(banner(machine)),
        "title": heading(machine.title),
        "name": heading(machine.name) if machine.label else "",
        "doc": block(machine.doc),
        "notes": words.marks(machine),
        "picture": pictures.main_picture(machine),
        "files": pictures.other_files(machine),
        "matrix": matrix(words),
        "unlisted": refusal(machine.unlisted),
        "states": state_sections(words),
        "events": event_sections(words),
        "timers": declarations.timer_sections(words),
        "scenarios": scenario_sections(words),
        "tables": [(heading, table) for heading, table in _tables(words).items() if table],
        "definitions": definition_lines(machine),
    }


def _tables(words: Words) -> dict[str, str]:
    """The sections that are tables only, in order of the page."""
    return {
        "Groups": declarations.groups(words),
        "Actions": declarations.actions(words),
        "Guards": declarations.guards(words),
        "Variables": declarations.variables(words),
        "Options": declarations.options(words),
        "Constants": declarations.constants(words),
        "Types": declarations.types(words),
        "Requirements": coverage.requirements(words),
        "Footnotes": coverage.footnotes(words),
        "Documents": coverage.references(words),
    }
