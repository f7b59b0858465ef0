"""What all parts of one module share: the machine, its names, what is known of it, the constants made on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fsmc import names
from fsmc.binding import RESERVED_MODULE, Binding
from fsmc.emit.python.expressions import Reader, annotation
from fsmc.emit.python.knowledge import Knowledge
from fsmc.emit.python.layout import Call, Code, lines_of
from fsmc.emit.python.naming import Registry, constant_phrase
from fsmc.model import Citation, Do, Event, Machine, Notes, Parameter, State, Timer, Type


@dataclass
class Context:
    """One module in the making."""

    machine: Machine
    bind: Binding = field(init=False)
    know: Knowledge = field(init=False)
    reader: Reader = field(init=False)
    private: Registry = field(init=False)
    actions: dict[str, str] = field(default_factory=dict)
    """The constants of actions: name, then definition."""
    durations: dict[str, str] = field(default_factory=dict)
    """The constants of durations: name, then definition."""
    groups: dict[str, str] = field(default_factory=dict)
    """The sets of states that are asked for: name, then definition."""
    needs: set[str] = field(default_factory=set)
    """What some step uses: `capture` of what it may go back to, `settle` for raised and deferred events."""

    def __post_init__(self) -> None:
        self.bind = Binding(self.machine)
        self.know = Knowledge(self.machine)
        self.reader = Reader(self.bind)
        constants = [self.bind.constant(constant) for constant in self.machine.constants]
        self.private = Registry([*constants, *RESERVED_MODULE, "_PAYLOADS", "_RAISED_AT_MOST", "_WAITS", "_WITHIN"])
        self._states = {self.state(state) for state in self.machine.states}

    # ---------------------------------------------------------------------------------------------- identifiers

    def state(self, state: State) -> str:
        """The module's constant for a state: `_TIME_WAIT`."""
        return self.private.of(f"state {state.name}", "_" + self.bind.state(state).lstrip("_"))

    def event(self, event: Event) -> str:
        """`Event.RCV_FIN`."""
        return f"Event.{self.bind.event(event)}"

    def type(self, kind: Type) -> str:
        """The Python type."""
        return annotation(kind, self.bind)

    def parameters(self, params: Sequence[Parameter], *, defaults: bool = False) -> list[str]:
        """`flags: tuple[Flag, ...]`, and so on; on demand with their defaults, `fin_acked: bool = False`."""
        return [
            f"{self.bind.called(part.name)}: {self.type(part.type)}"
            + (f" = {self.reader.text(part.default)}" if defaults and part.default is not None else "")
            for part in params
        ]

    def seconds(self, timer: Timer) -> str:
        """The constant with the duration of a timer; only for durations that are constant."""
        name = self.private.of(f"timer {timer.name}", f"_{self.bind.timer(timer)}_SECONDS")
        self.durations[name] = lines_of(f"{name}: Final = ", self.reader.code(timer.duration))
        return name

    # ------------------------------------------------------------------------------------------------ constants

    def action(self, do: Do) -> Call:
        """The making of an action."""
        return self.made(do, self.reader)

    def made(self, do: Do, reader: Reader) -> Call:
        """The making of an action, its arguments as `reader` has them."""
        return Call(self.bind.action(do.action), tuple(reader.code(arg) for arg in do.args))

    def constant(self, dos: Sequence[Do]) -> str:
        """The constant tuple of those actions."""
        if not dos:
            return "()"
        code = Call("", tuple(self.action(do) for do in dos))
        wish = constant_phrase(_words(do) for do in dos)
        wish = f"_DO{wish}" if wish in self._states else wish
        name = self.private.of(f"actions {code}", wish)
        self.actions[name] = lines_of(f"{name}: Final = ", code)
        return name

    def group(self, states: Sequence[State]) -> str | None:
        """The constant set of those states, where the spec has a group of just them."""
        for group in self.machine.groups:
            if set(group.states) == set(states):
                name = self.private.of(f"group {group.name}", "_" + names.constant(group.name).lstrip("_"))
                members: tuple[Code, ...] = tuple(self.state(state) for state in group.states)
                self.groups[name] = lines_of(f"{name}: Final = ", Call("frozenset", (Call("", members),)))
                return name
        return None

    # ----------------------------------------------------------------------------------------------------- prose

    def cited(self, notes: Notes) -> str:
        """`  @3.10.7.4 @RFC5961:4`, or nothing."""
        return "".join(f"{' ' if place else '  '}{self._cite(cite)}" for place, cite in enumerate(notes.cites))

    def _cite(self, cite: Citation) -> str:
        first = self.machine.references[0] if self.machine.references else None
        if cite.reference is None or cite.reference is first:
            return f"@{cite.section}"
        return f"@{cite.reference.name}:{cite.section}"

    def section(self, notes: Notes) -> str:
        """The label of the first citation, or nothing."""
        return notes.cites[0].label if notes.cites else ""


def _words(do: Do) -> str:
    return " ".join((do.action.name, *map(str, do.args)))
