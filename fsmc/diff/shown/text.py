"""A comparison in, text for people out: the cells, the declarations, the verdicts, and the traces that show them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from fsmc.diagnostics import printable
from fsmc.diff.shown import words
from fsmc.diff.side import Report
from fsmc.diff.verdict import CellChange, DeclarationChange, Grade, Trace, Verdict

_BOLD, _DIM, _RED, _GREEN, _YELLOW, _RESET = "\033[1m", "\033[2m", "\033[31m", "\033[32m", "\033[33m", "\033[0m"
TONES = {
    Grade.IDENTICAL: _GREEN,
    Grade.COMPATIBLE: _GREEN,
    Grade.EXTENDS: _GREEN,
    Grade.NARROWS: _YELLOW,
    Grade.BREAKING: _RED,
    Grade.UNKNOWN: _YELLOW,
}
_SIGNS = {"-": _RED, "+": _GREEN, "~": _YELLOW}
_WIDEST_EVENT = 30
_NARROWEST = 60
_MOST_DETAILS = 8


def text(report: Report, *, color: bool = False, width: int = 100) -> str:
    """The whole comparison; `width` is how many columns the traces may take."""
    if not words.differs(report):
        return f"{printable(words.no_difference(report))}\n"
    writer = _Writer(report, color, max(width, _NARROWEST))
    blocks = (writer.head(), writer.renamed(), writer.cells(), writer.declarations(), writer.verdicts())
    return "\n\n".join("\n".join(block) for block in (*map(list, blocks), *writer.traces()) if block) + "\n"


def headline(report: Report) -> str:
    """The verdicts in one line."""
    if not words.differs(report):
        return printable(words.no_difference(report))
    return printable(f"{words.sides(report)}: {words.grades(report)}")


@dataclass(frozen=True, slots=True)
class _Writer:
    report: Report
    color: bool
    width: int

    def paint(self, code: str, told: str) -> str:
        """The words with nothing hidden in them, in a colour where that is wanted."""
        shown = printable(told)
        return f"{code}{shown}{_RESET}" if self.color and shown.strip() else shown

    def grade(self, grade: Grade, width: int = 0) -> str:
        return self.paint(TONES[grade], str(grade)) + " " * (width - len(str(grade)))

    def head(self) -> Iterator[str]:
        yield f"{self.paint(_BOLD, words.sides(self.report))}: {self.grade(self.report.comparison.grade)}"

    def renamed(self) -> Iterator[str]:
        found = self.report.comparison.renamed
        if found:
            yield self.paint(_BOLD, "renamed")
        for one in found:
            yield f"  {self.paint('', f'{one.kind} {one.old} -> {one.new}')}"

    # -------------------------------------------------------------------------------------------------------- cells

    def cells(self) -> Iterator[str]:
        found = self.report.comparison.cells
        if not found:
            return
        listed, more = words.listed(self.report)
        legend = f"; {words.ELSEWHERE}" if any(one.sign == "~" for group in listed for one in group.told) else ""
        yield f"{self.paint(_BOLD, words.count(len(found), 'cell'))} changed: {_counted(found)}{legend}"
        numbers = _Numbers(self.report)
        for states, same in groupby(listed, key=lambda group: group.states):
            yield from (f"  {self.paint(_BOLD, row)}" for row in _wrapped(", ".join(states), self.width - 2))
            groups = list(same)
            event = max((len(group.event) for group in groups if len(group.event) <= _WIDEST_EVENT), default=0)
            kinds = max(len(group.kinds) for group in groups)
            for group in groups:
                yield from self.cell(group, event, kinds, numbers)
        if more:
            yield f"  and {more} more cells, written as before: `--format json` has all"

    def cell(self, group: words.Group, event: int, kinds: int, numbers: _Numbers) -> Iterator[str]:
        """The event and what changed, with the ways out of the cell beside them."""
        name = group.event
        if len(name) > _WIDEST_EVENT:
            yield from (f"    {row}" for row in _wrapped(printable(name), self.width - 4))
            name = ""
        first = f"    {printable(f'{name:<{event}}  {group.kinds:<{kinds}}')}  "
        rows = [(told.sign, f"{told.sign} {numbers.of(told.line)}  {told.text}") for told in group.told]
        for sign, row in rows or [("", "")]:
            yield f"{first}{self.paint(_SIGNS.get(sign, ''), row)}".rstrip()
            first = " " * len(first)

    # ------------------------------------------------------------------------------------------------- declarations

    def declarations(self) -> Iterator[str]:
        found = self.report.comparison.declarations
        if found:
            yield self.paint(_BOLD, "declarations")
        numbers = _Numbers(self.report)
        for change in found:
            for sign, line, told in _sides_of(change, self.report):
                yield f"  {self.paint(_SIGNS[sign], f'{sign} {numbers.of(line)}  {told}')}"

    # ----------------------------------------------------------------------------------------------------- verdicts

    def verdicts(self) -> Iterator[str]:
        found = self.report.comparison.verdicts
        axis = max(len(str(verdict.axis)) for verdict in found)
        grade = max(len(str(verdict.grade)) for verdict in found)
        yield self.paint(_BOLD, "verdict")
        for verdict in found:
            lead = f"  {verdict.axis!s:<{axis}}  {self.grade(verdict.grade, grade)}  "
            indent = " " * (axis + grade + 6)
            told = [words.because(verdict), *_some(words.details(verdict))]
            rows = [row for part in told for row in _wrapped(printable(part), self.width - len(indent))]
            yield from (f"{lead if not number else indent}{row}".rstrip() for number, row in enumerate(rows or [""]))

    # ------------------------------------------------------------------------------------------------------- traces

    def traces(self) -> Iterator[list[str]]:
        for verdicts, trace in words.traces(self.report):
            yield list(self.trace(verdicts, trace))

    def trace(self, verdicts: Sequence[Verdict], trace: Trace) -> Iterator[str]:
        """The steps in rows of three columns: the step, what the old machine did, what the new one did."""
        yield self.paint(_BOLD, f"the shortest trace that shows it: {words.axes(verdicts)}")
        if trace.options:
            yield f"  {self.paint('', 'with ' + ', '.join(f'{name} = {value}' for name, value in trace.options))}"
        rows = [(f"{number}. {_step(move.text, move.new_text)}", *words.replies(move))
                for number, move in enumerate(trace.moves, 1)]  # fmt: skip
        widths = self.widths(rows)
        yield f"  {self.paint(_DIM, _columns(('', 'old', 'new'), widths)[0])}"
        for number, row in enumerate(rows, 1):
            shown = (row[0], row[1], "the same" if row[1] == row[2] else row[2])
            tone = _BOLD if number == len(rows) else ""
            yield from (f"  {self.paint(tone, line)}".rstrip() for line in _columns(shown, widths))
        yield from (f"  {self.paint(_DIM, command)}" for command in words.replays(trace, self.report))

    def widths(self, rows: Sequence[tuple[str, str, str]]) -> tuple[int, int, int]:
        """The columns of a trace: as wide as they need to be, within the width of the page."""
        wanted = [max(len(row[place]) for row in rows) for place in range(3)]
        step = min(wanted[0], self.width // 3)
        rest = (self.width - 2 - step - 6) // 2
        return step, min(wanted[1], rest), max(rest, 8)


class _Numbers:
    """The numbers of lines, all of one width."""

    def __init__(self, report: Report) -> None:
        changes = report.comparison.cells
        told = [one.line for change in changes for one in words.ways(change, report)]
        told += [line for change in report.comparison.declarations for _, line, _ in _sides_of(change, report)]
        self.width = max((len(str(line)) for line in told if line), default=1)

    def of(self, line: int) -> str:
        return (str(line) if line else "").rjust(self.width)


def _counted(changes: Sequence[CellChange]) -> str:
    """`1 removed, 2 retargeted`."""
    kinds = [str(kind) for change in changes for kind in change.changes]
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))


def _sides_of(change: DeclarationChange, report: Report) -> list[tuple[str, int, str]]:
    """The declaration as it was and as it is, as far as there is one."""
    both = (
        ("-", report.old.line(change.old_span), change.old),
        ("+", report.new.line(change.new_span), change.new),
    )
    return [(sign, line, told) for sign, line, told in both if told]


def _step(old: str, new: str) -> str:
    return old if old == new else f"{old} (now {new})"


def _some(details: Sequence[str]) -> list[str]:
    """As many as are read; the rest is counted."""
    more = len(details) - _MOST_DETAILS
    return [*details] if more <= 1 else [*details[:_MOST_DETAILS], f"and {more} more: `--format json` has all"]


def _columns(row: tuple[str, str, str], widths: tuple[int, int, int]) -> list[str]:
    """A row of a trace in as many lines as its longest column takes."""
    cells = [_wrapped(printable(told), width) for told, width in zip(row, widths, strict=True)]
    return [
        "   ".join(f"{part:<{width}}" for part, width in zip(parts, widths, strict=True)).rstrip()
        for parts in zip_longest(*cells, fillvalue="")
    ] or [""]


def _wrapped(told: str, width: int) -> list[str]:
    return textwrap.wrap(told, max(width, 8), break_long_words=False, break_on_hyphens=False, subsequent_indent="  ")
