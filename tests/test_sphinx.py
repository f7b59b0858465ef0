"""The Sphinx extension: small projects are built, and their pages read."""

from __future__ import annotations

import os
import re
import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from fsmc import compiler, files
from fsmc.emit.catalog import BACKENDS
from fsmc.highlight import FsmLexer

GATE = """\
machine Gate "A gate"
state Locked initial
state Unlocked
event coin
event push
action alarm
Locked   on coin -> Unlocked
Locked   on push -> stay / alarm
Unlocked on push -> Locked
Unlocked ignore coin
scenario ride "pay and go": Locked, coin -> Unlocked, push -> Locked
view paid "after paying" = Unlocked
"""


@dataclass
class Page(HTMLParser):
    """What the tests ask of a page: its elements, ids, links and text."""

    html: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    text: str = ""
    in_row: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "tr":
            self.rows.append([])
            self.in_row = True
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self.rows[-1] = [" ".join(cell.split()) for cell in self.rows[-1]]
            self.in_row = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.in_row and self.rows[-1]:
            self.rows[-1][-1] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def pictures(self) -> list[Page]:
        """The drawings in the page."""
        return [Page(f"<svg{part.partition('</svg>')[0]}</svg>") for part in self.html.split("<svg")[1:]]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


@dataclass
class Project:
    """A Sphinx project in a folder of its own."""

    folder: Path
    warnings: str = ""

    def write(self, **documents: str) -> None:
        for name, text in documents.items():
            suffix = ".md" if text.startswith("# ") else ".rst"
            (self.folder / f"{name}{suffix}").write_text(text, encoding="utf-8")

    def build(self, builder: str = "html", *, parallel: int = 1, **settings: object) -> Sphinx:
        """Build it; what Sphinx complained about is in `warnings`."""
        out, complaints = self.folder / "_build" / builder, StringIO()
        with patch_docutils(self.folder), docutils_namespace():
            app = Sphinx(
                self.folder, None, out, self.folder / "_build" / "doctrees", builder,
                confoverrides={"extensions": ["fsmc.sphinx", "myst_parser"], "project": "Gates", **settings},
                status=None, warning=complaints, parallel=parallel,
            )  # fmt: skip
            app.build()
        self.warnings = complaints.getvalue().replace("\\", "/")
        return app

    def page(self, name: str = "index") -> Page:
        return Page((self.folder / "_build/html" / f"{name}.html").read_text(encoding="utf-8"))

    def text(self, builder: str, name: str) -> str:
        return (self.folder / "_build" / builder / name).read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "gate.fsm").write_text(GATE, encoding="utf-8")
    return Project(tmp_path)


@pytest.fixture
def page(project: Project) -> Callable[[str], Page]:
    """Build a project of one document without a complaint, and read it."""

    def build(text: str) -> Page:
        project.write(index=text)
        project.build()
        assert project.warnings == ""
        return project.page()

    return build


Build = Callable[[str], Page]
TITLE = "Gates\n=====\n\n"
SEQUENCE = ".. fsm:: gate.fsm\n   :view: sequence\n   :scenario: ride\n\n"
MATRIX = ".. fsm:: gate.fsm\n   :view: matrix\n\n"


# ---------------------------------------------------------------------------------------------------------- pictures


def test_a_diagram_is_part_of_the_page_and_its_states_and_labels_are_text(page: Build) -> None:
    found = page(f"{TITLE}.. fsm:: gate.fsm\n")
    (svg,) = found.all("svg")
    assert svg["role"] == "graphics-document document"
    assert svg["aria-label"] == "A gate"
    assert {"Locked", "Unlocked"} <= set(found.text.split())
    assert "<?xml" not in found.html


@pytest.mark.parametrize(
    ("options", "alt"),
    [
        ("   :picture: paid", "after paying"),
        ("   :state: Locked", "Locked and its neighbours"),
        ("   :view: sequence\n   :scenario: ride", "pay and go"),
        ("   :picture: paid\n   :alt: The <gate>", "The <gate>"),
    ],
)
def test_a_view_a_state_or_a_scenario_has_a_picture_of_its_own(page: Build, options: str, alt: str) -> None:
    (svg,) = page(f"{TITLE}.. fsm:: gate.fsm\n{options}\n").all("svg")
    assert svg["aria-label"] == alt
    assert "aria-labelledby" not in svg


