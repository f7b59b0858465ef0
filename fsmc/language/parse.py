"""Text in, `syntax.Spec` and diagnostics out: splits a file into statements and parses each on its own.

Recovery is by line because parsing is by line: every statement gets a fresh LALR parser, so a faulty one is reported
once and forgotten, and whatever follows is read as if it had not been there.  A statement that goes on over a comma
is cut at the line of its fault; what stands there is tried as a statement of its own, so that a stray comma at the
end of a line swallows nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lark import Lark, Token, UnexpectedToken
from lark.lark import PostLex

from fsmc.diagnostics import Diagnostic
from fsmc.language import form, syntax
from fsmc.language.build import Build
from fsmc.language.tokens import token_span, unquoted
from fsmc.source import SourceFile, Span

MAX_NESTING = 100
"""How deep an expression may nest, and how many operators one statement may have."""


class _Trivia(PostLex):
    """Keeps the terminals that only this module reads in the lexer, though no rule of the grammar names them."""

    always_accept = ("DOC", "NEWLINE", "JUNK")

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream


def grammar() -> str:
    """The text of the Lark grammar."""
    return files("fsmc.language").joinpath("fsm.lark").read_text(encoding="utf-8")


def make_parser(*, strict: bool = False, cached_in: str = "") -> Lark:
    """The LALR parser of one statement; `strict` also proves that no two terminals or rules collide.

    Working out the tables takes longer than compiling most specs, so Lark keeps them in the file `cached_in`.  It
    checks that they fit the grammar and its own version, and does without the file where it cannot be used.
    """
    options: dict[str, Any] = {"strict": strict, "propagate_positions": True, "maybe_placeholders": True}
    return Lark(grammar(), parser="lalr", lexer="basic", postlex=_Trivia(), cache=cached_in or False, **options)


@cache
def _parser() -> Lark:
    return make_parser(cached_in=_cache_file())


def _cache_file() -> str:
    """Where the tables of the parser are kept for the next run, `~/.cache/fsmc`; empty if there is no such place."""
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "fsmc"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # a home that is read-only, or none at all
        return ""
    return str(folder / f"grammar-{sys.version_info.major}.{sys.version_info.minor}")


@dataclass
class _Chunk:
    """The tokens of one statement and the documentation that belongs to it."""

    tokens: list[Token] = field(default_factory=list)
    leading: list[Token] = field(default_factory=list)
    trailing: list[Token] = field(default_factory=list)

    @property
    def doc(self) -> str:
        """The documentation as text: an empty `##` parts paragraphs, as does the step from above to beside."""
        parts = [_prose(self.leading), _prose(self.trailing)]
        return "\n\n".join(part for part in parts if part)


def parse(source: SourceFile) -> tuple[syntax.Spec, list[Diagnostic]]:
    """The statements of a file and everything that is wrong with its form."""
    faults: list[Diagnostic] = []
    statements: list[syntax.Statement] = []
    lost: set[str] = set()
    lost_machine = False
    for chunk in _split("\n".join(source.lines), faults):
        while chunk.tokens:
            statement, fault, rest = _parse_statement(chunk)
            if statement is not None:
                statements.append(statement)
            if fault is not None:
                faults.append(fault)
                failed = chunk.tokens[: len(chunk.tokens) - len(rest)]
                lost |= _declared(failed)
                lost_machine |= form.nearest_statement(str(failed[0])) == "machine"
            chunk = _Chunk(rest)
    return syntax.Spec(tuple(statements), frozenset(lost), lost_machine), faults


_WITH_MEMBERS = ("type", "var", "option")


def _declared(failed: list[Token]) -> set[str]:
    """The names that a faulty statement may have declared: its second word, and members of an enumeration."""
    words = [unquoted(token) for token in failed[1:] if token.type in ("NAME", "QUOTED")]
    if str(failed[0]) in _WITH_MEMBERS:
        return set(words)
    may_declare = str(failed[0]) in form.STATEMENTS or failed[0].type == "NAME"
    return set(words[:1]) if may_declare and len(failed) > 1 and failed[1].type in ("NAME", "QUOTED") else set()


# ------------------------------------------------------------------------------------------------- splitting


def _split(text: str, faults: list[Diagnostic]) -> Iterator[_Chunk]:
    """The statements of a text.  A line end after a comma ends nothing; `##` lines wait for the next statement."""
    chunk = _Chunk()
    line_is_empty = True
    for token in _lex(text):
        if token.type == "NEWLINE":
            line_is_empty = True
            if chunk.tokens and chunk.tokens[-1].type != "COMMA":
                yield chunk
                chunk = _Chunk()
            continue
        if token.type != "DOC":
            chunk.tokens.append(token)
        elif line_is_empty and not chunk.tokens:
            chunk.leading.append(token)
        else:
            chunk.trailing.append(token)
        line_is_empty = False
    if chunk.tokens:
        yield chunk
    elif chunk.leading:
        faults.append(form.dangling_documentation(_extent(chunk.leading)))


def _lex(text: str) -> Iterator[Token]:
    """The tokens of a text.  `Lark.lex` would make a new lexer each time; this takes the parser's own."""
    interactive = _parser().parse_interactive(text)
    tokens: Iterator[Token] = interactive.lexer_thread.lex(interactive.parser_state)  # type: ignore[no-untyped-call]
    return tokens


