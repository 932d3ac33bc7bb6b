"""What a connection can write, in a few words."""

from __future__ import annotations

from tui.domain.connections import Capabilities
from tui.domain.generation import GenerationKind
from tui.presentation.rows import type_word

_FROM = {
    GenerationKind.FROM_GIT: "from git",
    GenerationKind.FROM_TOPIC: "from a topic",
    GenerationKind.FROM_BRIEF: "from a topic, when the platform sees fit",
}


def generation_words(can: Capabilities) -> str:
    """What it writes, from what: "changelog, post, linkedin from git"."""
    if can.generation is None:
        return ""
    types = ", ".join(type_word(each) for each in can.generated_types) or "post"
    return f"{types} {_FROM[can.generation]}"
