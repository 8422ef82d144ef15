"""Records as training data, in the forms that trainers read.

A prompt holds the program and the question; the reasoning goes where the form has a place for it,
and the answer stands by itself.
"""

from __future__ import annotations

from enum import Enum

from engine.synthesis.record import Direction, Record


class Form(Enum):
    """What a line of an export is. Closed."""

    PROMPT = "prompt-completion"  #: `prompt` and `completion`, the reasoning within `<think>`
    THINK = "messages"  #: `messages`; the reasoning within `<think>` in the assistant's `content`
    REASONING = "messages-reasoning-content"  #: `messages`; in a field `reasoning_content`
    THINKING = "messages-thinking"  #: `messages`; in a field `thinking`
    PAPER = "question-answer"  #: `question` and `answer`, with `<output>` or `<input>` tags


def exported(record: Record, form: Form) -> dict[str, object]:
    """The record as a line of an export."""
    prompt = prompt_of(record)
    reasoning, answer = record.reasoning.rstrip("\n"), record.answer
    thought = f"<think>\n{reasoning}\n</think>\n\n{answer}"
    match form:
        case Form.PROMPT:
            return {"id": record.id, "prompt": prompt, "completion": thought}
        case Form.THINK:
            return _messages(record, prompt, {"content": thought})
        case Form.REASONING:
            return _messages(record, prompt, {"content": answer, "reasoning_content": reasoning})
        case Form.THINKING:
            return _messages(record, prompt, {"content": answer, "thinking": reasoning})
        case Form.PAPER:
            tag = tag_of(record)
            asked = f"{prompt}\n\nPut the answer between <{tag}> and </{tag}>."
            told = f"{reasoning}\n\n<{tag}>{answer}</{tag}>"
            return {"id": record.id, "question": asked, "answer": told}


def _messages(record: Record, prompt: str, said: dict[str, str]) -> dict[str, object]:
    turns = [{"role": "user", "content": prompt}, {"role": "assistant", **said}]
    return {"id": record.id, "messages": turns}


def prompt_of(record: Record) -> str:
    """The program and the question."""
    return f"```python\n{record.code.rstrip()}\n```\n\n{record.question}"


def tag_of(record: Record) -> str:
    """What is between the tags of the paper's form."""
    return "output" if record.direction is Direction.FORWARD else "input"
