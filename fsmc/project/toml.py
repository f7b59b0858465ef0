"""A TOML file in, its tables out, or a `FileError` that says where it cannot be read."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from fsmc.files import FileError, content, decoded

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Table = dict[str, Any]


def read(path: Path) -> Table:
    """The tables of a file; FileError if it is not there, no text, or no TOML."""
    text = decoded(path, content(path, "configuration"), "configuration")
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise FileError(_where(path, str(error), text), "see https://toml.io for how TOML is written") from None


def _where(path: Path, said: str, text: str) -> str:
    """`fsmc.toml:3:5: invalid value`, with the place before what is wrong, as everywhere; it may be the end."""
    what, place = re.sub(r" \(at .*\)$", "", said), re.search(r"line (\d+), column (\d+)\)$", said)
    last = (text.rstrip() or " ").splitlines()
    line, column = (place[1], place[2]) if place else (len(last), len(last[-1]) + 1)
    return f"{path}:{line}:{column}: no TOML: {what[:1].lower()}{what[1:]}"
