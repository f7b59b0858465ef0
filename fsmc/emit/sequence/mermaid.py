"""A story in, a Mermaid `sequenceDiagram` out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from fsmc.emit.backend import banner
from fsmc.emit.mermaid.escape import comment, escaped
from fsmc.emit.sequence.story import Arrival, Aside, Moment, Own, Sending, Standing, Story

_MACHINE = "machine"


def written(story: Story) -> str:
    """The text of the diagram."""
    head = (comment(banner(story.machine)), "sequenceDiagram", f"    title {escaped(story.scenario.title)}")
    return "\n".join((*head, *(f"    {line}" for line in _lines(story)), ""))


def _lines(story: Story) -> Iterator[str]:
    parties = {party: f"party_{number}" for number, party in enumerate((*story.left, *story.right), 1)}
    yield from (f"participant {parties[party]} as {escaped(party)}" for party in story.left)
    yield f"participant {_MACHINE} as {escaped(story.machine.name)}"
    yield from (f"participant {parties[party]} as {escaped(party)}" for party in story.right)
    for kind, moments in groupby(story.moments, type):
        if kind is Aside:
            rows = "<br/>".join(escaped(moment.text) for moment in moments if isinstance(moment, Aside))
            yield f"Note right of {_MACHINE}: {rows}"
        else:
            yield from (_line(moment, parties) for moment in moments)


def _line(moment: Moment, parties: dict[str, str]) -> str:
    match moment:
        case Standing():
            return f"Note over {_MACHINE}: {escaped(moment.state.name)}"
        case Arrival():
            return f"{parties[moment.party]}->>{_MACHINE}: {_text(moment)}"
        case Own():
            return f"{_MACHINE}->>{_MACHINE}: {_text(moment)}"
        case Sending():
            return f"{_MACHINE}->>{parties[moment.party]}: {escaped(moment.text)}"
        case Aside():
            return f"Note right of {_MACHINE}: {escaped(moment.text)}"


def _text(moment: Arrival | Own) -> str:
    """The event, and below it what is assumed."""
    return "<br/>".join(map(escaped, filter(None, (moment.text, moment.condition))))
