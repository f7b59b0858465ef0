"""Mermaid's text in, what the real Mermaid makes of it out; where Mermaid or Chromium is missing, those tests skip."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(
    os.environ.get("MERMAID", Path(__file__).parent.parent / ".venv/node/node_modules/mermaid/dist/mermaid.min.js")
)

_DRAW = """async text => {
    const place = document.getElementById("place");
    place.innerHTML = (await mermaid.render("drawing", text)).svg;
}"""
_ROWS = """selector => [...document.querySelectorAll("#place " + selector)].map(element => {
    element.querySelectorAll("br").forEach(end => end.replaceWith("\\n"));
    return element.textContent;
})"""


class Mermaid:
    """A page with Mermaid, as strict as GitHub has it."""

    def __init__(self, page: Any, **settings: Any) -> None:
        self.page = page
        page.set_content('<div id="place"></div>')
        page.add_script_tag(path=str(PROGRAM))
        page.evaluate(
            "settings => mermaid.initialize(settings)", {"startOnLoad": False, "securityLevel": "strict", **settings}
        )

    def draw(self, text: str) -> None:
        """Draw a text; an exception with Mermaid's words if it does not parse."""
        self.page.evaluate(_DRAW, text)

    def texts(self, selector: str) -> list[str]:
        """The text of each element that is drawn; rows end in a newline."""
        return [text.strip() for text in self.page.evaluate(_ROWS, selector)]

    def count(self, selector: str) -> int:
        """How many such elements are drawn."""
        return int(self.page.locator(f"#place {selector}").count())


@pytest.fixture(scope="session")
def mermaid(browser: Any) -> Iterator[Mermaid]:
    """The real Mermaid in a page of its own."""
    if not PROGRAM.is_file():
        pytest.skip(f"no Mermaid at {PROGRAM}: `make test` fetches it with npm, MERMAID names another place")
    page = browser.new_page()
    yield Mermaid(page)
    page.close()
