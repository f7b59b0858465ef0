"""A story in, where everything stands in its drawing out: rows of text, the columns of lifelines, heights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fsmc.emit.sequence.story import Arrival, Aside, Moment, Own, Sending, Standing, Story
from fsmc.emit.sequence.widths import width, wrapped

TITLE, HEAD, TEXT, SMALL = 16.0, 13.0, 13.0, 11.0
"""Sizes of text."""
LINE, SMALL_LINE = 16.0, 14.0
MARGIN = 14.0
BOX = 26.0
"""The height of the box of a state, and of the head of a lifeline."""
BESIDE = 12.0
"""From the machine's lifeline to what stands beside it."""
MARK = 8.0
"""Half of the clock or the loop that an event of the machine's own is marked by."""
PAGE = 700.0
"""How wide a drawing of a few lifelines is at most, unless single words are very long."""
_WIDEST, _NARROWEST = 210.0, 100.0
"""Between these is the width at which text is broken, narrower the more lifelines there are."""
_ARROWHEADS = 36.0
"""By how much the gap between two lifelines is wider than a text in it."""
_GAP = 140.0
"""How far lifelines are apart at least."""


@dataclass(frozen=True, slots=True)
class Block:
    """A moment with its rows of text: `text` in ordinary size, `small` below; `above` is empty space before it."""

    moment: Moment
    text: tuple[str, ...]
    small: tuple[str, ...]
    above: float

    @property
    def height(self) -> float:
        match self.moment:
            case Standing():
                return BOX
            case Arrival() | Sending():
                return LINE * len(self.text) + SMALL_LINE * len(self.small) + 4
            case Own():
                return max(2 * MARK, LINE * len(self.text) + SMALL_LINE * len(self.small))
            case Aside():
                return SMALL_LINE * len(self.small)

    @property
    def text_width(self) -> float:
        rows = [width(row, TEXT) for row in self.text] + [width(row, SMALL) for row in self.small]
        return max(rows, default=0.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of lifelines by party (None is the machine), the blocks with their tops, and the size of it all."""

    lifelines: dict[str | None, float]
    title: tuple[str, ...]
    head: float
    blocks: tuple[tuple[float, Block], ...]
    size: tuple[float, float]


def laid_out(story: Story) -> Layout:
    """Where everything stands."""
    blocks = tuple(_block(moment, _text_width(story)) for moment in story.moments)
    lifelines, right = _columns(story, blocks)
    title = tuple(wrapped(story.scenario.title, TITLE, max(right - MARGIN, 300.0)))
    right = max(right, 2 * MARGIN + max((width(row, TITLE, bold=True) for row in title), default=0.0))
    head = MARGIN + 20 * len(title) + 8
    y = head + BOX
    placed = []
    for block in blocks:
        y += block.above
        placed.append((y, block))
        y += block.height
    return Layout(lifelines, title, head, tuple(placed), (right, y + 2 * MARGIN))


def _text_width(story: Story) -> float:
    """How wide a row of text may be, so that as many gaps as there are fit a page; beyond the last one stands text."""
    gaps = len(story.left) + max(len(story.right), 1)
    ends = 2 * MARGIN + head_width((*story.left, "")[0]) / 2 + head_width(("", *story.right)[-1]) / 2
    return min(max((PAGE - ends) / gaps - _ARROWHEADS, _NARROWEST), _WIDEST)


def _block(moment: Moment, limit: float) -> Block:
    match moment:
        case Standing():
            return Block(moment, (), (), 10)
        case Aside():
            return Block(moment, (), tuple(wrapped(moment.text, SMALL, limit)), 6)
        case Sending():
            return Block(moment, tuple(wrapped(moment.text, TEXT, limit)), (), 8)
        case Arrival() | Own():
            text, small = wrapped(moment.text, TEXT, limit), wrapped(moment.condition, SMALL, limit)
            return Block(moment, tuple(text), tuple(small), 16)


def head_width(name: str) -> float:
    """The width of the box at the head of a lifeline."""
    return max(70.0, width(name, HEAD, bold=True) + 24)


def state_width(name: str) -> float:
    """The width of the box of a state."""
    return max(60.0, width(name, HEAD, bold=True) + 24)


def _columns(story: Story, blocks: tuple[Block, ...]) -> tuple[dict[str | None, float], float]:
    """The place of each lifeline, and where the drawing ends."""
    order: list[str | None] = [*story.left, None, *story.right]
    heads = [head_width(name or story.machine.name) for name in order]
    machine = order.index(None)
    gaps = [max(_GAP, (heads[i] + heads[i + 1]) / 2 + 20) for i in range(len(order) - 1)]
    ends = [heads[0] / 2, heads[-1] / 2]
    for side, place, need in _needs(blocks, order, machine):
        if place is not None:
            gaps[place] = max(gaps[place], need)
        else:
            ends[side] = max(ends[side], need)
    x = MARGIN + ends[0]
    lifelines = {}
    for name, gap in zip(order, [0.0, *gaps], strict=True):
        x += gap
        lifelines[name] = x
    return lifelines, x + ends[1] + MARGIN


def _needs(blocks: tuple[Block, ...], order: list[str | None], machine: int) -> Iterator[tuple[int, int | None, float]]:
    """How wide each block wants a gap: the side of the machine, the gap (None beyond the last lifeline), the width."""
    left = machine - 1 if machine > 0 else None
    right = machine if machine < len(order) - 1 else None
    for block in blocks:
        match block.moment:
            case Arrival(party=party) | Sending(party=party):
                place = order.index(party)
                yield int(place > machine), place - (place > machine), block.text_width + _ARROWHEADS
            case Standing(state=state):
                half = state_width(state.name) / 2
                yield 0, left, half + (14 if left is not None else 0)
                yield 1, right, half + (14 if right is not None else 0)
            case Own():
                yield 1, right, block.text_width + MARK + BESIDE + 8
            case Aside():
                yield 1, right, block.text_width + BESIDE + 8
