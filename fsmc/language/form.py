"""Every wording of the front end about form: a statement's tokens and where they went wrong in, a `Diagnostic` out."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import pairwise

from lark import Token

from fsmc import names
from fsmc.diagnostics import Diagnostic, Edit, Fix, Note, Severity
from fsmc.language import spellings
from fsmc.language.problems import replaced, shown
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
_VERBS = tuple(word.upper() for word in _AFTER_STATES)

_HEADS_ELSEWHERE = ("transition", "trans", "when", "on", "from", "if", "in", "rule")
_DECLARED_ELSEWHERE = {
    **dict.fromkeys(("enum", "enumeration"), "type"),
    **dict.fromkeys(("variable", "let"), "var"),
    **dict.fromkeys(("signal", "message", "input"), "event"),
    **dict.fromkeys(("fsm", "statemachine", "automaton"), "machine"),
    **dict.fromkeys(("output", "command"), "action"),
    "node": "state",
    "condition": "guard",
    "define": "const",
}
"""Words that begin declarations in other languages, and those that do here."""

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
    "VBAR": "'|'",
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

_LISTS = ("on", "ignore", "reject", "never", "defer", "/", "{")
_AFTER_EQUALS = {
    "view": "a tag in braces, a state, a group or a scenario",
    "group": "the states of the group",
    "const": "a value",
    "type": "the first member",
    "timer": "a duration",
    "event": "the event that it is derived from",
}


def nearest_statement(word: str) -> str:
    """The word that begins a statement and is nearest to a misspelt one, or means the same elsewhere; or nothing."""
    if word.casefold() in (*_HEADS_ELSEWHERE, *_DECLARED_ELSEWHERE):
        return _DECLARED_ELSEWHERE.get(word.casefold(), "")
    near = get_close_matches(word.casefold(), STATEMENTS, n=1, cutoff=0.6)
    return near[0] if near else ""


# ------------------------------------------------------------------------------------------------ the two faults


def unexpected(
    tokens: Sequence[Token], position: int, accepted: frozenset[str], begin: int | None = None
) -> Diagnostic:
    """A token that does not fit where it stands; `begin` is where the line of a stray comma ends."""
    token = tokens[position]
    if begin is not None:
        return _stray_comma(tokens, begin)
    misspelt = _bad_beginning(tokens, position)
    if misspelt is not None:
        return misspelt
    advice = spellings.of_tokens(tokens, position) or _near_keyword(token, accepted)
    span = advice.fix.edits[0].span if advice and advice.fix else token_span(token)
    message = f"{_wanted(tokens, position, accepted)}found {shown(_told(tokens, span))}"
    if span < token_span(token):
        message = f"{shown(_told(tokens, span))} does not fit here"
    if advice is None:
        return Diagnostic("FSM001", message, span, _form(tokens, token))
    return Diagnostic("FSM001", message, span, advice.help, fix=advice.fix)


def _told(tokens: Sequence[Token], span: Span) -> str:
    """The words at a place, with a blank where there is any."""
    begin, end = (span.line, span.column), (span.end_line, span.end_column)
    places = [(token, token_span(token)) for token in tokens]
    within = [t for t, p in places if begin <= (p.line, p.column) and (p.end_line, p.end_column) <= end]
    parts = [f"{' ' * (each.column != before.end_column)}{each}" for before, each in pairwise(within)]
    return "".join([str(within[0]), *parts])


def _stray_comma(tokens: Sequence[Token], begin: int) -> Diagnostic:
    """A comma that joins a line to that which begins at the token `begin`."""
    message = "the comma at the end of this line joins it to the next one, which does not fit"
    notes = (Note("the next one", token_span(tokens[begin])),) if begin < len(tokens) else ()
    help = "take the comma away, or go on with the list"
    return Diagnostic("FSM019", message, token_span(tokens[begin - 1]), help, notes)


def unfinished(tokens: Sequence[Token], accepted: frozenset[str]) -> Diagnostic:
    """A statement whose line ends too early."""
    misspelt = _bad_beginning(tokens, len(tokens))
    if misspelt is not None:
        return misspelt
    last = token_span(tokens[-1])
    after = Span(last.end_line, last.end_column, last.end_line, last.end_column + 1)
    found = f"{_wanted(tokens, len(tokens), accepted)}found the end of the line"
    help = spellings.NO_BLOCKS if tokens[-1].type == "LBRACE" else _form(tokens)
    return Diagnostic("FSM001", found, after, help)


def looks_like_a_statement(tokens: Sequence[Token]) -> bool:
    """Whether these tokens begin as statements do, or say what is done with an event."""
    return str(tokens[0]) in STATEMENTS or any(token.type in _VERBS for token in tokens)


def may_declare(tokens: Sequence[Token]) -> bool:
    """Whether a line whose first word begins no statement may have been meant to declare something."""
    return not any(token.type in _VERBS for token in tokens)


def next_line(tokens: Sequence[Token], position: int) -> int | None:
    """Where the line begins that only a stray comma joined to the fault at `position`; None if no comma is to blame.

    It is to blame if it is the fault itself, if the next line's first word is, or if that word begins statements: a
    name there would be legal, but is not what was meant.  So it is where a second `on`, or its like, shows that the
    line has states of its own.
    """
    if tokens[position].type == "COMMA":
        begin = position + 1
        return begin if begin == len(tokens) or tokens[begin].line != tokens[position].line else None
    begin = position
    while begin and tokens[begin - 1].line == tokens[position].line:
        begin -= 1
    is_part = str(tokens[0]) == "view" and str(tokens[begin]) == "scenario"
    begins = (
        begin == position
        or (str(tokens[begin]) in STATEMENTS and not is_part)
        or _is_second_verb(tokens, position, begin)
    )
    return begin if begin > 0 and begins else None


def _is_second_verb(tokens: Sequence[Token], position: int, begin: int) -> bool:
    """Whether the token says what is done with an event, though the lines before it are a statement already."""
    before = tokens[:begin]
    is_statement = any(token.type in _VERBS for token in before) or str(tokens[0]) in STATEMENTS
    return tokens[position].type in _VERBS and is_statement


# ------------------------------------------------------------------------------------------------- what was found


def _bad_beginning(tokens: Sequence[Token], position: int) -> Diagnostic | None:
    """A line whose first word begins no statement and is no state, or a state that no fitting word follows."""
    if tokens[0].type != "NAME" or position != 1:
        return None
    word = str(tokens[0])
    near = nearest_statement(word)
    is_transition = any(token.type == "ARROW" for token in tokens) and near not in ("scenario", "any")
    if near and not is_transition:
        message, help = f"no statement begins with '{word}'", f"did you mean '{near}'?"
        return Diagnostic("FSM002", message, token_span(tokens[0]), help, fix=_in_small_letters(tokens[0], near))
    if len(tokens) == 1 or tokens[1].type != "NAME":
        return None
    second = tokens[1]
    message = f"expected 'on' or what to do with an event after the state, found '{second}'"
    fix = next((_in_small_letters(second, verb) for verb in _AFTER_STATES if verb == second.casefold()), None)
    return Diagnostic("FSM001", message, token_span(second), _after_state(tokens), fix=fix)


def _after_state(tokens: Sequence[Token]) -> str:
    """What to write after the state that a line begins with."""
    if tokens[0].casefold() in _HEADS_ELSEWHERE:
        return f"no word stands before the states: `{TRANSITION}`"
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
    noun = _noun_after(tokens[:position])
    if noun and "NAME" in accepted:
        return f"expected {noun}, "
    nouns = _nouns(accepted)
    if not nouns:
        return "this does not fit here: "
    return f"expected {nouns[0]}, " if len(nouns) == 1 else f"expected {', '.join(nouns[:-1])} or {nouns[-1]}, "


def _noun_after(before: Sequence[Token]) -> str | None:
    """What a name would be after these tokens; after a comma, what the list is made of."""
    words = [str(token) for token in before]
    if words[-1] == ",":
        return next((_EXPECTED_AFTER[word] for word in reversed(words) if word in _LISTS), None)
    if words[-1] == ":":
        return "the state that it begins in" if words[0] == "scenario" else "a type"
    if words[-1] == "=" and words.count("=") == 1 and words[0] in _AFTER_EQUALS:
        return _AFTER_EQUALS[words[0]]
    if words[-1] == "->" and words[0] == "scenario":
        return "a state"
    return _EXPECTED_AFTER.get(words[-1])


# The terminals worth naming, in this order: what opens or closes a part, not every operator that could go on.
_TELLING = (
    *("NAME", "ARROW", "RSQB", "RPAR", "RBRACE", "ON", "IGNORE", "REJECT", "NEVER", "DEFER"),
    *("ASSIGN", "VBAR", "COLON", "COMMA", "LSQB", "SLASH", "STRING"),
)


def _nouns(accepted: frozenset[str]) -> list[str]:
    """What could stand here, for people."""
    as_names = "NAME" in accepted and "FINAL" in accepted  # keywords are welcome as names too, and not worth a word
    telling = [terminal for terminal in _TELLING if terminal in accepted and not (as_names and terminal in _VERBS)]
    return [_NOUNS.get(terminal, f"'{terminal.lower()}'") for terminal in telling]


# ---------------------------------------------------------------------------------------------------- ways out


def _near_keyword(token: Token, accepted: frozenset[str]) -> spellings.Advice | None:
    """`did you mean 'final'?`, if a keyword that could stand here is misspelt; one in capitals can be nothing else."""
    keywords = [terminal.lower() for terminal in accepted if terminal.lower() in names.KEYWORDS]
    near = get_close_matches(str(token).casefold(), sorted(keywords), n=1, cutoff=0.7)
    if not near or token.type != "NAME":
        return None
    return spellings.Advice(f"did you mean '{near[0]}'?", _in_small_letters(token, near[0]))


def _in_small_letters(token: Token, keyword: str) -> Fix | None:
    """Writes a keyword that differs from what is meant by nothing but its capitals."""
    same = str(token).casefold() == keyword
    return replaced(f"write '{keyword}'", token_span(token), keyword) if same else None


_BUILT_IN = ("bool", "int", "str", "duration")


def _form(tokens: Sequence[Token], token: Token | None = None) -> str:
    """How this statement is written; and that a keyword can be quoted, if one is in the way."""
    first = str(tokens[0])
    verbs = [str(other) for other in tokens if str(other) in _AFTER_STATES]
    if first == "type" and str(tokens[-1]) in _BUILT_IN:
        return f"a type has no second name: write `{tokens[-1]}` where it is wanted"
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


def stray_character(tokens: Sequence[Token], position: int) -> Diagnostic:
    """A character that begins no word of the language."""
    char, span = str(tokens[position]), token_span(tokens[position])
    if char == '"':
        help = 'write "…" on one line, with \\" for a quote inside it'
        return Diagnostic("FSM009", "this text has no closing quote on its line", span, help)
    if char == "'":
        return Diagnostic("FSM009", "this name has no closing quote on its line", span, "write '…' on one line")
    if char.isdecimal():
        return _unknown_unit(tokens, position)
    advice = spellings.of_character(tokens, position)
    return Diagnostic("FSM005", f"{_character(char)} has no meaning here", span, advice.help, fix=advice.fix)


def _unknown_unit(tokens: Sequence[Token], position: int) -> Diagnostic:
    """A number with letters right behind it."""
    begin = end = position
    while begin and spellings.adjoining(tokens, begin - 1) and tokens[begin - 1].type in ("NUMBER", "DOT"):
        begin -= 1
    while spellings.adjoining(tokens, end) and tokens[end + 1].type in ("JUNK", "NAME", "DOT", "NUMBER"):
        end += 1
    span = token_span(tokens[begin]).to(token_span(tokens[end]))
    advice = spellings.with_unit("".join(tokens[begin : end + 1]), span)
    message = "letters stand right behind this number, and are no unit"
    return Diagnostic("FSM018", message, span, advice.help, fix=advice.fix)


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


def dangling_documentation(docs: Sequence[Token]) -> Diagnostic:
    """`##` lines with no statement after them."""
    message = "this documentation stands before no statement"
    places = [token_span(doc) for doc in docs]
    marks = [Span(place.line, place.column, place.line, place.column + 2) for place in places]
    fix = Fix("make it a plain comment", tuple(Edit(mark, "#") for mark in marks))
    return Diagnostic("FSM007", message, places[0].to(places[-1]), "a plain comment begins with a single #", fix=fix)


def documentation_of_the_next(docs: Sequence[Token], statement: Sequence[Token]) -> Diagnostic:
    """`##` lines that are indented as if they went on with the statement above."""
    message = "this documentation belongs to the statement below it, though it is indented under the one above"
    help = "write it beside the statement above, or without blanks before it"
    note = Note("this is what it documents", token_span(statement[0]).to(token_span(statement[-1])))
    span = token_span(docs[0]).to(token_span(docs[-1]))
    return Diagnostic("FSM106", message, span, help, (note,), Severity.WARNING)
