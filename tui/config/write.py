"""The config file that Copydesk writes when there is none."""

from __future__ import annotations

from pathlib import Path

from tui.config import owner_only

DEFAULT_TEXT = """\
# Copydesk's config file. It is read once, at the start; Copydesk never changes it.
#
# Each [connections.NAME] is one account on one platform. The name is yours: letters, digits, - and _.
#
# platform = "notra", "repostra" or "blogree"
# desk     = true puts it on the local desk: a server on this machine, started when it is needed,
#            that works without an account and without a network. It needs nothing else.
# read_only = true lets you read and sends nothing: no approval, no edit, no generation.

[connections.desk-notra]
platform = "notra"
desk = true

[connections.desk-repostra]
platform = "repostra"
desk = true

[connections.desk-blogree]
platform = "blogree"
desk = true

# A real account needs a secret, from one of four places:
#
#   api_key_command = "pass show acme/notra"   the first line that a command prints (run by /bin/sh)
#   api_key_env     = "NOTRA_API_KEY"          an environment variable
#   api_key_keyring = "acme"                   the system's keyring, after `keyring set copydesk acme`
#                                              (needs the extra: pip install 'copydesk[keyring]')
#   api_key         = "…"                      this file, which nobody but you may then read (chmod 600)
#
# Blogree signs in with email and password: password_command, password_env, password_keyring, password.
#
# [connections.acme]
# platform = "notra"
# api_key_command = "pass show acme/notra"
# organization_id = "org_123"        # for keys whose addresses name the organization; leave it out otherwise
# base_url = "https://…"             # only where it is not the platform's own
#
# [connections.social]
# platform = "repostra"
# api_key_env = "REPOSTRA_API_KEY"
#
# [connections.blog]
# platform = "blogree"
# email = "ana@example.org"
# password_keyring = "blog"
#
# [outbox]                           # how long u can take back what you decided: 0 to 600 seconds
# hold_undoable_seconds = 0          # what can be taken back on the platform as well
# hold_approve_seconds = 8           # an approval, a deletion
# hold_publish_seconds = 15          # what the public sees at once
#
# [refresh]                          # when an open screen asks anew by itself: from 5 seconds; 0: never
# inbox_seconds = 60
# posts_seconds = 0
# jobs_seconds = 0
#
# [ui]
# theme = "textual-dark"
# editor = "vim"                     # instead of $VISUAL and $EDITOR
"""


def write_default(file: Path) -> bool:
    """Write the default file, for its owner alone, unless there is one. Whether it was written.

    Folders that are missing are made for the owner alone. Raises OSError.
    """
    owner_only.make_folder(file.parent)
    return owner_only.create(file, DEFAULT_TEXT.encode())
