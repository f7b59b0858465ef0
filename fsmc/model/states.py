"""States and named sets of them."""

from __future__ import annotations

from dataclasses import dataclass

from fsmc import names
from fsmc.model.notes import Notes


@dataclass(frozen=True, slots=True, eq=False)
class State(Notes):
    """A state of the machine."""

    name: str
    label: str = ""
    initial: bool = False
    final: bool = False

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name

    def __str__(self) -> str:
        return names.quoted(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Group(Notes):
    """A named set of states, in order of declaration.  With `box`, pictures draw a frame around them."""

    name: str
    label: str = ""
    states: tuple[State, ...] = ()
    box: bool = False

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name
