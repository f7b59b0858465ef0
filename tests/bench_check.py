"""How long `fsmc check` works: to start, on a small spec, on that of TCP, and on a machine of a thousand states.

Seconds of the processor, the fewest of some runs.  Run `python tests/bench_check.py`.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.large import spec

SPECS = Path(__file__).resolve().parents[1] / "specs"
RUNS = 3


def seconds(*arguments: str) -> float:
    """What one run of fsmc takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "fsmc", *arguments], stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    with TemporaryDirectory() as folder:
        large = Path(folder) / "large.fsm"
        large.write_text(spec(states=1000, lines=3000, events=100), encoding="utf-8")
        tried = {
            "fsmc --version": ["--version"],
            "fsmc check turnstile.fsm": ["check", str(SPECS / "turnstile.fsm")],
            "fsmc check tcp.fsm": ["check", str(SPECS / "tcp.fsm")],
            "fsmc check of 1000 states": ["check", str(large)],
        }
        for what, arguments in tried.items():
            print(f"{what:30} {min(seconds(*arguments) for _ in range(RUNS)):6.2f} s")


if __name__ == "__main__":
    main()
