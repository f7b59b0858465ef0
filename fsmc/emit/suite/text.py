"""Cases and paths in, rows of Python tables out: literals, filled to lines of at most `WIDTH` columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fsmc import names
from fsmc.binding import Binding
from fsmc.emit.rendering import literal
from fsmc.emit.suite.rows import After, Before, Case, Move, Path
from fsmc.interpreter import Interpreter, Outcome, Output, Value, defaults
from fsmc.model import Enumeration, Event, HostType, Machine, Many, Predicate, Type
from fsmc.outcomes import Answer

WIDTH = 108


class Writer:
    """Writes the rows of one machine's tests.  What a row leaves out is as the test file's defaults have it."""

    def __init__(self, machine: Machine, variables: Mapping[str, Value], running: Mapping[str, Mapping[str, float]]):
        self.machine = machine
        self.bind = Binding(machine)
        self.fresh = Interpreter(machine)
        self.variables = variables
        self.running = running
        self.options = {option.name: option for option in machine.options}
        self.actions = {action.name: action for action in machine.actions}

    # ------------------------------------------------------------------------------------------------------ rows

    def case(self, case: Case) -> str:
        """`Case("CLOSED-SEND", "CLOSED", "SEND", rejects="connection does not exist"),`"""
        parts = [literal(case.name), literal(case.before.state.name), literal(case.event.name)]
        parts += self._given(case.event, case.payload, case.answers)
        parts += self._before(case.before, case)
        parts += self._after(case)
        return row("Case", parts, 4)

    def _given(self, event: Event | None, payload: Mapping[str, Value], answers: Iterable[Answer]) -> Iterator[str]:
        usual = defaults(event) if event else {}
        named = as_keywords(event, differing(payload, usual), self.bind) if event else {}
        if named:
            yield f"payload={python(named)}"
        said = {self.called(predicate, args): holds for predicate, args, holds in answers}
        if said:
            yield f"answers={python(said)}"

    def _before(self, before: Before, case: Case) -> Iterator[str]:
        options = differing(before.options, self.fresh.options)
        if options:
            yield f"options={python(options)}"
        variables = differing(before.variables, self.variables)
        if variables:
            yield f"variables={python(variables)}"
        usual = dict(self.running.get(before.state.name, {}))
        if case.event.timer:
            usual[case.event.timer.name] = 0.0
        if list(before.timers.items()) != list(usual.items()):
            yield f"running={python(before.timers)}"
        if before.waiting:
            yield f"waiting={python(before.waiting)}"

    def _after(self, case: Case) -> Iterator[str]:
        after, before = case.after, case.before
        if after.endless:
            yield "endless=True"
        if after.refusal is not None:
            yield from self._refused(case, after)
        if after.state is not before.state:
            yield f"then={literal(after.state.name)}"
        if after.outcomes:
            yield f"does={python(tuple(self.outcome(outcome) for outcome in after.outcomes))}"
        sets = differing(after.variables, before.variables)
        if sets:
            yield f"sets={python(sets)}"
        expired = {case.event.timer.name} if case.event.timer else set()
        left = [(name, seconds) for name, seconds in before.timers.items() if name not in expired]
        if list(after.timers.items()) != left:
            yield f"timers={python(rounded(after.timers))}"
        if after.waiting != before.waiting:
            yield f"defers={python(after.waiting)}"

    def _refused(self, case: Case, after: After) -> Iterator[str]:
        yield "impossible=True" if after.impossible else f"rejects={python(after.refusal)}"
        if after.impossible and after.refusal:
            yield f"reason={python(after.refusal)}"
        if after.section:
            yield f"section={python(after.section)}"
        if after.refused_at != (case.before.state.name, case.event.name):
            yield f"at={python(after.refused_at)}"

    def path(self, path: Path, *, fresh: bool) -> str:
        """`Path("name", {...}, (Step(...), ...)),` over several lines; a fresh machine starts as its class makes it."""
        start = [literal(path.name)]
        options = differing(path.before.options, self.fresh.options)
        if options:
            start.append(f"options={python(options)}")
        if not fresh:
            start.append(f"state={literal(path.before.state.name)}")
            variables = differing(path.before.variables, self.fresh.variables)
            if variables:
                start.append(f"variables={python(variables)}")
            if path.before.timers:
                start.append(f"running={python(path.before.timers)}")
        steps = [row("Step", list(self._step(move)), 8) for move in path.moves]
        head = row("Walk", start, 4).removesuffix("),")
        return "\n".join([f"{head}, steps=(", *steps, "    )),"])

    def _step(self, move: Move) -> Iterator[str]:
        if move.event:
            yield literal(move.event.name)
        else:
            yield f"wait={python(rounded(move.wait))}"
        yield from self._given(move.event, move.payload, move.answers)
        yield f"then={literal(move.target.name)}"
        if move.outcomes:
            yield f"does={python(tuple(self.outcome(outcome) for outcome in move.outcomes))}"
        if move.timers:
            yield f"timers={python(rounded(move.timers))}"

    # ----------------------------------------------------------------------------------------------------- words

    def outcome(self, outcome: Outcome) -> str:
        """`snd(SYN, ACK)`: an action as the recording handler of the tests writes it."""
        if not isinstance(outcome, Output):
            return f"refused({outcome.event}, {outcome.reason!r})"
        params = self.actions[outcome.action].params
        args = [spelled(value, part.type) for value, part in zip(outcome.args, params, strict=True)]
        return outcome.action + (f"({', '.join(filter(None, args))})" if params else "")

    def called(self, predicate: Predicate, args: tuple[Value, ...]) -> str:
        """`acceptable(3)`: a question as the answering host of the tests writes it."""
        shown = [spelled(value, part.type) for value, part in zip(args, predicate.params, strict=True)]
        return predicate.name + (f"({', '.join(filter(None, shown))})" if args else "")


def differing(values: Mapping[str, Value], usual: Mapping[str, Value]) -> dict[str, Value]:
    """The values that are not the usual ones."""
    return {name: value for name, value in values.items() if name not in usual or usual[name] != value}


def rounded(value: Value) -> Value:
    """Seconds without what binary fractions add to them."""
    if isinstance(value, Mapping):
        return {name: rounded(seconds) for name, seconds in value.items()}
    return round(float(value), 6)


def spelled(value: Value, kind: Type) -> str:
    """A value as the tests write it among arguments: members by name, texts in quotes."""
    if isinstance(kind, Many):
        return ", ".join(spelled(item, kind.item) for item in value)
    if isinstance(kind, Enumeration):
        return str(value)
    if isinstance(kind, HostType):
        return "+".join(f"{names.snake(part.name)}: {spelled(value[part.name], part.type)}" for part in kind.fields)
    return repr(value)


def python(value: Value) -> str:
    """A value as a Python literal."""
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{python(key)}: {python(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (tuple, list)):
        items = ", ".join(map(python, value))
        return f"({items},)" if len(value) == 1 else f"({items})"
    return repr(value)


def row(call: str, parts: Sequence[str], indent: int) -> str:
    """`call(part, part),` filled to lines; further lines stand under the first part."""
    pad = " " * (indent + len(call) + 1)
    lines = [" " * indent + call + "("]
    for place, part in enumerate(parts):
        closed = part + (")," if place == len(parts) - 1 else ", ")
        if len(lines[-1] + closed.rstrip()) > WIDTH and lines[-1].strip() != call + "(":
            lines.append(pad)
        for piece in _pieces(closed, WIDTH - len(pad)):
            if len(lines[-1] + piece.rstrip()) > WIDTH and lines[-1] != pad:
                lines.append(pad)
            lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*",? ?|' + r"'(?:[^'\\]|\\.)*',? ?|[^\"']+")


def _pieces(part: str, width: int) -> Iterator[str]:
    """A part in pieces between which a line may end; all of it if it fits.  A long text is texts side by side.

    What is no text, such as a long number, stays whole.
    """
    if len(part) <= width:
        yield part
        return
    for token in _TOKEN.findall(part):
        yield from _texts(token, width) if len(token) > width and token[0] in "\"'" else [token]


def _texts(token: str, width: int) -> Iterator[str]:
    """A text and what follows it, as texts that fit."""
    quote, end = token[0], token.rindex(token[0])
    pieces = [""]
    for word in re.split(r"(?<= )", token[1:end]):
        if pieces[-1] and len(pieces[-1] + word) + 2 > width:
            pieces.append("")
        pieces[-1] += word
    yield from (quote + piece + quote for piece in pieces[:-1])
    yield quote + pieces[-1] + token[end:]


def entries(values: Mapping[str, Value]) -> str:
    """The entries of a dictionary, filled to lines."""
    return filled((f"{python(name)}: {python(value)}" for name, value in values.items()), 4)


def filled(items: Iterable[str], indent: int) -> str:
    """Items apart by commas, filled to lines."""
    lines = [" " * indent]
    for item in items:
        if lines[-1].strip() and len(lines[-1]) + len(item) + 1 > WIDTH:
            lines.append(" " * indent)
        lines[-1] += f"{item}, "
    return "\n".join(line.rstrip() for line in lines if line.strip())


def kind_word(kind: Type, bind: Binding) -> Value:
    """What the tests make of a plain value: a member of a class, a tuple of them, an object of parts; or nothing."""
    match kind:
        case Many():
            inner = kind_word(kind.item, bind)
            return f"{inner}*" if inner == "" or isinstance(inner, str) else inner
        case Enumeration():
            return bind.enumeration(kind)
        case HostType():
            return {bind.called(part.name): kind_word(part.type, bind) for part in kind.fields}
        case _:
            return ""


def as_keywords(event: Event, payload: Mapping[str, Value], bind: Binding) -> dict[str, Value]:
    """A payload by the names of Python."""
    kinds = {part.name: part.type for part in event.params}
    return {bind.called(name): _renamed(value, kinds[name], bind) for name, value in payload.items()}


def _renamed(value: Value, kind: Type, bind: Binding) -> Value:
    if not isinstance(kind, HostType):
        return value
    return {bind.called(part.name): _renamed(value[part.name], part.type, bind) for part in kind.fields}
