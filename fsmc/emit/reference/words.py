"""Parts of the model in, the Markdown in which the whole reference speaks of them out.

Links within the page are HTML (`<a href="#state.CLOSED">`) and so are the places that they lead to: GitHub takes either
form, but MyST looks for the target of `[CLOSED](#state.CLOSED)` among its own, does not see HTML, and warns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from fsmc.emit.anchors import anchor, cell_anchor, event_anchor, state_anchor
from fsmc.emit.prose import on_one_line
from fsmc.emit.reference.citations import citation_label, definitions
from fsmc.emit.reference.markdown import code, inline, listed, text, web_link
from fsmc.model import (
    ELSE,
    Cell,
    Citation,
    Disposition,
    Effect,
    Event,
    Kind,
    Machine,
    Notes,
    State,
    Tag,
    Timer,
    Transition,
)

OUTCOMES = {Kind.IGNORE: "ignored", Kind.REJECT: "rejected", Kind.NEVER: "impossible", Kind.DEFER: "deferred"}


@dataclass(frozen=True)
class Words:
    """How to speak of a machine's parts, in its reference (`home`) or in another file.

    `address` is what links have before their `#`; None makes no links.
    """

    machine: Machine
    address: str | None = ""
    home: bool = True

    def link(self, label: str, place: str) -> str:
        """A link to a place of the reference; `label` is Markdown already."""
        if self.address is None:
            return label
        return f'<a href="{escape(on_one_line(self.address))}#{place}">{label}</a>'

    def placed(self, place: str, label: str, target: str = "") -> str:
        """The label as what links to `place` lead to, itself a link to `target` if there is one."""
        if not self.home:
            return self.link(label, target) if target else label
        return f'<a id="{place}" href="#{target}">{label}</a>' if target else f'<a id="{place}"></a>{label}'

    def state(self, state: State) -> str:
        return self.link(text(state.name), state_anchor(state))

    def states(self, items: Iterable[State]) -> str:
        return listed(map(self.state, items))

    def event(self, event: Event) -> str:
        return self.link(text(str(event)), event_anchor(event))

    def timer(self, timer: Timer) -> str:
        return self.link(text(timer.name), anchor("timer", timer.name))

    def cell(self, cell: Cell, label: str) -> str:
        return self.link(label, cell_anchor(cell))

    def cell_place(self, cell: Cell) -> str:
        """The place of a cell: the name of its event, which leads to the event's section."""
        return self.placed(cell_anchor(cell), text(str(cell.event)), event_anchor(cell.event))

    def outcome(self, line: Transition | Disposition, source: State) -> str:
        """What a line does with the state: the state after it, `stays`, or `rejected` and its reason."""
        if isinstance(line, Disposition):
            return refusal(line)
        if line.target is None:
            return "*stays*"
        return self.state(line.target) + (" *again*" if line.target is source else "")

    def actions(self, line: Transition | Disposition, source: State) -> str:
        """Everything that is done when `line` is taken in `source`, what is due on leaving and entering included."""
        return effects(self.machine.effects(line, source)) if isinstance(line, Transition) else ""

    def remarks(self, notes: Notes) -> str:
        """Docs, then tags, then citations, as they stand behind a line."""
        return " · ".join(part for part in (inline(notes.doc), self.marks(notes)) if part)

    def marks(self, notes: Notes) -> str:
        """Tags and citations."""
        return listed([*map(self.tag, notes.tags), *map(self.citation, notes.cites)])

    def tag(self, tag: Tag) -> str:
        return self.link(text(tag.name), anchor("tag", tag.name))

    def citation(self, cite: Citation) -> str:
        """`[§3.10.7.4]`, whose address is at the end of the page; with its address in another file."""
        label = citation_label(self.machine, cite)
        defined = definitions(self.machine).get(label.casefold()) if self.home else None
        return f"[{label}]" if defined == (label, cite.url) else web_link(label, cite.url)


def condition(cell: Cell, number: int) -> str:
    """When branch `number` of a cell is taken: its guard as written, `otherwise`, or nothing where it always is."""
    guard = cell.told_guard(cell.branches[number])
    if guard is ELSE or (guard is None and number > 0):
        return "otherwise"
    return "" if guard is None else code(str(guard))


def refusal(line: Disposition) -> str:
    """`*rejected*: connection already exists`."""
    return f"*{OUTCOMES[line.kind]}*" + (f": {text(line.reason)}" if line.reason else "")


def effects(items: Iterable[Effect]) -> str:
    """Effects in order, as a spec writes them."""
    return listed(code(str(effect)) for effect in items)
