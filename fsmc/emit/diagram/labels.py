"""Parts of a picture in, DOT's HTML-like labels out: the words in the drawing, escaped, wrapped and shortened.

In the picture of a whole machine a line is terse: its event and guard in black, its actions in grey, on the same row
where both fit.  In the smaller pictures it stands as books have it: the event over a rule, the actions under it.  A
long list of actions ends, after one of them, in an ellipsis: the tooltip has all of it.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from fsmc.emit.diagram.palette import INK, MARK, PATH, QUIET, VEIL
from fsmc.emit.picture import Box, Edge, Entry, Picture, Row, Shared
from fsmc.emit.picture.rows import wrapped
from fsmc.emit.prose import on_one_line, paragraphs, printable
from fsmc.model import Group, Hook, Notes, State, Stroke, Transition

WIDTH = 30
"""Columns of a row of an edge's label."""
WIDE = 44
"""Columns of a row inside a box."""
ROWS = 3
"""Rows of actions before the ellipsis."""
STACKED = 2
"""Up to so many fractions stand one below the other; more lines are told tersely, as a list."""

_LEFT = '<br align="left"/>'


def escaped(text: str) -> str:
    """Text on one row of an HTML-like label, taken literally."""
    return entities(on_one_line(text), 2)


def hint(text: str) -> str:
    """Text on one row of a tooltip, taken literally."""
    return entities(on_one_line(text), 4)


def entities(text: str, backslashes: int = 1) -> str:
    """The text with entities for what is markup somewhere: the escape that DOT, its labels and SVG have in common.

    Graphviz looks for `\\N` and the like once in a label and twice in a tooltip, and takes entities for what they mean
    before that: a backslash must be as many of them as are left one after all passes.
    """
    return html.escape(text).replace("\\", "&#92;" * backslashes)


# ------------------------------------------------------------------------------------------------------------ labels


def title_label(picture: Picture) -> str:
    """The title over the picture; over that of a whole machine its name too, where it has a label."""
    named = picture.complete and picture.machine.label
    beside = f" {_quiet(f'({escaped(picture.machine.name)})')}" if named else ""
    return f"<<b>{escaped(picture.title)}</b>{beside}<br/> >"


def state_label(box: Box) -> str:
    """The name in bold, its label below; under a rule what entering and leaving do, and the lines that stay."""
    rows = [f'<b><font point-size="12">{escaped(box.state.name)}</font></b>']
    if box.state.label:
        rows.append(_quiet(escaped(box.state.label)))
    body = [_hook_rows("enter", box.enters), _hook_rows("leave", box.leaves)]
    cells = [_cells(written) for written in body if written]
    cells += [_cells(terse(row, WIDE), **_citation(row)) for row in box.inside]
    return _label(_table([_cells("<br/>".join(rows), "center")], cells))


def shared_label(shared: Shared) -> str:
    """One row a line: the states that it starts from, then the event and the actions."""
    head = "from several states" if shared.target else "in several states"
    rows = [f'<td colspan="2" align="left"><i>{head}</i></td>']
    for row in shared.rows:
        sources = _LEFT.join(f"<b>{escaped(part)}</b>" for part in wrapped(row.line.written_sources, 28))
        told = _cells(terse(row, 2 * WIDTH), valign="top", **_citation(row))
        rows.append(_cells(sources + _LEFT, valign="top") + told)
    return _label(_table(rows))


def edge_label(edge: Edge, *, complete: bool) -> str:
    """The lines of an edge, stacked, on a veil that keeps them readable where they lie on a frame or another edge."""
    if complete or len(edge.rows) > STACKED:
        stack = _table([_cells(terse(row, WIDTH), **_citation(row)) for row in edge.rows], cellpadding="0")
        return _label(_table([_cells(stack, bgcolor=VEIL)], cellpadding="0", cellspacing="4"))
    parts = [_cells(over(row), "center", bgcolor=VEIL, **_citation(row)) for row in edge.rows]
    return _label(_table(parts, cellpadding="0", cellspacing="4"))


def terse(row: Row, width: int) -> str:
    """`event [guard] / actions` in rows of up to `width` columns, each ended by a break.

    What does not fit on one row is broken before the guard and before the actions.  Marks follow.
    """
    head = f"{row.events} {row.guard}".rstrip()
    causes = [head] if len(head) <= width else [*wrapped(row.events, width), *wrapped(row.guard, width)]
    return _rows(causes, row.actions, width) + "".join(_mark(mark) + _LEFT for mark in row.marks)


def over(row: Row) -> str:
    """The event over the actions, with a rule between them as in a fraction.

    A guard stands under its event, a mark below all of it.
    """
    cause = [_ink(escaped(part)) for text in (row.events, row.guard) for part in wrapped(text, WIDTH)]
    actions = [_quiet(escaped(part)) for part in wrapped(", ".join(_whole(row.actions, WIDTH)), WIDTH)]
    above, marks = [_cells("<br/>".join(cause), "center")], [_cells(_mark(mark), "center") for mark in row.marks]
    return _table(above, [_cells("<br/>".join(actions), "center"), *marks]) if actions else _table(above + marks)


def _citation(row: Row) -> dict[str, str]:
    """The attributes by which the words of a line lead to the first section that it cites, if that has an address."""
    cite = next((cite for cite in row.line.cites if cite.url.startswith(("https://", "http://"))), None)
    return {"href": escaped(cite.url), "title": _in_cell(tooltip((row,)))} if cite else {}


def _in_cell(told: str) -> str:
    """A tooltip for a cell of a table, where Graphviz looks for escapes once less than elsewhere."""
    return told.replace(r"\n", "&#10;").replace("&#92;" * 4, "&#92;" * 2)


