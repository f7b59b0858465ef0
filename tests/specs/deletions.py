"""Deletes each line and each effect of a spec in turn: the compiler or a hand-written test must notice every loss.

    python tests/specs/deletions.py [tcp] [ppp_lcp]

What decides a cell (transitions, `ignore`, `reject`, `never`, `defer`), what is done on the way (`enter`, `leave`), and
each single effect of these and of actions is taken out alone.  Prints counts and survivors; exits 1 on survivors.
"""

from __future__ import annotations

import importlib
import itertools
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from fsmc.diagnostics import Severity  # noqa: E402 - the path is set above
from fsmc.language import load  # noqa: E402
from fsmc.model import Machine  # noqa: E402
from fsmc.source import SourceFile  # noqa: E402

TESTS = {"tcp": ("test_tcp_behaviour", "test_tcp_facts"), "ppp_lcp": ("test_ppp_lcp_table",)}


@dataclass(frozen=True)
class Loss:
    """A spec that lacks something, and what it lacks."""

    kind: str
    what: str
    text: str


# ---------------------------------------------------------------------------------------------- what can be lost

_OTHER = r"(?!event |action |scenario |view |unlisted )"
_DECIDES = re.compile(rf"^{_OTHER}.*?\s(?:on .*->|ignore |reject |never |defer )", re.DOTALL)
_DOES = re.compile(r"^(?:enter|leave) ")
_OWN_EFFECTS = re.compile(r"^action .*? / ", re.DOTALL)


def losses(text: str) -> Iterator[Loss]:
    """Every spec that lacks one line or one effect of `text`."""
    for start, end in _statements(text):
        statement = text[start:end]
        if _DECIDES.match(statement) or _DOES.match(statement):
            yield Loss("line", statement, text[:start] + text[end:])
        elif not _OWN_EFFECTS.match(statement):
            continue
        for effect, shorter in _without_an_effect(statement):
            yield Loss("effect", f"{effect}  in  {statement}", text[:start] + shorter + text[end:])


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """Where each statement begins and ends; a line that ends in a comma goes on."""
    position = 0
    for block in re.findall(r"(?:[^\n]*,[ ]*\n)*[^\n]*\n", text):
        if block.strip() and not block.startswith("#"):
            yield position, position + len(block)
        position += len(block)


def _without_an_effect(statement: str) -> Iterator[tuple[str, str]]:
    """Each effect of a statement with the statement that lacks it."""
    head, slash, rest = statement.partition(" / ")
    if not slash:
        return
    body = re.match(r"(.*?)(\s*(?:\s@\S+|\s\{[^}]*\})*(?:\s+##[^\n]*)?\n)$", rest, re.DOTALL)
    assert body, statement
    effects = [effect.strip() for effect in re.split(r",(?![^(]*\))", body[1])]
    for place, effect in enumerate(effects):
        others = ", ".join(effects[:place] + effects[place + 1 :])
        yield effect, head + (slash + others if others else "") + body[2]


# ------------------------------------------------------------------------------------------------ what catches it


def checks(spec: str) -> list[tuple[str, Callable[[Machine], None]]]:
    """Every hand-written test of a spec, with each of its parameters, as a check of a machine."""
    modules = [importlib.import_module(f"tests.specs.{name}") for name in TESTS[spec]]
    tests = [test for module in modules for name, test in vars(module).items() if name.startswith("test_")]
    return [(test.__name__, check) for test in tests for check in _applied(test)]


def _applied(test: Callable[..., None]) -> Iterator[Callable[[Machine], None]]:
    """A test as a function of the machine alone, once for each set of its parameters."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    takes_machine = bool(set(test.__code__.co_varnames[: test.__code__.co_argcount]) & {"tcp", "lcp"})
    for choice in itertools.product(*(_parameters(mark.args) for mark in marks)):
        given = {name: value for part in choice for name, value in part.items()}

        def check(machine: Machine, given: dict[str, object] = given) -> None:
            test(machine, **given) if takes_machine else test(**given)

        yield check


def _parameters(args: tuple[object, ...]) -> list[dict[str, object]]:
    """The sets of arguments that `parametrize(names, values)` stands for."""
    names, values = args
    if isinstance(names, str):
        return [{names: value} for value in values]  # type: ignore[attr-defined]
    return [dict(zip(names, value, strict=True)) for value in values]  # type: ignore[call-overload, attr-defined]


def caught(text: str, tests: list[tuple[str, Callable[[Machine], None]]]) -> str:
    """What notices that the text is not the spec: `compiler`, the name of a test, or nothing."""
    machine, diagnostics = load(SourceFile("mutant.fsm", text))
    if machine is None or any(found.severity is Severity.ERROR for found in diagnostics):
        return "compiler"
    for name, check in tests:
        try:
            check(machine)
        except (Exception, AssertionError):
            return name
    return ""


def main(specs: list[str]) -> int:
    """Tries every loss of the specs; the exit status."""
    survived = 0
    for spec in specs or list(TESTS):
        text = (ROOT / "specs" / f"{spec}.fsm").read_text(encoding="utf-8")
        tests = checks(spec)
        assert caught(text, tests) == "", "the spec itself must pass"
        found = [(loss, caught(loss.text, tests)) for loss in losses(text)]
        counts = Counter(
            (loss.kind, "compiler" if by == "compiler" else "test" if by else "nobody") for loss, by in found
        )
        for kind in ("line", "effect"):
            of_kind = {by: counts[kind, by] for by in ("test", "compiler", "nobody")}
            print(f"{spec}: {sum(of_kind.values())} {kind}s deleted, caught by", of_kind)
        for loss, by in found:
            if not by:
                survived += 1
                print(f"  SURVIVES: {loss.kind}: {loss.what.strip()}")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
