"""A machine with its module and a mutant of it in, the module of the mutant out.

Most faults change a few cells, and then most of the module is as it was: a class with other methods for a few events is
all that is made.  Where a fault reaches further, the whole module is made anew.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

from fsmc.binding import Binding
from fsmc.emit.python import emit, excerpt
from fsmc.emit.python.knowledge import Knowledge
from fsmc.model import Cell, Machine
from fsmc.mutate import meaning
from fsmc.mutate.measured import execute

Place = tuple[str, str]
"""A function of a module and a state of the machine."""


@dataclass(frozen=True)
class Changed:
    """The module of a mutant, with what is not as in the module of the machine.

    `functions` are the names of all functions that may differ; None if anything may.  In `places` the fault is.
    """

    module: ModuleType
    functions: frozenset[str] | None
    places: frozenset[Place]


class Subject:
    """A machine and its module."""

    def __init__(self, machine: Machine, module: ModuleType) -> None:
        self.machine = machine
        self.module = module
        self._bind = Binding(machine)
        self._class: type = getattr(module, self._bind.machine)
        self._needs = excerpt(machine, machine.all_events).needs
        self._rest = _rest(machine)
        self._events = _events(machine)
        self._cells = {(cell.state.name, cell.event.name): cell for cell in machine.cells.values()}
        self._meanings = {name: meaning.of_cell(cell, machine) for name, cell in self._cells.items()}

    def changed(self, mutant: Machine) -> Changed:
        """The module of a machine that differs from this one in a fault."""
        cells = self._changed_cells(mutant)
        places = frozenset((self._bind.method(cell.event), cell.state.name) for cell in cells)
        methods = self._methods(mutant, cells)
        if methods is None:
            return Changed(self._made_anew(mutant), None, places)
        functions = frozenset(name for name, value in methods.items() if isinstance(value, FunctionType))
        return Changed(self._with(methods), functions, places)

    def _changed_cells(self, mutant: Machine) -> list[Cell]:
        """The cells that do something else; one that is the same object does so only if the hooks are others."""
        hooks = mutant.enters == self.machine.enters and mutant.leaves == self.machine.leaves
        return [
            cell
            for cell in mutant.cells.values()
            for name in [(cell.state.name, cell.event.name)]
            if not (hooks and self._cells.get(name) is cell)
            if self._meanings.get(name) != meaning.of_cell(cell, mutant)
        ]

    # ------------------------------------------------------------------------------------------------ a few methods

    def _methods(self, mutant: Machine, cells: list[Cell]) -> dict[str, Any] | None:
        """The methods that the mutant's class has of its own, with their tables; None if more than methods differs."""
        if _rest(mutant) != self._rest:
            return None
        changed = {cell.event.name for cell in cells}
        families = {name for name, known in _events(mutant).items() if known != self._events[name]}
        events = (e for e in mutant.all_events if e.name in changed or (e.base or e).name in families)
        part = excerpt(mutant, events)
        if not part.needs <= self._needs:
            return None
        names = {**vars(self.module)}
        execute(part.text, self._file, names)
        return {name: value for name, value in vars(names[self._bind.machine]).items() if not name.startswith("__")}

    def _with(self, methods: dict[str, Any]) -> ModuleType:
        """The module with a class that has these methods, and tables that lead to them."""
        tables = {
            name: {key: methods.get(function.__name__, function) for key, function in table.items()}
            for name, table in vars(self._class).items()
            if isinstance(table, dict) and not name.startswith("__")
        }
        module = ModuleType(self.module.__name__)
        vars(module).update(vars(self.module))
        body = {"__slots__": (), **tables, **methods}
        vars(module)[self._bind.machine] = type(self._bind.machine, (self._class,), body)
        return module

    # --------------------------------------------------------------------------------------------- the whole module

    @property
    def _file(self) -> str:
        return str(self.module.__file__)

    def _made_anew(self, mutant: Machine) -> ModuleType:
        """The mutant's module, but that its table of transitions is that of the machine: it only retells the spec."""
        module = ModuleType(self.module.__name__)
        module.__file__ = self._file
        sys.modules[module.__name__] = module  # where dataclasses look for the types of their fields
        try:
            execute(emit(mutant).text, self._file, vars(module))
        finally:
            del sys.modules[module.__name__]
        vars(module)["TRANSITIONS"] = vars(self.module)["TRANSITIONS"]
        return module


def _rest(machine: Machine) -> Hashable:
    """All that a module is made of but the methods of events."""
    know = Knowledge(machine)
    return (
        (machine.initial.name, *(state.name for state in machine.states)),
        tuple((group.name, tuple(state.name for state in group.states)) for group in machine.groups),
        tuple((timer.name, tuple(state.name for state in timer.within)) for timer in machine.timers),
        tuple((slot.name, meaning.of(slot.type), meaning.of(slot.default)) for slot in machine.options),
        tuple((slot.name, meaning.of(slot.type), meaning.of(slot.default)) for slot in machine.variables),
        tuple((constant.name, meaning.of(constant.value)) for constant in machine.constants),
        tuple((action.name, meaning.of_parameters(action.params)) for action in machine.actions),
        frozenset((state.name, event.name) for state, event in machine.cells),
        (know.raises, *(tuple(event.name for event in know.deferred_in(state)) for state in machine.states)),
    )


def _events(machine: Machine) -> dict[str, Hashable]:
    """For each event from outside: what it carries, its derived events, and the answers that it hands on to them."""
    know = Knowledge(machine)
    return {
        event.name: (
            tuple(meaning.of_event(each) for each in (event, *machine.derived(event))),
            tuple(map(meaning.of, know.shared_questions(event))) if machine.derived(event) else (),
        )
        for event in machine.inputs
    }
