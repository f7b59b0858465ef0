"""Conditions that must hold and others that must fail in; a valuation, the proof that there is none, or Unknown out.

The conditions become one and-or tree over atoms.  Atoms are decided one by one, forced ones first; each decision
simplifies the tree and is tested by the theories of its atoms (linear arithmetic, equations).  Where the tree has
become true, the theories give values, and the values are believed only after the conditions, as the spec has them,
were evaluated with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Union

from fsmc import names
from fsmc.logic.equality import Equation, solve_equations
from fsmc.logic.evaluate import LARGEST, Value, evaluate, inline
from fsmc.logic.formula import Atom, Formula, Is, Opaque, Tree, Truth, combined, formula, size, weight
from fsmc.logic.linear import Bound, Budget, UndecidedError, solve
from fsmc.model import Ask, Basic, Constant, Enumeration, Expr, Field, Payload, Read, Running, children


@dataclass(frozen=True)
class Nothing:
    """Proved: no valuation makes all hold and all fail as asked."""


@dataclass(frozen=True)
class Witness:
    """A valuation that does as asked, verified: a value for each atomic term of the conditions."""

    values: Mapping[Expr, Value]


@dataclass(frozen=True)
class Unknown:
    """Neither found nor proved impossible."""

    reason: str


Found = Union[Nothing, Witness, Unknown]

_MOST_WORK = 20_000
_MOST_EFFORT = 3_000_000
_MOST_CHOICES = 300
_TOO_LARGE = "the conditions are too large to decide"
_TOO_MANY = "this spec has too many conditions to decide them all"
_NOT_LINEAR = "the conditions multiply terms, or compare values of the host"


def find(holding: Sequence[Expr], failing: Sequence[Expr] = ()) -> Found:
    """A valuation that makes all of `holding` true and all of `failing` false."""
    account = _ACCOUNT.get()
    if account is None:
        return _find(tuple(holding), tuple(failing))[0]
    if account.left < 0:
        return Unknown(_TOO_MANY)
    found, effort = _find(tuple(holding), tuple(failing))
    account.left -= effort
    return found


@dataclass
class _Account:
    left: int


_ACCOUNT: ContextVar[_Account | None] = ContextVar("account", default=None)


@contextmanager
def accounted() -> Iterator[None]:
    """All questions that are asked meanwhile have one limit together; those that come after it are not decided.

    What a question costs does not depend on whether it was asked before, so the same spec gets the same answers.
    """
    token = _ACCOUNT.set(_Account(_MOST_EFFORT))
    try:
        yield
    finally:
        _ACCOUNT.reset(token)


@lru_cache(maxsize=1 << 12)
def _find(holding: tuple[Expr, ...], failing: tuple[Expr, ...]) -> tuple[Found, int]:
    """What is found, and what it cost."""
    asked = [(condition, True) for condition in holding] + [(condition, False) for condition in failing]
    size = sum(weight(condition) for condition, _ in asked)
    if size > _MOST_WORK:
        return Unknown(_TOO_LARGE), 1
    search = _Search(asked, Budget(_MOST_WORK, effort=10 * size))
    try:
        tree = combined(True, (_formula(condition, holds) for condition, holds in asked))
        witness = search.run(tree, {})
    except UndecidedError:
        return Unknown(_TOO_LARGE), search.budget.effort
    return witness or search.undecided or Nothing(), search.budget.effort


_formula = lru_cache(maxsize=1 << 12)(formula)
"""A guard is asked about beside each of the others of its cells."""


def disjoint(a: Expr, b: Expr) -> Found:
    """Nothing if the two never hold together, else a valuation where they do."""
    return find([a, b])


def exhaustive(guards: Iterable[Expr]) -> bool:
    """Whether it is proved that one of the guards holds in every case."""
    return isinstance(find([], list(guards)), Nothing)


def spell(witness: Witness) -> str:
    """`count = 0, opened = passive`; an empty text if no term matters."""
    return ", ".join(f"{term} = {_spelled(term, value)}" for term, value in witness.values.items())


def _spelled(term: Expr, value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return names.quoted(value) if isinstance(term.type, Enumeration) else names.double_quoted(value)
    return names.duration(value) if term.type is Basic.DURATION else str(value)


@dataclass
class _Search:
    """One search: what was asked, what it may cost, and why a branch was given up, if one was."""

    asked: list[tuple[Expr, bool]]
    budget: Budget
    undecided: Unknown | None = None

    def run(self, tree: Formula, decided: dict[Atom, bool], depth: int = 0) -> Witness | None:
        """A verified valuation that makes `tree` true and agrees with what is decided."""
        if depth > _MOST_CHOICES:
            raise UndecidedError
        while forced := _forced(tree):
            self.budget.spend(_size(tree), size(tree))
            tree, decided = _assume(tree, *forced), {**decided, forced[0]: forced[1]}
        if isinstance(tree, bool):
            return self._verified(decided) if tree else None
        self.budget.spend(_size(tree), 2 * size(tree) + 10 * len(decided))
        if self._is_refuted(decided):
            return None
        atom, first = _first(tree)
        for value in (first, not first):
            witness = self.run(_assume(tree, atom, value), {**decided, atom: value}, depth + 1)
            if witness:
                return witness
        return None

    def _is_refuted(self, decided: dict[Atom, bool]) -> bool:
        """Whether the theories refute the decisions; an open question does not."""
        try:
            return _theories(decided, self.budget) is None
        except UndecidedError:
            return False

    def _verified(self, decided: dict[Atom, bool]) -> Witness | None:
        """The values of the theories, if the conditions confirm them; else the branch stays undecided."""
        try:
            values = _theories(decided, self.budget)
        except UndecidedError:
            self.undecided = Unknown(_TOO_LARGE)
            return None
        if values is None:
            return None
        terms = dict.fromkeys(term for condition, _ in self.asked for term in atomic_terms(condition))
        full = {term: values.get(inline(term), _default(term)) for term in terms}
        if any(isinstance(atom, Opaque) for atom in decided) or not self._confirmed(full):
            self.undecided = self.undecided or Unknown(_NOT_LINEAR)
            return None
        return Witness(full)

    def _confirmed(self, values: dict[Expr, Value]) -> bool:
        """Whether the conditions, evaluated as the spec has them, come out as asked."""
        return all(evaluate(condition, values) is holds for condition, holds in self.asked)


def _theories(decided: dict[Atom, bool], budget: Budget) -> dict[Expr, Value] | None:
    """Values for the terms of the decided atoms, or None if a theory refutes them."""
    numbers = solve([a if holds else a.denied() for a, holds in decided.items() if isinstance(a, Bound)], budget)
    if numbers is None:
        return None
    names_and_texts = solve_equations({a: holds for a, holds in decided.items() if isinstance(a, Equation)})
    if names_and_texts is None:
        return None
    values: dict[Expr, Value] = {a.term: holds for a, holds in decided.items() if isinstance(a, Truth)}
    values.update(names_and_texts)
    values.update((term, _plain(term, number)) for term, number in numbers.items())
    return values


def _plain(term: Expr, number: Fraction) -> Value:
    if term.type is Basic.DURATION and abs(number) > LARGEST:
        raise UndecidedError  # no duration that a machine can hold
    return float(number) if term.type is Basic.DURATION else int(number)


def _default(term: Expr) -> Value:
    """The value of a term that does not matter: the zero of its type."""
    if isinstance(term.type, Enumeration):
        return term.type.members[0]
    zeros: dict[object, Value] = {Basic.INT: 0, Basic.STR: "", Basic.DURATION: 0.0}
    return zeros.get(term.type, False)


def atomic_terms(expr: Expr) -> Iterator[Expr]:
    """The terms of a condition that a valuation gives values to, in order of appearance."""
    match expr:
        case Read(of=Constant()):
            return
        case Read() | Payload() | Field() | Running() | Ask():
            yield expr
        case _:
            for child in children(expr):
                yield from atomic_terms(child)


def _size(tree: Formula) -> int:
    """What a decision on the tree costs: about one unit for ten parts."""
    return 1 + len(tree.parts) // 10 if isinstance(tree, Tree) else 1


def _forced(tree: Formula) -> tuple[Atom, bool] | None:
    """An atom that can be decided in one way only, and that way."""
    if isinstance(tree, Is):
        return tree.atom, tree.holds
    if isinstance(tree, Tree) and tree.every:
        return next(((part.atom, part.holds) for part in tree.parts if isinstance(part, Is)), None)
    return None


def _first(tree: Formula) -> tuple[Atom, bool]:
    """The first atom of a tree, and the way it is asked for there."""
    while isinstance(tree, Tree):
        tree = tree.parts[0]
    assert isinstance(tree, Is), "a settled tree has no atoms"
    return tree.atom, tree.holds


def _assume(tree: Formula, atom: Atom, value: bool) -> Formula:
    """The tree, simplified by the decision on one atom."""
    if isinstance(tree, Is):
        return (tree.holds is value) if tree.atom == atom else tree
    if isinstance(tree, Tree):
        return combined(tree.every, (_assume(part, atom, value) for part in tree.parts))
    return tree
