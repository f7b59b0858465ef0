"""The page of `specs/tcp.fsm` in, `docs/pictures/page.png` out: made by hand and looked at, not by the build."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from fsmc import compiler
from fsmc.emit.page import emit_page
from fsmc.files import read
from tests.browser import chromium

ROOT = Path(__file__).parent.parent
STEPS = ("active-OPEN", "rcv-SYN-ACK", "CLOSE")
"""The first steps of a client."""


def main() -> None:
    machine = compiler.check(read(ROOT / "specs/tcp.fsm")).machine
    assert machine
    with TemporaryDirectory() as folder, chromium() as browser:
        file = Path(folder, "tcp.html")
        file.write_text(emit_page(machine)[0].text, encoding="utf-8")
        page = browser.new_page(viewport={"width": 1440, "height": 860}, color_scheme="light")
        page.goto(file.as_uri())
        for event in STEPS:
            page.locator(f'#events [data-event="{event}"]').first.click()
        page.mouse.move(0, 0)
        page.wait_for_timeout(500)
        page.screenshot(path=ROOT / "docs/pictures/page.png")


if __name__ == "__main__":
    main()
