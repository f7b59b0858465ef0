"""`fsmc inject`: blocks are filled, everything else stays, and whatever is wrong with a marker is said at its place."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import cmarkgfm
import docutils.core
import pytest
from cmarkgfm.cmark import Options
from docutils.writers.html5_polyglot import Writer as HtmlWriter
from markdown_it import MarkdownIt

from fsmc.diagnostics import Diagnostic
from fsmc.embed import Document, Markup
from fsmc.embed.markers import scan
from fsmc.embed.requests import KINDS
from fsmc.source import SourceFile
from tests.command import Done, Run, runner

TURNSTILE = """\
machine Turnstile "Gate"
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

TABLE = """\
| From | Event | Guard | Actions | To |
|---|---|---|---|---|
| Locked | coin |  |  | Unlocked |
| Locked | push |  | `alarm` | *stays* |
| Unlocked | push |  |  | Locked |
"""


@pytest.fixture
def inject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `fsmc inject` in an empty folder with `specs/turnstile.fsm`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/turnstile.fsm").write_text(TURNSTILE, encoding="utf-8")

    return runner(monkeypatch, capsys, "inject")


def markdown(*markers: str) -> str:
    """A document with an empty block for each marker."""
    return "".join(f"<!-- fsmc:{marker} -->\n<!-- /fsmc -->\n" for marker in markers)


def rst(*markers: str) -> str:
    return "".join(f".. fsmc:{marker}\n.. /fsmc\n\n" for marker in markers)


def body(inject: Run, marker: str, name: str = "page.md") -> str:
    """What a block is filled with, without the empty lines around it."""
    Path(name).write_text(rst(marker) if name.endswith(".rst") else markdown(marker), encoding="utf-8")
    done = inject(name)
    assert done.status == 0, done.err
    lines = Path(name).read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert lines[1] == lines[-2] == ""
    return "\n".join(lines[2:-2]) + "\n"


def faults(text: str, markup: Markup = Markup.MARKDOWN) -> list[Diagnostic]:
    return scan(Document(SourceFile("page", text), markup))[1]


# ------------------------------------------------------------------------------------------------------ what is kept


def test_everything_but_the_block_stays_byte_for_byte(inject: Run) -> None:
    before, after = (
        b"\xef\xbb\xbf# A\tB \n\n\r\n  trailing  \x0b\xe2\x80\xa8\r",
        b"\r\n\r\nno end of line \xf0\x9f\x9a\xaa",
    )
    start, end = b"\n<!-- fsmc:table specs/turnstile.fsm -->\n", b"<!-- /fsmc -->"
    Path("page.md").write_bytes(before + start + b"old\n" + end + after)
    assert inject("page.md").status == 0
    assert Path("page.md").read_bytes() == before + start + b"\n" + TABLE.encode() + b"\n" + end + after


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_block_has_the_line_ends_of_its_marker(inject: Run, newline: str) -> None:
    text = markdown("table specs/turnstile.fsm")
    Path("page.md").write_bytes(text.replace("\n", newline).encode())
    inject("page.md")
    filled = text.replace("-->\n<", f"-->\n\n{TABLE}\n<")
    assert Path("page.md").read_bytes() == filled.replace("\n", newline).encode()


def test_a_second_time_changes_nothing_and_writes_nothing(inject: Run) -> None:
    page = Path("page.md")
    page.write_text(markdown("table specs/turnstile.fsm", "matrix specs/turnstile.fsm"), encoding="utf-8")
    assert inject("page.md") == Done(0, "wrote     page.md\n1 document, 2 blocks: 1 file written, 0 unchanged\n", "")
    before = page.stat()
    assert inject("page.md") == Done(0, "unchanged page.md\n1 document, 2 blocks: 0 files written, 1 unchanged\n", "")
    assert (page.stat().st_ino, page.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_document_keeps_its_permissions_and_stays_behind_its_link(inject: Run) -> None:
    Path("real.md").write_text(markdown("table specs/turnstile.fsm"), encoding="utf-8")
    Path("real.md").chmod(0o640)
    Path("page.md").symlink_to("real.md")
    assert inject("page.md").status == 0
    assert Path("page.md").is_symlink()
    assert "Unlocked" in Path("real.md").read_text(encoding="utf-8")
    assert Path("real.md").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in Path().iterdir()) == ["page.md", "real.md", "specs"]


