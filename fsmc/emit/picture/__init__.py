"""A `Machine` in, what a picture of it shows out: states, moves, frames and words, before any format is chosen.

`parts` holds the values that a picture is made of, `selection` says which states and moves it is about, `strokes` which
of them lie on a scenario that is drawn bold or dashed; `compose` puts them in their places.  DOT, Mermaid and PlantUML
write the same `Picture`, each in its own way, into the files that `files` names.
"""

from fsmc.emit.picture.compose import compose, neighbourhood, view_picture
from fsmc.emit.picture.files import whole_and_views
from fsmc.emit.picture.parts import Box, Edge, Entry, Frame, Picture, Row, Shared

__all__ = [
    "Box",
    "Edge",
    "Entry",
    "Frame",
    "Picture",
    "Row",
    "Shared",
    "compose",
    "neighbourhood",
    "view_picture",
    "whole_and_views",
]
