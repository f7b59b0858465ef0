"""Parts of a scenario and what came of them in, the words on the arrows of its sequence diagram out."""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.interpreter import Output, Taken, Value, evaluate
from fsmc.interpreter.spelling import call, shown
from fsmc.interpreter.values import Scope
from fsmc.model import (
    Action,
    Ask,
    Disposition,
    Event,
    Expr,
    Guard,
    HostType,
    Kind,
    Otherwise,
    Parameter,
    Payload,
    Predicate,
    Step,
    arguments,
    walk,
)
from fsmc.scenarios import Passed


def named(event: Event) -> str:
    """The label of an event, or its name as a spec writes it."""
    return event.label or str(event)


def arrival_text(event: Event, step: Step) -> str:
    """`rcv RST(exact)`: the event and the payload that the step gives, without defaults at its end."""
    given = list(step.args or ())
    while given and _known(given[-1]) == _default(event.params[len(given) - 1]):
        given.pop()
    return named(event) + arguments(tuple(given))


def own_text(taken: Taken, deferred: bool) -> str:
    """`raised set(3, green)`, or `deferred CLOSE` for what was kept until now."""
    parts = taken.delivery.event.params
    written = (shown(taken.delivery.payload[part.name], part.type) for part in parts)
    given = f"({', '.join(written)})" if parts and not deferred else ""
    return f"{'deferred' if deferred else 'raised'} {named(taken.event)}{given}"


def did(action: Action, output: Output) -> str:
    """`snd(SYN, ACK)`: an action with its arguments."""
    return call(action.name, output.args, action.params)


def verdict(taken: Taken) -> Kind | None:
    """What a line that takes no step does with the event: ignored or deferred; None for a transition."""
    return taken.line.kind if isinstance(taken.line, Disposition) else None


def assumed(assuming: Guard, step: Step, passed: Passed) -> str:
    """What is the case in this step and nowhere else said, in brackets.

    The assumption as written; then answers of the host and parts of the payload on which the step is silent, and which
    the picture shows with one of several values.
    """
    written = [] if assuming is None else [str(assuming)]
    chosen = ", ".join(_chosen(step, passed))
    return " ".join(f"[{text}]" for text in (*written, chosen) if text)


def _chosen(step: Step, passed: Passed) -> Iterator[str]:
    said = set(_subjects(step.assuming))
    for predicate, args, holds in passed.answers:
        if predicate not in said:
            yield ("" if holds else "not ") + call(predicate.name, args, predicate.params)
    for part in step.event.params if step.args is None else ():
        if part.name not in said and not _is_usual(part, passed.payload[part.name]):
            yield f"{part.name} = {shown(passed.payload[part.name], part.type)}"


def _is_usual(part: Parameter, value: Value) -> bool:
    """Whether a value needs no mention: the default, or something opaque."""
    return isinstance(part.type, HostType) or value == _default(part)


def _default(part: Parameter) -> Value:
    return None if part.default is None else _known(part.default)


def _known(expr: Expr) -> Value:
    """The value of an expression that reads nothing but constants."""
    return evaluate(expr, Scope({}, {}))


def _subjects(condition: Guard) -> Iterator[Predicate | str]:
    """The guards and the parts of the payload of which a condition says something."""
    for part in () if condition is None or isinstance(condition, Otherwise) else walk(condition):
        if isinstance(part, Ask):
            yield part.predicate
        elif isinstance(part, Payload):
            yield part.name
