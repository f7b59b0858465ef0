"""The items of a block in, its lines out: columns aligned, long lists broken, remarks where they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fsmc.formatter.breaking import INDENT, filled
from fsmc.formatter.cells import Column, Cuts, cuts, family, table
from fsmc.formatter.columns import WIDTH, Cell, Row, align, width
from fsmc.formatter.reading import Remark, Statement, Stretch
from fsmc.formatter.spacing import depths, spaced
from fsmc.language.words import Word


def laid_out(block: Iterable[Statement | Remark]) -> list[str]:
    """The lines of a block."""
    block = list(block)
    sheets = _sheets([item for item in block if isinstance(item, Statement)])
    align([sheet.row for sheet in sheets])
    remaining = iter(sheets)
    return [line for item in block for line in ([item.text] if isinstance(item, Remark) else next(remaining).lines())]


@dataclass
class _Sheet:
    """A statement on its way to lines: `row` is what takes part in columns; the words from `cut` on come after it."""

    statement: Statement
    texts: list[str]
    row: Row
    cut: int

    def lines(self) -> list[str]:
        """Its lines, after its row has been aligned."""
        written = self._broken() if self.cut < len(self.texts) else [self.row.text]
        beside = width(written[-1]) - width(self.statement.last.aside)
        return [*written, *(" " * beside + remark for remark in self.statement.last.below)]

    def _broken(self) -> list[str]:
        lines: list[str] = []
        begin, done = self.row.text, 0
        nesting = depths(self.statement.words)
        for stretch in self.statement.stretches:
            start, done = max(done, self.cut), done + len(stretch.words)
            texts = self.texts[start:done]
            if lines:
                texts[0] = texts[0].lstrip()
            lines += filled(begin, texts, nesting[start:done], after_first=not lines and _is_path(self.statement))
            lines[-1] += f"  {stretch.aside}" if stretch.aside else ""
            lines += _below(stretch, self.statement)
            begin = INDENT
        return lines


def _below(stretch: Stretch, statement: Statement) -> Iterator[str]:
    """The remarks inside a statement that have a line of their own."""
    return (INDENT + remark for remark in stretch.below if stretch is not statement.last)


def _sheets(statements: Sequence[Statement]) -> list[_Sheet]:
    """The statements of a block.  If one path needs more than a line, all have their steps on lines of their own."""
    texts = [_texts(statement) for statement in statements]
    long = [_is_long(statement, words) for statement, words in zip(statements, texts, strict=True)]
    paths = [_is_path(statement) for statement in statements]
    if any(is_long and is_path for is_long, is_path in zip(long, paths, strict=True)):
        long = [is_long or is_path for is_long, is_path in zip(long, paths, strict=True)]
    return [
        (_broken_sheet if is_long else _short_sheet)(statement, words)
        for statement, words, is_long in zip(statements, texts, long, strict=True)
    ]


def _texts(statement: Statement) -> list[str]:
    """The words as they stand on one line: spaced, and two blanks before citations and tags."""
    words = statement.words
    texts = spaced(words)
    notes = cuts(words).get(Column.NOTES)
    if notes:
        texts[notes] = f"  {words[notes].text}"
    return texts


def _is_path(statement: Statement) -> bool:
    return statement.stretches[0].words[0].kind == "SCENARIO"


def _is_long(statement: Statement, texts: Sequence[str]) -> bool:
    """Whether a statement takes more than a line, because it is wide or because a remark stands inside it."""
    return len(statement.stretches) > 1 or sum(map(width, texts)) > WIDTH


def _short_sheet(statement: Statement, texts: list[str]) -> _Sheet:
    """A statement on one line: all of its columns are aligned."""
    words = statement.words
    begins = cuts(words)
    begin = "".join(texts[: min(begins.values(), default=len(words))])
    row = Row(begin, _cells(words, texts, len(words)))
    if statement.last.aside:
        row.cells.append(Cell(Column.ASIDE, _key(words, begins, Column.ASIDE), statement.last.aside))
    return _Sheet(statement, texts, row, len(words))


def _cells(words: Sequence[Word], texts: Sequence[str], end: int) -> list[Cell]:
    """The cells of the columns that begin before the word at `end`, up to that word."""
    begins = cuts(words)
    places = [*(place for place in begins.values() if place < end), end]
    found = []
    for column, place, following in zip(begins, places, places[1:], strict=False):
        found.append(Cell(column, _key(words, begins, column), "".join(texts[place:following]).lstrip()))
        if column is Column.TARGET and Column.EFFECTS not in begins:
            found.append(Cell(Column.EFFECTS, _key(words, begins, Column.EFFECTS), ""))
    return found


def _broken_sheet(statement: Statement, texts: list[str]) -> _Sheet:
    """A statement on several lines: what stands before its first comma is aligned, if it fits on one."""
    words = statement.words
    begins = cuts(words)
    column, cut = next(iter(begins.items()), (Column.NOTES, 0))
    begin = "".join(texts[:cut])
    first = texts[cut : len(statement.stretches[0].words)]
    if column is Column.NOTES or not first or width(filled(begin, first, depths(words)[cut:])[0]) > WIDTH:
        return _Sheet(statement, texts, Row(""), 0)
    end = cut + (first.index(",") + 1 if "," in first else len(first))
    return _Sheet(statement, texts, Row(begin, _cells(words, texts, end)), end)


def _key(words: Sequence[Word], begins: Cuts, column: Column) -> tuple[object, ...]:
    """What shares a column: statements of one family that have the same columns before it.

    Remarks share theirs whatever stands before them, and so do values, whether there is a label or not.
    """
    if column >= Column.NOTES:
        return (table(words),)
    free = (Column.LABEL,) if column is Column.VALUE else ()
    return (family(words), *(other for other in begins if other < column and other not in free))
