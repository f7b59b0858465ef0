"""The tables that fsmc writes: what their rows say beyond what a table of people says."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from fsmc.diff.tables.reading import Field, Row, Table
from fsmc.diff.tables.splitting import parts
from fsmc.model import Effect, Machine
from fsmc.names import quoted

_GUARDED = re.compile(r"'('*[=+\-@\uff0b\uff0d\uff1d\uff20])")


class OwnTable:
    """Whether a table is one of fsmc's (`yes`), and how its rows are to be taken.

    Such a row has all that is done, on leaving and on entering too.  What the other side's hooks do is taken away from
    it again, if every row begins and ends with it; else the hooks are left out of the declarations.
    """

    def __init__(self, machine: Machine | None, table: Table) -> None:
        self.yes = table.own
        self._machine = machine
        self._table = table

    def plain(self, field: Field) -> Field:
        """A field without the `'` that keeps spreadsheets from running it."""
        return replace(field, text=_GUARDED.sub(r"\1", field.text, count=1)) if self.yes else field

    def stays(self, row: Row) -> bool:
        """Whether the row is one of `-> stay`."""
        return self.yes and row["kind"].text == "stays"

    def is_unlisted(self, row: Row) -> bool:
        """Whether the row tells of a cell that no line decides: then no line should."""
        return self.yes and row["line"].text.startswith("line.unlisted")

    @cached_property
    def keeps_hooks(self) -> bool:
        """Whether the hooks of the other side stay among the declarations."""
        return not self.yes or all(self._begins_and_ends_with_hooks(row) for row in self._table.rows)

    def own_effects(self, row: Row, effects: list[str]) -> list[str]:
        """The effects of the line itself."""
        if not (self.yes and self.keeps_hooks):
            return effects
        leave, enter = self._hooks(row)
        return effects[len(leave) : len(effects) - len(enter)]

    def _begins_and_ends_with_hooks(self, row: Row) -> bool:
        leave, enter = self._hooks(row)
        done = parts(row["actions"].text, ";")
        fits = len(done) >= len(leave) + len(enter)
        return fits and done[: len(leave)] == leave and done[len(done) - len(enter) :] == enter

    def _hooks(self, row: Row) -> tuple[list[str], list[str]]:
        """What the other side does on leaving the state of a row, and on entering the one it leads to."""
        if self._machine is None or row["kind"].text != "moves":
            return [], []
        named = {quoted(state.name): state for state in self._machine.states}
        source, target = (named.get(quoted(self.plain(row[column]).text)) for column in ("from", "to"))
        leave: tuple[Effect, ...] = self._machine.leaving(source) if source else ()
        enter: tuple[Effect, ...] = self._machine.entering(target) if target else ()
        return list(map(str, leave)), list(map(str, enter))
