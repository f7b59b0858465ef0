"""A machine and a play in, the first difference between the interpreter and the page's engine in Chromium out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from unittest import mock

from fsmc.emit.data import embedded
from fsmc.emit.data.terms import value
from fsmc.interpreter import (
    EndlessRaise,
    Impossible,
    Interpreter,
    Outcome,
    Refused,
    Rejected,
    Taken,
    run,
    whole_payload,
)
from fsmc.model import Disposition, Event, Kind, Machine, Predicate
from fsmc.scenarios import Passed
from tests.random.hosts import pick

ROOT = Path(__file__).parent.parent.parent
ENGINE = [
    ROOT / "fsmc" / "emit" / "page" / f"engine{part}.js"
    for part in ("-expressions", "-values", "-model", "-run", "-outlook", "")
]
DRIVER = Path(__file__).parent / "engine_driver.js"

RAISED_AT_MOST = 50
"""Raised events in one run of a walk, for both: endless runs are many among random specs, and 1000 events take long."""


def engine_page(browser: Any) -> Any:
    """An empty page in which the engine is loaded, and `driver` drives it."""
    page = browser.new_page()
    for part in ENGINE:
        page.add_script_tag(content=part.read_text(encoding="utf-8"))
    page.add_script_tag(content=f"const driver = {DRIVER.read_text(encoding='utf-8')}")
    return page


def difference(page: Any, machine: Machine, plays: Iterable[Play]) -> str:
    """The first difference that some plays show, or nothing."""
    plays = tuple(plays)
    plans = json.dumps([play.plan for play in plays])
    played = page.evaluate("([model, plans]) => driver.play(model, plans)", [embedded(machine), plans])
    for play, found in zip(plays, json.loads(played), strict=True):
        for place, (expected, seen) in enumerate(zip(play.expected, found, strict=True)):
            if expected != seen:
                steps = "\n".join(json.dumps(command) for command in play.commands[: place + 1])
                return f"{steps}\noptions {play.plan['options']}\nexpected {expected}\nfound    {seen}"
    return ""


class Play:
    """What the interpreter is told and does: the commands that the engine is to follow, and what it must show then."""

    def __init__(self, machine: Machine, options: Mapping[str, Any] | None = None, at_most: int = 1000) -> None:
        self.machine = machine
        self.now = 0.0
        self.answers = 0
        self.commands: list[dict[str, Any]] = []
        self.expected: list[Any] = []
        self.plan = {"options": value(options or {}), "raisedAtMost": at_most, "commands": self.commands}
        self.spec = Interpreter(machine, options=options, answers=self._answer, clock=lambda: self.now)

    def _answer(self, guard: Predicate, args: tuple[Any, ...]) -> bool:
        return host(self.answers, guard.name, args)

    def send(self, event: str, payload: Mapping[str, Any] | None = None) -> None:
        """An event from outside."""
        given = payload or {}
        self._do({"do": "send", "event": event, "payload": value(given)}, lambda: self.spec.send(event, given))

    def advance(self, seconds: float) -> None:
        """Time passes."""
        self.now += seconds
        if self.spec.deadline is None or self.spec.deadline > self.now:
            self.spec.taken = ()  # the interpreter leaves them as they were where nothing was due
        self._do({"do": "advance", "seconds": value(seconds)}, self.spec.advance)

    def expire(self, timer: str) -> None:
        """A timer expires, whatever the clock says."""
        self._do({"do": "expire", "timer": timer}, lambda: self.spec.expire(timer))

    def restore(self) -> None:
        """The engine goes on from a snapshot that went through JSON."""
        self.spec.taken = ()
        self._do({"do": "restore"}, tuple)

    def _do(self, command: dict[str, Any], act: Callable[[], tuple[Outcome, ...]]) -> None:
        self.commands.append({**command, "answers": self.answers})
        self.expected.append(json.loads(json.dumps({**_attempt(self.spec, act), "now": value(self.now)})))


class Walk(Play):
    """A play at random."""

    def __init__(self, machine: Machine, seed: int, steps: int) -> None:
        options = {o.name: _plain(pick(o.type, seed + place)) for place, o in enumerate(machine.options)}
        super().__init__(machine, options if seed % 3 else {}, RAISED_AT_MOST)
        self.dice = Random(seed)
        self.sendable = [event for event in machine.events if event.base is None]
        with mock.patch.object(run, "RAISED_AT_MOST", RAISED_AT_MOST):
            for _ in range(steps):
                self._step()

    def _step(self) -> None:
        self.answers = self.dice.choice((0, 1, self.dice.randrange(2, 100), self.dice.randrange(2, 100)))
        chance = self.dice.random()
        if chance < 0.05:
            self.restore()
        elif chance < 0.1 and self.machine.timers:
            self.expire(self.dice.choice(self.machine.timers).name)
        elif chance < 0.4 and self.spec.timers:
            left = max(0.0, (self.spec.deadline or 0.0) - self.now)
            self.advance(self.dice.choice((left, left, 0.0, left + 0.25, 1.0, 0.25, 500.0)))
        elif self.sendable:
            self.send(*self._welcome())

    def _welcome(self) -> tuple[str, dict[str, Any]]:
        """An event with a payload; mostly one that is not refused."""
        for _ in range(4):
            event = self.dice.choice(self.sendable)
            payload = self._payload(event, self.dice.randrange(999))
            _, line = self.spec.decision(event, whole_payload(event, payload))
            if not isinstance(line, Disposition) or line.kind in (Kind.DEFER, Kind.IGNORE):
                break
        return event.name, payload

    def _payload(self, event: Event, number: int) -> dict[str, Any]:
        """A payload that leaves out some of what has a default."""
        payload = {part.name: _plain(pick(part.type, number + 3 * place)) for place, part in enumerate(event.params)}
        optional = [part.name for part in event.params if part.default is not None]
        for name in optional[self.dice.randrange(len(optional) + 1) :]:
            del payload[name]
        return payload


# ------------------------------------------------------------------------------- the words of engine_driver.js


def _attempt(spec: Interpreter, act: Callable[[], tuple[Outcome, ...]]) -> dict[str, Any]:
    """What an act does, or why nothing is done."""
    try:
        outcomes = act()
        return {**_done(outcomes, spec.taken), **_condition(spec)}
    except (Rejected, Impossible) as error:
        refused = {"refused": type(error).__name__.lower(), "reason": error.reason, "section": error.section}
        return {**refused, "at": [error.state, error.event], **_done((), ()), **_condition(spec)}
    except EndlessRaise:
        return {"refused": "endless", **_done((), ()), **_condition(spec)}


def shown(spec: Interpreter, passed: Passed) -> dict[str, Any]:
    """What a step of a scenario does."""
    shown = {**_done(passed.outputs, passed.taken), **_condition(spec.at(passed.after)), "now": 0}
    plain: dict[str, Any] = json.loads(json.dumps(shown))
    return plain


def _done(outcomes: tuple[Outcome, ...], taken: tuple[Taken, ...]) -> dict[str, Any]:
    steps = [[step.source.name, step.event.name, step.line.label, step.target.name] for step in taken]
    return {"actions": [_action(outcome) for outcome in outcomes], "steps": steps}


def _action(outcome: Outcome) -> list[Any]:
    if isinstance(outcome, Refused):
        return ["refused", outcome.event, outcome.reason]
    return [outcome.action, value(outcome.args)]


def _condition(spec: Interpreter) -> dict[str, Any]:
    return {
        "state": spec.state.name,
        "timers": [[name, value(deadline)] for name, deadline in spec.timers.items()],
        "variables": value(spec.variables),
        "deferred": [{"event": event, "payload": value(payload)} for event, payload in spec.deferred],
    }


def _plain(content: Any) -> Any:
    """A value with its objects as mappings."""
    if isinstance(content, SimpleNamespace):
        return {name: _plain(part) for name, part in vars(content).items()}
    return tuple(map(_plain, content)) if isinstance(content, tuple) else content


def host(number: int, guard: str, args: tuple[Any, ...]) -> bool:
    """The answer of the host of that number; the same as in engine_driver.js."""
    if number < 2:
        return bool(number)
    total = number
    for char in json.dumps([guard, value(args)], separators=(",", ":"), ensure_ascii=False):
        total = (total * 31 + ord(char)) % 1000003
    return total % 2 == 1
