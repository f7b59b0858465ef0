"""A template and its values in, text out: the one door to jinja2, and the one place where prose becomes Python.

Labels, docs and reasons of a spec are input, not code.  Whatever of them enters a Python file goes through
`docstring`, `comment` or `literal`; templates have them as filters of the same names.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fsmc import hidden

_TEMPLATES = Path(__file__).parent / "templates"
_ENCODING = re.compile("(?<=coding)[:=]")


def render(template: str, values: Mapping[str, object], filters: Mapping[str, Callable[..., str]] | None = None) -> str:
    """The template of that name in `emit/templates/` with `values` filled in; an undefined name is an error.

    `filters` are those of one back end, such as the escapes of its format.
    """
    return _environment(tuple((filters or {}).items())).get_template(template).render(values)


@cache  # an environment keeps the templates that it has compiled, which takes longer than to render them
def _environment(filters: tuple[tuple[str, Callable[..., str]], ...]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters.update(docstring=docstring, comment=comment, literal=literal)
    environment.filters.update(filters)
    return environment


# ---------------------------------------------------------------------------------------------- prose in Python


def visible(text: str) -> str:
    """The text with every character that hides, reorders or breaks text as a Python escape; newlines stay."""
    return _written(text)


def _escape(char: str) -> str:
    code = ord(char)
    named = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
    short = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    return named.get(char) or (short if code < 0x10000 else f"\\U{code:08x}")


_written = hidden.writer(_escape, but="\n")


def literal(text: str) -> str:
    """A Python string literal with that value, quoted as `ruff format` quotes it."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = visible(text.replace("\\", "\\\\").replace(quote, "\\" + quote))
    return quote + body.replace("\n", "\\n") + quote


def comment(text: str, indent: int = 0, width: int = 88, hanging: str = "  ") -> str:
    """The text as comment lines, wrapped, each but the first indented by `indent` columns.

    One of the first two lines of a file would say how it is encoded, if it said so in the words of PEP 263.
    """
    told = _ENCODING.sub(lambda sign: f"\\x{ord(sign[0]):02x}", visible(_plain(text)))
    lines = wrapped(told, width - indent - 2, hanging)
    return ("\n" + " " * indent).join(f"# {line}".rstrip() for line in lines)


def docstring(text: str, indent: int = 0, width: int = 88) -> str:
    """The text as a docstring: paragraphs apart by an empty line are kept, each but the first line is indented."""
    pad = " " * indent
    paragraphs = [part for part in _plain(text).split("\n\n") if part.strip()]
    quoted = [_opened(visible(part).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')) for part in paragraphs]
    head = quoted[0] if quoted else ""
    if len(quoted) <= 1 and len(wrapped(head, width - indent - 6)) == 1:
        return f'"""{_closed(head)}"""'
    # What fits without the closing quotes only is broken all the same: formatters leave no quotes alone there.
    first = wrapped(head, width - indent - 3)
    first = first if len(first) > 1 or len(quoted) > 1 else wrapped(head, width - indent - 6)
    rest = [line for part in quoted[1:] for line in ["", *wrapped(part, width - indent)]]
    return "\n".join(f"{pad}{line}" if line else "" for line in [f'"""{first[0]}', *first[1:], *rest, '"""']).lstrip()


def _plain(text: str) -> str:
    """The text with one kind of line end, and without tabs and blank ends of lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def _opened(text: str) -> str:
    """The text such that opening quotes may stand before it."""
    return "\\" + text if text.startswith('"') else text


def _closed(line: str) -> str:
    """The line such that closing quotes may follow it."""
    before = line[:-1]
    escaped = (len(before) - len(before.rstrip("\\"))) % 2
    return before + '\\"' if line.endswith('"') and not escaped else line


def wrapped(text: str, width: int, hanging: str = "") -> list[str]:
    """The text in lines of at most `width` columns, of which a single long word may stick out; never empty."""
    lines = textwrap.wrap(
        text, max(width, 20), break_long_words=False, break_on_hyphens=False, subsequent_indent=hanging
    )
    return lines or [""]