def test_an_indented_or_quoted_block_stays_so(inject: Run) -> None:
    Path("page.md").write_text(
        "- item\n\n  <!-- fsmc:table specs/turnstile.fsm -->\n  <!-- /fsmc -->\n\n"
        "> <!-- fsmc:table specs/turnstile.fsm -->\n> <!-- /fsmc -->\n",
        encoding="utf-8",
    )
    inject("page.md")
    text = Path("page.md").read_text(encoding="utf-8")
    indented = "\n".join(f"  {line}" for line in TABLE.splitlines())
    quoted = "\n".join(f"> {line}" for line in TABLE.splitlines())
    assert f"-->\n\n{indented}\n\n  <!-- /fsmc -->" in text
    assert f"-->\n>\n{quoted}\n>\n> <!-- /fsmc -->" in text
    assert html(text).count("<table>") == 2


@pytest.mark.parametrize(
    "example",
    [
        "```markdown\n{}```\n",
        "~~~~\n{}~~~\n~~~~\n",
        "1. item\n   ```\n   {}   ```\n",
        "- ```\n  {}  ```\n",
        "> ```\n> x\n> {}> ```\n",
        "````\n```\n{}````\n",
    ],
)
def test_a_marker_in_a_block_of_code_is_an_example(inject: Run, example: str) -> None:
    text = example.replace("{}", "<!-- fsmc:nonsense -->\n")
    Path("page.md").write_text(text + markdown("table specs/turnstile.fsm"), encoding="utf-8")
    assert inject("page.md").status == 0
    assert Path("page.md").read_text(encoding="utf-8").startswith(text)


def test_a_marker_in_indented_code_is_an_example_and_one_in_a_list_is_none() -> None:
    assert [fault.code for fault in faults("Text\n\n    <!-- fsmc:nonsense -->\n")] == ["FSM200"]
    assert [fault.code for fault in faults("1.  Item\n\n    <!-- fsmc:table a -->\n")] == ["FSM202"]


BITS = (
    ["", "", "text", "- item", "  - nested", "1. one", "   more", "> quote", ">", "    text", "# head", "| a |"]
    + ["```", "````", "~~~", "```md", "   ```", "> ```", "- ```", "  ```", "```x`y"]
    + [f"{before}<!-- fsmc:x -->" for before in ("", "  ", "   ", "    ", "      ", "\t", "> ", ">     ")]
)


@pytest.mark.parametrize("seed", range(400))
def test_a_line_is_an_example_where_commonmark_sees_code(seed: int) -> None:
    dice = random.Random(seed)
    lines = [dice.choice(BITS) for _ in range(dice.randint(1, 8))]
    text = "".join(f"{line}\n" for line in lines)
    blocks = [token.map for token in MarkdownIt().parse(text) if token.type in ("fence", "code_block")]
    code = {number for block in blocks for number in range(*(block or (0, 0)))}
    kept = {number for number, _ in Document(SourceFile("page.md", text), Markup.MARKDOWN).text_lines()}
    markers = {number for number, line in enumerate(lines) if "<!--" in line}
    assert not markers & code & kept
    plain = {number for number in markers if lines[number].lstrip("> ").startswith("<") and "    " not in lines[number]}
    assert plain - code <= kept


def test_a_marker_beside_other_words_is_text() -> None:
    assert [fault.code for fault in faults("Write `<!-- fsmc:table a.fsm -->`.\n")] == ["FSM200"]


@pytest.mark.parametrize(
    "example",
    ["Text::\n\n   {}", ".. code-block:: rst\n\n   {}", "   .. parsed-literal::\n      {}", "Text: ::\n\n {}\n   {}"],
)
def test_a_marker_in_a_literal_block_of_rst_is_an_example(example: str) -> None:
    text = example.replace("{}", ".. fsmc:nonsense") + "\n\nText.\n"
    assert [fault.code for fault in faults(text, Markup.RST)] == ["FSM200"]


