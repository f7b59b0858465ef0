"""The grammar of one statement: a text in, its tokens out; what kinds of words a statement has in, how it is built out.

Which words a statement has is nothing to the grammar, only of which kinds they are.  A spec has a thousand lines and
few forms of lines, so each form is parsed once.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Union

from lark import Lark, Token, Tree, UnexpectedToken
from lark.lark import PostLex
from lark.parsers.lalr_interactive_parser import InteractiveParser

MAX_NESTING = 100
"""How deep an expression may nest, and how many operators one statement may have."""


class _Trivia(PostLex):
    """Keeps the terminals that only the splitting into statements reads, though no rule of the grammar names them."""

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
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours_alone(folder):
            return ""
    except (OSError, RuntimeError):  # a home that is read-only, or none at all
        return ""
    return str(folder / f"grammar-{sys.version_info.major}.{sys.version_info.minor}")


def _is_ours_alone(folder: Path) -> bool:
    """Whether no stranger can write there: Lark's tables are pickled, and what is unpickled can run anything."""
    if os.name == "nt":
        return True
    status = folder.stat()
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def lex(text: str) -> Iterator[Token]:
    """The tokens of a text, without comments and blanks.

    They are those of Lark's lexer, whose patterns and order of patterns are taken, in half of its time, and reading
    words is much of the work of a command.
    """
    pattern, keywords = _patterns()
    line, before = 1, -1
    for found in pattern.finditer(text):
        kind, value = found.lastgroup or "", found[0]
        if kind in _PASSED_OVER:
            continue
        start, end = found.span()
        if kind == "NEWLINE":
            yield _token(kind, value, start, line, start - before, line + 1, 1, end)
            line, before = line + 1, start
        else:
            kind = keywords.get(value, kind) if kind == "NAME" else kind
            yield _token(kind, value, start, line, start - before, line, end - before, end)


def _token(
    kind: str, value: str, start: int, line: int, column: int, end_line: int, end_column: int, end: int
) -> Token:
    """The token that Lark's own constructor would make, which takes any arguments and twice the time."""
    token = str.__new__(Token, value)
    token.type, token.value = kind, value
    token.start_pos, token.line, token.column = start, line, column
    token.end_pos, token.end_line, token.end_column = end, end_line, end_column
    return token


_PASSED_OVER = frozenset({"BLANK", "COMMENT"})


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds a token of any kind, the kind being its group; and the kinds of the words that are no names.

    There is no character that it passes over: what begins no word is JUNK, and no token but NEWLINE holds a line end.
    """
    kinds = sorted(
        _parser().terminals,
        key=lambda kind: (-kind.priority, -kind.pattern.max_width, -len(kind.pattern.value), kind.name),
    )
    name = re.compile(next(kind.pattern.to_regexp() for kind in kinds if kind.name == "NAME"))
    keywords = {kind.pattern.value: kind.name for kind in kinds if name.fullmatch(kind.pattern.value)}
    others = [kind for kind in kinds if keywords.get(kind.pattern.value) != kind.name]
    return re.compile("|".join(f"(?P<{kind.name}>{kind.pattern.to_regexp()})" for kind in others)), keywords


def begin() -> InteractiveParser:
    """A parser that waits for the first token of a statement."""
    return _parser().parse_interactive()


def nests_too_deep(parser: InteractiveParser) -> bool:
    """Whether what is open is more than `MAX_NESTING` allows."""
    return len(parser.parser_state.state_stack) > 4 * MAX_NESTING


@dataclass(frozen=True, slots=True)
class Structure:
    """How a statement is built: a rule of the grammar, the numbers of its first and last token, and its parts.

    A part is the number of a token, a structure, or None where the grammar leaves something out.  A rule that took no
    token has none as its first and last, both 0.
    """

    rule: str
    first: int
    last: int
    parts: tuple[Part, ...]


Part = Union[int, Structure, None]


@lru_cache(maxsize=1 << 12)
def structure(kinds: tuple[str, ...]) -> Structure | None:
    """How a statement of such tokens is built; None if there is no such statement, or it nests too deep."""
    parser = begin()
    try:
        for number, kind in enumerate(kinds):
            parser.feed_token(_numbered(kind, number))
            if nests_too_deep(parser):
                return None
        return _structure(parser.feed_token(_numbered("$END", len(kinds))))
    except UnexpectedToken:
        return None


def _numbered(kind: str, number: int) -> Token:
    """A token of which nothing is known but its kind and its number, which stands for its place."""
    return Token(kind, "", number, 0, 0, 0, 0, number)


def _structure(tree: Tree[Any]) -> Structure:
    first, last = getattr(tree.meta, "start_pos", 0), getattr(tree.meta, "end_pos", 0)
    return Structure(str(tree.data), first, last, tuple(map(_part, tree.children)))


def _part(child: Tree[Any] | Token | None) -> Part:
    return _structure(child) if isinstance(child, Tree) else None if child is None else child.start_pos
