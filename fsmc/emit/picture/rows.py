"""Parts of a picture in, rows of plain words out, for formats whose labels are no more than rows of text."""

from __future__ import annotations

import textwrap

from fsmc.emit.picture.parts import Box, Edge, Row, Shared
from fsmc.model import Hook

WIDTH = 26
"""Columns of a row beside an edge or in a note; Mermaid breaks what is wider than 200 pixels wherever it likes."""
WIDE = 48
"""Columns of a row inside a box."""


def edge_rows(edge: Edge) -> list[str]:
    """The lines of an edge, stacked."""
    return [part for row in edge.rows for part in told(row, WIDTH)]


def inside_rows(box: Box) -> list[str]:
    """What stands inside a state: its label, what entering and leaving do, the lines that stay."""
    label = [box.state.label] if box.state.label else []
    hooks = [*_hook_rows("enter", box.enters), *_hook_rows("leave", box.leaves)]
    return [*label, *hooks, *(part for row in box.inside for part in told(row, WIDE))]


def shared_rows(shared: Shared, width: int) -> list[str]:
    """The lines of a shared box, each under the states that it starts from."""
    return [
        part for row in shared.rows for part in (*wrapped(f"{row.line.written_sources}:", width), *told(row, width))
    ]


def told(row: Row, width: int) -> list[str]:
    """`event [guard] / actions` in rows of up to `width` columns: broken before the actions, then at blanks.

    Marks follow in parentheses.
    """
    cause = f"{row.events} {row.guard}".rstrip()
    actions = f"/ {', '.join(row.actions)}" if row.actions else ""
    whole = f"{cause} {actions}".rstrip()
    rows = [whole] if len(whole) <= width else [*wrapped(cause, width), *wrapped(actions, width)]
    return [*rows, *(f"({mark})" for mark in row.marks)]


def _hook_rows(word: str, hooks: tuple[Hook, ...]) -> list[str]:
    """`enter / actions` of all hooks together, or nothing."""
    effects = ", ".join(str(effect) for hook in hooks for effect in hook.effects)
    return wrapped(f"{word} / {effects}", WIDE) if hooks else []


def wrapped(words: str, width: int) -> list[str]:
    """The words in rows of up to `width` columns; only blanks are broken."""
    return textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False)
