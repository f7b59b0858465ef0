"""The model as JSON and the cells as CSV: whole, as the schema says, stable, and text wherever they are read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from fsmc import output
from fsmc.emit import data
from fsmc.emit.reference import emit_reference
from fsmc.model import Machine
from tests.emit.build import machine_of
from tests.random.engine_soak import random_machines

jsonschema = pytest.importorskip("jsonschema")

ROOT = Path(__file__).parent.parent.parent
SPECS = [*sorted((ROOT / "specs").glob("*.fsm")), Path(__file__).parent / "everything.fsm"]
SCHEMA = json.loads((ROOT / "fsmc/emit/data/model.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

REST = """
machine 'Rest <of it>' "<b>" @1 {MUST-3}
reference R "http://example.org/{}"
reference BAD "javascript:alert(1)"
type Flag = SYN | ACK   ## Bits.
type mode = on | off
const BIG = 9007199254740993
const NEGATIVE = -3
tag fig "<i>" mark   ## A figure.
option depth: int = 2
var mode: slow | quick
event 'timeout t' (c: red | green = red)
event deep (n: int, fs: Flag*) from peer
event shallow = deep [n < BIG and not (n == -7)]
event rest = deep [else]
event later
action snd (fs: Flag*) to peer / mode = quick
guard wanted "it is" (n: int) @R:2
state A "=1+1" initial
state B final
group ALL "all" box = A, B
timer t = 2s within A
unlisted ignore @BAD:3
A on shallow [wanted(n - 1) or running(t)] -> B / snd(SYN, ACK) if depth > 1, start t if false, raise later {fig}
A on shallow [else] -> stay / mode = quick, stop t, start t = 3 * 1s
A on timeout t, 'timeout t' -> A
A reject rest "=HYPERLINK(1), or <!-- \\"so\\""
B never rest "'=2"
B on later -> stay  ## Two lines
## of documentation, with a \u202e hidden sign and a tab\tin it.
A defer later
enter B / snd()   ## On entering.
leave A / mode = slow {MUST}
scenario one "one way" bold: A [depth == 2], shallow(1, SYN) [wanted(0)] -> B
scenario two dashed: A, 'timeout t' -> A
view all "everything" to peer = {fig}, {MUST}, ALL, A, scenario one
"""


def rest() -> Machine:
    """What the other specs leave out, with hostile text."""
    return machine_of(REST)


def read(path: Path) -> Machine:
    return machine_of(path.read_text(encoding="utf-8"))


def machines() -> Iterator[Machine]:
    yield from map(read, SPECS)
    yield rest()


def document(machine: Machine) -> Any:
    """The document as a reader has it."""
    (artifact,) = data.emit_json(machine)
    return json.loads(artifact.text)


def rows(machine: Machine) -> list[dict[str, str]]:
    (artifact,) = data.emit_csv(machine)
    return list(csv.DictReader(io.StringIO(artifact.text)))


# ------------------------------------------------------------------------------------------------------ the document


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_document_is_what_the_schema_says() -> None:
    for machine in machines():
        VALIDATOR.validate(document(machine))


def test_the_documents_of_random_specs_are_what_the_schema_says() -> None:
    for _, machine in islice(random_machines(2020), 12):
        VALIDATOR.validate(document(machine))


def test_the_schema_speaks_of_no_key_that_no_document_has() -> None:
    used = {key for machine in machines() for key in keys(document(machine))}
    assert {name for part in parts(SCHEMA) for name in part.get("properties", {})} <= used


def keys(value: Any) -> Iterator[str]:
    for part in parts(value):
        yield from part


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """All objects within a value."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(inner)


def test_the_text_says_what_the_value_says() -> None:
    for machine in machines():
        assert document(machine) == data.model(machine) == json.loads(data.embedded(machine))


def test_everything_declared_is_there_in_order_of_the_spec() -> None:
    for machine in machines():
        found = data.model(machine)
        named = {
            "references": machine.references,
            "constants": machine.constants,
            "options": machine.options,
            "variables": machine.variables,
            "timers": machine.timers,
            "actions": machine.actions,
            "guards": machine.predicates,
            "states": machine.states,
            "groups": machine.groups,
            "scenarios": machine.scenarios,
            "views": machine.views,
        }
        for key, entities in named.items():
            assert [entry["name"] for entry in found[key]] == [entity.name for entity in entities], key
        assert [entry["label"] for entry in found["lines"]] == [line.label for line in machine.lines]
        assert len(found["events"]) == len(machine.all_events)


