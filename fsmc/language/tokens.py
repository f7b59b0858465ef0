"""Tokens of the lexer: their place, and what their text stands for."""

from __future__ import annotations

import re

from lark import Token

from fsmc.source import Span


def token_span(token: Token) -> Span:
    """Where the token stands."""
    return Span(token.line or 0, token.column or 0, token.end_line or 0, token.end_column or 0)


def unquoted(token: Token) -> str:
    """The name that a token spells, without its single quotes and escapes."""
    return re.sub(r"\\(['\\])", r"\1", token[1:-1]) if token.type == "QUOTED" else str(token)


_ESCAPES = {"n": "\n", "t": "\t"}


def unquoted_string(token: Token) -> str:
    """The text that a STRING token spells, without its double quotes and escapes."""
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), token[1:-1])


_UNITS = {"ms": 0.001, "s": 1, "min": 60, "h": 3600}


def seconds(token: Token) -> float:
    """The length that a DURATION token spells: `250ms` gives 0.25."""
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", str(token)).groups()  # type: ignore[union-attr]
    return float(number) / 1000 if unit == "ms" else float(number) * _UNITS[unit]
