"""What each format of `fsmc diff` tells of a comparison: all of it, in its place, and nothing that is not so."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import cmarkgfm
import pytest
from jsonschema import Draft202012Validator

from fsmc.diff.shown.document import document, json_text
from fsmc.diff.shown.github import workflow_commands
from fsmc.diff.shown.markdown import LARGEST, markdown
from fsmc.diff.shown.picture import changed_picture
from fsmc.diff.shown.text import headline, text
from fsmc.diff.shown.words import details
from fsmc.diff.side import Report, Side
from fsmc.diff.verdict import Answer, Axis, CellChange, Change, Grade, Move, Reply, Trace, Verdict
from fsmc.emit.diagram.changed import changed_png, changed_svg
from fsmc.emit.mermaid.changed import changed_mermaid
from fsmc.emit.picture.changed import Mark
from tests.comparisons import CELLS, COMPARISON, SAME, TRACE, report, verdict
from tests.mermaid import Mermaid
from tests.mermaid import mermaid as mermaid

HOSTILE = """'`|<b>"&</summary>-->%0A::error::x]]></style>```\\n**#1*{{`"""
"""What is markup in some format, as part of a name."""


def replaced(name: str) -> Report:
    """The report with `name` where a state, an event, an action and so on stand."""
    way = replace(CELLS[0].old_ways[0], text=f"-> Shut / {name}", guard=name, actions=(name,))
    cell = replace(CELLS[0], old=("Open", name), new=("Open", name), old_ways=(way,), new_ways=(way,))
    reply = Reply(Answer.REFUSED, name, (name,), reason=name, timers=((name, "1s"),))
    trace = Trace(((name, name),), (Move(name, name, reply, Reply(Answer.IGNORED, "Open")),))
    verdicts = (
        Verdict(Axis.BEHAVIOUR, Grade.BREAKING, name, trace, (name,), (name,)),
        *COMPARISON.verdicts[1:3],
        Verdict(Axis.ACTIONS, Grade.BREAKING, name, trace),
    )
    declarations = (replace(COMPARISON.declarations[0], old=name, new=f"{name}{name}"),)
    return report(replace(COMPARISON, cells=(cell,), declarations=declarations, verdicts=verdicts), old=name)


def many(number: int, word: str = "push") -> Report:
    """A report of so many cells, of which no two tell the same."""

    def cell(at: int) -> CellChange:
        ways = tuple(replace(way, text=f"{way.text} if {at}") for way in CELLS[0].old_ways)
        return replace(CELLS[0], old=("Open", f"{word}{at}"), new=("Open", f"{word}{at}"), old_ways=ways)

    return report(replace(COMPARISON, cells=tuple(map(cell, range(number)))))


# --------------------------------------------------------------------------------------------------------------- text


def test_machines_that_are_the_same_are_told_in_one_sentence() -> None:
    same = "no difference in behaviour, names, stored states and emitted actions"
    sentence = f"main:specs/door.fsm -> specs/door.fsm: {same}"
    assert text(report(SAME)) == f"{sentence}\n"
    assert headline(report(SAME)) == sentence


def test_the_text_tells_cells_then_declarations_then_verdicts_then_traces() -> None:
    assert (
        text(report())
        == """\
main:specs/door.fsm -> specs/door.fsm: breaking

renamed
  state Locked -> Bolted

3 cells changed: 1 other actions, 1 added, 1 other verdict
  Open
    push  other actions  - 10  -> Shut / squeak
                         + 10  -> Shut
  Bolted (was Locked)
    knock  added (no run comes here)  + 15  [loud] -> Shut
    push   other verdict              - 14  ignore
                                      + 14  reject "bolted"

declarations
  -  5  timer draught = 3s within Open
  +  5  timer draught = 5s within Open

verdict
  behaviour        breaking  Open on push does something else
  names            breaking  names is breaking
                             State.LOCKED is gone
  stored states    narrows   stored states is narrows
  emitted actions  breaking  emitted actions is breaking

the shortest trace that shows it: behaviour and emitted actions
  with reliable = true
                        old                                    new
  1. push               -> Open / squeak                       the same
  2. push (now press)   -> Shut / squeak; timers: draught in   refused in Open: not now; timers:
                          3s                                     none
  fsmc simulate main:specs/door.fsm --set reliable=true push push
  fsmc simulate specs/door.fsm --set reliable=true push press
"""
    )


