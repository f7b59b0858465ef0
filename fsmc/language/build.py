"""The structure and the tokens of one statement in, the `syntax` value that they stand for out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from lark import Token

from fsmc.language import syntax
from fsmc.language.grammar import Structure
from fsmc.language.syntax import Word
from fsmc.language.tokens import seconds, token_span, unquoted, unquoted_string
from fsmc.source import Span

_SCAFFOLD: dict[str, Any] = {"span": Span(0, 0, 0, 0), "doc": ""}


Method = TypeVar("Method", bound=Callable[..., Any])


def _spanned(method: Method) -> Method:
    """Marks a method that is given the span of its rule before the parts."""
    method.wants_span = True  # type: ignore[attr-defined]
    return method


def _word(token: Token) -> Word:
    return Word(unquoted(token), token_span(token), token.type == "QUOTED")


class _Expressions:
    """Expressions, guards and what names are made of."""

    def head_word(self, token: Token) -> Token:
        return token

    statement_word = verb = head_word

    def name(self, token: Token) -> Word:
        return _word(token)

    head = plain = operand = name

    def label(self, token: Token) -> str:
        return unquoted_string(token)

    def number(self, token: Token) -> syntax.Value:
        return syntax.Value(int(token), "int", token_span(token))

    def duration(self, token: Token) -> syntax.Value:
        return syntax.Value(seconds(token), "duration", token_span(token))

    def text(self, token: Token) -> syntax.Value:
        return syntax.Value(unquoted_string(token), "str", token_span(token))

    def truth(self, token: Token) -> syntax.Value:
        return syntax.Value(token.type == "TRUE", "bool", token_span(token))

    @_spanned
    def reference_or_call(self, span: Span, name: Word, args: tuple[syntax.Expression, ...] | None) -> syntax.Named:
        return syntax.Named(name, args, span)

    @_spanned
    def field(self, span: Span, operand: syntax.Expression, name: Word) -> syntax.Dotted:
        return syntax.Dotted(operand, name, span)

    @_spanned
    def running(self, span: Span, timer: Word) -> syntax.RunningTimer:
        return syntax.RunningTimer(timer, span)

    @_spanned
    def disjunction(self, span: Span, *operands: syntax.Expression) -> syntax.Operation:
        return syntax.Operation("or", operands, span)

    @_spanned
    def conjunction(self, span: Span, *operands: syntax.Expression) -> syntax.Operation:
        return syntax.Operation("and", operands, span)

    @_spanned
    def negate(self, span: Span, operand: syntax.Expression) -> syntax.Operation:
        return syntax.Operation("not", (operand,), span)

    @_spanned
    def minus(self, span: Span, operand: syntax.Expression) -> syntax.Operation:
        return syntax.Operation("negative", (operand,), span)

    @_spanned
    def arithmetic(self, span: Span, left: Any, operator: Token, right: Any) -> syntax.Operation:
        return syntax.Operation(str(operator), (left, right), span)

    @_spanned
    def chain(self, span: Span, *parts: Any) -> syntax.Chain:
        return syntax.Chain(parts[::2], tuple(map(str, parts[1::2])), span)

    def args(self, *items: syntax.Expression | None) -> tuple[syntax.Expression, ...]:
        return tuple(item for item in items if item is not None)

    @_spanned
    def guard(self, span: Span, expression: Any) -> syntax.GuardText:
        is_else = getattr(expression, "type", "") == "ELSE"
        return syntax.GuardText(None if is_else else expression, span)


class _Parts(_Expressions):
    """Notes, types, sets of states, triggers and effects."""

    def notes(self, *parts: Any) -> syntax.NotesText:
        cites = tuple(_cited(part) for part in parts if getattr(part, "type", "") == "CITATION")
        return syntax.NotesText(cites, tuple(part for part in parts if isinstance(part, Word)))

    def members(self, *names: Word) -> tuple[Word, ...]:
        return names

    def params(self, *params: syntax.ParameterText | None) -> tuple[syntax.ParameterText, ...]:
        return tuple(param for param in params if param is not None)

    def param(self, name: Word, type: syntax.TypeText, default: Any) -> syntax.ParameterText:
        return syntax.ParameterText(name, type, default)

    @_spanned
    def kind(self, span: Span, first: Word, *rest: Any) -> syntax.TypeText:
        many = bool(rest) and not isinstance(rest[0], Word)
        members = (first, *rest) if rest and not many else ()
        return syntax.TypeText(None if members else first, many, members, span)

    @_spanned
    def states(self, span: Span, what: Any, excepted: tuple[syntax.Item, ...] | None) -> syntax.StateSet:
        every = not isinstance(what, tuple)
        return syntax.StateSet(() if every else what, every, excepted or (), span)

    sources = states

    def items(self, *items: syntax.Item) -> tuple[syntax.Item, ...]:
        return items

    @_spanned
    def item(self, span: Span, first: Word, last: Word | None) -> syntax.Item:
        return syntax.Item(first, last, span)

    def triggers(self, *triggers: syntax.Trigger) -> tuple[syntax.Trigger, ...]:
        return triggers

    @_spanned
    def trigger(self, span: Span, first: Any, name: Word | None = None) -> syntax.Trigger:
        if isinstance(first, Word):
            return syntax.Trigger(first, False, span)
        return syntax.Trigger(name, name is not None, span)

    def target(self, what: Any) -> Word | None:
        return what if isinstance(what, Word) else None

    def effects(self, *effects: syntax.EffectText) -> tuple[syntax.EffectText, ...]:
        return effects

    @_spanned
    def effect(self, span: Span, body: Any, condition: syntax.Expression | None) -> syntax.EffectText:
        kind, *parts = body
        effect: syntax.EffectText = kind(*parts, span, condition)
        return effect

    def do(self, name: Word, args: Any) -> Any:
        return syntax.DoText, name, args or ()

    def assign(self, name: Word, op: Token, value: syntax.Expression) -> Any:
        return syntax.AssignText, name, str(op), value

    def start_timer(self, timer: Word, duration: syntax.Expression | None) -> Any:
        return syntax.StartText, timer, duration

    def stop_timer(self, timer: Word) -> Any:
        return syntax.StopText, timer

    def raise_event(self, name: Word, args: Any) -> Any:
        return syntax.RaiseText, name, args or ()

    @_spanned
    def step(self, span: Span, trigger: Any, args: Any, guard: Any, target: Word) -> syntax.StepText:
        return syntax.StepText(trigger, args, guard, target, span)

    def tag_part(self, name: Word) -> syntax.PartText:
        return syntax.PartText("tag", name)

    def scenario_part(self, name: Word) -> syntax.PartText:
        return syntax.PartText("scenario", name)

    def set_part(self, name: Word) -> syntax.PartText:
        return syntax.PartText("set", name)


def _cited(token: Token) -> syntax.Cited:
    """`@3.10.1`, or `@RFC5961:4` with the document before the colon."""
    document, colon, section = token[1:].partition(":")
    return syntax.Cited(document if colon else "", section if colon else document, token_span(token))


class Build(_Parts):
    """Statements.  Place and documentation are filled in by the parser, which alone knows them.

    Each method is named after a rule of the grammar and takes its parts, as in Lark's `Transformer`.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens

    def made_of(self, structure: Structure) -> Any:
        """What the structure stands for with these tokens, from the leaves up."""
        tokens, made_of = self._tokens, self.made_of
        parts = [
            tokens[part] if isinstance(part, int) else None if part is None else made_of(part)
            for part in structure.parts
        ]
        method = getattr(self, structure.rule)
        return method(self._span(structure), *parts) if structure.rule in _SPANNED else method(*parts)

    def _span(self, structure: Structure) -> Span:
        first, last = self._tokens[structure.first], self._tokens[structure.last]
        return Span(first.line or 0, first.column or 0, last.end_line or 0, last.end_column or 0)

    def start(self, statement: syntax.Statement) -> syntax.Statement:
        return statement

    def machine(self, name: Word, label: str | None, notes: Any) -> syntax.MachineText:
        return syntax.MachineText(name, label or "", notes=notes, **_SCAFFOLD)

    def reference(self, name: Word, url: Token | None, notes: Any) -> syntax.ReferenceText:
        return syntax.ReferenceText(name, unquoted_string(url) if url else "", notes=notes, **_SCAFFOLD)

    def constant(self, name: Word, value: Any, notes: Any) -> syntax.ConstantText:
        return syntax.ConstantText(name, value, notes=notes, **_SCAFFOLD)

    def type(self, name: Word, body: tuple[Any, ...] | None, notes: Any) -> syntax.TypeDefinition:
        members = body if body and isinstance(body[0], Word) else ()
        fields = body if body and not members else ()
        return syntax.TypeDefinition(name, members, fields, notes=notes, **_SCAFFOLD)

    def option(self, name: Word, type: Any, default: Any, notes: Any) -> syntax.OptionText:
        return syntax.OptionText(name, type, default, notes=notes, **_SCAFFOLD)

    def variable(self, name: Word, type: Any, default: Any, notes: Any) -> syntax.VariableText:
        return syntax.VariableText(name, type, default, notes=notes, **_SCAFFOLD)

    def timer(self, name: Word, duration: Any, within: Any, notes: Any) -> syntax.TimerText:
        return syntax.TimerText(name, duration, within, notes=notes, **_SCAFFOLD)

    def event(self, name: Word, label: str | None, params: Any, source: Any, notes: Any) -> syntax.EventText:
        return syntax.EventText(name, label or "", params or (), source, notes=notes, **_SCAFFOLD)

    def derived(
        self, name: Word, label: str | None, base: Any, guard: Any, source: Any, notes: Any
    ) -> syntax.EventText:
        return syntax.EventText(name, label or "", (), source, base, guard, notes=notes, **_SCAFFOLD)

    def action(
        self, name: Word, label: str | None, params: Any, to: Any, effects: Any, notes: Any
    ) -> syntax.ActionText:
        return syntax.ActionText(name, label or "", params or (), to, effects or (), notes=notes, **_SCAFFOLD)

    def predicate(self, name: Word, label: str | None, params: Any, notes: Any) -> syntax.PredicateText:
        return syntax.PredicateText(name, label or "", params or (), notes=notes, **_SCAFFOLD)

    def flags(self, *flags: Token) -> tuple[Word, ...]:
        return tuple(map(_word, flags))

    def state(self, name: Word, label: str | None, flags: tuple[Word, ...], notes: Any) -> syntax.StateText:
        return syntax.StateText(name, label or "", flags, notes=notes, **_SCAFFOLD)

    def group(self, name: Word, label: str | None, box: Token | None, states: Any, notes: Any) -> syntax.GroupText:
        return syntax.GroupText(name, label or "", box is not None, states, notes=notes, **_SCAFFOLD)

    def tag(self, name: Word, label: str | None, mark: Token | None, notes: Any) -> syntax.TagText:
        return syntax.TagText(name, label or "", mark is not None, notes=notes, **_SCAFFOLD)

    def unlisted(self, kind: Token, reason: Token | None, notes: Any) -> syntax.UnlistedText:
        return syntax.UnlistedText(_word(kind), unquoted_string(reason) if reason else "", notes=notes, **_SCAFFOLD)

    def transition(
        self, sources: Any, triggers: Any, guard: Any, target: Word | None, effects: Any, notes: Any
    ) -> syntax.TransitionText:
        return syntax.TransitionText(sources, triggers, guard, target, effects or (), notes=notes, **_SCAFFOLD)

    def disposition(
        self, sources: Any, kind: Token, triggers: Any, guard: Any, reason: Token | None, notes: Any
    ) -> syntax.DispositionText:
        text = unquoted_string(reason) if reason else ""
        return syntax.DispositionText(sources, _word(kind), triggers, guard, text, notes=notes, **_SCAFFOLD)

    def hook(self, moment: Token, states: Any, effects: Any, notes: Any) -> syntax.HookText:
        return syntax.HookText(str(moment), states, effects, notes=notes, **_SCAFFOLD)

    def heading(self, first: Word | str, *rest: Any) -> syntax.HeadingText:
        name, (label, stroke) = (first, rest) if isinstance(first, Word) else (None, (first, *rest))
        return syntax.HeadingText(name, label or "", str(stroke or ""))

    def scenario(self, heading: syntax.HeadingText | None, start: Word, given: Any, *rest: Any) -> syntax.ScenarioText:
        *steps, notes = rest
        head = heading or syntax.HeadingText()
        return syntax.ScenarioText(head, start, given, tuple(steps), notes=notes, **_SCAFFOLD)

    def view(self, name: Word, label: str | None, to: Word | None, *rest: Any) -> syntax.ViewText:
        *parts, notes = rest
        return syntax.ViewText(name, label or "", to, tuple(parts), notes=notes, **_SCAFFOLD)


_SPANNED = frozenset(name for name in dir(Build) if hasattr(getattr(Build, name), "wants_span"))
