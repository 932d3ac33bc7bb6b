"""The local state database."""

from tui.state.store import State, open_state

__all__ = ["State", "open_state"]
