"""Parts of the model in, DOT's HTML-like labels out: the words in the picture, escaped, wrapped and shortened.

An edge or a box names each of its lines by its event and guard in black; the actions follow in grey, on the same row
where both fit.  A long list of actions ends, after one of them, in an ellipsis: the tooltip has all of it.
"""

from __future__ import annotations

import html
import textwrap

from fsmc.emit.diagram.picture import Box, Shared
from fsmc.emit.prose import on_one_line, paragraphs, printable
from fsmc.model import Effect, Group, Hook, Machine, Notes, State, Transition

WIDTH = 30
"""Columns of a row of an edge's label."""
WIDE = 44
"""Columns of a row inside a box."""
ROWS = 3
"""Rows of actions before the ellipsis."""

_GREY = "#5f6b7a"
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


def title_label(machine: Machine) -> str:
    """The title over the picture: the machine's label, and its name where they differ."""
    name = f' <font color="{_GREY}">({escaped(machine.name)})</font>' if machine.label else ""
    return f"<<b>{escaped(machine.title)}</b>{name}<br/> >"


def state_label(box: Box) -> str:
    """The name in bold, its label below; under a rule what entering and leaving do, and the lines that stay."""
    rows = [f'<b><font point-size="12">{escaped(box.state.name)}</font></b>']
    if box.state.label:
        rows.append(_small(escaped(box.state.label)))
    body = [_hook_rows("enter", box.enters), _hook_rows("leave", box.leaves)]
    body += [line_rows(line, WIDE) for line in box.inside]
    return _table([_cell("<br/>".join(rows), "center")], [_cell(written) for written in body if written])


def shared_label(shared: Shared) -> str:
    """One row a line: the states that it starts from, then the event and the actions."""
    head = "from several states" if shared.target else "in several states"
    rows = [f'<td colspan="2" align="left"><i>{head}</i></td>']
    for line in shared.lines:
        sources = _LEFT.join(f"<b>{escaped(row)}</b>" for row in _wrapped(line.written_sources, 28))
        rows.append(_cell(sources + _LEFT) + _cell(line_rows(line, 2 * WIDTH)))
    return _table(rows)


def edge_label(lines: tuple[Transition, ...]) -> str:
    """The lines of an edge, stacked, on a veil that keeps them readable where they lie on a frame or another edge."""
    rows = "".join(line_rows(line, WIDTH) for line in lines)
    return _table([_cell(rows, bgcolor="#ffffffc0")], cellpadding="0", cellspacing="4")


def line_rows(line: Transition, width: int) -> str:
    """`event [guard] / actions` in rows of up to `width` columns, each ended by a break.

    What does not fit on one row is broken before the guard and before the actions.
    """
    head = f"{line.written_events}{line.condition}"
    if len(head) <= width:
        return _rows([head], line.effects, width)
    return _rows(
        [*_wrapped(line.written_events, width), *_wrapped(line.condition.lstrip(), width)], line.effects, width
    )


def _hook_rows(word: str, hooks: tuple[Hook, ...]) -> str:
    """`enter / actions` of all hooks together, or nothing."""
    return _rows([word], tuple(effect for hook in hooks for effect in hook.effects), WIDE) if hooks else ""


def _rows(head: list[str], effects: tuple[Effect, ...], width: int) -> str:
    """The rows of a cause, then the actions: beside a cause of one row where both fit, else below."""
    actions = f"/ {', '.join(map(str, effects))}" if effects else ""
    if actions and len(head) == 1 and len(head[0]) + 1 + len(actions) <= width:
        return f"{escaped(head[0])} {_small(escaped(actions))}{_LEFT}"
    done = [_small(escaped(row)) for row in _shortened(effects, width)]
    return "".join(row + _LEFT for row in (*map(escaped, head), *done))


def tooltip(lines: tuple[Transition, ...]) -> str:
    """The lines in full, as the spec has them, each with its docs behind `##`."""
    rows = []
    for line in lines:
        rows.append(hint(line.label))
        rows += documentation(line)
    return r"\n".join(rows)


def state_tooltip(box: Box) -> str:
    """The state and its docs, its `enter` and `leave` lines, then the lines that stay in it."""
    rows = [hint(f"state {box.state}"), *documentation(box.state)]
    for word, hooks in (("enter", box.enters), ("leave", box.leaves)):
        for hook in hooks:
            effects = ", ".join(map(str, hook.effects))
            rows += [f"## {hint(f'{word} {hook.written_states} / {effects}')}", *documentation(hook)]
    return r"\n".join(rows + ([tooltip(box.inside)] if box.inside else []))


def documentation(notes: Notes) -> list[str]:
    """The docs as a spec writes them, `## text`, a row a line."""
    return [f"## {hint(row)}" for paragraph in paragraphs(notes.doc) for row in paragraph]


def group_label(group: Group) -> str:
    """The name of a group, and its label where it has one."""
    label = f" {_small(escaped(group.label))}" if group.label else ""
    return f"<<b>{escaped(group.name)}</b>{label}>"


def group_tooltip(group: Group) -> str:
    """The group, its states and its docs."""
    states = ", ".join(map(str, group.states))
    return r"\n".join([hint(f"group {group.name} = {states}"), *documentation(group)])


def node_name(state: State) -> str:
    """The node of a state in DOT: its name as a spec writes it.

    A colon would start a port in an edge statement, so it is an entity as well.
    """
    return name(str(state)).replace(":", "&#58;")


def name(text: str) -> str:
    """Text as a name in DOT and as text in SVG."""
    return entities(printable(text))


def _wrapped(words: str, width: int) -> list[str]:
    """The words in rows of up to `width` columns; only blanks are broken."""
    return textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False)


def _shortened(effects: tuple[Effect, ...], width: int) -> list[str]:
    """As many whole actions as fit on `ROWS` rows, at least the first; an ellipsis stands for the others."""
    written = [str(effect) for effect in effects]
    for number in range(len(written), 0, -1):
        shown = [*written[:number], *(["..."] if number < len(written) else [])]
        rows = _wrapped(f"/ {', '.join(shown)}", width)
        if number == 1 or len(rows) <= ROWS:
            return rows
    return []


def _small(text: str) -> str:
    return f'<font color="{_GREY}">{text}</font>'


def _cell(content: str, align: str = "left", **attributes: str) -> str:
    style = {"align": align, "balign": align, **attributes}
    return f"<td {_written(style)}>{content}</td>"


def _table(head: list[str], body: list[str] | None = None, **attributes: str) -> str:
    """Rows of cells, with a rule between head and body."""
    rows = [f"<tr>{cells}</tr>" for cells in head]
    if body:
        rows += ["<hr/>", *(f"<tr>{cells}</tr>" for cells in body)]
    style = {"border": "0", "cellborder": "0", "cellspacing": "0", "cellpadding": "2", **attributes}
    return f"<<table {_written(style)}>{''.join(rows)}</table>>"


def _written(attributes: dict[str, str]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in attributes.items())
