"""What a receiver is sent: contracts/blogree.md and contracts/repostra.md, "What it sends"."""

from __future__ import annotations

import html
import json
from datetime import datetime
from typing import Any

from tui.desk.delivery.times import blogree_time, repostra_time
from tui.desk.store.tables import BlogreePost, BlogreeSite, RepostraContent, RepostraSocial


def blogree_body(
    post: BlogreePost, site: BlogreeSite, event: str, now: datetime, previous_version: int | None = None
) -> str:
    """The JSON that a Blogree site is sent: `{event, post, site, delivered_at}`, an update with
    `previous_version`. `delivered_at` is the time at which the delivery was made: the body stays the
    same in every try.
    """
    body: dict[str, Any] = {
        "event": event,
        "post": _blogree_post(post),
        "site": {"id": site.id, "name": site.name},
        "delivered_at": blogree_time(now),
    }
    if previous_version is not None:
        body["previous_version"] = previous_version
    return json.dumps(body)


def _blogree_post(post: BlogreePost) -> dict[str, Any]:
    """A post as the API gives it, less its deliveries."""
    return {
        "id": post.id,
        "version": post.version,
        "slug": post.slug,
        "title": post.title,
        "excerpt": post.excerpt,
        "body": {"html": post.body_html, "markdown": post.body_markdown, "json": post.body_json},
        "meta": {
            "title": post.meta_title,
            "description": post.meta_description,
            "og_image": post.meta_og_image,
            "canonical_url": post.meta_canonical_url,
        },
        "tags": post.tags,
        "status": post.status,
        "scheduled_at": blogree_time(post.scheduled_at),
        "published_at": blogree_time(post.published_at),
        "created_at": blogree_time(post.created_at),
        "updated_at": blogree_time(post.updated_at),
    }


def repostra_blog_body(content: RepostraContent, content_html: str) -> str:
    """The JSON that a Repostra website is sent; `excerpt` only where there is a description."""
    body: dict[str, Any] = {
        "type": "blog_post",
        "title": content.title,
        "content": content_html,
        "repostra_post_id": content.id,
    }
    if content.description:
        body["excerpt"] = content.description
    return json.dumps(body)


def repostra_social_body(social: RepostraSocial) -> str:
    """The JSON that a Repostra social webhook is sent."""
    return json.dumps(
        {
            "type": "social_post",
            "platform": social.platform,
            "content_type": social.content_type,
            "content": text_to_html(social.content or ""),
            "topic": social.topic,
            "scheduled_for": repostra_time(social.scheduled_for),
            "blog_content_id": social.blog_content_id,
        }
    )


def text_to_html(text: str) -> str:
    """A plain text as HTML: a paragraph for each block of lines, nothing in it read as markup."""
    blocks = [block.strip("\n") for block in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(
        f"<p>{html.escape(block).replace(chr(10), '<br>')}</p>" for block in blocks if block.strip()
    )
