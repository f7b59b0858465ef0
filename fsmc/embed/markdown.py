"""Parts of a machine in, lines of Markdown out that GitHub and others show: pictures, blocks of code, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fsmc.emit.reference import parts
from fsmc.emit.reference.markdown import text
from fsmc.model import Machine, Scenario, State


def image(address: str, alt: str) -> list[str]:
    """A picture that leads to its own file, where it can be enlarged."""
    return [f"[![{text(alt)}]({address})]({address})"]


def code(language: str, lines: Sequence[str]) -> list[str]:
    """A fenced block.  The fence is longer than any run of backticks inside it."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", *lines, fence]


def mermaid(lines: Sequence[str]) -> list[str]:
    """A block that GitHub and many others draw."""
    return code("mermaid", lines)


def table(machine: Machine, links: str | None) -> list[str]:
    return parts.table_markdown(machine, links).splitlines()


def matrix(machine: Machine, links: str | None) -> list[str]:
    return parts.matrix_markdown(machine, links).splitlines()


def state(machine: Machine, shown: State, links: str | None) -> list[str]:
    return parts.state_markdown(machine, shown, links).splitlines()


def scenario(machine: Machine, shown: Scenario, links: str | None) -> list[str]:
    return parts.scenario_markdown(machine, shown, links).splitlines()