def test_a_caption_is_that_of_a_figure_and_a_name_is_a_target(page: Build) -> None:
    found = page(f"{TITLE}See :ref:`here <gate>`.\n\n.. fsm:: gate.fsm\n   :caption: The *only* gate\n   :name: gate\n")
    assert "figcaption" in [tag for tag, _ in found.tags]
    assert "The only gate" in found.text
    assert {"href": "#gate", "class": "reference internal"} in found.all("a")


def test_the_names_in_a_picture_lead_to_where_they_are_described(project: Project) -> None:
    project.write(
        index=f"{TITLE}.. toctree::\n\n   cells\n\n.. fsm:: gate.fsm\n\n{SEQUENCE}",
        cells=f"Cells\n=====\n\n{MATRIX}",
    )
    project.build()
    assert project.warnings == ""
    diagram, sequence = project.page().pictures
    there = project.page("cells").ids
    for picture in (diagram, sequence):
        links = [link["href"] for link in picture.all("a") if "cells.html" in link.get("href", "")]
        assert {"cells.html#fsm-state-Gate.Locked", "cells.html#fsm-state-Gate.Unlocked"} <= set(links)
        assert all(link.removeprefix("cells.html#") in there for link in links)
    assert "cells.html#fsm-event-Gate.coin" in {link.get("href") for link in sequence.all("a")}


def test_names_that_no_table_describes_are_no_links(page: Build) -> None:
    found = page(f"{TITLE}.. fsm:: gate.fsm\n\n{SEQUENCE}")
    assert not [link for picture in found.pictures for link in picture.all("a") if "href" in link]


def test_two_pictures_of_one_machine_share_no_id(page: Build) -> None:
    found = page(
        f"{TITLE}.. fsm:: gate.fsm\n\n{SEQUENCE}.. fsm:: gate.fsm\n   :caption: x\n\n{SEQUENCE}{MATRIX}{MATRIX}"
    )
    assert len(found.all("svg")) == 4
    assert len(found.ids) == len(set(found.ids))


# ------------------------------------------------------------------------------------------------------------ tables


def test_a_table_lists_the_transitions_without_empty_columns(page: Build) -> None:
    found = page(f"{TITLE}.. fsm:: gate.fsm\n   :view: table\n   :caption: All moves\n")
    assert found.rows == [
        ["From", "Event", "Actions", "To"],
        ["Locked", "coin", "", "Unlocked"],
        ["Locked", "push", "alarm", "stays"],
        ["Unlocked", "push", "", "Locked"],
    ]
    assert "All moves" in found.text


def test_a_table_of_a_state_has_its_cells(page: Build) -> None:
    found = page(f"{TITLE}.. fsm:: gate.fsm\n   :view: table\n   :state: Unlocked\n")
    assert found.rows == [
        ["Event", "When", "Next state", "Actions", "Notes"],
        ["push", "", "Locked", "", ""],
        ["Outcome", "Events", "Why"],
        ["ignored", "coin", ""],
    ]


def test_a_table_of_a_scenario_has_its_steps(page: Build) -> None:
    found = page(f"{TITLE}.. fsm:: gate.fsm\n   :view: table\n   :scenario: ride\n")
    assert found.rows == [["", "Event", "State after it"], ["1", "coin", "Unlocked"], ["2", "push", "Locked"]]


def test_a_matrix_has_every_cell_and_a_legend(page: Build) -> None:
    found = page(f"{TITLE}{MATRIX}")
    assert found.rows == [["", "Locked", "Unlocked"], ["coin", "Unlocked", "·"], ["push", "↺", "Locked"]]
    assert "↺ stays in the state, · ignored." in found.text


RICH = (
    GATE.replace("state Locked initial", "state Locked initial  ## Nobody *gets* through.")
    .replace("event push", 'event push "a shove" (force: int) from somebody  @4.2  ## Somebody pushes.')
    .replace(", push ->", ", push(1) ->")
    .replace('"A gate"\n', '"A gate"\nreference RFC "https://example.org/rfc#{}"\ntag old "as it was"\n')
    .replace("Locked   on push -> stay / alarm", "Locked   on push -> stay / alarm @3.1 {old}")
    + "group closed = Locked\ntimer shut = 3s\nany ignore timeout shut\nenter Unlocked / start shut\n"
    + "leave closed, Unlocked / alarm\n"
)
REFERENCE = ".. fsm:: gate.fsm\n   :view: reference\n"