def test_a_marker_in_a_note_of_rst_is_filled(inject: Run) -> None:
    Path("page.rst").write_text(
        ".. note::\n\n   .. fsmc:source specs/turnstile.fsm scenario=ride\n   .. /fsmc\n", encoding="utf-8"
    )
    assert inject("page.rst").status == 0
    assert "\n\n   .. code-block:: fsm\n\n      scenario ride" in Path("page.rst").read_text(encoding="utf-8")


# --------------------------------------------------------------------------------------------------- kinds of blocks


def html(text: str) -> str:
    return cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)


def rst_html(text: str) -> str:
    """What docutils makes of a text; anything it complains about is an error."""
    settings = {"halt_level": 1, "report_level": 1, "syntax_highlight": "none", "raw_enabled": False}
    return str(docutils.core.publish_parts(text, writer=HtmlWriter(), settings_overrides=settings)["body"])


def test_a_table_lists_the_transitions(inject: Run) -> None:
    assert body(inject, "table specs/turnstile.fsm") == TABLE


def test_links_lead_where_the_marker_says(inject: Run) -> None:
    linked = body(inject, "table specs/turnstile.fsm links=ref/turnstile.md")
    assert '<a href="ref/turnstile.md#state.Locked">Locked</a>' in linked
    assert "`Locked <ref/turnstile.md#state.Locked>`__" in body(
        inject, "table specs/turnstile.fsm links=ref/turnstile.md", "page.rst"
    )


def test_a_matrix_has_every_state_and_event(inject: Run) -> None:
    assert "| coin | Unlocked | · |\n| push | ↺ | Locked |\n" in body(inject, "matrix specs/turnstile.fsm")


def test_a_state_is_told_by_its_cells(inject: Run) -> None:
    told = body(inject, "state specs/turnstile.fsm state=Unlocked")
    assert "| push |  | Locked |" in told
    assert "| *ignored* | coin |" in told


def test_a_scenario_is_a_table_of_steps(inject: Run) -> None:
    told = body(inject, "scenario specs/turnstile.fsm scenario=ride format=table")
    rows = [line.strip("|").split("|") for line in told.splitlines() if line.startswith("| ")]
    assert [(row[1].strip(), row[-1].strip()) for row in rows[1:]] == [("coin", "Unlocked"), ("push", "Locked")]


def test_a_diagram_in_mermaid_needs_no_file(inject: Run) -> None:
    told = body(inject, "diagram specs/turnstile.fsm format=mermaid")
    assert told.startswith("```mermaid\n")
    assert "stateDiagram-v2\n" in told
    assert told.endswith("\n```\n")
    assert "edit the spec, not this file" not in told
    assert not Path("generated").exists()


def test_a_scenario_in_mermaid_is_a_sequence_of_messages(inject: Run) -> None:
    assert "sequenceDiagram\n" in body(inject, "scenario specs/turnstile.fsm scenario=ride format=mermaid")


@pytest.mark.parametrize(
    ("about", "lines"),
    [
        ("", TURNSTILE),
        (
            "state=Unlocked",
            "state Unlocked\nUnlocked on push -> Locked\nUnlocked ignore coin\n",
        ),
        ("event=coin", "event coin\nLocked   on coin -> Unlocked\nUnlocked ignore coin\n"),
        ("scenario=ride", 'scenario ride "pay and go": Locked, coin -> Unlocked, push -> Locked\n'),
    ],
)
def test_lines_of_the_spec_are_shown_as_they_are_written(inject: Run, about: str, lines: str) -> None:
    assert body(inject, f"source specs/turnstile.fsm {about}") == f"```fsm\n{lines}```\n"


def test_lines_that_hold_fences_stay_inside_theirs(inject: Run) -> None:
    spec = TURNSTILE.replace("state Unlocked\n", "state Unlocked  ## ```\n")
    Path("specs/turnstile.fsm").write_text(spec, encoding="utf-8")
    told = body(inject, "source specs/turnstile.fsm state=Unlocked")
    assert told.startswith("````fsm\n")
    assert told.endswith("\n````\n")


