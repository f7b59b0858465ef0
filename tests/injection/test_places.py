"""Where fsmc shows words of strangers to people, they are words too: terminals, pages of Sphinx, drawings, Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from fsmc.emit.mermaid import emit_mermaid
from fsmc.emit.page import emit_page
from fsmc.emit.sequence import emit_sequence
from fsmc.names import quoted
from tests.command import Done, Run, runner
from tests.injection import judges
from tests.injection.specs import Hostile, hostile, without
from tests.injection.words import GROUPS, WORDS, hides, squeezed, twin
from tests.mermaid import Mermaid
from tests.mermaid import mermaid as mermaid

PATIENCE = 60_000
"""Milliseconds that Chromium may take on a machine that is busy with other things."""
ACTIVE = "script, a, img, image, iframe, object, embed, form, input, link, meta, base, animate, set"


def of_group(group: tuple[str, ...], *, harmless: bool = False) -> Hostile:
    """The spec of a group of words; a file holds no NUL, so it is another character that hides."""
    words = (WORDS[name].replace("\0", "\1") for name in group)
    return hostile([twin(word) if harmless else word for word in words])


# ----------------------------------------------------------------------------------------------------------- terminals


@pytest.fixture
def fsmc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return runner(monkeypatch, capsys)


def shown(done: Done) -> set[str]:
    """The hidden characters that a command printed."""
    return {char for char in done.out + done.err if hides(char)} - {"\n"}


@pytest.mark.parametrize("group", GROUPS, ids=", ".join)
def test_no_command_sends_a_character_that_hides_to_a_terminal(fsmc: Run, group: tuple[str, ...]) -> None:
    spec = of_group(group)
    Path("x.fsm").write_text(spec.text, encoding="utf-8")
    Path("wrong.fsm").write_text(without(spec, "state N(open)"), encoding="utf-8")
    Path("less.fsm").write_text(without(spec, "N(open) ignore"), encoding="utf-8")
    event, text = quoted(spec.at["event"]), spec.at["given"].replace("\\", "").replace('"', "")
    commands = (
        ("check", "x.fsm"),
        ("check", "wrong.fsm"),
        ("diff", "x.fsm", "less.fsm"),
        ("simulate", "x.fsm", f'{event}("{text}") [else]', f"timeout {quoted(spec.at['timer'])}"),
        ("simulate", "x.fsm", text),
        ("simulate", "x.fsm", "--set", text),
        ("simulate", "x.fsm", "--start", text),
        ("draw", "x.fsm", "--list"),
        ("draw", "x.fsm", "--view", text),
        ("explain", text),
    )
    done = {command: fsmc(*command) for command in commands}
    assert {command: found for command in commands if (found := shown(done[command]))} == {}
    assert all(run.out or run.err for run in done.values())


# ----------------------------------------------------------------------------------------------------------- documents

IN_SPHINX = [group for group in GROUPS if {"rst", "separators"} & set(group)]
VIEWS = ("reference", "matrix", "table", "diagram")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The pages of a project of all views of hostile specs and their twins, and what Sphinx complained of."""
    folder, complaints = tmp_path_factory.mktemp("project"), StringIO()
    (folder / "index.rst").write_text("Index\n=====\n", encoding="utf-8")
    for number, group in enumerate(IN_SPHINX):
        for name, harmless in (("bad", False), ("good", True)):
            spec = of_group(group, harmless=harmless)
            (folder / f"{name}{number}.fsm").write_text(spec.text, encoding="utf-8")
            blocks = "".join(f".. fsm:: {name}{number}.fsm\n   :view: {view}\n\n" for view in VIEWS)
            (folder / f"{name}{number}.rst").write_text(f":orphan:\n\nPage\n====\n\n{blocks}", encoding="utf-8")
    with patch_docutils(folder), docutils_namespace():
        settings = {"extensions": ["fsmc.sphinx"], "project": "Words", "html_theme": "basic", "smartquotes": False}
        parts = (folder, None, folder / "out", folder / "trees", "html", settings)
        Sphinx(*parts, status=None, warning=complaints).build()
    return folder / "out", complaints.getvalue()


@pytest.mark.parametrize("number", range(len(IN_SPHINX)))
def test_pages_of_sphinx_have_the_elements_of_their_twins(built: tuple[Path, str], number: int) -> None:
    folder, complaints = built
    bad, good = (judges.html((folder / f"{name}{number}.html").read_text("utf-8")) for name in ("bad", "good"))
    assert (bad.parts - good.parts, good.parts - bad.parts) == (judges.Parts(), judges.Parts())
    assert complaints == ""
    assert all(squeezed(of_group(IN_SPHINX[number]).at[place]) in bad.words for place in ("title", "about", "start"))


# ------------------------------------------------------------------------------------------------------------ drawings


@pytest.mark.parametrize("group", GROUPS, ids=", ".join)
def test_mermaid_draws_words_and_nothing_else(mermaid: Mermaid, group: tuple[str, ...]) -> None:
    mermaid.page.set_default_timeout(PATIENCE)
    spec = of_group(group)
    for artifact in (emit_mermaid(spec.machine())[0], emit_sequence(spec.machine())[0]):
        mermaid.draw(artifact.text)
        assert mermaid.count(f":is({ACTIVE})") == 0
        assert mermaid.page.evaluate("typeof hacked") == "undefined"
        drawn = squeezed(mermaid.page.evaluate("document.getElementById('place').textContent"))
        assert squeezed(spec.at["start"]) in drawn.replace("\u200c", "")


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    opened = browser.new_page()
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.mark.parametrize("group", [group for group in GROUPS if {"script", "links"} & set(group)], ids=", ".join)
def test_the_page_runs_nothing_but_its_own(page: Any, group: tuple[str, ...], tmp_path: Path) -> None:
    (artifact,) = emit_page(of_group(group).machine())
    (tmp_path / "x.html").write_text(artifact.text, encoding="utf-8")
    faults: list[Any] = []
    page.on("pageerror", lambda fault: faults.append(fault))
    page.goto((tmp_path / "x.html").as_uri())
    page.locator("#events button").first.click()
    for option in page.locator("#pictures option").all():
        page.locator("#pictures").select_option(option.get_attribute("value"))
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.evaluate(_ATTRIBUTES) == []
    assert faults == []


_ATTRIBUTES = """() => [...document.querySelectorAll("*")].flatMap(element => [...element.attributes]).filter(
    each => each.name.startsWith("on") || (/^(href|src|srcset|action|formaction|data|xlink:href)$/.test(each.name)
        && /^\\s*(javascript|data|vbscript):/i.test(each.value))).map(each => `${each.name}=${each.value}`)"""
