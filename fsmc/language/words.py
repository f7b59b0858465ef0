"""The text of a spec in, all of its words out, comments and line ends among them: whoever joins them loses no more
than blanks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fsmc.language.grammar import lex
from fsmc.source import SourceFile

COMMENT, DOC, NEWLINE = "COMMENT", "DOC", "NEWLINE"
_BLANKS = " \t"


class Word(NamedTuple):
    """A word as it is written; `kind` is its terminal in `fsm.lark`, `column` where on its line it begins, from 1."""

    kind: str
    text: str
    column: int


def words(source: SourceFile) -> Iterator[Word]:
    """The words of a text in their order; a line end is one, and so is a comment, from its `#` on."""
    text = "\n".join(source.lines)
    end = 0
    for token in lex(text):
        yield from _comment(text, end, token.start_pos or 0)
        yield Word(token.type, str(token), token.column or 0)
        end = token.end_pos or 0
    yield from _comment(text, end, len(text))


def _comment(text: str, start: int, end: int) -> Iterator[Word]:
    """The comment between two tokens: there is at most one, since a line end is a token."""
    found = text[start:end].lstrip(_BLANKS)
    if found:
        begin = end - len(found)
        yield Word(COMMENT, found, begin - text.rfind("\n", 0, begin))
