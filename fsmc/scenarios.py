"""A scenario in, the first of its steps that does not hold out: what a scenario promises is checked in every world.

The rule (docs/language.md, "Scenarios"): a step holds if, whatever the host answers and whatever the parts of the
payload are that the step does not give, as long as its assumption holds, the machine is in the target state after it.
What a step leaves open, such as the value of a variable, is open for the next step too.

A path begins with no timer running.  Where it begins in the initial state, only timers that it has started expire;
where it begins elsewhere, nothing is known of what came before, and any timer that can run may expire.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fsmc import outcomes
from fsmc.interpreter import (
    BeyondMeasure,
    Configuration,
    EndlessRaise,
    Impossible,
    Interpreter,
    Looked,
    Outcome,
    Rejected,
    Scope,
    Taken,
    Value,
    defaults,
    evaluate,
)
from fsmc.model import (
    ELSE,
    Assign,
    Basic,
    Comparison,
    Expr,
    Field,
    Guard,
    Literal,
    Logic,
    Machine,
    Member,
    Not,
    Otherwise,
    Payload,
    Read,
    Scenario,
    Step,
    flat,
)
from fsmc.source import NOWHERE, Span

WAYS_AT_MOST = 64
"""How many configurations that differ in variables or timers are followed from step to step."""


@dataclass(frozen=True)
class Failure:
    """Why a scenario does not hold: the step (counted from 0), what was assumed, and where the machine is instead.

    `state` names the state after the step, `refusal` is the reason why there was no step; `assumption_never_holds`
    says that no world agrees with what the step assumes; `beyond` is where a number beyond all measure is worked out.
    """

    step: int
    world: str
    state: str
    refusal: str = ""
    assumption_never_holds: bool = False
    beyond: Span = NOWHERE

    def __str__(self) -> str:
        if self.assumption_never_holds:
            return "what this step assumes never holds here"
        where = f"with {self.world}, " if self.world else ""
        return f"{where}{self.refusal}" if self.refusal else f"{where}the machine is in {self.state}"


@dataclass(frozen=True)
class Passed:
    """One way through a step: what was delivered and answered, what came of it, and the machine after it."""

    payload: Mapping[str, Value]
    answers: tuple[outcomes.Answer, ...]
    outputs: tuple[Outcome, ...]
    taken: tuple[Taken, ...]
    looked: tuple[Looked, ...]
    after: Configuration


Way = tuple[Passed, ...]
"""What a scenario's steps came to so far, each beginning where the one before ended."""


def scenario_failure(machine: Machine, scenario: Scenario) -> Failure | None:
    """The first step of a scenario that does not hold in some world, or None."""
    found = follow(machine, scenario)
    return found if isinstance(found, Failure) else None


@lru_cache(maxsize=1024)
def follow(machine: Machine, scenario: Scenario) -> Way | Failure:
    """The way through the first worlds that lead to the end, or the first failure of any world."""
    among = relevant(machine)
    start = beginning(machine, scenario)
    ways: list[Way] = [()]
    for place, step in enumerate(scenario.steps):
        results = [
            (way, result)
            for way in ways
            for result in _step(scenario, start.at(_after(way, start)), place, step, among)
        ]
        failure = next((result for _, result in results if isinstance(result, Failure)), None)
        if failure:
            return failure
        good = [(*way, result) for way, result in results if isinstance(result, Passed)]
        if not good:
            return Failure(place, "", _after(ways[0], start).state.name, assumption_never_holds=True)
        ways = _different(good)
    return ways[0]


def _after(way: Way, start: Interpreter) -> Configuration:
    """Where a way has come to."""
    return way[-1].after if way else start.configuration


def beginning(machine: Machine, scenario: Scenario) -> Interpreter:
    """The machine where a scenario starts."""
    given = settings(scenario.given) if scenario.given is not None else {}
    options = {slot.of.name: value for slot, value in given.items() if slot.of in machine.options}
    variables = {slot.of.name: value for slot, value in given.items() if slot.of not in machine.options}
    interpreter = Interpreter(machine, options=options)
    interpreter.place(scenario.start, variables)
    return interpreter


def settings(given: Expr) -> dict[Read, Value]:
    """What a condition of `x`, `not x` and `x == value`, joined by `and`, says of options and variables."""
    match given:
        case Logic():
            return {slot: value for part in given.operands for slot, value in settings(part).items()}
        case Not(Read() as slot):
            return {slot: False}
        case Read():
            return {given: True}
        case Comparison((Read() as slot, value)):
            return {slot: evaluate(value, Scope({}, {}))}
        case _:
            raise ValueError(f"{given} sets nothing")


