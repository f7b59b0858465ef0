"""The rows of a table in, the text of a spec out, and the way from its places back to those of the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from fsmc import names
from fsmc.diagnostics import Diagnostic, Note
from fsmc.diff.tables import fields
from fsmc.diff.tables.declarations import declarations
from fsmc.diff.tables.fields import UnreadableError
from fsmc.diff.tables.known import Known
from fsmc.diff.tables.own import OwnTable
from fsmc.diff.tables.reading import Field, Row, Table
from fsmc.model import Branch, Cell, Disposition, Event, Kind, Machine, State, Transition
from fsmc.source import SourceFile, Span

Piece = tuple[str, Span]
"""Words of a line, and the field that they come from."""


@dataclass(frozen=True)
class Lowered:
    """A table as the text of a spec: its row in line N is line N of the text, and declarations stand below.

    `faults` are those of fields that could not be read.
    """

    source: SourceFile
    text: str
    lines: Mapping[int, tuple[Row | None, tuple[Piece, ...]]]
    faults: tuple[Diagnostic, ...]

    def cells_at(self, numbers: Iterable[int]) -> frozenset[tuple[str, str]]:
        """The cells that the rows in those lines are about."""
        rows = (self.lines[number][0] for number in numbers if number in self.lines)
        return frozenset(row.cell for row in rows if row)

    def placed(self, fault: Diagnostic) -> Diagnostic:
        """A finding in the text, at the field of the table that it is about; a place in no row is that of the head."""
        notes = tuple(Note(note.text, self._place(note.span)) for note in fault.notes if note.span.line in self.lines)
        return replace(fault, span=self._place(fault.span), notes=notes, fix=None)

    def _place(self, span: Span) -> Span:
        if span.line not in self.lines:
            return Span(1, 1, 1, len(self.source.line(1)) + 1)
        pieces = self.lines[span.line][1]
        ends = accumulate(len(text) for text, _ in pieces)
        return next((place for (_, place), end in zip(pieces, ends, strict=True) if span.column <= end), pieces[-1][1])


def lower(table: Table, against: tuple[Machine, SourceFile] | None, ordered: frozenset[tuple[str, str]]) -> Lowered:
    """The text of a table.  In `ordered` cells a guard holds only where none of the rows before it does."""
    known = Known(against[0] if against else None)
    own = OwnTable(known.machine, table)
    lines: dict[int, tuple[Row | None, tuple[Piece, ...]]] = {}
    faults: list[Diagnostic] = []
    asked: dict[tuple[str, str], list[str]] = {}
    for row in table.rows:
        try:
            line = tuple(_Line(known, own, row, asked.setdefault(row.cell, []), row.cell in ordered).pieces())
            lines[row.span.line] = row, line
        except UnreadableError as unreadable:
            faults.append(unreadable.fault)
    above = [_text(lines.get(number)) for number in range(1, len(table.source.lines) + 1)]
    above += declarations(against, known.wider, hooks=own.keeps_hooks).split("\n")
    for number, (declaration, place) in enumerate(known.declared.items(), len(above) + 1):
        lines[number] = None, ((declaration, place.span),)
    return Lowered(table.source, "\n".join((*above, *known.declared, "")), lines, tuple(faults))


def _text(line: tuple[Row | None, tuple[Piece, ...]] | None) -> str:
    return "".join(text for text, _ in line[1]) if line else ""


@dataclass(frozen=True)
class _Line:
    """A row, and the guards of the rows before it in its cell."""

    known: Known
    own: OwnTable
    row: Row
    asked: list[str]
    ordered: bool

    def pieces(self) -> Iterator[Piece]:
        """The row as a line of the language; nothing where it says what goes without saying."""
        row, known = self.row, self.known
        whole = self.own.yes
        state = fields.state_set(known, self._field("from"), whole=whole)
        event = fields.event_list(known, self._field("event"), whole=whole)
        guard = self._guard()
        verb, reason, target, effects = self._way()
        if self.own.is_unlisted(row) or (self._cannot_be() and self._goes_without_saying(verb)):
            return
        yield f"{state} ", row["from"].span
        yield f"{verb or 'on'} ", (row["kind"] if row["kind"].text else row["to"]).span
        yield event, row["event"].span
        if guard:
            yield f" [{guard}]", row["guard"].span
        if verb:
            yield (f" {names.double_quoted(reason)}" if reason else ""), row["reason"].span
        else:
            yield f" -> {target}", row["to"].span
            yield (f" / {', '.join(effects)}" if effects else ""), row["actions"].span

    def _field(self, column: str) -> Field:
        return self.own.plain(self.row[column])

    def _guard(self) -> str:
        guard = fields.guard(self.known, self._field("guard"))
        if guard in ("", "else"):
            return guard
        before = [f"not ({earlier})" for earlier in self.asked] if self.ordered else []
        self.asked.append(guard)
        return " and ".join((f"({guard})", *before)) if before else guard

    def _way(self) -> tuple[str, str, str, list[str]]:
        """`ignore` and its like with a reason, or the target with the actions."""
        said = next((found for column in ("kind", "to", "actions") if (found := self._said(column))[0]), ("", ""))
        if said[0]:
            return said[0], self.row["reason"].text or said[1], "", []
        effects = fields.effects(self.known, self._field("actions"), self._cell())
        return self._quiet(self._target(), self.own.own_effects(self.row, effects))

    def _said(self, column: str) -> tuple[str, str]:
        """The verb of a field, unless it is the name of a state or an action."""
        field = self._field(column)
        known = {"to": self.known.states, "actions": self.known.actions}.get(column)
        return ("", "") if known and known.find(field.text) else fields.verb(field.text)

    def _target(self) -> str:
        """The state after the row, or `stay`."""
        field = self._field("to")
        found = self.known.states.find(field.text)
        if self.own.stays(self.row) or (not found and field.text.casefold() in fields.STAYS):
            return "stay"
        return found or self.known.states.word(field.text, field)

    def _quiet(self, target: str, effects: list[str]) -> tuple[str, str, str, list[str]]:
        """A row that stays where it is, as the other side has it: ignored, internal, or by the door and in again."""
        stays = target in ("stay", self.known.states.find(self._field("from").text))
        if self.own.yes or not stays:
            return "", "", target, effects
        lines = [branch.line for branch in self._branches()]
        if not effects and any(isinstance(line, Disposition) and line.kind is Kind.IGNORE for line in lines):
            return "ignore", "", "", []
        leaves = any(isinstance(line, Transition) and line.target is not None for line in lines)
        return "", "", target if leaves else "stay", effects

    # ------------------------------------------------------------------------------------------ the other side's cell

    def _branches(self) -> tuple[Branch, ...]:
        cell = self._cell()
        return cell.branches if cell else ()

    def _cell(self) -> Cell | None:
        """The cell of the other side that the row is about, if it is about one."""
        state, event = self._pair()
        return self.known.machine.cells.get((state, event)) if self.known.machine and state and event else None

    def _pair(self) -> tuple[State | None, Event | None]:
        machine = self.known.machine
        if machine is None:
            return None, None
        state, event = (self._field(column).text for column in ("from", "event"))
        words = self.known.states.find(state), self.known.events.find(event)
        return (
            next((one for one in machine.states if str(one) == words[0]), None),
            next((one for one in machine.all_events if str(one) == words[1]), None),
        )

    def _cannot_be(self) -> bool:
        """Whether the other side has no such cell: that of a timer that does not run there."""
        return None not in self._pair() and self._cell() is None

    def _goes_without_saying(self, verb: str) -> bool:
        """Whether the table says too that the timer does not run there; if not, it does run there for the table."""
        state, event = self._pair()
        if verb != "never" and state and event and event.expires:
            self.known.wider.setdefault(event.expires, []).append(state)
        return verb == "never"
