"""Lengths and rules of texts: what each network and each platform takes, and what an item has."""

from __future__ import annotations

from tui.domain.rules.findings import NEEDS_TEXT, RULES, Finding, blocks, findings
from tui.domain.rules.networks import NETWORKS, Network, network_of

__all__ = ["NEEDS_TEXT", "NETWORKS", "RULES", "Finding", "Network", "blocks", "findings", "network_of"]
