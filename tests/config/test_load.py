from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.config.loading import RIGHT, load, the_problem, write
from tui.config.load import load_settings
from tui.config.paths import Paths
from tui.config.settings import ConnectionSettings, SecretSource
from tui.domain.holds import Holds, Refresh


def test_everything_that_a_file_can_say(paths: Paths) -> None:
    loaded = load(
        paths,
        """
        [connections.acme]
        platform = "notra"
        api_key_command = "pass show acme/notra"
        organization_id = "org_123"
        base_url = "https://notra.example/"
        [connections.blog]
        platform = "blogree"
        email = "ana@example.org"
        password_keyring = "blog"
        [connections.social]
        platform = "repostra"
        api_key = "rp_secret"
        [connections.desk-notra]
        platform = "notra"
        desk = true
        read_only = true
        [outbox]
        hold_undoable_seconds = 2
        hold_approve_seconds = 0
        hold_publish_seconds = 30.5
        [refresh]
        inbox_seconds = 0
        posts_seconds = 5
        jobs_seconds = 86400
        [ui]
        theme = "nord"
        editor = "vim -n"
        """,
    )
    assert loaded.problems == ()
    assert loaded.connections == (
        ConnectionSettings(
            "acme",
            "notra",
            SecretSource("command", "pass show acme/notra", "api_key_command"),
            base_url="https://notra.example",
            organization_id="org_123",
        ),
        ConnectionSettings(
            "blog", "blogree", SecretSource("keyring", "blog", "password_keyring"), email="ana@example.org"
        ),
        ConnectionSettings("social", "repostra", SecretSource("file", "rp_secret", "api_key")),
        ConnectionSettings("desk-notra", "notra", desk=True, read_only=True),
    )
    assert loaded.holds == Holds(undoable=2, approve=0, publish=30.5)
    assert loaded.refresh == Refresh(inbox=0, posts=5, jobs=86400)
    assert (loaded.theme, loaded.editor) == ("nord", "vim -n")
    assert loaded.connection("blog") is loaded.connections[1]
    assert loaded.connection("nobody") is None
    assert "rp_secret" not in repr(loaded)


