"""The names of a spec, or of nothing yet, in; the word of the language that a name in a table stands for out.

A name that the spec does not have is declared, in the plainest way: a state, an event, an action or a guard without
parameters.  In a table that is held against a spec it is a difference, not a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Union

from fsmc import names
from fsmc.diff.tables.reading import Field
from fsmc.emit.prose import on_one_line
from fsmc.model import Action, Group, Machine, Predicate, State, Timer


class Words:
    """Names of one kind: found by name, by a name in other letters, or by label, as long as only one thing fits."""

    def __init__(self, keyword: str, named: Iterable[tuple[str, str, str]]) -> None:
        """`named` has a name, a label and the word of the language for each thing that is declared."""
        things = list(named)
        self._keyword = keyword
        self._exact = {on_one_line(name): word for name, _, word in things}
        self._folded = _unique((name.casefold(), word) for name, _, word in things)
        self._labels = _unique((label.casefold(), word) for _, label, word in things if label)
        self.declared: dict[str, Field] = {}

    def find(self, text: str) -> str:
        """The word of a name, or nothing."""
        fold = text.casefold()
        return self._exact.get(text) or self._folded.get(fold) or self._labels.get(fold) or ""

    def word(self, text: str, place: Field) -> str:
        """The word of a name; one that nothing declares is declared from now on."""
        if found := self.find(text):
            return found
        self._exact[text] = names.quoted(text)
        self.declared[f"{self._keyword} {names.quoted(text)}"] = place
        return self._exact[text]


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The words by their keys, less those that share one."""
    found: dict[str, set[str]] = {}
    for key, word in pairs:
        found.setdefault(key, set()).add(word)
    return {key: words.pop() for key, words in found.items() if len(words) == 1}


@dataclass
class Known:
    """All that the rows of a table may name."""

    machine: Machine | None
    states: Words = field(init=False)
    groups: Words = field(init=False)
    events: Words = field(init=False)
    actions: Words = field(init=False)
    guards: Words = field(init=False)
    wider: dict[Timer, list[State]] = field(default_factory=dict)
    """Where the table handles the expiry of a timer that cannot run there: there it can, for the table."""

    def __post_init__(self) -> None:
        machine = self.machine
        self.states = Words("state", _named(machine.states) if machine else ())
        self.groups = Words("group", _named(machine.groups) if machine else ())
        events = [
            (str(one) if one.timer else one.name, one.label, str(one))
            for one in (machine.all_events if machine else ())
        ]
        self.events = Words("event", events)
        self.actions = Words("action", _named(machine.actions) if machine else ())
        self.guards = Words("guard", _named(machine.predicates) if machine else ())

    @property
    def declared(self) -> Mapping[str, Field]:
        """The declarations that are still to be made, each with the field that first has the name.

        Without a spec the first state is the initial one.
        """
        states = dict(self.states.declared)
        if self.machine is None and states:
            first = next(iter(states))
            states = {f"{first} initial": states.pop(first), **states}
        return {**states, **self.events.declared, **self.actions.declared, **self.guards.declared}

    def values(self) -> frozenset[str]:
        """What a plain name in a guard may mean, other than a question to the host that nobody has declared."""
        machine = self.machine
        if machine is None:
            return frozenset()
        values = {one.name for one in machine.constants} | {one.name for one in machine.options}
        values |= {one.name for one in machine.variables} | {one.name for one in machine.predicates}
        members = {member for kind in machine.enumerations for member in kind.members}
        payload = {param.name for event in machine.events for param in (event.base or event).params}
        return frozenset(values | members | payload)


def _named(things: Iterable[Union[State, Group, Action, Predicate]]) -> list[tuple[str, str, str]]:
    return [(one.name, one.label, names.quoted(one.name)) for one in things]