# ---------------------------------------------------------------------------------------------------------- pictures


def test_a_picture_among_the_outputs_is_linked(inject: Run) -> None:
    picture = Path("generated/turnstile/views/paid.svg")
    picture.parent.mkdir(parents=True)
    picture.write_text("<svg/>", encoding="utf-8")
    Path("docs/deep").mkdir(parents=True)
    link = "../../generated/turnstile/views/paid.svg"
    told = body(inject, "diagram specs/turnstile.fsm view=paid", "docs/deep/page.md")
    assert told == f"[![after paying]({link})]({link})\n"
    told = body(inject, 'diagram ../../specs/turnstile.fsm view=paid alt="A [gate]"', "docs/deep/page.rst")
    assert told == f".. image:: {link}\n   :alt: A [gate]\n"


def test_the_folder_of_outputs_can_be_named(inject: Run) -> None:
    Path("out put/turnstile").mkdir(parents=True)
    Path("out put/turnstile/turnstile.svg").write_text("<svg/>", encoding="utf-8")
    Path("page.md").write_text(markdown("diagram specs/turnstile.fsm"), encoding="utf-8")
    assert inject("page.md").status == 1
    assert inject("page.md", "-o", "out put").status == 0
    assert "[![Gate](out%20put/turnstile/turnstile.svg)]" in Path("page.md").read_text(encoding="utf-8")


def test_the_folder_of_outputs_is_that_of_the_configuration(inject: Run) -> None:
    Path("fsmc.toml").write_text('output = "made"\n', encoding="utf-8")
    Path("page.md").write_text(markdown("diagram specs/turnstile.fsm"), encoding="utf-8")
    done = inject("page.md")
    assert done.status == 1
    assert "made does not hold turnstile/turnstile.svg (missing-picture)\n" in done.err
    Path("made/turnstile").mkdir(parents=True)
    Path("made/turnstile/turnstile.svg").write_text("<svg/>", encoding="utf-8")
    assert inject("page.md").status == 0
    assert "[![Gate](made/turnstile/turnstile.svg)]" in Path("page.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("marker", "title"),
    [
        ("diagram specs/turnstile.fsm", "Gate"),
        ("diagram specs/turnstile.fsm view=paid", "after paying"),
        ("diagram specs/turnstile.fsm state=Locked", "Locked and its neighbours"),
        ("scenario specs/turnstile.fsm scenario=ride", "pay and go"),
    ],
)
def test_a_picture_of_its_own_is_written_checked_and_kept_current(inject: Run, marker: str, title: str) -> None:
    Path("page.md").write_text(markdown(f"{marker} to=docs/gate.svg"), encoding="utf-8")
    assert "docs/gate.svg: missing" in inject("page.md", "--check").out
    assert not Path("docs").exists()
    assert inject("page.md").status == 0
    assert f"[![{title}](docs/gate.svg)](docs/gate.svg)" in Path("page.md").read_text(encoding="utf-8")
    assert "<svg" in Path("docs/gate.svg").read_text(encoding="utf-8")
    assert inject("page.md", "--check") == Done(0, "1 document, 1 block: current\n", "")
    Path("specs/turnstile.fsm").write_text(TURNSTILE.replace("Unlocked", "Open"), encoding="utf-8")
    done = inject("page.md", "--check")
    assert done.status == 1
    assert "docs/gate.svg: stale or edited" in done.out


def test_links_of_a_picture_of_its_own_lead_where_the_marker_says(inject: Run) -> None:
    body(inject, "diagram specs/turnstile.fsm to=docs/gate.svg links=../ref/turnstile.md")
    assert 'href="../ref/turnstile.md#state.Locked"' in Path("docs/gate.svg").read_text(encoding="utf-8")
    body(inject, "diagram specs/turnstile.fsm to=docs/gate.svg")
    assert "href" not in Path("docs/gate.svg").read_text(encoding="utf-8")


