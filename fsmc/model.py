"""The spec as meant: frozen dataclasses that link objects, complete and free of contradictions in form.

`language/` builds a `Machine` once from the text; everything else only reads it.  Entities (states, events,
variables, lines ...) compare and hash by identity, so they are cheap keys.  Expressions and effects compare by
value.  `str()` of an expression, an effect or a line is its one spelling, in the words of the spec: code comments,
edge labels, tables and test ids all use it.

Derived facts are properties; no field means "not computed yet".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import cached_property
from typing import TypeVar, Union

from fsmc import names
from fsmc.source import NOWHERE, Span

# ---------------------------------------------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A document that lines cite; `url` has `{}` where the section goes, or is empty."""

    name: str
    url: str = ""
    doc: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Citation:
    """A section of a document, such as `@3.10.7.4` or `@RFC5961:4`.  `reference` is None if no document is declared."""

    reference: Reference | None
    section: str

    @property
    def url(self) -> str:
        """The address of the section, or an empty string where the document has none."""
        return self.reference.url.replace("{}", self.section) if self.reference else ""

    @property
    def label(self) -> str:
        """`RFC9293 section 3.10.7.4`, for running text."""
        return f"{self.reference.name} section {self.section}" if self.reference else f"section {self.section}"


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """A footnote mark, such as `p`, or a requirement level, such as `MUST-11`."""

    name: str
    label: str = ""
    doc: str = ""
    span: Span = NOWHERE

    @property
    def level(self) -> str:
        """`MUST`, `SHOULD` or `MAY` for a requirement level, else an empty string."""
        return requirement_level(self.name)


_LEVELS = {"MUST": "MUST", "SHOULD": "SHOULD", "SHLD": "SHOULD", "MAY": "MAY"}


def requirement_level(tag: str) -> str:
    """The level that a tag such as `MUST`, `SHLD-4` or `MAY-2` states, or an empty string."""
    word, _, number = tag.partition("-")
    return _LEVELS.get(word, "") if not number or number.isdigit() else ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Notes:
    """What any declaration or line may carry: documentation, citations, tags and its place in the source."""

    doc: str = ""
    cites: tuple[Citation, ...] = ()
    tags: tuple[Tag, ...] = ()
    span: Span = NOWHERE


# -------------------------------------------------------------------------------------------------------- types


class Basic(Enum):
    """The built-in types.  A duration is a number of seconds."""

    BOOL = "bool"
    INT = "int"
    STR = "str"
    DURATION = "duration"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, eq=False)
