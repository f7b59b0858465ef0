"""A machine's `Words` in, the table of its transitions out, a row a line of the spec."""

from __future__ import annotations

from fsmc.emit.reference.markdown import blocks, bullets, code, table
from fsmc.emit.reference.words import Words, effects
from fsmc.emit.reference.written import events_written, states_written
from fsmc.model import ELSE, Transition

HEAD = ("From", "Event", "Guard", "Actions", "To")


def transitions(words: Words) -> str:
    """The transitions, and what is done whenever a state is entered or left."""
    machine = words.machine
    hooks = [("entering", hook) for hook in machine.enters] + [("leaving", hook) for hook in machine.leaves]
    always = bullets(
        f"On {verb} {states_written(words, hook.written_states)}: {effects(hook.effects)}" for verb, hook in hooks
    )
    return blocks(table(HEAD, (_row(words, line) for line in machine.transitions)), always)


def _row(words: Words, line: Transition) -> tuple[str, ...]:
    guard = line.guard
    return (
        words.state(line.sources[0]) if len(line.sources) == 1 else states_written(words, line.written_sources),
        words.event(line.events[0]) if len(line.events) == 1 else events_written(words, line.written_events),
        "" if guard is None else "otherwise" if guard is ELSE else code(str(guard)),
        effects(line.effects),
        "*stays*" if line.target is None else words.state(line.target),
    )
