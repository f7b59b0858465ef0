"""A document in, the blocks that its markers enclose out, and what is wrong with the form of the markers.

<!-- fsmc:diagram specs/tcp.fsm view=overview -->        .. fsmc:diagram specs/tcp.fsm view=overview
...                                                      ...
<!-- /fsmc -->                                           .. /fsmc
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fsmc.diagnostics import Diagnostic
from fsmc.embed import problems
from fsmc.embed.document import Document, Markup
from fsmc.source import Span


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a marker and its place."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Marker:
    """The line that opens a block: its kind, the words behind it, and options such as `view=overview`."""

    kind: Word
    words: tuple[Word, ...]
    options: tuple[tuple[Word, Word], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A marker and the lines of the document that it stands for: from `begin` up to, not including, `end`.

    Each of them begins with `prefix` (a block may be indented, or quoted by `>`) and ends in `newline`.
    """

    marker: Marker
    begin: int
    end: int
    prefix: str
    newline: str


def scan(document: Document) -> tuple[list[Block], list[Diagnostic]]:
    """The blocks of a document in order, and the faults of its markers."""
    blocks: list[Block] = []
    faults: list[Diagnostic] = []
    opened: _Line | None = None
    for line in _marker_lines(document):
        if line.in_capitals:
            faults.append(problems.in_capitals(line.span, document.markup))
        if line.ends and opened is None:
            faults.append(problems.stray_end(line.span, document.markup))
        elif line.ends and opened is not None:
            block = _block(document, opened, line, faults)
            blocks += [block] if block else []
            opened = None
        else:
            if opened is not None:
                faults.append(problems.without_end(opened.span, document.markup, line.span))
            opened = line
    if opened is not None:
        faults.append(problems.without_end(opened.span, document.markup))
    if not blocks and not faults:
        faults.append(problems.no_markers(document.markup))
    return blocks, faults


# ------------------------------------------------------------------------------------------------- lines of markers


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that speaks to fsmc; `inner` is what it says, from `column` (counted from 0) on."""

    number: int
    prefix: str
    inner: str
    column: int
    span: Span
    closed: bool = True

    @property
    def ends(self) -> bool:
        return self.closed and self.inner.strip().lower() == "/fsmc"

    @property
    def in_capitals(self) -> bool:
        """Whether the word that speaks to fsmc has other letters than small ones."""
        return not self.inner.lstrip(" \t/").startswith("fsmc")


_CALL = r"(?:/?fsmc\b|(?i:fsmc)(?=:)|(?i:/fsmc)(?=[ \t]*(?:-->|$)))"
"""The word that speaks to fsmc.  In capitals it does so only where the rest is a marker, too: it may be a heading."""
_SPEAKING = {
    Markup.MARKDOWN: re.compile(rf"(?P<prefix>[ \t>]*)<!--(?P<inner>[ \t]*{_CALL}.*?)(?P<close>-->[ \t]*$|$)"),
    Markup.RST: re.compile(rf"(?P<prefix>[ \t]*)\.\.(?P<inner>[ \t]+{_CALL}(?!::).*)(?P<close>$)"),
}


def _marker_lines(document: Document) -> Iterator[_Line]:
    for number, text in document.text_lines():
        if found := _SPEAKING[document.markup].match(text):
            last = len(text.rstrip())
            span = Span(number + 1, len(found["prefix"]) + 1, number + 1, last + 1)
            closed = bool(found["close"]) or document.markup is Markup.RST
            yield _Line(number, found["prefix"], found["inner"], found.start("inner"), span, closed)


def _block(document: Document, opening: _Line, closing: _Line, faults: list[Diagnostic]) -> Block | None:
    marker = _marker(opening, document.markup, faults)
    if marker is None:
        return None
    first = document.lines[opening.number]
    newline = first[len(first.rstrip("\r\n")) :]
    return Block(marker, opening.number + 1, closing.number, opening.prefix, newline)


# ---------------------------------------------------------------------------------------------- words of a marker

_KIND = re.compile(r"[ \t]*(?i:fsmc):(?P<kind>[^\s:=\"]+)(?=\s|$)")
_WORD = re.compile(
    r"""[ \t]*(?:(?P<name>[\w-]+)=)?(?:"(?P<quoted>(?:[^"\\]|\\.)*)"(?=\s|$)|(?P<bare>[^\s"]+))""", re.VERBOSE
)


def _marker(line: _Line, markup: Markup, faults: list[Diagnostic]) -> Marker | None:
    """The words of an opening line, or a fault that says how a marker is written."""
    kind = _KIND.match(line.inner)
    if kind is None or not line.closed:
        faults.append(problems.malformed(line.span, markup, alone=line.closed))
        return None
    words: list[Word] = []
    options: list[tuple[Word, Word]] = []
    place = kind.end()
    while line.inner[place:].strip():
        found = _WORD.match(line.inner, place)
        if found is None:
            faults.append(problems.unreadable(_rest(line, place)))
            return None
        value = _word(line, found, "bare" if found["quoted"] is None else "quoted")
        if found["name"] is None:
            words.append(value)
        else:
            options.append((_word(line, found, "name"), value))
        place = found.end()
    return Marker(_word(line, kind, "kind"), tuple(words), tuple(options), line.span)


def _word(line: _Line, found: re.Match[str], group: str) -> Word:
    text = found[group]
    if group == "quoted":
        text = re.sub(r"\\(.)", r"\1", text)
    return Word(text, _span(line, found.start(group), found.end(group)))


def _rest(line: _Line, place: int) -> Span:
    """What cannot be read, from the first character that is no blank."""
    text = line.inner.rstrip()
    return _span(line, place + len(text[place:]) - len(text[place:].lstrip()), len(text))


def _span(line: _Line, start: int, end: int) -> Span:
    return Span(line.number + 1, line.column + start + 1, line.number + 1, line.column + end + 1)
