"""Every wording of the front end about names and sets: factories that make one `Diagnostic` each.

Codes FSM001 to FSM039 are the front end's: those of form are worded in `form.py`, those of types and of what makes no
sense in `misuses.py`; `lint/` has those from FSM040 on, and the documentation of them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import islice

from fsmc import names
from fsmc.diagnostics import Diagnostic, Edit, Fix, Note, Removal
from fsmc.source import Span


def suggestion(name: str, candidates: Iterable[str]) -> str:
    """`did you mean 'LISTEN'?`, or nothing if no candidate is near."""
    known = {candidate.casefold(): candidate for candidate in reversed(list(islice(candidates, _MOST_CANDIDATES)))}
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    return f"did you mean {shown(known[near[0]])}?" if near else ""


_MOST_CANDIDATES = 1000


def shown(name: str) -> str:
    """A name in quotes, for running text; quotes that the name already has serve."""
    return name if name[:1] in "'\"" else f"'{name}'"


def replaced(title: str, span: Span, text: str) -> Fix:
    """A fix that puts `text` in place of what stands there."""
    return Fix(title, (Edit(span, text),))


# --------------------------------------------------------------------------------------------------- names


def undeclared(kind: str, name: str, span: Span, candidates: Iterable[str], hint: str = "") -> Diagnostic:
    """A name that nothing declares; `kind` with its article, as in `a state`."""
    noun = kind.split(" ", 1)[-1]
    help = suggestion(name, candidates) or hint or declare(noun, name)
    return Diagnostic("FSM003", f"no {noun} named {shown(names.quoted(name))}", span, help)


def declare(noun: str, name: str, kind: str = "int") -> str:
    """`declare it: ...`; `kind` is the type that a value has to have."""
    keyword = {"state or group": "state", "document": "reference", "variable": "var", "value": "var"}.get(noun, noun)
    rest = {"var": f": {kind}", "timer": " = 3s", "group": " = A, B", "reference": ' "https://…"'}.get(keyword, "")
    return f"declare it: `{keyword} {names.quoted(name)}{rest}`"


def capital_truth(name: str, span: Span) -> Diagnostic:
    """`True` or `FALSE`, where no such name is declared."""
    small = name.lower()
    fix = replaced(f"write '{small}'", span, small)
    return Diagnostic("FSM003", f"no value named '{name}'", span, f"did you mean '{small}'?", fix=fix)


def unquote_minus(name: str, span: Span, *, is_known: bool) -> Diagnostic:
    """`a-b` where `a` is known: a hyphen that was meant as a minus sign; `is_known` if `b` is a number or a value."""
    left, _, right = name.partition("-")
    fix = replaced(f"write '{left} - {right}'", span, f"{left} - {right}") if is_known else None
    help = f"hyphens belong to names; for a difference write `{left} - {right}`"
    return Diagnostic("FSM003", f"no value named '{name}'", span, help, fix=fix)


def no_field(name: str, type_name: str, span: Span, candidates: Iterable[str], declared: Span | None) -> Diagnostic:
    """A field that the type lacks; `declared` is None for types of the language, which have none."""
    message = f"{type_name} has no field {shown(names.quoted(name))}"
    if declared is None:
        return Diagnostic("FSM003", message, span, "only a type that is declared with fields has some")
    help = suggestion(name, candidates) or f"declare it: `type {type_name} ({names.quoted(name)}: int)`"
    return Diagnostic("FSM003", message, span, help, (Note("the type is declared here", declared),))


def declared_twice(noun: str, name: str, span: Span, first: Span, first_noun: str = "") -> Diagnostic:
    """A name that is taken; `first_noun` where the other declaration is of another kind."""
    already = f" as {first_noun}" if first_noun and first_noun != noun else ""
    message = f"the {noun} {shown(names.quoted(name))} is already declared{already}"
    return Diagnostic("FSM004", message, span, "give one of them another name", (Note("first declared here", first),))


def built_in_type(name: str, span: Span) -> Diagnostic:
    return Diagnostic("FSM004", f"'{name}' is a built-in type", span, "give this type another name")


def second_unlisted(span: Span, first: Span, *, same: bool) -> Diagnostic:
    """A second policy for the rest; `same` if it says what the first one does."""
    fix = Fix("take it away", (Removal(span),)) if same else None
    notes = (Note("first given here", first),)
    return Diagnostic("FSM004", "'unlisted' is already given", span, "keep one", notes, fix=fix)


def repeated(what: str, span: Span, first: Span, previous: Span | None) -> Diagnostic:
    """Something that a list already has; `previous` is what stands before it there, None if it cannot be taken away."""
    fix = _dropped(span, previous) if previous else None
    notes = (Note("first here", first),) if first.end_line != span.line else ()
    return Diagnostic("FSM008", f"{what} stands twice here", span, "write it once", notes, fix=fix)


def _dropped(span: Span, previous: Span) -> Fix | None:
    """Takes the item with the comma before it, where no line end and so no comment is between them."""
    if previous.end_line != span.line:
        return None
    between = Span(previous.end_line, previous.end_column, span.end_line, span.end_column)
    return replaced("take the second one away", between, "")


# ------------------------------------------------------------------------------------------------- machine, states


def no_machine(span: Span) -> Diagnostic:
    return Diagnostic("FSM010", "no machine is declared", span, 'begin the file with `machine NAME "label"`')


def second_machine(name: str, span: Span, first: Span) -> Diagnostic:
    message = f"a second machine, {shown(names.quoted(name))}; a file holds one"
    return Diagnostic("FSM013", message, span, "move it to a file of its own", (Note("the first machine", first),))


def no_states(span: Span) -> Diagnostic:
    return Diagnostic("FSM011", "the machine has no states", span, "declare one: `state NAME initial`")


def no_initial(span: Span, first: str) -> Diagnostic:
    return Diagnostic("FSM011", "no state is initial", span, f"mark one: `state {names.quoted(first)} initial`")


def second_initial(name: str, span: Span, first: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} is a second initial state"
    return Diagnostic("FSM012", message, span, "exactly one state is initial", (Note("the first one", first),))


# ---------------------------------------------------------------------------------------------------- sets


def range_backwards(first: str, last: str, span: Span) -> Diagnostic:
    message = f"{shown(names.quoted(first))} is declared after {shown(names.quoted(last))}, so this range is empty"
    turned = f"{names.quoted(last)}..{names.quoted(first)}"
    help = "a range follows the order of the state lines; swap its ends"
    return Diagnostic("FSM014", message, span, help, fix=replaced(f"write {turned}", span, turned))


def group_in_range(name: str, span: Span, declared: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} is a group; a range joins two states"
    return Diagnostic("FSM014", message, span, "name the two states", (Note("the group is declared here", declared),))


def empty_set(span: Span) -> Diagnostic:
    return Diagnostic("FSM015", "no state is left in this set", span, "every state is taken out by 'except'")


def excepted_stranger(name: str, span: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} is not in the set that it is taken out of"
    return Diagnostic("FSM016", message, span, "take it away from 'except'")


def cyclic(noun: str, circle: Sequence[tuple[str, Span]]) -> Diagnostic:
    """A definition that needs itself: the names of the circle in order, each with its place."""
    (name, span), *others = circle
    through = f", through {', '.join(shown(names.quoted(other)) for other, _ in others)}" if others else ""
    message = f"the {noun} {shown(names.quoted(name))} is defined by itself{through}"
    notes = tuple(Note(f"by way of {shown(names.quoted(other))}", place) for other, place in others)
    return Diagnostic("FSM017", message, span, "break the circle", notes)
