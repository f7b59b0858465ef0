"""Artifacts in, files out: written whole and only if changed, or compared with the disk; never over a foreign file."""

from __future__ import annotations

from fsmc.output.comparing import Drift, compare, difference
from fsmc.output.places import MARKER, File, collisions, is_ours, leftovers, obstacle, obstacles, placed
from fsmc.output.writing import put, rewrite, write, write_all

__all__ = [
    "MARKER",
    "Drift",
    "File",
    "collisions",
    "compare",
    "difference",
    "is_ours",
    "leftovers",
    "obstacle",
    "obstacles",
    "placed",
    "put",
    "rewrite",
    "write",
    "write_all",
]
