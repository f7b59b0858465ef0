"""What stands on the lines of two texts in; whether they are one spec, with all remarks, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

from fsmc.formatter.blocks import Block
from fsmc.formatter.reading import Item, Remark, Statement


def is_same(one: Sequence[Sequence[Block]], other: Sequence[Sequence[Block]]) -> bool:
    """Whether both have the same blocks with the same items in the same order.

    The layout is made of no more than what is compared here, so that of both is the same.
    """
    return _values(one) == _values(other)


def is_permutation(one: Iterable[Item], other: Iterable[Item]) -> bool:
    """Whether both have the same statements, each word by word with the same documentation, and the same comments."""
    return Counter(_units(one)) == Counter(_units(other))


def _values(sections: Sequence[Sequence[Block]]) -> list[list[list[Hashable]]]:
    return [[[_value(item) for item in block] for block in blocks] for blocks in sections]


def _units(items: Iterable[Item]) -> Iterator[Hashable]:
    """Comments, each on its own, and statements with the documentation above them."""
    docs: list[Hashable] = []
    for item in items:
        if isinstance(item, Statement):
            yield (tuple(docs), _value(item))
            docs = []
        elif isinstance(item, Remark) and item.is_comment:
            yield item.text
        elif isinstance(item, Remark):
            docs.append(item.text)


def _value(item: Statement | Remark) -> Hashable:
    """All of an item but blanks."""
    if isinstance(item, Remark):
        return item.text
    return tuple(
        (tuple((word.kind, word.text) for word in stretch.words), stretch.aside, tuple(stretch.below))
        for stretch in item.stretches
    )
