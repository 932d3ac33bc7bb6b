"""Bodies over the desk: an edit is saved and read back, and the rest of the body is as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.platforms.against_desk.doors import Doors, ended
from tui.domain.errors import Invalid, NotSupported
from tui.domain.generation import TopicRequest
from tui.domain.posts import NewPost, PostChanges, PostFilter, PostState
from tui.platforms.repostra.wire import ContentUpdate

EDITORJS = [
    {"id": "a1", "type": "paragraph", "data": {"text": "Be <b>kind</b>."}, "tunes": {"anchor": "top"}},
    {"id": "b2", "type": "embed", "data": {"service": "youtube", "width": 580, "caption": "é 👍🏽"}},
    {"id": "c3", "type": "table", "data": {"withHeadings": False, "content": [["a", "b"]]}},
    {
        "id": "d4",
        "type": "paragraph",
        "data": {"text": 'A <mark class="cdx-marker">mark</mark>', "x": [1, None]},
    },
    {"id": "e5", "type": "list", "data": {"style": "ordered", "meta": {"start": 4}, "items": ["one", "two"]}},
]
UNDERLINED = {
    "type": "paragraph",
    "attrs": {"textAlign": "center"},
    "content": [{"type": "text", "text": "low", "marks": [{"type": "underline"}]}],
}
VIDEO = {"type": "youtube", "attrs": {"src": "https://y.test/v", "width": 640}}


def text(words: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": words}]}


async def test_repostra_keeps_every_block_that_was_not_edited(doors: Doors) -> None:
    job = await ended(doors.repostra, await doors.repostra.generate(TopicRequest("Rich news")))
    id, client = job.ref.id, doors.repostra_client
    body = json.dumps({"time": 1, "blocks": EDITORJS, "version": "2.30.7"})
    await client.update_content(int(id), ContentUpdate(content=body))
    post = await doors.repostra.post(id)
    assert (post.locked, post.markdown.count("editorjs-locked") if post.markdown else 0) == (None, 3)
    assert json.loads(post.raw or "")["blocks"] == EDITORJS
    assert post.markdown is not None
    edited = post.markdown.replace("Be **kind**.", "Be *bold*.") + "\n\nThe end."
    await doors.repostra.save(id, PostChanges(markdown=edited))
    blocks = json.loads((await client.get_content(int(id))).content)["blocks"]
    assert blocks[0] == {**EDITORJS[0], "data": {"text": "Be <i>bold</i>."}}
    assert blocks[1:] == [*EDITORJS[1:], {"type": "paragraph", "data": {"text": "The end."}}]
    with pytest.raises(Invalid, match='locked block "embed"'):
        await doors.repostra.save(id, PostChanges(markdown=edited.replace("youtube", "vimeo")))
    raw = (await doors.repostra.post(id)).raw or ""
    saved = await doors.repostra.save(id, PostChanges(raw=raw.replace("youtube", "vimeo")))
    assert json.loads(saved.raw or "")["blocks"][1]["data"]["service"] == "vimeo"
    with pytest.raises(Invalid, match="Line 2 of the body"):
        await doors.repostra.save(id, PostChanges(raw='{\n"blocks": [}'))
    await doors.repostra.delete(id)


async def test_blogree_keeps_every_node_and_element_that_was_not_edited(doors: Doors) -> None:
    made = await doors.blogree.create(NewPost("Rich", "one\n\ntwo"))
    body: dict[str, Any] = {
        "html": '<p>one</p><p class="low"><u>low</u></p><iframe src="https://y.test/v"></iframe>',
        "markdown": "one\n\nlow",
        "json": {"type": "doc", "content": [text("one"), UNDERLINED, VIDEO]},
    }
    await doors.blogree_transport.request("PATCH", f"/posts/{made.ref.id}", body={"body": body})
    post = await doors.blogree.post(made.ref.id)
    assert post.locked is None
    assert post.markdown is not None
    assert post.markdown.count("tiptap-locked") == 2
    saved = await doors.blogree.save(
        made.ref.id, PostChanges(markdown=post.markdown.replace("one", "1st", 1))
    )
    assert saved.locked is None
    wire = await doors.blogree_client.get_post(made.ref.id)
    assert wire.body is not None
    assert wire.body.tiptap == {"type": "doc", "content": [text("1st"), UNDERLINED, VIDEO]}
    assert wire.body.html == body["html"].replace("one", "1st")
    assert (
        wire.body.markdown
        == '1st\n\n<p class="low"><u>low</u></p>\n\n<iframe src="https://y.test/v"></iframe>'
    )
    untouched = await doors.blogree.save(made.ref.id, PostChanges(markdown=saved.markdown))
    assert (untouched.raw, untouched.markdown) == (saved.raw, saved.markdown)
    document = json.loads(saved.raw or "")
    document["content"].pop(1)
    raw = await doors.blogree.save(made.ref.id, PostChanges(raw=json.dumps(document)))
    assert (json.loads(raw.raw or ""), raw.locked) == (document, None)
    await doors.blogree.delete(made.ref.id)


async def test_a_blogree_form_that_was_left_stale_is_told_and_mended_raw(doors: Doors) -> None:
    made = await doors.blogree.create(NewPost("Stale", "old words"))
    wire = await doors.blogree_client.get_post(made.ref.id)
    assert wire.body is not None
    forms = {"html": "<p>new words</p>", "markdown": "new words", "json": wire.body.tiptap}
    await doors.blogree_transport.request("PATCH", f"/posts/{made.ref.id}", body={"body": forms})
    post = await doors.blogree.post(made.ref.id)
    assert "do not say the same words" in (post.locked or "")
    with pytest.raises(NotSupported):
        await doors.blogree.save(made.ref.id, PostChanges(markdown="x"))
    saved = await doors.blogree.save(made.ref.id, PostChanges(raw=(post.raw or "").replace("old", "mended")))
    assert (saved.markdown, saved.locked) == ("mended words", None)
    await doors.blogree.delete(made.ref.id)


async def test_notra_keeps_its_markdown_to_the_letter(doors: Doors) -> None:
    page = await doors.notra.posts(PostFilter(frozenset({PostState.DRAFT}), frozenset({"changelog"})))
    post = await doors.notra.post(page.posts[0].ref.id)
    assert post.markdown is not None
    assert (post.raw, post.locked) == (post.markdown, None)
    odd = post.markdown + "\n\n*  odd   bullet\n\n<u>not</u> &amp; \\* [x](y_(z))  \n"
    saved = await doors.notra.save(post.ref.id, PostChanges(markdown=odd))
    assert (saved.markdown, saved.raw) == (odd, odd)
    back = await doors.notra.save(post.ref.id, PostChanges(raw=post.markdown))
    assert back.markdown == post.markdown
    with pytest.raises(Invalid):
        await doors.notra.save(post.ref.id, PostChanges(raw=" \n"))
