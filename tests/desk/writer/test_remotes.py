"""Where a remote's address leads, without what it must not tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.desk.writer.remotes import commit_url, pull_url, read_remote, tag_url


@pytest.mark.parametrize(
    ("address", "owner", "repo", "page"),
    [
        ("https://github.com/acme/api.git", "acme", "api", "https://github.com/acme/api"),
        ("https://ana:s3cret@github.com/acme/api", "acme", "api", "https://github.com/acme/api"),
        ("git@github.com:acme/api.git", "acme", "api", "https://github.com/acme/api"),
        ("git@github.com-work:acme/api.git", "acme", "api", "https://github.com/acme/api"),
        ("ssh://git@github.com:22/acme/api.git/", "acme", "api", "https://github.com/acme/api"),
        ("git://github.com/acme/api.git", "acme", "api", "https://github.com/acme/api"),
        ("git@gitlab.com:g/sub/web.git", "g/sub", "web", "https://gitlab.com/g/sub/web"),
        ("ssh://git@gitlab.acme.org:2222/g/web.git", "g", "web", "https://gitlab.acme.org/g/web"),
        ("https://gitea.acme.org:8443/g/web", "g", "web", "https://gitea.acme.org:8443/g/web"),
        ("git@codeberg.org:ana/x.git", "ana", "x", "https://codeberg.org/ana/x"),
        ("http://gitlab.local/g/web", "g", "web", None),
        ("git@server:team/repo.git", "team", "repo", None),
        ("https://git.example.org/team/repo.git", "team", "repo", None),
        ("/srv/git/repo.git", None, None, None),
        ("../other", None, None, None),
        ("C:/src/repo", None, None, None),
        ("file:///srv/git/repo", None, None, None),
        ("ext::sh -c x", None, None, None),
        ("https://github.com/lonely", None, None, None),
        ("https://github.com/a/../b", None, None, None),
        ("https://github.com/a/b)[x](javascript:y", None, None, None),
        ("https://[broken/a/b", None, None, None),
        ("", None, None, None),
    ],
)
def test_addresses(address: str, owner: str | None, repo: str | None, page: str | None) -> None:
    remote = read_remote(address)
    assert (remote.owner, remote.repo, remote.web_url) == (owner, repo, page)


@given(st.text(max_size=60) | st.text(max_size=40).map(lambda text: f"https://u:s3cret@github.com/{text}"))
def test_nothing_breaks_it_and_no_secret_passes(address: str) -> None:
    assert "s3cret@" not in (read_remote(address).web_url or "")


@pytest.mark.parametrize(
    ("page", "commit", "pull", "tag"),
    [
        ("https://github.com/a/b", "/commit/abc", "/pull/7", "/releases/tag/v1%20x"),
        ("https://gitlab.com/a/b", "/-/commit/abc", "/-/merge_requests/7", "/-/tags/v1%20x"),
        ("https://codeberg.org/a/b", "/commit/abc", "/pulls/7", "/src/tag/v1%20x"),
    ],
)
def test_pages(page: str, commit: str, pull: str, tag: str) -> None:
    assert commit_url(page, "abc") == page + commit
    assert pull_url(page, 7) == page + pull
    assert tag_url(page, "v1 x") == page + tag
    assert commit_url(None, "abc") is None
