"""What fsmc found in a spec, as values, and their text for people: place, code, excerpt, caret and a way out."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import Enum

from fsmc import hidden
from fsmc.source import SourceFile, Span


class Severity(Enum):
    """How bad a finding is; errors stop the build."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Note:
    """A second place that belongs to a finding, such as "first declared here"."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in place of what stands at `span`; an empty span (its end is its start) inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Removal:
    """Take the statement at `span` away, with its documentation; its plain comments stay."""

    span: Span


@dataclass(frozen=True, slots=True)
class Fix:
    """What can be done about a finding without asking: `title` says what it does, as in `write 'ignore'`.

    A finding has a fix only where it is safe: a machine that could be built stays the same machine, and of a text that
    no machine could be made of, only one reading is left.
    """

    title: str
    edits: tuple[Edit | Removal, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a stable `code`, what is wrong, where, and a way out (`help`).

    `undecided` ones say that fsmc could neither prove nor refute something that must hold.
    """

    code: str
    message: str
    span: Span
    help: str = ""
    notes: tuple[Note, ...] = field(default=())
    severity: Severity = Severity.ERROR
    fix: Fix | None = None
    undecided: bool = False


def in_order(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings as a reader meets them in the file, each once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: (d.span, d.code, d.message)))


_BOLD, _RED, _YELLOW, _BLUE, _RESET = "\033[1m", "\033[1;31m", "\033[1;33m", "\033[1;34m", "\033[0m"


def render(diagnostic: Diagnostic, source: SourceFile, *, color: bool = False, name: str = "") -> str:
    """A finding as text: the place and code, the line with a caret under the words, other places, help, the fix.

    `name` is what people call the rule.
    """

    def paint(code: str, text: str) -> str:
        return f"{code}{text}{_RESET}" if color else text

    tone = _RED if diagnostic.severity is Severity.ERROR else _YELLOW
    head = paint(tone, f"{diagnostic.severity.value}[{diagnostic.code}]")
    said = paint(_BOLD, printable(diagnostic.message)) + (f" ({name})" if name else "")
    out = [f"{paint(_BOLD, place(diagnostic.span, source))}: {head}: {said}"]
    out += excerpt(diagnostic.span, source, "^", tone if color else "")
    for note in diagnostic.notes:
        out.append(f"  {place(note.span, source)}: {paint(_BLUE, 'note')}: {printable(note.text)}")
        out += excerpt(note.span, source, "-", _BLUE if color else "")
    if diagnostic.help:
        out.append(f"  {paint(_BLUE, 'help')}: {printable(diagnostic.help)}")
    if diagnostic.fix:
        out.append(f"  {paint(_BLUE, 'fix')}: {printable(diagnostic.fix.title)}")
    return "\n".join(out)


def place(span: Span, source: SourceFile) -> str:
    """`specs/door.fsm:14:9`, the form that editors and CI systems link."""
    return f"{printable(source.name)}:{span.line}:{span.column}"


def excerpt(span: Span, source: SourceFile, mark: str, tone: str = "") -> list[str]:
    """The first line of the span and a line of marks under its words; nothing for a span outside the text.

    `tone` is the sequence that colours the marks, empty without colours.
    """
    line = source.line(span.line)
    if not line.strip():
        return []
    last = span.end_column - 1 if span.end_line == span.line else len(line)
    line, first, last = _cut(line, span.column - 1, last)
    number = f"{span.line:>5}"
    shown = printable(line)
    indent = _width(printable(line[:first]))
    width = max(1, _width(printable(line[first:last])))
    bar, marks = (f"{_BLUE}|{_RESET}", f"{tone}{mark * width}{_RESET}") if tone else ("|", mark * width)
    return [f"{number} {bar} {shown}", f"      {bar} {' ' * indent}{marks}"]


_WIDEST = 240
"""The characters of a line that are shown: a line may have thousands."""


def _cut(line: str, first: int, last: int) -> tuple[str, int, int]:
    """What is shown of a very long line, from a little before the words on, and where they are in it."""
    if len(line) <= _WIDEST:
        return line, first, last
    begin = max(0, min(first, len(line)) - _WIDEST // 4)
    part = line[begin : begin + _WIDEST]
    head, tail = "…" * (begin > 0), "…" * (begin + _WIDEST < len(line))
    moved = len(head) - begin
    return f"{head}{part}{tail}", first + moved, min(last + moved, len(head) + len(part))


def printable(text: str) -> str:
    """The text with tabs as four blanks and with no character that could move a terminal's cursor or hide text."""
    return _shown(text)


_shown = hidden.writer(lambda char: "    " if char == "\t" else "\N{REPLACEMENT CHARACTER}")


def _width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    combining = sum(unicodedata.combining(char) > 0 for char in text)
    return len(text) + wide - combining
