"""The reference as it is shown: by GitHub's own Markdown, by Sphinx with MyST, and in a browser as wide as a page."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from fsmc.emit.catalog import BACKENDS
from fsmc.emit.reference import emit_reference, parts
from fsmc.language import load
from fsmc.model import Machine, State
from fsmc.source import SourceFile

SPECS = sorted((Path(__file__).parents[2] / "specs").glob("*.fsm"))
EVERYTHING = (Path(__file__).parent / "everything.fsm").read_text(encoding="utf-8")
HOSTILE = r"""
## <script>alert(1)</script> and ![x](javascript:y), [§1]: evil
## | a | b |
## # no heading
##
## - no item <a id="state.A">
machine Hostile "<b>bold</b> *strong* [x](#y) `code` | \" \\ &amp; ~~gone~~ <!--"
reference DOC "https://doc.example/{}#x\"><script>"
reference 'other | <b> *x*' "https://other.example/"
reference EVIL "javascript:alert({})"
tag mark "**marked** | <i>" mark  ## $x$ and %comment and {{ jinja }} {% raw %}
option o: str = "`|` *x* </a> <script>"
timer t = 3s
state A "__init__ | <img src=x onerror=y>" initial  ## ](x) *a* | ``b``
state 'x|`<a href="#z">&lt;' "*"
state '# c #'
group 'G | <b>' "~~g~~" = A
event 'e|<em>`*_' "[label](x)" (part: str = "|`<i>`|") from 'peer | <b>'
event f
event 'timeout' from 'peer | <b>'
action 'do|<u>*' "<s>" (x: str) to 'host | <b>'
guard 'g|`' "| <b>"
A on 'e|<em>`*_' ['g|`' and part == "|`</i>"] -> 'x|`<a href="#z">&lt;' / 'do|<u>*'("|` <b>") @1.2 @EVIL:7 {mark, MUST}
A reject 'e|<em>`*_' [else] "no | <b> *why* `so`"  ## | </td></tr></table> <b>
A on f -> A / start t
A, 'x|`<a href="#z">&lt;' ignore timeout t
scenario 'a-path | <b>' "the | *path* <b>" dashed: A, f -> A  ## <b>
view 'v | <b>' "view | <b> ]( *x*" to 'host | <b>' = A
"""
"""Whatever prose and names may hold that is markup elsewhere."""

TEXT = {"h1", "h2", "h3", "p", "a", "img", "br", "wbr", "small", "em", "strong", "code", "ul", "li"}
ALLOWED = TEXT | {"table", "thead", "tbody", "tr", "th", "td"}


def machine(text: str) -> Machine:
    built, faults = load(SourceFile("shown.fsm", text))
    assert built is not None, [fault.message for fault in faults]
    return built


class Shown(HTMLParser):
    """HTML taken apart: its tags, ids, links and pictures, the cells of its rows, and its words."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        cmarkgfm = pytest.importorskip("cmarkgfm", reason="GitHub's Markdown is not installed")
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.tables: list[list[int]] = []
        self.words = ""
        unsafe = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
        self.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, options=unsafe))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.ids += filter(None, [given.get("id")])
        self.links += filter(None, [given.get("href")])
        self.pictures += filter(None, [given.get("src")])
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append(0)
        elif tag in ("td", "th"):
            self.tables[-1][-1] += 1
        assert set(given) <= {"id", "href", "src", "alt", "align"}, tag

    def handle_data(self, data: str) -> None:
        self.words += data


def files_of(shown: Shown) -> set[str]:
    """The files beside the page that it links to or shows."""
    return {link.removeprefix("./") for link in shown.links + shown.pictures if not link.startswith(("#", "https://"))}


@pytest.fixture(scope="module", params=[*SPECS, "everything"], ids=lambda spec: getattr(spec, "stem", spec))
def built(request: pytest.FixtureRequest) -> Machine:
    spec = request.param
    return machine(EVERYTHING if spec == "everything" else spec.read_text(encoding="utf-8"))


def test_github_shows_tables_whose_rows_are_whole(built: Machine) -> None:
    page = emit_reference(built).text
    shown = Shown(page)
    assert all(len(set(table)) == 1 for table in shown.tables)
    rows = [line for line in page.splitlines() if line.startswith("|")]
    rules = [line for line in rows if set(line) <= set("|:-")]
    assert len(shown.tables) == len(rules)
    assert sum(map(len, shown.tables)) == len(rows) - len(rules)


def test_github_finds_the_target_of_every_link(built: Machine) -> None:
    shown = Shown(emit_reference(built).text)
    assert len(shown.ids) == len(set(shown.ids))
    assert {link[1:] for link in shown.links if link.startswith("#")} <= set(shown.ids)
    assert "[§" not in shown.words


def test_the_files_that_the_page_shows_and_links_to_are_made() -> None:
    built = machine(
        SPECS[-1].read_text(encoding="utf-8") + 'scenario "in": Locked, coin -> Unlocked\nview v = Locked\n'
    )
    made = {artifact.name for backend in BACKENDS for artifact in backend.emit(built)}
    assert files_of(Shown(emit_reference(built).text)) <= made


# ---------------------------------------------------------------------------------------------- words stay words


def hostile() -> Machine:
    return machine(HOSTILE)


def test_no_markup_of_a_spec_is_obeyed() -> None:
    built = hostile()
    shown = Shown(emit_reference(built).text)
    assert shown.tags <= ALLOWED
    assert all(len(set(table)) == 1 for table in shown.tables)
    assert {link[1:] for link in shown.links if link.startswith("#")} <= set(shown.ids)
    assert not [link for link in shown.links if link.startswith(("javascript", "x", "y"))]
    for name in [*(state.name for state in built.states), *(event.name for event in built.events)]:
        assert name in shown.words
    for words in (built.label, built.states[0].label, built.events[0].label, built.scenarios[0].label):
        assert words in shown.words
    assert "<script>alert(1)</script> and ![x](javascript:y), [§1]: evil" in shown.words
    assert "| </td></tr></table> <b>" in shown.words


