"""A table of the configuration in, its values out one by one, each held to its type; faults name file and key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from fsmc.analysis import KINDS
from fsmc.files import FileError
from fsmc.project import selectors
from fsmc.project.toml import Table

KEYS = (
    "paths", "output", "outputs", "select", "ignore", "per-file-ignores", "require-docs", "require-citations",
    "max-unlisted",
)  # fmt: skip
"""Everything that a project can say."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The table of fsmc in a file; `within` is its name there, such as `tool.fsmc`, or empty at the top."""

    file: Path
    table: Table
    within: str = ""

    def refuse_unknown(self) -> None:
        """Raise FileError for the first key that means nothing: a misspelt one would be a rule that never holds."""
        for key in self.table:
            if key not in KEYS:
                self._refuse(key, "no such key", _near(key, KEYS, f"there are {', '.join(KEYS)}"))

    def text(self, key: str, otherwise: str) -> str:
        """A string that is not empty."""
        value = self.table.get(key, otherwise)
        if not isinstance(value, str) or not value:
            self._refuse(key, f"{_shown(value)} is no folder", f'write a text, as in {key} = "{otherwise}"')
        return value

    def number(self, key: str) -> int | None:
        """A whole number from 0."""
        value = self.table.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            self._refuse(key, f"{_shown(value)} is no number of cells", f"write a whole number, as in {key} = 0")
        return value

    def texts(self, key: str, example: str) -> tuple[str, ...] | None:
        """A list of strings; None if the key is not there."""
        return self._list(key, self.table[key], example) if key in self.table else None

    def paths(self, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        """Where the specs are: at least one place."""
        found = self.texts("paths", "specs")
        if found is not None and not all(found or ("",)):
            self._refuse("paths", "names no place", 'write files or folders, as in paths = ["specs"]')
        return otherwise if found is None else found

    def outputs(self) -> tuple[str, ...] | None:
        """Names of the catalogue; None for all of them."""
        from fsmc.emit import catalog

        found = self.texts("outputs", "python")
        for name in found or ():
            if name not in catalog.NAMES:
                self._refuse("outputs", f"no output {name!r}", _near(name, catalog.NAMES, _choice(catalog.NAMES)))
        if found == ():
            self._refuse("outputs", "names no output", "name at least one, or leave the key out for all")
        return found

    def rules(self, key: str, *, leaves_out: bool) -> tuple[str, ...] | None:
        """Rules by code, name or prefix; None if the key is not there."""
        found = self.texts(key, "unreachable-state")
        self._check_rules(key, found or (), leaves_out)
        return found

    def per_file(self) -> dict[str, tuple[str, ...]]:
        """Globs of files and the rules that do not count there."""
        key = "per-file-ignores"
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            example = f'{key} = {{ "old/*.fsm" = ["unreachable-state"] }}'
            self._refuse(key, f"{_shown(value)} is no table", f"write {example}")
        found = {glob: self._list(f"{key}.{glob!r}", rules, "unreachable-state") for glob, rules in value.items()}
        for glob, rules in found.items():
            self._check_rules(f"{key}.{glob!r}", rules, leaves_out=True)
        return found

    def kinds(self, key: str, all_of_them: tuple[str, ...]) -> frozenset[str]:
        """`true` for the usual kinds of statements, `false` for none, or a list of kinds."""
        value = self.table.get(key, False)
        if isinstance(value, bool):
            return frozenset(all_of_them if value else ())
        found = self._list(key, value, all_of_them[0], " or true")
        for kind in found:
            if kind not in KINDS:
                self._refuse(key, f"no kind of statement {kind!r}", _near(kind, KINDS, _choice(KINDS)))
        return frozenset(found)

    def _list(self, key: str, value: object, example: str, alternative: str = "") -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self._refuse(key, f"{_shown(value)} is no list of texts", f'write a list, as in ["{example}"]{alternative}')
        return tuple(value)

    def _check_rules(self, key: str, named: Iterable[str], leaves_out: bool) -> None:
        for selector in named:
            what, way_out = selectors.fault(selector, leaves_out=leaves_out)
            if what:
                self._refuse(key, what, way_out)

    def _refuse(self, key: str, what: str, way_out: str) -> NoReturn:
        name = f"{self.within}.{key}" if self.within else key
        raise FileError(f"{self.file}: {name}: {what}", way_out)


def _near(name: str, known: tuple[str, ...], otherwise: str) -> str:
    near = get_close_matches(name.lower().replace("_", "-"), known, n=1)
    return f"did you mean {near[0]}?" if near else otherwise


def _choice(known: tuple[str, ...]) -> str:
    return f"choose from {', '.join(known)}"


def _shown(value: object) -> str:
    """A value as TOML would write it, near enough to be known again."""
    return str(value).lower() if isinstance(value, bool) else repr(value)
