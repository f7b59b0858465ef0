"""The spec that a table is held against in, its declarations as text out: all but lines, scenarios and views."""

from __future__ import annotations

from collections.abc import Mapping

from fsmc import names
from fsmc.language import syntax
from fsmc.language.parse import parse
from fsmc.model import Machine, State, Timer
from fsmc.source import SourceFile, Span

_SAID_BY_ROWS = (syntax.TransitionText, syntax.DispositionText)
_OF_OTHERS = (syntax.ScenarioText, syntax.ViewText)
PLAIN = "machine Table"
"""The head of a table that stands alone."""


def declarations(against: tuple[Machine, SourceFile] | None, wider: Mapping[Timer, list[State]], *, hooks: bool) -> str:
    """The declarations, one below the other; `hooks` says whether `enter` and `leave` lines are among them.

    Timers that are `wider` may run in more states.
    """
    if against is None:
        return PLAIN
    source = against[1]
    left_out = (*_SAID_BY_ROWS, *_OF_OTHERS, *(() if hooks else (syntax.HookText,)))
    statements = (statement for statement in parse(source)[0].statements if not isinstance(statement, left_out))
    widened = {timer.name: (*timer.within, *states) for timer, states in wider.items()}
    return "\n".join(_told(source, statement, widened) for statement in statements)


def _told(source: SourceFile, statement: syntax.Statement, widened: Mapping[str, tuple[State, ...]]) -> str:
    """A declaration as it is written, but for where a timer runs."""
    if not isinstance(statement, syntax.TimerText) or statement.name.text not in widened:
        return _stretch(source, statement.span)
    states = ", ".join(map(str, dict.fromkeys(widened[statement.name.text])))
    return f"timer {names.quoted(statement.name.text)} = {_stretch(source, statement.duration.span)} within {states}"


def _stretch(source: SourceFile, span: Span) -> str:
    """The text at a span, of one line or more."""
    lines = [source.line(number) for number in range(span.line, span.end_line + 1)]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)
