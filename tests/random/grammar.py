"""The text of a spec in, the forms of the grammar that it is written in out; all the forms that there are.

A form is a rule of `fsm.lark` and one word or rule that may stand in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from lark import Lark, Token

from fsmc.formatter.reading import Statement, items
from fsmc.language.grammar import make_parser
from fsmc.source import SourceFile

Form = tuple[str, str]


@cache
def _parser() -> tuple[Lark, set[Form]]:
    """A parser, and the forms that it has met: each rule that it completes leaves its forms there."""
    parser, met = make_parser(), set[Form]()
    callbacks: Any = parser.parse_interactive("").parser_state.parse_conf.callbacks
    for rule in parser.rules:
        callbacks[rule] = _noting(met, set(_forms_of(rule)))
    return parser, met


def _noting(met: set[Form], forms: set[Form]) -> Any:
    return lambda _: met.update(forms)


def _forms_of(rule: Any) -> Iterator[Form]:
    name = str(rule.alias or rule.origin.name)
    return ((name, symbol.name) for symbol in rule.expansion)


def forms() -> set[Form]:
    """All forms of the grammar."""
    parser, _ = _parser()
    return {form for rule in parser.rules for form in _forms_of(rule)}


def forms_in(text: str) -> set[Form]:
    """The forms of the statements of a text."""
    statements = (item for item in items(SourceFile("random.fsm", text)) if isinstance(item, Statement))
    return {form for each in statements for form in _forms_among(tuple(word.kind for word in each.words))}


@lru_cache(maxsize=1 << 14)
def _forms_among(kinds: tuple[str, ...]) -> frozenset[Form]:
    """The forms of a statement of such words."""
    parser, met = _parser()
    met.clear()
    reader = parser.parse_interactive("")
    for kind in (*kinds, "$END"):
        reader.feed_token(Token(kind, ""))
    return frozenset(met)
