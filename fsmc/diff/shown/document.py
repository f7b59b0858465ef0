"""A comparison in, its JSON out: every value of it under one key each (`diff.schema.json`, docs/diff.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fsmc.diff.shown import words
from fsmc.diff.shown.picture import banner
from fsmc.diff.side import Report, Side
from fsmc.diff.verdict import CellChange, DeclarationChange, Move, Reply, Trace, Verdict, Way
from fsmc.emit.data.layout import pretty

VERSION = 1
"""Of the format: a larger one breaks readers, new keys alone do not make one."""

Entry = dict[str, Any]


def json_text(report: Report) -> str:
    """The whole comparison as JSON."""
    return pretty(document(report))


def document(report: Report) -> Entry:
    """The whole comparison as a value of JSON."""
    found = report.comparison
    return {
        "$comment": banner(report),
        "format": "fsmc-diff",
        "version": VERSION,
        "old": _side(report.old),
        "new": _side(report.new),
        "grade": found.grade.value,
        "verdicts": [_verdict(verdict, report) for verdict in found.verdicts],
        "renamed": [{"kind": one.kind, "old": one.old, "new": one.new} for one in found.renamed],
        "cells": [_cell(change, report) for change in found.cells],
        "declarations": [_declaration(change, report) for change in found.declarations],
    }


def _side(side: Side) -> Entry:
    return {"name": side.name, "machine": side.machine.name, "table": side.table}


def _cell(change: CellChange, report: Report) -> Entry:
    return {
        "changes": [kind.value for kind in change.changes],
        "old": _place(change.old),
        "new": _place(change.new),
        "reachable": change.reachable,
        "oldWays": [_way(way, report.old) for way in change.old_ways],
        "newWays": [_way(way, report.new) for way in change.new_ways],
    }


def _place(cell: tuple[str, str] | None) -> Entry | None:
    return {"state": cell[0], "event": cell[1]} if cell else None


def _way(way: Way, side: Side) -> Entry:
    return {
        "text": way.text,
        "guard": way.guard,
        "target": way.target,
        "actions": list(way.actions),
        "line": side.line(way.span) or None,
        "changed": way.changed,
    }


def _declaration(change: DeclarationChange, report: Report) -> Entry:
    return {
        "kind": change.kind,
        "name": change.name,
        "old": change.old,
        "new": change.new,
        "oldLine": report.old.line(change.old_span) or None,
        "newLine": report.new.line(change.new_span) or None,
    }


def _verdict(verdict: Verdict, report: Report) -> Entry:
    return {
        "axis": verdict.axis.value,
        "grade": verdict.grade.value,
        "because": verdict.because,
        "details": list(verdict.details),
        "open": list(verdict.open),
        "trace": _trace(verdict.trace, report) if verdict.trace else None,
    }


def _trace(trace: Trace, report: Report) -> Entry:
    return {
        "options": _pairs(trace.options, "value"),
        "moves": [_move(move, report) for move in trace.moves],
        "replay": words.replays(trace, report),
    }


def _move(move: Move, report: Report) -> Entry:
    return {
        "text": move.text,
        "newText": move.new_text,
        "old": _reply(move.old, report.old),
        "new": _reply(move.new, report.new),
    }


def _reply(reply: Reply, side: Side) -> Entry:
    return {
        "answer": reply.answer.value,
        "state": reply.state,
        "actions": list(reply.actions),
        "reason": reply.reason,
        "timers": _pairs(reply.timers, "left"),
        "deferred": list(reply.deferred),
        "lines": [line for span in reply.spans if (line := side.line(span))],
    }


def _pairs(pairs: Sequence[tuple[str, str]], second: str) -> list[Entry]:
    return [{"name": name, second: value} for name, value in pairs]
