"""How many random specs and a seed in, the first difference out: with the smallest spec that still shows it.

A case agrees if its spec means the same laid out, if its scenarios, which the interpreter has walked, hold, and if the
twins do the same at every step.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from fsmc import lint
from fsmc.diagnostics import Diagnostic
from fsmc.language import load
from fsmc.model import Machine
from fsmc.source import SourceFile
from tests.random.features import features_of
from tests.random.outcomes import DifferenceError
from tests.random.specs import Case, random_case
from tests.random.statics import check_text
from tests.random.twins import Twins, compare

WALKS = 3
"""How many other walks a smaller spec is tried on: the old walk may lead elsewhere there."""


@dataclass
class Trial:
    """What came of random specs: how many were made, how many of them fsmc took and both sides agreed on.

    `steps` were compared; `seen` is how often what came of them, and how many of the specs have what.
    """

    tried: int = 0
    agreed: int = 0
    steps: int = 0
    difference: str = ""
    seen: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: Trial) -> Trial:
        """Both trials as one."""
        self.tried += other.tried
        self.agreed += other.agreed
        self.steps += other.steps
        self.difference = self.difference or other.difference
        self.seen += other.seen
        return self


def try_specs(specs: int, seed: int) -> Trial:
    """So many specs that fsmc takes, or those up to the first difference."""
    trial = Trial()
    while trial.agreed < specs:
        case = random_case(f"{seed}.{trial.tried}")
        trial.tried += 1
        try:
            _try(case, trial)
        except DifferenceError as error:
            trial.difference = f"seed {seed}.{trial.tried - 1}: {_smallest_or(case, error)}"
            break
    return trial


def _try(case: Case, trial: Trial) -> None:
    machine, faults = sound(case.text)
    wrong = next((fault for fault in faults if _is_about_paths(fault, case.text)), None)
    if wrong:
        raise DifferenceError(f"a scenario that was walked does not hold: {wrong.message}\n--- spec\n{case.text}")
    if machine is not None:
        twins = _compared(machine, case)
        trial.agreed += 1
        trial.steps += twins.steps
        trial.seen.update([*twins.seen.elements(), *set(features_of(machine))])


def sound(text: str) -> tuple[Machine | None, list[Diagnostic]]:
    """The machine of a spec if there is no error in it, else the errors."""
    machine, faults = load(SourceFile("random.fsm", text))
    faults = [*faults, *(lint.errors(machine) if machine is not None else ())]
    return (None if faults else machine), faults


def _is_about_paths(fault: Diagnostic, text: str) -> bool:
    """Whether a fault is one of a scenario or of a view, which are made when all else is known."""
    line = text.splitlines()[fault.span.line - 1]
    return line.startswith(("scenario ", "view ")) or fault.code == "FSM053"


def _compared(machine: Machine, case: Case) -> Twins:
    check_text(case.text, machine)
    return compare(machine, case)


def taken(case: Case) -> bool:
    """Hold a case to what is said above; False if fsmc refuses its spec."""
    machine, _ = sound(case.text)
    if machine is not None:
        _compared(machine, case)
    return machine is not None


# --------------------------------------------------------------------------------------------------- smaller specs


def _smallest_or(case: Case, error: DifferenceError) -> str:
    """The difference, and where it shows in a smaller spec than its own, the smallest one."""
    return smallest(case) if _on_some_walk(case) else str(error)


def smallest(case: Case) -> str:
    """The difference as the smallest spec shows it that line by line and part by part comes out of a case."""
    found = _on_some_walk(case)
    assert found is not None, "the case shows no difference"
    before = ""
    while before != found[0].text:
        before = found[0].text
        cuts: list[Callable[[str], Iterator[str]]] = [partial(_without_lines, size) for size in (16, 4, 1)]
        for cut in (*cuts, _without_parts):
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
