"""Where a repository lives on the web, read from its remote's address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_SCP = re.compile(r"^(?:[^@/\s]+@)?(?P<host>[\w.-]+):(?!/{2})(?P<path>[^\s]+)$")
_KNOWN = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "gitea", "gitea.com": "gitea"}
_LABELS = {"github": "github", "gitlab": "gitlab", "gitea": "gitea", "forgejo": "gitea", "codeberg": "gitea"}
# An SSH alias for a second key, as GitHub's own pages suggest it: github.com-work.
_ALIAS = re.compile(r"^(github\.com|gitlab\.com|codeberg\.org)-[\w-]+$")


@dataclass(frozen=True, slots=True)
class Remote:
    """A remote's address taken apart. `web_url`: None where no page is known to be there."""

    owner: str | None
    repo: str | None
    web_url: str | None


def read_remote(address: str) -> Remote:
    """Owner, name and page of a remote's address: https, ssh, git or scp-like. User names, passwords and
    tokens in it are dropped. A folder on this machine has no owner and no page.
    """
    host, port, path, secure = _parts(address.strip())
    if not host:
        return Remote(None, None, None)
    names = [name for name in re.sub(r"\.git/?$", "", path.strip("/")).split("/") if name]
    if len(names) < 2 or not all(re.fullmatch(r"[\w.~+-]+", name) and name != ".." for name in names):
        return Remote(None, None, None)
    owner, repo = "/".join(names[:-1]), names[-1]
    alias = _ALIAS.match(host)
    host = alias.group(1) if alias else host
    if flavour(f"https://{host}") is None or not (secure or host in _KNOWN):
        return Remote(owner, repo, None)
    at_port = f":{port}" if port and host not in _KNOWN else ""
    return Remote(owner, repo, f"https://{host}{at_port}/{quote(owner)}/{quote(repo)}")


def _parts(address: str) -> tuple[str, int | None, str, bool]:
    """Host, port of its pages, path, and whether its pages are surely https."""
    if "://" in address:
        try:
            parts = urlsplit(address)
            port = parts.port if parts.scheme == "https" else None
        except ValueError:
            return "", None, "", False
        if parts.scheme not in {"https", "http", "ssh", "git", "git+ssh"}:
            return "", None, "", False
        return (parts.hostname or "").lower(), port, parts.path, parts.scheme not in {"http", "git"}
    match = _SCP.match(address)
    # One letter before the colon is a drive, not a host.
    if match is None or len(match["host"]) < 2:
        return "", None, "", False
    return match["host"].lower(), None, match["path"], True


def flavour(web_url: str) -> str | None:
    """github, gitlab or gitea (Forgejo too): how the pages under an address are laid out; else None."""
    host = urlsplit(web_url).hostname or ""
    if host in _KNOWN:
        return _KNOWN[host]
    if "." not in host or not re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", host):
        return None
    return next((_LABELS[label] for label in host.split(".") if label in _LABELS), None)


def commit_url(web_url: str | None, sha: str) -> str | None:
    """A commit's page."""
    return _page(web_url, {"github": "/commit/", "gitlab": "/-/commit/", "gitea": "/commit/"}, sha)


def pull_url(web_url: str | None, number: int) -> str | None:
    """A pull or merge request's page."""
    return _page(
        web_url, {"github": "/pull/", "gitlab": "/-/merge_requests/", "gitea": "/pulls/"}, str(number)
    )


def tag_url(web_url: str | None, name: str) -> str | None:
    """A tag's page; the platforms show a release there too, where there is one."""
    pages = {"github": "/releases/tag/", "gitlab": "/-/tags/", "gitea": "/src/tag/"}
    return _page(web_url, pages, quote(name, safe="/"))


def _page(web_url: str | None, pages: dict[str, str], name: str) -> str | None:
    if web_url is None:
        return None
    kind = flavour(web_url)
    return f"{web_url}{pages[kind]}{name}" if kind else None
