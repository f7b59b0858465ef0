"""Readable private names for what the module makes up itself: constants of actions, local variables of a method."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fsmc import names

_SPOKEN = {
    "==": " is ",
    "!=": " is not ",
    "<=": " at most ",
    ">=": " at least ",
    "<": " below ",
    ">": " above ",
    "+": " plus ",
    "*": " times ",
}
_LONGEST = 48


class Registry:
    """Hands out identifiers, each once; the same thing asked for again gets the same name."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._given: dict[str, str] = {}

    def fresh(self, wish: str) -> str:
        """The identifier wished for, or that with a number if it is taken."""
        name, number = wish, 2
        while name in self._taken or names.is_reserved(name):
            name, number = f"{wish}_{number}", number + 1
        self._taken.add(name)
        return name

    def of(self, thing: str, wish: str) -> str:
        """The name of `thing`, given when it is first asked for."""
        if thing not in self._given:
            self._given[thing] = self.fresh(wish)
        return self._given[thing]


@dataclass(frozen=True)
class Locals:
    """The local variables that any method may need; their names keep clear of the payload's."""

    state: str
    before: str
    """What a failing run goes back to."""
    actions: str
    """Conditional actions are gathered here; the method declares its type."""

    @classmethod
    def beside(cls, params: Iterable[str]) -> Locals:
        """Those of a method with these parameters."""
        names = Registry(params)
        return cls(names.fresh("state"), names.fresh("before"), names.fresh("actions"))


def phrase(text: str) -> str:
    """`count > 0 and not fin-acked` gives count_above_0_and_not_fin_acked; shortened at a word where it is long."""
    for sign, word in _SPOKEN.items():
        text = text.replace(f" {sign} ", word)
    return _shortened(names.snake(text) if names.words(text) else "value")


def constant_phrase(parts: Iterable[str]) -> str:
    """`snd(SYN, ACK)`, `delete-TCB` gives _SND_SYN_ACK_DELETE_TCB."""
    return "_" + _shortened(names.constant(" ".join(parts)).lstrip("_"))


def _shortened(identifier: str) -> str:
    while len(identifier) > _LONGEST and "_" in identifier.strip("_"):
        identifier = identifier.rpartition("_")[0]
    return identifier
