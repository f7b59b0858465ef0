"""Conditions of a spec in, what is provable of them out: do they ever hold together, do they cover every case."""

from fsmc.logic.evaluate import Value, evaluate
from fsmc.logic.search import (
    Found,
    Nothing,
    Unknown,
    Witness,
    accounted,
    atomic_terms,
    disjoint,
    exhaustive,
    find,
    spell,
)

__all__ = [
    "Found",
    "Nothing",
    "Unknown",
    "Value",
    "Witness",
    "accounted",
    "atomic_terms",
    "disjoint",
    "evaluate",
    "exhaustive",
    "find",
    "spell",
]
