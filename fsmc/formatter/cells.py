"""The words of a statement in, where the columns of its kind begin out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

from fsmc.formatter.spacing import depths
from fsmc.language.words import Word


class Column(IntEnum):
    """The columns in the order in which they stand on a line; no kind of statement has all of them."""

    LABEL = 1
    """What follows a declared name: its label, or its payload where it has no label."""
    VERB = 2
    """`on`, `ignore` and their like, with the events and the guard."""
    PARTY = 3
    """`from` and `to`."""
    TARGET = 4
    REASON = 5
    VALUE = 6
    """`=` with what a group, a view or a derived event stands for."""
    EFFECTS = 7
    NOTES = 8
    """Citations and tags."""
    ASIDE = 9
    """The comment or documentation beside the statement."""


Cuts = dict[Column, int]
"""The place of the word that begins each column."""

_WITH_LABEL = ("REFERENCE", "EVENT", "ACTION", "GUARD", "STATE", "GROUP", "TAG", "VIEW")
_WITH_VALUE = ("EVENT", "GROUP", "VIEW")
_WITHOUT_COLUMNS = ("MACHINE", "CONST", "TYPE", "OPTION", "VAR", "TIMER", "UNLISTED", "SCENARIO")


def family(words: Sequence[Word]) -> str:
    """What a statement is, as far as columns go: lines that decide cells are one family, and so are hooks."""
    kind = words[0].kind
    if kind in ("ENTER", "LEAVE"):
        return "hook"
    return kind.lower() if kind in _WITH_LABEL or kind in _WITHOUT_COLUMNS else "line"


_TALK = {
    **dict.fromkeys(("const", "type", "option", "var", "timer"), "values"),
    **dict.fromkeys(("line", "hook"), "lines"),
}


def table(words: Sequence[Word]) -> str:
    """What share the columns of remarks: values of all kinds do, as do lines and hooks."""
    return _TALK.get(family(words), family(words))


def cuts(words: Sequence[Word]) -> Cuts:
    """Where the columns of a statement begin, from left to right."""
    kind = family(words)
    found = dict(_of_line(words) if kind == "line" else _of_hook(words) if kind == "hook" else _declared(words))
    notes = begin_of_notes(words)
    return found | ({Column.NOTES: notes} if notes < len(words) else {})


def verb(words: Sequence[Word]) -> int:
    """The place of `on`, `ignore` and their like: they may be names of states too, so states are counted off."""
    place = 1
    while words[place].kind in ("RANGE", "COMMA", "EXCEPT"):
        place += 2
    return place


def begin_of_notes(words: Sequence[Word]) -> int:
    """The place of the first citation or tag of a statement; its length where there are none."""
    begin = len(words)
    if words[-1].kind == "RBRACE":
        brace = max(place for place, word in enumerate(words) if word.kind == "LBRACE")
        is_part_of_view = words[brace - 1].kind in ("COMMA", "ASSIGN")
        begin = begin if is_part_of_view else brace
    while words[begin - 1].kind == "CITATION":
        begin -= 1
    return begin


def _of_line(words: Sequence[Word]) -> Iterator[tuple[Column, int]]:
    begin = verb(words)
    yield Column.VERB, begin
    for place, word, depth in _from(words, begin):
        if word.kind == "ARROW":
            yield Column.TARGET, place
        elif word.kind == "STRING" and not depth and words[begin].kind != "ON":
            yield Column.REASON, place
        elif word.kind == "SLASH":
            yield Column.EFFECTS, place


def _of_hook(words: Sequence[Word]) -> Iterator[tuple[Column, int]]:
    yield Column.EFFECTS, next(place for place, word in enumerate(words) if word.kind == "SLASH")


def _declared(words: Sequence[Word]) -> Iterator[tuple[Column, int]]:
    """The columns of a declaration.  The word after its name is never another name, so keywords are what they seem."""
    if words[0].kind not in _WITH_LABEL:
        return
    place = 2
    if place < len(words) and words[place].kind in ("STRING", "LPAR"):
        yield Column.LABEL, place
        place = _behind(words, place)
    if place < len(words) and words[place].kind in ("FROM", "TO"):
        yield Column.PARTY, place
        place += 2
    for later, word, depth in _from(words, place):
        if word.kind == "ASSIGN" and not depth and words[0].kind in _WITH_VALUE:
            yield Column.VALUE, later
            return
        if word.kind == "SLASH":
            yield Column.EFFECTS, later
            return


def _behind(words: Sequence[Word], place: int) -> int:
    """The place behind the label and the payload that begin at `place`."""
    depth = depths(words)
    place += words[place].kind == "STRING"
    if place < len(words) and words[place].kind == "LPAR":
        place = next(later for later in range(place + 1, len(words)) if depth[later] == 0) + 1
    return place


def _from(words: Sequence[Word], begin: int) -> Iterator[tuple[int, Word, int]]:
    """The places from `begin` on, with the word and how deep in brackets it stands."""
    depth = depths(words)
    return ((place, words[place], depth[place]) for place in range(begin, len(words)))
