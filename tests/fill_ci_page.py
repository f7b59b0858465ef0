"""docs/ci.md in, the same with what its commands print today out: `python -m tests.fill_ci_page`.

The commands are run for real, as `tests/test_ci_page.py` runs them; read the difference before you keep it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from fsmc.cli import starter
from fsmc.cli.starter.origin import Origin
from tests.test_ci_page import ADDRESS, PAGE, ROOT, run_page


def filled(page: str, printed: Iterable[str]) -> str:
    """The page with what its commands printed, in order, and the files that fsmc writes."""
    outputs = iter(printed)
    files = iter(starter.guarding(guard, Origin(ADDRESS, "REVISION")) for guard in starter.GUARDS.values())
    page = re.sub(r"(?<=^```console\n).*?(?=^```$)", lambda block: _session(block[0], outputs), page, flags=_BLOCKS)
    return re.sub(r"(?<=^```yaml\n).*?(?=^```$)", lambda _: next(files), page, flags=_BLOCKS)


_BLOCKS = re.MULTILINE | re.DOTALL


def _session(block: str, outputs: Iterator[str]) -> str:
    """The commands of a block, each with what it printed; what tools tell of their work is left out."""
    commands = re.findall(r"^\$ .*\n", block, re.MULTILINE)
    return "".join(command + re.sub(r"(\[INFO\].*\n)+", "...\n", next(outputs)) for command in commands)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        (ROOT / "docs/ci.md").write_text(filled(PAGE, run_page(Path(home))), encoding="utf-8")