def test_a_file_that_fsmc_did_not_draw_is_left_alone_and_so_is_the_document(inject: Run) -> None:
    text = markdown("diagram specs/turnstile.fsm to=mine.svg")
    Path("page.md").write_text(text, encoding="utf-8")
    Path("mine.svg").write_text("<svg/>", encoding="utf-8")
    done = inject("page.md")
    assert done.status == 2
    assert "mine.svg: not written by fsmc" in done.err
    assert Path("mine.svg").read_text(encoding="utf-8") == "<svg/>"
    assert Path("page.md").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("path", "why"), [("gate.png", "end in .svg"), ("../gate.svg", "stay in this folder"), ("/gate.svg", "stay in")]
)
def test_a_picture_goes_nowhere_else(inject: Run, path: str, why: str) -> None:
    Path("page.md").write_text(markdown(f"diagram specs/turnstile.fsm to={path}"), encoding="utf-8")
    done = inject("page.md")
    assert done.status == 1
    assert f"page.md:1:{len('<!-- fsmc:diagram specs/turnstile.fsm to=') + 1}: error[FSM204]" in done.err
    assert why in done.err


def test_two_pictures_for_one_file_are_an_error_and_the_same_one_twice_is_none(inject: Run) -> None:
    same, other = "diagram specs/turnstile.fsm to=a.svg", "diagram specs/turnstile.fsm view=paid to=a.svg"
    Path("page.md").write_text(markdown(same, same), encoding="utf-8")
    assert inject("page.md").status == 0
    Path("page.md").write_text(markdown(same, other), encoding="utf-8")
    assert "error[FSM208]: another block writes a different picture to a.svg" in inject("page.md").err
    Path("other.md").write_text(markdown(other), encoding="utf-8")
    Path("page.md").write_text(markdown(same), encoding="utf-8")
    assert "error[FSM208]" in inject("page.md", "other.md").err


SETS = """\
machine M
state A initial
state 'B, C'
state D
group ends "the ends" = A, D
event go
event back
action log
ends, 'B, C' on go, back -> A
enter ends / log
scenario round: A, go -> A
"""


@pytest.mark.parametrize("name", ["page.md", "page.rst"])
def test_every_name_in_a_set_is_a_link(inject: Run, name: str) -> None:
    Path("specs/m.fsm").write_text(SETS, encoding="utf-8")
    told = body(inject, "table specs/m.fsm links=m.md", name)
    shown = rst_html(told) if name.endswith(".rst") else html(told)
    for place, words in {
        "group.ends": "ends",
        "state.B~2c~~20~C": "'B, C'",
        "event.go": "go",
        "event.back": "back",
    }.items():
        assert re.search(f'href="m.md#{re.escape(place)}">{words}</a>', shown.replace("&#x27;", "'")), shown
    assert "On entering" in shown


def test_sets_without_links_are_as_the_spec_has_them(inject: Run) -> None:
    Path("specs/m.fsm").write_text(SETS.replace("ends, 'B, C' on", "any except D on"), encoding="utf-8")
    assert "| any except D | go, back |" in body(inject, "table specs/m.fsm")
    assert "any except D" in re.sub("<[^>]*>", "", rst_html(body(inject, "table specs/m.fsm links=x", "page.rst")))


def test_no_test_of_the_machine_is_named_in_documents_of_others(inject: Run) -> None:
    assert "Tested by" not in body(inject, "scenario specs/turnstile.fsm scenario=ride format=table")


def test_the_legend_of_a_matrix_begins_as_a_sentence(inject: Run) -> None:
    assert "A name is the state after the event" in body(inject, "matrix specs/turnstile.fsm")


def test_prose_in_capitals_is_no_marker(inject: Run) -> None:
    text = "<!-- FSMC notes -->\n" + markdown("table specs/turnstile.fsm")
    Path("page.md").write_text(text, encoding="utf-8")
    assert inject("page.md").status == 0


def test_a_foreign_file_in_the_place_of_a_picture_is_told_with_the_option_that_names_it(inject: Run) -> None:
    Path("mine.svg").write_text("<svg/>", encoding="utf-8")
    Path("page.md").write_text(markdown("diagram specs/turnstile.fsm to=mine.svg"), encoding="utf-8")
    for done in (inject("page.md"), inject("page.md", "--check")):
        assert "name another one in to=" in done.err + done.out
        assert "-o" not in done.err + done.out


