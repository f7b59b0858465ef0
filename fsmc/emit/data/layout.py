"""A JSON value in, its text out: laid out for people and diffs, or on one line for a page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from fsmc import hidden

_WIDTH = 120


def pretty(document: Mapping[str, Any]) -> str:
    """The document with a line for each key, and a line or a few for each entry of a list.

    A change of one line of the spec changes few lines of the document, and the document is not ten times as long.
    """
    lines = [f" {_text(key)}: {_section(value)}" for key, value in document.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _section(value: Any) -> str:
    """The value of a key of the document: the entries of a list begin a line each, even where all fit on one."""
    if _entries(value):
        return "[\n" + ",\n".join("  " + _laid_out(entry, 2) for entry in value) + "\n ]"
    return _laid_out(value, 1)


def _laid_out(value: Any, depth: int) -> str:
    """The text of a value that begins in column `depth`: on one line if it fits, else its parts in columns below."""
    short = _text(value)
    if depth + len(short) < _WIDTH or not isinstance(value, (dict, list)):
        return short
    if isinstance(value, dict):
        parts = [_part(key, part, depth + 1) for key, part in value.items()]
        return "{" + _filled(parts, depth + 1) + "}"
    if _entries(value):
        return "[" + (",\n" + " " * (depth + 1)).join(_laid_out(entry, depth + 1) for entry in value) + "]"
    return "[" + _filled(list(map(_text, value)), depth + 1) + "]"


def _part(key: str, value: Any, depth: int) -> str:
    """A key and its value; what is long begins below the key."""
    short = f"{_text(key)}: {_text(value)}"
    if depth + len(short) < _WIDTH or not isinstance(value, (dict, list)):
        return short
    pad = " " * (depth + 1)
    return f"{_text(key)}:\n{pad}{_laid_out(value, depth + 1)}"


def _filled(parts: Sequence[str], depth: int) -> str:
    """The parts with commas between them, as many on a line as fit; one of several lines stands alone."""
    text, column = parts[0], depth + len(parts[0])
    for before, part in pairwise(parts):
        column += len(part) + 2
        if "\n" in before + part or column >= _WIDTH:
            text += ",\n" + " " * depth + part
            column = depth + len(part)
        else:
            text += f", {part}"
    return text


def _entries(value: Any) -> bool:
    """Whether it is a list of objects or lists."""
    return isinstance(value, list) and any(isinstance(entry, (dict, list)) for entry in value)


def _text(value: Any) -> str:
    """The value on one line, with an escape for each character that hides, reorders or breaks text."""
    return _visible(json.dumps(value, ensure_ascii=False, allow_nan=False))


_visible = hidden.writer(lambda char: json.dumps(char)[1:-1] if char != "\x7f" else "\\u007f")


def embeddable(document: Mapping[str, Any]) -> str:
    """The document on one line that may stand in a script element of HTML: nothing in it ends the element."""
    return re.sub("[<>&]", lambda char: f"\\u{ord(char[0]):04x}", _text(document))
