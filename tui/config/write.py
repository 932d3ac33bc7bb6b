"""The config file that Copydesk writes when there is none."""

from __future__ import annotations

from pathlib import Path

from tui.config import owner_only

DEFAULT_TEXT = """\
# Copydesk's config file. It is read at the start, and again when it changes: while one line of it is wrong,
# what was in force stays, and Copydesk names the line. On the screen i connections can be added, changed and
# removed; every remark in here stays.
#
# Each [connections.NAME] is one account on one platform. The name is yours: letters, digits, - and _.
#
# platform = "notra", "repostra" or "blogree"
# desk     = true puts it on the local desk: a server on this machine, started when it is needed,
#            that works without an account and without a network. It needs nothing else.
# read_only = true lets you read and sends nothing: no approval, no edit, no generation.
# protected = true asks for the connection's name before anything of it goes public.
# zone     = "Europe/Berlin": the time zone that the clock of its schedules goes by, by its IANA name.
# colour   = "teal" or "#008080": its name has this colour while its items are in hand.

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
# [triage]
# after_verdict = "next"             # where the cursor goes then: next, previous or stay
# reasons = ["off topic", "wrong facts", "wrong tone", "said already", "too long", "not now"]
#
# [checks]                           # what breaks a rule of lengths and fields: off, warn or block
# usual = "warn"
# x = "block"                        # title, slug, image, x, linkedin …: the text's checks name them
#
# [keys]                             # ? shows the commands with their keys
# preset = "vim"                     # or arrows
# verdict.approve = "a"              # one key, or several: ["a", "ctrl+y"]; "" leaves it without
#
# [[views]]                          # a tab of the posts; with the first of your own the usual ones are gone
# name = "drafts"
# query = "status:draft age:<7d"
# columns = ["state", "title", "where", "updated"]
# sort = "newest"                    # or oldest
#
# [ui]
# theme = "textual-dark"
# editor = "vim"                     # instead of $VISUAL and $EDITOR
# glyphs = "auto"                    # auto, signs or plain: plain is ASCII alone
# line = "auto"                      # auto, fast or slow: over a slow line less moves; auto: slow over SSH
# notice = "off"                     # when a job ends and you look elsewhere: off, bell, osc9 or osc777
#
# [themes.mine]                      # a theme of your own: theme = "mine"
# dark = true
# primary = "#3a7ca5"                # and, if you like, secondary warning error success accent foreground
# accent = "orange"                  # background surface panel boost
"""


def write_default(file: Path) -> bool:
    """Write the default file, for its owner alone, unless there is one. Whether it was written.

    Folders that are missing are made for the owner alone. Raises OSError.
    """
    owner_only.make_folder(file.parent)
    return owner_only.create(file, DEFAULT_TEXT.encode())
