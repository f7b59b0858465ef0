"""Texts in, Markdown out that shows just these texts, on GitHub and under MyST: escapes, code, links, tables.

What is made here but by `block` is inline Markdown: it holds no line end.  Pipes are escaped where they would mean
something, by `row` and `block`, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from fsmc.emit.prose import on_one_line, paragraphs

_SPECIAL = re.compile(r"[\\`*_\[\]~$]")
_LEADING = re.compile(r"^([-+=#%:(]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_CALL = re.compile(r"@(?=\w)|#(?=\d)|\bGH-(?=\d)", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def text(words: str) -> str:
    """Words of a spec that stay words: nothing in them is markup, and no address in them becomes a link."""
    return _ADDRESS.sub(r"\\", _prose(words))


def uncalled(words: str) -> str:
    """`text` for a comment on GitHub: nobody is called by what looks like a name in it, and no issue by a number."""
    return _CALL.sub(r"\g<0><!-- -->", text(words))


def _prose(words: str) -> str:
    """Words in which a reader may make links of addresses, as GitHub does of those of the web."""
    safe = on_one_line(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\g<0>", safe)


def heading(words: str) -> str:
    """Words of a heading, which does not lose what `#` they end in."""
    return text(words).replace("#", "\\#")


def block(doc: str) -> str:
    """A doc as paragraphs, its lines kept; no line of it starts a heading, a list, a quote or a directive."""
    return "\n\n".join("\n".join(_opening(_prose(line)) for line in lines) for lines in paragraphs(doc)).replace(
        "|", "\\|"
    )


def inline(doc: str) -> str:
    """A doc on one line, as in a cell of a table."""
    return "<br><br>".join(" ".join(map(_prose, lines)) for lines in paragraphs(doc))


def _opening(line: str) -> str:
    """A line that starts as text does: a digit's dot and a mark at the start are escaped."""
    found = _LEADING.match(line)
    if not found:
        return line
    mark = found[1]
    return f"{mark}\\{line[len(mark) :]}" if mark.isdigit() else f"\\{line}"


def code(words: str) -> str:
    """Words in the type of code.  The fence is longer than any run of backticks in them."""
    shown = on_one_line(words)
    if not shown:
        return ""
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def web_link(label: str, url: str) -> str:
    """A link to a page of the web, or the label alone if `url` is no address of http or https."""
    address = web_address(url)
    return f"[{label}]({address})" if address else label


def web_address(url: str) -> str:
    """An address of http or https as Markdown may hold it; nothing if `url` is none."""
    if not _WEB.fullmatch(url):
        return ""
    return "".join(char if char.isascii() and char not in "()[]\\`*|&$" else _percent(char) for char in url)


def _percent(char: str) -> str:
    return char if char == "&" else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", errors="replace"))


def listed(parts: Iterable[str]) -> str:
    """`a, b, c`."""
    return ", ".join(part for part in parts if part)


def row(cells: Sequence[str]) -> str:
    """One row of a table."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def bullets(items: Iterable[str]) -> str:
    """A list, an item a line."""
    return "\n".join(f"- {item}" for item in items)


def blocks(*parts: str) -> str:
    """The parts that are not empty, apart from each other."""
    return "\n\n".join(part for part in parts if part)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, centred: bool = False) -> str:
    """A table with a row a line; nothing if it has no rows.  `centred` are all columns but the first."""
    lines = [row(cells) for cells in rows]
    rule = f"|---|{(':-:|' if centred else '---|') * (len(head) - 1)}"
    return "\n".join([row(head), rule, *lines]) if lines else ""


def lean_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table without the columns that would be empty all the way down."""
    kept = list(rows)
    used = [number for number in range(len(head)) if any(cells[number] for cells in kept)]
    return table([head[number] for number in used], [[cells[number] for number in used] for cells in kept])
