"""A word in, a spec that has it at every place out: in each name, label, text, reason, citation and documentation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from fsmc import compiler
from fsmc.model import Machine
from fsmc.names import double_quoted, quoted
from fsmc.source import SourceFile

SPEC = """\
machine N(machine) T(title)  ## D(about)
reference N(reference) U(address)
reference Script S(script)
tag N(tag) T(mark) mark
const N(constant) = 3
type N(type) = N(member) | N(other-member)
type N(host-type) (N(field): int)
option N(option): str = T(option-text)
option N(flag): bool = false
var N(count): int = 0
var N(variable): str = T(variable-text)
timer N(timer) = 3s within N(open)  ## D(of-timer)
event N(event) T(event-label) (N(part): str = T(part-text), N(kind): N(type) = N(member)) from N(source)  ## D(of-event)
event N(message) (N(value): N(host-type))
event N(derived) = N(message) [N(value).N(field) > 7]
action N(action) T(action-label) (N(what): str) to N(party)  ## D(of-action)
guard N(guard) T(guard-label) (N(asked): str)  ## D(of-guard)
state N(start) T(start-label) initial @C(state-cite) ## D(of-state)
state N(open)
group N(group) T(group-label) box = N(start), N(open)  ## D(of-group)
N(start) on N(event) [N(guard)(T(question)) and N(option) == T(compared)] -> N(open) / N(action)(T(argument)), N(variable) = T(assigned), start N(timer)  @C(cite) @Script:C(script-cite) {N(tag)}  ## D(of-line)
N(start) reject N(event) [else] T(reason)  @C(reason-cite)
N(start) on N(derived) -> N(start) / N(action)(T(part-of)) if N(flag)
N(open) on timeout N(timer) -> N(start)
N(open) on N(message) [N(value).N(field) > N(constant)] -> stay / N(count) += 1
N(open) ignore N(message) [else]
N(open) defer N(event)
unlisted never T(unlisted)
enter N(open) / N(action)(T(entering))
scenario N(scenario) T(scenario-label) bold: N(start) [N(option) == T(compared)], N(event)(T(given), N(other-member)) [N(guard)(T(question))] -> N(open), timeout N(timer) -> N(start)  ## D(of-scenario)
view N(view) T(view-label) to N(party) = {N(tag)}, N(group), scenario N(scenario)  ## D(of-view)
"""  # noqa: E501
"""N is a name, T a text, D documentation, C a section, U and S addresses; in brackets stands which place it is."""
_PLACE = re.compile(r"(?<![\w'])([NTDCUS])\(([a-z-]+)\)")
PLACES = {found[2]: found[1] for found in _PLACE.finditer(SPEC)}
"""What may stand at each place: a name, a text, ..."""


@dataclass(frozen=True, eq=False)
class Hostile:
    """A spec with a word at all places, and what stands at each of them."""

    text: str
    at: dict[str, str]

    @property
    def source(self) -> SourceFile:
        return SourceFile("spec.fsm", self.text)

    def machine(self) -> Machine:
        """The machine of the spec, which has no error."""
        return _machine(self.source)


@cache
def _machine(source: SourceFile) -> Machine:
    compiled = compiler.check(source)
    assert compiled.machine, [found.message for found in compiled.diagnostics]
    assert not compiled.errors, [found.message for found in compiled.errors]
    return compiled.machine


def hostile(words: Sequence[str]) -> Hostile:
    """The spec with the words at each place: one half before and one behind what tells the place.

    They take turns: each of them begins, ends and surrounds as many places as any other.
    """
    half = len(words) // 2

    def sides(number: int) -> tuple[str, str]:
        turned = [*words[number % len(words) :], *words[: number % len(words)]]
        return " ".join(turned[:half]), " ".join(turned[half:])

    return around(sides)


def around(sides: Callable[[int], tuple[str, str]]) -> Hostile:
    """The spec with what is to stand before and behind the key of each place, by its number."""
    texts: dict[str, str] = {}

    def written(found: re.Match[str]) -> str:
        kind, place = found[1], found[2]
        tell, write = _KINDS[kind]
        number = list(PLACES).index(place)
        return write(texts.setdefault(place, tell(*sides(number), f"k{number}k")))

    return Hostile(_PLACE.sub(written, SPEC), texts)


def _around(before: str, behind: str, key: str) -> str:
    return f"{before} {key} {behind}"


def _on_a_line(before: str, behind: str, key: str) -> str:
    return _around(before, behind, key).replace("\n", " ").strip()


def _section(before: str, behind: str, key: str) -> str:
    """What a citation may hold of the words."""
    return re.sub(r"[\s,:{}\[\]#\"]", "", f"{before}{key}{behind}")


def _address(before: str, behind: str, key: str) -> str:
    return f"https://example.org/{key}{before}{{}}{behind}"


def _script(before: str, behind: str, key: str) -> str:
    return f"javascript:hacked={key}{before}{{}}{behind}"


_KINDS: dict[str, tuple[Callable[[str, str, str], str], Callable[[str], str]]] = {
    "N": (_on_a_line, quoted),
    "T": (_around, double_quoted),
    "D": (_on_a_line, str),
    "C": (_section, str),
    "U": (_address, double_quoted),
    "S": (_script, double_quoted),
}


def without(spec: Hostile, *beginnings: str) -> str:
    """The text less the statements that begin so in the table of places."""
    pairs = zip(SPEC.split("\n"), spec.text.split("\n"), strict=True)
    return "\n".join(line for written, line in pairs if not written.startswith(beginnings))
