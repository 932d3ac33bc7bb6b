from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config.lines import line_of

TEXT = '''# [connections.acme]
[connections]
inline = { platform = "notra", desk = true }
"quoted.name".platform = "blogree"

[connections . acme]  # a comment
note = """
[connections.acme.fake]
platform = "no"
"""
list = [
  1,
  2,
]
platform = "notra"

[connections.acme.deep]
x = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("connections", 2),
        ("connections/inline", 3),
        ("connections/inline/desk", 3),
        ("connections/quoted.name/platform", 4),
        ("connections/acme", 6),
        ("connections/acme/note", 7),
        ("connections/acme/list", 11),
        ("connections/acme/platform", 15),
        ("connections/acme/deep/x", 18),
        ("connections/acme/fake", None),
        ("nothing", None),
    ],
)
def test_keys_are_found_where_they_stand(path: str, line: int | None) -> None:
    assert line_of(TEXT, path.split("/")) == line


def test_no_key_is_nowhere() -> None:
    assert line_of(TEXT, ()) is None
    assert line_of("not [ toml", ("x",)) is None


@given(st.lists(st.sampled_from(["", "# note", 'm = """\n\n"""', "n = [\n1,\n]"]), max_size=12), st.data())
def test_the_line_does_not_depend_on_what_stands_around(before: list[str], data: st.DataObject) -> None:
    unique = [piece.replace("m =", f"m{n} =").replace("n =", f"n{n} =") for n, piece in enumerate(before)]
    place = data.draw(st.integers(0, len(unique)))
    pieces = [*unique[:place], "wanted = 1", *unique[place:]]
    text = "\n".join(pieces)
    assert line_of(text, ("wanted",)) == text[: text.index("wanted")].count("\n") + 1
