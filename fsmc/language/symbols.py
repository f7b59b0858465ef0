"""The names that a spec declares, by kind; looking one up reports what is missing, once a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

from fsmc import names
from fsmc.diagnostics import Diagnostic
from fsmc.language import problems
from fsmc.language.syntax import Word
from fsmc.source import Span


class _Entity(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def span(self) -> Span: ...


E = TypeVar("E", bound=_Entity)


@dataclass
class Faults:
    """Collects diagnostics; a name that nothing declares is reported where it stands first, with a count."""

    lost: frozenset[str] = frozenset()
    nameless: frozenset[str] = frozenset()
    found: list[Diagnostic] = field(default_factory=list)
    _undeclared: dict[tuple[str, str], list[Diagnostic]] = field(default_factory=dict)

    def add(self, diagnostic: Diagnostic) -> None:
        """Report a fault."""
        self.found.append(diagnostic)

    def repeats(self, items: Sequence[tuple[str, Span]], least: int = 1) -> None:
        """Report each item of a list that stands in it before; all items, as in `the state 'A'`, with their places.

        A list of which fewer than `least` items would be left is not mended.
        """
        is_mended = len({what for what, _ in items}) >= least
        first: dict[str, Span] = {}
        for index, (what, span) in enumerate(items):
            if what in first:
                previous = items[index - 1][1] if is_mended else None
                self.add(problems.repeated(what, span, first[what], previous))
            first.setdefault(what, span)

    def undeclared(self, kind: str, word: Word, candidates: Iterable[str], hint: str = "") -> None:
        """Report a name that nothing declares, unless a faulty statement may have declared it."""
        noun = kind.split(" ", 1)[-1]
        if word.text not in self.lost and not self.nameless & _DECLARING.get(noun, {noun}):
            of_kind = "value" if noun in _VALUES else noun
            is_asked = (of_kind, word.text) not in self._undeclared and len(self._undeclared) < _MOST_ASKED
            fault = problems.undeclared(kind, word.text, word.span, candidates if is_asked else (), hint)
            self._undeclared.setdefault((of_kind, word.text), []).append(fault)

    def lose(self, word: Word) -> None:
        """Blame nobody for using a name whose statement is faulty."""
        self.lost |= {word.text}

    def all(self) -> list[Diagnostic]:
        """Every fault; the uses of one undeclared name as one."""
        return self.found + [_once(faults) for faults in self._undeclared.values()]


_MOST_ASKED = 50
"""For so many names, the first of them, a near one is looked for: it is looked for among all that are declared."""
_VALUES = ("value", "variable", "guard", "member")
_DECLARING = {
    "state": {"state", "group"},
    "document": {"reference"},
    "value": {"var", "option", "const", "guard", "event"},
    "variable": {"var"},
    "member": {"type"},
    "party": {"action"},
}
"""The statements that declare what is called otherwise in messages."""


def _once(faults: list[Diagnostic]) -> Diagnostic:
    # what is near was looked for once, for the use that was read first
    first = replace(min(faults, key=lambda fault: fault.span), help=faults[0].help)
    more = len({fault.span for fault in faults}) - 1
    if not more:
        return first
    return replace(first, message=f"{first.message} (and {more} more time{'s' if more > 1 else ''})")


@dataclass
class Table(Generic[E]):
    """The entities of one kind by name, in order of declaration, and where each name is declared."""

    noun: str
    faults: Faults
    by_name: dict[str, E] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)

    def declare(self, word: Word, entity: E) -> None:
        """Add an entity, or report that its name is taken."""
        if word.text in self.by_name:
            self.faults.add(problems.declared_twice(self.noun, word.text, word.span, self.places[word.text]))
        else:
            self.by_name[word.text] = entity
            self.places[word.text] = word.span

    def find(self, word: Word, hint: str = "") -> E | None:
        """The entity of that name; None, and a report, if there is none."""
        entity = self.by_name.get(word.text)
        if entity is None:
            self.faults.undeclared(_with_article(self.noun), word, map(names.quoted, self.by_name), hint)
        return entity

    @property
    def entities(self) -> tuple[E, ...]:
        """All entities in order of declaration."""
        return tuple(self.by_name.values())


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
