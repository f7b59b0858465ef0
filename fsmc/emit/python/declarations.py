"""A machine in; its enumerations, types, actions, protocols and constants as the template writes them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fsmc.emit.python.context import Context
from fsmc.emit.python.layout import Call, Chain, Code, lines_of
from fsmc.emit.rendering import literal
from fsmc.model import Action, Event, Guard, Parameter, Predicate, State, Transition


@dataclass(frozen=True)
class Member:
    """`NAME = "value"` in a class, with its documentation."""

    code: str
    doc: str


@dataclass(frozen=True)
class Class:
    """A class of the module: its name, documentation and members."""

    name: str
    doc: str
    members: list[Member]


@dataclass(frozen=True)
class ActionClass:
    """The class of an action: `perform` calls `call` of the handler."""

    name: str
    doc: str
    fields: list[str]
    call: str


class Declarations:
    """All that the module declares before the machine class."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.machine = context.machine
        self.bind = context.bind

    # ------------------------------------------------------------------------------------------- enumerations

    @property
    def states(self) -> list[Member]:
        """The members of `State`."""
        return [_member(self.bind.state(state), state.name, _told(state)) for state in self.machine.states]

    @property
    def events(self) -> list[Member]:
        """The members of `Event`."""
        return [_member(self.bind.event(event), event.name, _told(event)) for event in self.machine.all_events]

    @property
    def enumerations(self) -> list[Class]:
        """The enumerations of the spec."""
        return [
            Class(
                self.bind.enumeration(kind),
                kind.doc or f"The values of {kind.name}.",
                [_member(self.bind.member(name), name, "") for name in kind.members],
            )
            for kind in self.machine.enumerations
        ]

    @property
    def host_types(self) -> list[Class]:
        """The types of the host; those with fields become protocols."""
        return [
            Class(
                self.bind.host_type(kind),
                kind.doc or f"A value of the host: {kind.name}.",
                [Member(self._field(part), "") for part in kind.fields],
            )
            for kind in self.machine.host_types
        ]

    def _field(self, part: Parameter) -> str:
        return f"def {self.bind.called(part.name)}(self) -> {self.context.type(part.type)}: ..."

    # ---------------------------------------------------------------------------------------------- constants

    @property
    def constants(self) -> list[Member]:
        """The named constants of the spec."""
        reader = self.context.reader
        return [
            Member(lines_of(f"{self.bind.constant(constant)}: Final = ", reader.code(constant.value)), constant.doc)
            for constant in self.machine.constants
        ]

    @property
    def state_constants(self) -> list[str]:
        """`_CLOSED: Final = State.CLOSED`, and so on."""
        return [
            lines_of(f"{self.context.state(state)}: Final = ", f"State.{self.bind.state(state)}")
            for state in self.machine.states
        ]

    # ------------------------------------------------------------------------------------------------ actions

    @property
    def actions(self) -> list[ActionClass]:
        """The classes of the actions."""
        return [self._action(action) for action in self.machine.actions]

    def _action(self, action: Action) -> ActionClass:
        args: tuple[Code, ...] = tuple(f"self.{self.bind.called(part.name)}" for part in action.params)
        call = lines_of("", Call(f"handler.{self.bind.called(action.name)}", args), indent=8).lstrip()
        return ActionClass(self.bind.action(action), _described(action), self.context.parameters(action.params), call)

    @property
    def union(self) -> str:
        """`Action: TypeAlias = A | B`."""
        names = [self.bind.action(action) for action in self.machine.actions]
        names += ["Refused"] if self.context.know.defers else []
        code = Chain("|", tuple(names)) if len(names) > 1 else names[0]
        return lines_of("Action: TypeAlias = ", code)

    @property
    def handler(self) -> list[Member]:
        """The methods of `Handler`."""
        return [self._called(action, "None") for action in self.machine.actions]

    @property
    def guards(self) -> list[Member]:
        """The methods of `Guards`."""
        return [self._called(guard, "bool") for guard in self.machine.predicates]

    def _called(self, entity: Action | Predicate, result: str) -> Member:
        params = ("self", *self.context.parameters(entity.params))
        head = lines_of("", Call(f"def {self.bind.called(entity.name)}", params), f" -> {result}:", 4).lstrip()
        return Member(head, _described(entity))

    # ------------------------------------------------------------------------------------------- introspection

    @property
    def transitions(self) -> str:
        """The rows of `TRANSITIONS`, one a line: a table is read along its rows, whatever their length."""
        rows = [
            self._row(cell.state, cell.event, branch.line, cell.told_guard(branch))
            for cell in self.machine.cells.values()
            for branch in cell.branches
            if isinstance(branch.line, Transition)
        ]
        return "\n".join(["(", *rows, ")"]) if rows else "()"

    def _row(self, state: State, event: Event, line: Transition, guard: Guard) -> str:
        cites = "".join(f"{literal(cite.label)}, " for cite in line.cites)
        items = (
            f"State.{self.bind.state(state)}",
            self.context.event(event),
            literal("" if guard is None else str(guard)),
            f"State.{self.bind.state(line.target_from(state))}",
            literal(", ".join(map(str, self.machine.effects(line, state)))),
            f"({cites.removesuffix(' ') if len(line.cites) == 1 else cites.removesuffix(', ')})",
        )
        return f"    Transition({', '.join(items)}),"


def _member(name: str, value: str, doc: str) -> Member:
    return Member(lines_of(f"{name} = ", literal(value), indent=4).lstrip(), doc)


def _told(entity: State | Event) -> str:
    """The label, where it says more than the name, and the documentation."""
    return _joined(entity.label, entity.doc)


def _described(entity: Action | Predicate) -> str:
    return _joined(entity.label, entity.doc) or f"{entity.name}."


def _joined(label: str, doc: str) -> str:
    """A label and a documentation as one text."""
    parts: Sequence[str] = [part for part in (label, doc) if part]
    return closed(": ".join(parts))


def closed(text: str) -> str:
    """The text with a full stop, unless it ends in a mark of its own."""
    return text if not text or text.endswith((".", "!", "?", ":")) else f"{text}."
