"""Scripts in, cases out: what to do to the kernel and its shadow, step by step, and what has to come of it.

    case reset after open: 3.10.7.4, at exactly the next number
        < RST              -> CLOSED
    case reset-guess after open: 3.10.7.4 and RFC 5961, 3
        < RST seq+5        -> ESTABLISHED / ACK

A case may go on where another ends. `<` is a segment of the peer, relative to what is in order: `seq-1`, `ack+1`,
`text 4`; `skip 1000` goes on with later numbers. The rest are calls (`connect`, `listen`, `send 4`, `shutdown`, ...),
expiries (`timeout rtx`) and the network's complaints (`unreachable 3`). Behind the arrow stand the state and the
segments sent. Where the kernel departs from the RFC, both outcomes stand there, and the departure's name:
`-> CLOSED not LISTEN (child-forgotten)`. `with` sets what a kernel lets one set; `since=612` means that Linux does so
since 6.12, `slow=1` that it takes a minute, and so is left to `figures.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from generated.tcp.tcp import Flag

FOLDER = Path(__file__).with_name("scripts")
_HEAD = re.compile(r"case (?P<name>\S+?)(?: after (?P<after>\S+?))?(?: with (?P<settings>[^:]+))?: (?P<title>.+)")
_STEP = re.compile(r"(?P<what>\S.*?) +-> +(?P<linux>.+?)(?: +not +(?P<rfc>.+?) +\((?P<departure>.+)\))?")


@dataclass(frozen=True)
class Step:
    """Something done, and what comes of it: a state with what is sent. Both are the same without a departure."""

    what: str
    linux: str
    rfc: str
    departure: str
    place: str


@dataclass(frozen=True)
class Said:
    """A segment of the peer, relative to what is in order. With `seq` it is not, and the peer does not go on."""

    flags: frozenset[Flag]
    seq: int | None = None
    ack: int = 0
    text: int = 0
    skip: int = 0


@dataclass
class Case:
    """A conversation from the very beginning."""

    name: str
    title: str
    settings: dict[str, int]
    steps: list[Step] = field(default_factory=list)


def cases(folder: Path = FOLDER) -> list[Case]:
    """The cases of all scripts, in the order of their files."""
    found: dict[str, Case] = {}
    for file in sorted(folder.glob("*.txt")):
        _read(file.name, file.read_text(encoding="utf-8").splitlines(), found)
    return list(found.values())


def _read(name: str, lines: Iterable[str], found: dict[str, Case]) -> None:
    for number, line in enumerate(lines, 1):
        text = line.split("#")[0].strip()
        place = f"{name}:{number}"
        if head := _HEAD.fullmatch(text):
            case = _begun(head, found, place)
        elif step := _STEP.fullmatch(text):
            rfc = step["rfc"] or step["linux"]
            case.steps.append(Step(step["what"], step["linux"], rfc, step["departure"] or "", place))
        elif text:
            raise ValueError(f"{place}: neither a case nor a step: {text}")


def _begun(head: re.Match[str], found: dict[str, Case], place: str) -> Case:
    if head["name"] in found or (head["after"] and head["after"] not in found):
        raise ValueError(f"{place}: {head['name']} is there already, or {head['after']} is not")
    before = found[head["after"]] if head["after"] else Case("", "", {})
    given = (item.split("=") for item in (head["settings"] or "").split())
    settings = before.settings | {key: int(value) for key, value in given}
    return found.setdefault(head["name"], Case(head["name"], head["title"], settings, list(before.steps)))


def said(what: str) -> Said:
    """`< FIN,ACK ack-1` as a segment."""
    _, flags, *rest = what.split()
    given = {word: int(number) for word, number in re.findall(r"(seq|ack|text|skip) ?([+-]?\d+)", " ".join(rest))}
    return Said(frozenset(map(Flag, flags.split(","))), **given)
