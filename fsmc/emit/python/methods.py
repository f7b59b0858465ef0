"""The parts of a method that decides by the state: what each state does, and which states do the same."""

from __future__ import annotations

from dataclasses import dataclass

from fsmc.emit.python.layout import Block, Call, Code, Line, Remark, Statement, write
from fsmc.model import State


@dataclass(frozen=True)
class Method:
    """A method of the machine class: its name, its `def` line, what its docstring says, its statements."""

    name: str
    head: str
    doc: str
    statements: tuple[Statement, ...]
    table: str = ""
    """An attribute of the class that follows the method."""

    @property
    def body(self) -> str:
        """The statements as text."""
        return write(self.statements, 8)


@dataclass(frozen=True)
class Arm:
    """One branch of a cell: comments, what is evaluated before its test, the test (None: always), its statements."""

    remarks: tuple[str, ...]
    setup: tuple[Statement, ...]
    test: Code | None
    body: tuple[Statement, ...]

    @property
    def code(self) -> object:
        """All but the comments."""
        return self.setup, self.test, self.body


@dataclass(frozen=True)
class Treatment:
    """What some states do with the event: the same but for the comments."""

    states: tuple[State, ...]
    cells: tuple[tuple[Arm, ...], ...]
    unlisted: bool

    def statements(self) -> list[Statement]:
        """The arms, each under the comments of all cells; those of the only arm are left to the caller."""
        out: list[Statement] = []
        for place, arm in enumerate(self.cells[0]):
            remarks = [Remark(text) for text in self._remarks(place)] if self.is_split else []
            inner = (Block(Line("if ", arm.test, ":"), arm.body),) if arm.test is not None else arm.body
            out += [*remarks, *arm.setup, *inner] if not arm.setup else [*arm.setup, *remarks, *inner]
        return out

    def remarks(self) -> list[Statement]:
        """The comments before the test of the state."""
        return [] if self.is_split else [Remark(text) for text in self._remarks(0)]

    @property
    def is_split(self) -> bool:
        """Whether the cells have more than one branch."""
        return len(self.cells[0]) > 1

    def _remarks(self, place: int) -> list[str]:
        return list(dict.fromkeys(text for cell in self.cells for text in cell[place].remarks))


def asks_for(state: str, statement: Statement) -> bool:
    """Whether the state that the local variable `state` holds is used."""
    match statement:
        case Block():
            return asks_for(state, statement.head) or any(asks_for(state, inner) for inner in statement.body)
        case Line():
            refuses = isinstance(statement.code, Call) and statement.code.items[:1] == (state,)
            return refuses or str(statement.code).startswith((f"{state} is ", f"{state} in "))
        case Remark():
            return False


def gathers(actions: str, statement: Statement) -> bool:
    """Whether actions are gathered in the local variable `actions`."""
    match statement:
        case Block():
            return any(gathers(actions, inner) for inner in statement.body)
        case Line():
            return statement.prefix == f"{actions} += "
        case Remark():
            return False
