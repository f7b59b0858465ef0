"""A `Machine` in, `test_NAME.py` out: plain pytest for the module, the picture and the reference beside it.

`cases` finds every way through every cell, and `shown` what else it takes for each statement of the spec to count in
some case; `paths` and `tours` find the walks, all with expectations from the interpreter.  `text` writes them as rows
of Python tables, and templates/suite.py.j2 has the tests that read the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from fsmc import outcomes
from fsmc.binding import Binding
from fsmc.emit.backend import Artifact, banner
from fsmc.emit.prose import on_one_line
from fsmc.emit.python.knowledge import Knowledge
from fsmc.emit.rendering import literal, render
from fsmc.emit.suite.cases import cases, may_wait
from fsmc.emit.suite.paths import due_paths, scenario_paths
from fsmc.emit.suite.rows import Case
from fsmc.emit.suite.text import Writer, entries, filled, kind_word, python, row
from fsmc.emit.suite.tours import relay, tours
from fsmc.emit.suite.values import others, remaining, unusual
from fsmc.interpreter import Interpreter, Value
from fsmc.model import Ask, Cell, Disposition, Event, HostType, Kind, Literal, Machine, Member, State, Transition

__all__ = ["emit_suite"]

_OUTCOMES = {Kind.IGNORE: "ignored", Kind.REJECT: "rejected", Kind.NEVER: "impossible", Kind.DEFER: "deferred"}


def emit_suite(machine: Machine) -> Artifact:
    """The tests of a machine's outputs, `test_NAME.py`."""
    return Artifact(f"test_{machine.slug}.py", render("suite.py.j2", _values(machine)))


def _values(machine: Machine) -> dict[str, object]:
    bind = Binding(machine)
    writer = Writer(
        machine, unusual(Interpreter(machine)), {state.name: remaining(machine, state) for state in machine.states}
    )
    walked, unreached = tours(machine)
    return {
        "banner": on_one_line(banner(machine)),
        "doc": _doc(machine),
        "module": bind.module,
        "machine": bind.machine,
        "initial": machine.initial.name,
        **_flags(machine),
        "suppressed": "fsm.Rejected, fsm.Impossible" + ", fsm.EndlessRaise" * Knowledge(machine).raises,
        **_names_of(machine, bind),
        **_usual(machine, bind),
        "cases": _by_state(machine, cases(machine), writer),
        "scenarios": "\n".join(writer.path(path, fresh=False) for path in scenario_paths(machine)),
        "tours": "\n".join(writer.path(path, fresh=True) for path in walked),
        "together": "\n".join(writer.path(path, fresh=False) for path in due_paths(machine)),
        "relay": "\n".join(writer.path(path, fresh=True) for path in relay(machine)),
        "unreached": [on_one_line(line.label) for line in unreached],
        "lines": "\n".join(_line(line) for line in machine.transitions),
        "ways": "\n".join(way for cell in _cells(machine) for way in _ways(machine, cell)),
    }


def _flags(machine: Machine) -> dict[str, bool]:
    """What the machine has, in letters that do not crowd the template."""
    know = Knowledge(machine)
    return {
        "o": bool(machine.options),
        "v": bool(machine.variables),
        "t": bool(machine.timers),
        "g": bool(machine.predicates),
        "d": know.defers,
        "p": bool(_parts(machine, Binding(machine))),
        "host_parts": any(isinstance(part.type, HostType) for event in machine.events for part in event.params),
        "r": know.raises,
        "asks_once": not know.defers and not know.raises and not _may_ask_alike(machine),
    }


def _may_ask_alike(machine: Machine) -> bool:
    """Whether two questions of a cell may be the same one when it comes to it: fits(2) and fits(limit)."""
    if not any(predicate.params for predicate in machine.predicates):
        return False
    cells = product(machine.states, machine.inputs)
    asked = (outcomes.questions(outcomes.conditions(machine, *cell)) for cell in cells)
    return any(_may_be_alike(*pair) for questions in asked for pair in combinations(questions, 2))


_CONSTANT = (Literal, Member)


def _may_be_alike(one: Ask, other: Ask) -> bool:
    differ = (
        isinstance(a, _CONSTANT) and isinstance(b, _CONSTANT) and a != b
        for a, b in zip(one.args, other.args, strict=False)
    )
    return one.predicate is other.predicate and not any(differ)