WRONG = {
    "an unknown key": (
        'platform = "notra"\napi_kye = "k-1"',
        3,
        "api_kye",
        "not a key",
        "Did you mean api_key?",
    ),
    "a key far from any": (
        'platform = "notra"\nzzzzzzz = 1',
        3,
        "zzzzzzz",
        "not a key",
        "Known keys are desk",
    ),
    "a key of another platform": (
        'platform = "repostra"\napi_key_env = "K"\norganization_id = "o"',
        4,
        "organization_id",
        "a key for notra only",
        "Take it out",
    ),
    "text wanted": (
        'platform = "notra"\napi_key_env = 5',
        3,
        "api_key_env",
        "must be text",
        'api_key_env = "…"',
    ),
    "a date for a text": (
        'platform = "notra"\napi_key_env = 2024-01-01',
        3,
        "api_key_env",
        "must be text",
        "",
    ),
    "a table for a text": ('platform = "notra"\napi_key_env.x = 1', 3, "api_key_env", "must be text", ""),
    "truth wanted": ('platform = "notra"\ndesk = "yes"', 3, "desk", "true or false", "desk = true"),
    "no truth for read_only": (
        'platform = "notra"\napi_key_env = "K"\nread_only = 1',
        4,
        "read_only",
        "true or false",
        "read_only = true",
    ),
    "no secret": ('platform = "notra"', 1, "", "no secret", "api_key_command"),
    "no password": ('platform = "blogree"\nemail = "a@b"', 1, "", "no secret", "password_command"),
    "no email": ('platform = "blogree"\npassword_env = "P"', 1, "", "no email", "email ="),
    "no address of mail": (
        'platform = "blogree"\npassword_env = "P"\nemail = "ana"',
        4,
        "email",
        "e-mail",
        "name@host",
    ),
    "an empty secret": ('platform = "notra"\napi_key = ""', 3, "api_key", "is empty", "Fill it in"),
    "an empty command": ('platform = "notra"\napi_key_command = ""', 3, "api_key_command", "is empty", ""),
    "line breaks": ('platform = "notra"\napi_key = """a\nb"""', 3, "api_key", "line breaks", "one line"),
    "two secrets": (
        'platform = "notra"\napi_key_env = "K"\napi_key_command = "c"',
        3,
        "api_key_env",
        "both api_key_command and api_key_env",
        "Keep the one",
    ),
    "an unknown platform": ('desk = true\nplatform = "blogre"', 3, "platform", "blogre", 'mean "blogree"'),
    "a strange platform": ('platform = "x"', 2, "platform", "does not know: x", '"notra", "repostra"'),
    "a platform that is none": ("platform = 3", 2, "platform", "must be text", '"notra"'),
    "no platform": ("desk = true", 1, "", "no platform", 'platform = "notra", "repostra" or "blogree"'),
    "a platform mistyped": ('platfrom = "notra"', 2, "platfrom", "no platform", "Did you mean platform?"),
    "desk and address": (
        'platform = "notra"\ndesk = true\nbase_url = "http://x"',
        4,
        "base_url",
        "beside desk = true",
        "by themselves",
    ),
    "desk and secret": (
        'platform = "blogree"\ndesk = true\npassword = "k-1"',
        4,
        "password",
        "beside desk = true",
        "",
    ),
    "no web address": (
        'platform = "notra"\napi_key_env = "K"\nbase_url = "acme"',
        4,
        "base_url",
        "not a web address",
        "https://host",
    ),
    "a sign-in in the address": (
        'platform = "notra"\napi_key_env = "K"\nbase_url = "https://u:k-1@h"',
        4,
        "base_url",
        "more in it",
        "Leave out",
    ),
    "a port that is none": (
        'platform = "notra"\napi_key_env = "K"\nbase_url = "https://h:99999"',
        4,
        "base_url",
        "not a web address",
        "",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named_and_the_rest_opens(paths: Paths, case: str) -> None:
    body, line, key, happened, advice = WRONG[case]
    loaded = load(paths, f"[connections.acme]\n{body}\n{RIGHT}")
    problem = the_problem(loaded)
    assert problem.line == line
    assert problem.key == ".".join(filter(None, ("connections", "acme", key)))
    assert problem.connection == "acme"
    assert happened in problem.happened
    assert advice in problem.advice
    assert str(paths.config_file) in problem.sentence
    assert f"line {line}:" in problem.sentence
    assert "k-1" not in problem.sentence
    assert [one.name for one in loaded.connections] == ["right"]


def test_every_problem_of_a_file_is_told_in_its_order(paths: Paths) -> None:
    loaded = load(
        paths, '[ui]\nthem = "x"\n[connections.a]\nplatform = "y"\ndesk = 1\n[connections.b]\n[thing]\n'
    )
    assert [problem.line for problem in loaded.problems] == [2, 4, 6, 7]
    assert "Did you mean theme?" in loaded.problems[0].advice


def test_two_names_that_differ_in_capitals_only(paths: Paths) -> None:
    body = 'platform = "notra"\ndesk = true\n'
    loaded = load(paths, f"[connections.Acme]\n{body}[connections.acme]\n{body}")
    assert the_problem(loaded).line == 4
    assert "Acme and acme" in the_problem(loaded).happened
    assert [one.name for one in loaded.connections] == ["Acme"]


@pytest.mark.parametrize("name", ["", "a b", "-a", "a/b", "\\u001b[31m", "x" * 41, "ü"])
def test_names_that_cannot_be(paths: Paths, name: str) -> None:
    loaded = load(paths, f'{RIGHT}\n[connections."{name}"]\nplatform = "notra"\ndesk = true')
    assert "cannot be the name" in the_problem(loaded).happened
    assert the_problem(loaded).line == 6
    assert the_problem(loaded).sentence.isprintable()
    assert [one.name for one in loaded.connections] == ["right"]


@pytest.mark.parametrize(
    ("text", "line", "happened"),
    [
        ("[connections.a\n", 1, "not TOML"),
        ('\n\n[connections.a]\nplatform = "notra\n', 4, "not TOML"),
        ("[connections.a]\n[connections.a]\n", 2, "not TOML"),
        ('x = """\n\n', 3, "not TOML"),
        ("x = " + "[" * 5000, None, "nested too deep"),
        ("x = " + "9" * 5000, None, "out of range"),
    ],
)
def test_a_file_that_is_not_toml_opens_nothing_and_says_where(
    paths: Paths, text: str, line: int | None, happened: str
) -> None:
    loaded = load(paths, text)
    assert loaded.connections == ()
    assert the_problem(loaded).line == line
    assert happened in the_problem(loaded).happened


def test_a_file_that_is_not_utf8(paths: Paths) -> None:
    write(paths, "")
    paths.config_file.write_bytes(b"# a\n# b\nx = '\xff'\n")
    assert the_problem(load_settings(paths)).line == 3


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(paths: Paths) -> None:
    write(paths, "")
    paths.config_file.write_bytes(b"\xef\xbb\xbf" + (RIGHT + "api_kye = 1\n").replace("\n", "\r\n").encode())
    assert the_problem(load_settings(paths)).line == 5


@pytest.mark.parametrize(
    "text",
    [
        "connections = 3",
        "[[connections]]\nx = 1",
        'ui = "dark"\n' + RIGHT,
        "[ui]\ntheme = 1",
        "outbox = 8\n" + RIGHT,
        "[[refresh]]\ninbox_seconds = 5\n" + RIGHT,
    ],
)
def test_sections_that_are_none(paths: Paths, text: str) -> None:
    loaded = load(paths, text)
    assert loaded.problems
    assert loaded.theme is None
    assert (loaded.holds, loaded.refresh) == (Holds(), Refresh())


def test_what_is_not_said_of_holds_and_refreshing_is_as_usual(paths: Paths) -> None:
    loaded = load(paths, RIGHT + "[outbox]\nhold_approve_seconds = 3\n[refresh]\n")
    assert loaded.holds == Holds(undoable=0, approve=3, publish=15)
    assert loaded.refresh == Refresh(inbox=60, posts=0, jobs=0)


@pytest.mark.parametrize("platform", ["notra", "repostra", "blogree"])
def test_every_platform_can_be_read_only(paths: Paths, platform: str) -> None:
    secret = 'email = "a@b"\npassword_env = "P"' if platform == "blogree" else 'api_key_env = "K"'
    for how in ("desk = true", secret):
        loaded = load(paths, f'[connections.a]\nplatform = "{platform}"\n{how}\nread_only = true\n')
        assert loaded.problems == ()
        assert loaded.connections[0].read_only
    assert not load(paths, RIGHT).connections[0].read_only


@pytest.mark.parametrize("value", ["-1", "601", "nan", "inf", "true", '"8"', "9" * 40, "[]", "1979-05-27"])
def test_a_hold_that_cannot_be_is_named_and_the_usual_one_stands(paths: Paths, value: str) -> None:
    text = f"{RIGHT}[outbox]\nhold_publish_seconds = {value}\nhold_approve_seconds = 9\n"
    for _ in range(2):
        problem = the_problem(load(paths, text))
        assert (problem.line, problem.key) == (6, "outbox.hold_publish_seconds")
        assert "seconds from 0 to 600" in problem.happened
        assert "hold_publish_seconds = 0" in problem.advice
        assert load(paths, text).holds == Holds(approve=9)
        assert [one.name for one in load(paths, text).connections] == ["right"]


@pytest.mark.parametrize("value", ["-5", "4.9", "86401", "nan", "false", '""'])
def test_a_refresh_that_cannot_be_is_named_and_the_usual_one_stands(paths: Paths, value: str) -> None:
    loaded = load(paths, f"{RIGHT}[refresh]\nposts_seconds = 10\ninbox_seconds = {value}\n")
    problem = the_problem(loaded)
    assert (problem.line, problem.key) == (7, "refresh.inbox_seconds")
    assert "0 or a number of seconds from 5 to 86400" in problem.happened
    assert loaded.refresh == Refresh(posts=10)


def test_an_unknown_key_beside_holds(paths: Paths) -> None:
    loaded = load(paths, RIGHT + "[outbox]\nhold_aprove_seconds = 3\nhold_publish_seconds = 1\n")
    assert the_problem(loaded).advice == "Did you mean hold_approve_seconds?"
    assert loaded.holds == Holds(publish=1)
    assert the_problem(load(paths, RIGHT + "[outbx]\n")).advice == "Did you mean outbox?"


def test_a_connection_outside_of_the_connections(paths: Paths) -> None:
    loaded = load(paths, RIGHT + '[acme]\nplatform = "notra"\n')
    assert "[connections.acme]" in the_problem(loaded).advice
    assert the_problem(load(paths, RIGHT + "[connection.a]")).advice == "Did you mean connections?"


def test_a_connection_that_is_no_section(paths: Paths) -> None:
    loaded = load(paths, RIGHT.replace("[connections.right]", "[connections]\nacme = 1\n[connections.right]"))
    assert the_problem(loaded).key == "connections.acme"
    assert the_problem(loaded).line == 3
    assert len(loaded.connections) == 1


def test_a_file_without_connections_says_what_to_do(paths: Paths) -> None:
    assert "no connection" in the_problem(load(paths, "# nothing\n")).happened


TABLES = st.sampled_from(
    [
        *(
            "[connections.a]",
            "[connections]",
            "[ui]",
            "[[connections]]",
            "[x]",
            "[outbox]",
            "[refresh]",
            "\n",
        ),
        *("[checks]", "[keys]", "[[views]]", "[themes.a]", "[triage]", "[themes]"),
    ]
)
KEYS = st.sampled_from(
    [
        *("platform", "desk", "api_key", "a.b", "connections", "ui", "theme", "email", '"\\u0000"'),
        *("read_only", "outbox", "hold_publish_seconds", "refresh", "inbox_seconds"),
        *("views", "keys", "checks", "usual", "name", "sort", "primary", "colour", "reasons", "themes.a.b"),
    ]
)
VALUES = st.sampled_from(
    ['"notra"', "blogree", "true", "1", "nan", "2024-01-01", "{", "}", "[]", '"""', "'''", "#"]
)
LINES = st.tuples(KEYS, VALUES).map(" = ".join)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.binary()
    | st.text().map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.lists(TABLES | LINES).map(lambda lines: "\n".join(lines).encode())
)
def test_whatever_stands_in_the_file_settings_come_out(paths: Paths, data: bytes) -> None:
    paths.config_file.parent.mkdir(exist_ok=True)
    paths.config_file.write_bytes(data)
    paths.config_file.chmod(0o600)
    loaded = load_settings(paths)
    assert loaded.connections or loaded.problems
    for problem in loaded.problems:
        assert problem.happened.isprintable()
        assert problem.line is None or 1 <= problem.line <= data.count(b"\n") + 1
