"""A `Picture` in, DOT text out, through the graphviz package."""

from __future__ import annotations

import graphviz

from fsmc.emit.anchors import anchor, state_anchor
from fsmc.emit.backend import banner
from fsmc.emit.diagram import labels
from fsmc.emit.diagram.picture import Box, Cluster, Edge, Picture, Shared
from fsmc.emit.prose import on_one_line
from fsmc.model import State

_FONT = "Helvetica"
_GRAPH = {
    "fontname": _FONT,
    "fontsize": "16",
    "labelloc": "t",
    "newrank": "true",  # ranks are found across the frames of groups, so that lines run down the page
    "nodesep": "0.35",
    "pad": "0.2",
    "ranksep": "0.55",
}
_NODE = {
    "shape": "box",
    "style": "rounded,filled",
    "fillcolor": "#eef3fb",
    "color": "#3b5b8c",
    "fontname": _FONT,
    "fontsize": "9",
    "margin": "0.12,0.05",
}
_EDGE = {"fontname": _FONT, "fontsize": "9", "color": "#4a4a4a", "arrowsize": "0.7"}
_START = "(start)"


def source(picture: Picture) -> str:
    """The DOT of a picture: states inside their groups, shared boxes, then the edges in order of the states."""
    machine = picture.machine
    graph = graphviz.Digraph(
        name=labels.name(machine.name),
        comment=on_one_line(banner(machine)),
        graph_attr={**_GRAPH, "id": "machine", "label": labels.title_label(machine)},
        node_attr=_NODE,
        edge_attr=_EDGE,
    )
    _add_start(graph, machine.initial)
    boxes = {box.state: box for box in picture.boxes}
    for cluster in picture.clusters:
        _add_cluster(graph, cluster, boxes)
    for state in picture.loose:
        _add_state(graph, boxes[state])
    rank = {state: number for number, state in enumerate((machine.initial, *picture.machine.states))}
    rank[machine.initial] = 0
    for edge in picture.edges:
        _add_edge(graph, edge, upward=rank[edge.source] > rank[edge.target])
    for shared in picture.shared:
        _add_shared(graph, shared)
    return str(graph.source)


def _add_cluster(graph: graphviz.Digraph, cluster: Cluster, boxes: dict[State, Box]) -> None:
    group = cluster.group
    with graph.subgraph(name=f"cluster_{labels.name(group.name)}") as frame:
        frame.attr(
            id=anchor("group", group.name),
            label=labels.group_label(group),
            style="rounded,filled",
            fillcolor="#f8f9fb",
            color="#b8c2d0",
            fontsize="10",
            labeljust="l",
            tooltip=labels.group_tooltip(group),
        )
        for inner in cluster.inner:
            _add_cluster(frame, inner, boxes)
        for state in cluster.states:
            _add_state(frame, boxes[state])


def _add_state(graph: graphviz.Digraph, box: Box) -> None:
    final = {"peripheries": "2"} if box.state.final else {}
    graph.node(
        labels.node_name(box.state),
        labels.state_label(box),
        id=state_anchor(box.state),
        tooltip=labels.state_tooltip(box),
        **final,
    )


def _add_start(graph: graphviz.Digraph, initial: State) -> None:
    graph.node(
        _START,
        "",
        shape="circle",
        style="filled",
        fillcolor="black",
        width="0.14",
        fixedsize="true",
        id="start",
        tooltip="start",
    )
    graph.edge(_START, labels.node_name(initial), id="edge.start", tooltip="start")


def _add_edge(graph: graphviz.Digraph, edge: Edge, upward: bool) -> None:
    """The edge of a pair.  Those against the order of declaration are written from head to tail, with `dir=back`.

    An engine puts the tail of an edge above its head, and turns edges round where they run in circles; which ones is
    chance, and TCP's CLOSED came out at the bottom.  In order of declaration a picture is as its author tells it.
    """
    source, target = labels.node_name(edge.source), labels.node_name(edge.target)
    ends = (target, source) if upward else (source, target)
    graph.edge(
        *ends,
        labels.edge_label(edge.lines),
        id=anchor("edge", edge.source.name, edge.target.name),
        tooltip=labels.tooltip(edge.lines),
        labeltooltip=labels.tooltip(edge.lines),
        **({"dir": "back"} if upward else {}),
    )


def _add_shared(graph: graphviz.Digraph, shared: Shared) -> None:
    name = f"(to {labels.node_name(shared.target)})" if shared.target else "(stay)"
    key = anchor("shared", shared.target.name) if shared.target else "shared"
    graph.node(
        name,
        labels.shared_label(shared),
        id=key,
        tooltip=labels.tooltip(shared.lines),
        style="dashed,rounded",
        fontsize="9",
    )
    if shared.target:
        graph.edge(
            name,
            labels.node_name(shared.target),
            id=anchor("shared-edge", shared.target.name),
            tooltip=labels.tooltip(shared.lines),
            style="dashed",
        )
