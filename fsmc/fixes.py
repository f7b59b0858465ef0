"""A spec and fixes of what was found in it in, its text with them done out; no comment and no line end is lost."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from fsmc.diagnostics import Diagnostic, Edit, Fix, Removal, Severity
from fsmc.language.words import COMMENT, DOC, NEWLINE, words
from fsmc.source import SourceFile, Span

MOST_ROUNDS = 50
"""How often a text is looked at again: a fix may make another one possible, and two that overlap take turns."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A spec after its fixes: what was done, and what is still found in it."""

    source: SourceFile
    done: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]


def mend(source: SourceFile, judged: Callable[[SourceFile], Sequence[Diagnostic]]) -> Mended:
    """Do every fix that `judged` proposes for a text, and for what comes of it, until none is left.

    A round that brings an error to a spec without one is not kept: no fix may do harm, even if it is wrong.
    """
    found, done = tuple(judged(source)), list[Diagnostic]()
    for _ in range(MOST_ROUNDS):
        now = _compatible(source, found)
        text = apply(source, [each.fix for each in now if each.fix])
        if text == source.text:
            break
        next_source = SourceFile(source.name, text)
        next_found = tuple(judged(next_source))
        if _is_faulty(next_found) and not _is_faulty(found):
            break
        source, found, done = next_source, next_found, [*done, *now]
    return Mended(source, tuple(done), found)


def _is_faulty(found: Iterable[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in found)


def _compatible(source: SourceFile, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings whose fixes `apply` would do."""
    fixable = [each for each in found if each.fix]
    kept = {id(fix) for fix, _ in _chosen(source, [each.fix for each in fixable if each.fix])}
    return [each for each in fixable if id(each.fix) in kept]


def apply(source: SourceFile, fixes: Iterable[Fix]) -> str:
    """The text with the fixes done.  Of those that overlap the first wins, and a fix is done whole or not at all."""
    changes = sorted({change for _, changes in _chosen(source, fixes) for change in changes}, reverse=True)
    text = source.text
    for change in changes:
        text = text[: change.start] + change.text + text[change.end :]
    return text


def edits(source: SourceFile, fix: Fix) -> tuple[Edit, ...]:
    """What a fix does, as replacements of text alone: a statement that is taken away is one of them a line."""
    text = _Text(source)
    return tuple(text.edit(change) for edit in fix.edits for change in text.changes(edit))


@dataclass(frozen=True, slots=True, order=True)
class _Change:
    """`text` in place of what stands from `start` to `end`, counted in characters of the text."""

    start: int
    end: int
    text: str

    def overlaps(self, other: _Change) -> bool:
        """Whether both say what is to stand in one place."""
        if self == other:
            return False
        return self.start == other.start or (self.start < other.end and other.start < self.end)


def _chosen(source: SourceFile, fixes: Iterable[Fix]) -> list[tuple[Fix, list[_Change]]]:
    text = _Text(source)
    kept: list[tuple[Fix, list[_Change]]] = []
    for fix in fixes:
        changes = [change for edit in fix.edits for change in text.changes(edit)]
        taken = [other for _, others in kept for other in others]
        if changes and not any(change.overlaps(other) for change in changes for other in taken):
            kept.append((fix, changes))
    return kept


class _Text:
    """A text with its own line ends, and the places of its lines."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._ends = [found.span() for found in re.finditer(r"\r\n|\r|\n", source.text)]
        self._starts = [0, *(end for _, end in self._ends)]
        self._line_end = "\r\n" if source.text.count("\r\n") * 2 > len(self._ends) else "\n"

    def changes(self, edit: Edit | Removal) -> Iterator[_Change]:
        """What an edit does to the characters."""
        if isinstance(edit, Removal):
            yield from self._without(edit.span)
        else:
            span = edit.span
            start, end = self._place(span.line, span.column), self._place(span.end_line, span.end_column)
            yield _Change(start, end, edit.text.replace("\n", self._line_end))

    def edit(self, change: _Change) -> Edit:
        """A change, told by lines and columns."""
        return Edit(Span(*self._line_and_column(change.start), *self._line_and_column(change.end)), change.text)

    def _line_and_column(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def _place(self, line: int, column: int) -> int:
        if line > len(self._starts):
            return len(self._source.text)
        return min(self._starts[line - 1] + column - 1, self._end(line))

    def _end(self, line: int) -> int:
        """Where the words of a line end, before its line end."""
        return self._ends[line - 1][0] if line <= len(self._ends) else len(self._source.text)

    def _without(self, span: Span) -> Iterator[_Change]:
        """The lines of a statement gone but for its comments, which get lines of their own."""
        wanted = next((line.statement for line in self._lines if line.number == span.line), 0)
        lines = [line for line in self._lines if wanted and line.statement == wanted]
        yield from map(self._without_words, lines)
        if lines and not any(line.comment for line in lines):
            yield from self._one_blank(lines[0].number, lines[-1].number)

    def _without_words(self, line: _Line) -> _Change:
        """A line gone, or with nothing but its comment."""
        start = self._starts[line.number - 1]
        if not line.comment:
            return _Change(start, self._place(line.number + 1, 1), "")
        words = self._source.line(line.number)
        indent = words[: len(words) - len(words.lstrip(" \t"))]
        return _Change(start, self._end(line.number), indent + line.comment)

    @cached_property
    def _lines(self) -> list[_Line]:
        return _lines(self._source)

    def _one_blank(self, first: int, last: int) -> Iterator[_Change]:
        """Of the blank lines before and after what is gone, one is enough."""
        is_blank = [not self._source.line(number).strip() for number in (first - 1, last + 1)]
        if all(is_blank) and last < len(self._source.lines):
            yield _Change(self._starts[last], self._place(last + 2, 1), "")


@dataclass(slots=True)
class _Line:
    """What stands on a line: the statement that it belongs to (0: none), and its comment."""

    number: int
    statement: int = 0
    comment: str = ""


def _lines(source: SourceFile) -> list[_Line]:
    """Every line with words, numbered by its statement; documentation above a statement is part of it."""
    statement, line, goes_on, is_begun = 1, _Line(1), False, False
    found: list[_Line] = []
    for word in words(source):
        if word.kind == NEWLINE:
            found.append(line)
            if is_begun and not goes_on:
                statement, is_begun = statement + 1, False
            line = _Line(line.number + 1)
        elif word.kind == COMMENT:
            line.comment = word.text.rstrip()
            line.statement = line.statement or (statement if goes_on else 0)
        else:
            line.statement = statement
            if word.kind != DOC:
                goes_on, is_begun = word.kind == "COMMA", True
    return [*found, line]


def by_title(done: Iterable[Diagnostic]) -> list[tuple[str, int]]:
    """What was done, and how often."""
    titles = sorted(each.fix.title for each in done if each.fix)
    return [(title, len(list(same))) for title, same in groupby(titles)]


__all__ = ["Mended", "apply", "by_title", "edits", "mend"]
