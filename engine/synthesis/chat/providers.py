"""Which module speaks to which kind of model; each needs a package that is an extra."""

from __future__ import annotations

import importlib
from enum import Enum
from typing import cast

from engine.errors import ErrorCode, TeacherError
from engine.synthesis.chat.abilities import AbilityTable
from engine.synthesis.chat.model import ChatModel


class Provider(Enum):
    """The ways to a model. Closed; the value is what the command line calls it."""

    ANTHROPIC = "anthropic"
    OPENAI = "openai-compatible"


_CLASSES = {
    Provider.ANTHROPIC: ("engine.synthesis.chat.anthropic_messages", "AnthropicMessages"),
    Provider.OPENAI: ("engine.synthesis.chat.openai_chat", "OpenAIChat"),
}


def connect(
    provider: Provider,
    table: AbilityTable,
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    timeout: float = 600.0,
) -> ChatModel:
    """The provider's models. Nothing is sent yet. Without ``api_key`` the provider's environment
    variable is read (docs/teachers.md); a server of one's own (``base_url``) with the OpenAI
    protocol needs neither. Raises `TeacherError` without the provider's package, or without a key
    where it wants one."""
    module, name = _CLASSES[provider]
    try:
        made = getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as error:
        raise TeacherError(
            ErrorCode.TEACHER_MISSING,
            f"The package `{error.name}` is not installed",
            remedy="Install it with `pip install 'stepwitness[teachers]'`.",
        ) from error
    found = made(table, api_key=api_key, base_url=base_url, timeout=timeout)
    return cast("ChatModel", found)