def test_every_cell_is_there_with_the_lines_that_decide_it() -> None:
    for machine in machines():
        found = data.model(machine)
        labels = {line["id"]: line["label"] for line in [*found["lines"], found["unlisted"]]}
        assert len(labels) == len(found["lines"]) + 1, "ids are unique"
        cells = [[labels[branch["line"]] for branch in cell["branches"]] for cell in found["cells"]]
        in_order = [cell for state in machine.states for cell in machine.cells_of(state)]
        assert cells == [[branch.line.label for branch in cell.branches] for cell in in_order]
        guards = [[branch.get("guard", {}).get("text") for branch in cell["branches"]] for cell in found["cells"]]
        assert guards == [[b.guard and str(b.guard) for b in cell.branches] for cell in in_order]


def test_ids_lead_to_places_of_the_reference() -> None:
    for path in SPECS:
        machine = read(path)
        page = emit_reference(machine).text
        found = data.model(machine)
        for key in ("states", "events", "cells", "timers", "actions", "guards", "scenarios"):
            missing = [entry["id"] for entry in found[key] if f'id="{entry["id"]}"' not in page]
            assert not missing, key


def test_a_name_that_two_things_share_is_told_apart() -> None:
    found = data.model(rest())
    assert [e["name"] for e in found["events"] if "timeout" in e["name"]] == ["'timeout t'", "timeout t"]
    assert [kind["name"] for kind in found["types"] if kind["name"].startswith("mode")] == ["mode", "mode.2"]
    assert found["variables"][0]["type"] == {"enumeration": "mode.2"}
    assert [cell["event"] for cell in found["cells"] if cell["state"] == "A"].count("'timeout t'") == 1


def test_a_number_that_readers_would_round_is_a_text_of_digits() -> None:
    assert data.model(rest())["constants"][0]["value"]["tree"]["value"] == "9007199254740993"


def test_only_addresses_of_the_web_are_links() -> None:
    found = data.model(rest())
    assert [reference.get("url") for reference in found["references"]] == ["http://example.org/{}", None]
    assert "javascript:" not in data.embedded(rest())


def test_nothing_in_the_text_is_hidden_and_nothing_ends_the_script_of_a_page() -> None:
    (artifact,) = data.emit_json(rest())
    assert "\\u202e" in artifact.text
    assert "\u202e" not in artifact.text
    assert artifact.text.isprintable() or not [c for c in artifact.text if not c.isprintable() and c != "\n"]
    assert not set("<>&\n") & set(data.embedded(rest()))


def test_lines_are_short_except_where_a_text_is_long() -> None:
    for machine in machines():
        (artifact,) = data.emit_json(machine)
        for line in artifact.text.splitlines():
            longest = max((len(text) for text in re.findall(r'"(?:[^"\\]|\\.)*"', line)), default=0)
            assert len(line.rstrip("]},")) <= 120 or longest > 60, line


def test_a_line_more_in_a_spec_is_few_lines_more_in_its_document() -> None:
    text = (ROOT / "specs" / "ppp_lcp.fsm").read_text(encoding="utf-8")
    more = text.replace("\nInitial ", "\nInitial on Up [false] -> Closed  ## Never.\nInitial ", 1)
    assert more != text
    before, after = (lines_of(machine_of(each)) for each in (text, more))
    assert 0 < len(after - before) < 12
    assert len(before - after) < 8


def lines_of(machine: Machine) -> set[tuple[str, int]]:
    """The lines of a document, equal ones numbered."""
    (artifact,) = data.emit_json(machine)
    seen: dict[str, int] = {}
    found = set()
    for line in artifact.text.splitlines():
        seen[line] = seen.get(line, 0) + 1
        found.add((line, seen[line]))
    return found


