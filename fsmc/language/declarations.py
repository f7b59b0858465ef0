"""Declarations as written in, entities of the model out: everything but the lines that decide cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from fsmc import logic, model, names
from fsmc.diagnostics import Diagnostic
from fsmc.language import limits, misuses, problems, syntax
from fsmc.language.expressions import BROKEN, UNKNOWN, Lowering, Named, Scope, Values
from fsmc.language.symbols import Faults, Table
from fsmc.language.syntax import Word
from fsmc.model import Basic, Type

_BASIC = {basic.value: basic for basic in Basic}


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
        found = _BASIC.get(written.name.text) or self.types.find(written.name, _known_types(written.name.text))
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


# -------------------------------------------------------------------------------------------- documents, types


def declare_references(spec: syntax.Spec, symbols: Symbols) -> None:
    """`reference` and `tag` lines."""
    for line in of_kind(spec.statements, syntax.ReferenceText):
        symbols.references.declare(line.name, model.Reference(line.name.text, line.url, line.doc, line.span))
    for tag in of_kind(spec.statements, syntax.TagText):
        symbols.tags.declare(tag.name, model.Tag(tag.name.text, tag.label, tag.doc, tag.span, tag.mark))


def declare_types(spec: syntax.Spec, symbols: Symbols) -> None:
    """`type` lines.  A host type may have fields of types declared above it or of enumerations anywhere."""
    lines = of_kind(spec.statements, syntax.TypeDefinition)
    for line in lines:
        if line.name.text in _BASIC:
            symbols.faults.add(problems.built_in_type(line.name.text, line.name.span))
        elif line.members:
            members = symbols.members(line.members)
            enumeration = model.Enumeration(line.name.text, members, **symbols.notes(line))  # type: ignore[arg-type]
            symbols.types.declare(line.name, enumeration)
            symbols.values.enumerations.append(enumeration)
    for line in lines:
        if not line.members and line.name.text not in _BASIC:
            fields = symbols.parameters(line.fields, line.name.text)
            host_type = model.HostType(line.name.text, fields, **symbols.notes(line))  # type: ignore[arg-type]
            symbols.types.declare(line.name, host_type)


# --------------------------------------------------------------------------------------------- states, groups


def declare_states(spec: syntax.Spec, symbols: Symbols) -> None:
    """`state` lines; exactly one state is initial."""
    first: syntax.StateText | None = None
    for line in of_kind(spec.statements, syntax.StateText):
        flags = [flag.text for flag in line.flags]
        symbols.faults.repeats([(f"'{flag.text}'", flag.span) for flag in line.flags])
        if "initial" in flags and first is not None:
            symbols.faults.add(problems.second_initial(line.name.text, line.name.span, first.name.span))
        elif "initial" in flags:
            first = line
        state = model.State(
            line.name.text,
            line.label,
            "initial" in flags,
            "final" in flags,
            **symbols.notes(line),  # type: ignore[arg-type]
        )
        symbols.states.declare(line.name, state)
    _check_initial(spec, symbols, first)


def _check_initial(spec: syntax.Spec, symbols: Symbols, first: syntax.StateText | None) -> None:
    """Reports a machine with no state, or none that is initial, unless a faulty line may have said so."""
    if first is not None or spec.lost:
        return
    states = symbols.states.entities
    if states:
        symbols.faults.add(problems.no_initial(states[0].span, states[0].name))
    elif spec.statements:
        symbols.faults.add(problems.no_states(spec.statements[0].span))


@dataclass
class GroupResolver:
    """Resolves groups on demand, since one may be made of others that are declared below it."""

    symbols: Symbols
    lines: dict[str, syntax.GroupText]
    resolve: Callable[[syntax.StateSet], tuple[model.State, ...]]
    open: list[str] = field(default_factory=list)

    def group(self, name: str) -> model.Group | None:
        """The group of that name, or None if there is none or it is made of itself."""
        done = self.symbols.groups.by_name.get(name)
        line = self.lines.get(name)
        if done is not None or line is None:
            return done
        if name in self.open:
            circle = [(other, self.lines[other].name.span) for other in self.open[self.open.index(name) :]]
            self.symbols.faults.add(problems.cyclic("group", circle))
            return None
        if len(self.open) == limits.DEEPEST:
            self.symbols.faults.add(limits.nested_group(name, line.name.span))
            return None
        self.open.append(name)
        states = self.resolve(line.states)
        self.open.pop()
        group = model.Group(name, line.label, states, line.box, **self.symbols.notes(line))  # type: ignore[arg-type]
        self.symbols.groups.by_name.setdefault(name, group)
        return self.symbols.groups.by_name[name]


# ----------------------------------------------------------------------------------------------------- values


def declare_values(spec: syntax.Spec, symbols: Symbols) -> None:
    """`guard`, `const`, `option` and `var` lines: what shares one set of names in expressions."""
    for line in of_kind(spec.statements, syntax.PredicateText):
        params = symbols.parameters(line.params, line.name.text)
        _value(symbols, line.name, model.Predicate(line.name.text, line.label, params, **symbols.notes(line)))  # type: ignore[arg-type]
    for stored in spec.statements:
        if isinstance(stored, (syntax.OptionText, syntax.VariableText)):
            noun = "an option" if isinstance(stored, syntax.OptionText) else "a variable"
            symbols.values.kept.setdefault(stored.name.text, (noun, stored.span))
    _declare_constants(of_kind(spec.statements, syntax.ConstantText), symbols)
    for stored in spec.statements:
        if isinstance(stored, (syntax.OptionText, syntax.VariableText)):
            _declare_stored(stored, symbols)
    _check_members(symbols)


def _declare_stored(line: syntax.OptionText | syntax.VariableText, symbols: Symbols) -> None:
    """An `option` or a `var`."""
    kind = symbols.type(line.type, line.name.text)
    default = _default(symbols, line, kind)
    entity = model.Option if isinstance(line, syntax.OptionText) else model.Variable
    _value(symbols, line.name, entity(line.name.text, kind, default, **symbols.notes(line)))  # type: ignore[arg-type]


def _value(symbols: Symbols, word: Word, entity: Named) -> None:
    symbols.values.named.declare(word, entity)


def _declare_constants(lines: list[syntax.ConstantText], symbols: Symbols) -> None:
    """Constants, each after those that it is made of, whatever the order of their lines."""
    waiting = {line: _names_in(line.value) for line in lines}
    parts: dict[model.Expr, int] = {}
    for _ in range(limits.DEEPEST):
        known = {line.name.text for line in waiting}
        ready = [line for line, needed in waiting.items() if not known & needed]
        for line in ready:
            _declare_constant(line, parts, symbols)
            del waiting[line]
        if not ready:
            break
    _refuse_circles(waiting, symbols)


def _declare_constant(line: syntax.ConstantText, parts: dict[model.Expr, int], symbols: Symbols) -> None:
    value = symbols.lowering(Scope(constant="the value of a constant")).lower(line.value)
    size = limits.parts(value, parts)
    fault = (
        limits.endless_constant(line.name.text, line.value.span)
        if size > limits.MOST_PARTS
        else _too_large(line, value)
    )
    if fault is not None:
        symbols.faults.add(fault)
    constant = model.Constant(line.name.text, BROKEN if fault else value, **symbols.notes(line))  # type: ignore[arg-type]
    parts[model.Read(constant)] = size
    _value(symbols, line.name, constant)


def _too_large(line: syntax.ConstantText, value: model.Expr) -> Diagnostic | None:
    """What is wrong with the number that a constant comes to."""
    if value.type not in (Basic.INT, Basic.DURATION) or any(part.type is UNKNOWN for part in model.walk(value)):
        return None
    number = logic.evaluate(value, {})
    assert isinstance(number, Fraction), "a number is evaluated exactly"
    if value.type is Basic.DURATION:
        return misuses.too_long(line.value.span) if abs(number) > names.LONGEST else None
    return limits.large_constant(line.value.span) if abs(number) >= 10**limits.MOST_DIGITS else None


def _refuse_circles(waiting: dict[syntax.ConstantText, set[str]], symbols: Symbols) -> None:
    """Reports constants that need themselves, a circle as one fault; those that only need such a one are broken too."""
    lines = {line.name.text: line for line in reversed(waiting)}
    needs = {name: waiting[line] & set(lines) for name, line in lines.items()}
    told: set[str] = set()
    for line in waiting:
        circle = [] if line.name.text in told else _circle(line.name.text, needs)
        if circle and not told & set(circle):
            symbols.faults.add(problems.cyclic("constant", [(name, lines[name].name.span) for name in circle]))
        told |= set(circle)
        _value(symbols, line.name, model.Constant(line.name.text, BROKEN, **symbols.notes(line)))  # type: ignore[arg-type]
    if waiting and not told:
        first = next(iter(waiting))
        symbols.faults.add(limits.endless_constant(first.name.text, first.value.span))


def _circle(start: str, needs: dict[str, set[str]]) -> list[str]:
    """The shortest way from a name over what it needs back to it; empty if there is none."""
    ways = [[start]]
    seen = set()
    for way in ways:
        for name in () if len(way) > limits.DEEPEST else sorted(needs[way[-1]]):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _names_in(expression: syntax.Expression) -> set[str]:
    match expression:
        case syntax.Named():
            return {expression.name.text}
        case syntax.Operation() | syntax.Chain():
            return {name for operand in expression.operands for name in _names_in(operand)}
        case _:
            return set()


def _default(symbols: Symbols, line: syntax.OptionText | syntax.VariableText, kind: Type) -> model.Expr:
    """The default that is written, or the zero of the type: false, 0, "", 0s, the first member."""
    if line.default is not None:
        return symbols.lowering(Scope(constant="a default")).typed(line.default, kind)
    match kind:
        case model.Basic():
            return model.Literal(_ZEROS[kind], kind)
        case model.Enumeration():
            return model.Member(kind, kind.members[0])
        case _:
            if kind is not UNKNOWN:
                help = "a value that the machine keeps is bool, int, str, duration or an enumeration"
                symbols.faults.add(misuses.opaque_value(f"a value of type {kind} cannot be kept", line.type.span, help))
            return BROKEN


_ZEROS: dict[Basic, bool | int | float | str] = {Basic.BOOL: False, Basic.INT: 0, Basic.STR: "", Basic.DURATION: 0.0}


def _check_members(symbols: Symbols) -> None:
    """A member that is also the name of a value would mean two things in an expression."""
    for enumeration in symbols.values.enumerations:
        for member in enumeration.members:
            if member in symbols.values.named.by_name:
                owner = f"a member of '{enumeration.name}'"
                place = symbols.values.named.places[member]
                symbols.faults.add(problems.declared_twice("value", member, place, enumeration.span, owner))


# ------------------------------------------------------------------------------------- timers, actions, events


def declare_timers(
    spec: syntax.Spec, symbols: Symbols, resolve: Callable[[syntax.StateSet], tuple[model.State, ...]]
) -> None:
    """`timer` lines; each makes the event of its expiry."""
    for line in of_kind(spec.statements, syntax.TimerText):
        duration = symbols.lowering().typed(line.duration, Basic.DURATION)
        within = resolve(line.within) if line.within else symbols.states.entities
        timer = model.Timer(line.name.text, duration, within, **symbols.notes(line))  # type: ignore[arg-type]
        symbols.timers.declare(line.name, timer)
        symbols.values.timers.setdefault(timer.name, timer)
        event = model.Event(f"timeout {timer.name}", timer=timer, doc=timer.doc, cites=timer.cites, span=timer.span)
        symbols.timeouts[timer] = event


def declare_events(spec: syntax.Spec, symbols: Symbols) -> None:
    """`event` lines: first those declared, then the derived ones, which keep their place in the order."""
    lines = of_kind(spec.statements, syntax.EventText)
    for line in lines:
        if line.base is None:
            params = symbols.parameters(line.params, line.name.text, of_event=True, many=True)
            source = line.source.text if line.source else ""
            event = model.Event(line.name.text, line.label, params, source, **symbols.notes(line))  # type: ignore[arg-type]
            symbols.events.declare(line.name, event)
            for part in params:
                symbols.values.carried.setdefault(part.name, event.name)
    plain = dict(symbols.events.by_name)
    for line in lines:
        if line.base is not None:
            event = _derived_event(line, line.base, symbols, plain)
            symbols.events.declare(line.name, event)
    order = [line.name.text for line in lines]
    symbols.events.by_name = {name: symbols.events.by_name[name] for name in dict.fromkeys(order)}


def _derived_event(
    line: syntax.EventText, base: syntax.Trigger, symbols: Symbols, plain: dict[str, model.Event]
) -> model.Event:
    found = _base(base, symbols, plain)
    assert line.guard is not None
    params = found.params if found else ()
    payload: dict[str, Type | None] = {param.name: param.type for param in params}
    when: model.Guard = model.ELSE
    if found is not None and line.guard.expression is not None:
        when = symbols.lowering(Scope(payload, questions=True)).condition(line.guard.expression)
    source = line.source.text if line.source else found.source if found else ""
    return model.Event(
        line.name.text,
        line.label,
        params,
        source,
        base=found or model.Event("?"),
        when=when,
        **symbols.notes(line),  # type: ignore[arg-type]
    )


def _base(base: syntax.Trigger, symbols: Symbols, plain: dict[str, model.Event]) -> model.Event | None:
    """The event that a derived one fires in place of."""
    if base.name is None:
        symbols.faults.add(misuses.other_as_base(base.span))
        return None
    if base.timeout:
        timer = symbols.timers.find(base.name)
        return symbols.timeouts[timer] if timer else None
    if base.name.text in plain:
        return plain[base.name.text]
    if base.name.text in symbols.events.by_name:
        declared = symbols.events.places[base.name.text]
        symbols.faults.add(misuses.derived_as_base(base.span, declared))
        return None
    return symbols.events.find(base.name)
