"""A `Picture` in, DOT text out, through the graphviz package."""

from __future__ import annotations

import graphviz

from fsmc.emit.anchors import anchor, state_anchor
from fsmc.emit.backend import banner
from fsmc.emit.diagram import labels, palette
from fsmc.emit.diagram.layout import manner
from fsmc.emit.picture import Box, Edge, Frame, Picture, Shared
from fsmc.emit.prose import on_one_line
from fsmc.model import Group, State, Stroke

_FONT = "Helvetica"
_GRAPH = {
    "fontname": _FONT,
    "fontsize": "16",
    "fontcolor": palette.INK,
    "labelloc": "t",
    "newrank": "true",  # ranks are found across the frames of groups, so that lines run down the page
    "nodesep": "0.35",
    "pad": "0.2",
    "ranksep": "0.4",
}
_NODE = {
    "shape": "box",
    "style": "rounded,filled",
    "fillcolor": palette.STATE,
    "color": palette.STATE_LINE,
    "fontname": _FONT,
    "fontsize": "9",
    "fontcolor": palette.INK,
    "margin": "0.12,0.05",
}
_EDGE = {
    "fontname": _FONT,
    "fontsize": "9",
    "fontcolor": palette.INK,
    "color": palette.LINE,
    "arrowsize": "0.7",
}
_STROKES = {
    Stroke.PLAIN: {},
    Stroke.BOLD: {"penwidth": "2.2", "color": palette.PATH},
    Stroke.DASHED: {"penwidth": "2.2", "color": palette.PATH, "style": "dashed"},
}
_START = "(start)"
_LEGEND = "(legend)"


def source(picture: Picture) -> str:
    """The DOT of a picture: states inside their frames, shared boxes, then the edges in order of the states."""
    way = manner(picture)
    title = {"label": labels.title_label(picture)} if picture.titled else {}
    graph = graphviz.Digraph(
        name=labels.name(picture.machine.name),
        comment=on_one_line(banner(picture.machine)),
        graph_attr={**_GRAPH, "id": "machine", **_direction(picture), **title, **way.settings},
        node_attr=_NODE,
        edge_attr=_EDGE,
    )
    if picture.start:
        _add_start(graph, picture.machine.initial)
    order = _order(picture)
    _add_states(graph, picture, order)
    for edge in picture.edges:
        label = labels.edge_label(edge, complete=picture.complete) if way.labelled else ""
        _add_edge(graph, edge, label, upward=order[edge.source] > order[edge.target])
    for shared in picture.shared:
        _add_shared(graph, shared)
    if picture.legend:
        _add_legend(graph, picture)
    return str(graph.source)


def _direction(picture: Picture) -> dict[str, str]:
    """A machine runs down the page; around a single state, what leads to it stands left and what comes next right."""
    return {} if picture.titled else {"rankdir": "LR", "nodesep": "0.2"}


def _order(picture: Picture) -> dict[State, int]:
    """The place of each state from top to bottom, as far as the picture may choose: the initial state first.

    Around a state in focus what only leads to it comes before it, and everything else after it.
    """
    places = {state: place for place, state in enumerate(sorted(picture.machine.states, key=_after_initial))}
    focus = next((box.state for box in picture.boxes if box.focus), None)
    if focus is None:
        return places
    after = {edge.target for edge in picture.edges}
    return {state: place + len(places) * (state in after) for state, place in places.items()} | {focus: len(places) - 1}


def _after_initial(state: State) -> bool:
    return not state.initial


# ------------------------------------------------------------------------------------------------------------ states


def _add_states(graph: graphviz.Digraph, picture: Picture, order: dict[State, int]) -> None:
    boxes = {box.state: box for box in picture.boxes}
    for frame in picture.frames:
        _add_frame(graph, frame, boxes, _Sides(picture, order))
    for state in picture.loose:
        _add_state(graph, boxes[state])