def test_the_examples_of_the_manual_are_as_the_schema_says() -> None:
    manual = (ROOT / "docs" / "json.md").read_text(encoding="utf-8").partition("\n## Mutants\n")[0]
    shown = [json.loads(text) for text in re.findall(r"^```json\n(.*?)^```$", manual, re.MULTILINE | re.DOTALL)]
    whole, notes, events, line, cell, expression, step = shown
    VALIDATOR.validate({**data.model(rest()), **whole})
    VALIDATOR.evolve(schema={**SCHEMA["properties"]["events"], "$defs": SCHEMA["$defs"]}).validate(events)
    VALIDATOR.validate({**data.model(rest()), "machine": {"name": "M", "slug": "m", **notes}})
    for kind, example in (("line", line), ("cell", cell), ("expression", expression), ("step", step)):
        VALIDATOR.evolve(schema={"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]}).validate(example)


def test_the_example_of_the_manual_is_what_fsmc_writes() -> None:
    manual = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    (artifact,) = data.emit_json(read(ROOT / "specs" / "turnstile.fsm"))
    first = re.search(r"^```json\n(.*?)^```$", manual, re.MULTILINE | re.DOTALL)
    assert first
    states = first[1].partition(' "states": [')[2].partition(" ]")[0]
    assert states.strip() in artifact.text


# --------------------------------------------------------------------------------------------------------- the table


def test_the_table_has_a_row_for_each_branch_of_each_cell() -> None:
    for machine in machines():
        branches = [branch for cell in data.model(machine)["cells"] for branch in cell["branches"]]
        found = rows(machine)
        assert [row["line"] for row in found] == [branch["line"] for branch in branches]
        assert [row["kind"] for row in found] == [branch["outcome"] for branch in branches]


def test_a_row_says_all_of_a_branch() -> None:
    row = next(row for row in rows(rest()) if row["event"] == "shallow")
    assert list(row.items())[:-1] == [
        ("state", "A"),
        ("event", "shallow"),
        ("source", "peer"),
        ("guard", "wanted(n - 1) or running(t)"),
        ("kind", "moves"),
        ("target", "B"),
        ("actions", "mode = slow; snd(SYN, ACK) if depth > 1; start t if false; raise later; snd"),
        ("reason", ""),
        ("citations", ""),
        ("tags", "fig"),
        ("line", "line.A.shallow"),
    ]


def test_every_row_has_every_column_and_the_last_one_is_empty() -> None:
    for machine in machines():
        (artifact,) = data.emit_csv(machine)
        head, *body = csv.reader(io.StringIO(artifact.text))
        assert "Generated by fsmc" in head[-1]
        assert len(set(head)) == len(head)
        assert all(len(row) == len(head) and row[-1] == "" for row in body)
        assert "\r" not in artifact.text
        assert artifact.text.count("\n") == len(body) + 1, "a row is a line"


def test_no_field_is_a_formula_and_what_was_added_can_be_taken_away() -> None:
    reasons = {row["event"]: row["reason"] for row in rows(rest()) if row["reason"]}
    (hostile,) = (row["reason"] for row in rows(rest()) if row["kind"] == "rejected")
    assert hostile == '\'=HYPERLINK(1), or <!-- "so"'
    assert "''=2" in reasons.values()
    for machine in machines():
        for row in rows(machine):
            assert not any(re.match("[=+@-]", field) for field in row.values())


# ------------------------------------------------------------------------------------------------------- both


def test_fsmc_knows_both_files_for_its_own(tmp_path: Path) -> None:
    for machine in machines():
        for artifact in (*data.emit_json(machine), *data.emit_csv(machine)):
            path = tmp_path / artifact.name
            path.write_text(artifact.text, encoding="utf-8")
            assert output.is_ours(path), artifact.name


def test_the_example_of_a_step_has_usual_values_and_no_time_below_zero() -> None:
    machine = machine_of(
        "machine M\ntype R (wait: duration)\nevent e (n: int, d: duration, s: str, r: R)\nevent f (d: duration)\n"
        "var kept: duration\naction act (d: duration)\nstate S initial\n"
        "S on e -> stay / act(r.wait)\nS on f [d >= 0s] -> stay / kept = d\nscenario s: S, e -> S, f -> S\n"
    )
    steps = document(machine)["scenarios"][0]["steps"]
    assert [step["example"]["payload"] for step in steps] == [[1, 1, "text", {"wait": 1}], [1]]