def test_colours_change_no_word() -> None:
    colored = text(report(), color=True)
    assert "\033[31mbreaking\033[0m" in colored
    assert re.sub(r"\033\[\d*m", "", colored) == text(report())


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(Answer.TAKEN, "half open", ("ring(2)", "log")), "-> 'half open' / ring(2), log"),
        (Reply(Answer.IGNORED, "Open"), "ignored in Open"),
        (Reply(Answer.REFUSED, "Open", reason="no key"), "refused in Open: no key"),
        (Reply(Answer.UNDEFINED, "Open"), "undefined in Open: no line decides"),
        (Reply(Answer.IMPOSSIBLE, "Open"), "impossible in Open"),
        (Reply(Answer.DEFERRED, "Open", deferred=("push",)), "kept for later in Open; kept: push"),
        (Reply(Answer.NO_EVENT, "Open"), "no such event in Open"),
        (Reply(Answer.ENDLESS, "Open"), "raises events without end in Open"),
        (Reply(Answer.QUIET, "Open"), "nothing is due in Open"),
    ],
)
def test_each_answer_has_words_of_its_own(reply: Reply, told: str) -> None:
    trace = Trace((), (Move("push", "push", reply, Reply(Answer.TAKEN, "Shut")),))
    shown = text(report(replace(SAME, verdicts=(verdict(Axis.BEHAVIOUR, Grade.BREAKING, trace), *SAME.verdicts[1:]))))
    assert told in shown
    assert "with " not in shown


def test_what_is_open_is_named() -> None:
    verdicts = (verdict(Axis.BEHAVIOUR, Grade.UNKNOWN), *SAME.verdicts[1:])
    assert "behaviour is unknown (open: is it?)" in text(report(replace(SAME, verdicts=verdicts)))


def test_what_the_trace_shows_is_not_told_a_second_time_as_a_detail() -> None:
    single = ("Open on push: taken, now ignored", "Shut, Open on push: taken, now ignored")
    told = Verdict(Axis.BEHAVIOUR, Grade.BREAKING, "in Open push(3) was taken, now ignored", TRACE, single)
    assert details(told) == ["Shut, Open on push: taken, now ignored"]


def test_a_table_has_no_command_to_replay() -> None:
    made = report()
    tabled = Report(made.comparison, Side(made.old.source, made.old.machine, table=True), made.new)
    assert [line for line in text(tabled).splitlines() if "simulate" in line] == [
        "  fsmc simulate specs/door.fsm --set reliable=true push press"
    ]


def test_hidden_characters_do_not_reach_a_terminal() -> None:
    shown = text(replaced("a\x1b[2J\u202eb"), color=False)
    assert "\x1b" not in shown
    assert "\u202e" not in shown


# --------------------------------------------------------------------------------------------------------------- JSON


def schema() -> Any:
    return json.loads(files("fsmc.diff").joinpath("diff.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("made", [report(), report(SAME), replaced(HOSTILE), many(50)])
def test_the_json_fits_its_schema(made: Report) -> None:
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(json.loads(json_text(made)))


def test_the_schema_knows_every_value_of_every_kind() -> None:
    kinds = schema()["$defs"]
    assert kinds["grade"]["enum"] == [grade.value for grade in Grade]
    assert kinds["change"]["enum"] == [change.value for change in Change]
    assert kinds["reply"]["properties"]["answer"]["enum"] == [answer.value for answer in Answer]
    assert kinds["verdict"]["properties"]["axis"]["enum"] == [axis.value for axis in Axis]


def test_the_json_holds_what_the_text_tells() -> None:
    made = document(report())
    assert made["grade"] == "breaking"
    assert made["verdicts"][0]["trace"]["replay"][0].startswith("fsmc simulate main:specs/door.fsm")
    assert made["cells"][0]["oldWays"][0]["line"] == 10
    assert json.loads(json_text(report())) == made


# ------------------------------------------------------------------------------------------------------------ Markdown


def html(made: Report, **options: int) -> str:
    """The Markdown as GitHub shows it."""
    unsafe = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown(made, **options), options=unsafe))


def test_the_markdown_has_verdicts_cells_a_picture_and_traces() -> None:
    shown = html(report())
    assert "breaking: <code>main:specs/door.fsm</code> → <code>specs/door.fsm</code></h3>" in shown
    assert shown.count("<table>") == 4
    assert '<pre lang="mermaid">' in shown
    assert "<td><code>-&gt; Shut / squeak</code> (line 10)</td>" in shown
    assert shown.count("<details>") == shown.count("</details>") == 1
    assert "<summary>The shortest trace that shows it: behaviour and emitted actions</summary>" in shown
    assert "<td>the same</td>" in shown


