"""The text of a spec in, what stands on its lines out: statements with the remarks inside and beside them, remarks on
lines of their own, and blank lines.

A remark is a comment or documentation; neither is looked into.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fsmc.language.words import COMMENT, DOC, NEWLINE, Word, words
from fsmc.source import SourceFile


@dataclass
class Stretch:
    """The words of a statement up to a remark, which nothing may move: `aside` is beside them, `below` under them."""

    words: list[Word] = field(default_factory=list)
    aside: str = ""
    below: list[str] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        """Whether a remark parts these words from those that follow."""
        return bool(self.aside or self.below)


@dataclass
class Statement:
    """A statement.  Most are one stretch; `below` the last one goes on what a comment beside it says."""

    stretches: list[Stretch] = field(default_factory=lambda: [Stretch()])

    @property
    def words(self) -> list[Word]:
        """All of its words."""
        return [word for stretch in self.stretches for word in stretch.words]

    @property
    def last(self) -> Stretch:
        return self.stretches[-1]

    def add(self, word: Word) -> None:
        """The next word."""
        if self.last.is_closed:
            self.stretches.append(Stretch())
        self.last.words.append(word)


@dataclass(frozen=True)
class Remark:
    """A comment or documentation on a line of its own."""

    text: str

    @property
    def is_comment(self) -> bool:
        """Whether it is for maintainers only: documentation begins with exactly two `#`."""
        return not self.text.startswith("##") or self.text.startswith("###")


@dataclass(frozen=True)
class Blank:
    """A line with nothing on it."""


Item = Statement | Remark | Blank


def items(source: SourceFile) -> list[Item]:
    """What stands on the lines of a text, in order.  Blank lines inside a statement are none of it."""
    reader = _Reader()
    for line in _lines(source):
        reader.take(line)
    return reader.items


def _lines(source: SourceFile) -> Iterator[list[Word]]:
    line: list[Word] = []
    for word in words(source):
        if word.kind == NEWLINE:
            yield line
            line = []
        else:
            line.append(word)
    yield line


class _Reader:
    """Puts lines together."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._open: Statement | None = None  # a statement that goes on, since its line ended in a comma

    def take(self, line: list[Word]) -> None:
        """The next line."""
        remark = line.pop() if line and line[-1].kind in (COMMENT, DOC) else None
        text = remark.text.rstrip(" \t") if remark else ""
        if line:
            self._statement(line, text)
        elif remark:
            self._remark(text, remark)
        elif not self._open:
            self.items.append(Blank())

    def _statement(self, line: list[Word], aside: str) -> None:
        statement = self._open or Statement()
        if not self._open:
            self.items.append(statement)
        for word in line:
            statement.add(word)
        statement.last.aside = aside
        self._open = statement if line[-1].kind == "COMMA" else None

    def _remark(self, text: str, remark: Word) -> None:
        last = self.items[-1] if self.items else None
        if self._open:
            self._open.last.below.append(text)
        elif isinstance(last, Statement) and last.last.aside and remark.kind == COMMENT and remark.column > 1:
            last.last.below.append(text)  # the comment beside the statement goes on, as an editor would indent it
        else:
            self.items.append(Remark(text))
