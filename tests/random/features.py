"""A machine in, what it has of the language out; steps in, what came of them: what forms of statements do not tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fsmc.analysis import Analysis
from fsmc.interpreter import Configuration, Interpreter, Refused
from fsmc.model import (
    ELSE,
    Arithmetic,
    Ask,
    Constant,
    Disposition,
    Do,
    Enumeration,
    Expr,
    Field,
    Guard,
    HostType,
    Logic,
    Machine,
    Many,
    Option,
    Otherwise,
    Payload,
    Raise,
    Read,
    Running,
    Scenario,
    Start,
    Step,
    Timer,
    Variable,
    flat,
    walk,
)

FEATURES = frozenset(
    {
        *(f"a {where} reads {what}" for where in ("guard", "condition of an effect", "condition of a derived event")
          for what in ("a variable", "an option", "a constant", "the payload", "a field", "a timer", "the host",
                       "the host, with arguments", "a sum")),
        *(f"a payload has {what}" for what in ("bool", "int", "str", "duration", "an enumeration", "a host type",
                                               "zero or more", "a default")),
        *("a group of all", "groups overlap", "a derived timeout", "a derived rest", "a default that is worked out"),
        *("a timer of constant length", "a timer of computed length", "a start with a length", "a restricted timer"),
        *("effects of an action", "a move to itself", "an initial end"),
        *("a raise under a condition", "a raise in any case", "a raise of nothing", "a raise of some payload"),
        *("a path from elsewhere", "a path with given values", "a path with a timeout", "a path with a derived event"),
        *("a path that assumes what the host says", "a path with arguments", "a path with [else]", "a view of a path"),
        *("does", "Rejected", "Impossible", "EndlessRaise", "GuardError", "Stopped"),
        *("NAMED", "NAMED_OTHER", "ANY", "ANY_OTHER", "UNLISTED", "on", "ignore", "defer", "reject", "never"),
        *("several steps", "several expiries", "a deferred event is refused", "a deferred event is taken"),
        *("a timer starts below zero", "a timer is cancelled by a move", "a timer starts anew"),
    }
)  # fmt: skip
"""All that random specs are to have between them, and that is to come of them on random walks."""


def features_of(machine: Machine) -> Iterator[str]:
    """What a machine has."""
    yield from _of_conditions(machine)
    yield from _of_states(machine)
    yield from _of_events(machine)
    yield from _of_timers(machine)
    yield from _of_effects(machine)
    for path in machine.scenarios:
        yield from _of_path(path, machine)


# ---------------------------------------------------------------------------------------------------- conditions


def _of_conditions(machine: Machine) -> Iterator[str]:
    places: dict[str, list[Guard]] = {
        "guard": [line.guard for line in machine.lines],
        "condition of an effect": [doing.effect.condition for doing in Analysis(machine).doings],
        "condition of a derived event": [event.when for event in machine.events],
    }
    for where, conditions in places.items():
        for condition in conditions:
            if condition is not None and not isinstance(condition, Otherwise):
                yield from (f"a {where} reads {what}" for part in walk(condition) for what in _read(part))


def _read(part: Expr) -> Iterator[str]:
    kinds = {Payload: "the payload", Field: "a field", Running: "a timer", Arithmetic: "a sum"}
    slots = {Variable: "a variable", Option: "an option", Constant: "a constant"}
    if isinstance(part, Read):
        yield slots[type(part.of)]
    elif isinstance(part, Ask):
        yield "the host, with arguments" if part.args else "the host"
    elif type(part) in kinds:
        yield kinds[type(part)]


# ------------------------------------------------------------------------------------------------- what is declared


def _of_states(machine: Machine) -> Iterator[str]:
    sets = [set(group.states) for group in machine.groups]
    if any(len(each) == len(machine.states) for each in sets):
        yield "a group of all"
    if any(one & other and one - other and other - one for one in sets for other in sets):
        yield "groups overlap"
    if machine.initial.final:
        yield "an initial end"


def _of_events(machine: Machine) -> Iterator[str]:
    for event in machine.events:
        if event.base is not None and event.base.timer is not None:
            yield "a derived timeout"
        if event.when is ELSE:
            yield "a derived rest"
        for part in event.params:
            kinds = {Many: "zero or more", HostType: "a host type", Enumeration: "an enumeration"}
            yield f"a payload has {kinds.get(type(part.type), part.type)}"
            if part.default is not None:
                yield "a payload has a default"


def _of_timers(machine: Machine) -> Iterator[str]:
    for default in (*(each.default for each in machine.options), *(each.default for each in machine.variables)):
        if any(isinstance(part, (Read, Arithmetic)) for part in walk(default)):
            yield "a default that is worked out"
    for timer in machine.timers:
        computed = any(isinstance(part, Read) and not isinstance(part.of, Constant) for part in walk(timer.duration))
        yield f"a timer of {'computed' if computed else 'constant'} length"
        if len(timer.within) < len(machine.states):
            yield "a restricted timer"


def _of_effects(machine: Machine) -> Iterator[str]:
    for line in machine.transitions:
        if line.target in line.sources:
            yield "a move to itself"
        for effect in flat(line.effects):
            if isinstance(effect, Start) and effect.duration is not None:
                yield "a start with a length"
            if isinstance(effect, Raise):
                yield "a raise of some payload" if effect.args else "a raise of nothing"
                yield "a raise under a condition" if effect.condition else "a raise in any case"
            if isinstance(effect, Do) and effect.action.effects:
                yield "effects of an action"


def _of_path(path: Scenario, machine: Machine) -> Iterator[str]:
    for step in path.steps:
        yield from _of_step(step, machine)
    if not path.start.initial:
        yield "a path from elsewhere"
    if path.given is not None:
        yield "a path with given values"
    if any(path in view.parts for view in machine.views):
        yield "a view of a path"


def _of_step(step: Step, machine: Machine) -> Iterator[str]:
    assumed = step.assuming.operands if isinstance(step.assuming, Logic) else (step.assuming,)
    if any(part is case.when for case in machine.derived(step.event) for part in assumed):
        yield "a path with a derived event"
    if step.event.timer is not None:
        yield "a path with a timeout"
    if step.args:
        yield "a path with arguments"
    if isinstance(step.assuming, Otherwise):
        yield "a path with [else]"
    elif step.assuming is not None and any(isinstance(part, Ask) for part in walk(step.assuming)):
        yield "a path that assumes what the host says"


# ----------------------------------------------------------------------------------------------------------- steps


def kinds_of(before: Configuration, after: Interpreter) -> Iterator[str]:
    """What the last run of an interpreter was made of; `before` is where it began."""
    for step in after.taken:
        yield step.line.rank.name
        yield str(step.line.kind) if isinstance(step.line, Disposition) else "on"
        if any(step.delivery is waiting for waiting in before.deferred):
            yield "a deferred event is taken"
    if len(after.taken) > 1:
        yield "several steps"
    if sum((step.event.base or step.event).timer is not None for step in after.taken) > 1:
        yield "several expiries"
    if any(isinstance(outcome, Refused) for outcome in after.outcomes):
        yield "a deferred event is refused"
    yield from _of_running(before.timers, after)


def _of_running(before: Mapping[Timer, float], after: Interpreter) -> Iterator[str]:
    """What became of the timers."""
    now, timers = after.host.clock(), after.configuration.timers
    if any(deadline < now and timer not in before for timer, deadline in timers.items()):
        yield "a timer starts below zero"
    if any(timer not in timers and after.state not in timer.within for timer in before):
        yield "a timer is cancelled by a move"
    if any(timer in timers and timers[timer] != deadline for timer, deadline in before.items()):
        yield "a timer starts anew"
