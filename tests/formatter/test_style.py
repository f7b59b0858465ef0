"""The style by examples: a spec as somebody wrote it, and as it is laid out."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from fsmc.formatter import LayoutError, formatted
from fsmc.formatter import formatter as stage
from fsmc.source import SourceFile


def laid_out(text: str, *, sort: bool = False) -> str:
    result = formatted(SourceFile("spec.fsm", dedent(text).lstrip("\n")), sort=sort)
    assert not result.faults
    return "\n" + result.text


def test_columns_of_a_block_are_aligned() -> None:
    assert (
        laid_out("""
        CLOSED on passive-OPEN -> LISTEN / create-TCB @3.10.1
        SYN-SENT on rcv-SYN -> SYN-RECEIVED / snd(SYN, ACK) @3.10.7.3 {fig5} ## Both opened.
        CLOSED ignore valid-RST @3.10.7.1 ## Nothing to reset.
    """)
        == """
CLOSED   on passive-OPEN -> LISTEN       / create-TCB     @3.10.1
SYN-SENT on rcv-SYN      -> SYN-RECEIVED / snd(SYN, ACK)  @3.10.7.3 {fig5}  ## Both opened.
CLOSED   ignore valid-RST                                 @3.10.7.1         ## Nothing to reset.
"""
    )


def test_a_blank_line_ends_a_block_and_so_does_a_heading() -> None:
    assert (
        laid_out("""
        A on x -> B
        Longest on y -> B

        A on x -> B
        # ---- more
        Long on y -> B
    """)
        == """
A       on x -> B
Longest on y -> B

A on x -> B
# ---- more
Long on y -> B
"""
    )


def test_a_comment_or_documentation_above_a_line_ends_no_block() -> None:
    assert (
        laid_out("""
        A on x -> B
        # why
        Long on y -> B
        ## told
        B on y -> B
    """)
        == """
A    on x -> B
# why
Long on y -> B
## told
B    on y -> B
"""
    )


def test_one_wide_cell_does_not_push_a_block_to_the_right() -> None:
    short = "\n".join(f"S{number} on x -> B" for number in range(8))
    wide = "S1, S2, S3, S4, S5, S6, S7 and-more on x -> B".replace(" and-more", "")
    assert laid_out(f"{short}\n{wide}\n") == f"\n{short}\n{wide}\n"


def test_a_line_that_is_little_longer_than_many_does_not_stand_out() -> None:
    short = [f"S{number:<2} on x" for number in range(20)]
    long = f"S20 on {15 * 'e'}"
    assert laid_out("\n".join(f"{line} -> B" for line in [*short, long])) == "".join(
        ["\n", *(f"{line:<{len(long)}} -> B\n" for line in [*short, long])]
    )


def test_columns_go_on_in_a_line_that_is_broken_up_to_its_first_comma() -> None:
    assert (
        laid_out("""
        A on x -> B / a
        A on longest [g] -> Longest / a,  # one
          b
    """)
        == """
A on x           -> B       / a
A on longest [g] -> Longest / a,  # one
    b
"""
    )


def test_what_stands_beside_a_line_is_not_pushed_over_the_edge() -> None:
    doc = "## " + "word " * 15 + "end."
    assert laid_out(f"A on x -> B {doc}\nA on event-with-a-long-name -> B ## short\n") == (
        f"\nA on x                      -> B  {doc}\nA on event-with-a-long-name -> B  ## short\n"
    )
    longer = doc.replace("end.", "and the end.")
    assert laid_out(f"A on x -> B {longer}\nA on event-with-a-long-name -> B ## short\n") == (
        f"\nA on x -> B  {longer}\nA on event-with-a-long-name -> B  ## short\n"
    )


def test_signs_have_the_blanks_that_their_meaning_asks_for() -> None:
    assert (
        laid_out("""
        action  snd(flags:Flag *,n:int=2*3)to  peer
        type Reply(status :int)
        A .. C,D except B on x,timeout t[a<- 1 and not(b or ok( c ))]->stay/n=- n,n+=( 2 ),say( -1,r . x )if b@3{p,q}
    """)
        == """
action snd (flags: Flag*, n: int = 2 * 3) to peer
type Reply (status: int)
A..C, D except B on x, timeout t [a < -1 and not (b or ok(c))] -> stay / n = -n, n += (2), say(-1, r.x) if b  @3 {p, q}
"""
    )


def test_a_long_list_breaks_after_a_comma_and_what_fits_is_joined() -> None:
    actions = [f"action-{number}(argument)" for number in range(9)]
    assert laid_out(f"A on x -> B / {', '.join(actions)} @1\n") == (
        f"\nA on x -> B / {', '.join(actions[:5])},\n    {', '.join(actions[5:])}  @1\n"
    )
    assert laid_out("A on x -> B / a,\n\n  b,\nc\n") == "\nA on x -> B / a, b, c\n"


def test_a_remark_inside_a_statement_stays_behind_its_comma() -> None:
    assert (
        laid_out("""
        A on x -> B / a,# one
            ## two
          b,
          c
    """)
        == """
