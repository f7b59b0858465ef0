"""A line can never decide: stronger lines, or the other guards of its rank, leave it no case.

A line that names a state and an event is stronger than one with `other`, and both are stronger than `any`.  A line that
is never taken says something about the machine that is not true, and whoever edits it changes nothing.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
    any      ignore other               # FSM047

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, AnyLine, Place
from fsmc.analysis.cells import can_happen
from fsmc.diagnostics import Fix, Note
from fsmc.lint.condition_never_holds import is_contradiction
from fsmc.lint.mending import without_line
from fsmc.lint.rule import Finding, Rule
from fsmc.model import ELSE, Rank


def check(analysis: Analysis) -> Iterator[Finding]:
    """Lines that decide no cell, but for those on which another rule has a say.

    Where lines clash, what they leave to others is not known before that is mended.
    """
    clashing = {line for clash in analysis.clashes for line in (clash.earlier, clash.later)}
    for line, places in analysis.decisions.spoken_of.items():
        if analysis.decisions.decided[line] or is_contradiction(analysis, line):
            continue
        if any(other in clashing for place in places for rank in analysis.decisions.ranks[place] for other in rank):
            continue
        if places:
            yield _shadowed(analysis, line, places)
        elif not _is_misplaced_timeout(line):
            yield _without_cells(analysis, line)


def _shadowed(analysis: Analysis, line: AnyLine, places: tuple[Place, ...]) -> Finding:
    """A line that speaks of cells which others decide in every case."""
    stronger = [other for place in places for other in analysis.decisions.deciding[place] if other.rank < line.rank]
    if line.guard is ELSE and not stronger:
        message = f"nothing is left for this [else]: the other guards of {places[0]} cover every case"
        siblings = [other for other in analysis.decisions.deciding[places[0]] if other is not line]
        notes = tuple(Note("one of the guards", other.span) for other in siblings[:1])
        return Finding(message, line.span, "take the line away, or mend the other guards", notes)
    message = f"this line never decides: stronger lines decide {places[0]}"
    others = (
        f" and {len(places) - 1} more cells" if len(places) > 2 else f" and {places[1]}" if len(places) == 2 else ""
    )
    notes = tuple(Note("such as this one", other.span) for other in dict.fromkeys(stronger[:1]))
    return Finding(message + others, line.span, "take it away, or narrow the lines that are stronger", notes)


def _without_cells(analysis: Analysis, line: AnyLine) -> Finding:
    """A line about `other` that is left no event, or one with `any` whose timers cannot run where it speaks."""
    if line.rank in (Rank.NAMED_OTHER, Rank.ANY_OTHER):
        message = f"no event is left for 'other' in {line.written_sources}: lines name them all"
        return Finding(message, line.span, "take the line away", fix=_fix(analysis, line))
    return Finding(
        f"the timer cannot run in any of these states: {line.written_sources}", line.span, "take the line away"
    )


def _fix(analysis: Analysis, line: AnyLine) -> Fix | None:
    """Takes the line away, unless it holds words that somebody may want to keep."""
    kept = line.doc or line.cites or line.tags
    return None if kept else without_line(analysis.machine, line, "take the line away: it says nothing")


def _is_misplaced_timeout(line: AnyLine) -> bool:
    """Whether the line names states and timeouts that cannot happen there, which is a rule of its own."""
    return line.rank is Rank.NAMED and not any(can_happen(s, e) for s in line.sources for e in line.events)


RULE = Rule("FSM047", "shadowed-line", check, __doc__, fixable=True)
