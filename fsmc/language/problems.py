"""Every wording of the front end: named factories that make one `Diagnostic` each, with a place and a way out.

Codes FSM001 to FSM039 are the front end's; `lint/` has those from FSM040 on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from lark import Token

from fsmc import names
from fsmc.diagnostics import Diagnostic, Note
from fsmc.language.tokens import token_span
from fsmc.source import Span

STATEMENTS = (
    *("machine", "reference", "const", "type", "option", "var", "timer", "event", "action", "guard", "state"),
    *("group", "tag", "unlisted", "enter", "leave", "scenario", "view", "any"),
)
_AFTER_STATES = ("on", "ignore", "reject", "never", "defer")


def suggestion(name: str, candidates: Iterable[str]) -> str:
    """`did you mean 'LISTEN'?`, or nothing if no candidate is near."""
    known = {candidate.casefold(): candidate for candidate in reversed(list(candidates))}
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    return f"did you mean {_shown(known[near[0]])}?" if near else ""


def _shown(name: str) -> str:
    """A name in quotes, for running text; quotes that the name already has serve."""
    return name if name[:1] in "'\"" else f"'{name}'"


# ---------------------------------------------------------------------------------------------------- form

_NOUNS = {
    "NAME": "a name",
    "STRING": "a text in double quotes",
    "NUMBER": "a number",
    "DURATION": "a duration such as 3s",
    "CITATION": "a citation such as @3.10.1",
    "COMPARE": "a comparison such as '=='",
    "ARROW": "'->'",
    "ASSIGN": "'='",
    "$END": "the end of the line",
    "LSQB": "'['",
    "RSQB": "']'",
    "LPAR": "'('",
    "RPAR": "')'",
    "LBRACE": "'{'",
    "RBRACE": "'}'",
    "COMMA": "','",
    "COLON": "':'",
    "SLASH": "'/'",
    "VBAR": "'|'",
    "DOT": "'.'",
    "ADD": "'+='",
    "SUBTRACT": "'-='",
    "PLUS": "'+'",
    "MINUS": "'-'",
    "STAR": "'*'",
}

# What a name would be after these tokens; the first match of (the statement's first word, the last token) counts.
_EXPECTED_AFTER = {
    (None, "->"): "a state or 'stay'",
    ("scenario", "->"): "a state",
    (None, "on"): "an event",
    (None, "ignore"): "an event",
    (None, "reject"): "an event",
    (None, "never"): "an event",
    (None, "defer"): "an event",
    (None, "start"): "a timer",
    (None, "stop"): "a timer",
    (None, "raise"): "an event",
    (None, "timeout"): "a timer",
    (None, "/"): "an action",
    (None, "["): "a condition or 'else'",
    (None, "if"): "a condition",
    (None, "and"): "a condition",
    (None, "or"): "a condition",
    (None, "not"): "a condition",
    (None, ".."): "the last state of the range",
    (None, "except"): "the states to leave out",
    (None, "within"): "the states in which the timer may run",
    (None, "from"): "the source of the event",
    (None, "{"): "a tag",
}


def unexpected(tokens: Sequence[Token], position: int, accepted: frozenset[str]) -> Diagnostic:
    """A token that does not fit where it stands."""
    token = tokens[position]
    misspelt = _misspelt_keyword(tokens, position)
    if misspelt is not None:
        return misspelt
    comma = _joining_comma(tokens, position)
    if comma is not None:
        message = "the comma at the end of this line joins it to the next one, which does not fit"
        return Diagnostic("FSM001", message, token_span(comma), "take the comma away, or go on with the list")
    wanted = _wanted(tokens, position, accepted)
    return Diagnostic("FSM001", f"{wanted}found {_shown(str(token))}", token_span(token), _hint(tokens, position))


def _joining_comma(tokens: Sequence[Token], position: int) -> Token | None:
    """The comma at the end of a line, if it is at fault or what follows it on the next line is."""
    begin = next_line(tokens, position)
    return tokens[begin - 1] if begin is not None else None


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


def unfinished(tokens: Sequence[Token], accepted: frozenset[str]) -> Diagnostic:
    """A statement whose line ends too early."""
    misspelt = _misspelt_keyword(tokens, len(tokens))
    if misspelt is not None:
        return misspelt
    last = token_span(tokens[-1])
    after = Span(last.end_line, last.end_column, last.end_line, last.end_column + 1)
    found = "found the end of the line"
    help = "a line goes on only after a comma"
    return Diagnostic("FSM001", f"{_wanted(tokens, len(tokens), accepted)}{found}", after, help)


def _misspelt_keyword(tokens: Sequence[Token], position: int) -> Diagnostic | None:
    """A line that begins like no statement: its first word, or the one after a state, is a keyword misspelt."""
    if tokens[0].type != "NAME" or position > 2:
        return None
    if position == 1:
        first, word = tokens[0], str(tokens[0])
        near = get_close_matches(word.casefold(), STATEMENTS, n=1, cutoff=0.6)
        if near:
            return Diagnostic(
                "FSM002", f"no statement begins with '{word}'", token_span(first), f"did you mean '{near[0]}'?"
            )
        if len(tokens) > 1 and tokens[1].type == "NAME":
            near = get_close_matches(str(tokens[1]).casefold(), _AFTER_STATES, n=1, cutoff=0.5)
            help = f"did you mean '{near[0]}'?" if near else "write `STATE on EVENT -> STATE`, or `STATE ignore EVENT`"
            message = f"expected 'on' or what to do with an event after the state, found '{tokens[1]}'"
            return Diagnostic("FSM001", message, token_span(tokens[1]), help)
    return None


def _wanted(tokens: Sequence[Token], position: int, accepted: frozenset[str]) -> str:
    """`expected X, `, in the words of the field; empty where too much could stand here."""
    if position == 1 and str(tokens[0]) in STATEMENTS and "NAME" in accepted:
        return f"expected {_NOUNS['NAME']}, "
    if not position:
        return "a statement or a state should begin this line, "
    previous = str(tokens[position - 1])
    noun = _EXPECTED_AFTER.get((str(tokens[0]), previous)) or _EXPECTED_AFTER.get((None, previous))
    if noun and "NAME" in accepted:
        return f"expected {noun}, "
    telling = accepted & _TELLING
    if "FINAL" in accepted and "NAME" in accepted:  # keywords are welcome here as names, and not worth a word
        telling -= {"ON", "IGNORE", "REJECT", "NEVER", "DEFER"}
    nouns = [_NOUNS.get(name, f"'{name.lower()}'") for name in sorted(telling, key=_order)]
    if "NAME" in accepted:
        nouns.insert(0, _NOUNS["NAME"])
    if not nouns:
        return "this does not fit here: "
    text = nouns[0] if len(nouns) == 1 else f"{', '.join(nouns[:4][:-1])} or {nouns[:4][-1]}"
    return f"expected {text}, "


# The terminals worth naming in "expected ...": what opens or closes a part, not every operator that could go on.
_TELLING = frozenset(
    (
        "ARROW",
        "ON",
        "IGNORE",
        "REJECT",
        "NEVER",
        "DEFER",
        "STRING",
        "COLON",
        "ASSIGN",
        "RSQB",
        "RPAR",
        "RBRACE",
        "LSQB",
        "SLASH",
        "COMMA",
    )
)


def _order(terminal: str) -> tuple[int, str]:
    ranks = {"ARROW": 0, "ON": 1, "RSQB": 0, "RPAR": 0, "RBRACE": 0, "COLON": 1, "ASSIGN": 1}
    return ranks.get(terminal, 3), terminal


def _hint(tokens: Sequence[Token], position: int) -> str:
    """What people write who come from elsewhere, and how it is written here."""
    token, text = tokens[position], str(tokens[position])
    pair = text + (str(tokens[position + 1]) if position + 1 < len(tokens) else "")
    if pair in ("=>", "-->", "->>"):
        return "the arrow is written '->'"
    if text == "=" and token.type == "ASSIGN" and any(str(t) == "[" for t in tokens[:position]):
        return "equality is written '=='"
    if text == "/" and any(str(t) == "/" for t in tokens[:position]):
        return "one '/' begins the actions; further actions follow after commas"
    if text == "->":
        return "a transition is written `STATE on EVENT [GUARD] -> STATE / ACTIONS`"
    if text in names.KEYWORDS:
        return f"'{text}' is a word of the language; as a name write it in single quotes"
    return ""


def stray_character(token: Token, span: Span) -> Diagnostic:
    """A character that begins no word of the language."""
    char = str(token)
    if char == '"':
        return Diagnostic(
            "FSM005", "this text has no closing quote on its line", span, 'write "…" on one line; \\" inside it'
        )
    if char == "'":
        return Diagnostic("FSM005", "this name has no closing quote on its line", span, "write '…' on one line")
    hints = {
        ";": "a statement ends with its line; nothing stands between statements",
        "!": "'not' negates, '!=' compares",
        "&": "write 'and'",
        "@": "a citation is written @SECTION or @DOCUMENT:SECTION",
    }
    help = hints.get(char, "a name with this character goes in single quotes")
    return Diagnostic("FSM005", f"{_character(char)} has no meaning here", span, help)


def _character(char: str) -> str:
    """A character for running text; one that shows nothing is given by its code point."""
    return f"'{char}'" if char.isprintable() else f"the character U+{ord(char):04X}"


def too_deep(span: Span, limit: int) -> Diagnostic:
    """Brackets or negations beyond all measure."""
    return Diagnostic(
        "FSM006", f"this expression nests more than {limit} levels deep", span, "split it: const, guard or var"
    )


def too_many_operators(span: Span, limit: int) -> Diagnostic:
    """Sums and negations beyond all measure."""
    return Diagnostic("FSM006", f"more than {limit} operators in one statement", span, "split it: const, guard or var")


def dangling_documentation(span: Span) -> Diagnostic:
    """`##` lines with no statement after them."""
    return Diagnostic(
        "FSM007", "this documentation stands before no statement", span, "a plain comment begins with a single #"
    )


# --------------------------------------------------------------------------------------------------- names


def undeclared(kind: str, name: str, span: Span, candidates: Iterable[str], hint: str = "") -> Diagnostic:
    """A name that nothing declares; `kind` with its article, as in `a state`."""
    noun = kind.split(" ", 1)[-1]
    help = suggestion(name, candidates) or hint or f"declare it: {_declaration(noun, name)}"
    return Diagnostic("FSM003", f"no {noun} named {_shown(names.quoted(name))}", span, help)


def _declaration(noun: str, name: str) -> str:
    keyword = {"state or group": "state", "document": "reference", "variable": "var", "value": "var"}.get(noun, noun)
    rest = {"var": ": int", "timer": " = 3s", "group": " = A, B", "reference": ' "https://…"'}.get(keyword, "")
    return f"`{keyword} {names.quoted(name)}{rest}`"


def declared_twice(noun: str, name: str, span: Span, first: Span, first_noun: str = "") -> Diagnostic:
    """A name that is taken; `first_noun` where the other declaration is of another kind."""
    already = f" as {first_noun}" if first_noun and first_noun != noun else ""
    message = f"the {noun} {_shown(names.quoted(name))} is already declared{already}"
    return Diagnostic("FSM004", message, span, "give one of them another name", (Note("first declared here", first),))


def no_machine(span: Span) -> Diagnostic:
    return Diagnostic("FSM010", "no machine is declared", span, 'begin the file with `machine NAME "label"`')


def second_machine(name: str, span: Span, first: Span) -> Diagnostic:
    message = f"a second machine, {_shown(names.quoted(name))}; a file holds one"
    return Diagnostic("FSM010", message, span, "move it to a file of its own", (Note("the first machine", first),))


def no_states(span: Span) -> Diagnostic:
    return Diagnostic("FSM011", "the machine has no states", span, "declare one: `state NAME initial`")


def no_initial(span: Span, first: str) -> Diagnostic:
    return Diagnostic("FSM011", "no state is initial", span, f"mark one: `state {names.quoted(first)} initial`")


def second_initial(name: str, span: Span, first: Span) -> Diagnostic:
    message = f"{_shown(names.quoted(name))} is a second initial state"
    return Diagnostic("FSM012", message, span, "exactly one state is initial", (Note("the first one", first),))


def repeated(what: str, span: Span) -> Diagnostic:
    return Diagnostic("FSM004", f"{what} stands twice here", span, "write it once")


def second_unlisted(span: Span, first: Span) -> Diagnostic:
    return Diagnostic("FSM004", "'unlisted' is already given", span, "keep one", (Note("first given here", first),))


# ---------------------------------------------------------------------------------------------------- sets


def range_backwards(first: str, last: str, span: Span) -> Diagnostic:
    message = f"{_shown(names.quoted(first))} is declared after {_shown(names.quoted(last))}, so this range is empty"
    return Diagnostic("FSM014", message, span, "a range follows the order of the state lines; swap its ends")


def group_in_range(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "FSM014", f"{_shown(names.quoted(name))} is a group; a range joins two states", span, "name the two states"
    )


def empty_set(span: Span) -> Diagnostic:
    return Diagnostic("FSM015", "no state is left in this set", span, "every state is taken out by 'except'")


def excepted_stranger(name: str, span: Span) -> Diagnostic:
    message = f"{_shown(names.quoted(name))} is not in the set that it is taken out of"
    return Diagnostic("FSM016", message, span, "take it away from 'except'")


def cyclic(noun: str, name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "FSM017", f"the {noun} {_shown(names.quoted(name))} is defined by itself", span, "break the circle"
    )


# --------------------------------------------------------------------------------------------------- types


def wrong_type(expected: str, actual: str, span: Span, help: str = "") -> Diagnostic:
    return Diagnostic("FSM020", f"expected {expected}, this is {actual}", span, help or _conversion(expected, actual))


def _conversion(expected: str, actual: str) -> str:
    if expected == "duration" and actual == "int":
        return "give a unit: ms, s, min or h"
    if expected == "bool":
        return "write a comparison, such as `x == 1`"
    return f"use a value of type {expected}"


def not_comparable(left: str, right: str, span: Span) -> Diagnostic:
    return Diagnostic("FSM020", f"{left} and {right} cannot be compared", span, "both sides must have one type")


def not_ordered(kind: str, span: Span) -> Diagnostic:
    return Diagnostic("FSM020", f"values of type {kind} have no order", span, "compare them with == or !=")


def no_arithmetic(operator: str, left: str, right: str, span: Span) -> Diagnostic:
    help = "arithmetic is for int and duration; a duration may be multiplied by an int"
    return Diagnostic("FSM020", f"'{operator}' does not apply to {left} and {right}", span, help)


def wrong_count(what: str, signature: str, given: int, span: Span) -> Diagnostic:
    help = f"it is declared as `{signature}`"
    return Diagnostic("FSM021", f"{what} does not take {given} argument{'' if given == 1 else 's'}", span, help)


def many_not_last(span: Span) -> Diagnostic:
    return Diagnostic("FSM023", "only the last parameter may be zero or more (*)", span, "move it to the end")


def default_not_last(name: str, span: Span) -> Diagnostic:
    message = f"{_shown(names.quoted(name))} has no default, but a parameter before it has one"
    return Diagnostic("FSM023", message, span, "parameters with defaults come last")


def many_not_here(span: Span) -> Diagnostic:
    help = "only the last parameter of an event or an action may be zero or more"
    return Diagnostic("FSM023", "zero or more (*) is not possible here", span, help)


def ambiguous_member(name: str, owners: Sequence[str], span: Span) -> Diagnostic:
    message = f"{_shown(names.quoted(name))} is a member of {' and of '.join(owners)}"
    return Diagnostic("FSM022", message, span, "compare it with a value of the type that is meant")


def no_field(name: str, type_name: str, span: Span, candidates: Iterable[str]) -> Diagnostic:
    help = suggestion(name, candidates) or f"declare it: `type {type_name} ({names.quoted(name)}: int)`"
    return Diagnostic("FSM003", f"{type_name} has no field {_shown(names.quoted(name))}", span, help)


def no_payload(name: str, event: str, span: Span) -> Diagnostic:
    message = f"the event '{event}' carries no {_shown(names.quoted(name))}, which this line reads"
    return Diagnostic("FSM003", message, span, "write a line of its own for that event")


def payload_differs(name: str, span: Span) -> Diagnostic:
    message = f"{_shown(names.quoted(name))} has another type in another event of this line"
    return Diagnostic("FSM020", message, span, "write a line for each event")


# ------------------------------------------------------------------------------------------------- meaning


def not_here(what: str, span: Span, help: str) -> Diagnostic:
    """Something legal elsewhere that makes no sense here."""
    return Diagnostic("FSM024", what, span, help)


def unquote_minus(name: str, span: Span) -> Diagnostic:
    """`a-b` where `a` and `b` are known: a hyphen that was meant as a minus sign."""
    left, _, right = name.partition("-")
    message = f"no value named '{name}'"
    return Diagnostic("FSM003", message, span, f"hyphens belong to names; for a difference write `{left} - {right}`")
