"""Every wording of the front end about form: a statement's tokens and where they went wrong in, a `Diagnostic` out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from lark import Token

from fsmc import names
from fsmc.diagnostics import Diagnostic
from fsmc.language.problems import shown
from fsmc.language.tokens import token_span
from fsmc.source import Span

TRANSITION = "STATES on EVENTS [GUARD] -> STATE / ACTIONS @SECTION {TAG}"
FORMS = {
    "machine": 'machine NAME "label"',
    "reference": 'reference NAME "https://…#section-{}"',
    "const": "const NAME = VALUE",
    "type": "type NAME = A | B",
    "option": "option NAME: TYPE = VALUE",
    "var": "var NAME: TYPE = VALUE",
    "timer": "timer NAME = DURATION within STATES",
    "event": 'event NAME "label" (PART: TYPE = VALUE) from SOURCE',
    "action": 'action NAME "label" (PART: TYPE) to PARTY / EFFECTS',
    "guard": 'guard NAME "label" (PART: TYPE)',
    "state": 'state NAME "label" initial final',
    "group": 'group NAME "label" box = STATES',
    "tag": 'tag NAME "label" mark',
    "unlisted": 'unlisted reject "reason"',
    "enter": "enter STATES / ACTIONS",
    "leave": "leave STATES / ACTIONS",
    "scenario": 'scenario NAME "label" bold: STATE, EVENT -> STATE, EVENT [GUARD] -> STATE',
    "view": 'view NAME "label" to PARTY = {TAG}, STATE, scenario NAME',
    "any": TRANSITION,
}
"""How each statement is written, its parts in their one order."""
STATEMENTS = tuple(FORMS)
_AFTER_STATES = ("on", "ignore", "reject", "never", "defer")

_NOUNS = {
    "NAME": "a name",
    "STRING": "a text in double quotes",
    "LSQB": "'['",
    "RSQB": "']'",
    "LPAR": "'('",
    "RPAR": "')'",
    "LBRACE": "'{'",
    "RBRACE": "'}'",
    "COMMA": "','",
    "COLON": "':'",
    "SLASH": "'/'",
    "ARROW": "'->'",
    "ASSIGN": "'='",
}

# What a name would be after these words.
_EXPECTED_AFTER = {
    "->": "a state or 'stay'",
    "on": "an event",
    "ignore": "an event",
    "reject": "an event",
    "never": "an event",
    "defer": "an event",
    "start": "a timer",
    "stop": "a timer",
    "raise": "an event",
    "timeout": "a timer",
    "/": "an action",
    "[": "a condition or 'else'",
    "if": "a condition",
    "and": "a condition",
    "or": "a condition",
    "not": "a condition",
    "..": "the last state of the range",
    "except": "the states to leave out",
    "within": "the states in which the timer may run",
    "from": "the source of the event",
    "to": "who gets the action",
    "{": "a tag",
}


def nearest_statement(word: str) -> str:
    """The word that begins a statement and is nearest to a misspelt one, or nothing."""
    near = get_close_matches(word.casefold(), STATEMENTS, n=1, cutoff=0.6)
    return near[0] if near else ""


# ------------------------------------------------------------------------------------------------ the two faults


def unexpected(tokens: Sequence[Token], position: int, accepted: frozenset[str]) -> Diagnostic:
    """A token that does not fit where it stands."""
    token = tokens[position]
    begin = next_line(tokens, position)
    if begin is not None:
        message = "the comma at the end of this line joins it to the next one, which does not fit"
        return Diagnostic(
            "FSM001", message, token_span(tokens[begin - 1]), "take the comma away, or go on with the list"
        )
    misspelt = _bad_beginning(tokens, position)
    if misspelt is not None:
        return misspelt
    found = f"{_wanted(tokens, position, accepted)}found {shown(str(token))}"
    help = _foreign_spelling(tokens, position) or _near_keyword(token, accepted) or _form(tokens, token)
    return Diagnostic("FSM001", found, token_span(token), help)


def unfinished(tokens: Sequence[Token], accepted: frozenset[str]) -> Diagnostic:
    """A statement whose line ends too early."""
    misspelt = _bad_beginning(tokens, len(tokens))
    if misspelt is not None:
        return misspelt
    last = token_span(tokens[-1])
    after = Span(last.end_line, last.end_column, last.end_line, last.end_column + 1)
    found = f"{_wanted(tokens, len(tokens), accepted)}found the end of the line"
    help = _NO_BLOCKS if tokens[-1].type == "LBRACE" else _form(tokens)
    return Diagnostic("FSM001", found, after, help)


def next_line(tokens: Sequence[Token], position: int) -> int | None:
    """Where the line begins that only a stray comma joined to the fault at `position`; None if no comma is to blame.

    It is to blame if it is the fault itself, if the next line's first word is, or if that word begins statements: a
    name there would be legal, but is not what was meant.
    """
    if tokens[position].type == "COMMA":
        begin = position + 1
        return begin if begin == len(tokens) or tokens[begin].line != tokens[position].line else None
    begin = position
    while begin and tokens[begin - 1].line == tokens[position].line:
        begin -= 1
    to_blame = begin > 0 and (begin == position or str(tokens[begin]) in STATEMENTS)
    return begin if to_blame else None


# ------------------------------------------------------------------------------------------------- what was found


def _bad_beginning(tokens: Sequence[Token], position: int) -> Diagnostic | None:
    """A line whose first word begins no statement and is no state, or a state that no fitting word follows."""
    if tokens[0].type != "NAME" or position != 1:
        return None
    word = str(tokens[0])
    near = nearest_statement(word)
    is_transition = any(token.type == "ARROW" for token in tokens) and near not in ("scenario", "any")
    if near and not is_transition:
        return Diagnostic(
            "FSM002", f"no statement begins with '{word}'", token_span(tokens[0]), f"did you mean '{near}'?"
        )
    if len(tokens) == 1 or tokens[1].type != "NAME":
        return None
    second = tokens[1]
    message = f"expected 'on' or what to do with an event after the state, found '{second}'"
    return Diagnostic("FSM001", message, token_span(second), _after_state(tokens))


def _after_state(tokens: Sequence[Token]) -> str:
    """What to write after the state that a line begins with."""
    if len(tokens) > 2 and str(tokens[2]) in _AFTER_STATES:
        return f"states are joined by commas: `{tokens[0]}, {tokens[1]}`"
    near = get_close_matches(str(tokens[1]).casefold(), _AFTER_STATES, n=1, cutoff=0.5)
    return f"did you mean '{near[0]}'?" if near else f"write `{TRANSITION}`, or `STATES ignore EVENTS`"


# ------------------------------------------------------------------------------------------------ what was wanted


def _wanted(tokens: Sequence[Token], position: int, accepted: frozenset[str]) -> str:
    """`expected X, `, in the words of the field; empty where too much could stand here."""
    if position == 1 and str(tokens[0]) in STATEMENTS and "NAME" in accepted:
        return f"expected {_NOUNS['NAME']}, "
    if not position:
        return "a statement or a state should begin this line, "
    previous = str(tokens[position - 1])
    noun = _EXPECTED_AFTER.get(previous)
    if previous == "->" and str(tokens[0]) == "scenario":
        noun = "a state"
    if noun and "NAME" in accepted:
        return f"expected {noun}, "
    nouns = _nouns(accepted)
    if not nouns:
        return "this does not fit here: "
    return f"expected {nouns[0]}, " if len(nouns) == 1 else f"expected {', '.join(nouns[:-1])} or {nouns[-1]}, "


# The terminals worth naming, in this order: what opens or closes a part, not every operator that could go on.
_TELLING = (
    *("NAME", "ARROW", "RSQB", "RPAR", "RBRACE", "ON", "IGNORE", "REJECT", "NEVER", "DEFER"),
    *("ASSIGN", "COLON", "COMMA", "LSQB", "SLASH", "STRING"),
)
_VERBS = ("ON", "IGNORE", "REJECT", "NEVER", "DEFER")


def _nouns(accepted: frozenset[str]) -> list[str]:
    """What could stand here, for people."""
    as_names = "NAME" in accepted and "FINAL" in accepted  # keywords are welcome as names too, and not worth a word
    telling = [terminal for terminal in _TELLING if terminal in accepted and not (as_names and terminal in _VERBS)]
    return [_NOUNS.get(terminal, f"'{terminal.lower()}'") for terminal in telling]


# ---------------------------------------------------------------------------------------------------- ways out

_NO_BLOCKS = "there are no braces around blocks: a statement is a line, and braces hold tags"


def _foreign_spelling(tokens: Sequence[Token], position: int) -> str:
    """What people write who come from elsewhere, and how it is written here."""
    token, text = tokens[position], str(tokens[position])
    previous = tokens[position - 1] if position else None
    if _adjoining(tokens, position) in ("=>", "-->", "->>"):
        return "the arrow is written '->'"
    if "//" in (_adjoining(tokens, position), _adjoining(tokens, position - 1)):
        return "a comment begins with '#', documentation with '##'"
    if token.type == "ASSIGN" and any(other.type == "LSQB" for other in tokens[:position]):
        return "equality is written '=='"
    if token.type == "SLASH" and any(other.type == "SLASH" for other in tokens[:position]):
        return "one '/' begins the actions; further actions follow after commas"
    if token.type in ("LBRACE", "RBRACE") and position < 1:
        return _NO_BLOCKS
    if previous is not None and previous.type == "NUMBER" and re.fullmatch(r"ms|s|sec|min|h", text):
        return f"a unit stands right behind its number: `{previous}{'s' if text == 'sec' else text}`"
    if previous is not None and previous.type == "DOT" and token.type == "NUMBER":
        return "numbers are whole; only durations have fractions, such as 1.5s"
    if tokens[0].type in ("INITIAL", "FINAL"):
        return f"write `state {text} {tokens[0]}`"
    return ""


def _adjoining(tokens: Sequence[Token], position: int) -> str:
    """The token and the one right behind it, where no blank parts them."""
    if position < 0 or position + 1 >= len(tokens):
        return ""
    token, following = tokens[position], tokens[position + 1]
    return f"{token}{following}" if token.end_column == following.column else ""


def _near_keyword(token: Token, accepted: frozenset[str]) -> str:
    """`did you mean 'final'?`, if a keyword that could stand here is misspelt."""
    keywords = [terminal.lower() for terminal in accepted if terminal.lower() in names.KEYWORDS]
    near = get_close_matches(str(token).casefold(), sorted(keywords), n=1, cutoff=0.7)
    return f"did you mean '{near[0]}'?" if near and token.type == "NAME" else ""


def _form(tokens: Sequence[Token], token: Token | None = None) -> str:
    """How this statement is written; and that a keyword can be quoted, if one is in the way."""
    first = str(tokens[0])
    verbs = [str(other) for other in tokens if str(other) in _AFTER_STATES]
    if first in FORMS:
        form = FORMS[first]
    elif verbs and verbs[0] != "on":
        form = f'STATES {verbs[0]} EVENTS [GUARD] "reason" @SECTION {{TAG}}'
    else:
        form = TRANSITION
    is_keyword = token is not None and str(token) in names.KEYWORDS and str(token) not in form.split()
    quote = f"; '{token}' is a word of the language: as a name it stands in single quotes" if is_keyword else ""
    return f"write `{form}`{quote}"


# -------------------------------------------------------------------------------------------------- characters

_CHARACTERS = {
    ";": "a statement ends with its line; nothing stands between statements",
    "!": "'not' negates, '!=' compares",
    "&": "write 'and'",
    "@": "a citation is written @SECTION or @DOCUMENT:SECTION",
    **dict.fromkeys("→⇒⟶", "the arrow is written '->'"),
    **dict.fromkeys("“”„", 'a text stands in straight double quotes: "…"'),
    **dict.fromkeys("‘’", "a name stands in straight single quotes: '…'"),
    **dict.fromkeys("≤", "write '<='"),
    **dict.fromkeys("≥", "write '>='"),
    **dict.fromkeys("≠", "write '!='"),
}


def stray_character(token: Token, span: Span) -> Diagnostic:
    """A character that begins no word of the language."""
    char = str(token)
    if char == '"':
        help = 'write "…" on one line, with \\" for a quote inside it'
        return Diagnostic("FSM005", "this text has no closing quote on its line", span, help)
    if char == "'":
        return Diagnostic("FSM005", "this name has no closing quote on its line", span, "write '…' on one line")
    if char.isdecimal():
        help = "the units are ms, s, min and h; a name that begins with a digit stands in single quotes"
        return Diagnostic("FSM005", "letters stand right behind this number, and are no unit", span, help)
    help = _CHARACTERS.get(char, "a name with this character goes in single quotes")
    return Diagnostic("FSM005", f"{_character(char)} has no meaning here", span, help)


def _character(char: str) -> str:
    """A character for running text; one that shows nothing is given by its code point."""
    return f"'{char}'" if char.isprintable() else f"the character U+{ord(char):04X}"


# ------------------------------------------------------------------------------------------------------ limits


def too_deep(span: Span, limit: int) -> Diagnostic:
    """Brackets or negations beyond all measure."""
    message = f"this expression nests more than {limit} levels deep"
    return Diagnostic("FSM006", message, span, "split it: const, guard or var")


def too_many_operators(span: Span, limit: int) -> Diagnostic:
    """Sums and negations beyond all measure."""
    return Diagnostic("FSM006", f"more than {limit} operators in one statement", span, "split it: const, guard or var")


def dangling_documentation(span: Span) -> Diagnostic:
    """`##` lines with no statement after them."""
    message = "this documentation stands before no statement"
    return Diagnostic("FSM007", message, span, "a plain comment begins with a single #")