def _names_of(machine: Machine, bind: Binding) -> dict[str, str]:
    """The tables of names."""
    return {
        "states": filled((literal(state.name) for state in machine.states), 4),
        "events": filled((literal(event.name) for event in machine.all_events), 4),
        "timeouts": python(tuple(event.name for event in machine.timeouts)),
        "timer_names": python(tuple(timer.name for timer in machine.timers)),
        "methods": entries({event.name: bind.method(event) for event in _sent(machine)}),
        "option_names": entries({o.name: (bind.attribute(o), kind_word(o.type, bind)) for o in machine.options}),
        "attributes": entries({variable.name: bind.attribute(variable) for variable in machine.variables}),
        "parts": entries(_parts(machine, bind)),
        "spelling": entries(_spelling(machine, bind)),
        "nodes": entries({state.name: on_one_line(str(state)) for state in machine.states}),
    }


def _usual(machine: Machine, bind: Binding) -> dict[str, str]:
    """The tables of values that a row need not repeat."""
    fresh = Interpreter(machine)
    other = {option.name: next(others(option.type, fresh.options[option.name])) for option in machine.options}
    waiting = {state.name: dict(may_wait(machine, state)) for state in machine.states}
    return {
        "options": entries(fresh.options),
        "other_options": entries(other),
        "defaults": entries(fresh.variables),
        "variables": entries(unusual(Interpreter(machine))),
        "running": entries({state.name: timers for state in machine.states if (timers := remaining(machine, state))}),
        "waiting": entries({name: payload for events in waiting.values() for name, payload in events.items()}),
        "may_wait": entries({state: tuple(events) for state, events in waiting.items() if events}),
    }


def _doc(machine: Machine) -> str:
    module = machine.slug
    return (
        f"Every cell, scenario and transition of {on_one_line(machine.title)}, held against {module}.py, {module}.dot "
        f"and {module}.md.\n\nThe tables hold what the spec means, one row a case; the tests below each table send the "
        "events and compare."
    )


def _sent(machine: Machine) -> tuple[Event, ...]:
    """The events that a host can send."""
    return tuple(event for event in machine.events if event.base is None)


def _parts(machine: Machine, bind: Binding) -> dict[str, dict[str, Value]]:
    """The parts of payloads that JSON has no type for, by event."""
    found: dict[str, dict[str, Value]] = {}
    for event in _sent(machine):
        kinds = {bind.called(part.name): kind_word(part.type, bind) for part in event.params}
        kinds = {name: kind for name, kind in kinds.items() if kind != ""}
        if kinds:
            found[event.name] = kinds
    return found


def _spelling(machine: Machine, bind: Binding) -> dict[str, str]:
    """The names that the spec has for methods of the host, where Python's differ."""
    declared = [*(action.name for action in machine.actions), *(guard.name for guard in machine.predicates)]
    return {bind.called(name): name for name in declared if bind.called(name) != name}


def _by_state(machine: Machine, found: Sequence[Case], writer: Writer) -> str:
    """The rows, with a line over those of each state."""
    rows: dict[State, list[str]] = {
        state: [f"    # {'-' * max(4, 80 - len(state.name))} {on_one_line(state.name)}"] for state in machine.states
    }
    for case in found:
        rows[case.before.state].append(writer.case(case))
    return "\n".join(row for state in machine.states for row in rows[state])


def _line(line: Transition) -> str:
    """A row of LINES."""
    parts = (on_one_line(line.label), tuple(state.name for state in line.sources))
    return row("", [*map(python, parts), literal(line.target.name if line.target else "")], 4)


def _cells(machine: Machine) -> Iterator[Cell]:
    """The cells in order of states and events."""
    for state in machine.states:
        yield from machine.cells_of(state)


def _ways(machine: Machine, cell: Cell) -> Iterator[str]:
    """The rows of WAYS for a cell."""
    for branch in cell.branches:
        line = branch.line
        effects = machine.effects(line, cell.state) if isinstance(line, Transition) else ()
        guard = cell.told_guard(branch)
        parts = [cell.state.name, cell.event.name, "" if guard is None else str(guard), _way(line)]
        cites = tuple(cite.label for cite in line.cites) if isinstance(line, Transition) else ()
        written = [python(part) for part in parts]
        if effects or cites:
            written.append(python(", ".join(map(str, effects))))
        if cites:
            written.append(python(cites))
        yield row("Way", written, 4)


def _way(line: Transition | Disposition) -> str:
    """The next state, or what becomes of the event."""
    if isinstance(line, Disposition):
        return _OUTCOMES[line.kind]
    return line.target.name if line.target else "stays"