A on x -> B / a,  # one
    ## two
    b, c
"""
    )


def test_the_paths_of_a_block_are_all_on_one_line_or_all_broken_below_their_start() -> None:
    steps = ", ".join(["timeout retransmission -> S"] * 5)
    assert laid_out(f"scenario a: S, e -> S\n\nscenario b: S, {steps}\nscenario c: S, e -> S\n") == (
        f"\nscenario a: S, e -> S\n\nscenario b: S,\n    {', '.join(['timeout retransmission -> S'] * 4)},\n"
        "    timeout retransmission -> S\nscenario c: S,\n    e -> S\n"
    )


def test_a_comment_that_goes_on_below_stays_below() -> None:
    assert laid_out("state A # one\n   # two\nstate B\n") == "\nstate A  # one\n         # two\nstate B\n"


def test_remarks_keep_every_character_but_blanks_at_their_end() -> None:
    assert laid_out("#no blank,\ttab \t\n##  two   blanks\nstate A #x\n") == (
        "\n#no blank,\ttab\n##  two   blanks\nstate A  #x\n"
    )


def test_blank_lines_part_and_no_more() -> None:
    assert laid_out("\n\nstate A\n\n \n\nstate B\n\n\n") == "\nstate A\n\nstate B\n"
    assert formatted(SourceFile("spec.fsm", "\n \n")).text == ""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_stay_as_those_of_the_first_line(end: str) -> None:
    text = f"state  A{end}state B{end}state C\n"
    assert formatted(SourceFile("spec.fsm", text)).text == f"state A{end}state B{end}state C{end}"


def test_wide_characters_count_twice() -> None:
    assert (
        laid_out("state '初期' initial # a\nstate B # b\n")
        == "\nstate '初期' initial  # a\nstate B               # b\n"
    )


def test_a_text_with_a_fault_of_form_is_left_as_it_is() -> None:
    text = "state  A\nstate   B B\n"
    result = formatted(SourceFile("spec.fsm", text))
    assert result.text == text
    assert [found.code for found in result.faults] == ["FSM001"]


@pytest.mark.parametrize(
    "text", ["state A\n## of nothing\n", 'A reject x, "y,\n b" z\n', "A on x -> B / a,\n", "x" + "\n"]
)
def test_every_fault_of_form_is_found_though_lines_that_are_alike_are_parsed_once(text: str) -> None:
    assert formatted(SourceFile("spec.fsm", text)).faults


def test_sorting_goes_by_state_then_event_then_target_and_takes_remarks_along() -> None:
    assert (
        laid_out(
            """
        state A initial
        state B
        group AB = A, B
        event x
        event y
        timer t = 1s

        any on x -> A
        # about B
        B on x -> A
        A on other -> B
        A on timeout t -> B
        A on y [else] -> A
        ## told
        A on y [n > 3] -> B
        AB ignore y
        A on x -> B
    """,
            sort=True,
        ).partition("\n\n")[2]
        == """\
A   on x         -> B
## told
A   on y [n > 3] -> B
A   on y [else]  -> A
A   on timeout t -> B
A   on other     -> B
AB  ignore y
# about B
B   on x         -> A
any on x         -> A
"""
    )


def test_sorting_crosses_no_blank_line_no_heading_and_no_other_statement() -> None:
    text = """
state A initial
state B

B on x -> A

# ---- here
A on x -> B
enter A / a
A on y -> B
"""
    assert laid_out(text, sort=True) == text


def test_documentation_apart_from_its_statement_keeps_it_in_its_place() -> None:
    text = "\nstate A\nstate B\n\n## told\n\nB on x -> A\nA on x -> B\n"
    assert laid_out(text, sort=True) == text


def test_a_layout_that_would_lose_a_word_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "laid_out", lambda block: ["state A"])
    with pytest.raises(LayoutError, match="words"):
        laid_out("state  B\n")


def test_the_examples_of_the_page_about_style_are_true() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "style.md").read_text(encoding="utf-8")
    before, after, *others = re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert laid_out(before) == f"\n{after}"
    for example in others:
        assert laid_out(example) == f"\n{example}"