# ------------------------------------------------------------------------------------------------------------- check


def test_check_shows_what_would_change_and_changes_nothing(inject: Run) -> None:
    text = markdown("table specs/turnstile.fsm")
    Path("page.md").write_text(text, encoding="utf-8")
    done = inject("page.md", "--check")
    assert done.status == 1
    assert "page.md: stale or edited blocks" in done.out
    assert "    --- page.md (on disk)\n    +++ page.md (from specs/turnstile.fsm)\n" in done.out
    assert "    +| Locked | coin |  |  | Unlocked |\n" in done.out
    assert done.out.endswith("1 document, 1 block: 1 file not current; `fsmc inject` brings them up to date\n")
    assert Path("page.md").read_text(encoding="utf-8") == text


def test_check_notices_an_edit_inside_a_block_and_ignores_one_outside(inject: Run) -> None:
    Path("page.md").write_text(f"Text\n\n{markdown('table specs/turnstile.fsm')}", encoding="utf-8")
    inject("page.md")
    current = Path("page.md").read_text(encoding="utf-8")
    Path("page.md").write_text(current.replace("Text", "Other text"), encoding="utf-8")
    assert inject("page.md", "--check", "-q") == Done(0, "", "")
    Path("page.md").write_text(current.replace("*stays*", "*goes*"), encoding="utf-8")
    done = inject("page.md", "--check")
    assert done.status == 1
    assert "-| Locked | push |  | `alarm` | *goes* |" in done.out


# ------------------------------------------------------------------------------------------------------------ faults

FAULTS = {
    "no kind": ("<!-- fsmc specs/turnstile.fsm -->", "1:1: error[FSM201]: not a marker", "write `<!-- fsmc:diagram"),
    "capitals": (
        "<!-- FSMC:table specs/turnstile.fsm -->",
        "1:1: error[FSM201]: the word of a marker has",
        "fsmc:diagram",
    ),
    "two lines": ("<!-- fsmc:table\nspecs/turnstile.fsm -->", "1:1: error[FSM201]: a marker stands on one line", ""),
    "open quote": ('<!-- fsmc:table "specs -->', "1:17: error[FSM201]: this part", "view=overview"),
    "unknown kind": ("<!-- fsmc:tabel specs/turnstile.fsm -->", "1:11: error[FSM203]", "did you mean 'table'?"),
    "no spec": (
        "<!-- fsmc:table -->",
        "1:1: error[FSM203]: the marker names no spec",
        "write fsmc:table specs/tcp.fsm",
    ),
    "two specs": ("<!-- fsmc:table a.fsm b.fsm -->", "1:23: error[FSM203]: 'b.fsm' is too much", "options"),
    "unknown option": ("<!-- fsmc:diagram a.fsm veiw=x -->", "1:25: error[FSM204]", "did you mean 'view'?"),
    "not its option": ("<!-- fsmc:matrix a.fsm view=x -->", "1:24: error[FSM204]: a block of kind matrix has no", ""),
    "option twice": ("<!-- fsmc:state a.fsm state=x state=y -->", "1:31: error[FSM204]: state is given twice", ""),
    "option missing": ("<!-- fsmc:scenario a.fsm -->", "1:1: error[FSM204]: a block of kind scenario needs", "which"),
    "format": ("<!-- fsmc:diagram a.fsm format=png -->", "1:32: error[FSM204]: 'png' is no format", "svg, mermaid"),
    "two subjects": ("<!-- fsmc:diagram a.fsm view=x state=y -->", "1:38: error[FSM204]: state makes no sense", ""),
    "no file": ("<!-- fsmc:diagram a.fsm format=mermaid to=a.svg -->", "1:43: error[FSM204]: to makes no", "leave out"),
    "no such view": ("<!-- fsmc:diagram specs/turnstile.fsm view=payd -->", "1:44: error[FSM205]", "mean 'paid'?"),
    "no such state": ("<!-- fsmc:state specs/turnstile.fsm state=X -->", "1:43: error[FSM205]", "Locked, Unlocked"),
    "no such event": ("<!-- fsmc:source specs/turnstile.fsm event=X -->", "1:44: error[FSM205]", "coin, push"),
    "no such file": ("<!-- fsmc:table specs/turnstyle.fsm -->", "1:17: error[FSM206]", "did you mean specs/turnstile"),
    "no picture": ("<!-- fsmc:diagram specs/turnstile.fsm -->", "1:19: error[FSM207]: no generated/", "`fsmc build`"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_marker_is_shown_with_its_place_and_a_way_out(inject: Run, name: str) -> None:
    marker, place, help = FAULTS[name]
    text = f"{marker}\nmine\n<!-- /fsmc -->\n"
    Path("page.md").write_text(text, encoding="utf-8")
    done = inject("page.md")
    assert done.status == 1
    assert f"page.md:{place}" in done.err
    assert f"    1 | {text.splitlines()[0]}\n" in done.err
    assert help in done.err.partition("help: ")[2]
    assert done.err.endswith("1 document with faults: left as they are\n")
    assert Path("page.md").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Text\n", [(1, "FSM200", "no marker in this file")]),
        ("", [(1, "FSM200", "no marker in this file")]),
        ("<!-- /fsmc -->\n", [(1, "FSM202", "this ends a block that nothing begins")]),
        ("<!-- fsmc:table a -->\ntext\n", [(1, "FSM202", "this block does not end")]),
        (
            "<!-- fsmc:table a -->\n\n<!-- fsmc:table b -->\n<!-- /fsmc -->\n<!-- /fsmc -->\n",
            [
                (1, "FSM202", "this block does not end before the one of line 3 begins"),
                (5, "FSM202", "this ends a block that nothing begins"),
            ],
        ),
        ("<!-- fsmc:table a -->\n```\n<!-- /fsmc -->\n", [(1, "FSM202", "this block does not end")]),
        ("<!-- /fsmc:table -->\n", [(1, "FSM202", "this block does not end")]),
    ],
)
def test_markers_that_do_not_pair_are_found(text: str, found: list[tuple[int, str, str]]) -> None:
    told = [(fault.span.line, fault.code, fault.message) for fault in faults(text)]
    assert [(line, code) for line, code, _ in told] == [(line, code) for line, code, _ in found]
    assert all(words in message for (_, _, message), (_, _, words) in zip(told, found, strict=True))
    assert all(fault.help for fault in faults(text))


