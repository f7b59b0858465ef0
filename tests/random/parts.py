"""What random specs are made of: names that are hard to spell or to bind, and what the maker knows of each thing."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.random.expressions import Question, Scope

STATES = ("A", "SYN-SENT", "2-Way", "'half closed'", "initial", "C+", "done?", "TIMERS", "'any'", "raise", "from")
EVENTS = ("go", "rcv-SYN", "TO+", "AdjOK?", "2-way", "actions", "'b (x)'", "timeout")
DERIVED = ("good", "bad", "r1xx", "rest", "late", "'on time'")
ACTIONS = ("snd", "irc", "create-TCB", "tell", "'note!'", "stop", "zrc")
TIMERS = ("rtx", "time-wait", "T1")
WORDS = (
    *("on", "to", "box", "start", "within", "ignore", "reject", "never", "defer", "final", "bold", "dashed"),
    *("machine", "reference", "const", "type", "option", "var", "timer", "event", "action", "guard", "group", "tag"),
    *("unlisted", "enter", "leave", "scenario", "view"),
)
"""Words of the language after which events may be named: where these stand they can mean nothing else."""
PAYLOADS = {
    "bool": ("sure", "before"),
    "int": ("n", "now"),
    "str": ("text", "event", "actions"),
    "duration": ("delay", "state"),
    "Colour": ("colour", "c"),
    "Flag": ("flag", "cls"),
    "Reply": ("r", "reply"),
    "Segment": ("segment", "s"),
    "Flag*": ("flags", "payload"),
    "int*": ("ns", "many"),
}
VARIABLES = {
    "ready": "bool",
    "mark": "bool",
    "count": "int",
    "n": "int",
    "last": "str",
    "rto": "duration",
    "colour": "Colour",
    "tone": "Tone",
    "mode": "Mode",
}
OPTIONS = {"strict": "bool", "on-good": "bool", "limit": "int", "settle": "duration", "who": "str", "tint": "Tone"}
CONSTANTS = {
    "MAX": ("int", "1 + 2"),
    "MSL": ("duration", "1s"),
    "TWICE": ("duration", "2 * MSL"),
    "NAME": ("str", '"a"'),
}
QUESTIONS = (
    Question("ok"),
    Question("allowed?", ("str",)),
    Question("fits", ("int", "Colour")),
    Question("fresh", ("Reply",)),
)
CITES = ("@3.1", "@3.10.7 @Other:4", "@Other:2", "@5 {MUST-1, p}", '## Said "so".')
REASONS = ("no", "not {now}", 'say \\"please\\"')


@dataclass
class Timer:
    """A timer and the states in which it may run; whether some effect starts it, some line takes its expiry."""

    name: str
    within: frozenset[int]
    started: bool = False
    handled: bool = False


@dataclass
class Event:
    """Something that cells are about, as lines write it: its payload by name, and what its cells may run in."""

    text: str
    payload: dict[str, str]
    states: frozenset[int]
    timer: Timer | None = None
    optional: int = 0
    base: Event | None = None
    covered: bool = False
    known: frozenset[str] = frozenset()
    raisable: bool = True
    welcome: set[int] = field(default_factory=set)


@dataclass
class Action:
    """An action, the kinds of its parameters, and the states in which it may be done, for the timers it starts."""

    name: str
    kinds: tuple[str, ...]
    states: frozenset[int]


@dataclass
class Line:
    """A line before its effects are known."""

    head: str
    tail: str
    sources: frozenset[int]
    target: int | None
    scope: Scope
    notes: str = ""
