"""A hub of fake platforms, and what is asked of it."""

from __future__ import annotations

from tests.fakes.platform import FakePlatform, opener
from tui.domain.ports import Platform
from tui.domain.posts import Post
from tui.services.hub import Hub


async def a_hub(*platforms: FakePlatform) -> Hub:
    hub = Hub([platform.connection for platform in platforms], opener(platforms))
    await hub.connect()
    return hub


async def read(platform: Platform) -> Post:
    return await platform.post("p1")
