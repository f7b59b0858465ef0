"""How much a spec may ask for, and every wording about what is beyond it: what nobody can read ends in a finding.

The limits are far above what people write.  They are there for texts that were made to keep a compiler busy.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import comb

from lark import Token

from fsmc import model, names
from fsmc.diagnostics import Diagnostic
from fsmc.language import misuses
from fsmc.language.tokens import token_span
from fsmc.model import Basic, Event, Rank, State
from fsmc.source import SourceFile, Span

LONGEST_LINE = 10_000
"""The most characters of a line."""
MOST_WORDS = 10_000
"""The most words and signs of a statement, which may go on over many lines."""
MOST_DIGITS = 100
"""The most digits of a number, written or worked out."""
DEEPEST = 100
"""How many groups may stand in one another, and constants too."""
MOST_PARTS = 1_000
"""The most parts of a constant with all others that it is made of put in their places."""
MOST_CELLS = 200_000
"""The most pairs of a state and an event, and the most pairs of lines that speak of the same one."""

MOST_LINES = 100
"""The most lines of one rank that speak of the same state and event."""

_CODE = "FSM035"


def unreadable(source: SourceFile) -> list[Diagnostic]:
    """What nobody can read, and no file can hold."""
    return _long_lines(source) or _halves(source)


def _halves(source: SourceFile) -> list[Diagnostic]:
    """Lone surrogates, the first of each line: a program can hand over a text that has some."""
    found = ((number, _HALF.search(line)) for number, line in enumerate(source.lines, 1))
    return [
        Diagnostic(
            "FSM005",
            f"the character U+{ord(half[0]):04X} has no meaning here",
            Span(number, half.start() + 1, number, half.start() + 2),
            "it is half of a character, which no file can hold: take it away",
        )
        for number, half in found
        if half
    ]


_HALF = re.compile("[\ud800-\udfff]")


def _long_lines(source: SourceFile) -> list[Diagnostic]:
    """Lines that are too long."""
    return [
        _fault(
            f"this line has more than {LONGEST_LINE:,} characters",
            _end(number),
            "break it after a comma; documentation may stand on several lines",
        )
        for number, line in enumerate(source.lines, 1)
        if len(line) > LONGEST_LINE
    ]


def _end(number: int) -> Span:
    return Span(number, LONGEST_LINE + 1, number, LONGEST_LINE + 2)


def long_statement(tokens: Sequence[Token]) -> Diagnostic | None:
    """A statement that goes on for too long."""
    if len(tokens) <= MOST_WORDS:
        return None
    message = f"this statement has more than {MOST_WORDS:,} words and signs"
    return _fault(message, token_span(tokens[MOST_WORDS]), "part it: several lines may say the same of other states")


def long_number(tokens: Iterable[Token]) -> Diagnostic | None:
    """The first number with too many digits."""
    long = (each for each in tokens if each.type in ("NUMBER", "DURATION") and len(each) > MOST_DIGITS)
    found = next(long, None)
    return None if found is None else _fault(_DIGITS, token_span(found), _SMALLER)


_DIGITS = f"this number has more than {MOST_DIGITS} digits"
_SMALLER = "no machine counts that far: write a smaller one"

Numbers = dict[model.Constant, Fraction | None]
"""What constants come to, as far as anybody has asked."""


def large_number(value: model.Arithmetic, span: Span, known: Numbers) -> Diagnostic | None:
    """What is wrong with the number that arithmetic of constants comes to."""
    found = _number(value, known)
    if found is None:
        return None
    if value.type is Basic.DURATION:
        return misuses.too_long(span) if abs(found) > names.LONGEST else None
    return _fault(_DIGITS, span, _SMALLER) if abs(found) >= 10**MOST_DIGITS else None


_ARITHMETIC: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def _number(expression: model.Expr, known: Numbers) -> Fraction | None:
    """The number; None if anything but constants decides it."""
    match expression:
        case model.Literal(value, Basic.INT | Basic.DURATION):
            return Fraction(str(value))
        case model.Read(model.Constant() as constant):
            if constant not in known:
                known[constant] = _number(constant.value, known)
            return known[constant]
        case model.Negative():
            found = _number(expression.operand, known)
            return None if found is None else -found
        case model.Arithmetic():
            left, right = _number(expression.left, known), _number(expression.right, known)
            return None if left is None or right is None else _ARITHMETIC[expression.op](left, right)
        case _:
            return None


def endless_constant(name: str, span: Span) -> Diagnostic:
    """A constant that is made of too many others."""
    message = f"the constant {names.quoted(name)} is made of more than {MOST_PARTS:,} parts, or over {DEEPEST} steps"
    return _fault(message, span, "write the number that it comes to")


def nested_group(name: str, span: Span) -> Diagnostic:
    """A group in too many others."""
    message = f"the group {names.quoted(name)} stands in more than {DEEPEST} others"
    return _fault(message, span, "name the states themselves")


Said = tuple[Rank, Sequence[State], Sequence[Event]]
"""Of a line that decides cells its rank, its states and its events."""


def many_cells(lines: Iterable[Said], cells: int, span: Span) -> list[Diagnostic]:
    """A machine with too many cells, or with too many lines that speak of the same ones."""
    if cells > MOST_CELLS:
        message = f"this machine has {cells:,} pairs of state and event, and {MOST_CELLS:,} is the most"
    else:
        message = _crowded(lines)
    return [_fault(message, span, "make two machines of it, or say in one line what several say")] if message else []


def _crowded(lines: Iterable[Said]) -> str:
    """What is wrong with how many lines speak of one cell, or of all; counting goes no further than it must."""
    speaking: Counter[tuple[Rank, State, Event]] = Counter()
    spoken = 0
    for rank, states, events in lines:
        spoken += len(states) * len(events)
        if spoken > 2 * MOST_CELLS:
            return f"the lines of this machine speak more than {2 * MOST_CELLS:,} times of a state and an event"
        speaking.update((rank, state, event) for state in states for event in events)
    if not speaking:
        return ""
    (_, state, event), most = max(speaking.items(), key=lambda item: item[1])
    if most > MOST_LINES:
        return f"{most:,} lines speak of {event} in {state}, and {MOST_LINES} is the most"
    pairs = sum(comb(number, 2) for number in speaking.values())
    return f"more than {MOST_CELLS:,} pairs of lines speak of the same state and event" if pairs > MOST_CELLS else ""


def parts(expression: model.Expr, known: dict[model.Expr, int]) -> int:
    """Of how many parts an expression is made, with those of the constants in it, which are `known`."""
    own = known.get(expression, 1) if isinstance(expression, model.Read) else 1
    return own + sum(parts(child, known) for child in model.children(expression))


def _fault(message: str, span: Span, help: str) -> Diagnostic:
    return Diagnostic(_CODE, message, span, help)
