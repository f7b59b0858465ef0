"""The text of a spec in, the tokens of its statements out, each with the documentation that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lark import Token

from fsmc.diagnostics import Diagnostic
from fsmc.language import form
from fsmc.language.grammar import lex


@dataclass
class Chunk:
    """The tokens of one statement and the documentation that belongs to it."""

    tokens: list[Token] = field(default_factory=list)
    leading: list[Token] = field(default_factory=list)
    trailing: list[Token] = field(default_factory=list)

    @property
    def doc(self) -> str:
        """The documentation as text: an empty `##` parts paragraphs, as does the step from above to beside."""
        parts = [_prose(self.leading), _prose(self.trailing)]
        return "\n\n".join(part for part in parts if part)


def split(text: str, faults: list[Diagnostic]) -> Iterator[Chunk]:
    """The statements of a text.  A line end after a comma ends nothing; `##` lines wait for the next statement."""
    chunk = Chunk()
    line_is_empty = True
    for token in lex(text):
        if token.type == "NEWLINE":
            line_is_empty = True
            if chunk.tokens and chunk.tokens[-1].type != "COMMA":
                yield chunk
                chunk = Chunk()
            continue
        if token.type != "DOC":
            chunk.tokens.append(token)
        elif line_is_empty and not chunk.tokens:
            chunk.leading.append(token)
        else:
            chunk.trailing.append(token)
        line_is_empty = False
    if chunk.tokens:
        yield chunk
    elif chunk.leading:
        faults.append(form.dangling_documentation(chunk.leading))


def _prose(docs: Iterable[Token]) -> str:
    """`##` comments as text: lines joined by blanks, paragraphs by an empty line."""
    paragraphs: list[list[str]] = [[]]
    for doc in docs:
        text = doc[2:].strip()
        if text:
            paragraphs[-1].append(text)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join(" ".join(lines) for lines in paragraphs if lines)