def test_the_markdown_of_machines_that_are_the_same_is_one_sentence() -> None:
    assert markdown(report(SAME)).splitlines()[2:] == [
        "main:specs/door.fsm -\\&gt; specs/door.fsm: no difference in behaviour, names, stored states and emitted "
        "actions.".replace("\\&gt;", "&gt;")
    ]


def test_no_name_becomes_markup() -> None:
    shown = html(replaced(HOSTILE))
    outside = re.sub(r"<pre lang=.*?</pre>|<!--.*?-->", "", shown, flags=re.DOTALL)
    assert set(re.findall(r"</?(\w+)", outside)) == {
        "h3", "table", "thead", "tbody", "tr", "th", "td", "code", "strong", "p", "br", "details", "summary",
    }  # fmt: skip
    assert shown.count("<details>") == shown.count("</details>") == 1
    assert shown.count("<!--") - shown.count("<!-- -->") == 1  # empty ones part a `#` from its number


@pytest.mark.parametrize(("number", "word"), [(300, "push"), (5000, "push"), (200, "x" * 3000), (3, HOSTILE * 3000)])
def test_a_comment_is_never_longer_than_github_takes(number: int, word: str) -> None:
    made = markdown(many(number, word))
    assert len(made) <= LARGEST
    assert "breaking" in made
    assert ("fsmc diff main:specs/door.fsm specs/door.fsm" in made) == (number != 300)


def test_what_is_cut_is_counted() -> None:
    made = markdown(many(5000))
    assert "**5000 cells changed**" in made
    (rest,) = re.findall(r"… and (\d+) more", made)
    assert made.count("other actions") == 5000 - int(rest)


def test_a_long_trace_keeps_its_last_move() -> None:
    trace = Trace((), TRACE.moves[:1] * 3000 + TRACE.moves[1:])
    verdicts = (verdict(Axis.BEHAVIOUR, Grade.BREAKING, trace), *SAME.verdicts[1:])
    made = markdown(report(replace(SAME, verdicts=verdicts)))
    assert len(made) <= LARGEST
    assert "| 3001 | `push (now press)` |" in made


# ------------------------------------------------------------------------------------------------------------- picture


def test_the_picture_shows_what_was_added_removed_and_changed() -> None:
    picture = changed_picture(report())
    assert picture
    assert [(place.title, place.mark) for place in picture.places] == [
        ("Open", Mark.KEPT),
        ("Shut", Mark.KEPT),
        ("± Bolted (was Locked)", Mark.CHANGED),
    ]
    assert [(arrow.source, arrow.target, arrow.mark) for arrow in picture.arrows] == [
        ("Open", "Shut", Mark.CHANGED),
        ("Bolted", "Shut", Mark.ADDED),
    ]
    assert [tale.text for tale in picture.places[2].inside] == ["push ignore", 'push reject "bolted"']


def test_states_that_came_and_went_are_marked() -> None:
    picture = changed_picture(report(replace(COMPARISON, renamed=())))
    assert picture
    marks = {place.name: place.mark for place in picture.places}
    assert (marks["Bolted"], marks["Locked"]) == (Mark.ADDED, Mark.REMOVED)


def test_where_no_cell_changed_there_is_no_picture() -> None:
    assert changed_picture(report(replace(COMPARISON, cells=(), renamed=()), old="a", new="b")) is not None
    same = report(SAME)
    assert changed_picture(Report(SAME, same.old, same.old)) is None


def test_a_picture_leaves_out_what_nobody_could_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fsmc.diff.shown.picture.MOST_ARROWS", 1)
    picture = changed_picture(report())
    assert picture
    assert (len(picture.arrows), picture.left_out) == (1, 1)
    assert "1 more moves changed" in markdown(report())


def test_the_svg_has_its_colours_on_light_and_on_dark_pages() -> None:
    picture = changed_picture(report())
    assert picture
    drawn = changed_svg(picture)
    ElementTree.fromstring(drawn)
    assert ".fsmc-diagram .added .line{fill:none;stroke:#1a7f37}" in drawn
    assert "[data-theme=dark] .fsmc-diagram .added .line{fill:none;stroke:#3fb950}" in drawn
    assert 'class="edge added"' in drawn
    assert "Generated by fsmc diff" in drawn