@pytest.fixture
def rich(project: Project) -> None:
    (project.folder / "gate.fsm").write_text(RICH, encoding="utf-8")


@pytest.mark.usefixtures("rich")
def test_a_reference_says_all_that_the_generated_file_says(page: Build) -> None:
    found = page(f"{TITLE}{REFERENCE}")
    for words in (
        "Nobody *gets* through.", "a shove", "(force: int)", "Somebody pushes.", "On entering: start shut",
        "On leaving: alarm", "Runs for: 3s", "Starts in Locked.", "as it was",
    ):  # fmt: skip
        assert words in found.text
    assert "<a" not in found.text
    assert {"https://example.org/rfc#3.1", "https://example.org/rfc#4.2"} <= {a.get("href") for a in found.all("a")}
    assert len(found.pictures) == 1 + 2 + 1  # of the view, the states and the scenario


@pytest.mark.usefixtures("rich")
def test_a_reference_is_made_of_sections_to_which_contents_and_roles_lead(page: Build) -> None:
    found = page(f"{TITLE}:fsm:state:`Locked` :fsm:event:`push` :fsm:group:`closed`\n\n.. contents::\n\n{REFERENCE}")
    assert links(found)["Locked"] == "#fsm-state-Gate.Locked"
    assert links(found)["push"] == "#fsm-event-Gate.push"
    for id in ("fsm-state-Gate.Locked", "fsm-event-Gate.push", "fsm-Gate.timer.shut", "fsm-Gate.scenario.ride"):
        assert f'<section id="{id}">' in found.html
        assert f'href="#{id}"' in found.html
    inside = {link["href"][1:] for link in found.all("a") if link.get("href", "").startswith("#") and link["href"][1:]}
    assert inside <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


@pytest.mark.usefixtures("rich")
def test_a_reference_in_markdown_is_the_same_and_titles_a_document_that_has_no_title(project: Project) -> None:
    project.write(
        index=f"{TITLE}.. toctree::\n\n   other\n   bare\n", other=f"Other\n=====\n\n{REFERENCE}", bare=REFERENCE
    )
    (project.folder / "more.md").write_text("# Other\n\n```{fsm} gate.fsm\n:view: reference\n```\n", encoding="utf-8")
    project.build()
    assert "fsm" not in project.warnings.replace("gate.fsm", "")
    assert project.page("other").rows == project.page("more").rows
    assert "A gate (Gate)" in project.page("index").text


@pytest.mark.usefixtures("rich")
def test_two_references_of_a_machine_share_a_page_and_no_id(page: Build) -> None:
    found = page(f"{TITLE}{REFERENCE}\n{REFERENCE}")
    assert len(found.ids) == len(set(found.ids))


@pytest.mark.usefixtures("rich")
def test_tables_tell_what_is_done_on_entering_and_leaving(page: Build) -> None:
    found = page(
        f"{TITLE}.. fsm:: gate.fsm\n   :view: table\n\n.. fsm:: gate.fsm\n   :view: table\n   :state: Unlocked\n"
    )
    assert "On entering Unlocked: start shut" in found.text
    assert "On leaving closed, Unlocked: alarm" in found.text
    assert "On entering: start shut" in found.text


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo"])
@pytest.mark.usefixtures("rich")
def test_a_reference_can_be_read_where_no_html_is(project: Project, builder: str) -> None:
    project.write(index=f"{TITLE}{REFERENCE}")
    project.build(builder, man_pages=[("index", "gates", "", "", "1")])
    assert project.warnings == ""
    name = {"text": "index.txt", "latex": "gates.tex", "man": "gates.1", "texinfo": "gates.texi"}[builder]
    told = project.text(builder, name)
    assert "On entering" in told
    assert "<br>" not in told
    assert "svg" not in told


def test_a_matrix_is_laid_out_and_split_as_in_the_generated_file(page: Build, project: Project) -> None:
    names = [f"Waiting_for_number_{number}" for number in range(12)]
    spec = "machine Gate\n" + "".join(f"state {name}{' initial' * (not n)}\n" for n, name in enumerate(names))
    spec += "event a from one\nevent b from one\nevent c from two\n"
    spec += "".join(f"{name} on a, b, c -> {names[n - 1]}\n" for n, name in enumerate(names))
    (project.folder / "gate.fsm").write_text(spec, encoding="utf-8")
    found = page(f"{TITLE}{MATRIX}")
    assert [row for row in found.rows if not row[0]] == [["", "a", "b"], ["", "c"]]
    assert len(found.rows) == 2 * 13
    assert "From one" in found.text


