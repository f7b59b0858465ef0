"""A line or a part of one that says nothing in, the fix that takes it out; None where that is not safe."""

from __future__ import annotations

from collections.abc import Sequence

from fsmc.analysis import AnyLine
from fsmc.diagnostics import Edit, Fix, Removal
from fsmc.model import Effect, Machine, Transition
from fsmc.source import NOWHERE, Span


def without_guard(machine: Machine, line: AnyLine) -> Fix | None:
    """Takes the guard away; not from a statement about events and `other`, which makes two lines of one guard."""
    alone = all(other is line or other.span != line.span for other in machine.lines)
    safe = alone and _is_in_one_line(line.guard_span)
    return Fix(f"take [{line.guard}] away", (Edit(line.guard_span, ""),)) if safe else None


def without_line(machine: Machine, line: AnyLine, title: str) -> Fix | None:
    """Takes a statement away, unless it is about events and `other`, which makes two lines."""
    alone = all(other is line or other.span != line.span for other in machine.lines)
    return Fix(title, (Removal(line.span),)) if alone else None


def says(line: AnyLine) -> tuple[object, ...]:
    """What a line does when it decides, and what it tells its readers."""
    does = (line.target, line.effects) if isinstance(line, Transition) else (line.kind, line.reason)
    return (*does, line.doc, line.cites, line.tags)


def without_condition(effect: Effect, bare: Effect) -> Fix | None:
    """Writes an effect without its `if`; `bare` is that effect."""
    if not _is_in_one_line(effect.span):
        return None
    return Fix(f"take 'if {effect.condition}' away", (Edit(effect.span, str(bare)),))


def without_effect(effects: Sequence[Effect], effect: Effect) -> Fix | None:
    """Takes one of several effects of a line away, with the comma that parts it from another."""
    place = next(place for place, each in enumerate(effects) if each is effect)
    if place + 1 < len(effects):
        span = _up_to(effect.span, effects[place + 1].span)
    elif place:
        span = _behind(effects[place - 1].span, effect.span)
    else:
        return None
    return Fix(f"take '{effect}' away", (Edit(span, ""),)) if _is_in_one_line(span) else None


def _up_to(span: Span, following: Span) -> Span:
    return Span(span.line, span.column, following.line, following.column)


def _behind(previous: Span, span: Span) -> Span:
    return Span(previous.end_line, previous.end_column, span.end_line, span.end_column)


def _is_in_one_line(span: Span) -> bool:
    """Whether no comment can stand inside."""
    return span != NOWHERE and span.line == span.end_line
