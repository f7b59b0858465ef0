"""A spec and what a block is about in, the lines of the spec that say it out."""

from __future__ import annotations

from collections.abc import Iterable

from fsmc.embed import subjects
from fsmc.embed.requests import Request
from fsmc.emit.prose import printable
from fsmc.model import Event, Machine, Notes, State
from fsmc.source import SourceFile


def lines(source: SourceFile, machine: Machine, request: Request) -> list[str]:
    """The lines that speak of a state, an event or a scenario, in order of the file; all if the request names none."""
    options = request.options
    if "state" in options:
        return _shown(source, _about_state(machine, subjects.state(machine, options["state"])))
    if "event" in options:
        return _shown(source, _about_event(machine, subjects.event(machine, options["event"])))
    if "scenario" in options:
        return _shown(source, [subjects.scenario(machine, options["scenario"])])
    text = "\n".join(source.lines).strip("\n")
    return list(map(_harmless, text.split("\n")))


def _about_state(machine: Machine, state: State) -> list[Notes]:
    """Its declaration, the lines that decide its cells, and what is done whenever it is entered or left."""
    lines = [line for line in machine.lines if state in line.sources]
    return [state, *lines, *(hook for hook in (*machine.enters, *machine.leaves) if state in hook.states)]


def _about_event(machine: Machine, event: Event) -> list[Notes]:
    """Its declaration (that of its timer, for an expiry) and the lines that decide its cells."""
    return [event.timer or event, *(line for line in machine.lines if event in line.events)]


def _shown(source: SourceFile, notes: Iterable[Notes]) -> list[str]:
    """The lines on which the statements stand, each once."""
    places = {number for one in notes for number in range(one.span.line, one.span.end_line + 1) if number}
    return [_harmless(source.line(number)) for number in sorted(places)]


def _harmless(line: str) -> str:
    """A line without what reorders it or ends it, for docutils sees more line ends than a spec has."""
    return "\t".join(map(printable, line.rstrip().split("\t")))
