"""The text of a spec in, its `# fsmc: ignore[FSM080] reason` comments out, each with the statement it speaks of.

A comment beside any line of a statement speaks of that statement, one on a line of its own of the next, as `##` does.
What stands in a text or in a name in quotes is no comment.  Neither is documentation; but an ignore that is written
there by mistake is found, to be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fsmc.language.words import COMMENT, DOC, NEWLINE, Word, words
from fsmc.source import SourceFile, Span

_DIRECTIVE = re.compile(
    r"#[ \t]*fsmc[ \t]*:[ \t]*(?P<what>[^\s\[#]*)[ \t]*(?P<list>\[[^\]#]*\]?)?(?P<reason>[^#]*)", re.IGNORECASE
)
_NAME = re.compile(r"[^\s,\[\]][^,\[\]]*(?<=[^\s,\[\]])|[^\s,\[\]]")


@dataclass(frozen=True, slots=True)
class Named:
    """What stands for a rule in an ignore, and where."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment that says `fsmc:` something; `what` is `ignore` in all that mean anything.

    `span` is the part of the comment that is the directive, `names` are what it lists (None if it has no list), and
    `first` to `last` the lines of its statement, 0 if none follows.  `removal` is what must go for it to be gone.  One
    that stands in documentation is not `heard`.
    """

    what: str
    names: tuple[Named, ...] | None
    closed: bool
    span: Span
    removal: Span
    first: int
    last: int
    heard: bool = True

    @property
    def readable(self) -> tuple[Named, ...]:
        """What stands for the rules that it ignores; nothing if it cannot be read."""
        return self.names or () if self.what == "ignore" and self.closed and self.heard else ()

    @property
    def ignored(self) -> tuple[str, ...]:
        """The names of the rules that it ignores."""
        return tuple(named.text for named in self.readable)

    def speaks_of(self, line: int) -> bool:
        """Whether what is found on this line is found in the statement of the directive."""
        return self.first <= line <= self.last


def directives(source: SourceFile) -> tuple[Directive, ...]:
    """Every directive of a text, in order."""
    if "fsmc" not in source.text.casefold():
        return ()
    comments = tuple(_Reader().comments(source))
    return tuple(directive for comment in comments for directive in _in_comment(comment))


@dataclass
class _Statement:
    """The lines from `first` to `last`; 0 as long as it has not begun."""

    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class _Comment:
    """A comment; `after` is the column behind the word before it, and 1 where it has the line for itself."""

    text: str
    line: int
    column: int
    after: int
    statement: _Statement
    is_documentation: bool

    def span(self, start: int, end: int) -> Span:
        """The place of some of its characters."""
        return Span(self.line, self.column + start, self.line, self.column + end)


class _Reader:
    """Reads words, and knows the statement that they belong to."""

    def __init__(self) -> None:
        self._statement = _Statement()
        self._line, self._after = 1, 1
        self._last: Word | None = None  # the last word of the statement that is open

    def comments(self, source: SourceFile) -> Iterator[_Comment]:
        """The comments and the documentation of a text.  Their statements are complete once all of them are read."""
        for word in words(source):
            if word.kind == NEWLINE:
                self._end_of_line()
            elif word.kind == COMMENT:
                yield self._comment(word)
            else:
                self._word(word)
                if word.kind == DOC:
                    yield self._comment(word)

    def _comment(self, word: Word) -> _Comment:
        is_documentation = word.kind == DOC
        return _Comment(word.text, self._line, word.column, self._after, self._statement, is_documentation)

    def _word(self, word: Word) -> None:
        self._after = word.column + len(word.text)
        if not self._statement.first:
            self._statement.first = self._line
        if word.kind != DOC:
            self._last = word
            self._statement.last = self._line

    def _end_of_line(self) -> None:
        self._line, self._after = self._line + 1, 1
        if self._last and self._last.kind != "COMMA":
            self._statement, self._last = _Statement(), None


def _in_comment(comment: _Comment) -> Iterator[Directive]:
    for found in _DIRECTIVE.finditer(comment.text):
        is_ignore = found["what"].casefold() == "ignore"
        if comment.is_documentation and not is_ignore:
            continue  # documentation may speak of fsmc
        listed = found["list"]
        yield Directive(
            what="ignore" if is_ignore else found["what"],
            names=None if listed is None else tuple(_names(found, comment)),
            closed=listed is None or listed.endswith("]"),
            span=comment.span(found.start(), found.start() + len(found[0].rstrip())),
            removal=_removal(found, comment),
            first=comment.statement.first,
            last=comment.statement.last,
            heard=not comment.is_documentation,
        )


def _names(found: re.Match[str], comment: _Comment) -> Iterator[Named]:
    start = found.start("list")
    for name in _NAME.finditer(found["list"]):
        yield Named(name[0], comment.span(start + name.start(), start + name.end()))


def _removal(found: re.Match[str], comment: _Comment) -> Span:
    """The directive with the blanks that nobody needs without it; the whole line where nothing else stands on it."""
    start, end = found.span()
    is_last = end == len(comment.text)
    if start == 0 and is_last:
        alone = comment.after == 1
        return Span(comment.line, comment.after, comment.line + alone, 1 if alone else comment.column + end)
    return comment.span(len(comment.text[:start].rstrip()) if is_last else start, end)
