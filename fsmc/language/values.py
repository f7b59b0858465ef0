"""`guard`, `const`, `option` and `var` lines in, the values that expressions can name out."""

from __future__ import annotations

from fsmc import model
from fsmc.language import limits, misuses, problems, syntax
from fsmc.language.declared import Symbols, of_kind
from fsmc.language.expressions import BROKEN, UNKNOWN, Named, Scope
from fsmc.language.syntax import Word
from fsmc.model import Basic, Type


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
    is_endless = size > limits.MOST_PARTS
    if is_endless:
        symbols.faults.add(limits.endless_constant(line.name.text, line.value.span))
    constant = model.Constant(line.name.text, BROKEN if is_endless else value, **symbols.notes(line))  # type: ignore[arg-type]
    parts[model.Read(constant)] = size
    _value(symbols, line.name, constant)


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
