"""Programs from sketches: with steps before and after, in one function or in several."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from textwrap import dedent
from typing import Final

from engine.synthesis.generator.after import AFTER
from engine.synthesis.generator.before import BEFORE, ONLY_LOOK
from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.sketch import Parameter, Sketch
from engine.synthesis.generator.steps import After, Before
from engine.synthesis.generator.styling.scope import stores

_BOUND_AFTER: Final = frozenset({"longest", "best", "largest", "first", "second", "key", "value"})
"""Variables of steps that come after."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A program in its plain style, with what it is to do."""

    entry: str
    parameters: tuple[Parameter, ...]
    returns: str
    module: ast.Module
    instruction: str
    sketch: Sketch
    refused: object = None  #: a first argument for which it raises, if there is one

    def arguments(self, rng: Random) -> tuple[object, ...]:
        """Arguments for one call of the entry."""
        more = self.parameters[len(self.sketch.parameters) :]
        return (*self.sketch.arguments(rng), *(each.values(rng) for each in more))


def compose(sketch: Sketch, draw: Draw) -> Composed:
    """Add steps to a sketch, as many as its difficulty asks for."""
    if sketch.result in {*_BOUND_AFTER, sketch.name, *(each.name for each in sketch.parameters)}:
        sketch = replace(sketch, result="found")
    before, after = _steps(sketch, draw)
    added = [each.parameter for each in (before, after) if each is not None and each.parameter]
    taken = _names(sketch.body) | {each.name for each in sketch.parameters}
    if any(each.name in taken for each in added):
        before, after, added = None, None, []
    parameters = (*sketch.parameters, *added)
    entry = sketch.name
    if after is not None:
        entry = f"{after.verb}_{sketch.name}"
    elif before is not None and before.fresh:
        entry = f"{sketch.name}_of_{before.adjective}"
    returns = sketch.returns if after is None else after.returns
    module = _Module(sketch, draw, entry).build(before, after, parameters, returns)
    told = _instruction(sketch, draw, entry, before, after, parameters)
    return Composed(
        entry, parameters, returns, module, told, sketch, None if before is None else before.refused
    )


def _steps(sketch: Sketch, draw: Draw) -> tuple[Before | None, After | None]:
    """The steps: at most one when easy, one when medium, two when hard, where they fit."""
    # All questions are asked whatever the answers, so that the two streams stay in step.
    share = draw.meaning.random()
    first = draw.meaning.random() < 0.5
    before, after = _before(sketch, draw), _after(sketch, draw)
    if draw.hard:
        return before, after
    if draw.easy and share < 0.3:
        return None, None
    if (first and before is not None) or after is None:
        return before, None
    return None, after


def _before(sketch: Sketch, draw: Draw) -> Before | None:
    table = BEFORE if sketch.narrows else ONLY_LOOK
    found = table.get(sketch.parameters[0].type, ()) if sketch.parameters else ()
    return draw.pick(*found)(draw, sketch) if found else None


def _after(sketch: Sketch, draw: Draw) -> After | None:
    found = AFTER.get(sketch.returns, ()) if sketch.goes_on else ()
    return draw.pick(*found)(draw, sketch, sketch.result) if found else None