def group_label(group: Group) -> str:
    """The title of a group."""
    return f"<<i>{escaped(group.title)}</i>>"


def legend_label(picture: Picture) -> str:
    """A row a stroke: a piece of the line, and what it stands for."""
    return _label(_table([_sample(entry) + _cells(escaped(entry.text)) for entry in picture.legend]))


def _sample(entry: Entry) -> str:
    """A cell with a piece of line: the lower border of an empty one, half a row high."""
    style = ' style="dashed"' if entry.stroke is Stroke.DASHED else ""
    line = f'<td width="30" height="7" fixedsize="true" border="2" sides="b" color="{PATH}"{style}></td>'
    below = '<td width="30" height="7" fixedsize="true" border="0"></td>'
    return _cells(_table([line, below], cellpadding="0"), cellpadding="0")


# ---------------------------------------------------------------------------------------------------------- tooltips


def tooltip(rows: Iterable[Row]) -> str:
    """The lines in full, as the spec has them, each behind `##` with its sources, its docs and its citations."""
    told = [part for row in rows for part in (hint(row.line.label), *_sources(row.line), *documentation(row.line))]
    return r"\n".join(told)


def _sources(line: Transition) -> list[str]:
    """The states that a group, a range or `any` stands for."""
    listed = ", ".join(map(str, line.sources))
    return [] if line.written_sources == listed else [f"## from {hint(listed)}"]


def state_tooltip(box: Box) -> str:
    """The state and its docs, its `enter` and `leave` lines, then the lines that stay in it."""
    rows = [hint(f"state {box.state}"), *documentation(box.state)]
    for word, hooks in (("enter", box.enters), ("leave", box.leaves)):
        for hook in hooks:
            effects = ", ".join(map(str, hook.effects))
            rows += [f"## {hint(f'{word} {hook.written_states} / {effects}')}", *documentation(hook)]
    return r"\n".join(rows + ([tooltip(box.inside)] if box.inside else []))


def group_tooltip(group: Group) -> str:
    """The group, its states and its docs."""
    states = ", ".join(map(str, group.states))
    return r"\n".join([hint(f"group {group.name} = {states}"), *documentation(group)])


def documentation(notes: Notes) -> list[str]:
    """The docs as a spec writes them, `## text`, a row a line; then the sections that are cited."""
    rows = [f"## {hint(row)}" for paragraph in paragraphs(notes.doc) for row in paragraph]
    return [*rows, f"## {hint(', '.join(cite.label for cite in notes.cites))}"] if notes.cites else rows


# ------------------------------------------------------------------------------------------------------------- names


def node_name(state: State) -> str:
    """The node of a state in DOT: its name as a spec writes it.

    A colon would start a port in an edge statement, so it is an entity as well.
    """
    return name(str(state)).replace(":", "&#58;")


def name(text: str) -> str:
    """Text as a name in DOT and as text in SVG."""
    return entities(printable(text))


# -------------------------------------------------------------------------------------------------------------- rows


def _hook_rows(word: str, hooks: tuple[Hook, ...]) -> str:
    """`enter / actions` of all hooks together, or nothing."""
    effects = tuple(str(effect) for hook in hooks for effect in hook.effects)
    return _rows([word], effects, WIDE) if hooks else ""


def _rows(head: list[str], actions: tuple[str, ...], width: int) -> str:
    """The rows of a cause, then the actions: beside a cause of one row where both fit, else below."""
    written = f"/ {', '.join(actions)}" if actions else ""
    if written and len(head) == 1 and len(head[0]) + 1 + len(written) <= width:
        return f"{_ink(escaped(head[0]))} {_quiet(escaped(written))}{_LEFT}"
    shown = wrapped(f"/ {', '.join(_whole(actions, width))}", width) if actions else []
    rows = [*(_ink(escaped(row)) for row in head), *(_quiet(escaped(row)) for row in shown)]
    return "".join(row + _LEFT for row in rows)


def _whole(actions: tuple[str, ...], width: int) -> list[str]:
    """As many whole actions as fit on `ROWS` rows, at least the first; an ellipsis stands for the others."""
    for number in range(len(actions), 0, -1):
        shown = [*actions[:number], *(["..."] if number < len(actions) else [])]
        if number == 1 or len(wrapped(f"/ {', '.join(shown)}", width)) <= ROWS:
            return shown
    return []


def _ink(text: str) -> str:
    """Text in the colour that all text has, and behind it a blank of another size.

    Graphviz sets rows of a single font lower than rows of several; with the blank, all rows are of several.
    """
    return f'<font color="{INK}">{text}</font><font point-size="1"> </font>'


def _quiet(text: str) -> str:
    return f'<font color="{QUIET}">{text}</font>'


def _mark(text: str) -> str:
    return f'<font color="{MARK}"><i>{escaped(text)}</i></font>'


def _cells(content: str, align: str = "left", **attributes: str) -> str:
    style = {"align": align, "balign": align, **attributes}
    return f"<td {_written(style)}>{content}</td>"


def _table(head: list[str], body: list[str] | None = None, **attributes: str) -> str:
    """Rows of cells, with a rule between head and body."""
    rows = [f"<tr>{cells}</tr>" for cells in head]
    if body:
        rows += ["<hr/>", *(f"<tr>{cells}</tr>" for cells in body)]
    style = {"border": "0", "cellborder": "0", "cellspacing": "0", "cellpadding": "2", **attributes}
    return f"<table {_written(style)}>{''.join(rows)}</table>"


def _label(content: str) -> str:
    """Content as a label in HTML."""
    return f"<{content}>"


def _written(attributes: dict[str, str]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in attributes.items())
