"""Text in, `syntax.Spec` and diagnostics out: splits a file into statements and parses each on its own.

Recovery is by line because parsing is by line: every statement is parsed on its own, so a faulty one is reported
once and forgotten, and whatever follows is read as if it had not been there.  A statement that goes on over a comma
is cut at the line of its fault; what stands there is tried as a statement of its own, so that a stray comma at the
end of a line swallows nothing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from lark import Token, UnexpectedToken

from fsmc.diagnostics import Diagnostic
from fsmc.language import form, limits, spellings, syntax
from fsmc.language.build import Build
from fsmc.language.grammar import MAX_NESTING, begin, nests_too_deep, structure
from fsmc.language.splitting import Chunk, split
from fsmc.language.tokens import token_span, unquoted
from fsmc.source import SourceFile, Span

_MOST_CUTS = 100
"""So many faults of one statement are told; another hundred stray commas would say nothing new."""


def parse(source: SourceFile) -> tuple[syntax.Spec, list[Diagnostic]]:
    """The statements of a file and everything that is wrong with its form; nothing else of one that is unreadable."""
    faults = limits.unreadable(source)
    if faults:
        return syntax.Spec((), frozenset(), True), faults
    statements: list[syntax.Statement] = []
    lost: set[str] = set()
    nameless: set[str] = set()
    lost_machine = False
    broken: list[Token] = []
    for chunk in split("\n".join(source.lines), faults):
        cuts = 0
        while chunk.tokens and cuts < _MOST_CUTS:
            cuts += 1
            statement, fault, rest = _parse_statement(chunk)
            if statement is not None:
                statements.append(statement)
                broken = []
            if fault is not None:
                failed = chunk.tokens[: len(chunk.tokens) - len(rest)]
                is_rest = _is_rest_of(broken, failed)
                faults += [] if is_rest else [fault]
                broken = [*broken, *failed] if is_rest else failed
                lost |= _declared(failed)
                nameless |= {str(failed[0])} if _is_nameless(failed) else set()
                lost_machine |= form.nearest_statement(str(failed[0])) == "machine"
            chunk = Chunk(rest)
        lost |= _declared(chunk.tokens) if chunk.tokens else set()
    return syntax.Spec(tuple(statements), frozenset(lost), lost_machine, frozenset(nameless)), faults


def _is_rest_of(broken: list[Token], failed: list[Token]) -> bool:
    """Whether a faulty line is the rest of the faulty statement above it: indented, and no statement by its looks."""
    is_next = bool(broken) and failed[0].line == (broken[-1].line or 0) + 1
    return is_next and _is_deeper(failed, broken) and not form.looks_like_a_statement(failed)


def _is_deeper(tokens: list[Token], above: list[Token]) -> bool:
    return (tokens[0].column or 0) > (above[0].column or 0)


_DECIDING = ("any", "enter", "leave", "unlisted")
_WITH_A_NAME_ONLY = ("machine", "state", "group", "timer", "const", "reference", "tag", "scenario", "view")


def _declared(failed: list[Token]) -> set[str]:
    """The names that a faulty statement may have declared: all of its words, if it declares something with parts.

    A word that is split by a stray character counts as a whole too, and so does one that a statement's word runs into.
    """
    head = str(failed[0])
    if head in _DECIDING or (failed[0].type == "NAME" and not form.may_declare(failed)):
        return set()
    words = [unquoted(token) for token in failed if token.type in ("NAME", "QUOTED")]
    if head in _WITH_A_NAME_ONLY:
        words = words[:1]
    whole = {f"{a}{c}" for a, b, c in zip(failed, failed[1:], failed[2:], strict=False) if b.type == "JUNK"}
    return {*words, *whole, *(head.removeprefix(word) for word in form.STATEMENTS)}


def _is_nameless(failed: list[Token]) -> bool:
    """Whether a declaration lacks its name, so that nobody can tell what it would have declared."""
    is_declaration = str(failed[0]) in form.STATEMENTS and str(failed[0]) not in _DECIDING
    return is_declaration and (len(failed) == 1 or not (failed[1][:1].isalpha() or failed[1].type == "QUOTED"))


# --------------------------------------------------------------------------------------------------- parsing


def _parse_statement(chunk: Chunk) -> tuple[syntax.Statement | None, Diagnostic | None, list[Token]]:
    """The statement, or its fault; and the tokens that are still to be read, as after a stray comma."""
    tokens = chunk.tokens
    fault = _lexical_fault(tokens)
    built = None if fault else structure(tuple(token.type for token in tokens))
    if built is None:
        return (None, fault, []) if len(tokens) > limits.MOST_WORDS else (None, *_first_fault(tokens, fault))
    statement: syntax.Statement = Build(tokens).made_of(built)
    return replace(statement, doc=chunk.doc, span=_extent(tokens)), None, []


def _first_fault(tokens: list[Token], fault: Diagnostic | None) -> tuple[Diagnostic | None, list[Token]]:
    """What is wrong with the form of tokens that are no statement, if the lexer found nothing; and what is left."""
    parser = begin()
    for position, token in enumerate(tokens):
        if token.type == "JUNK":
            line = form.next_line(tokens, position)
            return fault, [] if line is None else tokens[line:]
        try:
            parser.feed_token(token)
        except UnexpectedToken:
            line = _stray_comma(tokens, position)
            fault = fault or form.unexpected(tokens, position, _accepted(parser), line)
            return fault, _later_lines(tokens, position) if line is None else tokens[line:]
        if nests_too_deep(parser):
            return form.too_deep(_span(token), MAX_NESTING), []
    with suppress(UnexpectedToken):
        parser.feed_token(Token.new_borrow_pos("$END", "", tokens[-1]))
    return fault or form.unfinished(tokens, _accepted(parser)), []


def _accepted(parser: Any) -> frozenset[str]:
    """The terminals that could stand here.  `accepts` copies stacks, not values, so it is cheap."""
    return frozenset(parser.accepts())


def _lexical_fault(tokens: list[Token]) -> Diagnostic | None:
    """The first character that begins no word of the language, or an expression beyond all measure."""
    for position, token in enumerate(tokens[: spellings.foreign_comment(tokens)]):
        if token.type == "JUNK":
            return form.stray_character(tokens, position)
    long = limits.long_statement(tokens) or limits.long_number(tokens)
    if long is not None:
        return long
    deep = _first_too_deep(tokens)
    if deep is not None:
        return form.too_deep(_span(deep), MAX_NESTING)
    operators = [token for token in tokens if token.type in ("PLUS", "MINUS", "STAR", "NOT", "DOT")]
    if len(operators) > MAX_NESTING:
        return form.too_many_operators(_span(operators[MAX_NESTING]), MAX_NESTING)
    return None


def _first_too_deep(tokens: list[Token]) -> Token | None:
    """The bracket that opens one level too many."""
    depth = 0
    for token in tokens:
        depth += (token.type == "LPAR") - (token.type == "RPAR")
        if depth > MAX_NESTING:
            return token
    return None


def _stray_comma(tokens: list[Token], position: int) -> int | None:
    """Where a line begins that is a statement of its own, though a comma joins it to the fault; None if none does.

    A line that is none either goes on with what the comma stands in, and is what is wrong.
    """
    line = form.next_line(tokens, position)
    if line is None or line == len(tokens):
        return line
    rest = tokens[line:]
    is_statement = form.looks_like_a_statement(rest) and not _is_deeper(rest, tokens)
    return line if is_statement or _parse_statement(Chunk(rest))[0] is not None else None


def _later_lines(tokens: list[Token], position: int) -> list[Token]:
    """What stands below a comment of another language, whose last word may be a comma."""
    is_comment = spellings.foreign_comment(tokens) == position
    return [token for token in tokens if is_comment and token.line != tokens[position].line]


def _span(token: Token) -> Span:
    return token_span(token)


def _extent(tokens: list[Token]) -> Span:
    return _span(tokens[0]).to(_span(tokens[-1]))
