"""Spellings: how a name is written in a spec, and what identifier each target makes of it."""

from __future__ import annotations

import keyword
import re
import unicodedata
from decimal import Decimal

# A bare name: `TIME-WAIT`, `2-Way`, `AdjOK?`, `RCR+`, `TO-` (docs/language.md, "Names").
BARE_NAME = r"(?:[^\W\d]\w*|\d+(?=-[^\W\d]))(?:-\w+)*(?:[+?](?!=)|-(?![>=\w]))?"
_BARE = re.compile(BARE_NAME)

_STATEMENTS = """
    machine reference const type option var timer event action guard state group tag unlisted enter leave scenario view
"""
_PARTS = """
    on ignore reject never defer timeout within from initial final start stop raise
"""
_NEVER_NAMES = """
    any except other stay if else and or not true false running
"""
KEYWORDS = frozenset((_STATEMENTS + _PARTS + _NEVER_NAMES).split())
_QUOTED = frozenset((_STATEMENTS + _NEVER_NAMES).split())
"""Keywords that cannot stand for a name everywhere: what begins a line begins a statement."""


def quoted(name: str) -> str:
    """The name as a spec writes it: bare where it can be, else in single quotes."""
    if _BARE.fullmatch(name) and name not in _QUOTED:
        return name
    return "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'"


def double_quoted(text: str) -> str:
    """A text as a spec writes it, in double quotes."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(escapes.get(char, char) for char in text) + '"'


_UNITS = ((Decimal(3600), "h"), (Decimal(60), "min"), (Decimal(1), "s"))


LONGEST = 1e15
"""The longest duration that a spec may write, in seconds: beyond it a float tells no seconds apart."""


def duration(seconds: float) -> str:
    """A number of seconds as a spec writes it: `250ms`, `3s`, `2min`, `1h`.

    One that is reckoned may be longer than any that is written; it is told in seconds, or as `infs`.
    """
    exact = Decimal(str(seconds))
    if abs(exact) > LONGEST:
        return f"{exact:f}s".lower().replace("infinity", "inf")
    for size, unit in _UNITS:
        if exact and exact % size == 0:
            return f"{exact / size:f}".removesuffix(".0") + unit
    if not exact:
        return "0s"
    return f"{(exact * 1000).normalize():f}ms"


# ---------------------------------------------------------------------------------------------- Python identifiers

_ENDINGS = {"+": "_plus", "-": "_minus", "?": "_query"}


def words(name: str) -> list[str]:
    """The words of a name, their case kept: `create-TCB` gives create, TCB; `AdjOK?` gives Adj, OK, query.

    Letters are NFKC normalised as Python's parser does; what no identifier may hold separates words.
    """
    text = unicodedata.normalize("NFKC", name)
    if text[-1:] in _ENDINGS:
        text = text[:-1] + _ENDINGS[text[-1]]
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    return [word for word in re.split(r"[\W_]+", text) if word]


def _identifier(joined: str) -> str:
    """A legal identifier: names that would begin with a digit or be empty get an underscore in front."""
    return joined if joined[:1].isidentifier() else f"_{joined}"


def snake(name: str) -> str:
    """`passive-OPEN` gives passive_open: methods, attributes, parameters, modules."""
    return _identifier("_".join(words(name)).lower())


def constant(name: str) -> str:
    """`TIME-WAIT` gives TIME_WAIT: members of enumerations, module constants."""
    return _identifier("_".join(words(name)).upper())


def pascal(name: str) -> str:
    """`create-TCB` gives CreateTCB: classes."""
    return _identifier("".join(word[0].upper() + word[1:] for word in words(name)))


def is_reserved(identifier: str) -> bool:
    """Whether Python keeps the word for itself."""
    return keyword.iskeyword(identifier) or identifier.startswith("__")


def natural(name: str) -> list[tuple[int, str]]:
    """The order of people, and of linters: `r2` before `r10`, section 3.9 before 3.11 and both before A.1."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]
