"""A machine and random choices in, the lines of scenarios that hold and of views out: what the interpreter walks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from unittest import mock

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.interpreter import EndlessRaise, Impossible, Interpreter, Rejected, defaults, run
from fsmc.interpreter.decision import AnyLine
from fsmc.interpreter.spelling import call, shown
from fsmc.model import (
    ELSE,
    Basic,
    Do,
    Event,
    HostType,
    Machine,
    Many,
    Option,
    Parameter,
    Predicate,
    State,
    Timer,
    Type,
    Variable,
)
from tests.random.dice import Dice
from tests.random.hosts import pick

NAMES = ("path-1", "'half way'", "scenario")
RAISED_AT_MOST = 20
"""Raised events of a step; a longer run is not worth a scenario."""


def scenarios(machine: Machine, dice: Dice) -> dict[str, str]:
    """Up to three scenarios by name."""
    with mock.patch.object(run, "RAISED_AT_MOST", RAISED_AT_MOST):
        return {name: line for name in NAMES[: dice.number(1, 3)] if (line := _Path(machine, dice).line(name))}


def views(machine: Machine, dice: Dice, paths: Iterable[str]) -> Iterator[str]:
    """Up to two views of what there is, with the scenarios of these names."""
    parts = [f"scenario {name}" for name in paths]
    parts += [names.quoted(group.name) for group in machine.groups]
    parts += [names.quoted(state.name) for state in machine.states]
    parts += [f"{{{each.name}}}" for each in machine.tags]
    done = {doing.effect.action for doing in Analysis(machine).doings if isinstance(doing.effect, Do)}
    for name in ("overview", "'a part'")[: dice.number(0, 2)]:
        label = ' "what \\"matters\\""' if dice.yes(50) else ""
        to = " to peer" if dice.yes(50) and any(action.to == "peer" for action in done) else ""
        yield f"view {name}{label}{to} = {', '.join(dice.some(parts, 1, 3))}"


class _Path:
    """A walk from some state on, told so completely that nothing else can come of it."""

    def __init__(self, machine: Machine, dice: Dice) -> None:
        self.machine, self.dice = machine, dice
        self.start = machine.initial if dice.yes(50) else dice.one(machine.states)
        slots: list[Option | Variable] = [*machine.options, *machine.variables]
        given = dice.some(slots, 1, 3) if dice.yes(50) else []
        values = {slot.name: pick(slot.type, dice.number(0, 99)) for slot in given}
        self.given = [_equal(names.quoted(slot.name), values[slot.name], slot.type) for slot in given]
        options = {option.name: values[option.name] for option in machine.options if option.name in values}
        self.at = Interpreter(machine, options=options, answers=self._answer)
        self.at.place(self.start, {name: value for name, value in values.items() if name not in options})
        self.asked: list[tuple[Predicate, tuple[Any, ...], bool]] = []

    def _answer(self, predicate: Predicate, args: tuple[Any, ...]) -> bool:
        """The host's answer, the same throughout a step."""
        for asked, with_args, yes in self.asked:
            if asked is predicate and with_args == args:
                return yes
        self.asked.append((predicate, args, self.dice.yes(50)))
        return self.asked[-1][2]

    def line(self, name: str) -> str:
        """The statement; nothing where no step could be found."""
        steps = [step for _ in range(self.dice.number(1, 6)) for step in (self._some_step(),) if step]
        heading = name + self.dice.one(("", ' "a \\"way\\""')) + self.dice.one(("", "", " bold", " dashed"))
        given = f" [{' and '.join(self.given)}]" if self.given else ""
        glue = self.dice.one((", ", ",\n    "))
        return glue.join([f"scenario {heading}: {_name(self.start)}{given}", *steps]) if steps else ""

    def _some_step(self) -> str:
        """A step that the machine takes and that can be told, if one is found soon."""
        return next((step for _ in range(6) for step in (self._step(),) if step), "")

    def _step(self) -> str:
        before, self.asked = self.at.configuration, []
        event = self.dice.one(self._choices())
        payload = self._payload(event)
        found, line = self.at.decision(event, payload)
        try:
            self.at.deliver(event, payload)
        except (Rejected, Impossible, EndlessRaise):
            self.at.configuration = before
            return ""
        if any(isinstance(part.type, HostType) for guard, _, _ in self.asked for part in guard.params):
            self.at.configuration = before  # a value of the host has no spelling
            return ""
        return f"{self._told(event, found, line, payload)} -> {_name(self.at.state)}"

    def _choices(self) -> list[Event]:
        """What may come: any event from outside, and expiries."""
        sendable = [event for event in self.machine.events if event.base is None]
        return [*sendable, *(event for event in self.machine.timeouts if event.timer and self._expires(event.timer))]

    def _expires(self, timer: Timer) -> bool:
        running = timer in self.at.configuration.timers
        return running or (not self.start.initial and self.at.state in timer.within)

    def _payload(self, event: Event) -> dict[str, Any]:
        number = self.dice.number(0, 999)
        known = _is_of_host(event)  # of a payload that only an assumption can tell, `T*` is left out
        payload = {
            part.name: () if known and isinstance(part.type, Many) else _value(part.type, number + 3 * place)
            for place, part in enumerate(event.params)
        }
        return {**payload, **(defaults(event) if self.dice.yes(30) else {})}

    def _told(self, event: Event, found: Event, line: AnyLine, payload: dict[str, Any]) -> str:
        """The event with all that decides: arguments, or what is assumed of the payload, and the host's answers."""
        facts = [fact for part in event.params for fact in _facts(part, payload)] if _is_of_host(event) else []
        facts += [f"{'' if yes else 'not '}{call(guard.name, args, guard.params)}" for guard, args, yes in self.asked]
        named = found if self.dice.yes(60) else event
        name = names.quoted(named.name) if named.base or named.timer is None else str(named)
        if event.params and not _is_of_host(event):
            name += self._arguments(event, payload)
        is_else = not facts and named.base is None and line.guard is ELSE and self.dice.yes(60)
        guard = "else" if is_else else " and ".join(facts)
        return name + (f" [{guard}]" if guard else "")

    def _arguments(self, event: Event, payload: dict[str, Any]) -> str:
        """`(3, red)`; values at the end that are the defaults may be left out."""
        preset, params = defaults(event), list(event.params)
        while params and self.dice.yes(70) and preset.get(params[-1].name, _NOTHING) == payload[params[-1].name]:
            params.pop()
        written = [shown(payload[part.name], part.type) for part in params]
        return f"({', '.join(text for text in written if text)})"


_NOTHING = object()


def _is_of_host(event: Event) -> bool:
    """Whether some part of the payload is a value of the host, which cannot be written as an argument."""
    return any(isinstance(part.type, HostType) for part in event.params)


def _value(kind: Type, number: int) -> Any:
    """A value as scenarios have it: one of the host is a mapping."""
    if isinstance(kind, HostType):
        return {part.name: pick(part.type, number + place) for place, part in enumerate(kind.fields)}
    return pick(kind, number)


def _facts(part: Parameter, payload: dict[str, Any]) -> Iterator[str]:
    """What an assumption says of a part of the payload."""
    value, name = payload[part.name], names.quoted(part.name)
    if isinstance(part.type, HostType):
        for each in part.type.fields:
            yield _equal(f"{name}.{names.quoted(each.name)}", value[each.name], each.type)
    elif not isinstance(part.type, Many):
        yield _equal(name, value, part.type)


def _equal(name: str, value: Any, kind: Type) -> str:
    if kind is Basic.BOOL:
        return name if value else f"not {name}"
    return f"{name} == {shown(value, kind)}"


def _name(state: State) -> str:
    return names.quoted(state.name)
