"""The text of a CSV file in, its rows with the place of every field out; or why it is no state table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fsmc.diagnostics import Diagnostic
from fsmc.source import SourceFile, Span

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "from": ("from", "from state", "state", "current state", "present state", "old state", "source state", "source"),
    "event": ("event", "input", "trigger", "stimulus", "on", "message", "signal"),
    "guard": ("guard", "condition", "when", "if"),
    "actions": ("actions", "action", "outputs", "output", "effects", "effect", "response", "do"),
    "to": ("to", "to state", "next state", "new state", "target", "target state", "next", "destination"),
    "kind": ("kind", "outcome", "result"),
    "reason": ("reason",),
    "line": ("line",),
}
"""What a column is about, by the names that it goes by, the clearest first."""

_DELIMITERS = (",", ";", "\t", "|")
_OWN = ("state", "event", "source", "guard", "kind", "target", "actions", "reason", "citations", "tags", "line")


@dataclass(frozen=True, slots=True)
class Field:
    """The text of a field, blanks around it gone, and where it stands in the file."""

    text: str
    span: Span


@dataclass(frozen=True)
class Row:
    """A row by what its columns are about; a column that the table lacks is empty."""

    fields: Mapping[str, Field]
    span: Span

    def __getitem__(self, column: str) -> Field:
        return self.fields.get(column) or Field("", self.span)

    @cached_property
    def cell(self) -> tuple[str, str]:
        """The state and the event as they are written."""
        return self["from"].text, self["event"].text


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the head; `own` says that fsmc wrote the file."""

    source: SourceFile
    rows: tuple[Row, ...]
    own: bool


def is_table(text: str) -> bool:
    """Whether a text without a name that tells begins with the head of a state table."""
    records = _records(text, _delimiter(text))
    head = next(records, ())
    return len(head) > 2 and {"from", "event"} <= set(_columns(head))


def read_table(source: SourceFile) -> tuple[Table, list[Diagnostic]]:
    """The rows of a table, and what is wrong with its form."""
    records = _records(source.text, _delimiter(source.text))
    head = next(records, ())
    columns = _columns(head)
    own = tuple(field.text for field in head[: len(_OWN)]) == _OWN
    rows: list[Row] = []
    faults = list(_faults_of_head(head, columns))
    if not faults:
        for record in records:
            faults += _faults_of_row(head, columns, record)
            rows.append(_row(columns, record))
        if not rows:
            faults.append(_fault("FSM210", "the table has no rows", _whole(head), "write one row a cell"))
    return Table(source, tuple(rows), own), faults


def _fault(code: str, message: str, span: Span, help: str) -> Diagnostic:
    return Diagnostic(code, message, span, help)


# ------------------------------------------------------------------------------------------------------------- columns


def _delimiter(text: str) -> str:
    """What parts the fields: the sign with which the head has most columns of a state table, or else most fields."""
    heads = {sign: next(_records(text, sign), ()) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: (len(_columns(heads[sign])), len(heads[sign])))
    return best if heads[best] else ","


def _columns(head: tuple[Field, ...]) -> dict[str, int]:
    """Where each thing stands in a row; of several columns with names for it, that with the clearest."""
    written = {_plain(field.text): place for place, field in reversed(list(enumerate(head)))}
    found: dict[str, int] = {}
    for column, synonyms in COLUMNS.items():
        place = next((written[name] for name in synonyms if name in written), None)
        if place is not None and place not in found.values():
            found[column] = place
    return found


def _plain(text: str) -> str:
    """`Current_State` as `current state`."""
    return " ".join(re.findall(r"\w+", text.replace("_", " ").casefold()))


def _faults_of_head(head: tuple[Field, ...], columns: Mapping[str, int]) -> Iterator[Diagnostic]:
    missing = [column for column in ("from", "event") if column not in columns]
    if "to" not in columns and "kind" not in columns:
        missing.append("to")
    if missing:
        named = " and ".join(f"'{column}'" for column in missing)
        help = "a state table begins with a row such as `from,event,guard,actions,to`"
        yield _fault("FSM210", f"no column {named} in the head of the table", _whole(head), help)


def _faults_of_row(
    head: tuple[Field, ...], columns: Mapping[str, int], record: tuple[Field, ...]
) -> Iterator[Diagnostic]:
    if surplus := [field for field in record[len(head) :] if field.text]:
        help = 'a text that holds the sign between fields stands in quotes: "snd(SYN, ACK)"'
        yield _fault("FSM211", f"a row of {len(record)} fields under a head of {len(head)}", surplus[0].span, help)
    for column in ("from", "event"):
        place = columns[column]
        if place >= len(record) or not record[place].text:
            span = record[place].span if place < len(record) else _whole(record)
            noun = "state" if column == "from" else "event"
            yield _fault("FSM211", f"a row without its {noun}", span, f"write the {noun} in every row")


def _row(columns: Mapping[str, int], record: tuple[Field, ...]) -> Row:
    fields = {column: record[place] for column, place in columns.items() if place < len(record)}
    return Row(fields, _whole(record))


def _whole(record: tuple[Field, ...]) -> Span:
    return record[0].span.to(record[-1].span) if record else Span(1, 1, 1, 2)


# ------------------------------------------------------------------------------------------------------------- records


def _records(text: str, delimiter: str) -> Iterator[tuple[Field, ...]]:
    """The records of a CSV text (RFC 4180) that are neither empty nor comments; the csv module tells no places."""
    scanner = _Scanner(text.replace("\r\n", "\n").replace("\r", "\n"), delimiter)
    while not scanner.at_end:
        record = tuple(scanner.record())
        if any(field.text for field in record) and not record[0].text.startswith("#"):
            yield record


class _Scanner:
    """A place in a text that moves from field to field."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.text = text
        self.delimiter = delimiter
        self.at = 0
        self.line = 1
        self.begin = 0

    @property
    def at_end(self) -> bool:
        return self.at >= len(self.text)

    def record(self) -> Iterator[Field]:
        """The fields up to the end of the record."""
        yield self.field()
        while not self.at_end and self.text[self.at] == self.delimiter:
            self.at += 1
            yield self.field()
        if not self.at_end:
            self._pass_line_end()

    def field(self) -> Field:
        """A field; quotes around it may hold anything, and two of them stand for one."""
        start, line, column = self.at, self.line, self.at - self.begin + 1
        read = self._quoted() if self.text[self.at : self.at + 1] == '"' else ""
        stop = re.compile(rf"[{re.escape(self.delimiter)}\n]").search(self.text, self.at)
        end = stop.start() if stop else len(self.text)
        read += self.text[self.at : end]
        self.at = end
        ends_at = max(end - self.begin + 1, column + 1 if start == end else 0)
        return Field(read.strip(), Span(line, column, self.line, ends_at))

    def _quoted(self) -> str:
        """What stands in quotes; one that is never closed holds the rest of its line."""
        closed = re.compile(r'"((?:[^"]|"")*)"').match(self.text, self.at)
        found = closed or re.compile(r'"([^\n]*)').match(self.text, self.at)
        assert found
        self.at = found.end()
        if lines := found[0].count("\n"):
            self.line += lines
            self.begin = self.text.rfind("\n", 0, self.at) + 1
        return found[1].replace('""', '"')

    def _pass_line_end(self) -> None:
        self.at += 1
        self.line += 1
        self.begin = self.at