def test_the_directive_works_in_markdown(page: Build) -> None:
    found = page("# Gates\n\n```{fsm} gate.fsm\n:view: matrix\n```\n\nSee {fsm:state}`Gate.Locked`.\n")
    assert len(found.rows) == 3
    assert {"class": "reference internal", "href": "#fsm-state-Gate.Locked", "title": "Gate.Locked"} in found.all("a")


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo"])
def test_where_no_svg_can_be_shown_a_table_stands_for_the_picture(project: Project, builder: str) -> None:
    project.write(index=f"{TITLE}.. fsm:: gate.fsm\n   :caption: The gate\n\n{SEQUENCE}")
    project.build(builder, man_pages=[("index", "gates", "", "", "1")])
    assert project.warnings == ""
    name = {"text": "index.txt", "latex": "gates.tex", "man": "gates.1", "texinfo": "gates.texi"}[builder]
    told = project.text(builder, name)
    assert "svg" not in told
    assert "The gate" in told or builder == "man"  # docutils leaves titles of tables out of man pages
    assert "alarm" in told
    assert "State" in told


# -------------------------------------------------------------------------------------------------------- references


def links(page: Page) -> dict[str, str]:
    """The links of the first paragraph by their texts."""
    paragraph = page.html.partition("<p>")[2].partition("</p>")[0]
    parts = (part.partition("</a>")[0] for part in paragraph.split("<a ")[1:])
    return {Page(f"<a {part}").text: Page(f"<a {part}").all("a")[0]["href"] for part in parts}


def test_roles_lead_to_machines_states_and_events(page: Build) -> None:
    roles = (
        ":fsm:state:`Gate.Locked`, :fsm:state:`~Gate.Unlocked`, :fsm:event:`coin`, :fsm:machine:`Gate`, "
        ":fsm:event:`go <Gate.push>`, :any:`Gate.coin`"
    )
    found = page(f"{TITLE}{roles}\n\n{MATRIX}")
    assert links(found) == {
        "Gate.Locked": "#fsm-state-Gate.Locked",
        "Unlocked": "#fsm-state-Gate.Unlocked",
        "coin": "#fsm-event-Gate.coin",
        "Gate": "#fsm-machine-Gate",
        "go": "#fsm-event-Gate.push",
        "Gate.coin": "#fsm-event-Gate.coin",
    }
    assert {target[1:] for target in links(found).values()} <= set(found.ids)


def test_the_best_place_of_a_state_is_linked_whatever_the_order_of_the_documents(project: Project) -> None:
    project.write(
        index=f"{TITLE}:fsm:state:`Locked` :fsm:event:`coin`\n\n.. toctree::\n\n   a\n   b\n   c\n",
        a=".. fsm:: gate.fsm\n   :view: table\n",
        b=".. fsm:: gate.fsm\n   :view: table\n   :state: Locked\n",
        c=MATRIX,
    )
    project.build()
    assert links(project.page()) == {"Locked": "b.html#fsm-state-Gate.Locked", "coin": "c.html#fsm-event-Gate.coin"}


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (
            ":fsm:state:`Gate.Lokced`",
            "index.rst:4: WARNING: no fsm directive describes a state Gate.Lokced [ref.state]",
        ),
        (":fsm:event:`Gate.Locked`", "describes an event Gate.Locked [ref.event]"),
        (":fsm:machine:`gate`", "describes a machine gate [ref.machine]"),
    ],
)
def test_a_reference_to_nothing_is_a_warning(project: Project, role: str, words: str) -> None:
    project.write(index=f"{TITLE}{role}\n\n{MATRIX}")
    project.build()
    assert words in project.warnings


def test_a_name_that_two_machines_have_needs_its_machine(project: Project) -> None:
    (project.folder / "door.fsm").write_text(GATE.replace("Gate", "Door"), encoding="utf-8")
    project.write(
        index=f"{TITLE}:fsm:state:`Door.Locked` :fsm:state:`Locked`\n\n{MATRIX}{MATRIX.replace('gate', 'door')}"
    )
    project.build()
    assert "describes a state Locked" in project.warnings
    assert links(project.page()) == {"Door.Locked": "#fsm-state-Door.Locked"}


