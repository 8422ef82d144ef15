"""Text of what is told as it happens, without a line (docs/semantics.md §5.75 to §5.80)."""

from __future__ import annotations

from engine.claims.discourse_phrases import loop_phrasings
from engine.claims.model import (
    AltersUnnamed,
    Branches,
    BranchWord,
    CallBegins,
    Change,
    Exactly,
    Excepts,
    Jump,
    Jumps,
    LabelledPass,
    NamedCallContext,
    NotConverted,
    NothingHappens,
    RaisedBy,
    Returned,
    Shows,
    Unchanged,
)
from engine.claims.phrases import NoTextError, code, expression, literal, numerals, ordinals


def telling_phrasings(
    claim: (
        Shows
        | Branches
        | Jumps
        | Unchanged
        | CallBegins
        | Returned
        | AltersUnnamed
        | NothingHappens
        | RaisedBy
        | NotConverted
        | Excepts
    ),
) -> tuple[str, ...]:
    """All ways to say the claim; raises `NoTextError`."""
    match claim:
        case Shows(expr=expr, value=value):
            return (f"{expression(expr)} = {literal(value)}",)
        case Branches(word=BranchWord.ANY, taken=taken):
            return (f"the condition is {'true' if taken else 'false'}",)
        case Branches(word=word, taken=taken):
            said = "is taken" if taken else "is not taken"
            return (f"the {code(word.value)} branch {said}",)
        case Jumps():
            return _jumps(claim)
        case Unchanged(expr=expr, value=None):
            return (f"{expression(expr)} is unchanged",)
        case Unchanged(expr=expr, value=value) if value is not None:
            return tuple(
                f"{expression(expr)} {verb} {literal(value)}"
                for verb in ("remains", "stays", "stays at")
            )
        case CallBegins():
            return _begins(claim)
        case Returned(result=Exactly(value=value)):
            return (f"{literal(value)} is returned",)
        case AltersUnnamed(change=Change.APPEND, operand=operand, key=None):
            return (f"{literal(operand)} is appended",)
        case AltersUnnamed(change=Change.APPEND, operand=operand, key=key) if key is not None:
            return (f"{literal(operand)} is appended to the list of key {literal(key)}",)
        case AltersUnnamed(change=Change.REMOVE, operand=operand):
            return (f"{literal(operand)} is removed",)
        case AltersUnnamed(change=Change.POP, operand=operand):
            return (f"{literal(operand)} is popped",)
        case NothingHappens(but=name):
            return _nothing_happens(name)
        case RaisedBy() | NotConverted() | Excepts():
            return (_of_exceptions(claim),)
        case _:
            raise NoTextError("no words say this")


def _of_exceptions(claim: RaisedBy | NotConverted | Excepts) -> str:
    match claim:
        case RaisedBy(expr=expr, exception=kind):
            return f"{expression(expr)} raises {code(kind)}"
        case NotConverted(expr=expr, kind=None):
            return f"{expression(expr)} cannot be converted"
        case NotConverted(expr=expr, kind=kind):
            to = "an int" if kind == "int" else "a float"
            return f"{expression(expr)} cannot be converted to {to}"
        case Excepts(clause=clause):
            word = "except" if clause is None else f"except {clause.text}"
            return f"the {code(word)} branch is taken"


def _begins(claim: CallBegins) -> tuple[str, ...]:
    called = f"{expression(claim.expr)} is called"
    match claim:
        case CallBegins(by=None, given=(), nth=None):
            return (called,)
        case CallBegins(by=None, given=(), nth=nth) if nth is not None:
            return tuple(f"{called} for the {each} time" for each in ordinals(nth))
        case CallBegins(by=None, given=given, nth=None):
            with_them = " & ".join(f"{code(name)} = {literal(value)}" for name, value in given)
            return (f"{called} with {with_them}",)
        case CallBegins(expr=expr, by=by, given=(), nth=None) if by is not None:
            return (f"{expression(by)} calls {expression(expr)}",)
        case _:
            raise NoTextError("no words say all of this of a call")


def _jumps(claim: Jumps) -> tuple[str, ...]:
    match claim:
        case Jumps(jump=Jump.BREAK, loop=None):
            return ("we break",)
        case Jumps(jump=Jump.CONTINUE, loop=None):
            return ("we continue",)
        case Jumps(jump=Jump.RETURN, loop=None):
            return ("the function returns",)
        case Jumps(jump=Jump.ON, loop=loop) if loop is not None:
            return tuple(f"the {words} goes on" for words in loop_phrasings(loop))
        case _:
            raise NoTextError("no words say this")


def named_call_phrasings(context: NamedCallContext) -> tuple[str, ...]:
    """``back in `g(3)` ``, and as a heading ``call `g(3)` ``."""
    return (expression(context.expr),)


def labelled_pass_phrasings(context: LabelledPass) -> tuple[str, ...]:
    """``index 2``, ``turn two``."""
    return tuple(f"{context.word.value} {each}" for each in numerals(context.number))


def _nothing_happens(but: str | None) -> tuple[str, ...]:
    if but is None:
        return "nothing happens", "nothing changes"
    return (f"nothing is added to anything but {code(but)}",)
