"""A machine in; how its class keeps, copies and restores what it holds, as the template writes it, out."""

from __future__ import annotations

from dataclasses import dataclass

from fsmc.emit.python.context import Context
from fsmc.emit.python.layout import Call, Code, lines_of
from fsmc.emit.rendering import literal
from fsmc.model import Enumeration, Event, HostType, Many, Option, Parameter, Type, Variable
from fsmc.names import natural


@dataclass(frozen=True)
class Attribute:
    """A variable or an option: its attribute, its type, its first value, its documentation."""

    name: str
    kept: str
    """The attribute that holds the value; that of an option is private."""
    type: str
    value: str
    doc: str
    spec: str
    plain: str
    """The value as plain data, for a snapshot."""


class Storage:
    """What the machine class holds."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.machine = context.machine
        self.know = context.know

    # ------------------------------------------------------------------------------------------------ attributes

    @property
    def variables(self) -> list[Attribute]:
        """The variables of the spec."""
        attribute = self.context.bind.attribute
        return [self._attribute(variable, attribute(variable)) for variable in self.machine.variables]

    @property
    def options(self) -> list[Attribute]:
        """The options of the spec."""
        return [self._attribute(option, self.context.bind.hidden(option)) for option in self.machine.options]

    def _attribute(self, entity: Variable | Option, kept: str) -> Attribute:
        name = self.context.bind.attribute(entity)
        value = self.context.reader.text(entity.default)
        plain = f"self.{kept}" + (".value" if isinstance(entity.type, Enumeration) else "")
        return Attribute(name, kept, self.context.type(entity.type), value, entity.doc, literal(entity.name), plain)

    @property
    def slots(self) -> str:
        """`__slots__`."""
        know, machine = self.know, self.machine
        public = ["state", *(variable.name for variable in self.variables)]
        private = [
            *(option.kept for option in self.options),
            *(["_guards"] if machine.predicates else []),
            *(["_clock", "_timers"] if machine.timers else []),
            *(["_deferred"] if know.defers else []),
            *(["_raised"] if know.raises else []),
            *(["_settling"] if "settle" in self.context.needs else []),
        ]
        slots = sorted([*public, *private], key=natural)
        return lines_of("__slots__ = ", Call("", tuple(map(literal, slots))), indent=4).lstrip()

    # ----------------------------------------------------------------------------------------------- construction

    @property
    def told(self) -> str:
        """What `repr` says of the variables."""
        parts = tuple(f'f"{variable.name}={{{variable.plain}!r}}"' for variable in self.variables)
        return lines_of("told = ", Call("", parts, "[]"), indent=8).lstrip()

    @property
    def init(self) -> str:
        """The `def` line of the constructor."""
        return self._head("def __init__", ["self"], self._option_arguments(), "None")

    def _option_arguments(self) -> list[str]:
        return [f"{option.name}: {option.type} = {option.value}" for option in self.options]

    @property
    def runner(self) -> str:
        """The `def` line of the runner's constructor."""
        params = ("self", f"machine: {self.context.bind.machine}", "handler: Handler")
        return lines_of("", Call("def __init__", params), " -> None:", 4).lstrip()

    def _head(self, name: str, first: list[str], keywords: list[str], result: str) -> str:
        if self.machine.predicates:
            keywords = [*keywords, "guards: Guards"]
        if self.machine.timers:
            keywords = [*keywords, "clock: Callable[[], float] = time.monotonic"]
        params = [*first, *(["*", *keywords] if keywords else [])]
        return lines_of("", Call(name, tuple(params)), f" -> {result}:", 4).lstrip()

    # ------------------------------------------------------------------------------------------------------- runs

    @property
    def kept(self) -> list[tuple[str, str, str]]:
        """What a failed run goes back to: attribute, type, how it is copied."""
        out = [("state", "State", "self.state")]
        out += [(each.name, each.type, f"self.{each.name}") for each in self.variables]
        if self.machine.timers:
            out.append(("_timers", "dict[str, float]", "self._timers.copy()"))
        if self.know.defers:
            out.append(("_deferred", "list[_Delivery]", "self._deferred.copy()"))
        return out

    @property
    def memory(self) -> str:
        """The type of what a failed run goes back to."""
        return lines_of("_Memory: TypeAlias = ", Call("tuple", tuple(kind for _, kind, _ in self.kept), "[]"))

    @property
    def capture(self) -> str:
        """The copy."""
        return lines_of("return ", Call("", tuple(copy for _, _, copy in self.kept)), indent=8).lstrip()

    @property
    def revert(self) -> str:
        """The way back."""
        targets: tuple[Code, ...] = tuple(f"self.{name}" for name, _, _ in self.kept)
        if len(targets) == 1:
            return "(self.state,) = before"
        flat = f"{', '.join(map(str, targets))} = before"
        return flat if len(flat) <= 80 else lines_of("", Call("", targets), " = before", 8).lstrip()

    # -------------------------------------------------------------------------------------------------- snapshots

    @property
    def restore(self) -> str:
        """The `def` line of `restore`."""
        return self._head("def restore", ["cls", "snapshot: dict[str, Any]"], [], self.context.bind.machine)

    @property
    def parts(self) -> str:
        """The parts of a snapshot with their types."""
        items = ['"state": State']
        items += ['"options": dict'] if self.options else []
        items += ['"variables": dict'] if self.variables else []
        items += ['"timers": dict'] if self.machine.timers else []
        items += ['"deferred": list'] if self.know.defers else []
        return lines_of("parts = ", Call("_checked", ("snapshot", Call("", tuple(items), "{}"))), indent=8).lstrip()

    def checked(self, part: str, attributes: list[Attribute]) -> str:
        """The check of the options or the variables."""
        kinds: tuple[Code, ...] = tuple(f"{each.spec}: {each.type}" for each in attributes)
        return lines_of(f"{part} = ", Call("_checked", (f'parts["{part}"]', Call("", kinds, "{}"))), indent=8).lstrip()

    def begun(self, variable: Attribute) -> str:
        """The first assignment of a variable."""
        return lines_of(f"self.{variable.name}: {variable.type} = ", variable.value, indent=8).lstrip()

    def fixed(self, option: Attribute) -> str:
        """The assignment of an option."""
        return lines_of(f"self.{option.kept}: Final = ", option.name, indent=8).lstrip()

    def restored(self, variable: Attribute) -> str:
        """The assignment of a variable of the restored machine."""
        return lines_of(f"machine.{variable.name} = ", Call("variables", (variable.spec,), "[]"), indent=8).lstrip()

    @property
    def made(self) -> str:
        """The making of the restored machine."""
        args: list[Code] = [Call(f"{option.name}=options", (option.spec,), "[]") for option in self.options]
        args += ["guards=guards"] if self.machine.predicates else []
        args += ["clock=clock"] if self.machine.timers else []
        return lines_of("machine = ", Call("cls", tuple(args)), indent=8).lstrip()

    @property
    def within(self) -> str:
        """The states in which each timer may run."""
        state = self.context.state
        timers = self.machine.timers
        rows = tuple(Call(f"{literal(timer.name)}: ", tuple(map(state, timer.within))) for timer in timers)
        return lines_of("_WITHIN: Final = ", Call("", rows, "{}"))

    @property
    def payloads(self) -> str:
        """The names of the payload of each event that may wait."""
        rows = tuple(
            Call(f"{self.context.event(event)}: ", tuple(literal(part.name) for part in event.params))
            for event in self.know.deferred
        )
        return lines_of("_PAYLOADS: Final = ", Call("", rows, "{}"))

    @property
    def packs_many(self) -> bool:
        """Whether a payload that may wait holds a tuple."""
        return any(isinstance(part.type, Many) for event in self.know.deferred for part in event.params)

    @property
    def waiting(self) -> list[Waiting]:
        """The events that may wait, for `restore`."""
        return [self._waiting(event) for event in self.know.deferred]

    def _waiting(self, event: Event) -> Waiting:
        context = self.context
        kinds = tuple(f"{literal(part.name)}: {_kind(part.type, context)}" for part in event.params)
        checked = lines_of("values = ", Call("_checked", ("payload", Call("", kinds, "{}"))), indent=4).lstrip()
        payload = Call("", tuple(_restored(part, context) for part in event.params))
        if not event.params:
            checked = checked.removeprefix("values = ")
        result = lines_of("return ", Call("", (context.event(event), payload)), indent=4).lstrip()
        return Waiting(literal(event.name), checked, result)

    @property
    def waits(self) -> str:
        """The states in which each event may wait."""
        rows = tuple(Call(f"{literal(event.name)}: ", self._waits(event)) for event in self.know.deferred)
        return lines_of("_WAITS: Final = ", Call("", rows, "{}"))

    def _waits(self, event: Event) -> tuple[Code, ...]:
        states = (state for state in self.machine.states if event in self.know.deferred_in(state))
        return tuple(self.context.state(state) for state in states)


@dataclass(frozen=True)
class Waiting:
    """How one event that waits is restored."""

    name: str
    checked: str
    result: str


def _kind(kind: Type, context: Context) -> str:
    """The class that a plain value is checked against."""
    match kind:
        case Many():
            return "list"
        case HostType():
            return "object"
        case _:
            return context.type(kind)


def _restored(part: Parameter, context: Context) -> Code:
    value = f"values[{literal(part.name)}]"
    if isinstance(part.type, Many):
        return Call("_values", (value, _kind(part.type.item, context)))
    return value