def test_the_png_is_one_of_fsmcs_own() -> None:
    picture = changed_picture(report())
    assert picture
    assert b"Generated by fsmc diff" in changed_png(picture)


@pytest.mark.parametrize("made", [report(), replaced(HOSTILE), replaced("end"), replaced("click x")])
def test_real_mermaid_draws_it_with_the_words_as_they_are(mermaid: Mermaid, made: Report) -> None:
    picture = changed_picture(made)
    assert picture
    mermaid.draw(changed_mermaid(picture))
    words = " ".join(mermaid.texts(".nodeLabel") + mermaid.texts(".edgeLabel"))
    told = [tale.text for arrow in picture.arrows for tale in arrow.tales]
    assert all("".join(text.split()) in "".join(words.split()) for text in told)
    assert mermaid.count("path.flowchart-link") == len(picture.arrows)


def test_hostile_names_stay_words_in_the_svg() -> None:
    picture = changed_picture(replaced(HOSTILE))
    assert picture
    root = ElementTree.fromstring(changed_svg(picture))
    words = "".join("".join(root.itertext()).split())
    assert "".join(HOSTILE.split()) in words


# -------------------------------------------------------------------------------------------------------------- GitHub


def commands(made: Report, file: str = "specs/door.fsm") -> list[str]:
    return workflow_commands(made, file, lambda one: one.grade is Grade.BREAKING).splitlines()


def test_verdicts_and_cells_are_annotations_of_the_new_file() -> None:
    assert commands(report()) == [
        "::error file=specs/door.fsm,line=15,title=behaviour%3A breaking::"
        "Open on push does something else%0Atrace: push, press",
        "::error file=specs/door.fsm,title=names%3A breaking::names is breaking",
        "::warning file=specs/door.fsm,title=stored states%3A narrows::stored states is narrows",
        "::error file=specs/door.fsm,line=15,title=emitted actions%3A breaking::"
        "emitted actions is breaking%0Atrace: push, press",
        "::notice file=specs/door.fsm,line=10,title=Open; push%3A other actions::- -> Shut / squeak%0A+ -> Shut",
        "::notice file=specs/door.fsm,line=15,title=Bolted (was Locked); knock%3A added (no run comes here)::"
        "+ [loud] -> Shut",
        "::notice file=specs/door.fsm,line=14,title=Bolted (was Locked); push%3A other verdict::"
        '- ignore%0A+ reject "bolted"',
    ]


def test_without_a_file_an_annotation_has_no_place() -> None:
    assert all("file=" not in line and "line=" not in line for line in commands(report(), ""))


def test_github_gets_no_more_annotations_than_it_shows() -> None:
    told = commands(many(500))
    assert len([line for line in told if line.startswith("::notice")]) == 10
    assert told[-1].endswith("::491 more cells changed")


def test_no_name_becomes_a_command() -> None:
    told = commands(replaced(HOSTILE + "\n::error::y"))
    assert all(re.match(r"::(error|warning|notice) [^\n]*?title=[^:,]*::", line) for line in told)
    assert not any(line.startswith("::error::") for line in told)


# --------------------------------------------------------------------------------------------------------- all of them


def test_formats_are_the_same_each_time() -> None:
    for show in (text, json_text, markdown, lambda made: "".join(commands(made))):
        assert show(report()) == show(report())


def test_no_trace_is_told_twice() -> None:
    assert text(report()).count("the shortest trace") == 1
    assert TRACE.last.new_text == "press"


# --------------------------------------------------------------------------------------------- what is told in common


def test_cells_in_which_the_same_changed_are_told_once() -> None:
    cells = tuple(replace(CELLS[0], old=(state, "push"), new=(state, "push")) for state in ("Open", "Shut", "Bolted"))
    made = report(replace(COMPARISON, cells=cells))
    assert "  Open, Shut, Bolted\n    push  other actions  - 10  -> Shut / squeak\n" in text(made)
    assert "| `Open`, `Shut`, `Bolted` | `push` | other actions |" in markdown(made)
    assert "**3 cells changed**" in markdown(made)
    assert len([line for line in commands(made) if line.startswith("::notice")]) == 1
    assert len(document(made)["cells"]) == 3


