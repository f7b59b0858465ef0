"""A story in, its drawing as SVG out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from fsmc import names
from fsmc.emit.anchors import anchor, event_anchor, state_anchor
from fsmc.emit.backend import banner
from fsmc.emit.diagram.style import ROLE
from fsmc.emit.prose import in_comment, on_one_line, paragraphs
from fsmc.emit.rendering import render
from fsmc.emit.sequence import style
from fsmc.emit.sequence.layout import (
    BESIDE,
    BOX,
    LINE,
    MARGIN,
    MARK,
    SMALL_LINE,
    Block,
    Layout,
    head_width,
    laid_out,
    state_width,
)
from fsmc.emit.sequence.story import Arrival, Aside, Moment, Own, Sending, Standing, Story
from fsmc.model import Action, Event, State

_NO_TEXT = re.compile("[\ufffe\uffff]")


def drawn(story: Story, reference: str) -> str:
    """The drawing.  Links lead to the ids of `reference`, such as `../tcp.md`."""
    layout = laid_out(story)
    return render(
        "sequence.svg.j2",
        {
            "banner": in_comment(banner(story.machine)),
            "root": style.ROOT,
            "role": ROLE,
            "style": style.sheet(),
            "id": _id(story),
            "title": escaped(story.scenario.title),
            "description": escaped(" ".join(_sentences(story))),
            "width": _number(layout.size[0]),
            "height": _number(layout.size[1]),
            "shapes": tuple(_shapes(story, layout, reference)),
        },
    )


def escaped(text: str) -> str:
    """Text on one row, taken literally, in an element or an attribute."""
    return html.escape(_NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", on_one_line(text)))


def _id(story: Story, *numbers: int) -> str:
    """`sequence.client-handshake`, and with a number that of one of its events."""
    name = story.scenario.name or story.scenario.label
    return escaped(anchor("sequence", name, *map(str, numbers)))


def _sentences(story: Story) -> Iterator[str]:
    """The story in words."""
    name = story.machine.name
    for moment in story.moments:
        match moment:
            case Standing():
                yield f"{name} is in {moment.state.name}."
            case Arrival():
                yield f"{moment.party} to {name}: {moment.text} {moment.condition}".rstrip() + "."
            case Own():
                yield f"{name}: {moment.text} {moment.condition}".rstrip() + "."
            case Sending():
                yield f"{name} to {moment.party}: {moment.text}."
            case Aside():
                yield f"{name}: {moment.text}."


# ------------------------------------------------------------------------------------------------------------ shapes


def _shapes(story: Story, layout: Layout, reference: str) -> Iterator[str]:
    for number, row in enumerate(layout.title):
        yield _text(MARGIN, MARGIN + 14 + 20 * number, row, "title")
    yield from _lifelines(story, layout)
    events = 0
    for top, block in layout.blocks:
        is_event = isinstance(block.moment, (Arrival, Own))
        events += is_event
        identity = f' id="{_id(story, events)}"' if is_event else ""
        shapes = "".join(_block(layout, top, block))
        yield f'<g{identity} class="{_KIND[type(block.moment)]}">{_linked(block.moment, shapes, reference)}</g>'


_KIND: dict[type, str] = {Standing: "standing", Arrival: "event", Own: "own", Sending: "sent", Aside: "aside"}


def _lifelines(story: Story, layout: Layout) -> Iterator[str]:
    """The vertical lines first: everything else stands on them."""
    top, bottom = _number(layout.head), _number(layout.size[1] - MARGIN)
    for party, x in layout.lifelines.items():
        yield f'<path class="lifeline{"" if party else " machine"}" d="M{_number(x)} {top}V{bottom}"/>'
    for party, x in layout.lifelines.items():
        name = party or story.machine.name
        yield _box(x, layout.head, head_width(name), "party", 0)
        yield _text(x, layout.head + 17, name, "name")


def _block(layout: Layout, top: float, block: Block) -> Iterator[str]:
    """The shapes of a moment."""
    machine = layout.lifelines[None]
    match block.moment:
        case Standing(state=state):
            yield _box(machine, top, state_width(state.name), "state", 8)
            yield _text(machine, top + 17, state.name, "name")
        case Arrival(party=party):
            yield from _arrow(layout, top, block, party, inward=True)
        case Sending(party=party):
            yield from _arrow(layout, top, block, party, inward=False)
        case Own(event=event):
            yield _clock(machine, top + MARK) if event.expires else _loop(machine, top + MARK)
            yield from _rows(machine + MARK + BESIDE, top, block, " beside")
        case Aside(action=action):
            yield from _rows(machine + BESIDE, top, block, " beside" if action else " beside remark")


def _arrow(layout: Layout, top: float, block: Block, party: str, *, inward: bool) -> Iterator[str]:
    """An arrow under its text, which stands in the gap beside the party: lines of others pass elsewhere."""
    machine, other = layout.lifelines[None], layout.lifelines[party]
    rightwards = (other < machine) == inward
    start, end = (other, machine) if inward else (machine, other)
    y = top + block.height - 2
    tip = end - 8 if rightwards else end + 8
    yield f'<path class="arrow" d="M{_number(start)} {_number(y)}H{_number(tip)}"/>'
    yield f'<path class="head" d="M{_number(end)} {_number(y)}L{_number(tip)} {_number(y - 4)}V{_number(y + 4)}Z"/>'
    places = list(layout.lifelines.values())
    near = places[places.index(other) + (1 if other < machine else -1)]
    yield from _rows((near + other) / 2, top, block, "")


def _rows(x: float, top: float, block: Block, kind: str) -> Iterator[str]:
    y = top
    for row in block.text:
        y += LINE
        yield _text(x, y - 4, row, kind.strip())
    for row in block.small:
        y += SMALL_LINE
        yield _text(x, y - 4, row, f"small{kind}")


def _text(x: float, y: float, text: str, kind: str) -> str:
    classes = f' class="{kind}"' if kind else ""
    return f'<text{classes} x="{_number(x)}" y="{_number(y)}">{escaped(text)}</text>'


def _box(x: float, y: float, width: float, kind: str, radius: int) -> str:
    corners = f' rx="{radius}"' if radius else ""
    return (
        f'<rect class="{kind}" x="{_number(x - width / 2)}" y="{_number(y)}" width="{_number(width)}"'
        f' height="{_number(BOX)}"{corners}/>'
    )


def _clock(x: float, y: float) -> str:
    face = f'<circle class="clock" cx="{_number(x)}" cy="{_number(y)}" r="{_number(MARK)}"/>'
    return face + f'<path class="arrow" d="M{_number(x)} {_number(y - 5)}V{_number(y)}H{_number(x + 4)}"/>'


def _loop(x: float, y: float) -> str:
    """An arrow from the machine to itself."""
    start, low = _number(x), _number(y + 5)
    line = f'<path class="arrow" d="M{start} {_number(y - 5)}h{_number(MARK + 5)}V{low}H{_number(x + 8)}"/>'
    return line + f'<path class="head" d="M{start} {low}l8 -4v8Z"/>'


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


# ------------------------------------------------------------------------------------------------------------- links


def _linked(moment: Moment, shapes: str, reference: str) -> str:
    """The shapes, leading to what the reference says of the state, event or action, with its docs to hover over."""
    match moment:
        case Standing(state=state):
            target, hint = state_anchor(state), _hint(f"state {state}", state)
        case Arrival(event=event) | Own(event=event):
            target, hint = event_anchor(event), _hint(str(event) if event.timer else f"event {event}", event)
        case Sending(action=Action() as action) | Aside(action=Action() as action):
            target, hint = anchor("action", action.name), _hint(f"action {names.quoted(action.name)}", action)
        case _:
            return shapes
    return f'<a href="{html.escape(f"{reference}#{target}")}"><title>{hint}</title>{shapes}</a>'


def _hint(head: str, documented: State | Event | Action) -> str:
    """What it is, in the words of the spec, and its docs."""
    label = f" {names.double_quoted(documented.label)}" if documented.label else ""
    docs = (row for paragraph in paragraphs(documented.doc) for row in paragraph)
    return "\n".join(map(escaped, (head + label, *docs)))
