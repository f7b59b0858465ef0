"""The rows of a block in, the same with the blanks that align their columns out.

Every row has cells, and a cell begins at the column of the block or, where that would be absurd, right behind the cell
before it.  What is absurd has a price: a row beside the column costs as much as so many blanks in the others, and the
first few blanks cost nothing.  The cheapest column wins, of several the rightmost.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from fsmc.formatter.cells import Column

WIDTH = 120
"""How many columns a line has; only what holds no comma goes beyond, and remarks, which nobody touches."""


@dataclass(frozen=True)
class Price:
    """Of a column: how many blanks before a cell are free, and what a row beside the column costs.

    That is `beside`, and where there are many rows `share` for each: a row that is longer by little than many short
    ones costs them little each, and had better not stand out.
    """

    free: int
    beside: int
    share: int = 0

    def outside(self, rows: int) -> int:
        """What it costs that one of so many rows stands beside the column."""
        return max(self.beside, self.share * rows)


_INSIDE = Price(free=12, beside=24, share=3)
_BEHIND = Price(free=40, beside=40)  # citations and documentation are read downwards, and may stand farther off


@dataclass
class Cell:
    """A part of a line.  Cells of one `key` in a block are aligned; `room` is how wide it will probably be then.

    An empty one takes no place, but two others or more ask it where they should begin.
    """

    column: Column
    key: tuple[object, ...]
    text: str
    room: int = 0

    @property
    def gap(self) -> int:
        """The least number of blanks before it."""
        return 2 if self.column >= Column.NOTES else 1 if self.text else 0


@dataclass
class Row:
    """A line that grows: its `text` so far and the cells that are to come, in order of their columns.

    A row that stands beside a column has no say in those that follow, but for those of remarks.
    """

    text: str
    cells: list[Cell] = field(default_factory=list)
    beside: bool = False

    @property
    def start(self) -> int:
        """Where the next cell could begin; columns count from 0."""
        return width(self.text) + max(1, self.cells[0].gap)

    def latest(self, *, with_room: bool = False) -> int:
        """Where the next cell can begin at the latest, if those behind it keep their widths, or get their room.

        What stands beside the code counts only if there is room for it at all.
        """
        code = [cell for cell in self.cells if cell.column is not Column.ASIDE]
        fits = not code or self.start + _width_of(self.cells) <= WIDTH
        return WIDTH - _width_of(self.cells if fits else code, with_room=with_room)

    def take(self, begin: int) -> None:
        """Put the next cell where it should begin, or where it can."""
        fits, start = self.start <= begin <= self.latest(), self.start
        cell = self.cells.pop(0)
        if cell.text:
            self.text += " " * ((begin if fits else start) - width(self.text)) + cell.text
            self.beside |= not fits


def align(rows: Sequence[Row]) -> None:
    """Put all cells of the rows of one block in their places."""
    _make_room(rows)
    for column in Column:
        waiting: dict[tuple[object, ...], list[Row]] = {}
        for row in rows:
            if row.cells and row.cells[0].column is column:
                waiting.setdefault(row.cells[0].key, []).append(row)
        for group in waiting.values():
            begin = _best(group, column)
            for row in group:
                row.take(begin)


def _best(rows: Sequence[Row], column: Column) -> int:
    """The column at which the next cells of these rows should begin."""
    if column >= Column.NOTES:
        return _cheapest([(row.start, row.latest()) for row in rows], _BEHIND)
    rows = [row for row in rows if not row.beside] or rows
    filled = [row for row in rows if row.cells[0].text]
    rows = rows if len(filled) > 1 else filled or rows
    return _cheapest([(row.start, row.latest(with_room=True)) for row in rows], _INSIDE)


def _cheapest(places: Sequence[tuple[int, int]], price: Price) -> int:
    """The column that costs least; `places` are the first and the last column at which each cell could begin."""

    outside = price.outside(len(places))

    def cost(begin: int) -> int:
        fits = [begin - start for start, latest in places if start <= begin <= latest]
        return sum(max(0, blanks - price.free) for blanks in fits) + outside * (len(places) - len(fits))

    return min(sorted({start for start, _ in places}, reverse=True), key=cost)


def _make_room(rows: Sequence[Row]) -> None:
    """Foresee how wide cells become by the columns behind them, but for those of remarks, which may give way."""
    alike: dict[tuple[object, ...], list[Cell]] = {}
    for row in rows:
        for cell, following in zip_longest(row.cells, row.cells[1:]):
            cell.room = width(cell.text)
            if following and following.column < Column.NOTES:
                alike.setdefault((cell.column, following.key, following.column), []).append(cell)
    for cells in alike.values():
        wide = _cheapest([(cell.room, WIDTH) for cell in cells], _INSIDE)
        for cell in cells:
            cell.room = max(cell.room, wide)


def _width_of(cells: Sequence[Cell], *, with_room: bool = False) -> int:
    """How wide cells are with the blanks between them."""
    widths = [cell.room if with_room else width(cell.text) for cell in cells]
    return sum(widths) + sum(cell.gap for cell in cells[1:])


def width(text: str) -> int:
    """How many columns a text takes in an editor or a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)
