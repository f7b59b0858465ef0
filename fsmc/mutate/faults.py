"""A machine in, its mutants out, in order of the spec.

A mutant has one fault, is a machine that every back end can emit, and has one meaning: no timer is started where it
cannot run, and where guards overlap the first line decides.  A fault is made in the model, so it is one of meaning, as
a person makes it who misreads the standard, and not one of the generated text.
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.model import Action, Constant, Event, Hook, Machine, Notes, Option, State, Timer, Variable
from fsmc.mutate.declarations import wrong_declaration
from fsmc.mutate.hooks import wrong_hook
from fsmc.mutate.lines import wrong_line, wrong_policy
from fsmc.mutate.mutant import Mutant
from fsmc.mutate.remaking import keeps_timers_within
from fsmc.mutate.single import added_rows, wrong_cells
from fsmc.mutate.sites import Ground, Made


def mutants(machine: Machine, line: int | None = None) -> Iterator[Mutant]:
    """Every mutant of a machine, or of one line of its spec, made one by one as they are asked for.

    They come in order of the spec.  What no line says comes last: rows that are added where nobody decided.
    """
    ground = Ground(machine)
    for part in sorted(_parts(ground), key=lambda part: part.span):
        for made in _faults(ground, part) if _is_at(part, line) else ():
            if keeps_timers_within(made.machine, machine):
                yield Mutant(made.fault, made.change, part.span, made.machine)
    for made in added_rows(ground) if _is_at(machine.unlisted, line) else ():
        yield Mutant(made.fault, made.change, machine.unlisted.span, made.machine)


def _is_at(part: Notes, line: int | None) -> bool:
    return line is None or part.span.line <= line <= part.span.end_line


def _parts(ground: Ground) -> Iterator[Notes]:
    """All that can be wrong, by kind."""
    machine = ground.machine
    yield from (*machine.constants, *machine.options, *machine.variables, *machine.timers, *machine.states)
    yield from (*machine.events, *machine.actions, *machine.enters, *machine.leaves)
    yield from (line for line in (*machine.lines, machine.unlisted) if line in ground.places)


def _faults(ground: Ground, part: Notes) -> Iterator[Made]:
    match part:
        case State() | Constant() | Option() | Variable() | Timer() | Event() | Action():
            yield from wrong_declaration(ground, part)
        case Hook():
            yield from wrong_hook(ground, part)
        case _ if part is ground.machine.unlisted:
            yield from wrong_policy(ground.machine)
        case _:
            yield from wrong_line(ground, part)  # type: ignore[arg-type]
            yield from wrong_cells(ground, part)  # type: ignore[arg-type]