class Enumeration(Notes):
    """`type Flag = SYN | ACK`; one written in place (`var opened: passive | active`) is named after its owner."""

    name: str
    members: tuple[str, ...]
    in_place: bool = False

    def __str__(self) -> str:
        return " | ".join(map(names.quoted, self.members)) if self.in_place else names.quoted(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class HostType(Notes):
    """A type of the host, opaque here but for the fields that guards may read."""

    name: str
    fields: tuple[Parameter, ...] = ()

    def __str__(self) -> str:
        return names.quoted(self.name)


@dataclass(frozen=True, slots=True)
class Many:
    """`T*`: zero or more values of one type; only the last parameter of a list may have it."""

    item: Basic | Enumeration | HostType

    def __str__(self) -> str:
        return f"{self.item}*"


Type = Union[Basic, Enumeration, HostType, Many]


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A typed part of a payload.  Only the last parameters of an event have a `default`, a constant expression."""

    name: str
    type: Type
    span: Span = NOWHERE
    default: Expr | None = None

    def __str__(self) -> str:
        default = "" if self.default is None else f" = {self.default}"
        return f"{names.quoted(self.name)}: {self.type}{default}"


def signature(parameters: tuple[Parameter, ...]) -> str:
    """`(flags: Flag*)`, or nothing for an empty list."""
    return f"({', '.join(map(str, parameters))})" if parameters else ""


# -------------------------------------------------------------------------------------------- declared entities


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Notes):
    """A named constant expression."""

    name: str
    value: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Option(Notes):
    """A value that is fixed when a machine is made."""

    name: str
    type: Type
    default: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Variable(Notes):
    """Extended state."""

    name: str
    type: Type
    default: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Timer(Notes):
    """A timer.  It runs only in the states `within` (all states of the machine if the spec does not say)."""

    name: str
    duration: Expr
    within: tuple[State, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Event(Notes):
    """An input: declared, or the expiry of a `timer`.

    A derived event has a `base` and fires in its place when `when` holds.  It carries the payload of its base.
    """

    name: str
    label: str = ""
    params: tuple[Parameter, ...] = ()
    source: str = ""
    timer: Timer | None = None
    base: Event | None = None
    when: Guard = None

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name

    @property
    def expires(self) -> Timer | None:
        """The timer whose expiry this event is, or is derived from."""
        return (self.base or self).timer

    def __str__(self) -> str:
        """`rcv-FIN`, or `timeout rtx`: as a line of the spec names it."""
        return f"timeout {names.quoted(self.timer.name)}" if self.timer else names.quoted(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Action(Notes):
    """An output: what the machine asks its host to do.  Its `effects` ride along each time the action is done."""

    name: str
    label: str = ""
    params: tuple[Parameter, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Predicate(Notes):
    """A declared `guard`: a question that the host answers."""

    name: str
    label: str = ""
    params: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class State(Notes):
    """A state of the machine."""

    name: str
    label: str = ""
    initial: bool = False
    final: bool = False

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name

    def __str__(self) -> str:
        return names.quoted(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Group(Notes):
    """A named set of states, in order of declaration."""

    name: str
    label: str = ""
    states: tuple[State, ...] = ()


# -------------------------------------------------------------------------------------------------- expressions


@dataclass(frozen=True, slots=True)
class Literal:
    """`true`, `3`, `"text"` or `250ms`; the value of a duration is in seconds."""

    value: bool | int | float | str
    type: Type

    def __str__(self) -> str:
        if self.type is Basic.DURATION:
            return names.duration(float(self.value))
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return names.double_quoted(self.value) if isinstance(self.value, str) else str(self.value)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an enumeration."""

    type: Enumeration
    name: str

    def __str__(self) -> str:
        return names.quoted(self.name)


@dataclass(frozen=True, slots=True)
class Read:
    """The value of a constant, an option or a variable."""

    of: Constant | Option | Variable

    @property
    def type(self) -> Type:
        return self.of.value.type if isinstance(self.of, Constant) else self.of.type

    def __str__(self) -> str:
        return names.quoted(self.of.name)


@dataclass(frozen=True, slots=True)
class Payload:
    """A part of the payload of the event at hand (in an action's own effects: an argument of the action)."""

    name: str
    type: Type

    def __str__(self) -> str:
        return names.quoted(self.name)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a host type, `r.status`; `operand` is a payload or another field."""

    operand: Expr
    name: str
    type: Type

    def __str__(self) -> str:
        return f"{self.operand}.{names.quoted(self.name)}"


@dataclass(frozen=True, slots=True)
class Running:
    """`running(t)`: whether a timer runs."""

    timer: Timer

    @property
    def type(self) -> Type:
        return Basic.BOOL

    def __str__(self) -> str:
        return f"running({names.quoted(self.timer.name)})"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the host: a declared guard and its arguments."""

    predicate: Predicate
    args: tuple[Expr, ...] = ()

    @property
    def type(self) -> Type:
        return Basic.BOOL

    def __str__(self) -> str:
        return names.quoted(self.predicate.name) + _arguments(self.args)


@dataclass(frozen=True, slots=True)
class Pack:
    """The values given for a `T*` parameter, zero or more."""

    items: tuple[Expr, ...]
    type: Many

    def __str__(self) -> str:
        return ", ".join(map(str, self.items))


@dataclass(frozen=True, slots=True)
class Not:
    """`not x`."""

    operand: Expr

    @property
    def type(self) -> Type:
        return Basic.BOOL

    def __str__(self) -> str:
        return f"not {_inside(self.operand, self)}"


@dataclass(frozen=True, slots=True)
class Negative:
    """`-x`, of an int or a duration."""

    operand: Expr

    @property
    def type(self) -> Type:
        return self.operand.type

    def __str__(self) -> str:
        return f"-{_inside(self.operand, self)}"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left op right` with `op` one of `+ - *`."""

    op: str
    left: Expr
    right: Expr
    type: Type

    def __str__(self) -> str:
        return f"{_inside(self.left, self)} {self.op} {_inside(self.right, self, right=True)}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain `a op b op c`: `operators` has one entry fewer than `operands`.  Operators: `== != < <= > >=`."""

    operands: tuple[Expr, ...]
    operators: tuple[str, ...]

    @property
    def type(self) -> Type:
        return Basic.BOOL

    def __str__(self) -> str:
        first, *rest = (_inside(operand, self) for operand in self.operands)
        return first + "".join(f" {op} {operand}" for op, operand in zip(self.operators, rest, strict=True))


@dataclass(frozen=True, slots=True)
class Logic:
    """`a and b and ...` or `a or b or ...`: `op` is `and` or `or`, with two or more operands."""

    op: str
    operands: tuple[Expr, ...]

    @property
    def type(self) -> Type:
        return Basic.BOOL

    def __str__(self) -> str:
        return f" {self.op} ".join(_inside(operand, self) for operand in self.operands)


Expr = Union[
    Literal,
    Member,
    Read,
    Payload,
    Field,
    Running,
    Ask,
    Pack,
    Not,
    Negative,
    Arithmetic,
    Comparison,
    Logic,
]


class Otherwise(Enum):
    """`[else]`: what the other lines of the same rank leave."""

    ELSE = "else"

    def __str__(self) -> str:
        return self.value


ELSE = Otherwise.ELSE
Guard = Union[Expr, Otherwise, None]


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct parts of an expression."""
    match expr:
        case Field() | Not() | Negative():
            return (expr.operand,)
        case Ask():
            return expr.args
        case Pack():
            return expr.items
        case Arithmetic():
            return (expr.left, expr.right)
        case Comparison() | Logic():
            return expr.operands
        case _:
            return ()


def walk(expr: Expr) -> Iterator[Expr]:
    """The expression and all its parts, outermost first."""
    yield expr
    for child in children(expr):
        yield from walk(child)


def _binding(expr: Expr) -> int:
    """How tightly an expression binds; larger binds tighter."""
    match expr:
        case Logic():
            return 1 if expr.op == "or" else 2
        case Not():
            return 3
        case Comparison():
            return 4
        case Arithmetic():
            return 6 if expr.op == "*" else 5
        case Negative():
            return 7
        case _:
            return 8


def _inside(expr: Expr, outer: Expr, *, right: bool = False) -> str:
    """The spelling of a part of `outer`, in parentheses where it needs them."""
    tight = _binding(expr) > _binding(outer)
    chained = _binding(expr) == _binding(outer) and (
        isinstance(expr, Not) or (isinstance(expr, Arithmetic) and not right)
    )
    return str(expr) if tight or chained else f"({expr})"


def _arguments(args: tuple[Expr, ...]) -> str:
    """`(a, b)`, or nothing for an empty list."""
    texts = [text for text in map(str, args) if text]
    return f"({', '.join(texts)})" if texts else ""


# ------------------------------------------------------------------------------------------------------ effects


@dataclass(frozen=True, slots=True)
class Do:
    """Hand an action to the host.  `args` has one entry a parameter; a `T*` parameter gets a `Pack` or a `Payload`."""

    action: Action
    args: tuple[Expr, ...] = ()
    condition: Expr | None = None

    def __str__(self) -> str:
        return names.quoted(self.action.name) + _arguments(self.args) + _condition(self.condition)


@dataclass(frozen=True, slots=True)
class Assign:
    """`x = e`, `x += e` or `x -= e`; `op` is `=`, `+=` or `-=`."""

    variable: Variable
    value: Expr
    op: str = "="
    condition: Expr | None = None

    @property
    def result(self) -> Expr:
        """The new value of the variable, with `+=` and `-=` written out."""
        if self.op == "=":
            return self.value
        return Arithmetic(self.op[0], Read(self.variable), self.value, self.variable.type)

    def __str__(self) -> str:
        return f"{names.quoted(self.variable.name)} {self.op} {self.value}" + _condition(self.condition)


@dataclass(frozen=True, slots=True)
class Start:
    """Start or restart a timer, for its own duration or for the one given here (seconds)."""

    timer: Timer
    duration: Expr | None = None
    condition: Expr | None = None

    @property
    def length(self) -> Expr:
        """How long the timer will run."""
        return self.timer.duration if self.duration is None else self.duration

    def __str__(self) -> str:
        length = "" if self.duration is None else f" = {self.duration}"
        return f"start {names.quoted(self.timer.name)}{length}" + _condition(self.condition)


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop a timer; nothing happens if it does not run."""

    timer: Timer
    condition: Expr | None = None

    def __str__(self) -> str:
        return f"stop {names.quoted(self.timer.name)}" + _condition(self.condition)


@dataclass(frozen=True, slots=True)
class Raise:
    """Hand an event to the same machine after this step, before any event from outside."""

    event: Event
    args: tuple[Expr, ...] = ()
    condition: Expr | None = None

    def __str__(self) -> str:
        return f"raise {self.event}" + _arguments(self.args) + _condition(self.condition)


Effect = Union[Do, Assign, Start, Stop, Raise]


def _condition(condition: Expr | None) -> str:
    return "" if condition is None else f" if {condition}"


# -------------------------------------------------------------------------------------------------------- lines


class Rank(IntEnum):
    """How strong a line is; the smaller decides first (docs/language.md, "Which line decides a cell")."""

    NAMED = 1
    NAMED_OTHER = 2
    ANY = 3
    ANY_OTHER = 4
    UNLISTED = 5


class Kind(Enum):
    """What a disposition does with an event."""

    IGNORE = "ignore"
    REJECT = "reject"
    NEVER = "never"
    DEFER = "defer"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Line(Notes):
    """A line that decides cells: those of `sources` with `events`.

    `written_sources` and `written_events` are the words of the spec (`any except CLOSED`, `LISTEN..LAST-ACK`,
    `other`); `sources` and `events` are what they stand for.  For `other`, `events` is every event that some cell of
    the line takes from it.
    """

    rank: Rank
    sources: tuple[State, ...]
    events: tuple[Event, ...]
    written_sources: str
    written_events: str
    guard: Guard = None

    @property
    def condition(self) -> str:
        """` [guard]`, or nothing."""
        return "" if self.guard is None else f" [{self.guard}]"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Transition(Line):
    """A move to `target`, or an internal step if `target` is None (`-> stay`)."""

    target: State | None
    effects: tuple[Effect, ...] = ()

    @property
    def label(self) -> str:
        """`FIN-WAIT-1 on rcv-FIN [fin-acked] -> TIME-WAIT / snd(ACK)`."""
        cause = f"{self.written_sources} on {self.written_events}{self.condition}"
        return f"{cause} -> {self.written_target}{self.written_effects}"

    @property
    def written_target(self) -> str:
        """The target state, or `stay`."""
        return "stay" if self.target is None else str(self.target)

    @property
    def written_effects(self) -> str:
        """` / snd(ACK), start rtx`, or nothing."""
        return f" / {', '.join(map(str, self.effects))}" if self.effects else ""

    def target_from(self, source: State) -> State:
        """The state in which the machine is after this line was taken in `source`."""
        return source if self.target is None else self.target


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Disposition(Line):
    """`ignore`, `reject "reason"`, `never` or `defer`; also the `unlisted` policy (rank UNLISTED)."""

    kind: Kind
    reason: str = ""

    @property
    def label(self) -> str:
        """`SYN-SENT reject active-OPEN "connection already exists"`."""
        reason = f" {names.double_quoted(self.reason)}" if self.reason else ""
        if self.rank is Rank.UNLISTED:
            return f"unlisted {self.kind}{reason}"
        return f"{self.written_sources} {self.kind} {self.written_events}{self.condition}{reason}"


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """One way out of a cell: `line` decides when `guard` holds and no earlier branch did.

    `guard` is None where nothing is left to ask: the line has no guard, is an `[else]`, or is what the branches
    before it leave.  `proved` says that the line's guard was dropped because it must hold here.
    """

    guard: Expr | None
    line: Transition | Disposition
    proved: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """What a state does with an event: branches tried in order, of which the last always holds."""

    state: State
    event: Event
    branches: tuple[Branch, ...]

    @property
    def name(self) -> str:
        """`ESTABLISHED-CLOSE`, as test ids and anchors have it."""
        return f"{self.state.name}-{self.event.name}"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Hook(Notes):
    """`enter S, ... / effects` or `leave S, ... / effects`."""

    states: tuple[State, ...]
    written_states: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scenario: an event with its arguments, what is assumed, and the state after it.

    `args` is None where the step gives no arguments.  `assuming` is a condition on guards, payload and variables,
    or `[else]`: the branch of the cell that is written so.
    """

    event: Event
    args: tuple[Expr, ...] | None
    assuming: Guard
    target: State
    span: Span = NOWHERE

    def __str__(self) -> str:
        given = "" if self.args is None else _arguments(self.args)
        assumed = "" if self.assuming is None else f" [{self.assuming}]"
        return f"{self.event}{given}{assumed} -> {self.target}"


@dataclass(frozen=True, slots=True, eq=False)
class Scenario(Notes):
    """A path that must hold.  `given` sets options and variables before the first step."""

    name: str
    label: str
    start: State
    given: Expr | None
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name


@dataclass(frozen=True, slots=True, eq=False)
class View(Notes):
    """A named part of the machine to draw: what any of `tags`, `groups`, `states` and `scenarios` picks."""

    name: str
    label: str = ""
    parts: tuple[Tag | Group | State | Scenario, ...] = ()


# ------------------------------------------------------------------------------------------------------ machine


@dataclass(frozen=True, eq=False, kw_only=True)
class Machine(Notes):
    """The whole spec.  Every tuple is in order of declaration."""

    name: str
    label: str = ""
    references: tuple[Reference, ...] = ()
    constants: tuple[Constant, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()
    host_types: tuple[HostType, ...] = ()
    options: tuple[Option, ...] = ()
    variables: tuple[Variable, ...] = ()
    timers: tuple[Timer, ...] = ()
    events: tuple[Event, ...] = ()
    timeouts: tuple[Event, ...] = ()
    actions: tuple[Action, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    states: tuple[State, ...] = ()
    groups: tuple[Group, ...] = ()
    declared_tags: tuple[Tag, ...] = ()
    lines: tuple[Transition | Disposition, ...] = ()
    unlisted: Disposition
    enters: tuple[Hook, ...] = ()
    leaves: tuple[Hook, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    views: tuple[View, ...] = ()
    cells: Mapping[tuple[State, Event], Cell] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name

    @property
    def slug(self) -> str:
        """The name of the outputs: `TCP` gives `tcp`, `PPP-LCP` gives `ppp_lcp`."""
        return names.snake(self.name)

    @cached_property
    def initial(self) -> State:
        """The initial state."""
        return next(state for state in self.states if state.initial)

    @cached_property
    def all_events(self) -> tuple[Event, ...]:
        """Declared events, derived ones among them, then the timeouts."""
        return self.events + self.timeouts

    @cached_property
    def inputs(self) -> tuple[Event, ...]:
        """What a host or a clock can deliver: all events but the derived ones."""
        return tuple(event for event in self.all_events if event.base is None)

    @cached_property
    def cell_events(self) -> tuple[Event, ...]:
        """The events that decide some cell.  A base whose derived events cover every case is not among them."""
        decided = {event for _, event in self.cells}
        return tuple(event for event in self.all_events if event in decided)

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """The lines that are transitions."""
        return tuple(line for line in self.lines if isinstance(line, Transition))

    def derived(self, base: Event) -> tuple[Event, ...]:
        """The events that fire in place of `base`, in order of declaration."""
        return tuple(event for event in self.events if event.base is base)

    def timeout(self, timer: Timer) -> Event:
        """The event of a timer's expiry."""
        return next(event for event in self.timeouts if event.timer is timer)

    def state(self, name: str) -> State:
        """The state of that name; KeyError if there is none."""
        return _named(self.states, name)

    def event(self, name: str) -> Event:
        """The event of that name, such as `rcv-FIN` or `timeout rtx`; KeyError if there is none."""
        return _named(self.all_events, name)

    def cells_of(self, state: State) -> tuple[Cell, ...]:
        """The cells of a state, in order of its events."""
        return tuple(self.cells[state, event] for event in self.cell_events if (state, event) in self.cells)

    def cells_on(self, event: Event) -> tuple[Cell, ...]:
        """The cells of an event, in order of the states."""
        return tuple(self.cells[state, event] for state in self.states if (state, event) in self.cells)

    def entering(self, state: State) -> tuple[Effect, ...]:
        """What is done whenever `state` is entered."""
        return tuple(effect for hook in self.enters if state in hook.states for effect in hook.effects)

    def leaving(self, state: State) -> tuple[Effect, ...]:
        """What is done whenever `state` is left."""
        return tuple(effect for hook in self.leaves if state in hook.states for effect in hook.effects)

    def effects(self, line: Transition, source: State) -> tuple[Effect, ...]:
        """All effects of `line` taken in `source`, in order: leave, transition, enter.

        What rides along an action (`Action.effects`) is not spliced in: it follows each `Do` of that action.
        """
        if line.target is None:
            return line.effects
        return self.leaving(source) + line.effects + self.entering(line.target)


_Entity = TypeVar("_Entity", State, Event)


def _named(entities: tuple[_Entity, ...], name: str) -> _Entity:
    """The first entity with that name."""
    for entity in entities:
        if entity.name == name:
            return entity
    raise KeyError(name)
