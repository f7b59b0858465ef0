"""The values that a picture of what changed is made of: states and moves, each added, removed, changed or kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fsmc.emit.picture.rows import wrapped


class Mark(Enum):
    """What became of a part.  The sign before its words tells it to whoever sees no colours."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"

    @property
    def sign(self) -> str:
        """`+` and the minus sign, which no format takes for a list; `±` for a part of both kinds."""
        return _SIGNS[self]

    def __str__(self) -> str:
        return self.value


_SIGNS = {Mark.KEPT: "", Mark.ADDED: "+", Mark.REMOVED: "\N{MINUS SIGN}", Mark.CHANGED: "±"}


@dataclass(frozen=True, slots=True)
class Tale:
    """One way out of a cell in words: `rcv-FIN [fin-acked] / snd(ACK)`, added or removed."""

    mark: Mark
    text: str

    def rows(self, width: int) -> list[str]:
        """The words behind their sign, in rows of up to `width` columns."""
        return wrapped(f"{self.mark.sign}\N{NO-BREAK SPACE}{self.text}" if self.mark.sign else self.text, width)


@dataclass(frozen=True, slots=True)
class Place:
    """A state, the name that it had before if it had another, and what changed of what it does without leaving it."""

    name: str
    mark: Mark
    inside: tuple[Tale, ...] = ()
    was: str = ""

    @property
    def title(self) -> str:
        """The name behind its sign: `± Bolted (was Locked)`."""
        before = f" (was {self.was})" if self.was else ""
        return f"{self.mark.sign} {self.name}{before}".strip()


@dataclass(frozen=True, slots=True)
class Arrow:
    """What changed of the moves from one state to another."""

    source: str
    target: str
    mark: Mark
    tales: tuple[Tale, ...]


@dataclass(frozen=True, slots=True)
class ChangedPicture:
    """The changed part of a machine: the states that it is about, in order of the specs, and its moves.

    `banner` is the sentence by which files of fsmc are known; `left_out` counts the moves beyond what can be read.
    """

    title: str
    banner: str
    places: tuple[Place, ...]
    arrows: tuple[Arrow, ...]
    left_out: int = 0
