"""Statements as values in, lines of Python out: laid out as `ruff format` would leave them.

A line that is too long is opened at its outermost bracket, one item a line with a trailing comma, which the formatter
keeps; a chain of operators gets parentheses and one operand a line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Union

from fsmc.emit.rendering import comment

WIDTH = 88


@dataclass(frozen=True, slots=True)
class Call:
    """`head(item, item)`; with an empty head, or a key as head, a tuple; with other brackets a list or a dict."""

    head: str
    items: tuple[Code, ...]
    brackets: str = "()"

    @property
    def is_call(self) -> bool:
        """Whether it is a call, a subscript or the head of a `def`; their items may share a line of their own."""
        return self.brackets != "{}" and self.head != "" and not self.head.endswith(": ")

    @property
    def is_lonely_index(self) -> bool:
        """Whether it is a subscript of one index: with a comma the index would be a tuple."""
        return self.brackets == "[]" and self.is_call and len(self.items) == 1

    @property
    def is_lonely_parameter(self) -> bool:
        """Whether it is the head of a `def` with one parameter, which gets a comma."""
        return self.head.startswith("def ") and len(self.items) == 1

    def __str__(self) -> str:
        inner = ", ".join(map(str, self.items))
        single = "," if self.brackets == "()" and not self.is_call and len(self.items) == 1 else ""
        return f"{self.head}{self.brackets[0]}{inner}{single}{self.brackets[1]}"


@dataclass(frozen=True, slots=True)
class Chain:
    """`a or b or c`; inside another expression it is in parentheses."""

    operator: str
    operands: tuple[Code, ...]
    inner: bool = False
    head: str = ""
    """`not `, before the parentheses."""

    def __str__(self) -> str:
        text = f" {self.operator} ".join(map(str, self.operands))
        return f"{self.head}({text})" if self.inner else text


@dataclass(frozen=True, slots=True)
class Choice:
    """`yes if test else no`."""

    yes: str
    test: Code
    no: str

    def __str__(self) -> str:
        return f"{self.yes} if {self.test} else {self.no}"


Code = Union[str, Call, Chain, Choice]


@dataclass(frozen=True, slots=True)
class Line:
    """A statement: `prefix`, an expression that may be broken over several lines, `suffix`."""

    prefix: str
    code: Code = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A statement with a body, such as an `if`."""

    head: Line
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, from any text."""

    text: str


Statement = Union[Line, Block, Remark]


def write(statements: Iterable[Statement], indent: int = 0) -> str:
    """The statements as text without a last line end; the first line is indented too."""
    return "\n".join(line for statement in statements for line in _lines(statement, indent))


def _lines(statement: Statement, indent: int) -> list[str]:
    match statement:
        case Remark():
            return [" " * indent + comment(statement.text, indent, WIDTH)]
        case Line():
            return _laid(statement.prefix, statement.code, statement.suffix, indent)
        case Block():
            body = [line for inner in statement.body for line in _lines(inner, indent + 4)]
            return _lines(statement.head, indent) + body


def _laid(prefix: str, code: Code, suffix: str, indent: int) -> list[str]:
    """`prefix code suffix` in one line if it fits, else opened where the formatter opens it."""
    pad = " " * indent
    whole = f"{pad}{prefix}{code}{suffix}"
    if columns(whole) <= WIDTH:
        return [whole]
    if not prefix and isinstance(code, Chain) and not code.inner:
        *lines, last = _one_a_line("", code, indent)
        return [*lines, last + suffix]
    if not prefix and isinstance(code, Choice):
        *lines, last = _choice(code, indent)
        return [*lines, last + suffix]
    pieces = _pieces(code)
    if pieces and (columns(f"{pad}{prefix}{pieces[0]}(") <= WIDTH or _no_parentheses_help(prefix, code, indent)):
        return _opened(prefix, pieces, suffix, indent)
    return _parenthesized(prefix, code, suffix, indent)


def _no_parentheses_help(prefix: str, code: Code, indent: int) -> bool:
    """Whether even parentheses of its own leave the code's first line too long, as that of a call with a long name."""
    if not prefix:
        return True
    heads = [f"{prefix}(", f"    {code.head}("] if isinstance(code, Call) else []
    return any(columns(" " * indent + head) > WIDTH for head in heads)


