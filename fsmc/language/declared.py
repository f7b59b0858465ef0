"""Statements in, the names that they declare out: every table of a spec, and what all declarations have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from fsmc import model, names
from fsmc.language import misuses, problems, syntax
from fsmc.language.expressions import UNKNOWN, Lowering, Scope, Values
from fsmc.language.symbols import Faults, Table
from fsmc.language.syntax import Word
from fsmc.model import Basic, Type

BASIC = {basic.value: basic for basic in Basic}


class Symbols:
    """Every table of names, filled in the order in which declarations depend on each other."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.references: Table[model.Reference] = Table("document", faults)
        self.tags: Table[model.Tag] = Table("tag", faults)
        self.types: Table[model.Enumeration | model.HostType] = Table("type", faults)
        self.states: Table[model.State] = Table("state", faults)
        self.groups: Table[model.Group] = Table("group", faults)
        self.actions: Table[model.Action] = Table("action", faults)
        self.events: Table[model.Event] = Table("event", faults)
        self.timers: Table[model.Timer] = Table("timer", faults)
        self.timeouts: dict[model.Timer, model.Event] = {}
        self.values = Values(faults, Table("value", faults))
        self._levels: dict[str, model.Tag] = {}

    # ------------------------------------------------------------------------------------------- notes

    def notes(self, statement: syntax.Statement) -> dict[str, object]:
        """Documentation, citations, tags and place, as keywords for an entity."""
        self._refuse_repeats(statement.notes)
        return {
            "doc": statement.doc,
            "cites": tuple(map(self._citation, statement.notes.cites)),
            "tags": tuple(tag for tag in map(self.tag, statement.notes.tags) if tag is not None),
            "span": statement.span,
        }

    def _refuse_repeats(self, notes: syntax.NotesText) -> None:
        cites = [f"{cite.document}:{cite.section}" if cite.document else cite.section for cite in notes.cites]
        self.faults.repeats([(f"@{cite}", each.span) for cite, each in zip(cites, notes.cites, strict=True)])
        self.faults.repeats([(f"the tag {_shown(tag)}", tag.span) for tag in notes.tags])

    def _citation(self, cited: syntax.Cited) -> model.Citation:
        if not cited.document:
            return model.Citation(next(iter(self.references.entities), None), cited.section)
        return model.Citation(self.references.find(Word(cited.document, cited.span)), cited.section)

    def tag(self, word: Word) -> model.Tag | None:
        """The tag of that name; requirement levels such as `MUST-11` need no declaration."""
        if word.text not in self.tags.by_name and model.requirement_level(word.text):
            return self._levels.setdefault(word.text, model.Tag(word.text, span=word.span))
        return self.tags.find(word)

    # ------------------------------------------------------------------------------------------- types

    def type(self, written: syntax.TypeText, owner: str, *, many: bool = False) -> Type:
        """The type that is written; members written in place make an enumeration named after its owner."""
        if written.members:
            return self._in_place(written, owner)
        assert written.name is not None
        found = BASIC.get(written.name.text) or self.types.find(written.name, _known_types(written.name.text))
        if found is None:
            return UNKNOWN
        if not written.many:
            return found
        if not many:
            self.faults.add(misuses.many_not_here(written.span))
            return UNKNOWN
        return model.Many(found)

    def _in_place(self, written: syntax.TypeText, owner: str) -> model.Enumeration:
        members = self.members(written.members)
        enumeration = model.Enumeration(owner, members, in_place=True, span=written.span)
        self.values.enumerations.append(enumeration)
        return enumeration

    def members(self, words: Sequence[Word]) -> tuple[str, ...]:
        """The names of an enumeration's members, each once."""
        self.faults.repeats([(f"the member {_shown(word)}", word.span) for word in words], least=2)
        return tuple(dict.fromkeys(word.text for word in words))

    def parameters(
        self, written: Sequence[syntax.ParameterText], owner: str, *, of_event: bool = False, many: bool = False
    ) -> tuple[model.Parameter, ...]:
        """The parts of a payload.  Those of an event may have defaults; with `many` the last may be zero or more."""
        table: Table[model.Parameter] = Table("parameter", self.faults)
        optional: Word | None = None
        for index, param in enumerate(written):
            kind = self.type(param.type, f"{owner}-{param.name.text}", many=many)
            if isinstance(kind, model.Many) and many and index < len(written) - 1:
                self.faults.add(misuses.many_not_last(param.type.span))
                kind = UNKNOWN
            default = self._parameter_default(param, kind, of_event)
            if optional is not None and default is None:
                self.faults.add(misuses.default_not_last(param.name.text, param.name.span, optional.span))
            optional = optional if default is None else param.name
            table.declare(param.name, model.Parameter(param.name.text, kind, param.name.span, default))
        return table.entities

    def _parameter_default(self, param: syntax.ParameterText, kind: Type, of_event: bool) -> model.Expr | None:
        if param.default is None:
            return None
        if not of_event:
            self.faults.add(misuses.default_not_here(param.default.span))
            return None
        return self.lowering(Scope(constant="a default")).typed(param.default, kind)

    def lowering(self, scope: Scope | None = None) -> Lowering:
        """Something that lowers expressions within a scope."""
        return Lowering(self.values, scope or Scope())


def _shown(word: Word) -> str:
    return problems.shown(names.quoted(word.text))


def _known_types(wanted: str) -> str:
    near = _ELSEWHERE.get(wanted.casefold())
    return f"did you mean '{near}'?" if near else _BUILT_IN


_BUILT_IN = "the built-in types are bool, int, str and duration; declare others: `type NAME = A | B`"
_ELSEWHERE = {
    **dict.fromkeys(("string", "text", "char"), "str"),
    **dict.fromkeys(("integer", "number", "uint", "uint8", "uint16", "uint32", "uint64", "int32", "int64"), "int"),
    **dict.fromkeys(("boolean", "flag"), "bool"),
    **dict.fromkeys(("time", "timedelta", "seconds", "interval"), "duration"),
}
"""What other languages call the built-in types."""

S = TypeVar("S", bound=syntax.Statement)


def of_kind(statements: Iterable[syntax.Statement], kind: type[S]) -> list[S]:
    """The statements of one kind, in order."""
    return [statement for statement in statements if isinstance(statement, kind)]