def test_all_faults_of_a_document_are_shown_in_one_run(inject: Run) -> None:
    Path("page.md").write_text(markdown("tabel a.fsm", "state specs/turnstile.fsm state=X", "x y z"), encoding="utf-8")
    assert inject("page.md").err.count("error[FSM2") == 3


def test_a_spec_with_errors_is_told_once_and_at_every_marker(inject: Run) -> None:
    Path("specs/turnstile.fsm").write_text(TURNSTILE.replace("-> Locked", "-> Loked"), encoding="utf-8")
    Path("page.md").write_text(markdown("table specs/turnstile.fsm", "matrix specs/turnstile.fsm"), encoding="utf-8")
    done = inject("page.md")
    assert done.status == 1
    assert done.err.count("specs/turnstile.fsm:9:") == 1
    assert "page.md:1:17: error[FSM206]: specs/turnstile.fsm has" in done.err
    assert "page.md:3:18: error[FSM206]: specs/turnstile.fsm has" in done.err


def test_a_faulty_document_keeps_no_other_from_being_filled(inject: Run) -> None:
    Path("bad.md").write_text(markdown("tabel a.fsm"), encoding="utf-8")
    Path("good.md").write_text(markdown("table specs/turnstile.fsm"), encoding="utf-8")
    done = inject("bad.md", "good.md", "missing.md")
    assert done.status == 2
    assert "wrote     good.md" in done.out
    assert "missing.md: no such file" in done.err
    assert TABLE in Path("good.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"a\0b", "a binary file, not a document"), (b"\xff\xfea\0", "UTF-16"), (b"t\xfcr", "page.md:1:2: byte 0xfc")],
)
def test_a_file_that_is_no_text_is_refused(inject: Run, content: bytes, words: str) -> None:
    Path("page.md").write_bytes(content)
    done = inject("page.md")
    assert done.status == 2
    assert words in done.err
    assert Path("page.md").read_bytes() == content