def _parenthesized(prefix: str, code: Code, suffix: str, indent: int) -> list[str]:
    """The code in parentheses of its own, where they help."""
    pad = " " * indent
    within = _within_parentheses(code, indent + 4)
    hopeless = isinstance(code, str) and columns(f"{pad}{prefix}(") > WIDTH
    if not within or not prefix or hopeless:
        return [f"{pad}{prefix}{code}{suffix}"]
    return [f"{pad}{prefix}(", *within, f"{pad}){suffix}"]


def _within_parentheses(code: Code, indent: int) -> list[str]:
    """The lines between parentheses of their own; none if they would not help."""
    flat = f"{' ' * indent}{code}"
    if code != "" and columns(flat) <= WIDTH:
        return [flat]
    match code:
        case Chain():
            return _one_a_line("", code, indent)
        case Choice():
            return _choice(code, indent)
        case Call():
            return _laid("", code, "", indent)
        case _:
            return []


def _choice(code: Choice, indent: int) -> list[str]:
    """The choice in three lines."""
    return [f"{' ' * indent}{code.yes}", *_laid("if ", code.test, "", indent), f"{' ' * indent}else {code.no}"]


def _one_a_line(prefix: str, chain: Chain, indent: int) -> list[str]:
    """Each operand of a chain on a line of its own; one that is too long is broken again."""
    lines = []
    for operand in chain.operands:
        whole = f"{' ' * indent}{prefix}{operand}"
        if isinstance(operand, Chain) and not operand.inner and columns(whole) > WIDTH:
            lines += _one_a_line(prefix, operand, indent)
        else:
            lines += _laid(prefix, operand, "", indent)
        prefix = f"{chain.operator} "
    return lines


# --------------------------------------------------------------------------------------------- opening brackets


Bracket = Union[Call, Chain]


def _pieces(code: Code) -> list[str | Bracket]:
    """Text and brackets by turns, if the formatter opens brackets of the code rather than adding some; else nothing.

    It does so for a lone bracket, and for two operands of which the last ends, or the first begins, with one.
    """
    if _has_bracket(code):
        return _split(code)
    if not isinstance(code, Chain) or code.inner or len(code.operands) != 2:
        return []
    first, last = code.operands
    if not _has_bracket(last) and not (isinstance(first, Chain) and first.inner and not first.head):
        return []
    before, after = _split(first), _split(last)
    return _joined([*before, f" {code.operator} ", *after])


def _has_bracket(code: Code) -> bool:
    return (isinstance(code, Call) and bool(code.items)) or (isinstance(code, Chain) and code.inner)


def _split(code: Code) -> list[str | Bracket]:
    if isinstance(code, (Call, Chain)) and _has_bracket(code):
        return [code.head, code]
    return [str(code)]


def _joined(pieces: list[str | Bracket]) -> list[str | Bracket]:
    """The pieces with neighbouring texts as one."""
    out: list[str | Bracket] = []
    for piece in pieces:
        if isinstance(piece, str) and out and isinstance(out[-1], str):
            out[-1] += piece
        else:
            out.append(piece)
    return out


def _opened(prefix: str, pieces: list[str | Bracket], suffix: str, indent: int) -> list[str]:
    """The pieces in lines: a bracket is opened if what follows up to the next one would not fit."""
    pad = " " * indent
    lines: list[str] = []
    line = pad + prefix
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            line += piece
            continue
        rest = str(pieces[place + 1]) if place + 1 < len(pieces) else suffix
        rest += "(" if place + 2 < len(pieces) else suffix if place + 1 < len(pieces) else ""
        bare = str(piece).removeprefix(piece.head)
        if columns(line + bare + rest) <= WIDTH:
            line += bare
        else:
            lines += [line + bare[0], *_inside(piece, indent + 4)]
            line = pad + bare[-1]
    return [*lines, line + suffix]


def _inside(bracket: Bracket, indent: int) -> list[str]:
    """The lines between the brackets."""
    if isinstance(bracket, Chain):
        return _within_parentheses(replace(bracket, inner=False), indent)
    together = f"{' ' * indent}{', '.join(map(str, bracket.items))}"
    if bracket.is_call and columns(together) <= WIDTH and not bracket.is_lonely_parameter:
        return [together]
    comma = "" if bracket.is_lonely_index else ","
    return [line for item in bracket.items for line in _laid("", item, comma, indent)]


def columns(text: str) -> int:
    """How many columns the text takes: wide characters take two."""
    return len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text if char > "\u00ff")


def lines_of(prefix: str, code: Code, suffix: str = "", indent: int = 0) -> str:
    """One statement as text."""
    return "\n".join(_laid(prefix, code, suffix, indent))