def test_states_and_events_are_in_the_inventory_and_the_search_index(project: Project) -> None:
    project.write(index=f"{TITLE}{MATRIX}")
    project.build()
    _, _, packed = (project.folder / "_build/html/objects.inv").read_bytes().partition(b"zlib.\n")
    inventory = zlib.decompress(packed).decode()
    found = {tuple(line.split()[:2]) for line in inventory.splitlines() if " fsm:" in line}
    names = ("Gate.Locked", "Gate.Unlocked"), ("Gate.coin", "Gate.push"), ("Gate",)
    kinds = ("fsm:state", "fsm:event", "fsm:machine")
    assert found == {(name, kind) for kind, group in zip(kinds, names, strict=True) for name in group}
    assert '"fsm:state"' in project.text("html", "searchindex.js")


# ----------------------------------------------------------------------------------------------- faults and warnings


def test_an_error_of_a_spec_is_a_warning_at_its_place_and_at_the_directive(project: Project) -> None:
    (project.folder / "gate.fsm").write_text(GATE.replace("-> Unlocked", "-> Unloked"), encoding="utf-8")
    project.write(index=f"{TITLE}.. fsm:: gate.fsm\n")
    project.build()
    assert f"{project.folder.as_posix()}/gate.fsm:7:21: WARNING: error[FSM003]: no state named" in project.warnings
    assert "(did you mean 'Unlocked'?)" in project.warnings
    assert "index.rst:4: ERROR: fsm: gate.fsm has errors, so nothing is made of it" in project.warnings
    assert "gate.fsm has errors" in project.page().text


@pytest.mark.parametrize(
    ("directive", "words"),
    [
        (".. fsm:: gaet.fsm", "no such file or folder"),
        (".. fsm:: gate.fsm\n   :picture: payd", "machine Gate has no view named 'payd' (did you mean 'paid'?)"),
        (".. fsm:: gate.fsm\n   :state: X", "machine Gate has no state named 'X' (choose from Locked, Unlocked)"),
        (".. fsm:: gate.fsm\n   :view: sequence", "':view: sequence' needs ':scenario:'"),
        (
            ".. fsm:: gate.fsm\n   :view: tabel",
            '"tabel" unknown; choose from "diagram", "table", "matrix", "sequence", or "reference"',
        ),
        (".. fsm:: gate.fsm\n   :veiw: table", 'unknown option: "veiw"'),
        (".. fsm::", "1 argument(s) required"),
    ],
)
def test_a_faulty_directive_is_told_at_its_place(project: Project, directive: str, words: str) -> None:
    project.write(index=f"{TITLE}{directive}\n")
    project.build()
    assert "index.rst:4: ERROR: " in project.warnings
    assert words in project.warnings.replace("\n", " ")


def test_no_text_of_a_spec_becomes_markup(page: Build, project: Project) -> None:
    evil = "<script>alert(1)</script> </title></svg> `x` *b* |s| & ::"
    quoted = f"'{evil}'"
    spec = GATE.replace('"A gate"', f'"{evil}"').replace("Unlocked", quoted).replace("coin", f"'coin {evil}'")
    (project.folder / "gate.fsm").write_text(spec, encoding="utf-8")
    found = page(f"{TITLE}.. fsm:: gate.fsm\n\n{SEQUENCE}{MATRIX}.. fsm:: gate.fsm\n   :view: table\n")
    assert "alert" not in "".join(str(attributes) for attributes in found.all("script"))
    assert "<script>alert" not in found.html
    assert found.html.count("<svg") == found.html.count("</svg>") == 2
    assert len(found.rows) == 3 + 4


# ---------------------------------------------------------------------------------------------------------- rebuilding


def times(project: Project) -> dict[str, int]:
    pages = (project.folder / "_build/html").glob("*.html")
    return {page.stem: page.stat().st_mtime_ns for page in pages if page.stem in ("index", "other")}


