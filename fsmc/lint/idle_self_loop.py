"""A line that stays where it is and does nothing: `ignore` says the same, and says that it is meant.

A line without actions whose target is `stay`, or its own state where neither entering nor leaving does anything, looks
as if its actions were forgotten.  Pictures draw a loop for it, and none for `ignore`.  A transition that a view picks
by its tag is drawn on purpose.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Locked   on push -> stay        # FSM098
    Unlocked on push -> Locked
    Unlocked ignore coin

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Locked   ignore push
    Unlocked on push -> Locked
    Unlocked ignore coin
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Edit, Fix, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Machine, Tag, Transition


def check(analysis: Analysis) -> Iterator[Finding]:
    """Transitions that change nothing in any of their states, each statement once."""
    machine = analysis.machine
    written = Counter(line.span for line in machine.lines)
    drawn = {part.name for view in machine.views for part in view.parts if isinstance(part, Tag)}
    idle = {line.span: line for line in reversed(machine.transitions) if _is_idle(machine, line)}
    for span, line in idle.items():
        if drawn.isdisjoint(tag.name for tag in line.tags) and not any(tag.mark for tag in line.tags):
            whole = written[span] == 1 and span.line == span.end_line
            fix = Fix("write `ignore`", (Edit(span, _ignoring(machine, line)),)) if whole else None
            yield Finding("this line stays where it is and does nothing", span, f"say `{_brief(line)}`", fix=fix)


def _is_idle(machine: Machine, line: Transition) -> bool:
    """Whether the line neither moves nor does anything, wherever it is taken."""
    if line.target is not None and line.sources != (line.target,):
        return False
    return not any(machine.effects(line, source) for source in line.sources)


def _brief(line: Transition) -> str:
    return f"{line.written_sources} ignore {line.written_events}{line.condition}"


def _ignoring(machine: Machine, line: Transition) -> str:
    """The whole statement with `ignore`."""
    first = machine.references[0] if machine.references else None
    cites = [
        f"@{cite.section}"
        if cite.reference in (None, first) and ":" not in cite.section
        else f"@{cite.reference.name if cite.reference else ''}:{cite.section}"
        for cite in line.cites
    ]
    tags = [f"{{{', '.join(names.quoted(tag.name) for tag in line.tags)}}}"] if line.tags else []
    notes = f"  {' '.join([*cites, *tags])}" if line.cites or line.tags else ""
    return _brief(line) + notes


RULE = Rule("FSM098", "idle-self-loop", check, __doc__, Severity.WARNING, fixable=True)
