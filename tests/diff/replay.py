"""A comparison in, what is wrong with it out: traces are played by `fsmc simulate`, promises are held to by long walks.

Nothing of fsmc/diff is used here: a trace is text, and what each machine does with it is what the simulation says.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from fsmc.cli.simulation import Asker, Record, Simulation
from fsmc.cli.steps import option_of
from fsmc.cli.values import StepError
from fsmc.diff import Axis, Comparison, Grade
from fsmc.diff.verdict import Reply, Trace
from fsmc.interpreter import EndlessRaise, Impossible, Interpreter, Output, Rejected
from fsmc.interpreter.spelling import call
from fsmc.model import Disposition, Machine, Transition
from tests.random.dice import Dice
from tests.random.hosts import pick

SILENT = ("taken", "ignored", "nothing is due")
"""Ways to take a step that can come to the same: nothing."""


@dataclass(frozen=True)
class Seen:
    """What a machine did with a step, as the simulation shows it."""

    kind: str
    state: str
    actions: tuple[str, ...] = ()
    problem: str = ""


def wrong(old: Machine, new: Machine, found: Comparison) -> Iterator[str]:
    """What is wrong with the verdicts on behaviour and actions and with their traces."""
    for axis in (Axis.BEHAVIOUR, Axis.ACTIONS):
        verdict = found.verdict(axis)
        if verdict.trace is not None:
            yield from _untrue(old, new, verdict.trace)
            yield from _shows_nothing(found, axis, verdict.grade, verdict.trace)
        elif verdict.grade in (Grade.EXTENDS, Grade.NARROWS, Grade.BREAKING):
            yield f"no trace shows that {axis} is {verdict.grade}"
        if (verdict.grade is Grade.UNKNOWN) != bool(verdict.open):
            yield f"{axis} is {verdict.grade}, and open is {verdict.open}"
    if found.verdict(Axis.BEHAVIOUR).grade <= Grade.COMPATIBLE:
        yield from _walks_differ(old, new, found)


# --------------------------------------------------------------------------------------------------------- traces


def played(machine: Machine, trace: Trace, texts: list[str]) -> list[Seen]:
    """What a machine does with the steps of a trace."""
    known = {option.name for option in machine.options}
    options = [option_of(f"{name}={value}", machine) for name, value in trace.options if name in known]
    simulation = Simulation(machine, dict(options), Asker())
    return [_seen(simulation, text) for text in texts]


def _seen(simulation: Simulation, text: str) -> Seen:
    try:
        records = list(simulation.take(text))
    except StepError as fault:
        kinds = {"no event": "no such event", "stopped after": "endless"}
        other = f"cannot be tried: {fault}"
        kind = next((kind for words, kind in kinds.items() if str(fault).startswith(words)), other)
        return Seen(kind, simulation.state.name)
    told = [record for record in records if record.taken or record.problem]
    kinds = [_kind(record) for record in told] or ["nothing is due"]
    kind = next((each for each in kinds if each not in SILENT), "taken" if "taken" in kinds else kinds[0])
    actions = tuple(_spelled(simulation.machine, each) for record in told for each in record.actions)
    problem = next((record.problem for record in told if record.problem), "")
    return Seen(kind, simulation.state.name, actions, problem)


def _kind(record: Record) -> str:
    for words, kind in (("is refused", "refused"), ("cannot happen", "impossible"), ("without end", "endless")):
        if words in record.problem:
            return kind
    if record.problem:
        return record.problem
    line = record.taken[0].line
    return "taken" if isinstance(line, Transition) else {"ignore": "ignored", "defer": "deferred"}[str(line.kind)]


def _spelled(machine: Machine, outcome: object) -> str:
    if not isinstance(outcome, Output):
        return str(outcome)
    action = next(each for each in machine.actions if each.name == outcome.action)
    return call(action.name, outcome.args, action.params)


def _untrue(old: Machine, new: Machine, trace: Trace) -> Iterator[str]:
    """Where the simulation does not do what the trace says."""
    ours = played(old, trace, [move.text for move in trace.moves])
    theirs = played(new, trace, [move.new_text for move in trace.moves])
    for move, was, now in zip(trace.moves, ours, theirs, strict=True):
        for reply, seen, side in ((move.old, was, "old"), (move.new, now, "new")):
            if not _is_so(reply, seen):
                yield f"{move.text}: the {side} machine does {seen}, the trace says {reply}"


def _is_so(reply: Reply, seen: Seen) -> bool:
    """Whether the machine did what the trace says; where it comes to no end, no state is its last."""
    answer = "refused" if str(reply.answer) == "undefined" else str(reply.answer)
    if answer == seen.kind == "endless":
        return True
    return (answer, reply.state, reply.actions) == (seen.kind, seen.state, seen.actions)


def _shows_nothing(found: Comparison, axis: Axis, grade: Grade, trace: Trace) -> Iterator[str]:
    """Whether the machines part before the last move, or not even there."""
    before = [(move.old.state, move.new.state) for move in trace.moves]
    before = [("", ""), *before[:-1]]
    differ = [_differ(found, axis, move.old, move.new, here) for move, here in zip(trace.moves, before, strict=True)]
    if any(differ[:-1]):
        yield f"{axis}: the machines part before the last move of {[move.text for move in trace.moves]}"
    last = trace.last
    if grade not in (Grade.UNKNOWN, Grade.COMPATIBLE) and not differ[-1] and last.old.answer is last.new.answer:
        yield f"{axis}: the last move of {[move.text for move in trace.moves]} shows nothing"


def _differ(found: Comparison, axis: Axis, old: Reply, new: Reply, before: tuple[str, str]) -> bool:
    if axis is Axis.ACTIONS:
        return _plain(old.actions) != tuple(_renamed(found, action) for action in _plain(new.actions))
    if str(old.answer) == str(new.answer):
        return False
    silent = str(old.answer) in SILENT and str(new.answer) in SILENT
    return not (silent and _nothing(old, before[0]) and _nothing(new, before[1]))


def _nothing(reply: Reply, before: str) -> bool:
    return not reply.actions and (not before or reply.state == before)


def _plain(actions: tuple[str, ...]) -> tuple[str, ...]:
    """Actions, without the reason of what was refused."""
    return tuple(action.partition(": ")[0] if action.startswith("refused ") else action for action in actions)


def _renamed(found: Comparison, action: str) -> str:
    for each in found.renamed:
        if each.kind in ("action", "event"):
            action = action.replace(each.new, each.old)
    return action


# ---------------------------------------------------------------------------------------------------------- walks


def _walks_differ(old: Machine, new: Machine, found: Comparison) -> Iterator[str]:
    """Where two machines that are said to be alike part on random walks."""
    for walk in range(3):
        yield from _walk_differs(old, new, found, Dice(f"walk {walk}"))


def _walk_differs(old: Machine, new: Machine, found: Comparison, dice: Dice) -> Iterator[str]:
    names = {(each.kind, each.new): each.old for each in found.renamed}
    number = dice.number(0, 99)
    clock = [0.0]

    def answer(guard: str, args: object) -> bool:
        return bool(zlib.crc32(repr((guard, args, number)).encode()) >> 7 & 1)

    twins = [
        Interpreter(
            machine,
            options={o.name: pick(o.type, number) for o in machine.options} if number % 2 else {},
            answers=lambda guard, args: answer(names.get(("guard", guard.name), guard.name), args),
            clock=lambda: clock[0],
        )
        for machine in (old, new)
    ]
    events = [event for event in old.inputs if event.timer is None]
    theirs = {names.get(("event", event.name), event.name): event.name for event in new.inputs}
    same = found.verdict(Axis.ACTIONS).grade <= Grade.COMPATIBLE
    for step in range(60):
        number += 1
        if dice.yes(25) or not events:
            clock[0] += dice.one((0.0, 0.5, 1.0, 3.0))
            was, now = (_done(twin, None, {}) for twin in twins)
        else:
            event = dice.one(events)
            payload = {part.name: pick(part.type, number + place) for place, part in enumerate(event.params)}
            was = _done(twins[0], event.name, payload)
            parts = (part.name for part in new.event(theirs[event.name]).params)
            now = _done(twins[1], theirs[event.name], dict(zip(parts, payload.values(), strict=True)))
        if was[0] != now[0] or (same and was[1] != tuple(_renamed(found, action) for action in now[1])):
            yield f"step {step} of a walk: {was} and {now}"
            return
        if "endless" in (was[0], now[0]):
            return


def _done(twin: Interpreter, event: str | None, payload: dict[str, object]) -> tuple[str, tuple[str, ...]]:
    """How a machine takes a step, nothing told apart that may be the same, and the actions."""
    twin.taken = ()
    try:
        found = twin.advance() if event is None else twin.send(event, payload)
    except (Rejected, Impossible, EndlessRaise) as refusal:
        return ("refused" if not isinstance(refusal, EndlessRaise) else "endless"), ()
    line = twin.taken[0].line if twin.taken else None
    deferred = isinstance(line, Disposition) and str(line.kind) == "defer"
    return ("deferred" if deferred else "fine"), _plain(tuple(map(str, found)))
