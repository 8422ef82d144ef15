"""The rewriting of a sample of the standard library, and that its check sees what is wrong.

`python -m tests.capture.stdlib_rewriting` does all of it."""

from __future__ import annotations

import dis
from dataclasses import replace

import pytest

from engine.capture.instrument import CodeInfo, Registry, instrument
from engine.capture.layout import encode_exception_table, exception_entries
from engine.capture.log import Log
from tests.capture.stdlib_rewriting import check, decode, depths, faults, handlers, library, modules

_SAMPLE = """
_collections_abc.py abc.py asyncio/tasks.py bisect.py cmd.py code.py codeop.py colorsys.py
concurrent/futures/thread.py contextlib.py copy.py csv.py fnmatch.py functools.py glob.py
graphlib.py heapq.py json/decoder.py keyword.py linecache.py queue.py reprlib.py sched.py
shlex.py string.py textwrap.py tempfile.py
""".split()  # with most kinds of handlers, generators, coroutines and comprehensions


def test_sample_of_the_standard_library() -> None:
    outcome = check([library() / name for name in _SAMPLE], workers=1)
    assert outcome.invalid == outcome.refused == outcome.wrong == []
    assert outcome.modules == len(_SAMPLE)
    assert outcome.codes > 700
    assert outcome.handled > 2000


def test_the_whole_library_is_found_without_its_tests() -> None:
    names = {str(path.relative_to(library())) for path in modules()}
    assert set(_SAMPLE) < names
    assert not any(name.startswith(("test/", "site-packages/")) for name in names)


_NESTED = """
def f(things):
    for thing in things:
        with thing as entered:
            try:
                try:
                    raise ValueError([x for x in entered if x > 1 and thing])
                finally:
                    things = thing(entered, key=things)
            except (ValueError, KeyError) as error:
                continue
    return things
"""


def rewriting(source: str = _NESTED) -> CodeInfo:
    """The rewriting of the function `f` of a source text."""
    log = Log()
    registry = Registry(log)
    instrument(compile(source, "<nested>", "exec"), log, registry)
    return next(info for info in registry.infos.values() if info.original.co_name == "f")


def test_a_right_rewriting_has_no_faults() -> None:
    assert faults(rewriting()) == []


@pytest.mark.parametrize("field", ["target", "depth", "lasti"])
def test_a_changed_handler_is_seen(field: str) -> None:
    info = rewriting()
    entries = list(exception_entries(info.rewritten.co_exceptiontable))
    own = [n for n, entry in enumerate(entries) if entry[3] > 0]  # not the added handler
    assert len(own) > 2
    for number in own:
        start, end, target, depth, lasti = entries[number]
        match field:
            case "target":
                changed = (start, end, decode(info.rewritten)[0].start, depth, lasti)
            case "depth":
                changed = (start, end, target, depth - 1, lasti)
            case _:
                changed = (start, end, target, depth, not lasti)
        table = encode_exception_table([*entries[:number], changed, *entries[number + 1 :]])
        broken = replace(info, rewritten=info.rewritten.replace(co_exceptiontable=table))
        assert any("handler" in fault for fault in faults(broken))


def test_a_lost_range_is_seen() -> None:
    info = rewriting()
    entries = list(exception_entries(info.rewritten.co_exceptiontable))
    for number in range(len(entries)):
        table = encode_exception_table(entries[:number] + entries[number + 1 :])
        broken = replace(info, rewritten=info.rewritten.replace(co_exceptiontable=table))
        assert faults(broken)


def test_a_changed_instruction_is_seen() -> None:
    """Every original instruction, with another argument, with another opcode, and not there."""
    info = rewriting()
    raw = info.rewritten.co_code
    for unit in decode(info.original):
        place = info.to_rewritten[unit.offset]
        if unit.target < 0:
            other = bytes([(unit.argument & 0xFF) ^ 1])
            code = raw[: place + 1] + other + raw[place + 2 :]
            assert faults(replace(info, rewritten=info.rewritten.replace(co_code=code))), unit
        nop = bytes([dis.opmap["NOP"]])
        if unit.opcode != nop[0]:
            code = raw[:place] + nop + raw[place + 1 :]
            assert faults(replace(info, rewritten=info.rewritten.replace(co_code=code))), unit
        without = {old: new for old, new in info.to_rewritten.items() if old != unit.offset}
        assert faults(replace(info, to_rewritten=without)), unit


def test_a_changed_jump_is_seen() -> None:
    info = rewriting()
    raw = info.rewritten.co_code
    jumps = [unit for unit in decode(info.original) if unit.target >= 0]
    assert jumps
    for unit in jumps:
        at = info.to_rewritten[unit.offset] + 1
        changed = (raw[at] + 40) & 0xFF
        code = raw[:at] + bytes([changed]) + raw[at + 1 :]
        assert faults(replace(info, rewritten=info.rewritten.replace(co_code=code))), unit


def test_a_probe_that_keeps_something_on_the_stack_is_seen() -> None:
    info = rewriting()
    raw = info.rewritten.co_code
    mine = set(info.to_rewritten.values())
    pop, nop = dis.opmap["POP_TOP"], dis.opmap["NOP"]
    probes = [u for u in decode(info.rewritten) if u.opcode == pop and u.offset not in mine]
    assert len(probes) > 10
    for unit in probes:
        code = raw[: unit.offset] + bytes([nop]) + raw[unit.offset + 1 :]
        assert faults(replace(info, rewritten=info.rewritten.replace(co_code=code)))


def test_a_stack_that_is_too_small_is_seen() -> None:
    info = rewriting()
    units = decode(info.rewritten)
    highest = max(depths(info.rewritten, units, handlers(info.rewritten)).values())
    small = replace(info, rewritten=info.rewritten.replace(co_stacksize=highest - 1))
    assert any("too small" in fault for fault in faults(small))


def test_decoding_agrees_with_dis() -> None:
    code = rewriting().rewritten
    expected = [
        (each.offset, each.opname, each.arg or 0, each.argval if each.opcode in dis.hasjrel else -1)
        for each in dis.get_instructions(code)
        if each.opname != "EXTENDED_ARG"
    ]
    has_argument = dis.HAVE_ARGUMENT
    assert expected == [
        (u.offset, u.name, u.argument if u.opcode >= has_argument else 0, u.target)
        for u in decode(code)
    ]
