"""Parts of a scenario and what came of them in, the words on the arrows of its sequence diagram out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fsmc import names
from fsmc.emit.sequence.choices import choices
from fsmc.emit.telling import Told, written
from fsmc.interpreter import Refused, Taken, Value, evaluate
from fsmc.interpreter.values import Scope
from fsmc.model import Action, Disposition, Event, Expr, Guard, Kind, Machine, Parameter, Step, arguments
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


def own_text(told: Told) -> str:
    """`raised set(3, green)`, or `deferred CLOSE` for what was kept until now."""
    return f"{'deferred' if told.deferred else 'raised'} {written(named(told.taken.event), told.arguments)}"


def did(action: Action, args: Iterable[str]) -> str:
    """`snd(SYN, ACK)`: the label of an action, or its name, with its arguments."""
    return written(action.label or names.quoted(action.name), args)


def refusal(told: Told, outcome: Refused) -> str:
    """`refused CLOSE: too late`: what became of a deferred event."""
    return str(replace(outcome, event=named(told.taken.event)))


def verdict(taken: Taken) -> Kind | None:
    """What a line that takes no step does with the event: ignored or deferred; None for a transition."""
    return taken.line.kind if isinstance(taken.line, Disposition) else None


def assumed(machine: Machine, assuming: Guard, step: Step, passed: Passed, run: tuple[Told, ...]) -> str:
    """What is the case in this step and nowhere else said, in brackets.

    The assumption as written; then what else led this way, of the cases of which the picture shows one: conditions on
    parts of the payload on which the step is silent, and answers of the host.
    """
    silent = ", ".join(choices(machine, step, passed, run))
    return " ".join(f"[{text}]" for text in ("" if assuming is None else str(assuming), silent) if text)


def _default(part: Parameter) -> Value:
    return None if part.default is None else _known(part.default)


def _known(expr: Expr) -> Value:
    """The value of an expression that reads nothing but constants."""
    return evaluate(expr, Scope({}, {}))
