"""How many random specs and a seed in, the first difference out: with the smallest spec that still shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from fsmc import compiler
from fsmc.source import SourceFile
from tests.random.outcomes import DifferenceError
from tests.random.specs import Case, random_case
from tests.random.twins import compare

WALKS = 3
"""How many other walks a smaller spec is tried on: the old walk may lead elsewhere there."""


@dataclass
class Trial:
    """What came of random specs: how many were made, how many of them fsmc took and both sides agreed on."""

    tried: int = 0
    agreed: int = 0
    difference: str = ""


def try_specs(specs: int, seed: int) -> Trial:
    """So many specs that fsmc takes, or those up to the first difference."""
    trial = Trial()
    while trial.agreed < specs:
        case = random_case(f"{seed}.{trial.tried}")
        trial.tried += 1
        try:
            trial.agreed += taken(case)
        except DifferenceError:
            trial.difference = smallest(case)
            break
    return trial


def taken(case: Case) -> bool:
    """Take the twins through a case; False if fsmc refuses its spec."""
    checked = compiler.check(SourceFile("random.fsm", case.text))
    if checked.machine is None or checked.errors:
        return False
    compare(checked.machine, case)
    return True


# --------------------------------------------------------------------------------------------------- smaller specs


def smallest(case: Case) -> str:
    """The difference as the smallest spec shows it that line by line and part by part comes out of a case."""
    found = _on_some_walk(case)
    assert found is not None, "the case shows no difference"
    before = ""
    while before != found[0].text:
        before = found[0].text
        for cut in (*(partial(_without_lines, size) for size in (16, 4, 1)), _without_parts):
            found = _cut(found, cut)
    case, shown = found
    shorter = [other for walk in range(100) if (other := _difference(replace(case, walk=walk)))]
    return str(min([shown, *shorter], key=lambda difference: difference.steps))


Found = tuple[Case, DifferenceError]
"""A case and the difference that it shows."""


def _cut(found: Found, cut: Callable[[str], Iterator[str]]) -> Found:
    """The case with all that is cut out of its text in one go and leaves a difference."""
    place = 0
    while True:
        texts = list(islice(cut(found[0].text), place, None))
        for text in texts:
            smaller = _on_some_walk(replace(found[0], text=text))
            if smaller is not None:
                found = smaller
                break
            place += 1
        else:
            return found


def _on_some_walk(case: Case) -> Found | None:
    """A difference that a spec shows on its own walk or on another."""
    for walk in (case.walk, *range(WALKS)):
        shown = _difference(replace(case, walk=walk))
        if shown is not None:
            return replace(case, walk=walk), shown
    return None


def _difference(case: Case) -> DifferenceError | None:
    """The difference that a case shows; None if there is none, or if fsmc refuses its spec."""
    try:
        taken(case)
    except DifferenceError as error:
        return error
    return None


def _without_lines(size: int, text: str) -> Iterator[str]:
    """The text without some neighbouring lines, from the end on."""
    lines = text.splitlines()
    for end in range(len(lines), 0, -size):
        yield "\n".join([*lines[: max(0, end - size)], *lines[end:], ""])


def _without_parts(text: str) -> Iterator[str]:
    """The text without one part of a line."""
    lines = text.splitlines()
    for place, line in enumerate(lines):
        for start, end in (match.span() for match in _PART.finditer(line)):
            yield "\n".join([*lines[:place], line[:start] + line[end:], *lines[place + 1 :], ""])


_PART = re.compile(
    r" if [^,]*| \[[^]]*\]| /.*| = [^,)]*|, [^,\[/]*|[^ ,]*, | @.*"
    r"| (?:and|or) [^],]*|[(]?\w+[)]? (?:and|or) |not "
)
"""Parts of a line that may be cut out: conditions and halves of them, guards, effects, defaults, members of lists."""
