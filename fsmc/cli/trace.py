"""A record of a simulation step in, its lines for people or its JSON object for programs out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from fsmc import names
from fsmc.cli.simulation import Record
from fsmc.interpreter import Outcome, Output, Taken, Value
from fsmc.interpreter.spelling import call, shown
from fsmc.model import Machine


def lines(record: Record, name: str, machine: Machine) -> Iterator[str]:
    """`rcv-FIN: ESTABLISHED -> CLOSE-WAIT / snd(ACK)`, the lines of the spec that decided, variables, timers."""
    yield f"{record.step}: {_path(record)}{_actions(record.actions, machine)}"
    if record.problem:
        yield f"    {record.problem}"
    for taken in record.taken:
        yield f"    by {name}:{taken.line.span.line}: {taken.line.label}"
    if record.changed:
        yield f"    variables: {_variables(record.changed, machine)}"
    if record.timers:
        yield f"    timers: {_timers(record.timers)}"
    if record.deferred:
        yield f"    deferred: {', '.join(record.deferred)}"


def _path(record: Record) -> str:
    """The states on the way: more than two if raised or deferred events were taken too."""
    states = [record.before, *(taken.target for taken in record.taken)] if record.taken else [record.before]
    if len(states) == 1 and record.after is not record.before:
        states.append(record.after)
    return " -> ".join(map(str, states))


def _actions(actions: tuple[Outcome, ...], machine: Machine) -> str:
    params = {action.name: action.params for action in machine.actions}
    written = (call(each.action, each.args, params[each.action]) if isinstance(each, Output) else str(each)
               for each in actions)  # fmt: skip
    return f" / {', '.join(written)}" if actions else ""


def _variables(values: Mapping[str, Value], machine: Machine) -> str:
    types = {variable.name: variable.type for variable in machine.variables}
    return ", ".join(f"{names.quoted(name)} = {shown(value, types[name])}" for name, value in values.items())


def _timers(timers: Mapping[str, float]) -> str:
    return ", ".join(f"{name} in {names.duration(round(left, 6))}" for name, left in timers.items())


def as_json(record: Record) -> str:
    """One JSON object on one line; times in seconds, `timers` the seconds left in order of start."""
    return json.dumps(
        {
            "step": record.step,
            "before": record.before.name,
            "after": record.after.name,
            "actions": [_outcome(outcome) for outcome in record.actions],
            "taken": [_taken(taken) for taken in record.taken],
            "problem": record.problem or None,
            "time": record.time,
            "timers": {name: round(left, 6) for name, left in record.timers.items()},
            "variables": dict(record.variables),
            "deferred": list(record.deferred),
        },
        ensure_ascii=False,
        default=str,
    )


def _outcome(outcome: Outcome) -> dict[str, object]:
    if isinstance(outcome, Output):
        return {"action": outcome.action, "args": list(outcome.args)}
    return {"refused": outcome.event, "reason": outcome.reason}


def _taken(taken: Taken) -> dict[str, object]:
    return {
        "event": str(taken.event),
        "before": taken.source.name,
        "after": taken.target.name,
        "line": taken.line.span.line,
    }
