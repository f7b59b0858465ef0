"""docs/trust.md in, each of its commands run, and the same page with the figures that they print out.

    python -m tests.trust [WORD ...]

Without words every command is run, with words those that have one of them.  What a command tells of its progress goes
to the terminal; its last line is the figure, printed here and written into the page below the command.  A command that
fails leaves its figure as it was, and the exit status is 1.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/trust.md"
BLOCK = re.compile(r"(?<=^```console\n\$ )(?P<command>[^\n]+)\n(?P<figure>.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[str]:
    """The commands of the page, in order."""
    return [block["command"] for block in BLOCK.finditer(page)]


def filled(page: str, figures: dict[str, str]) -> str:
    """The page with these figures below their commands; other figures stay."""
    return BLOCK.sub(lambda block: f"{block['command']}\n{_figure(block, figures)}", page)


def _figure(block: re.Match[str], figures: dict[str, str]) -> str:
    command = block["command"]
    return f"{figures[command]}\n" if command in figures else block["figure"]


def figure(command: str) -> str | None:
    """The last line that a command of the page prints; None if it fails or says nothing."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    run = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    lines = run.stdout.split("\n") if run.returncode == 0 else []
    return next((line.strip() for line in reversed(lines) if line.strip()), None)


def measured(wanted: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Each command with its figure, told as it comes."""
    for number, command in enumerate(wanted, 1):
        print(f"[{number}/{len(wanted)}] {command}", flush=True)
        begun = time.monotonic()
        found = figure(command)
        print(f"  {found or 'FAILED'}  ({time.monotonic() - begun:.0f} s)\n", flush=True)
        yield command, found


def main(words: Sequence[str], page: Path = PAGE) -> int:
    """Run what the page has, or what of it has one of the words, and write the figures; 1 if a command failed."""
    every = commands(page.read_text(encoding="utf-8"))
    wanted = [command for command in every if not words or any(word in command for word in words)]
    if not wanted:
        print(f"no command has one of these words: {', '.join(words)}", file=sys.stderr)
        return 2
    failed = False
    for command, found in measured(wanted):
        failed = failed or found is None
        if found is not None:
            page.write_text(filled(page.read_text(encoding="utf-8"), {command: found}), encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
