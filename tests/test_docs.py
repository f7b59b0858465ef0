"""What the documentation shows is true: its specs compile, its programs run, its sessions print what they say."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import fsmc

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, and where it begins."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(page.name, text.count("\n", 0, found.start()) + 1, found[1], found[2]) for found in _BLOCK.finditer(text)
    ]


ALL = [block for page in PAGES for block in blocks(page)]
README = blocks(ROOT / "README.md")


ELSEWHERE = ("ci.md", "trust.md")
"""Pages whose sessions need a repository of their own (tests/test_ci_page.py) or half an hour (tests/test_trust.py)."""


def of(language: str) -> list[Block]:
    return [block for block in ALL if block.language == language]


def run(*command: str) -> str:
    """What a command prints in a clone, where `fsmc` is the one that runs these tests."""
    scripts = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": scripts}, capture_output=True, text=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize("block", of("fsm"), ids=str)
def test_every_spec_in_the_documentation_compiles(block: Block) -> None:
    compilation = fsmc.compile(block.text, only=["python"])
    assert [found.message for found in compilation.errors] == []


def test_the_ten_lines_of_the_readme_give_what_stands_beside_them() -> None:
    spec, excerpt = (next(block for block in README if block.language == kind) for kind in ("fsm", "python"))
    assert len(spec.text.splitlines()) == 10
    (module,) = fsmc.compile(spec.text, only=["python"]).artifacts
    assert excerpt.text in module.text


def test_the_driver_of_the_readme_has_ten_lines_and_prints_what_it_says() -> None:
    at = next(number for number, block in enumerate(README) if "tcp.active_open" in block.text)
    driver, printed = README[at : at + 2]
    assert len([line for line in driver.text.splitlines() if line.strip()]) <= 10
    assert run(sys.executable, "-c", driver.text) == printed.text


@pytest.mark.parametrize("block", [each for each in of("console") if each.page not in ELSEWHERE], ids=str)
def test_every_session_prints_what_it_says(block: Block) -> None:
    for session in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, printed = session.partition("\n")
        assert run(*shlex.split(command)).replace("\\", "/") == printed


def test_the_program_of_the_manual_runs() -> None:
    (program,) = (block for block in of("python") if "fsmc.compile(" in block.text)
    assert run(sys.executable, "-c", program.text).splitlines()[0].startswith("turnstile.py ")


def test_every_document_with_blocks_is_guarded() -> None:
    guarded = re.search(r"^DOCUMENTS := (.*?)\s*#", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert guarded
    prose = {page: _BLOCK.sub("", page.read_text(encoding="utf-8")) for page in PAGES}
    filled = [page.relative_to(ROOT).as_posix() for page, text in prose.items() if "\n<!-- fsmc:" in text]
    assert sorted(guarded[1].split()) == sorted(filled)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_page_about_modules_runs_from_top_to_bottom() -> None:
    program = "\n".join(block.text for block in blocks(ROOT / "docs" / "modules.md") if block.language == "python")
    assert run(sys.executable, "-c", program) == ""
