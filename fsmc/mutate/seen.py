"""What two machines did with one step in, what a host sees of the difference, as a sentence, out."""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.diff.play import Both, Did, Player, spelled
from fsmc.diff.verdict import Answer
from fsmc.interpreter import Configuration, Interpreter
from fsmc.interpreter.spelling import shown
from fsmc.model import Machine

_FINE = (Answer.TAKEN, Answer.IGNORED, Answer.DEFERRED, Answer.QUIET)
_REFUSED = {Answer.UNDEFINED: "refused", Answer.REFUSED: "refused"}


def told_apart(both: Both, ours: Did, theirs: Did) -> str:
    """The first difference between two machines after a step; nothing if a host sees none."""
    return next(_differences(both, ours, theirs), "")


def _differences(both: Both, ours: Did, theirs: Did) -> Iterator[str]:
    was, now = _answer(ours), _answer(theirs)
    if was != now:
        yield f"the step is {now}, not {was}"
    if ours.answer is Answer.ENDLESS:
        return
    actions = _actions(both.old, ours), _actions(both.new, theirs)
    if actions[0] != actions[1]:
        yield f"it comes to {actions[1]}, not {actions[0]}"
    yield from conditions_differ(both.old.machine, ours.after, both.new.machine, theirs.after)


def _answer(did: Did) -> str:
    """How the step was taken, as far as a host is told."""
    if did.answer in _FINE:
        return "taken"
    if did.answer is Answer.ENDLESS:
        return str(did.answer)
    event, section = did.refused_as
    said = f" ({did.reason})" if did.reason else ""
    cited = f" by {section}" if section else ""
    return f"{_REFUSED.get(did.answer, str(did.answer))} as {event}{said}{cited}"


def _actions(player: Player, did: Did) -> str:
    return ", ".join(spelled(player.machine, outcome) for outcome in did.outcomes) or "no action"


def conditions_differ(old: Machine, was: Configuration, new: Machine, now: Configuration) -> Iterator[str]:
    """In what two machines differ between two steps."""
    if was.state.name != now.state.name:
        yield f"the state is {now.state}, not {was.state}"
    for variable, twin in zip(old.variables, new.variables, strict=True):
        one, other = was.variables[variable], now.variables[twin]
        if repr(one) != repr(other):
            yield f"{variable.name} is {shown(other, variable.type)}, not {shown(one, variable.type)}"
    timers = [[(timer.name, round(at, 6)) for timer, at in some.timers.items()] for some in (was, now)]
    if timers[0] != timers[1]:
        yield f"{_timers(timers[1])}, not {_timers(timers[0])}"
    waiting = [[(each.event.name, repr(each.payload)) for each in some.deferred] for some in (was, now)]
    if waiting[0] != waiting[1]:
        yield f"{_waiting(waiting[1])}, not {_waiting(waiting[0])}"


def _timers(timers: list[tuple[str, float]]) -> str:
    """When each timer expires, by the clock that began with the run."""
    return " and ".join(f"{name} runs until {names.duration(at)}" for name, at in timers) or "no timer runs"


def _waiting(waiting: list[tuple[str, str]]) -> str:
    return " and ".join(f"{name} waits" for name, _ in waiting) or "no event waits"


def beginnings_differ(old: Machine, new: Machine) -> Iterator[str]:
    """In what two machines differ that have just been made; defaults are constant, so nothing depends on options."""
    one, other = Interpreter(old), Interpreter(new)
    for option in old.options:
        was, now = one.options[option.name], other.options[option.name]
        if repr(was) != repr(now):
            yield f"option {option.name} is {shown(now, option.type)}, not {shown(was, option.type)}"
    yield from conditions_differ(old, one.configuration, new, other.configuration)
