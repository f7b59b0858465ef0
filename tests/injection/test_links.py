"""In Markdown on GitHub an address in a doc is a link; no other word of a spec is, and none calls anybody."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from cmarkgfm.cmark import Options, markdown_to_html_with_extensions

from tests.injection.outputs import OUTPUTS
from tests.injection.specs import PLACES, Hostile, around

SPEC = around(lambda number: (f"https://k{number}.example/x www.k{number}.example", ""))
DOCS = {number for number, kind in enumerate(PLACES.values()) if kind == "D"}


def rendered(spec: Hostile, output: str) -> str:
    """The HTML that GitHub makes of an output, with links of the addresses in it."""
    extensions = ["table", "strikethrough", "autolink"]
    texts = [text for text, _ in OUTPUTS[output](spec)]
    return "\n".join(markdown_to_html_with_extensions(text, Options.CMARK_OPT_UNSAFE, extensions) for text in texts)


def linked(html: str) -> set[int]:
    """The numbers of the places whose addresses are links."""
    return {int(number) for number in re.findall(r'href="https?://(?:www\.)?k(\d+)\.example', html)}


def test_an_address_in_a_doc_is_a_link_in_the_reference_and_none_elsewhere() -> None:
    html = rendered(SPEC, "markdown")
    told = {number for number in DOCS if f"k{number}k" in html}
    assert DOCS - told == {list(PLACES).index("of-view")}  # which is on the picture
    assert linked(html) == told


@pytest.mark.parametrize("output", ["diff markdown", "blocks in Markdown"])
def test_nothing_that_is_no_doc_is_a_link_in_documents_of_others(output: str) -> None:
    html = rendered(SPEC, output)
    assert ".example" in html
    assert linked(html) <= DOCS


@pytest.mark.parametrize("output", ["markdown", "diff markdown", "blocks in Markdown"])
def test_no_address_of_a_kind_that_does_something_is_a_link(output: str) -> None:
    html = rendered(around(lambda number: ("javascript:x data:text/html,x", "vbscript:x file:///etc/passwd")), output)
    assert "javascript:" in html
    assert re.findall(r'(?:href|src)="\s*(?:javascript|data|vbscript|file):', html, re.IGNORECASE) == []


class _Texts(HTMLParser):
    """Texts that stand apart, but those of code: in each of them GitHub looks for names of people and for issues."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.code = tag in ("code", "pre")

    def handle_endtag(self, tag: str) -> None:
        self.code = False

    def handle_data(self, data: str) -> None:
        if not self.code:
            self.texts.append(data)


def test_a_comment_calls_nobody_and_speaks_of_no_issue() -> None:
    reader = _Texts()
    spec = around(lambda number: (f"@octocat #{number}", f"octo/cat#{number} GH-{number}"))
    reader.feed(rendered(spec, "diff markdown"))
    assert any("octo" in text for text in reader.texts)
    assert [text for text in reader.texts if re.search(r"@\w|#\d|GH-\d", text)] == []
