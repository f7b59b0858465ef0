"""The text of a simulation step in, its event, payload and answers out: `rcv-FIN(true) [fin-acked] -> TIME-WAIT`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from fsmc import names
from fsmc.interpreter import Scope, Value, evaluate
from fsmc.model import (
    Basic,
    Enumeration,
    Event,
    HostType,
    Machine,
    Many,
    Option,
    Parameter,
    Predicate,
    State,
    Type,
    signature,
)

ELSE = "else"
"""`[else]` answers no to every question that the step does not answer by name."""


class StepError(Exception):
    """A step that cannot be tried: it is misspelt, or does not fit the machine."""


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
_ADVANCE = re.compile(r"advance\s+(\S+)")


def parse(text: str, machine: Machine) -> Step:
    """Read one step; raises StepError, which says what to write."""
    text = text.strip()
    if waited := _ADVANCE.fullmatch(text):
        return Advance(text, _seconds(waited[1]))
    found = _STEP.fullmatch(text)
    if not found:
        raise StepError(f"cannot read {text!r}: write an event as in a scenario, such as `push(true) [guard]`")
    event = event_of(machine, ("timeout " if found["timeout"] else "") + _plain(found["name"]))
    args = None if found["args"] is None else tuple(split(found["args"]))
    target = None if found["target"] is None else state_of(machine, _plain(found["target"]))
    said = text if target is None else text[: text.rindex("->")].rstrip()
    return Delivery(said, event, args, _facts(found["facts"] or "", machine, event), target)


def split(text: str) -> Iterator[str]:
    """The parts between commas that stand in no brackets and no quotes."""
    parts = re.findall(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\{[^}]*\}|\([^)]*\)|[^,])+""", text)
    return (part.strip() for part in parts if part.strip())


# --------------------------------------------------------------------------------------------------------- names


def event_of(machine: Machine, name: str) -> Event:
    """The event of that name that can be delivered."""
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


def _plain(name: str) -> str:
    """A name without its quotes."""
    return re.sub(r"\\(.)", r"\1", name[1:-1]) if name.startswith("'") else name


def _facts(text: str, machine: Machine, event: Event) -> dict[str, bool]:
    """`fin-acked and not reset` as answers; `else` stands for all that are not named."""
    askable = [guard.name for guard in machine.predicates]
    askable += [part.name for part in event.params if part.type is Basic.BOOL]
    facts = {}
    for part in re.split(r"\s*,\s*|\s+and\s+", text.strip()):
        denied = re.fullmatch(r"not\s+(.+)", part)
        name = _plain(denied[1] if denied else part)
        if name and name != ELSE and name not in askable:
            raise StepError(f"{name!r} is no guard and no boolean payload of {event}" + _offer(askable))
        if name:
            facts[name] = not denied
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
    name, _, value = (part.strip() for part in text.partition("="))
    options: dict[str, Option] = {option.name: option for option in machine.options}
    if name not in options:
        raise StepError(f"no option {name!r}" + _offer(list(options)))
    return name, value_of(value, options[name].type)


def value_of(text: str, type_: Type) -> Value:
    """A value as a spec writes it."""
    match type_:
        case Enumeration():
            return _choice(_plain(text), type_.members)
        case HostType():
            return _record(text, type_)
        case Many():
            return tuple(value_of(part, type_.item) for part in split(text))
        case Basic.BOOL:
            return _choice({"yes": "true", "no": "false", "y": "true", "n": "false"}.get(text, text), _TRUTH) == "true"
        case Basic.INT:
            return _integer(text)
        case Basic.DURATION:
            return _seconds(text)
        case _:
            return re.sub(r"\\(.)", r"\1", text[1:-1]) if text[:1] in "\"'" and len(text) > 1 else text


_TRUTH = ("true", "false")
_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "": 1.0}


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise StepError(f"{text!r} is none of {', '.join(choices)}")
    return text


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise StepError(f"{text!r} is no whole number") from None


def _seconds(text: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|min|h|)", text)
    if not found:
        raise StepError(f"{text!r} is no duration: write 250ms, 3s, 2min or 1h")
    return float(found[1]) * _UNITS[found[2]]


def _record(text: str, type_: HostType) -> dict[str, Value]:
    """`{status=200, text="OK"}` as a value of a host type."""
    given = dict(part.partition("=")[::2] for part in split(text.strip("{} ")))
    fields = {part.name: part.type for part in type_.fields}
    if {name.strip() for name in given} != set(fields):
        raise StepError(f"a {type_} is written {{{', '.join(f'{name}=...' for name in fields)}}}")
    return {name.strip(): value_of(value.strip(), fields[name.strip()]) for name, value in given.items()}


def spelling(predicate: Predicate, args: tuple[Value, ...]) -> str:
    """`fits(3)`: a question as people read it."""
    return names.quoted(predicate.name) + (f"({', '.join(map(str, args))})" if args else "")