def _add_frame(graph: graphviz.Digraph, frame: Frame, boxes: dict[State, Box], sides: _Sides) -> None:
    group = frame.group
    with graph.subgraph(name=f"cluster_{labels.name(group.name)}") as inside:
        inside.attr(
            id=anchor("group", group.name),
            **{"class": "group"},
            label=labels.group_label(group),
            style="rounded,dashed",
            color=palette.FRAME_LINE,
            fontcolor=palette.QUIET,
            fontsize="10",
            labeljust="l",
            labelloc=sides.freer(group),
            tooltip=labels.group_tooltip(group),
        )
        for inner in frame.inner:
            _add_frame(inside, inner, boxes, sides)
        for state in frame.states:
            _add_state(inside, boxes[state])


class _Sides:
    """Where edges cross the frames of a picture, as far as the order of the states tells."""

    def __init__(self, picture: Picture, order: dict[State, int]) -> None:
        self.edges = picture.edges
        self.order = order
        self.entry = picture.machine.initial if picture.start else None

    def freer(self, group: Group) -> str:
        """The side of the frame that fewer edges cross, where its title goes: `t` or `b`."""
        inside = set(group.states)
        above = int(self.entry in inside)
        below = 0
        for edge in self.edges:
            within, outside = (edge.source, edge.target) if edge.source in inside else (edge.target, edge.source)
            if within in inside and outside not in inside:
                higher = self.order[outside] < self.order[within]
                above, below = above + higher, below + (not higher)
        return "t" if above < below else "b"


def _add_state(graph: graphviz.Digraph, box: Box) -> None:
    state = box.state
    kinds = ["state", *(name for name in ("initial", "final") if getattr(state, name)), *(["focus"] * box.focus)]
    focus = {"fillcolor": palette.FOCUS, "color": palette.FOCUS_LINE} if box.focus else {}
    graph.node(
        labels.node_name(state),
        labels.state_label(box),
        id=state_anchor(state),
        tooltip=labels.state_tooltip(box),
        **{"class": " ".join(kinds)},
        **({"peripheries": "2"} if state.final else {}),
        **focus,
    )


def _add_start(graph: graphviz.Digraph, initial: State) -> None:
    graph.node(
        _START,
        "",
        shape="circle",
        style="filled",
        fillcolor=palette.INK,
        color=palette.INK,
        width="0.14",
        fixedsize="true",
        id="start",
        tooltip="start",
        **{"class": "start"},
    )
    graph.edge(_START, labels.node_name(initial), id="edge.start", tooltip="start", **{"class": "edge start"})


# ------------------------------------------------------------------------------------------------------------- edges


def _add_edge(graph: graphviz.Digraph, edge: Edge, label: str, *, upward: bool) -> None:
    """The edge of a pair.  Those against the order of declaration are written from head to tail, with `dir=back`.

    An engine puts the tail of an edge above its head, and turns edges round where they run in circles; which ones is
    chance, and TCP's CLOSED came out at the bottom.  In order of declaration a picture is as its author tells it.
    """
    source, target = labels.node_name(edge.source), labels.node_name(edge.target)
    ends = (target, source) if upward else (source, target)
    graph.edge(
        *ends,
        label,
        id=anchor("edge", edge.source.name, edge.target.name),
        tooltip=labels.tooltip(edge.rows),
        labeltooltip=labels.tooltip(edge.rows),
        **({"dir": "back"} if upward else {}),
        **{"class": f"edge {edge.stroke}".rstrip()},
        **_STROKES[edge.stroke],
    )


def _add_shared(graph: graphviz.Digraph, shared: Shared) -> None:
    name = f"(to {labels.node_name(shared.target)})" if shared.target else "(stay)"
    key = anchor("shared", shared.target.name) if shared.target else "shared"
    graph.node(
        name,
        labels.shared_label(shared),
        id=key,
        tooltip=labels.tooltip(shared.rows),
        style="rounded",
        color=palette.FRAME_LINE,
        **{"class": "shared"},
    )
    if shared.target:
        graph.edge(
            name,
            labels.node_name(shared.target),
            id=anchor("shared-edge", shared.target.name),
            tooltip=labels.tooltip(shared.rows),
            **{"class": "edge shared"},
        )


def _add_legend(graph: graphviz.Digraph, picture: Picture) -> None:
    graph.node(_LEGEND, labels.legend_label(picture), shape="plain", style="", id="legend", **{"class": "legend"})
