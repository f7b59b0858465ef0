"""Whatever the spec: laid out it means the same, with every remark, and is laid out for good."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from fsmc.diagnostics import in_order
from fsmc.formatter import Formatted, formatted
from fsmc.formatter.columns import width
from fsmc.language.parse import parse
from fsmc.source import SourceFile
from tests.formatter.mangling import mangled
from tests.formatter.meaning import findings, meaning
from tests.random.dice import Dice
from tests.random.specs import spec_text

ROOT = Path(__file__).parent.parent.parent
CORPUS = sorted((ROOT / "tests" / "corpus").rglob("*.fsm"))
SPECS = sorted((ROOT / "specs").glob("*.fsm"))
PAGES = [ROOT / "README.md", ROOT / "docs" / "language.md", ROOT / "docs" / "style.md"]
BLOCKS = [
    pytest.param(found[1], id=f"{page.stem}-{number}")
    for page in PAGES
    for number, found in enumerate(re.finditer(r"^```fsm\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S))
]
RANDOM = 150


@lru_cache(maxsize=8)
def laid_out(text: str, *, sort: bool = False) -> str:
    result = formatted(SourceFile("spec.fsm", text), sort=sort)
    assert not result.faults, result.faults
    return result.text


def remarks(text: str) -> list[str]:
    """The comments and the documentation of a text without blanks at their ends."""
    return [found.rstrip() for found in re.findall(r"""(?:"[^"\n]*"|'[^'\n]*'|[^#\n"'])*(#.*)?""", text) if found]


def hold(text: str, written: str = "") -> str:
    """The promises of the formatter, for one text, perhaps `written` in another layout; the layout."""
    strange = written or text
    layout = laid_out(strange)
    assert laid_out(layout) == layout
    assert meaning(layout) == meaning(text)
    assert remarks(layout) == remarks(strange)
    assert not re.search(r"[ \t]$|\n\n\n|\A\s|\n\n\Z", layout.replace("\r\n", "\n"), re.M)
    return layout


def hold_sorted(text: str) -> None:
    """The promises of the formatter when it sorts."""
    layout = laid_out(text, sort=True)
    assert laid_out(layout, sort=True) == layout
    assert laid_out(layout) == layout
    assert in_any_order(meaning(layout)) == in_any_order(meaning(text))


def in_any_order(model: Any) -> Any:
    """What a spec means whatever the order of its lines.

    The ids of lines depend on that, and so does which branch of a cell is told without its guard.
    """
    if isinstance(model, list):
        return sorted(map(repr, model))
    lines = {line["id"]: repr({**line, "id": ""}) for line in [*model["lines"], model["unlisted"]]}
    cells = [
        (cell["state"], cell["event"], sorted(lines[branch["line"]] for branch in cell["branches"]))
        for cell in model["cells"]
    ]
    rest = {
        key: value for key, value in model.items() if key not in ("lines", "unlisted", "cells", "scenarios", "tags")
    }
    return sorted(lines.values()), cells, sorted(map(repr, model["tags"])), rest


def is_one_piece(line: str) -> bool:
    """Whether no comma of a line but its last word could end it sooner: those in texts do not count."""
    return not re.search(r",(?=.)", re.sub(r'"[^"]*"|\\.', "", line))


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_spec_of_this_repository_is_laid_out_and_means_the_same_however_it_was_written(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert hold(text) == text, "run `fsmc fmt`"
    assert findings(hold(text, mangled(text, Dice(path.stem)))) == findings(text)
    hold_sorted(text)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_faulty_spec_has_the_same_faults_laid_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    result = formatted(SourceFile(path.name, text))
    if result.faults:
        assert result == Formatted(text, in_order(parse(SourceFile(path.name, text))[1]))
    else:
        assert findings(hold(text)) == findings(text)
        hold(text, mangled(text, Dice(path.stem)))


@pytest.mark.parametrize("text", BLOCKS)
def test_what_the_documentation_shows_is_laid_out(text: str) -> None:
    assert hold(text) == text


def hold_random(seed: str, *, sort: bool) -> None:
    """The promises of the formatter, for the random spec of a seed."""
    dice = Dice(seed)
    text = spec_text(dice)
    layout = hold(text, mangled(text, dice))
    code = [line.partition("  #")[0] for line in layout.splitlines()]
    assert all(width(line) <= 120 or is_one_piece(line) for line in code)
    if sort:
        hold_sorted(text)


@pytest.mark.parametrize("seed", range(0, RANDOM, 10))
def test_random_specs_mean_the_same_laid_out_however_they_were_written(seed: int) -> None:
    for number in range(seed, seed + 10):
        hold_random(f"layout {number}", sort=number % 5 == 0)
