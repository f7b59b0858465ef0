"""Half of a character, which only a program can hand over, is a finding wherever it stands."""

from __future__ import annotations

import pytest

import fsmc
from fsmc.diagnostics import render
from fsmc.source import SourceFile
from tests.injection.specs import PLACES, hostile


@pytest.mark.parametrize("half", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
def test_half_of_a_character_is_found_at_its_place(half: int) -> None:
    text = f"machine M\nstate A initial  ## A {chr(half)} doc.\n"
    compiled = fsmc.compile(text)
    (fault,) = compiled.diagnostics
    assert (fault.code, fault.span.line, fault.span.column) == ("FSM005", 2, 23)
    assert f"U+{half:04X}" in fault.message
    assert compiled.artifacts == ()
    shown = render(fault, SourceFile("x.fsm", text))
    assert shown.encode("utf-8").decode("utf-8") == shown


@pytest.mark.parametrize("place", PLACES)
def test_at_whichever_place_it_stands_nothing_is_made_of_it(place: str) -> None:
    spec = hostile(["a", "b"])
    number = list(PLACES).index(place)
    found = fsmc.compile(spec.text.replace(f"k{number}k", f"k{number}\udead"))
    assert {fault.code for fault in found.errors} == {"FSM005"}
    assert not found.artifacts


def test_both_halves_are_a_character() -> None:
    assert not fsmc.compile("machine M\nstate A initial  ## \U0001f6aa is a door.\n", only=["markdown"]).errors
