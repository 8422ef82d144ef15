"""Problems proposed by a model: asked for as JSON, read with suspicion, malformed ones dropped.

Only the form is looked at here; whether solutions and tests agree is found out by running them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from engine.synthesis.chat.asking import Unanswered
from engine.synthesis.chat.exchange import Message, Reply, Request, Role, Stop, canonical
from engine.synthesis.problem import Problem
from engine.synthesis.teachers.model import Dropped, DropReason, Proposal, Proposed, Wish
from engine.synthesis.teachers.prompts import filled, prompt
from engine.synthesis.teachers.rounds import Asking

_TEXTS: Final = ("instruction", "signature", "entry", "method")
_LISTS: Final = ("solutions", "tests")

SCHEMA: Final = canonical(
    {
        "type": "object",
        "properties": {
            **{name: {"type": "string"} for name in _TEXTS},
            **{name: {"type": "array", "items": {"type": "string"}} for name in _LISTS},
        },
        "required": [*_TEXTS, *_LISTS],
        "additionalProperties": False,
    }
)
"""The JSON Schema of a reply, for models that take one."""

FEWEST_SOLUTIONS: Final = 2
FEWEST_TESTS: Final = 3
"""With fewer of them nothing can agree with anything."""

_LONGEST: Final = 20_000
"""Characters of one text."""

_FENCE: Final = re.compile(r"```(?:json)?\n(?P<inside>.*)\n```", re.DOTALL)


class _MalformedError(ValueError):
    """A part is not what was asked for; the message says how."""


def propose(
    wishes: Sequence[Wish],
    asking: Asking,
    model: str,
    *,
    max_tokens: int = 8192,
    temperature: float | None = None,
) -> Iterator[Proposal]:
    """A problem for each wish, in order; equal wishes are asked for once. Raises `TeacherError`
    where nothing more can be asked."""
    requests = [request_for(wish, model, max_tokens, temperature) for wish in wishes]
    unique = list({request.key: request for request in requests}.values())
    replies: dict[str, Reply | Unanswered] = {}
    answered = asking.ask_all(unique)
    for wish, request in zip(wishes, requests, strict=True):
        while request.key not in replies:
            asked, reply = next(answered)
            replies[asked.key] = reply
        yield _proposal(wish, replies[request.key])


def request_for(wish: Wish, model: str, max_tokens: int, temperature: float | None) -> Request:
    """The request for one problem."""
    settings = prompt("settings").splitlines()
    asked = filled(
        "task_problem",
        title=wish.concept.title,
        about=wish.concept.about,
        difficulty=wish.difficulty.value,
        number=str(wish.number),
        setting=settings[wish.number % len(settings)],
    )
    turn = Message(Role.USER, asked)
    return Request(
        model, (turn,), shared=prompt("problems"), max_tokens=max_tokens,
        temperature=temperature, schema=SCHEMA, sample=wish.number,
    )  # fmt: skip


def _proposal(wish: Wish, reply: Reply | Unanswered) -> Proposal:
    unusable = unusable_reply(reply)
    if unusable is not None:
        return unusable
    assert isinstance(reply, Reply)
    return read_problem(wish, reply.text)


def unusable_reply(reply: Reply | Unanswered) -> Dropped | None:
    """Why there is no whole reply; None where there is one."""
    if isinstance(reply, Unanswered):
        return Dropped(DropReason.UNANSWERED, reply.why)
    match reply.stop:
        case Stop.REFUSED:
            return Dropped(DropReason.REFUSED, "the model declined")
        case Stop.LENGTH:
            return Dropped(DropReason.CUT_OFF, "the reply was cut off")
        case Stop.END:
            return None


def json_of(text: str) -> dict[str, object]:
    """The JSON object of a reply, in a fence of Markdown or bare; raises `ValueError`."""
    fenced = _FENCE.fullmatch(text.strip())
    try:
        form = json.loads(text if fenced is None else fenced["inside"])
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the reply is not JSON ({error})") from error
    if not isinstance(form, dict):
        raise ValueError("the reply is JSON, but no object")  # noqa: TRY004  # as for what is none
    return form


def read_problem(wish: Wish, text: str) -> Proposal:
    """The problem that a reply holds. Solutions and tests that are none are left out; where too
    few are left, or another part is none, it is dropped."""
    try:
        form = json_of(text)
        texts = {name: _text(form, name) for name in _TEXTS}
        lists = {name: _list(form, name) for name in _LISTS}
        if set(form) != {*_TEXTS, *_LISTS}:
            raise _MalformedError(f"it has other keys: {sorted(set(form) - {*_TEXTS, *_LISTS})}")
        if not texts["instruction"].strip():
            raise _MalformedError("it has no instruction")
        entry, method = texts["entry"], texts["method"]
        signature = texts["signature"].strip().removesuffix(":")
        parameters = _signature(signature, entry, method)
        left_out: list[str] = []
        solutions = _kept(
            lists["solutions"], "solution", left_out,
            lambda each: _check_solution(each, entry, method, parameters),
        )  # fmt: skip
        tests = _kept(lists["tests"], "test", left_out, lambda each: _check_test(each, entry))
        if len(solutions) < FEWEST_SOLUTIONS or len(tests) < FEWEST_TESTS:
            counts = f"{len(solutions)} solutions and {len(tests)} tests"
            raise _MalformedError("; ".join([f"it has {counts} of the right form", *left_out[:3]]))
    except ValueError as error:
        return Dropped(DropReason.MALFORMED, str(error))
    problem = Problem(
        wish.concept.slug, wish.difficulty, texts["instruction"].strip(), signature, entry,
        solutions, tests, method,
    )  # fmt: skip
    return Proposed(problem, tuple(left_out))


def _text(form: dict[str, object], name: str) -> str:
    found = form.get(name)
    if not isinstance(found, str) or len(found) > _LONGEST:
        raise _MalformedError(f"its `{name}` is no text of a fitting length")
    return found


def _list(form: dict[str, object], name: str) -> list[str]:
    found = form.get(name)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise _MalformedError(f"its `{name}` are no list of texts")
    return found


def _kept(
    texts: list[str], what: str, left_out: list[str], check: Callable[[str], str]
) -> tuple[str, ...]:
    """The texts of the right form, each once, as ``check`` gives them."""
    found: dict[str, None] = {}
    for number, text in enumerate(texts, start=1):
        try:
            kept = check(text)
        except ValueError as error:
            left_out.append(f"{what} {number} {error}")
            continue
        if kept in found:
            left_out.append(f"{what} {number} stands there twice")
        found[kept] = None
    return tuple(found)


def _parsed(text: str) -> ast.Module:
    if len(text) > _LONGEST:
        raise _MalformedError("is too long")
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _MalformedError(f"is no Python ({error})") from error


def _signature(text: str, entry: str, method: str) -> list[str]:
    """The names of the parameters of a typed signature, `self` left out."""
    if not entry.isidentifier() or not (method == "" or method.isidentifier()):
        raise _MalformedError("its entry or its method is no name")
    try:
        tree = _parsed(f"{text}: ...\n")
    except _MalformedError as error:
        raise _MalformedError(f"its signature {error}") from error
    found = _defined(tree, entry, method)
    if found is None or len(tree.body) != 1:
        raise _MalformedError("its signature is not that of its entry")
    given = _arguments(found)[1:] if method else _arguments(found)
    if found.returns is None or any(each.annotation is None for each in given):
        raise _MalformedError("its signature has no types")
    return [each.arg for each in given]


def _defined(tree: ast.Module, entry: str, method: str) -> ast.FunctionDef | None:
    """The last definition of the entry, or of its method."""
    found: ast.FunctionDef | None = None
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) if name == entry and not method:
                found = node
            case ast.ClassDef(name=name, body=body) if name == entry and method:
                methods = [each for each in body if isinstance(each, ast.FunctionDef)]
                named = [each for each in methods if each.name == method]
                found = named[-1] if named else None
            case _:
                pass
    return found


def _arguments(node: ast.FunctionDef) -> list[ast.arg]:
    given = node.args
    more = [each for each in (given.vararg, given.kwarg) if each is not None]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *more]


def _check_solution(text: str, entry: str, method: str, parameters: list[str]) -> str:
    found = _defined(_parsed(text), entry, method)
    if found is None:
        raise _MalformedError(f"does not define {f'{entry}.{method}' if method else entry}")
    names = [each.arg for each in _arguments(found)][1 if method else 0 :]
    if names != parameters:
        raise _MalformedError("has other parameters than the signature")
    return text.strip("\n") + "\n"


def _check_test(text: str, entry: str) -> str:
    tree = _parsed(text)
    match tree.body:
        case [ast.Assert()]:
            pass
        case [
            ast.With(items=[ast.withitem(context_expr=ast.Call(func=called))], body=[ast.Expr()])
        ]:
            if ast.unparse(called) != "pytest.raises":
                raise _MalformedError("is a `with` of another thing than `pytest.raises`")
        case _:
            raise _MalformedError("is no single `assert`, and no `with pytest.raises(…):`")
    if not any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == entry
        for node in ast.walk(tree)
    ):
        raise _MalformedError(f"does not call {entry}")
    return ast.unparse(tree)
