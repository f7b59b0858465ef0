"""The text of a document in, its lines with their ends out, and which of them are examples rather than text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import PurePath

from fsmc.source import SourceFile

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Markup(Enum):
    """How a document is written; everything that is not reStructuredText by its name is Markdown."""

    MARKDOWN = "Markdown"
    RST = "reStructuredText"

    @classmethod
    def of(cls, name: str) -> Markup:
        """The markup of a file of that name."""
        return cls.RST if PurePath(name).suffix.lower() in (".rst", ".rest") else cls.MARKDOWN


@dataclass(frozen=True)
class Document:
    """A text that people write and fsmc fills in."""

    source: SourceFile
    markup: Markup

    @cached_property
    def lines(self) -> list[str]:
        """The lines with their ends: joined they are the text, byte for byte."""
        return _LINE.findall(self.source.text)

    def text_lines(self) -> Iterator[tuple[int, str]]:
        """The lines that are no example, counted from 0, without their ends."""
        is_example = _MarkdownCode() if self.markup is Markup.MARKDOWN else _RstLiteral()
        for number, line in enumerate(self.lines):
            words = line.rstrip("\r\n")
            if not is_example(words):
                yield number, words


_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r" *(?:(?:[-*+]|\d{1,9}[.)]) {1,4}(?=\S))+")
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_WORDS = re.compile(r"\s*(?![>#<]|[-*+] |\d+[.)] |`{3,}[^`]*$|~{3})\S")


class _MarkdownCode:
    """Told the lines of a Markdown text one by one: whether each is part of a block of code.

    A block of code ends at its closing fence, or with the quotation or the item of a list that it stands in.
    """

    def __init__(self) -> None:
        self._fence = ""
        self._in_paragraph = False  # which may go on without the indentation and quotation that it began with
        self._columns = [0]  # for each depth of quotation, where the text of the present item of a list begins

    def __call__(self, line: str) -> bool:
        content = self._inside(line)
        if self._fence:
            closing = rf" *{self._fence[0]}{{{len(self._fence)},}} *"
            self._fence = "" if re.fullmatch(closing, content) else self._fence
            return True
        goes_on = self._in_paragraph
        is_code = bool(content.strip()) and self._begins(content)
        item = _ITEM.match(content)
        self._in_paragraph = bool(_WORDS.match(content, item.end() if item else 0)) and (goes_on or not is_code)
        return is_code

    def _inside(self, line: str) -> str:
        """What the line says inside its quotations, with blanks for tabs.  What it has left is forgotten."""
        depth = 0
        while True:
            goes_on = self._in_paragraph and _WORDS.match(line)
            if line.strip() and _indent(line) < self._columns[depth] and not goes_on:
                self._leave(depth, 0)
            quote = _QUOTE.match(line)
            if quote is None or (self._fence and depth == len(self._columns) - 1):
                break
            depth, line = depth + 1, line[quote.end() :]
            self._columns += [0] * (depth == len(self._columns))
        if depth < len(self._columns) - 1 and not (self._in_paragraph and _WORDS.match(line)):
            self._leave(depth, self._columns[depth])
        return line.expandtabs(4)

    def _leave(self, depth: int, column: int) -> None:
        """A fence ends with what it stands in."""
        self._fence = ""
        self._columns = [*self._columns[:depth], column]

    def _begins(self, content: str) -> bool:
        """Whether a line outside of fences is code by its indentation, or opens a fence."""
        indent, item = _indent(content), _ITEM.match(content)
        if indent >= self._columns[-1] + 4:
            return True
        if item:
            self._columns[-1] = item.end()
        if fence := _FENCE.match(content, item.end() if item else indent):
            self._fence = fence[1] or fence[2]
        return bool(self._fence)


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


_DIRECTIVE = re.compile(r"\s*\.\. (?:\|[^|]*\| )?([\w:.+-]+)::")
_LITERAL = (
    "code", "code-block", "console-output", "doctest", "graphviz", "highlight", "literalinclude", "math", "mermaid",
    "parsed-literal", "prompt", "raw", "sourcecode", "testcode", "testoutput", "uml",
)  # fmt: skip
"""Directives whose content is shown as it is written."""


class _RstLiteral:
    """Told the lines of a reStructuredText one by one: whether each is part of a literal block."""

    def __init__(self) -> None:
        self._owner = -1  # how far the line is indented that the literal block belongs to

    def __call__(self, line: str) -> bool:
        if not line.strip():
            return self._owner >= 0
        indent = len(line.expandtabs(8)) - len(line.expandtabs(8).lstrip())
        if 0 <= self._owner < indent:
            return True
        directive = _DIRECTIVE.match(line)
        literal = directive[1] in _LITERAL if directive else line.rstrip().endswith("::")
        self._owner = indent if literal else -1
        return False
