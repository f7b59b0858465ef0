"""Words, places and outputs in; for each output the checks that it stood, and what went wrong in it, out.

An output of a spec with hostile words is read by a judge that knows its format, and so is that of its twin, a spec of
the same structure with harmless words.  Both must have the same parts, and wherever the twin tells what stands at a
place, the other must tell it too, sign by sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.injection.judges import Seen
from tests.injection.outputs import OUTPUTS
from tests.injection.specs import Hostile, hostile
from tests.injection.words import GROUPS, WORDS, spellings, twin


@dataclass
class Result:
    """How many checks an output stood, and the faults of it."""

    checks: int = 0
    faults: list[str] = field(default_factory=list)


def compared(names: Sequence[str], output: str) -> Result:
    """The checks of one output of the spec with the words of these names."""
    bad, good = _specs(tuple(names))
    result = Result()
    pairs = zip(_seen(bad, output), _seen(good, output), strict=True)
    for number, (one, other) in enumerate(pairs):
        found = [*_parts(one, other), *_words(bad, good, one, other, result)]
        result.checks += 1
        result.faults += [f"{output}, text {number}: {fault}" for fault in found]
    return result


def _specs(names: tuple[str, ...]) -> tuple[Hostile, Hostile]:
    """The hostile spec and its twin, made once for all outputs."""
    if names not in _KNOWN:
        words = [WORDS[name] for name in names]
        _KNOWN[names] = hostile(words), hostile(list(map(twin, words)))
    return _KNOWN[names]


_KNOWN: dict[tuple[str, ...], tuple[Hostile, Hostile]] = {}


def _seen(spec: Hostile, output: str) -> list[Seen]:
    return [judge(text) for text, judge in OUTPUTS[output](spec)]


def _parts(one: Seen, other: Seen) -> Iterator[str]:
    """The parts that only one of both has."""
    more, less = one.parts - other.parts, other.parts - one.parts
    if more or less:
        yield f"more {dict(more)}, less {dict(less)}"


def _words(bad: Hostile, good: Hostile, one: Seen, other: Seen, result: Result) -> Iterator[str]:
    """The places of which the twin tells all, and the other not all.

    A place of which the other does not speak is another matter: `did you mean` depends on how alike names are.
    """
    for number, (place, text) in enumerate(bad.at.items()):
        if f"k{number}k" in one.words and _is_told(good.at[place], other):
            result.checks += 1
            if not _is_told(text, one) and not _is_cut(text, one):
                yield f"{place} is not told as {text!r}"


def _is_told(text: str, seen: Seen) -> bool:
    return any(spelling in seen.words for spelling in spellings(text))


def _is_cut(text: str, seen: Seen) -> bool:
    """Whether the text is the last on a line that was too long, which escapes make longer."""
    begun = (spelling[:end] for spelling in spellings(text) for end in range(len(spelling) // 3, len(spelling)))
    return any(f"{beginning}\N{HORIZONTAL ELLIPSIS}" in seen.words for beginning in begun)


def every() -> Iterator[tuple[tuple[str, ...], str]]:
    """Every group of words with every output; one spec after the other, since making them takes time."""
    return ((group, output) for group in GROUPS for output in OUTPUTS)
