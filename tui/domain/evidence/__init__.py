"""What a text that was written from git leans on, and what in it is in none of its sources."""

from __future__ import annotations

from tui.domain.evidence.leaning import Evidence, Leaning, evidence

__all__ = ["Evidence", "Leaning", "evidence"]
