"""The lines that decide cells, and `enter` and `leave` lines: as written in, lines of the model out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fsmc import model, names
from fsmc.language import misuses, problems, syntax
from fsmc.language.declarations import GroupResolver
from fsmc.language.declared import Symbols
from fsmc.language.effects import Effects
from fsmc.language.expressions import UNKNOWN, Scope, fits
from fsmc.language.syntax import Word
from fsmc.model import Kind, Rank, Type
from fsmc.source import NOWHERE, Span


class StateSets:
    """Resolves lists, ranges, groups and `any` to states in order of declaration."""

    def __init__(self, symbols: Symbols, groups: dict[str, syntax.GroupText]) -> None:
        self.symbols = symbols
        self.groups = GroupResolver(symbols, groups, self.resolve)
        self.named: set[model.Group] = set()
        self.everything = symbols.states.entities
        self.place = {state: index for index, state in enumerate(self.everything)}

    def resolve(self, written: syntax.StateSet) -> tuple[model.State, ...]:
        """The states of a set.  An item that is wrong is reported and left out."""
        items = [set(self._item(item)) for item in written.items]
        chosen = set(self.everything) if written.any else set[model.State]().union(*items)
        whole = frozenset(chosen)
        is_known = written.any or all(items)
        self._refuse_repeats(written.items)
        self._refuse_repeats(written.excepted)
        for item in written.excepted:
            states = self._item(item)
            is_known = is_known and bool(states)
            if states and is_known and not whole & set(states):
                self.symbols.faults.add(problems.excepted_stranger(item.first.text, item.span))
            chosen -= set(states)
        if not chosen and written.excepted and self.everything and is_known:
            self.symbols.faults.add(problems.empty_set(written.span))
        return tuple(sorted(chosen, key=self.place.__getitem__))

    def _refuse_repeats(self, items: Iterable[syntax.Item]) -> None:
        """Reports states and groups that stand twice in a list; sets may overlap."""
        self.symbols.faults.repeats([(self._told(item), item.span) for item in items])

    def _told(self, item: syntax.Item) -> str:
        noun = "range" if item.last else "group" if item.first.text in self.groups.lines else "state"
        return f"the {noun} {problems.shown(_spell_items([item]))}"

    def _item(self, item: syntax.Item) -> tuple[model.State, ...]:
        if item.last is not None:
            return self._range(item.first, item.last, item)
        state = self.symbols.states.by_name.get(item.first.text)
        if state is not None:
            return (state,)
        group = self.groups.group(item.first.text)
        if group is not None:
            self.named.add(group)
            return group.states
        if item.first.text not in self.groups.lines:
            known = [*self.symbols.states.by_name, *self.groups.lines]
            self.symbols.faults.undeclared("a state", item.first, map(names.quoted, known))
        return ()

    def _range(self, first: Word, last: Word, item: syntax.Item) -> tuple[model.State, ...]:
        for word in (first, last):
            if word.text in self.groups.lines and word.text not in self.symbols.states.by_name:
                self.symbols.faults.add(
                    problems.group_in_range(word.text, word.span, self.groups.lines[word.text].name.span)
                )
                return ()
        ends = [self.symbols.states.find(word) for word in (first, last)]
        if ends[0] is None or ends[1] is None:
            return ()
        start, end = self.place[ends[0]], self.place[ends[1]]
        if start > end:
            self.symbols.faults.add(problems.range_backwards(first.text, last.text, item.span))
        return self.everything[start : end + 1]


def spell_states(written: syntax.StateSet) -> str:
    """The words of a set of states, in the house spelling."""
    text = "any" if written.any else _spell_items(written.items)
    return f"{text} except {_spell_items(written.excepted)}" if written.excepted else text


def _spell_items(items: Iterable[syntax.Item]) -> str:
    return ", ".join(
        names.quoted(item.first.text) + (f"..{names.quoted(item.last.text)}" if item.last else "") for item in items
    )


def spell_trigger(trigger: syntax.Trigger) -> str:
    if trigger.name is None:
        return "other"
    return f"timeout {names.quoted(trigger.name.text)}" if trigger.timeout else names.quoted(trigger.name.text)


def _told(trigger: syntax.Trigger) -> str:
    noun = "timeout" if trigger.timeout else "event"
    name = trigger.name.text if trigger.name else "other"
    return f"the {noun} {problems.shown(names.quoted(name))}"


# ------------------------------------------------------------------------------------------------------ events


@dataclass(frozen=True)
class Draft:
    """A line whose events are not final while it is about `other`, and where it names each of them."""

    line: model.Transition | model.Disposition
    triggers: Sequence[syntax.Trigger]

    @property
    def other(self) -> bool:
        """Whether the line is about `other`."""
        return self.triggers[0].name is None

    def place(self, event: model.Event) -> Span:
        """Where the line names the event."""
        return next(each.span for each in self.triggers if each.name is not None and spell_trigger(each) == str(event))


class Lines:
    """Lowers transitions, dispositions and hooks."""

    def __init__(self, symbols: Symbols, sets: StateSets) -> None:
        self.symbols = symbols
        self.faults = symbols.faults
        self.sets = sets
        self.all_events = [*symbols.events.entities, *symbols.timeouts.values()]

    def transition(self, written: syntax.TransitionText) -> list[Draft]:
        """The line; two where it names both events and `other`."""
        drafts = []
        self._refuse_repeats(written.triggers)
        for triggers in _apart(written.triggers):
            common, scope = self._common(written, written.sources, triggers, written.guard)
            line = model.Transition(
                target=None if written.target is None else self.symbols.states.find(written.target),
                effects=Effects(self.symbols, scope).lower(written.effects),
                **common,  # type: ignore[arg-type]
            )
            drafts.append(Draft(line, triggers))
        return drafts

    def disposition(self, written: syntax.DispositionText) -> list[Draft]:
        """The line; two where it names both events and `other`."""
        drafts = []
        self._refuse_repeats(written.triggers)
        for triggers in _apart(written.triggers):
            common, _ = self._common(written, written.sources, triggers, written.guard)
            line = model.Disposition(kind=Kind(written.kind.text), reason=written.reason, **common)  # type: ignore[arg-type]
            if line.kind is Kind.DEFER:
                line = self._without_expiries(line, triggers)
            drafts.append(Draft(line, triggers))
        return drafts

    def _without_expiries(self, line: model.Disposition, triggers: Sequence[syntax.Trigger]) -> model.Disposition:
        """A `defer` line about what can wait.  An expiry cannot: it says that the time is now, and when it was taken at
        last its timer might run again, or no longer be allowed to.
        """
        for trigger in triggers:
            if self._is_expiry(trigger):
                self.faults.add(misuses.expiry_deferred(trigger.span))
        return replace(line, events=tuple(event for event in line.events if event.expires is None))

    def _is_expiry(self, trigger: syntax.Trigger) -> bool:
        event = self.symbols.events.by_name.get(trigger.name.text) if trigger.name else None
        return trigger.timeout or (event is not None and event.expires is not None)

    def hook(self, written: syntax.HookText) -> model.Hook:
        """An `enter` or `leave` line."""
        return model.Hook(
            states=self.sets.resolve(written.states),
            written_states=spell_states(written.states),
            effects=Effects(self.symbols, Scope()).lower(written.effects),
            **self.symbols.notes(written),  # type: ignore[arg-type]
        )

    def _common(
        self,
        written: syntax.Statement,
        sources: syntax.StateSet,
        triggers: Sequence[syntax.Trigger],
        guard: syntax.GuardText | None,
    ) -> tuple[dict[str, object], Scope]:
        """What transitions and dispositions share, and the scope of their expressions."""
        other = triggers[0].name is None
        events = self.all_events if other else self._events(triggers)
        scope = payload_scope([] if other else events)
        if not other and len(events) < len({spell_trigger(trigger) for trigger in triggers}):
            scope = replace(scope, partial=True)
        condition: model.Guard = None
        if guard is not None and guard.expression is None:
            condition = model.ELSE
        elif guard is not None and guard.expression is not None:
            condition = self.symbols.lowering(scope).condition(guard.expression)
        common = {
            "rank": _rank(sources.any, other),
            "sources": self.sets.resolve(sources),
            "events": tuple(events),
            "written_sources": spell_states(sources),
            "written_events": ", ".join(map(spell_trigger, triggers)),
            "guard": condition,
            "guard_span": NOWHERE if guard is None else guard.span,
            **self.symbols.notes(written),
        }
        return common, scope

    def _events(self, triggers: Sequence[syntax.Trigger]) -> list[model.Event]:
        found = [self.event(trigger) for trigger in triggers]
        return [event for event in dict.fromkeys(found) if event is not None]

    def _refuse_repeats(self, triggers: Sequence[syntax.Trigger]) -> None:
        self.faults.repeats([(_told(each), each.span) for each in triggers])

    def event(self, trigger: syntax.Trigger) -> model.Event | None:
        """The event that is named, or None and a report."""
        assert trigger.name is not None
        if trigger.timeout:
            timer = self.symbols.timers.find(trigger.name)
            return self.symbols.timeouts[timer] if timer else None
        hint = ""
        if trigger.name.text in self.symbols.timers.by_name:
            hint = f"its expiry is written `timeout {names.quoted(trigger.name.text)}`"
        elif trigger.name.text == "timeout":
            hint = "name the timer that expires: `timeout NAME`"
        return self.symbols.events.find(trigger.name, hint)


def _rank(any_state: bool, other: bool) -> Rank:
    if any_state:
        return Rank.ANY_OTHER if other else Rank.ANY
    return Rank.NAMED_OTHER if other else Rank.NAMED


def _apart(triggers: Sequence[syntax.Trigger]) -> list[list[syntax.Trigger]]:
    """Named events and `other` are of different rank, so they make lines of their own."""
    named = [trigger for trigger in triggers if trigger.name is not None]
    other = [trigger for trigger in triggers if trigger.name is None]
    return [part for part in (named, other[:1]) if part]


def payload_scope(events: Sequence[model.Event]) -> Scope:
    """What a line about these events may read: the parts of the payload that all of them carry alike."""
    payload: dict[str, Type | None] = {}
    missing_from: dict[str, model.Event] = {}
    for name in dict.fromkeys(param.name for event in events for param in event.params):
        kinds = [next((p.type for p in event.params if p.name == name), None) for event in events]
        lacking = [event for event, kind in zip(events, kinds, strict=True) if kind is None]
        if lacking:
            missing_from[name] = lacking[0]
        alike = not lacking and all(kind is None or fits(kind, kinds[0] or UNKNOWN) for kind in kinds)
        payload[name] = (UNKNOWN if UNKNOWN in kinds else kinds[0]) if alike else None
    return Scope(payload, missing_from, questions=True)


# ------------------------------------------------------------------------------------------------------- other


Place = tuple[model.State, model.Event]


def settle_other(
    drafts: Sequence[Draft], possible: Mapping[model.Event, frozenset[model.State]]
) -> tuple[model.Transition | model.Disposition, ...]:
    """The lines, those about `other` with the events that are left to them.

    `S on other` takes the events that no line names for S; `any on other` those that no `any` line names either.
    """
    named = _places(drafts, Rank.NAMED)
    taken = {Rank.NAMED_OTHER: named, Rank.ANY_OTHER: named | _places(drafts, Rank.ANY)}

    def left(line: model.Transition | model.Disposition, event: model.Event) -> bool:
        states = (state for state in line.sources if state in possible[event])
        return any((state, event) not in taken[line.rank] for state in states)

    return tuple(
        replace(draft.line, events=tuple(event for event in draft.line.events if left(draft.line, event)))
        if draft.other
        else draft.line
        for draft in drafts
    )


def _places(drafts: Sequence[Draft], rank: Rank) -> set[Place]:
    """The states and events that the lines of a rank name together."""
    lines = (draft.line for draft in drafts if draft.line.rank is rank)
    return {(state, event) for line in lines for state in line.sources for event in line.events}
