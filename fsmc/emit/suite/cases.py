"""A machine in, the cases of its cells out: each way through each cell, with what the interpreter makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from fsmc import outcomes
from fsmc.emit.suite.attempt import Attempt, deliver, placed
from fsmc.emit.suite.rows import Case, Waiting, question
from fsmc.emit.suite.selection import worth_a_row
from fsmc.emit.suite.shown import missing
from fsmc.emit.suite.vain import with_vain
from fsmc.interpreter import Value
from fsmc.model import (
    Branch,
    Disposition,
    Event,
    HostType,
    Kind,
    Machine,
    State,
)
from fsmc.outcomes import World

BOUNDS_AT_MOST = 512
"""In how many worlds of a cell a combination of conditions and bounds is looked for that was not seen before."""


def cases(machine: Machine) -> tuple[Case, ...]:
    """All cases, by state and then by event, in the order of the spec."""
    found: list[Case] = []
    for state in machine.states:
        events = (event for event in machine.inputs if event.timer is None or state in event.timer.within)
        here = [case for event in events for case in _cases_of_cell(machine, state, event)]
        found += here + _cases_with_waiting(machine, state, here)
    return tuple(_told_apart(machine, _in_order(machine, [*found, *missing(machine, found)])))


def _in_order(machine: Machine, found: Iterable[Case]) -> list[Case]:
    """The cases of a state by their events, after these the cases in which events wait."""
    states = {state: place for place, state in enumerate(machine.states)}
    events = {event: place for place, event in enumerate(machine.inputs)}

    def place(case: Case) -> tuple[int, int]:
        return states[case.before.state], len(events) if case.before.waiting else events[case.event]

    return sorted(found, key=place)


# ---------------------------------------------------------------------------------------------------- one cell


def _cases_of_cell(machine: Machine, state: State, event: Event) -> list[Case]:
    """The cases of `event` in `state`, and of the events derived from it."""
    attempt = Attempt(machine, state, event)
    found = list(outcomes.explore(attempt.run))
    if len(found) == outcomes.AT_MOST:
        found = list(outcomes.explore_around(attempt.run))
        found += [each for each, _ in outcomes.explore_around(attempt.run_at_bounds, BOUNDS_AT_MOST)]
    told = [(_decisive(attempt, case), way, case) for case, way in found]
    kept = worth_a_row(told, outcomes.words(attempt.conditions), _end)
    kept += _with_timers_idle(attempt, kept) + _with_contraries(attempt, {way: case for case, way in found})
    return [case for each in kept for case in outcomes.within_measure(partial(attempt.confirmed, each))]


def _decisive(attempt: Attempt, case: Case) -> dict[str, Value]:
    """What a case assumes, but for variables that no condition of the cell reads: they take what shows a change."""
    free = {variable.name for variable in attempt.machine.variables if variable not in attempt.slots}
    assumed = circumstances(attempt.machine, case)
    return {name: value for name, value in assumed.items() if name not in free or name in case.payload}


def _end(case: Case) -> object:
    """What comes of a case, apart from what it began with."""
    before, after = case.before, case.after
    sets = {name: value for name, value in after.variables.items() if before.variables[name] != value}
    started = {name: left for name, left in after.timers.items() if before.timers.get(name) != left}
    refused = (after.refusal, after.section, after.impossible, after.endless)
    return after.state, after.outcomes, sets, started, before.timers.keys() - after.timers.keys(), refused


def _with_contraries(attempt: Attempt, ways: Mapping[Hashable, Case]) -> list[Case]:
    """For each way through the cell: a case that would go another way in the cells that this event has elsewhere."""
    attempt.turn_contrary()
    if not attempt.contrary and not attempt.contrary_parts:
        return []
    found: dict[Hashable, Case] = {}
    for case, way in outcomes.explore(attempt.run):
        if way in ways:
            found.setdefault(way, case)
        if len(found) == len(ways):
            break
    return list(found.values())


def _with_timers_idle(attempt: Attempt, found: Sequence[Case]) -> list[Case]:
    """For each way through the cell that ends a timer: the case where no timer runs but the one that expires."""
    wanted = {case.name for case in found if set(case.before.timers) - set(case.after.timers) - {_timer(case)}}
    attempt.idle = True
    kept: list[Case] = []
    for case, _ in outcomes.explore(attempt.run) if wanted else ():
        if case.name in wanted:
            wanted.remove(case.name)
            kept.append(replace(case, name=f"{case.name} with timers idle"))
        if not wanted:
            break
    return kept


def _timer(case: Case) -> str:
    """The name of the timer that expires, or nothing."""
    return case.event.timer.name if case.event.timer else ""


# -------------------------------------------------------------------------------------------- deferred events


def _cases_with_waiting(machine: Machine, state: State, found: Sequence[Case]) -> list[Case]:
    """For each way out of a state where events wait: a case with one of each waiting."""
    waiting = tuple((name, payload) for name, payload in may_wait(machine, state) if _is_plain(machine.event(name)))
    if not waiting:
        return []
    ways = {case.name: case for case in reversed(found) if case.after.state is not state}
    runs = (partial(_with_waiting, machine, case, waiting) for case in reversed(ways.values()))
    return [case for run in runs for case in outcomes.within_measure(run)]


def may_wait(machine: Machine, state: State) -> Waiting:
    """The events that some case of the state defers."""
    among = outcomes.candidates(())
    waiting = {cell.event.base or cell.event for cell in machine.cells_of(state) if any(map(_defers, cell.branches))}
    return tuple(
        (event.name, outcomes.choose_payload(World(), event, among)) for event in machine.events if event in waiting
    )


def _is_plain(event: Event) -> bool:
    """Whether no part of the payload is an object that is looked into: a snapshot has plain data in place of it."""
    return not any(isinstance(part.type, HostType) and part.type.fields for part in event.params)


def _defers(branch: Branch) -> bool:
    return isinstance(branch.line, Disposition) and branch.line.kind is Kind.DEFER


def _with_waiting(machine: Machine, case: Case, waiting: Waiting) -> Case:
    """The case with deferred events, taken in the first world that agrees with the case's own answers."""
    world = World(answers=list(case.answers))
    before = replace(case.before, waiting=waiting)
    interpreter = placed(machine, before, world.answer)
    after = deliver(interpreter, lambda: interpreter.deliver(case.event, case.payload))
    answers = with_vain(machine, interpreter.looked, world.answers)
    return replace(case, name=f"{case.name} with {len(waiting)} deferred", before=before, after=after, answers=answers)