def test_what_is_written_as_it_was_but_means_something_else_is_told_so() -> None:
    way = replace(CELLS[0].old_ways[0], text="-> Shut / start draught", actions=("start draught",))
    kept = replace(way, text="[else] -> stay", changed=False)
    cell = replace(CELLS[0], old_ways=(way, kept), new_ways=(replace(way, span=CELLS[1].new_ways[0].span), kept))
    made = report(replace(COMPARISON, cells=(cell,), renamed=()))
    assert "push  other actions  ~ 15  -> Shut / start draught\n" in text(made)
    assert "1 cell changed: 1 other actions; ~ is written as before, but what it names has changed\n" in text(made)
    assert "| `-> Shut / start draught` (line 15) | the same words; what they name has changed |" in markdown(made)
    picture = changed_picture(made)
    assert picture
    assert [(tale.mark, tale.text) for arrow in picture.arrows for tale in arrow.tales] == [
        (Mark.CHANGED, "push / start draught")
    ]


def test_the_same_change_on_several_events_is_told_once() -> None:
    cells = tuple(replace(CELLS[0], old=("Open", event), new=("Open", event)) for event in ("push", "turn"))
    made = report(replace(COMPARISON, cells=cells))
    assert "    push, turn  other actions  - 10  -> Shut / squeak\n" in text(made)
    assert text(made).count("other actions  -") == 1
    assert "| `Open` | `push`, `turn` | other actions |" in markdown(made)
    assert "title=Open; push%2C turn%3A other actions::" in workflow_commands(made, "door.fsm", lambda _: False)


def test_events_too_long_for_a_column_stand_above_what_changed() -> None:
    events = ("push-the-whole-door", "turn-the-whole-door", "knock")
    cells = tuple(replace(CELLS[0], old=("Open", event), new=("Open", event)) for event in events)
    told = text(report(replace(COMPARISON, cells=cells)))
    assert "    push-the-whole-door, turn-the-whole-door, knock\n      other actions  - 10" in told


def test_what_changed_in_many_cells_by_what_they_name_is_counted() -> None:
    ways = [replace(CELLS[0].old_ways[0], text=f"-> Shut / start draught = {at}s") for at in range(50)]
    cells = tuple(replace(CELLS[0], old_ways=(way,), new_ways=(way,)) for way in ways)
    made = report(replace(COMPARISON, cells=cells))
    assert "\n  and 45 more cells, written as before: `--format json` has all\n" in text(made)
    assert "… and 45 more cells, written as before: what they name has changed." in markdown(made)
    assert "45 more cells changed" in workflow_commands(made, "door.fsm", lambda _: False)


def test_of_many_open_questions_the_first_are_told() -> None:
    asked = tuple(f"question {at}" for at in range(50))
    open_ = Verdict(Axis.BEHAVIOUR, Grade.UNKNOWN, "why", open=asked)
    made = text(report(replace(COMPARISON, verdicts=(open_, *COMPARISON.verdicts[1:]))))
    assert "(open: question 0; question 1; question 2; and 47 more)" in " ".join(made.split())


def test_long_lists_of_details_are_counted() -> None:
    details = tuple(f"finding {number}" for number in range(40))
    verdicts = (replace(COMPARISON.verdicts[0], details=details), *COMPARISON.verdicts[1:])
    made = report(replace(COMPARISON, verdicts=verdicts))
    assert "and 32 more: `--format json` has all" in text(made)
    assert "… and 28 more" in markdown(made)
    assert document(made)["verdicts"][0]["details"] == list(details)


def test_what_the_sentence_tells_is_not_told_again() -> None:
    verdicts = (replace(COMPARISON.verdicts[0], because="only this: a", details=("a",)), *COMPARISON.verdicts[1:])
    assert text(report(replace(COMPARISON, verdicts=verdicts))).count(" a\n") == 1


def test_a_place_of_a_picture_tells_no_more_than_is_read() -> None:
    picture = changed_picture(many(40))
    assert picture
    (arrow,) = (one for one in picture.arrows if one.source == "Open")
    assert [tale.text for tale in arrow.tales][-1] == "and 70 more"


def test_a_renamed_event_is_told_by_both_names() -> None:
    cell = replace(CELLS[0], new=("Open", "press"))
    assert "press (was push)" in text(report(replace(COMPARISON, cells=(cell,))))


def test_the_title_of_an_annotation_names_a_few_states() -> None:
    cells = tuple(replace(CELLS[0], old=(f"S{at}", "push"), new=(f"S{at}", "push")) for at in range(9))
    assert (
        "title=S0%2C S1%2C S2 and 6 more states; push%3A other actions"
        in commands(report(replace(COMPARISON, cells=cells)))[4]
    )
