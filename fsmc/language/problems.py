"""Every wording of the front end about names, types and meaning: factories that make one `Diagnostic` each.

Codes FSM001 to FSM039 are the front end's: those of form are worded in `form.py`; `lint/` has those from FSM040 on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from fsmc import names
from fsmc.diagnostics import Diagnostic, Note
from fsmc.source import Span


def suggestion(name: str, candidates: Iterable[str]) -> str:
    """`did you mean 'LISTEN'?`, or nothing if no candidate is near."""
    known = {candidate.casefold(): candidate for candidate in reversed(list(candidates))}
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    return f"did you mean {shown(known[near[0]])}?" if near else ""


def shown(name: str) -> str:
    """A name in quotes, for running text; quotes that the name already has serve."""
    return name if name[:1] in "'\"" else f"'{name}'"


# --------------------------------------------------------------------------------------------------- names


def undeclared(kind: str, name: str, span: Span, candidates: Iterable[str], hint: str = "") -> Diagnostic:
    """A name that nothing declares; `kind` with its article, as in `a state`."""
    noun = kind.split(" ", 1)[-1]
    help = suggestion(name, candidates) or hint or f"declare it: {_declaration(noun, name)}"
    return Diagnostic("FSM003", f"no {noun} named {shown(names.quoted(name))}", span, help)


def _declaration(noun: str, name: str) -> str:
    keyword = {"state or group": "state", "document": "reference", "variable": "var", "value": "var"}.get(noun, noun)
    rest = {"var": ": int", "timer": " = 3s", "group": " = A, B", "reference": ' "https://…"'}.get(keyword, "")
    return f"`{keyword} {names.quoted(name)}{rest}`"


def declared_twice(noun: str, name: str, span: Span, first: Span, first_noun: str = "") -> Diagnostic:
    """A name that is taken; `first_noun` where the other declaration is of another kind."""
    already = f" as {first_noun}" if first_noun and first_noun != noun else ""
    message = f"the {noun} {shown(names.quoted(name))} is already declared{already}"
    return Diagnostic("FSM004", message, span, "give one of them another name", (Note("first declared here", first),))


def no_machine(span: Span) -> Diagnostic:
    return Diagnostic("FSM010", "no machine is declared", span, 'begin the file with `machine NAME "label"`')


def second_machine(name: str, span: Span, first: Span) -> Diagnostic:
    message = f"a second machine, {shown(names.quoted(name))}; a file holds one"
    return Diagnostic("FSM010", message, span, "move it to a file of its own", (Note("the first machine", first),))


def no_states(span: Span) -> Diagnostic:
    return Diagnostic("FSM011", "the machine has no states", span, "declare one: `state NAME initial`")


def no_initial(span: Span, first: str) -> Diagnostic:
    return Diagnostic("FSM011", "no state is initial", span, f"mark one: `state {names.quoted(first)} initial`")


def second_initial(name: str, span: Span, first: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} is a second initial state"
    return Diagnostic("FSM012", message, span, "exactly one state is initial", (Note("the first one", first),))


def repeated(what: str, span: Span) -> Diagnostic:
    return Diagnostic("FSM004", f"{what} stands twice here", span, "write it once")


def second_unlisted(span: Span, first: Span) -> Diagnostic:
    return Diagnostic("FSM004", "'unlisted' is already given", span, "keep one", (Note("first given here", first),))


# ---------------------------------------------------------------------------------------------------- sets


def range_backwards(first: str, last: str, span: Span) -> Diagnostic:
    message = f"{shown(names.quoted(first))} is declared after {shown(names.quoted(last))}, so this range is empty"
    return Diagnostic("FSM014", message, span, "a range follows the order of the state lines; swap its ends")


def group_in_range(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "FSM014", f"{shown(names.quoted(name))} is a group; a range joins two states", span, "name the two states"
    )


def empty_set(span: Span) -> Diagnostic:
    return Diagnostic("FSM015", "no state is left in this set", span, "every state is taken out by 'except'")


def excepted_stranger(name: str, span: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} is not in the set that it is taken out of"
    return Diagnostic("FSM016", message, span, "take it away from 'except'")


def cyclic(noun: str, name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "FSM017", f"the {noun} {shown(names.quoted(name))} is defined by itself", span, "break the circle"
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


def too_long(span: Span) -> Diagnostic:
    help = "write a shorter one; what never runs out needs no timer"
    return Diagnostic("FSM020", "a duration of more than 30 million years", span, help)


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
    message = f"{shown(names.quoted(name))} has no default, but a parameter before it has one"
    return Diagnostic("FSM023", message, span, "parameters with defaults come last")


def many_not_here(span: Span) -> Diagnostic:
    help = "only the last parameter of an event or an action may be zero or more"
    return Diagnostic("FSM023", "zero or more (*) is not possible here", span, help)


def ambiguous_member(name: str, owners: Sequence[str], span: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} is a member of {' and of '.join(owners)}"
    return Diagnostic("FSM022", message, span, "compare it with a value of the type that is meant")


def no_field(name: str, type_name: str, span: Span, candidates: Iterable[str]) -> Diagnostic:
    help = suggestion(name, candidates) or f"declare it: `type {type_name} ({names.quoted(name)}: int)`"
    return Diagnostic("FSM003", f"{type_name} has no field {shown(names.quoted(name))}", span, help)


def no_payload(name: str, event: str, span: Span) -> Diagnostic:
    message = f"the event '{event}' carries no {shown(names.quoted(name))}, which this line reads"
    return Diagnostic("FSM003", message, span, "write a line of its own for that event")


def payload_differs(name: str, span: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} has another type in another event of this line"
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
