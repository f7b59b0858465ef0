"""A picture's size in, the way in which it is drawn out: what a layout costs grows with the cube of the edges or worse.

Which way is taken depends on the picture alone, never on how long a layout took: outputs are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fsmc.emit.picture import Picture


@dataclass(frozen=True, slots=True)
class Manner:
    """Settings of Graphviz, and whether edges bear their labels; if not, those are in the tooltips only."""

    settings: Mapping[str, str] = field(default_factory=dict)
    labelled: bool = True


ROUTED = Manner()
"""By `dot`, with edges that find their way around boxes: what a picture should be while that can be waited for."""

STRAIGHT = Manner({"nslimit": "2", "nslimit1": "2", "mclimit": "0.3", "splines": "line"})
"""By `dot` after a few attempts, with straight edges: routing them through a hurried layout takes the longest."""

_NEAR = {"layout": "sfdp", "quadtree": "fast", "sep": "+10", "splines": "line"}

SCATTERED = Manner({**_NEAR, "overlap": "prism20"}, labelled=False)
"""By `sfdp`, states that are joined near each other.  It draws no frames, and its edges bear no labels."""

SPREAD = Manner({**_NEAR, "overlap": "scale"}, labelled=False)
"""The same as large as it must be for no two states to overlap: moving them apart costs the square of their number."""

_MANNERS = ((ROUTED, 100, 200), (STRAIGHT, 300, 900), (SCATTERED, 1500, 6000))
"""Each manner with the most states and the most edges for which it is taken."""


def manner(picture: Picture) -> Manner:
    """How a picture of that size is drawn."""
    states, edges = len(picture.boxes) + len(picture.shared), len(picture.edges) + len(picture.shared)
    fitting = (way for way, most_states, most_edges in _MANNERS if states <= most_states and edges <= most_edges)
    return next(fitting, SPREAD)