def _prose(docs: Iterable[Token]) -> str:
    """`##` comments as text: lines joined by blanks, paragraphs by an empty line."""
    paragraphs: list[list[str]] = [[]]
    for doc in docs:
        text = doc[2:].strip()
        if text:
            paragraphs[-1].append(text)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join(" ".join(lines) for lines in paragraphs if lines)


# --------------------------------------------------------------------------------------------------- parsing


def _parse_statement(chunk: _Chunk) -> tuple[syntax.Statement | None, Diagnostic | None, list[Token]]:
    """The statement, or its fault; and the tokens that are still to be read, as after a stray comma."""
    tokens = chunk.tokens
    fault = _lexical_fault(tokens)
    parser = _parser().parse_interactive()
    for position, token in enumerate(tokens):
        if token.type == "JUNK":
            return None, fault, _next_line(tokens, position)
        try:
            parser.feed_token(token)
        except UnexpectedToken:
            wanted = _accepted(parser)
            return None, fault or form.unexpected(tokens, position, wanted), _next_line(tokens, position)
        if len(parser.parser_state.state_stack) > 4 * MAX_NESTING:
            return None, form.too_deep(_span(token), MAX_NESTING), []
    try:
        tree = parser.feed_token(Token.new_borrow_pos("$END", "", tokens[-1]))
    except UnexpectedToken:
        return None, fault or form.unfinished(tokens, _accepted(parser)), []
    if fault is not None:
        return None, fault, []
    statement: syntax.Statement = Build().transform(tree)
    return replace(statement, doc=chunk.doc, span=_extent(tokens)), None, []


def _accepted(parser: Any) -> frozenset[str]:
    """The terminals that could stand here.  `accepts` copies stacks, not values, so it is cheap."""
    return frozenset(parser.accepts())


def _lexical_fault(tokens: list[Token]) -> Diagnostic | None:
    """The first character that begins no word of the language, or an expression beyond all measure."""
    for token in tokens:
        if token.type == "JUNK":
            return form.stray_character(token, _extent([token]))
    operators = [token for token in tokens if token.type in ("PLUS", "MINUS", "STAR", "NOT")]
    if len(operators) > MAX_NESTING:
        return form.too_many_operators(_span(operators[MAX_NESTING]), MAX_NESTING)
    return None


def _next_line(tokens: list[Token], position: int) -> list[Token]:
    """What is worth another try: the line that a stray comma joined to the fault at `position`."""
    begin = form.next_line(tokens, position)
    return [] if begin is None else tokens[begin:]


def _span(token: Token) -> Span:
    return token_span(token)


def _extent(tokens: list[Token]) -> Span:
    return _span(tokens[0]).to(_span(tokens[-1]))