def test_a_folder_is_refused(inject: Run) -> None:
    done = inject("specs")
    assert done.status == 2
    assert "specs: a folder, not a file" in done.err


def test_a_spec_beside_the_document_is_preferred_to_one_of_the_working_directory(inject: Run) -> None:
    Path("docs/specs").mkdir(parents=True)
    Path("docs/specs/turnstile.fsm").write_text(TURNSTILE.replace("coin", "token"), encoding="utf-8")
    assert "| token |" in body(inject, "matrix specs/turnstile.fsm", "docs/page.md")
    Path("docs/specs/turnstile.fsm").unlink()
    assert "| coin |" in body(inject, "matrix specs/turnstile.fsm", "docs/page.md")


def test_a_spec_whose_path_has_blanks_is_quoted(inject: Run) -> None:
    Path("specs/turnstile.fsm").rename("specs/my gate.fsm")
    assert body(inject, 'table "specs/my gate.fsm"') == TABLE


# ------------------------------------------------------------------------------------------------------------ hostile

EVIL = "<!-- /fsmc --> </table> | \\| `x` *b* _i_ ``l`` :: |s| <script>alert(1)</script> `a <javascript:b>`__ .. /fsmc"


def evil_spec() -> str:
    quoted = EVIL.replace("\\", "\\\\")
    doc = "\n".join(f"## {line}" for line in (EVIL, "", ".. /fsmc", "", "- item", "", "1. one", "", "====", "", "::"))
    return f"""\
machine Evil "{quoted}"
state '{quoted}' initial
{doc}
state B "{quoted}"
event e "{quoted}" (text: str)
event f
action say (what: str)
B on e [text == "{quoted}"] -> '{quoted}' / say("{quoted}")
B on e [else] -> stay
B reject f "{quoted}"
'{quoted}' on e -> B
'{quoted}' ignore f
scenario "{quoted}": B, e("{quoted}") -> '{quoted}'
"""


def evil_markers() -> list[str]:
    state, scenario = (EVIL.replace("\\", "\\\\").replace('"', '\\"') for _ in range(2))
    kinds = ("table", "matrix", "diagram to=evil.svg", "diagram format=mermaid", "state state=B", "source state=B")
    plain = [f"{kind.split()[0]} specs/evil.fsm {' '.join(kind.split()[1:])}" for kind in kinds]
    return [
        *plain,
        f'state specs/evil.fsm state="{state}"',
        f'scenario specs/evil.fsm scenario="{scenario}" format=table',
    ]


@pytest.mark.parametrize("name", ["page.md", "page.rst"])
def test_no_text_of_a_spec_leaves_its_block_or_becomes_markup(inject: Run, name: str) -> None:
    Path("specs/evil.fsm").write_text(evil_spec(), encoding="utf-8")
    # a comment of Markdown cannot hold the name that ends it, so these two are asked for in rst only
    markers = evil_markers() if name.endswith(".rst") else evil_markers()[:-2]
    Path(name).write_text((rst if name.endswith(".rst") else markdown)(*markers), encoding="utf-8")
    done = inject(name)
    assert done.status == 0, done.err
    text = Path(name).read_text(encoding="utf-8")
    assert inject(name, "--check").status == 0
    shown = rst_html(text.replace(".. mermaid::", ".. code::")) if name.endswith(".rst") else html(text)
    shown = re.sub("<!--.*?-->", "", shown, flags=re.DOTALL)
    assert "<script" not in shown
    assert "javascript:" not in "".join(part.partition(">")[0] for part in shown.split("<a ")[1:])
    assert "alert(1)" in shown
    assert "<ol" not in shown
    assert "<hr" not in shown
    assert all(words in shown for words in (".. /fsmc</p>", "- item", "1. one", "====", "::</p>"))


def test_the_help_names_every_kind_and_shows_examples(inject: Run) -> None:
    done = inject("--help")
    assert done.status == 0
    assert all(f"\n    {kind} " in done.out for kind in KINDS)
    assert "fsmc inject README.md --check" in done.out