# ----------------------------------------------------------------------------------------------------- names


def _told_apart(machine: Machine, found: Sequence[Case]) -> Iterator[Case]:
    """The cases; where several go the same way through a cell, all but the first with what is different in them."""
    first: dict[str, Case] = {}
    used: Counter[str] = Counter()
    for case in found:
        usual = first.setdefault(case.name, case)
        told = ", ".join(_differences(machine, case, usual))
        name = shortened(f"{case.name} {told}" if told else case.name)
        used[name] += 1
        yield replace(case, name=name if used[name] == 1 else f"{name} #{used[name]}")


NAME_AT_MOST = 90


def shortened(name: str) -> str:
    """A name that fits in a line."""
    return name if len(name) <= NAME_AT_MOST else f"{name[: NAME_AT_MOST - 3].rstrip()}..."


def _differences(machine: Machine, case: Case, usual: Case) -> Iterator[str]:
    """What `case` assumes and `usual` does not."""
    before = circumstances(machine, usual)
    for name, value in circumstances(machine, case).items():
        if before.get(name) != value:
            yield name if value is True else f"not {name}" if value is False else f"{name}={value}"


def circumstances(machine: Machine, case: Case) -> dict[str, Value]:
    """All that a case assumes, by name."""
    asked = {question(predicate, args): holds for predicate, args, holds in case.answers}
    running = {f"running({timer.name})": timer.name in case.before.timers for timer in machine.timers}
    return {**case.before.options, **case.before.variables, **case.payload, **asked, **running}
