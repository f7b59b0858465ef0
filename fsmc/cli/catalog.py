"""The commands there are; each is imported when it is first used, for whoever checks a spec waits for no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

import click


class Commands(Mapping[str, click.Command]):
    """Commands by name.  Each is a function in a module that is called as it is."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._names:
            raise KeyError(name)
        command: click.Command = getattr(import_module(f"fsmc.cli.{name}"), name)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


COMMANDS = Commands(
    *("new", "build", "check", "explain", "fmt", "diff", "draw", "simulate", "testgen", "mutate", "inject", "watch"),
    "completion",
)