def test_a_document_is_built_again_when_its_spec_changes_and_only_then(project: Project) -> None:
    project.write(index=f"{TITLE}.. toctree::\n\n   other\n\n{MATRIX}", other="Other\n=====\n")
    project.build()
    first = times(project)
    project.build()
    assert times(project) == first
    spec = project.folder / "gate.fsm"
    spec.write_text(GATE.replace("push", "shove"), encoding="utf-8")
    later = spec.stat().st_mtime + 5
    os.utime(spec, (later, later))
    project.build()
    assert "shove" in project.page().text
    assert times(project)["other"] == first["other"]


def test_what_a_document_described_is_forgotten_with_it(project: Project) -> None:
    project.write(index=f"{TITLE}.. toctree::\n   :glob:\n\n   *\n", other=f"Other\n=====\n\n{MATRIX}")
    project.build()
    (project.folder / "other.rst").unlink()
    project.write(index=f"{TITLE}:fsm:state:`Gate.Locked`\n")
    project.build()
    assert "describes a state Gate.Locked" in project.warnings


@pytest.mark.skipif(os.name == "nt", reason="Sphinx reads in parallel where processes fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_documents_that_are_read_in_parallel_know_of_each_other(project: Project) -> None:
    names = [f"page{number}" for number in range(8)]
    project.write(
        index=f"{TITLE}:fsm:state:`Gate.Locked`\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in names),
        **{name: f"{name}\n=====\n\n:fsm:event:`Gate.push`\n\n.. fsm:: gate.fsm\n" for name in names[:-1]},
        page7=f"Cells\n=====\n\n{MATRIX}",
    )
    project.build(parallel=3)
    assert project.warnings == ""
    assert links(project.page()) == {"Gate.Locked": "page7.html#fsm-state-Gate.Locked"}
    assert links(project.page("page0")) == {"Gate.push": "page7.html#fsm-event-Gate.push"}


# ------------------------------------------------------------------------------------------------------------- colours


def test_code_blocks_of_specs_are_coloured(page: Build) -> None:
    found = page(f"{TITLE}.. code-block:: fsm\n\n   Locked on coin -> Unlocked  ## Thanks.\n")
    assert '<div class="highlight-fsm notranslate">' in found.html
    assert '<span class="nc">Locked</span>' in found.html
    assert '<span class="k">on</span>' in found.html


def test_the_extension_says_that_it_may_run_in_parallel(project: Project) -> None:
    project.write(index=TITLE)
    app = project.build()
    extension = app.extensions["fsmc.sphinx"]
    assert extension.parallel_read_safe
    assert extension.parallel_write_safe
    assert FsmLexer.aliases == ("fsm",)


# -------------------------------------------------------------------------------------------------------------- manual


def build_generated(folder: Path) -> None:
    """What `fsmc build` writes of TCP, into `generated/`, but for its tests: no document shows them."""
    built = compiler.check(files.read(folder / "specs/tcp.fsm")).machine
    assert built is not None
    shown = (backend for backend in BACKENDS if backend.name != "tests")
    for artifact in (artifact for backend in shown for artifact in backend.emit(built)):
        path = folder / "generated/tcp" / artifact.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(artifact.text, encoding="utf-8")


@pytest.mark.filterwarnings("ignore:.*BuildEnvironment.app")  # myst_parser uses it to include a file
def test_what_the_manual_shows_can_be_built(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    shutil.copytree(root / "specs", tmp_path / "specs")
    (tmp_path / "docs").mkdir()
    project = Project(tmp_path / "docs")
    manual = (root / "docs/embedding.md").read_text(encoding="utf-8")
    (rst,) = (text for text in re.findall(r"^```rst\n(.*?)^```$", manual, re.M | re.S) if "fsm::" in text)
    markdown, including = re.findall(r"^````markdown\n(.*?)^````$", manual, re.M | re.S)
    build_generated(tmp_path)
    project.write(
        index=f"{TITLE}.. toctree::\n\n   other\n   including\n\n{rst}",
        other=f"# Other\n\n{markdown}",
        including=including,
    )
    project.build()
    assert project.warnings == ""
    assert "The states of a TCP connection" in project.page().text
    assert len(project.page().pictures) == len(project.page("other").pictures) == 1
    assert [picture["src"] for picture in project.page("including").all("img")][:1] == ["_images/overview.svg"]
    assert links(project.page("other")) == {"TCP.ESTABLISHED": "index.html#fsm-state-TCP.ESTABLISHED"}
