"""Blocks in, the same with their lines in order of states, then events, then targets out.

The order of lines means nothing in the language; states and events have the order in which they are declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from fsmc.formatter.blocks import Block
from fsmc.formatter.cells import Column, cuts, family, verb
from fsmc.formatter.reading import Remark, Statement
from fsmc.formatter.spacing import is_in_letters
from fsmc.language.words import Word

_Key = tuple[int, ...]


def in_order_of_declaration(sections: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """The paragraphs with sorted blocks.  What is no line stays in its place, and lines do not move across it."""
    order = _Order.of(item for blocks in sections for block in blocks for item in block)
    waiting = False  # documentation that stands apart from its statement, which then must not move
    found: list[list[Block]] = []
    for blocks in sections:
        found.append([])
        for block in blocks:
            found[-1].append(block if waiting else _sorted(block, order))
            waiting = _leaves_documentation(block, waiting)
    return found


def _leaves_documentation(block: Block, waiting: bool) -> bool:
    """Whether documentation waits for a statement behind the block."""
    for item in block:
        waiting = isinstance(item, Remark) and (waiting or not item.is_comment)
    return waiting


@dataclass(frozen=True)
class _Order:
    """Where each name is declared, as a number; `groups` have the number of their first state among the states."""

    states: dict[str, int]
    events: dict[str, int]
    timers: dict[str, int]
    groups: dict[str, str]

    @classmethod
    def of(cls, items: Iterable[Statement | Remark]) -> _Order:
        order = cls({}, {}, {}, {})
        tables = {"STATE": order.states, "EVENT": order.events, "TIMER": order.timers}
        for item in items:
            words = item.words if isinstance(item, Statement) else []
            if words and words[0].kind in tables:
                tables[words[0].kind].setdefault(_name(words[1]), len(tables[words[0].kind]))
            elif words and words[0].kind == "GROUP":
                order.groups[_name(words[1])] = _name(words[cuts(words)[Column.VALUE] + 1])
        for group in order.groups:
            order.states.setdefault(group, order.states.get(_first_of(group, order.groups), len(order.states)))
        return order

    def key(self, statement: Statement) -> _Key:
        """Where a line stands among others: `any`, `other` and `[else]` behind what they are the rest of."""
        words = statement.words
        at = verb(words)
        begins = cuts(words)
        last = len(self.states)
        state = last + 1 if words[0].kind == "ANY" else self.states.get(_name(words[0]), last)
        is_set = at > 1 or _name(words[0]) in self.groups
        is_else = any(word.kind == "ELSE" for word in words)
        return (state, is_set, *self._event(words, at + 1), is_else, self._target(words, begins.get(Column.TARGET)))

    def _event(self, words: Sequence[Word], at: int) -> _Key:
        if words[at].kind == "OTHER":
            return (2, 0)
        is_timeout = words[at].kind == "TIMEOUT" and at + 1 < len(words) and is_in_letters(words[at + 1])
        table = self.timers if is_timeout else self.events
        return (int(is_timeout), table.get(_name(words[at + is_timeout]), len(table)))

    def _target(self, words: Sequence[Word], arrow: int | None) -> int:
        if arrow is None:
            return len(self.states) + 1
        target = words[arrow + 1]
        return -1 if target.kind == "STAY" else self.states.get(_name(target), len(self.states))


def _name(word: Word) -> str:
    """What a word names, with quotes or without."""
    return word.text[1:-1].replace("\\'", "'").replace("\\\\", "\\") if word.kind == "QUOTED" else word.text


def _first_of(group: str, groups: dict[str, str]) -> str:
    """The first state of a group; groups of groups may be faulty circles."""
    seen = set()
    while group in groups and group not in seen:
        seen.add(group)
        group = groups[group]
    return group


def _sorted(block: Block, order: _Order) -> Block:
    """The block with each run of its lines in order, remarks above a line going with it."""
    found: Block = []
    for _, run in groupby(_with_remarks(block), key=lambda unit: _is_line(unit[-1])):
        units = list(run)
        if _is_line(units[0][-1]):
            units.sort(key=lambda unit: order.key(unit[-1]))  # type: ignore[arg-type]
        found += [item for unit in units for item in unit]
    return found


def _with_remarks(block: Block) -> list[Block]:
    """The statements of a block, each behind the remarks above it; remarks at the end are a unit of their own."""
    units: list[Block] = [[]]
    for item in block:
        units[-1].append(item)
        if isinstance(item, Statement):
            units.append([])
    return [unit for unit in units if unit]


def _is_line(item: Statement | Remark) -> bool:
    return isinstance(item, Statement) and family(item.words) == "line"