@pytest.mark.parametrize("address", [None, "tcp.md", 'x"><script>.md'])
def test_parts_for_other_files_hold_no_places_and_lead_to_the_reference(address: str | None) -> None:
    built = hostile()
    texts = [
        parts.matrix_markdown(built, address),
        parts.table_markdown(built, address),
        *(parts.state_markdown(built, state, address) for state in built.states),
        *(parts.scenario_markdown(built, scenario, address) for scenario in built.scenarios),
    ]
    places = set(Shown(emit_reference(built).text).ids)
    for text in texts:
        shown = Shown(text)
        assert shown.tags <= ALLOWED
        assert not shown.ids
        assert not re.search(r"^\[.*\]: ", text, re.MULTILINE)
        inside = [link for link in shown.links if not link.startswith("https://")]
        assert all(link.partition("#")[0] == address for link in inside)
        assert {link.partition("#")[2] for link in inside} <= places
        assert inside or address is None


def test_parts_for_other_files_have_the_addresses_of_sections_within_them() -> None:
    shown = Shown(parts.table_markdown(machine(EVERYTHING), None) + parts.state_markdown(*_first_state(), None))
    assert "[§" not in shown.words
    assert "https://example.org/1.2" in shown.links


def _first_state() -> tuple[Machine, State]:
    built = machine(EVERYTHING)
    return built, built.states[0]


def test_the_table_of_transitions_has_a_row_a_line() -> None:
    built = machine(EVERYTHING)
    (table,) = Shown(parts.table_markdown(built, None)).tables
    assert len(table) == 1 + len(built.transitions)


# --------------------------------------------------------------------------------------------------------- Sphinx


def test_sphinx_with_myst_shows_every_reference_without_a_warning_or_a_setting_of_its_own(tmp_path: Path) -> None:
    pytest.importorskip("myst_parser", reason="MyST is not installed")
    (tmp_path / "conf.py").write_text('extensions = ["myst_parser"]\n', encoding="utf-8")
    machines = [machine(spec.read_text(encoding="utf-8")) for spec in SPECS] + [machine(EVERYTHING), hostile()]
    for built in machines:
        _placed(tmp_path / built.slug, built)
    names = "\n".join(f"{built.slug}/{built.slug}" for built in machines)
    (tmp_path / "index.md").write_text(f"# All\n\n```{{toctree}}\n{names}\n```\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        str(tmp_path),
        str(tmp_path / "out"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for built in machines:
        html = (tmp_path / "out" / built.slug / f"{built.slug}.html").read_text(encoding="utf-8")
        ids = set(re.findall(r'\bid="([^"]+)"', html))
        assert set(re.findall(r'<a href="#([^"]+)"', html)) <= ids
        assert "<script>alert(1)" not in html


def _placed(folder: Path, built: Machine) -> None:
    """The reference in a folder, and beside it an empty picture or file for each that it speaks of."""
    page = emit_reference(built)
    for name in [page.name, *files_of(Shown(page.text))]:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        empty = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
        file.write_text(page.text if name == page.name else empty, encoding="utf-8")


# -------------------------------------------------------------------------------------------------------- a page

GITHUB = """
body { font: 16px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; margin: 0 }
table { border-collapse: collapse; display: block; max-width: 100%; overflow: auto; width: max-content }
th, td { border: 1px solid; padding: 6px 13px }
code { background: #eee; font: 85% ui-monospace, "Liberation Mono", monospace; padding: .2em .4em;
  white-space: break-spaces }
small { font-size: 90% }
img { max-width: 100% }
"""
"""The widths of GitHub's own style."""


def wide(states: int, events: int, name: str) -> Machine:
    """A machine in which each event leads to the next state from most states."""
    lines = [f"state {name}-{number}{' initial' * (number == 0)}" for number in range(states)]
    lines += [f"event message-{number} from {'peer' if number % 3 else 'user'}" for number in range(events)]
    for state in range(states):
        targets = [event for event in range(events) if (state + event) % 5]
        lines += [f"{name}-{state} on message-{event} -> {name}-{(state + 1) % states}" for event in targets]
    return machine("machine Wide\n" + "\n".join(lines) + "\n")


WIDE: dict[str, Path | tuple[int, int, str]] = {
    **{spec.stem: spec for spec in SPECS},
    "8 states, 40 events": (8, 40, "S"),
    "40 states, 8 events": (40, 8, "S"),
    "40 states, 60 events": (40, 60, "S"),
    "long names": (9, 9, "waiting_for_confirmation_of_theRemoteEndpointsAdministrator"),
    "broad letters": (9, 9, "WWWWMMMM"),
}


@pytest.mark.parametrize("shape", WIDE)
def test_every_matrix_fits_a_printed_page(browser: Any, shape: str) -> None:
    given = WIDE[shape]
    built = machine(given.read_text(encoding="utf-8")) if isinstance(given, Path) else wide(*given)
    cmarkgfm = pytest.importorskip("cmarkgfm", reason="GitHub's Markdown is not installed")
    unsafe = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    html = cmarkgfm.github_flavored_markdown_to_html(parts.matrix_markdown(built, "x.md"), options=unsafe)
    page = browser.new_page(viewport={"width": 700, "height": 900})
    page.set_content(f"<!doctype html><meta charset=utf-8><style>{GITHUB}</style>{html}")
    cut = page.evaluate("[...document.querySelectorAll('table')].map(t => t.scrollWidth - t.clientWidth)")
    page.close()
    assert not any(width > 0 for width in cut)
