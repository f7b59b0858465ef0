"""The text of a simulation step in, its event, payload and answers out: `rcv-FIN(true) [fin-acked] -> TIME-WAIT`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from fsmc.cli.values import StepError, plain, split, value_of
from fsmc.interpreter import Scope, Value, evaluate
from fsmc.model import (
    Basic,
    Event,
    Machine,
    Many,
    Option,
    Parameter,
    State,
    signature,
)

ELSE = "else"
"""`[else]` answers no to every question that the step does not answer by name."""


@dataclass(frozen=True, slots=True)
class Advance:
    """`advance 3s`: let simulated time go by."""

    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event to deliver; `args` is None where the step gives none.  `facts` answers guards and boolean payload.

    `text` is the step as written, without the state that it expects.
    """

    text: str
    event: Event
    args: tuple[str, ...] | None = None
    facts: Mapping[str, bool] = field(default_factory=dict)
    target: State | None = None


Step = Advance | Delivery

_NAME = r"'(?:[^'\\]|\\.)*'|[^\s()\[\],']+"
_STEP = re.compile(
    rf"(?P<timeout>timeout\s+)?(?P<name>{_NAME})\s*(?:\((?P<args>.*)\))?\s*(?:\[(?P<facts>[^\]]*)\])?"
    rf"\s*(?:->\s*(?P<target>{_NAME}))?",
    re.DOTALL,
)
_ARGUMENTS = re.compile(r"""(?P<name>'(?:[^'\\]|\\.)*')|\s*\((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^()"'])*\)""")
_ADVANCE = re.compile(r"advance\s+(\S+)")


def parse(text: str, machine: Machine) -> Step:
    """Read one step; raises StepError, which says what to write."""
    text = text.strip()
    if waited := _ADVANCE.fullmatch(text):
        return Advance(text, value_of(waited[1], Basic.DURATION))
    found = _STEP.fullmatch(text)
    if not found:
        raise StepError(f"cannot read {text!r}: write an event as in a scenario, such as `push(true) [guard]`")
    event = event_of(machine, ("timeout " if found["timeout"] else "") + plain(found["name"]))
    args = None if found["args"] is None else tuple(split(found["args"]))
    target = None if found["target"] is None else state_of(machine, plain(found["target"]))
    said = text if target is None else text[: text.rindex("->")].rstrip()
    return Delivery(said, event, args, _facts(found["facts"] or "", machine, event), target)


# --------------------------------------------------------------------------------------------------------- names


def event_of(machine: Machine, name: str) -> Event:
    """The event of that name that can be delivered."""
    for event in machine.events:
        if event.name == name and event.base:
            raise StepError(f"{event} is derived from {event.base}: send that")
    return _named(name, machine.inputs, "event", _spelt)


def state_of(machine: Machine, name: str) -> State:
    """The state of that name."""
    return _named(name, machine.states, "state", lambda state: state.name)


def _spelt(event: Event) -> str:
    return f"timeout {event.timer.name}" if event.timer else event.name


_Entity = TypeVar("_Entity", Event, State)


def _named(name: str, entities: tuple[_Entity, ...], what: str, spelt: Callable[[_Entity], str]) -> _Entity:
    known = {spelt(entity): entity for entity in entities}
    if name not in known:
        close = get_close_matches(name, known, n=1) or [other for other in known if other.lower() == name.lower()]
        raise StepError(f"no {what} {name!r}" + (f": did you mean {close[0]!r}?" if close else _offer(list(known))))
    return known[name]


def _facts(text: str, machine: Machine, event: Event) -> dict[str, bool]:
    """`known(name) and not reset` as answers; `else` stands for all that are not named.

    One answer holds for all questions of a guard, so the arguments say nothing.
    """
    askable = [guard.name for guard in machine.predicates]
    askable += [part.name for part in event.params if part.type is Basic.BOOL]
    facts: dict[str, bool] = {}
    for part in re.split(r"\s*,\s*|\s+and\s+", _ARGUMENTS.sub(lambda found: found["name"] or "", text).strip()):
        denied = re.fullmatch(r"not\s+(.+)", part)
        name, answer = plain(denied[1] if denied else part), not denied
        if name and name != ELSE and name not in askable:
            raise StepError(f"{name!r} is no guard and no boolean payload of {event}" + _offer(askable))
        if facts.get(name, answer) != answer:
            raise StepError(f"{name!r} is answered with yes and with no: a step gives one answer to all its questions")
        if name:
            facts[name] = answer
    return facts


def _offer(choices: list[str]) -> str:
    return f": choose from {', '.join(choices)}" if choices else ""


# -------------------------------------------------------------------------------------------------------- values


def payload_of(step: Delivery, ask: Callable[[Parameter], str] | None) -> dict[str, Value]:
    """The payload by name: from the arguments, the facts, the defaults, or what `ask` answers for the rest."""
    texts = list(step.args or ())
    payload: dict[str, Value] = {}
    for part in step.event.params:
        if isinstance(part.type, Many):
            payload[part.name] = tuple(value_of(text, part.type.item) for text in texts)
            texts = []
        elif texts:
            payload[part.name] = value_of(texts.pop(0), part.type)
        else:
            payload[part.name] = _left_out(part, step, ask)
    if texts:
        raise StepError(f"too many values: the payload of {step.event} is {signature(step.event.params) or 'empty'}")
    return payload


def _left_out(part: Parameter, step: Delivery, ask: Callable[[Parameter], str] | None) -> Value:
    """The value of a part that has no argument."""
    if part.name in step.facts:
        return step.facts[part.name]
    if part.default is not None:
        return evaluate(part.default, Scope({}, {}))
    if part.type is Basic.BOOL and ELSE in step.facts:
        return False
    if ask is None or step.args is not None:
        raise StepError(f"{step.event} needs its payload: {step.event}{signature(step.event.params)}")
    return value_of(ask(part), part.type)


def fact(facts: Mapping[str, bool], name: str) -> bool | None:
    """What a step says of a guard; None if it does not say."""
    return facts.get(name, False if ELSE in facts else None)


def option_of(text: str, machine: Machine) -> tuple[str, Value]:
    """`name=value` as the option and its value."""
    name, given, value = (part.strip() for part in text.partition("="))
    options: dict[str, Option] = {option.name: option for option in machine.options}
    if name not in options:
        raise StepError(f"no option {name!r}" + _offer(list(options)))
    if not given:
        raise StepError(f"option {name!r} without a value: write {name}=VALUE")
    return name, value_of(value, options[name].type)