class _Module:
    """Puts the parts of one program together."""

    def __init__(self, sketch: Sketch, draw: Draw, entry: str) -> None:
        self._sketch = sketch
        self._draw = draw
        self._entry = entry
        self._core = _parsed(sketch.body)
        self._above: list[ast.stmt] = _parsed(sketch.before)
        self._recurs = sketch.name in _names(sketch.body)
        self._apart_always = self._recurs
        self._keeps = False  #: whether the first parameter is needed as it was given

    def build(
        self,
        before: Before | None,
        after: After | None,
        parameters: tuple[Parameter, ...],
        returns: str,
    ) -> ast.Module:
        body: list[ast.stmt] = []
        first = self._sketch.parameters[0].name if self._sketch.parameters else ""
        self._keeps = after is not None and first in _names(after.code)
        self._apart_always = self._recurs or (self._keeps and _stores(self._core, first))
        fresh = self._add_before(before, body)
        apart = before is not None and self._entry != self._sketch.name and self._apart(0.25)
        if after is None and not apart and not (before is not None and self._apart_always):
            body += self._renamed(fresh)
        elif after is None:
            body.append(ast.Return(self._core_called(fresh)))
        else:
            self._add_core(body, fresh)
            self._add_after(after, body)
        entry = _function(self._entry, parameters, returns, body)
        return ast.Module([*self._above, entry], [])

    def _apart(self, share: float) -> bool:
        return self._draw.chance(share * 2 if self._draw.hard else share)

    def _add_before(self, before: Before | None, body: list[ast.stmt]) -> str:
        """Adds the step; the name under which the core finds its first parameter."""
        first = self._sketch.parameters[0] if self._sketch.parameters else None
        if before is None or first is None:
            return first.name if first is not None else ""
        code = _parsed(before.code)
        if before.fresh and (before.fresh in _names(self._sketch.body) or self._draw.chance(0.3)):
            longer = f"{before.adjective}_{first.name}"
            _rename(code, before.fresh, longer)
            before = replace(before, fresh=longer)
        if not before.function or not self._apart(0.25):
            if before.fresh and self._rebinds(before):
                _rename(code, before.fresh, first.name)
                body += code
                return first.name
            body += code
            return before.fresh or first.name
        more = (before.parameter,) if before.parameter is not None else ()
        handed = [ast.Name(each.name, ast.Load()) for each in (first, *more)]
        called = ast.Call(ast.Name(before.function, ast.Load()), list(handed), [])
        if not before.fresh:
            self._above.append(_function(before.function, (first,), "None", code))
            body.append(ast.Expr(called))
            return first.name
        self._above.append(
            _function(before.function, (first, *more), first.type, _ending(code, before.fresh))
        )
        rebinds = self._draw.chance(0.4) and not self._keeps
        fresh = first.name if rebinds else before.fresh
        body.append(ast.Assign([ast.Name(fresh, ast.Store())], called, lineno=0))
        return fresh

    def _rebinds(self, before: Before) -> bool:
        """Whether the parameter's own name is used on; never for what is built bit by bit."""
        single = len(_parsed(before.code)) == 1 and not self._keeps
        return single and self._draw.chance(0.4)

    def _renamed(self, fresh: str) -> list[ast.stmt]:
        if fresh and fresh != self._sketch.parameters[0].name:
            _rename(self._core, self._sketch.parameters[0].name, fresh)
        return self._core

    def _core_called(self, fresh: str) -> ast.expr:
        """Puts the core into a function of its own; a call of it."""
        sketch = self._sketch
        name = sketch.name
        if name == self._entry:  # the core calls itself, and the entry checks its arguments first
            name = f"{name}_of_valid"
            _rename(self._core, sketch.name, name)
        self._above.append(_function(name, sketch.parameters, sketch.returns, self._core))
        rest = [each.name for each in sketch.parameters[1:]]
        handed: list[ast.expr] = [ast.Name(each, ast.Load()) for each in (fresh, *rest) if each]
        return ast.Call(ast.Name(name, ast.Load()), handed, [])

    def _add_core(self, body: list[ast.stmt], fresh: str) -> None:
        returns = sum(
            isinstance(node, ast.Return) for each in self._core for node in ast.walk(each)
        )
        last = self._core[-1]
        inline = returns == 1 and isinstance(last, ast.Return)
        defines = any(isinstance(each, ast.FunctionDef) for each in self._core)
        if (
            inline
            and not defines
            and not self._apart_always
            and not self._apart(0.35)
            and self._entry != self._sketch.name
        ):
            core = self._renamed(fresh)
            assert isinstance(last, ast.Return)
            body += core[:-1]
            value = last.value
            assert value is not None
            if not (isinstance(value, ast.Name) and value.id == self._sketch.result):
                body.append(
                    ast.Assign([ast.Name(self._sketch.result, ast.Store())], value, lineno=0)
                )
            return
        called = self._core_called(fresh)
        body.append(ast.Assign([ast.Name(self._sketch.result, ast.Store())], called, lineno=0))

    def _add_after(self, after: After, body: list[ast.stmt]) -> None:
        code = _parsed(after.code)
        free = not any(each.name in after.code for each in self._sketch.parameters)
        if after.function and free and len(code) > 1 and self._apart(0.2):
            result = Parameter(self._sketch.result, self._sketch.returns, "", lambda _: None)
            more = (after.parameter,) if after.parameter is not None else ()
            self._above.append(_function(after.function, (result, *more), after.returns, code))
            handed: list[ast.expr] = [ast.Name(each.name, ast.Load()) for each in (result, *more)]
            body.append(ast.Return(ast.Call(ast.Name(after.function, ast.Load()), handed, [])))
            return
        body += code


def _parsed(text: str) -> list[ast.stmt]:
    return ast.parse(dedent(text).strip()).body if text.strip() else []


@lru_cache(maxsize=256)
def _names(text: str) -> frozenset[str]:
    return frozenset(
        node.id for each in _parsed(text) for node in ast.walk(each) if isinstance(node, ast.Name)
    )


def _stores(code: list[ast.stmt], name: str) -> bool:
    return any(stores(each, name) for each in code)


def _ending(code: list[ast.stmt], fresh: str) -> list[ast.stmt]:
    """Code that returns what it binds last."""
    match code[-1]:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == fresh:
            return [*code[:-1], ast.Return(value)]
        case _:
            return [*code, ast.Return(ast.Name(fresh, ast.Load()))]


def _rename(code: list[ast.stmt], old: str, new: str) -> None:
    for node in (each for statement in code for each in ast.walk(statement)):
        if isinstance(node, ast.Name) and node.id == old:
            node.id = new


def _function(
    name: str, parameters: tuple[Parameter, ...], returns: str, body: list[ast.stmt]
) -> ast.FunctionDef:
    arguments = [ast.arg(each.name, _type(each.type)) for each in parameters]
    return ast.FunctionDef(
        name, ast.arguments([], arguments, None, [], [], None, []), body, [], _type(returns),
        lineno=0,
    )  # fmt: skip


def _type(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


# -- words --------------------------------------------------------------------------------------


def _instruction(
    sketch: Sketch,
    draw: Draw,
    entry: str,
    before: Before | None,
    after: After | None,
    parameters: tuple[Parameter, ...],
) -> str:
    taken = _listed([f"`{each.name}` ({each.told.rstrip(',')})" for each in parameters])
    core = f"Work out {sketch.gives}." if after is not None else f"Return {sketch.gives}."
    opening = draw.pick(
        f"Write a function `{entry}` that takes {taken}.",
        f"The function `{entry}` takes {taken}.",
        f"`{entry}` is called with {taken}.",
        f"You are given {taken}. Write the function `{entry}`.",
    )
    sentences = [opening]
    if before is not None:
        sentences.append(before.told)
    sentences += [core, *sketch.notes]
    if after is not None:
        sentences.append(after.told)
    return " ".join(sentences)


def _listed(parts: list[str]) -> str:
    if len(parts) < 3:
        return " and ".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
