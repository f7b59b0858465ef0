"""What people write who come from elsewhere in, how it is written here out; with a fix where one reading is left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lark import Token

from fsmc.diagnostics import Edit, Fix
from fsmc.language.problems import replaced
from fsmc.language.tokens import token_span
from fsmc.source import Span


@dataclass(frozen=True, slots=True)
class Advice:
    """What is written here instead; `code` is that of the fault where it is a fault of its own."""

    help: str
    fix: Fix | None = None


COMMENT = "a comment begins with '#', documentation with '##'"
NO_BLOCKS = "there are no braces around blocks: a statement is a line, and braces hold tags"
UNITS: Mapping[str, str] = {
    **dict.fromkeys(("ms", "msec", "msecs", "millisecond", "milliseconds"), "ms"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
}
"""Units as people write them, and as they are written here.  `m` is none: it may be a minute or a metre."""

_WORDS = {"&&": "and", "||": "or", "and": "and", "or": "or", "not": "not"}
_VALUED = ("const", "option", "var", "timer")
_ACTING = ("enter", "leave", "action")


def of_tokens(tokens: Sequence[Token], position: int) -> Advice | None:
    """Advice about the token that does not fit, and those around it; None if nothing is known of it."""
    for known in (_comment, _operator, _unit, _word, _other):
        advice = known(tokens, position)
        if advice is not None:
            return advice
    return None


def adjoining(tokens: Sequence[Token], position: int) -> str:
    """The token and the one right behind it, where no blank parts them."""
    if position < 0 or position + 1 >= len(tokens):
        return ""
    token, following = tokens[position], tokens[position + 1]
    adjoin = token.end_column == following.column and token.line == following.line
    return f"{token}{following}" if adjoin else ""


def foreign_comment(tokens: Sequence[Token]) -> int | None:
    """Where a `//` begins that can only be a comment: at the head of a line, or where no actions can begin."""
    for position, token in enumerate(tokens):
        is_comment = token.type == "SLASH" and adjoining(tokens, position) == "//"
        if is_comment and (position == 0 or not _may_act(tokens[:position])):
            return position
    return None


def _may_act(before: Sequence[Token]) -> bool:
    """Whether a `/` after these tokens could begin actions."""
    acts = str(before[0]) in _ACTING or any(token.type == "ARROW" for token in before)
    return acts and str(before[0]) != "scenario" and not any(token.type == "SLASH" for token in before)


def _comment(tokens: Sequence[Token], position: int) -> Advice | None:
    if position == foreign_comment(tokens):
        return Advice(COMMENT, replaced("write '#'", _both(tokens, position), "#"))
    if {"//", "/*"} & {adjoining(tokens, position), adjoining(tokens, position - 1)}:
        return Advice(COMMENT)
    return None


def _operator(tokens: Sequence[Token], position: int) -> Advice | None:
    """Arrows and comparisons of other languages."""
    pair, token = adjoining(tokens, position), tokens[position]
    asks, leads = _is_in_guard(tokens[:position]), _may_lead(tokens[:position])
    if pair in ("=>", "-->") and leads:
        return _written("->", "the arrow is written '->'", _both(tokens, position))
    if adjoining(tokens, position - 1) == "->>":
        return _written("->", "the arrow is written '->'", _both(tokens, position - 1))
    if [str(each) for each in tokens[position : position + 2]] == ["-", ">"] and leads:
        return _written("->", "the arrow is written '->'", _both(tokens, position))
    if adjoining(tokens, position - 1) == "...":
        return _written("..", "a range is written `A..C`", _both(tokens, position - 1))
    if pair in _COMPARED and asks:
        return _written(_COMPARED[pair], f"write '{_COMPARED[pair]}'", _both(tokens, position))
    if adjoining(tokens, position - 1) in ("===", "!==") and asks:
        meant = str(tokens[position - 1])
        return _written(meant, f"write '{meant}'", _both(tokens, position - 1))
    if token.type == "ASSIGN" and asks:
        return _written("==", "equality is written '=='", token_span(token))
    if adjoining(tokens, position - 1) == "<>" and asks:
        return _written("!=", "write '!='", _both(tokens, position - 1))
    if pair == ":=":
        return _written("=", "write '='", _both(tokens, position))
    if pair == "||" and asks:
        return Advice("write 'or'", _as_word("or", _both(tokens, position), tokens, position, position + 2))
    return None


def _may_lead(before: Sequence[Token]) -> bool:
    """Whether what follows these tokens could be an arrow."""
    if not before or _is_in_guard(before):
        return False
    return str(before[0]) == "scenario" or any(token.type == "ON" for token in before)


_COMPARED = {"=>": ">=", "=<": "<=", "<>": "!="}


def _written(text: str, help: str, span: Span) -> Advice:
    return Advice(help, replaced(f"write '{text}'", span, text))


def _is_in_guard(before: Sequence[Token]) -> bool:
    """Whether what follows these tokens stands in an open guard, or in a condition after `if`."""
    for token in reversed(before):
        if token.type in ("LSQB", "IF"):
            return True
        if token.type in ("RSQB", "COMMA"):
            return False
    return False


def _unit(tokens: Sequence[Token], position: int) -> Advice | None:
    """`3 s` in place of `3s`."""
    token, previous = tokens[position], tokens[position - 1] if position else None
    unit = UNITS.get(str(token).lower())
    if previous is None or previous.type != "NUMBER" or unit is None or token.line != previous.line:
        return None
    text = f"{previous}{unit}"
    span = token_span(previous).to(token_span(token))
    return Advice(f"a unit stands right behind its number: `{text}`", replaced(f"write '{text}'", span, text))


def _word(tokens: Sequence[Token], position: int) -> Advice | None:
    """`AND`, `OR`, `NOT`."""
    for token in reversed(tokens[max(0, position - 1) : position + 1]):
        small = str(token).lower()
        if token.type == "NAME" and small in ("and", "or", "not") and _is_in_guard(tokens[:position]):
            return _written(small, f"write '{small}'", token_span(token))
    return None


def _other(tokens: Sequence[Token], position: int) -> Advice | None:
    """What has more than one reading."""
    token, previous = tokens[position], tokens[position - 1] if position else None
    if token.type == "SLASH" and any(other.type == "SLASH" for other in tokens[:position]):
        return Advice("one '/' begins the actions; further actions follow after commas")
    if token.type in ("LBRACE", "RBRACE") and position < 1:
        return Advice(NO_BLOCKS)
    if previous is not None and previous.type == "DOT" and token.type == "NUMBER":
        unit = UNITS.get(str(tokens[position + 1]).lower()) if position + 1 < len(tokens) else None
        if unit and position > 1 and tokens[position - 2].type == "NUMBER":
            span = token_span(tokens[position - 2]).to(token_span(tokens[position + 1]))
            text = f"{tokens[position - 2]}.{token}{unit}"
            return _written(text, f"a unit stands right behind its number: `{text}`", span)
        return Advice("numbers are whole; only durations have fractions, such as 1.5s")
    if previous is not None and str(previous)[-1:] + str(token) in ("++", "--"):
        name, sign = str(previous)[:-1], str(token)
        return Advice(f"write `{name} {sign}= 1`") if previous.type == "NAME" and name else None
    if str(token) in "|," and _is_in_guard(tokens[:position]):
        return Advice("write 'or'" if str(token) == "|" else "conditions are joined by 'and' or 'or'")
    if str(token).lower() in ("if", "when", "where") and not any(other.type == "SLASH" for other in tokens[:position]):
        return Advice("a guard stands in brackets, before the arrow: `[CONDITION]`")
    if tokens[0].type in ("INITIAL", "FINAL"):
        named = tokens[position + 1 : position + 2] if str(token) == "state" else [token]
        return Advice(f"write `state {named[0] if named else 'NAME'} {tokens[0]}`")
    if token.type == "SLASH" and str(tokens[0]) in _VALUED:
        return Advice("there is no division: write what it comes to")
    return None


def _both(tokens: Sequence[Token], position: int) -> Span:
    """A token and the one right behind it."""
    return token_span(tokens[position]).to(token_span(tokens[position + 1]))


def _as_word(word: str, span: Span, tokens: Sequence[Token], begin: int, end: int) -> Fix:
    """Puts a word in place of the tokens from `begin` up to `end`, with blanks where it would touch another."""
    before = begin > 0 and tokens[begin - 1].end_column == span.column and tokens[begin - 1].type not in _OPENING
    after = end < len(tokens) and tokens[end].column == span.end_column
    return replaced(f"write '{word}'", span, f"{' ' * before}{word}{' ' * after}")


_OPENING = ("LSQB", "LPAR")

# -------------------------------------------------------------------------------------------------- characters

_SIGNS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys("→⇒⟶⟹➔➜", ("->", "the arrow is written '->'")),
    **dict.fromkeys("≤⩽", ("<=", "write '<='")),
    **dict.fromkeys("≥⩾", (">=", "write '>='")),
    "≠": ("!=", "write '!='"),
    "…": ("..", "a range is written `A..C`"),
    "×": ("*", "write '*'"),
    "\N{MINUS SIGN}": ("-", "write '-'"),
    **dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}", ("-", "write '-'")),
    **dict.fromkeys(
        "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}\N{THIN SPACE}", (" ", "write a blank")
    ),
    **dict.fromkeys("\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}", ("", "take it away")),
}
"""Characters with one reading: what is written in their place, and how that is said."""
_OPERATORS = {"∧": "and", "∨": "or", "¬": "not"}
_QUOTES = {
    **dict.fromkeys("“”„", ('"', 'a text stands in straight double quotes: "…"')),
    **dict.fromkeys("‘’‚", ("'", "a name stands in straight single quotes: '…'")),
}
_HELP = {
    ";": "a statement ends with its line; nothing stands between statements",
    "!": "'not' negates, '!=' compares",
    "&": "write 'and'",
    "@": "a citation is written @SECTION or @DOCUMENT:SECTION",
    "–": "a name has plain hyphens, an arrow is written '->', and a minus sign is a plain '-' between blanks",
    "—": "documentation begins with '##', and names have plain hyphens",
}


def of_character(tokens: Sequence[Token], position: int) -> Advice:
    """Advice about a character that begins no word of the language."""
    char = str(tokens[position])
    if char in _SIGNS:
        text, help = _SIGNS[char]
        return Advice(help, replaced(f"write '{text}'" if text.strip() else help, token_span(tokens[position]), text))
    if char in _QUOTES:
        return _quoted(tokens, position)
    word, width = _operator_word(tokens, position)
    if word:
        span = token_span(tokens[position]).to(token_span(tokens[position + width - 1]))
        return Advice(f"write '{word}'", _as_word(word, span, tokens, position, position + width))
    if char == ";" and position == len(tokens) - 1 and position:
        return Advice(_HELP[char], replaced("take it away", _with_blanks_before(tokens, position), ""))
    if not char.isprintable():
        return Advice("take it away")
    return Advice(_HELP.get(char, "a name with this character goes in single quotes"))


def _operator_word(tokens: Sequence[Token], position: int) -> tuple[str, int]:
    """The word that is meant by an operator of another language and how many tokens it takes; empty if it is none."""
    char = str(tokens[position])
    if not _is_in_guard(tokens[:position]):
        return "", 0
    if adjoining(tokens, position) == "&&":
        return "and", 2
    if char in _OPERATORS:
        return _OPERATORS[char], 1
    begins = tokens[position - 1].type in (*_OPENING, "AND", "OR", "NOT", "IF")
    follows = position + 1 < len(tokens) and tokens[position + 1].type in ("NAME", "QUOTED", "LPAR", "RUNNING")
    return ("not", 1) if char == "!" and begins and follows else ("", 0)


def _quoted(tokens: Sequence[Token], position: int) -> Advice:
    """Curly quotes; mended together if they are a pair on one line with nothing between them that would not fit."""
    straight, help = _QUOTES[str(tokens[position])]
    line = tokens[position].line
    rest = [token for token in tokens[position + 1 :] if token.line == line]
    at = next((index for index, token in enumerate(rest) if _QUOTES.get(str(token), ("", ""))[0] == straight), None)
    if at is None or any(token.type == "STRING" or str(token) in "\"'\\" for token in rest[:at]):
        return Advice(help)
    places = (token_span(tokens[position]), token_span(rest[at]))
    return Advice(help, Fix("write straight quotes", tuple(Edit(place, straight) for place in places)))


def _with_blanks_before(tokens: Sequence[Token], position: int) -> Span:
    before, span = token_span(tokens[position - 1]), token_span(tokens[position])
    column = before.end_column if before.end_line == span.line else span.column
    return Span(span.line, column, span.end_line, span.end_column)


def with_unit(number_and_letters: str, span: Span) -> Advice:
    """Advice about a number with letters right behind it, such as `3sec`."""
    number, letters = re.fullmatch(r"([\d.]+)(.*)", number_and_letters).groups()  # type: ignore[union-attr]
    unit = UNITS.get(letters.lower())
    if unit is None:
        return Advice("the units are ms, s, min and h; a name that begins with a digit stands in single quotes")
    return _written(f"{number}{unit}", f"write '{number}{unit}'; the units are ms, s, min and h", span)