def relevant(machine: Machine) -> outcomes.Candidates:
    """What is worth trying for payloads: all conditions of the machine count, and what assignments carry to them."""
    guards = [line.guard for line in machine.lines] + [event.when for event in machine.events]
    guards += [step.assuming for scenario in machine.scenarios for step in scenario.steps]
    exprs = [guard for guard in guards if guard is not None and not isinstance(guard, Otherwise)]
    effects = [effect for line in machine.transitions for effect in flat(line.effects)]
    effects += [effect for hook in machine.enters + machine.leaves for effect in flat(hook.effects)]
    exprs += [effect.condition for effect in effects if effect.condition is not None]
    return outcomes.candidates(exprs, [effect for effect in effects if isinstance(effect, Assign)])


def _different(ways: Iterable[Way]) -> list[Way]:
    """The first of the ways that lead to the same configuration."""
    found: list[Way] = []
    for way in ways:
        if all(way[-1].after != other[-1].after for other in found) and len(found) < WAYS_AT_MOST:
            found.append(way)
    return found


def _step(
    scenario: Scenario, start: Interpreter, place: int, step: Step, among: outcomes.Candidates
) -> Iterator[Passed | Failure | None]:
    """What comes of a step in each world; None where its assumption does not hold."""

    def run(world: outcomes.World) -> Passed | Failure | None:
        interpreter = start.copy(answers=world.answer)
        payload = _payload(world, step, among)
        try:
            if not _assumed(interpreter, step, payload):
                return None
            refusal = _deliver(scenario, interpreter, step, payload)
        except BeyondMeasure as error:
            return Failure(place, world.text(payload), interpreter.state.name, str(error), beyond=error.span)
        if refusal or interpreter.state is not step.target:
            return Failure(place, world.text(payload), interpreter.state.name, refusal)
        answers = tuple(world.answers)
        told = (interpreter.outcomes, interpreter.taken, interpreter.looked)
        return Passed(payload, answers, *told, interpreter.configuration)

    return outcomes.explore(run)


def _payload(world: outcomes.World, step: Step, among: outcomes.Candidates) -> dict[str, Value]:
    """The payload that the step gives, or one of those that it leaves open."""
    return outcomes.choose_payload(world, step.event, among, given_parts(step), said(step.assuming))


def given_parts(step: Step) -> dict[str, Value]:
    """The parts of the payload that the step gives, or for which it takes the defaults."""
    values = [evaluate(arg, Scope({}, {})) for arg in step.args or ()]
    given = {part.name: value for part, value in zip(step.event.params, values, strict=False)}
    return {**defaults(step.event), **given} if step.args is not None or step.assuming is None else given


def said(assuming: Guard) -> dict[Expr, Value]:
    """What a condition says outright of parts of the payload: other values need not be looked at.

    The worlds that are looked at are limited in number, and a payload of many parts has more than that.
    """
    match assuming:
        case Logic("and", parts):
            return {atom: value for part in parts for atom, value in said(part).items()}
        case Payload() | Field() if assuming.type is Basic.BOOL:
            return {assuming: True}
        case Not((Payload() | Field()) as atom):
            return {atom: False}
        case Comparison(((Payload() | Field()) as atom, (Literal() | Member()) as value), ("==",)):
            return {atom: evaluate(value, Scope({}, {}))}
        case _:
            return {}


def _assumed(interpreter: Interpreter, step: Step, payload: Mapping[str, Value]) -> bool:
    """Whether this world is one that the step speaks of."""
    _, line = interpreter.decision(step.event, payload)
    if step.assuming is None:
        return True
    if isinstance(step.assuming, Otherwise):
        return line.guard is ELSE
    return bool(evaluate(step.assuming, interpreter.scope(step.event, payload)))


def _deliver(scenario: Scenario, interpreter: Interpreter, step: Step, payload: Mapping[str, Value]) -> str:
    """Deliver the event of a step.  Why it was not taken, or nothing."""
    timer = step.event.timer
    if timer is not None and scenario.start.initial and timer not in interpreter.configuration.timers:
        return f"the timer {timer.name} does not run"
    try:
        interpreter.deliver(step.event, payload)
    except (Rejected, Impossible, EndlessRaise) as refusal:
        return str(refusal)
    return ""
