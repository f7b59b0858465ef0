"""Every wording of the front end about types and about what is legal elsewhere: factories of one `Diagnostic` each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fsmc import names
from fsmc.diagnostics import Diagnostic, Note
from fsmc.language.problems import shown
from fsmc.source import NOWHERE, Span


def _declared(span: Span) -> tuple[Note, ...]:
    """The place of a declaration, where there is one."""
    return (Note("declared here", span),) if span != NOWHERE else ()


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


def not_counted(operator: str, kind: str, span: Span, declared: Span) -> Diagnostic:
    message = f"'{operator}' does not apply to a variable of type {kind}"
    return Diagnostic("FSM020", message, span, "only int and duration are added to; write `=`", _declared(declared))


def wrong_count(what: str, signature: str, given: int, span: Span, declared: Span) -> Diagnostic:
    help = f"it is declared as `{signature}`"
    message = f"{what} does not take {given} argument{'' if given == 1 else 's'}"
    return Diagnostic("FSM021", message, span, help, _declared(declared))


def ambiguous_member(name: str, owners: Sequence[tuple[str, Span]], span: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} is a member of {' and of '.join(shown(owner) for owner, _ in owners)}"
    notes = tuple(Note(f"a member of {shown(owner)}", place) for owner, place in owners)
    return Diagnostic("FSM022", message, span, "compare it with a value of the type that is meant", notes)


def opaque_value(what: str, span: Span, help: str) -> Diagnostic:
    """A value of a host type, which the machine only hands on."""
    return Diagnostic("FSM033", what, span, help)


def no_payload(name: str, event: str, span: Span, declared: Span) -> Diagnostic:
    message = f"the event '{event}' carries no {shown(names.quoted(name))}, which this line reads"
    return Diagnostic("FSM034", message, span, "write a line of its own for that event", _declared(declared))


def payload_differs(name: str, span: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} has another type in another event of this line"
    return Diagnostic("FSM034", message, span, "write a line for each event")


# -------------------------------------------------------------------------------------------------- parameters


def many_not_last(span: Span) -> Diagnostic:
    return Diagnostic("FSM023", "only the last parameter may be zero or more (*)", span, "move it to the end")


def many_not_here(span: Span) -> Diagnostic:
    help = "only the last parameter of an event or an action may be zero or more"
    return Diagnostic("FSM023", "zero or more (*) is not possible here", span, help)


def default_not_last(name: str, span: Span, optional: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} has no default, but a parameter before it has one"
    return Diagnostic("FSM025", message, span, "parameters with defaults come last", (Note("this one", optional),))


def default_not_here(span: Span) -> Diagnostic:
    help = "only a parameter of an event can be left out by whoever sends it"
    return Diagnostic("FSM025", "no default is possible here", span, help)


# --------------------------------------------------------------------------------------------- values and questions


def not_constant(what: str, noun: str, span: Span, declared: Span = NOWHERE) -> Diagnostic:
    """`what` is of what only constants can be made, such as `a default`; `noun` what stands there."""
    help = "use literals, constants and arithmetic of them"
    return Diagnostic("FSM024", f"{what} must be constant, this is {noun}", span, help, _declared(declared))


def not_asked_here(what: str, span: Span) -> Diagnostic:
    help = "ask it in [...] or after 'if': the host is asked before anything changes"
    return Diagnostic("FSM026", f"{what} cannot be asked here", span, help)


def payload_assigned(name: str, span: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} is a part of the payload, which does not change"
    return Diagnostic("FSM027", message, span, "keep it in a 'var'")


def not_assignable(name: str, span: Span, declared: Span) -> Diagnostic:
    message = f"{shown(names.quoted(name))} cannot be assigned"
    return Diagnostic("FSM027", message, span, "only a 'var' changes while the machine runs", _declared(declared))


# ------------------------------------------------------------------------------------------------------ events


def other_as_base(span: Span) -> Diagnostic:
    return Diagnostic("FSM028", "'other' is no event to derive from", span, "name one event")


def derived_as_base(span: Span, declared: Span) -> Diagnostic:
    help = "derive both from the same event"
    return Diagnostic("FSM028", "an event cannot be derived from a derived one", span, help, _declared(declared))


def derived_raised(base: str, span: Span, declared: Span) -> Diagnostic:
    help = f"raise '{base}', from which it is derived"
    return Diagnostic("FSM028", "a derived event cannot be raised", span, help, _declared(declared))


def base_never_fires(event: str, parts: Sequence[str], span: Span, declared: Iterable[Span]) -> Diagnostic:
    """A line about an event in whose place others always fire."""
    message = f"'{event}' never fires as itself: events derived from it cover every case"
    notes = tuple(Note("one of them", place) for place in declared)
    return Diagnostic("FSM029", message, span, f"name the derived events: {', '.join(parts)}", notes)


def expiry_deferred(span: Span) -> Diagnostic:
    help = "move to another state, or start the timer again"
    return Diagnostic("FSM030", "an expiry cannot be kept for later", span, help)


def all_deferred(span: Span) -> Diagnostic:
    help = "write `unlisted reject`, `unlisted ignore` or `unlisted never`"
    return Diagnostic("FSM030", "not everything can be deferred", span, help)


def rides_along(what: str, span: Span) -> Diagnostic:
    """An action or a raised event among the effects of an action."""
    help = "only assignments, start and stop do; write the rest in the lines that use the action"
    return Diagnostic("FSM031", f"{what} cannot ride along with an action", span, help)


# --------------------------------------------------------------------------------------------------- scenarios


def nameless_scenario(span: Span) -> Diagnostic:
    help = 'write `scenario NAME: …` or `scenario "label": …`'
    return Diagnostic("FSM032", "a scenario needs a name or a label", span, help)


def bad_start(span: Span) -> Diagnostic:
    help = "write `x`, `not x` or `x == VALUE`, joined by 'and'"
    return Diagnostic("FSM032", "a start sets options and variables", span, help)


def other_as_step(span: Span) -> Diagnostic:
    return Diagnostic("FSM032", "'other' is no step", span, "name one event")


def else_of_derived_step(span: Span) -> Diagnostic:
    help = "name the case in words: `event [not x] -> STATE`"
    return Diagnostic("FSM032", "[else] of a derived event is not possible here", span, help)
