"""Ledgers and departures in, the tables of docs/conformance.md out, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from generated.tcp.tcp import State
from tests.linux import lines
from tests.linux.shadow import Change, Departure, Ledger

PATH = Path(__file__).parents[2] / "docs/conformance.md"
_STATES = [state.value for state in State]
ALIKE, UNLIKE = "✓", "≠"


def departures(rows: Iterable[Departure]) -> str:
    """The table of what Linux does otherwise; a connection that both modes see is one row."""
    once = sorted(dict.fromkeys(rows), key=lambda row: _STATES.index(row.state.split(", ")[0]))
    lines = [f"| {row.name} | {row.state} | {row.event} | {row.rfc} | {row.linux} | {row.why} |" for row in once]
    return "\n".join(["| name | in | on | RFC | Linux | observed |", "|---|---|---|---|---|---|", *lines, ""])


def changes(ledgers: Mapping[str, Ledger]) -> str:
    """The table of all state changes that were compared, and which mode has seen them."""
    seen = {change: None for ledger in ledgers.values() for change in ledger.changes}
    head = [f"| from | on | to | {' | '.join(ledgers)} |", "|---|---|---|" + ":-:|" * len(ledgers)]
    return "\n".join([*head, *(_row(change, ledgers) for change in sorted(seen, key=_order)), ""])


def _row(change: Change, ledgers: Mapping[str, Ledger]) -> str:
    marks = (ALIKE if change in ledger.changes else "" for ledger in ledgers.values())
    return f"| {' | '.join([*change, *marks])} |"


def _order(change: Change) -> tuple[int, int, str]:
    return _STATES.index(change.before), _STATES.index(change.after), change.events


def marks(ledger: Ledger) -> dict[str, str]:
    """Each line of the spec that the kernel has followed, or has only been seen to decide otherwise."""
    return dict.fromkeys(ledger.unlike, UNLIKE) | dict.fromkeys(ledger.lines, ALIKE)


def touched(ledgers: Mapping[str, Ledger]) -> str:
    """The table of all lines that decide something, and what each mode has seen of them."""
    seen = [marks(ledger) for ledger in ledgers.values()]
    head = [f"| line | {' | '.join(ledgers)} |", "|---|" + ":-:|" * len(ledgers)]
    rows = (f"| `{line}` | {' | '.join(one.get(line, '') for one in seen)} |" for line in lines.observable())
    return "\n".join([*head, *rows, ""])


def block(text: str, name: str) -> str:
    """What stands between the markers of a table."""
    found = re.search(_between(name), text, re.DOTALL)
    assert found, f"no block {name}"
    return found[2].strip()


def filled(text: str, name: str, table: str) -> str:
    return re.sub(_between(name), lambda found: f"{found[1]}\n{table}\n{found[3]}", text, flags=re.DOTALL)


def _between(name: str) -> str:
    return rf"(<!-- table: {name} -->\n)(.*?)(<!-- /table -->)"


def noted(text: str, mode: str) -> set[Change]:
    """The state changes that the page says a mode has seen."""
    head, rows = _rows(block(text, "changes"))
    return {Change(*row[:3]) for row in rows if row[head.index(mode)]}


def marked(text: str, mode: str) -> dict[str, str]:
    """What the page says that a mode has seen of the lines."""
    head, rows = _rows(block(text, "lines"))
    return {row[0].strip("`"): row[head.index(mode)] for row in rows if row[head.index(mode)]}


def _rows(table: str) -> tuple[list[str], list[list[str]]]:
    head, _, *rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines())
    return head, rows
