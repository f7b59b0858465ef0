"""Options of commands that work for a project in, its settings with what the options say otherwise out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from fsmc.cli import offers
from fsmc.cli.terminal import named_path

if TYPE_CHECKING:
    from fsmc.project import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

_warnings = partial(click.option, metavar="RULE,...", multiple=True, shell_complete=offers.warnings)
CONFIG = (
    click.option(
        "--config",
        metavar="FILE",
        type=named_path,
        shell_complete=offers.files,
        help="Read the settings of this file.",
    ),
    click.option("--no-config", "isolated", is_flag=True, help="Read no settings."),
)
SELECTION = (
    _warnings("--select", help="Of the warnings, tell these only."),
    _warnings("--ignore", help="Do not tell these warnings."),
    click.option(
        "--max-unlisted",
        metavar="N",
        type=click.IntRange(min=0),
        help="Allow N cells at most that no line decides.",
    ),
    click.option("--require-docs", is_flag=True, help="Ask for documentation of everything that is declared."),
    click.option("--require-citations", is_flag=True, help="Ask for a citation on every line that decides."),
)


def options(*wanted: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, in the order in which they are named."""
    return lambda command: reduce(lambda decorated, option: option(decorated), reversed(wanted), command)


@dataclass(frozen=True)
class Asked:
    """What the options of `SELECTION` say; each that is given takes the place of what the settings say."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    max_unlisted: int | None
    require_docs: bool
    require_citations: bool

    def over(self, settings: Settings) -> Settings:
        """The settings of a project, with these instead."""
        from fsmc.analysis import DECLARED, LINES

        select, ignore = _rules(self.select, "--select"), _rules(self.ignore, "--ignore")
        asked = settings.demands
        return replace(
            settings,
            select=select or settings.select,
            ignore=ignore or settings.ignore,
            demands=replace(
                asked,
                docs=frozenset(DECLARED) if self.require_docs else asked.docs,
                citations=frozenset(LINES) if self.require_citations else asked.citations,
                max_unlisted=asked.max_unlisted if self.max_unlisted is None else self.max_unlisted,
            ),
        )


def _rules(values: Iterable[str], option: str) -> tuple[str, ...]:
    """`FSM08,unreachable-state` as selectors."""
    from fsmc.project import selectors

    named = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    for name in named:
        what, way_out = selectors.fault(name, leaves_out=option == "--ignore")
        if what:
            raise click.UsageError(f"{option}: {what}: {way_out}")
    return named


def settings_for(config: Path | None, isolated: bool) -> Settings:
    """The settings that `--config` names, or those of the nearest project, or none.  Raises FileError."""
    from fsmc.project import Settings, find_settings, read_settings

    if config and isolated:
        raise click.UsageError("--config names settings, --no-config wants none: take one of them.")
    if isolated:
        return Settings(Path.cwd())
    return read_settings(config) if config else find_settings(Path.cwd())
